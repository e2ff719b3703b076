/** The namespace of the pipeline's own metrics in CloudWatch; the dimension is the stack. */
export const METRICS_NAMESPACE = "CityPulse";

/** The metrics that alarms look at, with their units. */
export const METRICS = {
  /** Of the records of a run, the share that could not be used, from 0 to 1. */
  RejectedShare: "None",
  PostsAccepted: "Count",
  /** The age of the oldest open cluster. */
  OldestClusterHours: "None",
  HoursSinceSuccess: "None",
} as const;
export type MetricName = keyof typeof METRICS;

/**
 * Writes metrics in CloudWatch's embedded format, a line of the log that CloudWatch reads them from: no permission, no
 * request. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function writeMetrics(
  stack: string,
  now: Date,
  values: Readonly<Partial<Record<MetricName, number>>>,
  write: (line: string) => void = (line) => process.stdout.write(line),
): void {
  const names = Object.keys(values).filter((name): name is MetricName => name in METRICS);
  if (names.length === 0) return;
  const metrics = names.map((Name) => ({ Name, Unit: METRICS[Name] }));
  const directive = { Namespace: METRICS_NAMESPACE, Dimensions: [["Stack"]], Metrics: metrics };
  const aws = { Timestamp: now.getTime(), CloudWatchMetrics: [directive] };
  write(`${JSON.stringify({ _aws: aws, Stack: stack, ...values })}\n`);
}
