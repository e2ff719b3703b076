import { z } from "zod";

/** What the jobs on a cluster must know of a run besides its raw pages; plan-cluster.ts writes it. */
export const JobInput = z.object({
  stations: z.array(
    z.object({
      name: z.string(),
      slug: z.string(),
      zone: z.string(),
      latitude: z.number(),
      longitude: z.number(),
    }),
  ),
  selection: z.object({
    stations: z.array(z.string()).nullable(),
    from: z.string().nullable(),
    to: z.string().nullable(),
  }),
});
export type JobInput = z.infer<typeof JobInput>;
