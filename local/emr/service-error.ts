/**
 * An error as Step Functions reports one of EMR's: the name that was seen for refused requests
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
