import { between, type World } from "./chance.ts";

/** Who asked for a cluster's end; `start` is EMR itself, where a cluster cannot start. */
export type EndedBy = "run" | "catch" | "rule" | "sweep" | "idle" | "start";

export interface FakeCluster {
  readonly id: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly since: Date;
  /** When ListClusters begins to show it. */
  readonly listedFrom: number;
  /** Whether it starts or waits for its first step: false where it was ended before. */
  readonly ready: Promise<boolean>;
  readonly ended: Promise<void>;
  isOpen(): boolean;
  endedBy(): EndedBy | null;
  /** A step may hang until the cluster ends. */
  runStep(): Promise<"COMPLETED" | "FAILED" | "CANCELLED">;
  end(by: EndedBy): void;
}

/** A cluster that starts, runs its steps and, `idleTimeout` seconds after the last one, ends itself. */
export function fakeCluster(
  world: World,
  id: string,
  tags: ReadonlyMap<string, string>,
  idleTimeout: number | null,
): FakeCluster {
  const { time, random } = world;
  const ready = Promise.withResolvers<boolean>();
  const ended = Promise.withResolvers<void>();
  const steps = new Set<(state: "CANCELLED") => void>();
  let endedBy: EndedBy | null = null;
  let works = 0;

  function end(by: EndedBy): void {
    if (endedBy !== null) return;
    endedBy = by;
    ready.resolve(false);
    for (const cancel of steps) cancel("CANCELLED");
    time.after(between(world, 60, 600), () => ended.resolve());
  }

  function idle(): void {
    if (idleTimeout === null) return;
    const worked = works;
    time.after(idleTimeout, () => {
      if (steps.size === 0 && works === worked) end("idle");
    });
  }

  // Some starts take longer than the state machine waits.
  time.after(between(world, 240, random.chance(0.08) ? 6000 : 900), () => {
    if (random.chance(0.05)) return end("start");
    ready.resolve(true);
    idle();
  });

  return {
    id,
    tags,
    since: new Date(time.now() * 1000),
    listedFrom: time.now() + between(world, 0, 60),
    ready: ready.promise,
    ended: ended.promise,
    isOpen: () => endedBy === null,
    endedBy: () => endedBy,
    end,
    async runStep() {
      works++;
      const step = Promise.withResolvers<"COMPLETED" | "FAILED" | "CANCELLED">();
      steps.add(step.resolve);
      const hangs = random.chance(0.04);
      const result = random.chance(0.02) ? "FAILED" : "COMPLETED";
      if (!hangs) time.after(between(world, 60, 4200), () => step.resolve(result));
      const state = await step.promise;
      steps.delete(step.resolve);
      if (endedBy === null) idle();
      return state;
    },
  };
}
