/** The numbers of the housing pipeline that people can change, and their defaults: written once. */
export const DEFAULTS = {
  /** The length of the window in months. */
  windowMonths: 12,
  /** A run fails if more of its rows of sales cannot be used. */
  maxRejectedShare: 0.05,
} as const;

/** The numbers that are part of the method: docs/prices.md explains them. */
export const HOUSING = {
  /** With fewer sales only their number is shown. */
  minSales: 10,
  /** With fewer sales in the usual window a station gets the longer one. */
  fewSales: 30,
  longMonths: 36,
} as const;

/** Memory of the functions that work on all sales of a run, in MB, by the states that call them; 1,769 are a vCPU. */
export const MEMORY_MB = { PlaceSales: 1769, LoadSales: 1024 } as const;
