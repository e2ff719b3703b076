import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { Json, ObjectStore } from "../../../functions/ports.ts";
import { localEmr } from "../../../local/emr/local-emr.ts";
import type { TaskHandler } from "../../../local/engine/tasks.ts";
import { PROGRAMS } from "../stand-in-spark.ts";

/** EMR's stand-in of the laptop, on a bucket: what its commands read and write is copied out of it and into it. */
export interface Clusters {
  create(id: string, parameters: Json): Promise<Json>;
  readonly addStep: TaskHandler;
  readonly terminate: TaskHandler;
  close(): Promise<void>;
}

/** @param jobsFail whether the Spark jobs fail, as the fixture spark-sql.ts fails. */
export async function startClusters(data: ObjectStore, jobsFail: boolean): Promise<Clusters> {
  const root = await mkdtemp(join(tmpdir(), "citypulse-clusters-"));
  const bucket = join(root, "bucket");
  let identifiers: string[] = [];
  let steps = 0;
  const emr = localEmr({
    hdfs: join(root, "hdfs"),
    logs: join(root, "logs"),
    bucketFolder: () => bucket,
    commands: { programs: PROGRAMS, searchPath: null },
    environment: {
      PATH: process.env.PATH,
      CITYPULSE_STORE: bucket,
      ...(jobsFail ? { CITYPULSE_JOB_FAILS: "true" } : {}),
    },
    now: () => new Date(),
    newIdentifier: () => identifiers.pop() ?? stepIdentifier(++steps),
  });
  return {
    async create(id, parameters) {
      for (const key of await data.list("")) await copyOut(data, key, bucket);
      identifiers = [id.replace(/^j-/, "")];
      return await emr.createCluster(parameters);
    },
    addStep: emr.addStep,
    async terminate(parameters) {
      for (const key of await keysIn(bucket))
        if (/^(analysis|quarantine)\//.test(key)) await data.write(key, await readFile(join(bucket, key)));
      return await emr.terminateCluster(parameters);
    },
    async close() {
      await emr.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** The steps of a cluster are counted, so that a test knows where their logs lie: `s-STEP000000001`. */
export const stepIdentifier = (step: number): string => `STEP${String(step).padStart(9, "0")}`;

async function copyOut(store: ObjectStore, key: string, folder: string): Promise<void> {
  const path = join(folder, key);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, (await store.read(key)) ?? "");
}

async function keysIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
