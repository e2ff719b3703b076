import { z } from "zod";

/** A check for deleted posts, as every state sees it: the run of the pipeline `compliance`. */
export const Check = z.object({
  checkId: z.string(),
  /** ISO 8601, UTC, in whole seconds. */
  scheduledTime: z.string(),
});
export type Check = z.infer<typeof Check>;

/** Under which run id a check holds the neighbourhood's lease while it removes posts. */
export const leaseName = ({ checkId }: Check): string => `compliance-${checkId}`;
