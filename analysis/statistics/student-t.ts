/** The two-sided tail that a 95 % interval leaves out. */
const P = 0.05;
/** The standard normal distribution's quantile at P / 2. */
const NORMAL = -1.959963984540054;

/**
 * Student's t for a two-sided 95 % interval with `freedom` degrees of freedom (1 or more), by G. W. Hill,
 * Algorithm 396: Student's t-quantiles, Communications of the ACM 13 (10), 1970. The letters are the paper's.
 */
export function studentT95(freedom: number): number {
  if (freedom === 1) return 1 / Math.tan((P * Math.PI) / 2);
  if (freedom === 2) return Math.sqrt(2 / (P * (2 - P)) - 2);
  const n = freedom;
  const a = 1 / (n - 0.5);
  const b = 48 / a ** 2;
  const c = ((20_700 * a) / b - 98) * a ** 2 - 16 * a + 96.36;
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * n;
  const y = (d * P) ** (2 / n);
  return Math.sqrt(n * (y > 0.05 + a ? nearNormal(n, a, b, c, d) : inTail(n, d, y)));
}

/** An expansion about the normal distribution's quantile. */
function nearNormal(n: number, a: number, b: number, c: number, d: number): number {
  const x = NORMAL;
  const y = x ** 2;
  const c1 = n < 5 ? c + 0.3 * (n - 4.5) * (x + 0.6) : c;
  const c2 = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c1;
  const z = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c2 - y - 3) / b + 1) * x;
  return Math.expm1(a * z ** 2);
}

/** A series for small tails. */
const inTail = (n: number, d: number, y: number): number =>
  ((1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4)) * y - 1) *
    ((n + 1) / (n + 2)) +
  1 / y;
