import { runtime } from "@pulumi/pulumi";
import { beforeEach, describe, expect, test } from "vitest";
import { readSettings } from "../../infra/config.ts";
import { parseConfiguration } from "../../infra/settings/configuration.ts";
import { refusal } from "../support/stack/refusal.ts";

describe("a stack's name", () => {
  test.each(["dev", "a", "prod-2", "a-stack-of-16-le"])("may be %s", (stack) => {
    expect(parseConfiguration(stack, {}).logDays).toBe(30);
  });

  // RDS takes neither two hyphens in a row nor one before the end of a name.
  test.each(["Dev", "2dev", "dev_1", "dev.1", "-dev", "dev-", "my--stack", "a-stack-of-17-let", ""])(
    'may not be "%s"',
    (stack) => {
      const error = refusal(() => parseConfiguration(stack, {}));
      expect(error.message).toBe(
        `The stack's name "${stack}" cannot be used: it becomes a part of names in AWS.`,
      );
      expect(error.hint).toContain("up to 16 small letters");
    },
  );
});

describe("what Pulumi gives the program", () => {
  beforeEach(async () => {
    const nothing = () => {
      throw new Error("Nothing is made while the settings are read.");
    };
    await runtime.setMocks({ call: nothing, newResource: nothing }, "citypulse", "dev", false);
  });

  test("is read with its objects, numbers and texts, and without the keys of others", () => {
    runtime.setAllConfig({
      "aws:region": "eu-west-2",
      "other:key": "1",
      "citypulse:alerts": '{"email":"someone@example.org"}',
      "citypulse:logDays": "90",
      "citypulse:cidr": "10.7.0.0/16",
    });
    expect(readSettings()).toMatchObject({
      stack: "dev",
      region: "eu-west-2",
      alerts: { email: "someone@example.org", success: true },
      logDays: 90,
      cidr: "10.7.0.0/16",
    });
  });

  test("is read with Pulumi's own keys of whose account it is", () => {
    runtime.setAllConfig({
      "aws:region": "eu-west-2",
      "aws:profile": "prod",
      // As `pulumi config set --path` writes it.
      "aws:allowedAccountIds": "[123456789012]",
    });
    expect(readSettings().aws).toEqual({ profile: "prod", allowedAccountIds: ["123456789012"] });
    runtime.setAllConfig({ "aws:region": "eu-west-2" });
    expect(readSettings().aws).toEqual({});
  });

  test("may not name an account by anything but twelve digits", () => {
    runtime.setAllConfig({ "aws:region": "eu-west-2", "aws:allowedAccountIds": "[12]" });
    const error = refusal(readSettings);
    expect(error.message).toContain("give the twelve digits of an account");
    expect(error.hint).toBe("Correct aws:profile or aws:allowedAccountIds in Pulumi.dev.yaml.");
  });

  test("must have a region", () => {
    runtime.setAllConfig({});
    const error = refusal(readSettings);
    expect(error.message).toBe("The stack has no region.");
    expect(error.hint).toBe("Choose one: pulumi config set aws:region us-east-1 --stack dev");
  });

  test.each(["london", "us-east-1a", "US-EAST-1", "us_east_1", ""])(
    "may not have the region %s",
    (region) => {
      runtime.setAllConfig({ "aws:region": region });
      expect(refusal(readSettings).message).toBe(`"${region}" is not a region of AWS.`);
    },
  );

  test("is refused with what is wrong, before anything is made", () => {
    runtime.setAllConfig({ "aws:region": "eu-west-2", "citypulse:database": "small" });
    expect(refusal(readSettings).message).toContain("expected object, received string");
  });
});
