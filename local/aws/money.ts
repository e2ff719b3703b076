/** `$12.34`, or `less than $0.01`. */
export const dollarText = (dollars: number): string =>
  dollars > 0 && dollars < 0.01 ? "less than $0.01" : `$${dollars.toFixed(2)}`;

/** `about $12.34`, or `less than $0.01`. */
export const aboutDollars = (dollars: number): string =>
  dollars < 0.01 ? dollarText(dollars) : `about ${dollarText(dollars)}`;
