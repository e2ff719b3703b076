import { availableParallelism, cpus, totalmem } from "node:os";

/** Rows of a table, header first. All columns except the first contain numbers. */
export type Table = readonly (readonly string[])[];

/** The result of a benchmark: a table, and notes about it. */
export interface Figures {
  readonly table: Table;
  readonly notes: readonly string[];
  /** A file that the project itself reads, by its path in the repository. */
  readonly data?: { readonly path: string; readonly content: string };
}

export const markdownTable = ([header = [], ...rows]: Table): string => {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = header.map((_, column) => (column === 0 ? "---" : "---:"));
  return [header, rule, ...rows].map(line).join("\n");
};

/** The table with its columns aligned, for a terminal. */
export function plainTable(table: Table): string {
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => (row[column] ?? "").length)),
  );
  return table
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** The report for a terminal: table, notes, date and machine. */
export const plainReport = ({ table, notes }: Figures, machine: Machine, date: Date): string =>
  [plainTable(table), ...notes, describeMachine(machine, date)].join("\n\n");

/** The content of a block: table, notes, and the command, date and machine of the measurement. */
export const blockOf = ({ table, notes }: Figures, command: string, machine: Machine, date: Date): string =>
  [markdownTable(table), ...notes, `<sub>\`${command}\`, ${describeMachine(machine, date)}.</sub>`].join(
    "\n\n",
  );

export const whole = (value: number): string => Math.round(value).toLocaleString("en-GB");

export function seconds(value: number): string {
  return `${value < 100 ? value.toFixed(1) : whole(value)} s`;
}

/** Formats bytes in powers of two, as operating systems count memory. */
export const mebibytes = (bytes: number): string => `${whole(bytes / 2 ** 20)} MiB`;

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

/** Date and machine, as shown under every table. */
export const describeMachine = ({ cores, cpu, memory, platform, node }: Machine, date: Date): string =>
  `${date.toISOString().slice(0, 10)}: ${cores} cores (${cpu}), ${(memory / 2 ** 30).toFixed(0)} GiB of memory, ` +
  `${platform}, Node ${node}`;
