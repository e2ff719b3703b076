import { readdirSync, readFileSync } from "node:fs";

/**
 * Peaks in bytes; `together` is the peak of the sum at one moment. Node.js counts with its resident set size. Processes
 * of PostgreSQL count with their proportional set sizes, so that shared memory counts once. For a large process such as
 * Node.js, the kernel needs too long to compute the proportional size five times a second.
 */
export interface PeakMemory {
  readonly node: number;
  readonly postgres: number;
  readonly together: number;
  readonly samples: number;
}

/** A process, read from /proc. */
export interface ProcessMemory {
  readonly pid: number;
  readonly parent: number;
  readonly isPostgres: boolean;
  /** Resident set size in bytes. */
  readonly resident: number;
}

const INTERVAL = 200;

/**
 * Samples the memory of a process and all its descendants five times a second. Call the returned function to stop and
 * to get the peaks, or null on any platform except Linux, where there is no /proc.
 */
export function watchMemory(pid: number, platform: NodeJS.Platform): () => PeakMemory | null {
  if (platform !== "linux") return () => null;
  let peak: PeakMemory = { node: 0, postgres: 0, together: 0, samples: 0 };
  const sample = () => {
    const family = descendants(readProcesses(), pid);
    peak = highest(
      peak,
      family.map(({ isPostgres, pid: member, resident }) => ({
        isPostgres,
        bytes: isPostgres ? proportionalSize(member) : resident,
      })),
    );
  };
  sample();
  const timer = setInterval(sample, INTERVAL);
  return () => {
    clearInterval(timer);
    return peak;
  };
}

/** Combines the peaks so far with one more sample. */
export function highest(
  peak: PeakMemory,
  moment: readonly { readonly isPostgres: boolean; readonly bytes: number }[],
): PeakMemory {
  const sum = (isPostgres: boolean): number =>
    moment.filter((one) => one.isPostgres === isPostgres).reduce((total, { bytes }) => total + bytes, 0);
  const [node, postgres] = [sum(false), sum(true)];
  return {
    node: Math.max(peak.node, node),
    postgres: Math.max(peak.postgres, postgres),
    together: Math.max(peak.together, node + postgres),
    samples: peak.samples + 1,
  };
}

/** The process and all its descendants. */
export function descendants(processes: readonly ProcessMemory[], root: number): ProcessMemory[] {
  const children = Map.groupBy(processes, ({ parent }) => parent);
  const below = (pid: number): ProcessMemory[] =>
    (children.get(pid) ?? []).flatMap((child) => [child, ...below(child.pid)]);
  return [...processes.filter(({ pid }) => pid === root), ...below(root)];
}

function readProcesses(): ProcessMemory[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const status = readOf(name, "status");
      const parent = /^PPid:\s*(\d+)$/m.exec(status)?.[1];
      if (parent === undefined) return [];
      const resident = kilobytes(/^VmRSS:\s*(\d+) kB$/m.exec(status));
      const isPostgres = /^(?:\S*\/)?postgres\b/.test(readOf(name, "cmdline"));
      return [{ pid: Number(name), parent: Number(parent), isPostgres, resident }];
    });
}

const proportionalSize = (pid: number): number =>
  kilobytes(/^Pss:\s*(\d+) kB$/m.exec(readOf(String(pid), "smaps_rollup")));

/** Zero if the process has just ended. */
const kilobytes = (match: RegExpExecArray | null): number => Number(match?.[1] ?? 0) * 1024;

/** Empty if the process has ended meanwhile. */
function readOf(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ESRCH"))
      return "";
    throw error;
  }
}
