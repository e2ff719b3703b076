import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Everything that the twin keeps lies in one folder: the object store, the database, EMR's disks and logs. */
export interface Home {
  readonly root: string;
  /** The bucket, as a folder. */
  readonly store: string;
  /** What was given on standard input, so that its run can be started again. */
  readonly inbox: string;
  /** The clusters' HDFS. */
  readonly hdfs: string;
  /** The clusters' LogUri. */
  readonly emrLogs: string;
}

const PROJECT = fileURLToPath(new URL("..", import.meta.url));

/** The folder that stands for a bucket of the local state machine: the artifacts are the project's own files. */
export const bucketFolder = (home: Home, bucket: string): string =>
  bucket === "artifacts" ? PROJECT : home.store;

export function homeAt(folder: string): Home {
  const root = resolve(folder);
  return {
    root,
    store: join(root, "store"),
    inbox: join(root, "inbox"),
    hdfs: join(root, "emr", "hdfs"),
    emrLogs: join(root, "emr", "logs"),
  };
}
