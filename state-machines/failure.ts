import { catchAll, lambdaTask, type State } from "./asl.ts";

/**
 * Where every failure ends. What comes in is the state as it was, with the error beside it:
 *
 *     {run?, extract?, analysis?, cluster?, load?, error: {Error, Cause}, terminateError?}
 *
 * `run` is missing where PrepareDatabase failed, so nothing here reads it. Neither a failing record nor a
 * failing message may hide the first error: the execution fails with that one.
 */
export const failureStates = (
  recordFailure: string,
  failureTopic: string,
  machine = "The neighbourhood pipeline",
) =>
  ({
    RecordFailure: {
      Comment: "Marks the run as failed and releases its lease",
      ...lambdaTask(recordFailure, "Notify", {
        "state.$": "$",
        "execution.$": "$$.Execution.Id",
      }),
      ResultPath: null,
      Catch: catchAll("Notify", "$.recordFailureError"),
      Next: "Notify",
    },

    Notify: {
      Type: "Task",
      Resource: "arn:aws:states:::sns:publish",
      Parameters: {
        TopicArn: failureTopic,
        // SNS takes fewer than 100 characters; an execution's name has 80 at most.
        "Subject.$": "States.Format('CityPulse failed: {}', $$.Execution.Name)",
        "Message.$":
          `States.Format('${machine} failed: {} - Execution: {} - Its input: {}', ` +
          // As a whole, since an error may come without a Cause, and a path to what is not there cannot be caught.
          "States.JsonToString($.error), $$.Execution.Id, States.JsonToString($$.Execution.Input))",
      },
      ResultPath: null,
      TimeoutSeconds: 60,
      // At worst the message comes twice.
      Retry: [
        {
          ErrorEquals: ["States.ALL"],
          IntervalSeconds: 2,
          MaxAttempts: 3,
          BackoffRate: 2,
          MaxDelaySeconds: 30,
          JitterStrategy: "FULL",
        },
      ],
      Catch: catchAll("Failed", "$.notifyError"),
      Next: "Failed",
    },

    Failed: { Type: "Fail", ErrorPath: "$.error.Error", CausePath: "$.error.Cause" },
  }) satisfies Record<string, State>;
