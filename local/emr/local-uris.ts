/** Where a cluster finds what its steps name by URI. */
export interface LocalFolders {
  /** What `hdfs:///` stands for. */
  readonly hdfs: string;
  /** What `s3://<bucket>/` stands for. */
  bucket(name: string): string;
}

/** Bucket names hold no other characters, so whatever comes next is the key's business or ends the URI. */
const BUCKET = /\bs3[an]?:\/\/([a-z0-9][a-z0-9.-]*[a-z0-9])(?![\w.-])/g;
const NAME_NODE = /\bhdfs:\/\/[^/\s]*(?=\/)/g;

/**
 * One argument of a step, with every URI in it (`--src=s3://data/raw`, `RAW=hdfs:///raw`, a list) as the path
 * of a local folder. Keys stay as they are: in a folder's store a key is the path.
 */
export const withLocalPaths = (argument: string, folders: LocalFolders): string =>
  argument
    .replace(BUCKET, (_uri, name: string) => folders.bucket(name))
    .replace(NAME_NODE, () => folders.hdfs);
