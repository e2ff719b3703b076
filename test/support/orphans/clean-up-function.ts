import type { Json } from "../../../functions/ports.ts";
import type { CleanUpPorts, cleanUp } from "../../../functions/runs/clean-up.ts";
import { between, named, never, type World } from "./chance.ts";

/** Lambda invokes a function that was called asynchronously three times at most. */
const PAUSES = [60, 120];

/**
 * The clean-up behind Lambda's asynchronous invocation: it may fail before its first line or in the middle of its
 * work, after which it does nothing more, and is tried twice again.
 */
export async function invokeCleanUp(
  world: World,
  handler: typeof cleanUp,
  event: Json,
  isUndisturbed: boolean,
  portsOf: () => CleanUpPorts,
): Promise<void> {
  for (const pause of [...PAUSES, null]) {
    const fate = isUndisturbed ? 1 : world.random.next();
    const dead = Promise.withResolvers<never>();
    let lives = fate >= 0.1;
    if (lives && fate < 0.2) {
      world.time.after(between(world, 0, 30), () => {
        lives = false;
        dead.reject(named("Sandbox.Timedout"));
      });
    }
    try {
      if (!lives) throw named("Lambda.ServiceException");
      await Promise.race([
        handler(
          event,
          mortal(portsOf(), () => lives),
        ),
        dead.promise,
      ]);
      return;
    } catch {
      if (pause !== null) await world.time.sleep(pause);
    }
  }
}

/** Ports that a function which was ended in the middle cannot use any more. */
function mortal(
  { clusters, executions, runs, clock, pipelines }: CleanUpPorts,
  lives: () => boolean,
): CleanUpPorts {
  const alive = <T>(work: () => Promise<T>): Promise<T> => (lives() ? work() : never());
  return {
    clusters: {
      open: () => alive(() => clusters.open()),
      tagsOf: (id) => alive(() => clusters.tagsOf(id)),
      terminate: (id) => alive(() => clusters.terminate(id)),
    },
    executions: { find: (arn) => alive(() => executions.find(arn)) },
    runs: {
      state: () => alive(() => runs.state()),
      recordEnd: (execution, end) => alive(() => runs.recordEnd(execution, end)),
    },
    clock,
    pipelines,
  };
}
