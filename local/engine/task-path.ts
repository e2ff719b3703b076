import { z } from "zod";

const Definition = z.object({
  StartAt: z.string(),
  States: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Next: z.string().optional(),
      Default: z.string().optional(),
      Choices: z.array(z.object({ Next: z.string() })).optional(),
    }),
  ),
});

/**
 * The Tasks of an undisturbed execution, in order: from the start along every Next and every Choice's Default,
 * unless `turns` names the state that is taken instead.
 */
export function taskPath(definition: object, turns: Readonly<Record<string, string>> = {}): string[] {
  const { StartAt, States } = Definition.parse(JSON.parse(JSON.stringify(definition)));
  const path: string[] = [];
  const seen = new Set<string>();
  for (let name: string | undefined = StartAt; name !== undefined && !seen.has(name); ) {
    seen.add(name);
    const state: z.infer<typeof Definition>["States"][string] | undefined = States[name];
    if (state?.Type === "Task") path.push(name);
    name = turns[name] ?? state?.Next ?? state?.Default;
  }
  return path;
}
