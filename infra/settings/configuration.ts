import { z } from "zod";
import { XSettings } from "../../functions/adapters/posts/x/settings.ts";
import { InvalidInput, messageOf } from "../../functions/errors.ts";
import { DEFAULTS } from "../../functions/neighbourhood/defaults.ts";
import { runsPerMonth } from "./schedule-rate.ts";

/** What EventBridge Scheduler takes. */
export const Times = z.string().superRefine((expression, context) => {
  try {
    runsPerMonth(expression);
  } catch (error) {
    context.addIssue({
      code: "custom",
      message: `${messageOf(error)} Write it as cron(0 6 ? * MON *) or rate(7 days).`,
    });
  }
});

/** Large enough for clusters in two subnets, no larger than a VPC may be, and without bits of a host. */
export function isNetwork(cidr: string): boolean {
  const [address = "", length = ""] = cidr.split("/");
  const bits = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  return Number(length) >= 16 && Number(length) <= 24 && bits % 2 ** (32 - Number(length)) === 0;
}

/** A name of the tz database, as EventBridge Scheduler takes; an offset such as +01:00 is none. */
export function isTimeZone(name: string): boolean {
  try {
    return (
      /^[A-Z]/.test(name) &&
      new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== ""
    );
  } catch {
    return false;
  }
}

/** Days that CloudWatch Logs can keep: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTIONS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653] as const;

const share = z.number().gt(0).max(1);
const days = (least: number, most: number) => z.int().min(least).max(most);

const Schedule = z.strictObject({
  /** Who starts the weekly run. With `airflow` there is no schedule of EventBridge's: exactly one trigger is on. */
  owner: z.enum(["eventbridge", "airflow"]).default("eventbridge"),
  /** EventBridge Scheduler's `cron(...)` or `rate(...)`. X's search reaches back seven days, so weekly has no slack. */
  expression: Times.default("cron(0 6 ? * MON *)"),
  timeZone: z.string().refine(isTimeZone, "give a name such as Europe/London").default("Europe/London"),
});

/** How X is searched, and what that may cost; the price of a post is X's own. */
const Posts = XSettings.omit({ dollarsPerPost: true });

const Compliance = z.strictObject({
  /** When X is asked which stored posts must go, once a day; hours after the weekly run, since each waits for the other. */
  expression: Times.default("cron(30 12 * * ? *)"),
});

const Analysis = z.strictObject({
  /** A run fails when more of its records cannot be used. */
  maxRejectedShare: share.default(DEFAULTS.maxRejectedShare),
  /** A station with fewer posts shows their number only. */
  minPosts: z.int().positive().default(DEFAULTS.minPosts),
  /** Memory of the functions that analyse and load, in MB; 1,769 of them are a vCPU, and new accounts have 3,008 at most. */
  memoryMb: z.int().min(1024).max(10_240).default(3008),
  /** From so many records on, the engine `auto` takes EMR; by default where it is the quicker one as measured. */
  emrFrom: z.int().positive().optional(),
});

const Database = z.strictObject({
  instanceClass: z
    .string()
    .regex(/^db\.[a-z0-9]+\.[a-z0-9]+$/, "give a class of RDS such as db.t4g.micro")
    .default("db.t4g.micro"),
  storageGb: z.int().min(20).max(65_536).default(20),
  /** Storage grows by itself up to here. */
  maxStorageGb: z.int().min(22).max(65_536).default(100),
  multiAz: z.boolean().default(false),
  /** So old is the oldest backup; a post that was deleted is in none of them after as many days. */
  backupDays: days(1, 35).default(7),
  /** While it is on, the database cannot be deleted, by `pulumi destroy` or otherwise. */
  deletionProtection: z.boolean().default(false),
});

const Cluster = z.strictObject({
  release: z
    .string()
    .regex(/^emr-7\.\d+\.\d+$/, "give a release of EMR 7 such as emr-7.14.0")
    .default("emr-7.14.0"),
  idleTimeoutSeconds: z.int().min(900).max(604_800).default(1800),
});

const Storage = z.strictObject({
  /** Raw posts are removed after this many days; if omitted, they stay. Without them a run cannot be rebuilt. */
  rawDays: days(8, 3650).optional(),
  /** Earlier versions of replaced objects go after so many days. */
  noncurrentDays: days(1, 365).default(30),
});

const Alerts = z.strictObject({
  /** Who receives failures and alarms; if omitted, no one, until the topic gets subscribers. */
  email: z.email().optional(),
  /** Whether a run that succeeded is told too. */
  success: z.boolean().default(true),
  /** An alarm when more of a run's records cannot be used: earlier than the run fails by it. */
  rejectedShare: share.default(0.05),
  /** E-mails when the account's month comes to 80 % of it, and when it is about to pass it. */
  monthlyDollars: z.number().positive().default(50),
});

const Destroy = z.strictObject({
  /** What `pulumi destroy` does with the buckets and what is in them. */
  data: z.enum(["keep", "delete"]).default("keep"),
  /** Whether the database leaves a last snapshot. */
  database: z.enum(["snapshot", "delete"]).default("snapshot"),
});

/** What a stack's configuration says, all defaults filled in. docs/configuration.md describes each key. */
export const Configuration = z.strictObject({
  schedule: Schedule.prefault({}),
  posts: Posts.prefault({}),
  /** Posts are read from the files under this prefix of the data bucket, and X is asked for nothing. */
  replayPrefix: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9/_.=-]*\/$/, "end it with a slash: replay/")
    .optional(),
  compliance: Compliance.prefault({}),
  analysis: Analysis.prefault({}),
  database: Database.prefault({}),
  cluster: Cluster.prefault({}),
  storage: Storage.prefault({}),
  alerts: Alerts.prefault({}),
  destroy: Destroy.prefault({}),
  /** The network of the stack's own VPC; change it where it meets another network. */
  cidr: z
    .cidrv4()
    .refine(isNetwork, "give a network of /16 to /24 such as 10.42.0.0/16")
    .default("10.42.0.0/16"),
  logDays: z.literal(RETENTIONS).default(30),
});
export interface Configuration extends z.infer<typeof Configuration> {
  /** What the keys under `citypulse:<pipeline>` say, by the pipeline's name: each pipeline knows the type of its own. */
  readonly sections: Readonly<Record<string, unknown>>;
}

/** The schemas of pipelines' own keys, by the pipelines' names; an omitted section is parsed as an empty one. */
export type Sections = Readonly<Record<string, z.ZodType>>;

/**
 * The configuration of a stack from the keys of its file, without their namespace: `{schedule: {...}, ...}`.
 * Throws InvalidInput with every fault, where it stands and what to do about it.
 */
export function parseConfiguration(stack: string, keys: unknown, sections: Sections = {}): Configuration {
  if (stack.length > 16 || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(stack))
    throw new InvalidInput(`The stack's name "${stack}" cannot be used: it becomes a part of names in AWS.`, {
      hint: "Take up to 16 small letters and digits, beginning with a letter, with single hyphens between them, such as dev.",
    });
  const own = z.object(sections);
  const parsed = Configuration.extend(own.shape).safeParse(withEmptySections(keys, sections));
  if (!parsed.success)
    throw new InvalidInput(`Pulumi.${stack}.yaml cannot be used: ${z.prettifyError(parsed.error)}`, {
      hint: `Correct the keys under citypulse: in Pulumi.${stack}.yaml; docs/configuration.md lists all of them.`,
    });
  const { data } = parsed;
  const configuration = { ...Configuration.strip().parse(data), sections: own.strip().parse(data) };
  const { database, alerts, analysis } = configuration;
  if (database.maxStorageGb < Math.ceil(database.storageGb * 1.1))
    throw new InvalidInput(
      `Pulumi.${stack}.yaml cannot be used: database.maxStorageGb is ${database.maxStorageGb}, and RDS wants at least a tenth more than storageGb (${database.storageGb}).`,
      { hint: `Give maxStorageGb ${Math.ceil(database.storageGb * 1.1)} or more.` },
    );
  if (alerts.rejectedShare > analysis.maxRejectedShare)
    throw new InvalidInput(
      `Pulumi.${stack}.yaml cannot be used: alerts.rejectedShare (${alerts.rejectedShare}) is above analysis.maxRejectedShare (${analysis.maxRejectedShare}), at which the run fails before it could alarm.`,
      { hint: "Give a smaller alerts.rejectedShare." },
    );
  return configuration;
}

function withEmptySections(keys: unknown, sections: Sections): unknown {
  if (typeof keys !== "object" || keys === null) return keys;
  return { ...Object.fromEntries(Object.keys(sections).map((name) => [name, {}])), ...keys };
}
