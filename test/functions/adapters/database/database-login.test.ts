import { afterEach, expect, test, vi } from "vitest";
import { iamLogin } from "../../../../functions/adapters/database/database-login.ts";
import { signerOf } from "../../../support/aws/iam-token.ts";

const ADDRESS = { host: "database.example", port: 5432, database: "citypulse", ca: "PEM" };
const KEY = { accessKeyId: "AKIAFAKEFAKEFAKEFAKE", secretAccessKey: "fake-secret-of-the-tests" };

afterEach(() => vi.unstubAllEnvs());

async function tokenOf(user = "citypulse_pipeline", region = "eu-west-2"): Promise<string> {
  vi.stubEnv("AWS_ACCESS_KEY_ID", KEY.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", KEY.secretAccessKey);
  const { password } = iamLogin(ADDRESS, user, region);
  if (typeof password !== "function") throw new TypeError("The token is made for each connection.");
  return await password();
}

const demands = {
  address: "database.example:5432",
  user: "citypulse_pipeline",
  region: "eu-west-2",
  ownerOf: (accessKeyId: string) =>
    accessKeyId === KEY.accessKeyId ? { name: "publish", key: KEY } : undefined,
};

test("the settings name the server, the role and the only certificates that are trusted", () => {
  expect(iamLogin(ADDRESS, "citypulse_pipeline", "eu-west-2")).toMatchObject({
    host: "database.example",
    port: 5432,
    database: "citypulse",
    user: "citypulse_pipeline",
    ssl: { ca: "PEM" },
  });
});

test("a token is good for this server, role and region, for 15 minutes, and holds no secret", async () => {
  const token = await tokenOf();
  const now = new Date();
  expect(signerOf(token, { ...demands, now })).toBe("publish");
  expect(signerOf(token, { ...demands, now: new Date(now.getTime() + 890_000) })).toBe("publish");
  expect(signerOf(token, { ...demands, now: new Date(now.getTime() + 901_000) })).toBeUndefined();
  expect(signerOf(token, { ...demands, now, user: "citypulse_owner" })).toBeUndefined();
  expect(signerOf(token, { ...demands, now, address: "database.example:5433" })).toBeUndefined();
  expect(signerOf(token, { ...demands, now, region: "us-east-1" })).toBeUndefined();
  expect(
    signerOf(token.replace("citypulse_pipeline", "citypulse_owner"), {
      ...demands,
      now,
      user: "citypulse_owner",
    }),
  ).toBeUndefined();
  expect(token).not.toContain(KEY.secretAccessKey);
});
