import { join, resolve } from "node:path";

/** The folder that holds everything the laptop stores: the object store, the database, EMR's disks and logs. */
export interface Home {
  readonly root: string;
  /** The bucket, as a folder. */
  readonly store: string;
  /** The posts of standard input, so that their run can be started again. */
  readonly inbox: string;
  /** The Spark of `citypulse doctor --install-spark`. */
  readonly spark: string;
  /** The artifacts' bucket, as a folder. */
  readonly artifacts: string;
  /** The clusters' HDFS. */
  readonly hdfs: string;
  /** The clusters' LogUri. */
  readonly emrLogs: string;
}

/** The folder that stands for a bucket of the local state machine. */
export const bucketFolder = (home: Home, bucket: string): string =>
  bucket === "artifacts" ? home.artifacts : home.store;

export function homeAt(folder: string): Home {
  const root = resolve(folder);
  return {
    root,
    store: join(root, "store"),
    inbox: join(root, "inbox"),
    spark: join(root, "spark"),
    artifacts: join(root, "emr", "artifacts"),
    hdfs: join(root, "emr", "hdfs"),
    emrLogs: join(root, "emr", "logs"),
  };
}
