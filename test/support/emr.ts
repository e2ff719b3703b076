import { stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Json } from "../../functions/ports.ts";
import type { Program } from "../../local/emr/commands.ts";
import { type LocalEmr, type LocalEmrOptions, localEmr } from "../../local/emr/local-emr.ts";

const script = (name: string) =>
  [process.execPath, join(import.meta.dirname, "../fixtures/emr-commands", `${name}.ts`)] as const;

/** A stand-in for EMR under `root` whose commands are the fixtures; its clock and ids count. */
export function testEmr(root: string, changes: Partial<LocalEmrOptions> = {}): LocalEmr {
  let seconds = 0;
  let identifiers = 0;
  return localEmr({
    hdfs: join(root, "hdfs"),
    logs: join(root, "logs"),
    bucketFolder: (bucket) => join(root, "buckets", bucket),
    commands: {
      programs: new Map<string, Program>([
        ...["report", "fail", "copy", "beat", "leave"].map((name) => [name, script(name)] as const),
        ["node", [process.execPath]],
        ["sh", ["/bin/sh"]],
      ]),
      searchPath: null,
    },
    environment: { MARK: "passed on" },
    now: () => new Date(seconds++ * 1000),
    newIdentifier: () => String(++identifiers).padStart(13, "0"),
    ...changes,
  });
}

export const CLUSTER = {
  Name: "citypulse-test",
  ReleaseLabel: "emr-7.14.0",
  Applications: [{ Name: "Hadoop" }, { Name: "Spark" }],
  Instances: { KeepJobFlowAliveWhenNoSteps: true, InstanceFleets: [] },
  Tags: [{ Key: "citypulse:run", Value: "2026-11-02" }],
};

export const CLUSTER_ID = "j-0000000000001";

/** The parameters of addStep for a command line on the first cluster of a stand-in. */
export const stepOf = (args: readonly string[], failure = "CANCEL_AND_WAIT"): Json => ({
  ClusterId: CLUSTER_ID,
  Step: {
    Name: "Sentiment",
    ActionOnFailure: failure,
    HadoopJarStep: { Jar: "command-runner.jar", Args: [...args] },
  },
});

/** Resolves as soon as both processes of the fixture `beat` live. */
export async function untilBeating(path: string): Promise<void> {
  while ((await beats(path)).includes(0)) await sleep(10);
}

/** Whether one of them still lives, looked at for long enough that it would show. */
export async function isBeating(path: string): Promise<boolean> {
  const before = await beats(path);
  await sleep(150);
  return (await beats(path)).some((count, index) => count !== before[index]);
}

const beats = (path: string): Promise<number[]> =>
  Promise.all(
    [1, 2].map((each) =>
      stat(`${path}.${each}`).then(
        (file) => file.size,
        () => 0,
      ),
    ),
  );
