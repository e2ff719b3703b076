/** The namespace of our own metrics in CloudWatch. Their dimension is the stack, and for some the pipeline too. */
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
  {
    pipeline,
    write = (line) => process.stdout.write(line),
  }: { readonly pipeline?: string; readonly write?: (line: string) => void } = {},
): void {
  const names = Object.keys(values).filter((name): name is MetricName => name in METRICS);
  if (names.length === 0) return;
  const metrics = names.map((Name) => ({ Name, Unit: METRICS[Name] }));
  const dimensions = { Stack: stack, ...(pipeline === undefined ? {} : { Pipeline: pipeline }) };
  const directive = { Namespace: METRICS_NAMESPACE, Dimensions: [Object.keys(dimensions)], Metrics: metrics };
  const aws = { Timestamp: now.getTime(), CloudWatchMetrics: [directive] };
  write(`${JSON.stringify({ _aws: aws, ...dimensions, ...values })}\n`);
}
