import * as aws from "@pulumi/aws";
import { ComponentResource, type ComponentResourceOptions, interpolate, jsonStringify } from "@pulumi/pulumi";
import { SHARED_FOLDER } from "../../state-machines/functions.ts";
import { nameOf } from "../settings/names.ts";
import { metricAlarms, ownMetric } from "./alarms.ts";
import { CLUSTER_LOGS } from "./clusters.ts";
import { functionMaker, type PipelineFunction } from "./function.ts";
import { objectStatements } from "./permissions/data.ts";
import { allow, allowOnAny } from "./permissions/statement.ts";
import { databaseEnvironment, databaseFiles, migrationFiles, type Platform, roleLogin } from "./platform.ts";
import { stateMachineArns } from "./state-machine.ts";

/** The functions that begin in functions/lambda/runs: those that machines call, and those of the clean-up. */
export const RUNS_FUNCTIONS = ["prepareDatabase", "recordFailure", "runRecords", "cleanUp"] as const;

/** What the shared part must know of a pipeline before the pipeline is made. */
export interface RegisteredPipeline {
  readonly name: string;
  /** Whether its runs can start clusters. */
  readonly usesClusters: boolean;
}

const HOUR = 3600;

/**
 * What pipelines share about their runs: the function that every run begins with, the one that records a failure, and
 * what cleans up after executions that ended from outside.
 */
export class Runs extends ComponentResource {
  readonly prepareDatabase: PipelineFunction;
  readonly recordFailure: PipelineFunction;

  constructor(
    platform: Platform,
    pipelines: readonly RegisteredPipeline[],
    options: ComponentResourceOptions,
  ) {
    super("citypulse:platform:Runs", "runs", {}, options);
    const { database, storage, codeVersion } = platform;
    const make = functionMaker(SHARED_FOLDER, platform, this);
    const { environment: ofRole, statement: signIn } = roleLogin(platform);
    this.prepareDatabase = make<typeof import("../../functions/lambda/runs/prepare-database.ts")>(
      "prepareDatabase",
      {
        description: "Brings the schema up to date and takes the run's lease",
        environment: {
          ...databaseEnvironment(platform),
          CODE_VERSION: codeVersion,
          DATABASE_SECRET: database.ownerSecret,
        },
        files: { ...databaseFiles(platform), ...migrationFiles() },
        statements: [allow("ReadOwner", ["secretsmanager:GetSecretValue"], database.ownerSecret)],
        reachesDatabase: true,
      },
    );
    this.recordFailure = make<typeof import("../../functions/lambda/runs/record-failure.ts")>(
      "recordFailure",
      {
        description: "Writes why a run failed and releases its lease",
        environment: { ...ofRole, LOG_BUCKET: storage.logs.id },
        files: databaseFiles(platform),
        statements: [...objectStatements(storage.logs, { read: [CLUSTER_LOGS] }), signIn],
        timeoutSeconds: 120,
        reachesDatabase: true,
      },
    );
    const runRecords = make<typeof import("../../functions/lambda/runs/run-records.ts")>("runRecords", {
      description: "What the clean-up asks of the database",
      environment: ofRole,
      files: databaseFiles(platform),
      statements: [signIn],
      timeoutSeconds: 60,
      reachesDatabase: true,
    });
    const cleanUp = this.makeCleanUp(platform, pipelines, runRecords);
    this.makeRules(platform, pipelines, cleanUp);
    this.makeAlarms(platform);
    this.registerOutputs();
  }

  /** The function that cleans up after executions that ended, outside of the network: it asks EMR and Step Functions. */
  private makeCleanUp(
    platform: Platform,
    pipelines: readonly RegisteredPipeline[],
    runRecords: PipelineFunction,
  ): PipelineFunction {
    const { settings, alerts } = platform;
    const clusters = interpolate`arn:aws:elasticmapreduce:${settings.region}:${settings.account}:cluster/*`;
    const withClusters = pipelines.filter(({ usesClusters }) => usesClusters).map(({ name }) => name);
    const make = functionMaker(SHARED_FOLDER, platform, this);
    return make<typeof import("../../functions/lambda/runs/clean-up.ts")>("cleanUp", {
      description: "Ends the clusters that ended executions have left, and records their end",
      environment: {
        STACK: settings.stack,
        RUN_RECORDS: runRecords.name,
        PIPELINES: withClusters.join(" "),
      },
      statements: [
        allowOnAny("ListClusters", ["elasticmapreduce:ListClusters"]),
        // The tags, which say whose a cluster is, are read from its description.
        allow("DescribeClusters", ["elasticmapreduce:DescribeCluster"], clusters),
        allow("EndClusters", ["elasticmapreduce:TerminateJobFlows"], clusters, {
          StringEquals: {
            "elasticmapreduce:ResourceTag/citypulse:pipeline": oneOrMore(withClusters),
            "elasticmapreduce:ResourceTag/stack": settings.stack,
          },
        }),
        allow(
          "FindExecutions",
          ["states:DescribeExecution"],
          pipelines.map(({ name }) => stateMachineArns(name, settings).executions),
        ),
        allow("AskForRecords", ["lambda:InvokeFunction"], runRecords.function.arn),
        allow("TellWhatFailed", ["sqs:SendMessage"], alerts.undelivered.arn),
      ],
      timeoutSeconds: 300,
    });
  }

  /**
   * What starts the clean-up: each execution that was aborted, timed out or failed, and every hour, in case such an event
   * was lost. By the hour, since an alarm asks for a cluster's age in hours.
   */
  private makeRules(
    { settings, alerts }: Platform,
    pipelines: readonly RegisteredPipeline[],
    cleanUp: PipelineFunction,
  ): void {
    const { stack } = settings;
    const machines = pipelines.map(({ name }) => stateMachineArns(name, settings).arn);
    const rule = (name: string, args: Omit<aws.cloudwatch.EventRuleArgs, "name">) =>
      new aws.cloudwatch.EventRule(name, { name: nameOf(stack, name), ...args }, { parent: this });
    const rules = {
      ended: rule("ended", {
        description: "Cleans up after an execution that was stopped, took too long or failed",
        eventPattern: jsonStringify(endedAs(machines, ["ABORTED", "TIMED_OUT", "FAILED"])),
      }),
      sweep: rule("sweep", {
        description: "Looks for clusters and runs that an ended execution has left",
        scheduleExpression: "rate(1 hour)",
      }),
    };
    for (const [name, rule] of Object.entries(rules)) {
      new aws.cloudwatch.EventTarget(
        name,
        {
          rule: rule.name,
          arn: cleanUp.function.arn,
          deadLetterConfig: { arn: alerts.undelivered.arn },
          retryPolicy: { maximumEventAgeInSeconds: 24 * HOUR, maximumRetryAttempts: 185 },
        },
        { parent: rule },
      );
      new aws.lambda.Permission(
        name,
        {
          action: "lambda:InvokeFunction",
          function: cleanUp.function.name,
          principal: "events.amazonaws.com",
          sourceArn: rule.arn,
        },
        { parent: rule },
      );
    }
    new aws.lambda.FunctionEventInvokeConfig(
      "clean-up",
      {
        functionName: cleanUp.function.name,
        maximumRetryAttempts: 2,
        maximumEventAgeInSeconds: 6 * HOUR,
        destinationConfig: { onFailure: { destination: alerts.undelivered.arn } },
      },
      { parent: this },
    );
  }

  private makeAlarms(platform: Platform): void {
    const alarm = metricAlarms(platform, this);
    alarm("old-cluster", {
      alarmDescription:
        "A cluster is more than six hours old. It costs money; its tag citypulse:execution says whose it is.",
      threshold: 6,
      ...ownMetric("OldestClusterHours", { Stack: platform.settings.stack }),
    });
    alarm("undelivered", {
      alarmDescription:
        "A start of the pipeline or a clean-up could not be delivered; the queue has the event.",
      threshold: 0,
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: platform.alerts.undelivered.name },
      period: 300,
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
    });
  }
}

/** EventBridge's pattern for executions of these state machines that ended as one of these. */
export const endedAs = (stateMachineArn: readonly unknown[], status: readonly string[]) => ({
  source: ["aws.states"],
  "detail-type": ["Step Functions Execution Status Change"],
  detail: { stateMachineArn, status },
});

/** IAM writes a single value without a list. */
function oneOrMore(values: readonly string[]): string | readonly string[] {
  const [first, ...others] = values;
  return first !== undefined && others.length === 0 ? first : values;
}
