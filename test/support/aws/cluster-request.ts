import type { RunJobFlowCommandInput } from "@aws-sdk/client-emr";
import { z } from "zod";
import type { Json } from "../../../functions/ports.ts";
import { startExecution } from "../../../local/engine/execution.ts";
import { lambdaTask, type TaskHandler } from "../../../local/engine/tasks.ts";
import type { MockedStack } from "../stack/mocked-stack.ts";

const Definition = z.looseObject({
  States: z.record(z.string(), z.looseObject({ Type: z.string() })),
});

/** A state's Parameters as EMR's request, which Step Functions makes of them as they are. */
export const requestOf = (parameters: Json): RunJobFlowCommandInput =>
  z
    .custom<RunJobFlowCommandInput>((value) => z.looseObject({ Name: z.string() }).safeParse(value).success)
    .parse(parameters);

/** What the stack's definition asks EMR for in a run of this id, for which a cluster of this size was planned. */
export async function clusterRequestOf(
  stack: MockedStack,
  { runId, core, task }: { readonly runId: string; readonly core: number; readonly task: number },
): Promise<RunJobFlowCommandInput> {
  const machine = stack.find("aws:sfn/stateMachine:StateMachine", "neighbourhood");
  const definition = Definition.parse(JSON.parse(String(machine.inputs.definition)));
  const answers: Readonly<Record<string, Json>> = {
    PrepareDatabase: { runId, engine: "emr" },
    ExtractPosts: { cursor: null, done: true, resumeAt: null, records: 1000, pages: 10 },
    PlanCluster: { done: false, core, task },
  };
  const asked = Promise.withResolvers<Json>();
  const tasks = Object.entries(definition.States).flatMap(([name, { Type }]) => {
    const handler: TaskHandler = async (parameters) => {
      if (name === "CreateCluster") {
        asked.resolve(parameters);
        execution.abort();
      }
      return name in answers ? await lambdaTask(async () => answers[name])(parameters) : {};
    };
    return Type === "Task" ? [[name, handler] as const] : [];
  });
  const execution = startExecution({
    definition,
    tasks: Object.fromEntries(tasks),
    arn: `${String(machine.state.arn).replace(":stateMachine:", ":execution:")}:${runId}`,
    name: runId,
    input: {},
  });
  const outcome = await execution.outcome;
  if (outcome.status !== "ABORTED") throw new Error(`No cluster was asked for: ${JSON.stringify(outcome)}`);
  return requestOf(await asked.promise);
}
