import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Account, startAccount } from "../support/aws/account.ts";
import { INSTALL_MS } from "../support/aws/moto.ts";
import { runPipeline } from "../support/aws/pipeline-run.ts";
import { xPosts } from "../support/aws/x-posts.ts";
import { accessOf } from "../support/iam/access.ts";
import { type Call, isAllowed } from "../support/iam/evaluate.ts";
import { DATA, role } from "../support/iam/names.ts";
import { smallPosts } from "../support/small-posts.ts";

// The run starts a process for every invocation.
vi.setConfig({ testTimeout: 120_000 });

let account: Account;
beforeAll(async () => {
  account = await startAccount(xPosts(["Angel"], Date.now()), { replayPrefix: "replay/" });
  await account.data.write("replay/posts.jsonl", Buffer.from(smallPosts()));
}, INSTALL_MS);
afterAll(() => account?.close());

test("a stack with a replay prefix reads its posts from there, by what it may, and asks X for nothing", async () => {
  const { outcome } = await runPipeline(account, { name: "replay", input: { engine: "lambda" } });
  expect(outcome).toMatchObject({
    status: "SUCCEEDED",
    output: { status: "succeeded", posts: { read: 59 } },
  });
  expect(account.x.searches).toEqual([]);
  const access = accessOf(account.stack);
  const calls = account.recorder.calls
    .filter(({ function: name }) => name === "neighbourhood-extract-posts")
    .map(({ action, resource }): Call => ({ by: role("neighbourhood-extract-posts"), action, resource }));
  const read = {
    by: role("neighbourhood-extract-posts"),
    action: "s3:GetObject",
    resource: `${DATA}/replay/posts.jsonl`,
  };
  expect(calls).toContainEqual(read);
  for (const call of calls) expect([call, await isAllowed(access, call)]).toEqual([call, true]);
  for (const resource of [`${DATA}/other-replay/posts.jsonl`, `${DATA}/replay-other/posts.jsonl`])
    expect(await isAllowed(access, { ...read, resource })).toBe(false);
});
