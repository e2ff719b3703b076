import { type ComponentResource, type Input, interpolate } from "@pulumi/pulumi";
import type { PipelineFunction } from "../platform/function.ts";
import { makeFunction } from "../platform/make-function.ts";
import { allow, allowOnAny } from "../platform/permissions/statement.ts";
import type { Platform } from "../platform/platform.ts";
import type { Modules } from "./entries.ts";

/** The function that cleans up after executions that ended, outside of the network: it asks EMR and Step Functions. */
export function cleanUpFunction(
  platform: Platform,
  { runRecords, executions }: { runRecords: PipelineFunction; executions: readonly Input<string>[] },
  parent: ComponentResource,
): PipelineFunction {
  const { settings, alerts } = platform;
  const clusters = interpolate`arn:aws:elasticmapreduce:${settings.region}:${settings.account}:cluster/*`;
  return makeFunction<Modules["clean-up"]>(
    "clean-up",
    {
      description: "Ends the clusters that ended executions have left, and records their end",
      environment: { STACK: settings.stack, RUN_RECORDS: runRecords.name, PIPELINES: "neighbourhood" },
      statements: [
        allowOnAny("ListClusters", ["elasticmapreduce:ListClusters"]),
        // The tags, which say whose a cluster is, are read from its description.
        allow("DescribeClusters", ["elasticmapreduce:DescribeCluster"], clusters),
        allow("EndClusters", ["elasticmapreduce:TerminateJobFlows"], clusters, {
          StringEquals: {
            "elasticmapreduce:ResourceTag/citypulse:pipeline": "neighbourhood",
            "elasticmapreduce:ResourceTag/stack": settings.stack,
          },
        }),
        allow("FindExecutions", ["states:DescribeExecution"], executions),
        allow("AskForRecords", ["lambda:InvokeFunction"], runRecords.function.arn),
        allow("TellWhatFailed", ["sqs:SendMessage"], alerts.undelivered.arn),
      ],
      timeoutSeconds: 300,
    },
    platform,
    parent,
  );
}
