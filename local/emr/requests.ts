import { z } from "zod";

/** The maximum length of all arguments of a step: EMR's API reference, AddJobFlowSteps. */
const LONGEST_STEP = 10_240;

/**
 * The parameters of createCluster that this emulator checks. The rest describes instances, which only AWS can check. The
 * integration requires KeepJobFlowAliveWhenNoSteps, and no Steps:
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr.html
 */
export const CreateCluster = z.looseObject({
  Name: z.string().min(1),
  ReleaseLabel: z.string().regex(/^emr-(spark-)?\d+\.\d+\.\d+$/, "must be a release such as emr-7.14.0"),
  Applications: z.array(z.looseObject({ Name: z.string() })).default([]),
  Instances: z.looseObject({
    KeepJobFlowAliveWhenNoSteps: z.literal(true, "must be true: createCluster.sync waits for WAITING"),
  }),
  Steps: z.never("is not allowed: add steps with addStep").optional(),
  StepConcurrencyLevel: z.literal(1, "must be 1: steps run one after the other here").optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]),
});

const StepConfig = z.strictObject({
  Name: z.string().min(1),
  ActionOnFailure: z
    .enum(["TERMINATE_CLUSTER", "TERMINATE_JOB_FLOW", "CANCEL_AND_WAIT", "CONTINUE"])
    .default("CONTINUE"),
  HadoopJarStep: z.strictObject({
    Jar: z.literal("command-runner.jar", "must be command-runner.jar: no other jar is run here"),
    Args: z
      .tuple([z.string().min(1)], z.string())
      .refine((words) => words.join("").length <= LONGEST_STEP, `hold more than ${LONGEST_STEP} letters`),
  }),
});
export type StepConfig = z.infer<typeof StepConfig>;

export const AddStep = z.strictObject({ ClusterId: z.string(), Step: StepConfig });

export const TerminateCluster = z.strictObject({ ClusterId: z.string() });

/** The parameters of a state. Throws the refusal of `action` that names every fault. */
export function parseParameters<Schema extends z.ZodType>(
  action: "createCluster" | "addStep" | "terminateCluster",
  schema: Schema,
  parameters: unknown,
): z.infer<Schema> {
  const parsed = schema.safeParse(parameters);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw refusedRequest(`The parameters of ${action} are not accepted: ${faults.join("; ")}.`);
}

/**
 * An error of EMR as Step Functions reports it: the name that was observed for refused requests
 * (https://github.com/aws/aws-cdk/issues/13735), with EMR's own code at the end of the message. AWS does not
 * document the name, so a definition should catch States.ALL.
 */
export const refusedRequest = (message: string): Error =>
  named("EMR.AmazonElasticMapReduceException", `${message} (Error Code: ValidationException)`);

/** The error of a task whose work has failed; Step Functions puts `cause` into the error's Cause as JSON. */
export const taskFailed = (cause: object): Error => named("States.TaskFailed", JSON.stringify(cause));

/** Retry and Catch match on an error's name. */
function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
