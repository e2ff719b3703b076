import { expect, test } from "vitest";
import { InvalidInput } from "../../../functions/errors.ts";
import { parseConfiguration } from "../../../infra/settings/configuration.ts";
import { parseStackFile } from "../../../infra/settings/stack-file.ts";

const defaults = parseConfiguration("dev", {});

test.for(["", "config:\n", "encryptionsalt: v1:abc\n"])(
  "an empty file gives the defaults and no region: %j",
  (text) => {
    expect(parseStackFile("dev", text)).toEqual({ region: undefined, configuration: defaults });
  },
);

test("keys of other namespaces are left alone, and the region is the provider's", () => {
  const text = "config:\n  aws:region: eu-west-2\n  aws:profile: mine\n  citypulse:logDays: 7\n";
  expect(parseStackFile("dev", text)).toEqual({
    region: "eu-west-2",
    configuration: { ...defaults, logDays: 7 },
  });
});

test("a number that `pulumi config set` wrote as a text is a number, and a text stays one", () => {
  const text = 'config:\n  citypulse:logDays: "7"\n  citypulse:cidr: 10.0.0.0/16\n';
  expect(parseStackFile("dev", text).configuration).toMatchObject({ logDays: 7, cidr: "10.0.0.0/16" });
});

test.for([
  ["config:\n  citypulse:database: { instanceClas: db.t4g.small }\n", "instanceClas"],
  ["config:\n  citypulse:databas: {}\n", "databas"],
  ["config: [", "Pulumi.dev.yaml cannot be read"],
  ["config: 5\n", "Pulumi.dev.yaml cannot be read"],
  ["config:\n  aws:region: London\n", "aws:region in Pulumi.dev.yaml is not a region"],
  ["config:\n  citypulse:logDays: 7\n  citypulse:logDays: 14\n", "Pulumi.dev.yaml cannot be read"],
] as const)("%j is refused with what is wrong", ([text, wrong]) => {
  const parse = () => parseStackFile("dev", text);
  expect(parse).toThrow(InvalidInput);
  expect(parse).toThrow(wrong);
});
