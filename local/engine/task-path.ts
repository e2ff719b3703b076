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
 * The Tasks of an undisturbed execution, in order: from the start along every Next and every Choice's Default, unless
 * `turns` names the state that is taken instead. A Default that leads back into a loop is not taken: the first other
 * way of that Choice leads on.
 */
export function taskPath(definition: object, turns: Readonly<Record<string, string>> = {}): string[] {
  const { StartAt, States } = Definition.parse(JSON.parse(JSON.stringify(definition)));
  const path: string[] = [];
  const seen = new Set<string>();
  for (let name: string | undefined = StartAt; name !== undefined && !seen.has(name); ) {
    seen.add(name);
    const state: z.infer<typeof Definition>["States"][string] | undefined = States[name];
    if (state?.Type === "Task") path.push(name);
    const ways: (string | undefined)[] = [
      state?.Next,
      state?.Default,
      ...(state?.Choices ?? []).map(({ Next }) => Next),
    ];
    name = turns[name] ?? ways.find((way) => way !== undefined && !seen.has(way));
  }
  return path;
}
