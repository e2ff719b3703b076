import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type RunningPostgres, startPostgres } from "../../local/postgres/server.ts";
import { type Citypulse, citypulse, type Ended } from "./citypulse.ts";
import { type Report, reportOf } from "./cli-reports.ts";

export interface RunOnHome extends Ended {
  readonly report: Report;
}

export interface RunsOnOneHome extends Pick<Citypulse, "call" | "folder" | "newHome"> {
  readonly home: () => string;
  /** Writes a file into the folder in which the commands run. */
  write(name: string, content: string | Uint8Array): Promise<void>;
  /** A run with an id of its own. */
  run(
    args: readonly string[],
    input?: string | Uint8Array,
    environment?: Readonly<Record<string, string>>,
  ): Promise<RunOnHome>;
}

/** To be called at the top of a test file whose runs are one after the other on one home. */
export function runsOnOneHome(): RunsOnOneHome {
  const { call, folder, newHome } = citypulse();
  let home = "";
  let server: RunningPostgres | undefined;
  let runs = 0;
  beforeAll(async () => {
    home = newHome();
    // The runs share a server that is held here, so that none of them waits for its start and its end.
    server = await startPostgres(home, { settings: { fsync: "off" } });
  });
  afterAll(() => server?.stop());
  return {
    call,
    folder,
    newHome,
    home: () => home,
    write: (name, content) => writeFile(join(folder(), name), content),
    run: async (args, input = "", environment = {}) => {
      runs += 1;
      const all = ["run", "--json", "--home", home, "--run", `run-${runs}`, ...args];
      const ended = await call(all, { input, environment });
      return { ...ended, report: reportOf(ended) };
    },
  };
}
