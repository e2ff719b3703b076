import { availableParallelism, cpus, totalmem } from "node:os";

/** The machine of a measurement; memory in bytes. */
export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memory: number;
  readonly platform: string;
  readonly node: string;
}

export const thisMachine = (): Machine => ({
  cores: availableParallelism(),
  cpu: cpus()[0]?.model.trim() ?? "unknown CPU",
  memory: totalmem(),
  platform: `${process.platform} ${process.arch}`,
  node: process.versions.node,
});

/** When and where, as it stands under every table of numbers. */
export const describeMachine = ({ cores, cpu, memory, platform, node }: Machine, date: Date): string =>
  `${date.toISOString().slice(0, 10)}: ${cores} cores (${cpu}), ${(memory / 2 ** 30).toFixed(0)} GiB of memory, ` +
  `${platform}, Node ${node}`;
