import { interpolate } from "@pulumi/pulumi";
import type { Pipeline } from "./platform/pipeline.ts";
import type { Platform } from "./platform/platform.ts";

/** What a person uses next. */
export function outputsOf(
  { settings, storage, database, xToken }: Platform,
  pipelines: Readonly<Record<string, Pipeline>>,
) {
  const { stack, region } = settings;
  return {
    console: consoleOf(region, pipelines.neighbourhood),
    setTheTokenOfX: interpolate`aws secretsmanager put-secret-value --region ${region} --secret-id ${xToken.arn} --secret-string file://FILE`,
    startARun: `npx citypulse start --stack ${stack} --region ${region}`,
    dataBucket: storage.data.id,
    databaseEndpoint: database.instance.endpoint,
    onDestroy: onDestroy(settings),
  };
}

/** Where the weekly runs are seen; the console lists the other pipelines beside them. */
const consoleOf = (region: string, pipeline: Pipeline | undefined) =>
  pipeline === undefined
    ? `https://${region}.console.aws.amazon.com/states/home?region=${region}#/statemachines`
    : interpolate`https://${region}.console.aws.amazon.com/states/home?region=${region}#/statemachines/view/${pipeline.stateMachine.arn}`;

/** What `pulumi destroy` would do, and what keeps it from doing it. */
export function onDestroy({ destroy, database }: Platform["settings"]): string[] {
  return [
    ...(database.deletionProtection
      ? [
          "Blocked: the database has deletion protection. Set citypulse:database deletionProtection to false and run pulumi up first.",
        ]
      : []),
    destroy.data === "keep"
      ? "The data bucket stays with all its objects; Pulumi no longer manages it then, and you remove it by hand."
      : "The data bucket goes with all its objects, raw posts and results.",
    destroy.database === "snapshot"
      ? "The database leaves a last snapshot, and its automated backups stay for their days. A snapshot of that name from an earlier destroy blocks it."
      : "The database goes without a snapshot, its backups too.",
    "Lambda gives up its network interfaces late: the network may take 20 to 45 minutes to go.",
  ];
}
