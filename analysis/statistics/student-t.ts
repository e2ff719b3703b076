/** The standard normal distribution's quantile at 0.975. */
const Z = 1.959963984540054;
const Z2 = Z * Z;

/** The coefficients of 1 / v, 1 / v², 1 / v³ and 1 / v⁴. */
const TERMS = [
  (Z * (Z2 + 1)) / 4,
  (Z * ((5 * Z2 + 16) * Z2 + 3)) / 96,
  (Z * (((3 * Z2 + 19) * Z2 + 17) * Z2 - 15)) / 384,
  (Z * ((((79 * Z2 + 776) * Z2 + 1482) * Z2 - 1920) * Z2 - 945)) / 92_160,
];

/**
 * Student's t for a two-sided 95 % interval with `freedom` degrees of freedom, which need not be whole and may be
 * infinite: Abramowitz & Stegun, Handbook of Mathematical Functions (1964), 26.7.5. Off by less than 0.001 from 4
 * degrees of freedom on, by less than 0.01 from 3 on. Plain arithmetic, so that no machine's library shows.
 */
export const studentT95 = (freedom: number): number =>
  Z + TERMS.reduceRight((sum, term) => (sum + term) / freedom, 0);
