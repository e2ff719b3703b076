import type { PayloadTemplate, State, StateMachine } from "../../../state-machines/asl.ts";

/** A state that does nothing. */
export const pass: State = { Type: "Pass", Result: {}, End: true };

/** The only state of its way: a task of this integration of Step Functions. */
export const task = (integration: string, Parameters: PayloadTemplate): State => ({
  Type: "Task",
  Resource: `arn:aws:states:::${integration}`,
  Parameters,
  TimeoutSeconds: 60,
  Retry: [],
  Catch: [],
  End: true,
});

/** A machine with these states. */
export const machine = (States: Readonly<Record<string, State>>): StateMachine => ({
  Comment: "A small one",
  StartAt: Object.keys(States)[0] ?? "",
  TimeoutSeconds: 60,
  States,
});
