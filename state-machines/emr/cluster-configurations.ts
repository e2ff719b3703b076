/** The settings of Hadoop and Spark: https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-configure-apps.html */
export const clusterConfigurations = [
  {
    Classification: "spark-defaults",
    Properties: {
      // Executors come and go with the work and with the nodes on Spot.
      "spark.dynamicAllocation.enabled": "true",
      // One for each unit of instance-fleets.ts, of whose 12 GiB for YARN it leaves 2 to the application master.
      "spark.executor.cores": "4",
      // Rows pass through it, and what does not fit is written down.
      "spark.executor.memory": "2g",
      // Beside the JVM: the Node processes that it pipes rows through. Four score; one finds the topics, in some 60 bytes a
      // post, so a hundred million posts fit.
      "spark.executor.memoryOverhead": "8g",
      // Where install-node.sh puts Node, whatever path YARN was started with.
      "spark.executorEnv.PATH": "/usr/local/bin:/usr/bin:/bin",
      // A node on Spot takes its shuffled rows along, and a stage that reads them starts again; four times is the default.
      "spark.stage.maxConsecutiveAttempts": "12",
      "spark.sql.adaptive.enabled": "true",
      // Enough for hundreds of millions of posts; what is too many is joined up again.
      "spark.sql.adaptive.coalescePartitions.initialPartitionNum": "1000",
      // About 350,000 posts: seconds of work for a Node process, so its start weighs little and a lost node costs little.
      "spark.sql.files.maxPartitionBytes": "128m",
      // The jobs have no tables, so they need neither Hive nor Glue.
      "spark.sql.catalogImplementation": "in-memory",
      "spark.sql.session.timeZone": "UTC",
      "spark.sql.parquet.compression.codec": "zstd",
      "spark.io.compression.codec": "zstd",
    },
  },
  {
    Classification: "yarn-site",
    Properties: {
      // The application master runs on core nodes alone: a lost Spot node would end the step with it, and a task node may
      // be on Spot whatever it is. From EMR 6 on labels are off by default; EMR itself gives core nodes theirs.
      "yarn.node-labels.enabled": "true",
      "yarn.node-labels.am.default-node-label-expression": "CORE",
    },
  },
  {
    Classification: "hdfs-site",
    Properties: {
      // EMR would take 1, from four core nodes on 2, and from ten on 3: more space for what S3 holds anyway. Task nodes
      // have no part of HDFS, so a lost Spot node loses nothing. A lost core node fails the run, which starts again.
      "dfs.replication": "1",
    },
  },
] as const satisfies readonly {
  readonly Classification: string;
  readonly Properties: { readonly [name: string]: string };
}[];
