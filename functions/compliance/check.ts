import { z } from "zod";
import { InvalidInput } from "../errors.ts";
import { parseRun } from "../neighbourhood/run.ts";

/** What an execution of the compliance machine may be started with. */
const Input = z.strictObject({ checkId: z.string().optional() });

/** A check for deleted posts, as every state sees it. */
export const Check = z.object({
  checkId: z.string(),
  /** ISO 8601, UTC, in whole seconds. */
  scheduledTime: z.string(),
});
export type Check = z.infer<typeof Check>;

/**
 * The check that an execution's input asks for. Its id is the start of the execution (`20261116T180000Z`), unless the
 * input names it: as a run's id, see parseRun. Throws InvalidInput.
 */
export function parseCheck(input: unknown, startTime: string): Check {
  const parsed = Input.safeParse(input ?? {});
  if (!parsed.success)
    throw new InvalidInput(`The execution's input cannot be used: ${z.prettifyError(parsed.error)}`, {
      hint: 'Start with {} or, for example, {"checkId": "20261116T180000Z"}.',
    });
  const { checkId } = parsed.data;
  const { runId, scheduledTime } = parseRun(checkId === undefined ? {} : { runId: checkId }, startTime);
  return { checkId: runId, scheduledTime };
}

/** Who holds the pipeline's lease while posts are removed. */
export const leaseName = ({ checkId }: Check): string => `compliance-${checkId}`;
