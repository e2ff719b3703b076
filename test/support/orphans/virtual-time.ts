/** Time that passes only when nothing is left to be done at the present moment. In seconds since 1970. */
export interface VirtualTime {
  now(): number;
  sleep(seconds: number): Promise<void>;
  /** Does `work` after so many seconds; what it throws ends `run`. Returns what takes it back. */
  after(seconds: number, work: () => void | Promise<void>): () => void;
  /** Rejects with `late` where the work has not ended after so many seconds; the work itself goes on. */
  within<T>(seconds: number, work: Promise<T>, late: Error): Promise<T>;
  /** Time stands still while real work, such as a statement in a database, is under way. */
  hold<T>(work: Promise<T>): Promise<T>;
  /** Lets time pass until nothing is to come. */
  run(): Promise<void>;
}

interface Moment {
  readonly at: number;
  readonly work: () => void | Promise<void>;
  isTakenBack: boolean;
}

export function virtualTime(start: Date): VirtualTime {
  let now = start.getTime() / 1000;
  let held = 0;
  let failure: { readonly error: unknown } | undefined;
  /** The latest first, so that the next one is taken from the end. */
  const moments: Moment[] = [];

  function after(seconds: number, work: Moment["work"]): () => void {
    const moment: Moment = { at: now + seconds, work, isTakenBack: false };
    let low = 0;
    for (let high = moments.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((moments[middle]?.at ?? 0) > moment.at) low = middle + 1;
      else high = middle;
    }
    moments.splice(low, 0, moment);
    return () => {
      moment.isTakenBack = true;
    };
  }

  async function settle(): Promise<void> {
    do await new Promise(setImmediate);
    while (held > 0);
  }

  return {
    now: () => now,
    after,
    sleep: (seconds) => new Promise((resolve) => void after(seconds, resolve)),
    async within(seconds, work, late) {
      const timer = Promise.withResolvers<never>();
      const takeBack = after(seconds, () => timer.reject(late));
      try {
        return await Promise.race([work, timer.promise]);
      } finally {
        takeBack();
      }
    },
    async hold(work) {
      held++;
      try {
        return await work;
      } finally {
        held--;
      }
    },
    async run() {
      for (let next = moments.pop(); next !== undefined; next = moments.pop()) {
        if (next.isTakenBack) continue;
        now = next.at;
        const work = next.work;
        void (async () => work())().catch((error: unknown) => {
          failure ??= { error };
        });
        await settle();
        if (failure !== undefined) throw failure.error;
      }
    },
  };
}
