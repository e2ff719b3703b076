import type * as aws from "@pulumi/aws";
import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import type { StackSettings } from "../config.ts";
import { PrivateBucket } from "./private-bucket.ts";

/** The stack's buckets. */
export class Storage extends ComponentResource {
  /** The pipelines' object store; docs/data-contract.md has its keys. Versioned, so that what was replaced can be had back. */
  readonly data: aws.s3.Bucket;
  /** What clusters load: jobs, the bootstrap action, Node. */
  readonly artifacts: aws.s3.Bucket;
  /** What clusters write down. */
  readonly logs: aws.s3.Bucket;
  /** Airflow's DAGs; MWAA wants its name to begin so, and its versions kept. */
  readonly airflow: aws.s3.Bucket;

  constructor({ stack, storage, destroy, logDays }: StackSettings, options: ComponentResourceOptions) {
    super("citypulse:platform:Storage", "storage", {}, options);
    const parent = { parent: this };
    const { rawDays, noncurrentDays } = storage;
    const make = (name: string, args: ConstructorParameters<typeof PrivateBucket>[1]) =>
      new PrivateBucket(name, args, parent).bucket;
    this.data = make("data", {
      prefix: `citypulse-${stack}-data-`,
      versioned: true,
      onDestroy: destroy.data,
      noncurrentDays,
      expire: rawDays === undefined ? [] : [{ prefix: "raw/", days: rawDays }],
    });
    // The others hold nothing that can be lost: their contents are made again, or are logs.
    this.artifacts = make("artifacts", {
      prefix: `citypulse-${stack}-jobs-`,
      versioned: false,
      onDestroy: "delete",
    });
    this.logs = make("logs", {
      prefix: `citypulse-${stack}-logs-`,
      versioned: false,
      onDestroy: "delete",
      expire: [{ prefix: "", days: logDays }],
    });
    this.airflow = make("airflow", {
      prefix: `airflow-citypulse-${stack}-`,
      versioned: true,
      onDestroy: "delete",
      noncurrentDays,
    });
    this.registerOutputs({});
  }
}
