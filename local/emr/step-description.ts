import type { Json } from "../../functions/ports.ts";
import type { StepConfig } from "./parameters.ts";
import type { FailureDetails } from "./step.ts";

/** When a step was added, started (null where it never was) and ended. */
export interface StepTimes {
  readonly created: Date;
  readonly started: Date | null;
  readonly ended: Date;
}

/**
 * An ended step in the shape of DescribeStep's answer, which addStep.sync returns, or puts into the Cause where
 * the step failed: https://docs.aws.amazon.com/emr/latest/APIReference/API_DescribeStep.html. Times are
 * milliseconds since 1970; AWS does not say in which form the integration gives them.
 */
export function describeStep(
  id: string,
  step: StepConfig,
  state: "COMPLETED" | "FAILED" | "CANCELLED",
  times: StepTimes,
  failure?: FailureDetails,
): { readonly [name: string]: Json } {
  return {
    Step: {
      Id: id,
      Name: step.Name,
      Config: { Jar: step.HadoopJarStep.Jar, Properties: {}, Args: step.HadoopJarStep.Args },
      ActionOnFailure: step.ActionOnFailure,
      Status: {
        State: state,
        StateChangeReason: {},
        ...(failure === undefined ? {} : { FailureDetails: failure }),
        Timeline: {
          CreationDateTime: times.created.getTime(),
          ...(times.started === null ? {} : { StartDateTime: times.started.getTime() }),
          EndDateTime: times.ended.getTime(),
        },
      },
    },
  };
}
