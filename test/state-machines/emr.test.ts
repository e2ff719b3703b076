import { expect, test } from "vitest";
import { EXECUTION, execute, parametersOf, run } from "./execute.ts";

test("the cluster is named and tagged after the run and the execution", async () => {
  const { calls } = await execute({ PrepareDatabase: [{ ...run, engine: "emr" }] });

  expect(parametersOf(calls, "CreateCluster")).toMatchObject({
    Name: "citypulse-neighbourhood-2026-11-16",
    Instances: { KeepJobFlowAliveWhenNoSteps: true, Ec2SubnetIds: ["subnet-1", "subnet-2"] },
    SecurityConfiguration: "citypulse-encrypted",
    Tags: expect.arrayContaining([
      { Key: "citypulse:stack", Value: "dev" },
      { Key: "citypulse:pipeline", Value: "neighbourhood" },
      { Key: "citypulse:run", Value: "2026-11-16" },
      { Key: "citypulse:execution", Value: EXECUTION },
    ]),
  });
});

test("each step runs its command on the run's own cluster and prefixes", async () => {
  const { calls } = await execute({ PrepareDatabase: [{ ...run, engine: "emr" }] });
  const commandOf = (task: "CopyIn" | "Sentiment" | "CopySentimentOut" | "Topics" | "CopyTopicsOut") => {
    expect(parametersOf(calls, task)).toMatchObject({
      ClusterId: "j-EXAMPLE",
      Step: { Name: task, ActionOnFailure: "CANCEL_AND_WAIT", HadoopJarStep: { Jar: "command-runner.jar" } },
    });
    return parametersOf(calls, task);
  };
  const withArgs = (line: string) => ({ Step: { HadoopJarStep: { Args: line.split(" ") } } });

  expect(commandOf("CopyIn")).toMatchObject(
    withArgs(
      "s3-dist-cp --src=s3://citypulse-data-example/raw/run=2026-11-16/ --dest=hdfs:///citypulse/raw " +
        "--groupBy=.*/run=[^/]+/(station)=.*[.]jsonl[.]gz --targetSize=128 --outputCodec=none",
    ),
  );
  expect(commandOf("Sentiment")).toMatchObject(
    withArgs(
      "spark-sql -f s3://citypulse-artifacts-example/spark-jobs/neighbourhood/sentiment.sql " +
        "-d RUN_ID=2026-11-16 -d CLUSTER=j-EXAMPLE -d RAW=hdfs:///citypulse/raw " +
        "-d INPUT=s3://citypulse-data-example/analysis/run=2026-11-16/input.json " +
        "-d JOBS=s3://citypulse-artifacts-example/spark-jobs/neighbourhood " +
        "-d SCRATCH=hdfs:///citypulse/scratch -d OUT=hdfs:///citypulse/sentiment",
    ),
  );
  expect(commandOf("CopySentimentOut")).toMatchObject(
    withArgs(
      "s3-dist-cp --src=hdfs:///citypulse/sentiment --dest=s3://citypulse-data-example/ --srcPattern=.*/part-.*",
    ),
  );
  expect(commandOf("Topics")).toMatchObject(
    withArgs(
      "spark-sql -f s3://citypulse-artifacts-example/spark-jobs/neighbourhood/topics.sql " +
        "-d RUN_ID=2026-11-16 -d CLUSTER=j-EXAMPLE -d RAW=hdfs:///citypulse/raw " +
        "-d INPUT=s3://citypulse-data-example/analysis/run=2026-11-16/input.json " +
        "-d JOBS=s3://citypulse-artifacts-example/spark-jobs/neighbourhood " +
        "-d SCRATCH=hdfs:///citypulse/scratch -d OUT=hdfs:///citypulse/topics",
    ),
  );
  expect(commandOf("CopyTopicsOut")).toMatchObject(
    withArgs(
      "s3-dist-cp --src=hdfs:///citypulse/topics --dest=s3://citypulse-data-example/ --srcPattern=.*/part-.*",
    ),
  );
  expect(parametersOf(calls, "TerminateCluster")).toEqual({ ClusterId: "j-EXAMPLE" });
});
