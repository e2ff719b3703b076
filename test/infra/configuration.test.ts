import { describe, expect, test } from "vitest";
import { parseConfiguration } from "../../infra/settings/configuration.ts";
import { refusal } from "../support/stack/refusal.ts";

describe("a stack that says nothing", () => {
  test("has defaults that a newcomer can pay for, and that lose nothing", () => {
    const configuration = parseConfiguration("dev", {});
    expect(configuration).toMatchObject({
      schedule: { owner: "eventbridge", expression: "cron(0 6 ? * MON *)", timeZone: "Europe/London" },
      database: {
        instanceClass: "db.t4g.micro",
        storageGb: 20,
        maxStorageGb: 100,
        multiAz: false,
        backupDays: 7,
        deletionProtection: false,
      },
      cluster: { release: "emr-7.14.0", idleTimeoutSeconds: 1800 },
      storage: { noncurrentDays: 30 },
      alerts: { success: true, rejectedShare: 0.05, monthlyDollars: 50 },
      destroy: { data: "keep", database: "snapshot" },
      cidr: "10.42.0.0/16",
      logDays: 30,
      analysis: { maxRejectedShare: 0.2, minPosts: 5 },
      posts: { maxPosts: 20_000 },
    });
    expect(configuration.storage.rawDays).toBeUndefined();
    expect(configuration.alerts.email).toBeUndefined();
  });

  test("keeps the defaults beside the keys that it does set", () => {
    const { database } = parseConfiguration("dev", { database: { multiAz: true } });
    expect(database).toMatchObject({ multiAz: true, instanceClass: "db.t4g.micro" });
  });
});

describe("a key that cannot be used is named, with what is wrong about it:", () => {
  const PLACE = "Pulumi.dev.yaml cannot be used: ";

  test.each<{ readonly what: string; readonly keys: unknown; readonly says: readonly string[] }>([
    { what: "an unknown part", keys: { databse: {} }, says: ['Unrecognized key: "databse"'] },
    {
      what: "an unknown key of a part",
      keys: { database: { size: "large" } },
      says: ['Unrecognized key: "size"', "→ at database"],
    },
    {
      what: "a text for a switch",
      keys: { database: { multiAz: "yes" } },
      says: ["expected boolean, received string", "→ at database.multiAz"],
    },
    {
      what: "a part that is a text",
      keys: { alerts: "someone@example.org" },
      says: ["expected object, received string", "→ at alerts"],
    },
    {
      what: "an unknown owner of the schedule",
      keys: { schedule: { owner: "cron" } },
      says: ['"eventbridge"|"airflow"', "→ at schedule.owner"],
    },
    {
      what: "an expression of another scheduler",
      keys: { schedule: { expression: "0 6 * * 1" } },
      says: ["Write it as cron(0 6 ? * MON *) or rate(7 days)", "→ at schedule.expression"],
    },
    {
      what: "an unknown time zone",
      keys: { schedule: { timeZone: "Europe/Londinium" } },
      says: ["give a name such as Europe/London", "→ at schedule.timeZone"],
    },
    {
      what: "an offset for a time zone",
      keys: { schedule: { timeZone: "+01:00" } },
      says: ["give a name such as Europe/London"],
    },
    {
      what: "a class that is none of RDS's",
      keys: { database: { instanceClass: "t4g.micro" } },
      says: ["give a class of RDS such as db.t4g.micro"],
    },
    {
      what: "a disk that is too small",
      keys: { database: { storageGb: 5 } },
      says: [">=20", "→ at database.storageGb"],
    },
    {
      what: "a disk that could not grow",
      keys: { database: { storageGb: 100 } },
      says: ["database.maxStorageGb is 100", "at least a tenth more than storageGb (100)"],
    },
    {
      what: "backups that are off",
      keys: { database: { backupDays: 0 } },
      says: [">=1", "→ at database.backupDays"],
    },
    {
      what: "an older release of EMR",
      keys: { cluster: { release: "emr-6.15.0" } },
      says: ["give a release of EMR 7 such as emr-7.14.0"],
    },
    {
      what: "a cluster that would end between two looks at it",
      keys: { cluster: { idleTimeoutSeconds: 60 } },
      says: [">=900", "→ at cluster.idleTimeoutSeconds"],
    },
    {
      what: "raw posts that go before the next run",
      keys: { storage: { rawDays: 7 } },
      says: [">=8", "→ at storage.rawDays"],
    },
    {
      what: "an e-mail that is none",
      keys: { alerts: { email: "someone" } },
      says: ["Invalid email address", "→ at alerts.email"],
    },
    {
      what: "a share above the whole",
      keys: { analysis: { maxRejectedShare: 20 } },
      says: ["<=1", "→ at analysis.maxRejectedShare"],
    },
    {
      what: "an alarm that comes after the failure",
      keys: { alerts: { rejectedShare: 0.5 } },
      says: ["alerts.rejectedShare (0.5) is above analysis.maxRejectedShare (0.2)"],
    },
    {
      what: "another fate of the data",
      keys: { destroy: { data: "archive" } },
      says: ['"keep"|"delete"', "→ at destroy.data"],
    },
    { what: "days that no log is kept", keys: { logDays: 31 }, says: ["→ at logDays"] },
    { what: "no network", keys: { cidr: "10.42.0.0" }, says: ["→ at cidr"] },
    {
      what: "a network that is too small for clusters",
      keys: { cidr: "10.42.0.0/28" },
      says: ["give a network of /16 to /24 such as 10.42.0.0/16"],
    },
    {
      what: "a network that is larger than a VPC",
      keys: { cidr: "10.0.0.0/8" },
      says: ["give a network of /16 to /24"],
    },
    {
      what: "an address inside of a network",
      keys: { cidr: "10.42.1.7/16" },
      says: ["give a network of /16 to /24"],
    },
  ])("$what", ({ keys, says }) => {
    const error = refusal(() => parseConfiguration("dev", keys));
    expect(error.message.startsWith(PLACE)).toBe(true);
    for (const words of says) expect(error.message).toContain(words);
    expect(error.hint).toMatch(/docs\/configuration\.md|Give /);
  });

  test("all of them at once", () => {
    const { message } = refusal(() =>
      parseConfiguration("dev", { logDays: 31, database: { backupDays: 99 } }),
    );
    expect(message).toContain("→ at logDays");
    expect(message).toContain("→ at database.backupDays");
  });
});
