/**
 * The errors of the pipeline. Their names are part of the contract: the state machine's Retry and Catch
 * match on them. A message says what was wrong, where, and what to do; it never holds a secret.
 */
export class PipelineError extends Error {
  override readonly name: string = "PipelineError";
  /** What the person who reads the message can do now, as one sentence or a command that works. */
  readonly hint: string | undefined;

  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.hint = options.hint;
  }
}

/** What was given cannot be used: a file, a setting, a run's input. Never retried. */
export class InvalidInput extends PipelineError {
  override readonly name = "InvalidInput";
}

/** The source of posts did not answer, or answered with a passing fault. Retried. */
export class SourceUnavailable extends PipelineError {
  override readonly name = "SourceUnavailable";
}

/** The source refuses us: credentials, plan, usage cap. Not retried. */
export class SourceRejected extends PipelineError {
  override readonly name = "SourceRejected";
}

/** The database did not answer. Retried. */
export class DatabaseUnavailable extends PipelineError {
  override readonly name = "DatabaseUnavailable";
}

/** The analysis could not be finished, or its result does not add up. */
export class AnalysisFailed extends PipelineError {
  override readonly name = "AnalysisFailed";
}

/** Another run holds the lease. The execution ends as "already running", without an alarm. */
export class RunInProgress extends PipelineError {
  override readonly name = "RunInProgress";
}

/** What an error says, and below it what to do, where it knows: as a function of Lambda reports it. */
export const messageWithHint = (error: Error): string =>
  "hint" in error && typeof error.hint === "string" ? `${error.message}\n\n${error.hint}` : error.message;

/** What something that was thrown says. */
export const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
