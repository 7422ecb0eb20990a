import { greatest, least } from "../core/numeric/extremes";

/** BTC and other coins are counted to the satoshi. */
const MOST_DECIMALS = 8;
const BILLION = 1e9;

/**
 * Excel's number format for numbers under one label with its unit, as "Subsidy (BTC per block)": dates as
 * dates, shares as percentages, coins to eight decimals, all else so that no number loses what it says: four digits of
 * the largest and three of the smallest.
 */
export function numberFormat(label: string, values: readonly unknown[]): string {
  if (/\bdate\b/i.test(label)) return "yyyy-mm-dd";
  const numbers = values.filter((value): value is number => typeof value === "number" && value !== 0);
  const sizes = numbers.map(Math.abs);
  if (isShare(label)) return `0.${"0".repeat(shareDecimals(sizes))}%`;
  if (/^difficulty$|\((difficulty|blocks?)\)/i.test(label)) return "#,##0";
  if (smallest(sizes) >= BILLION) return "#,##0";
  const needed = greatest([0, ...sizes.map(exactDecimals)]);
  const shown = /\((BTC|coins)\b/.test(label) ? needed : Math.min(needed, digits(sizes));
  // 2.5 USD is 2.50.
  return shown === 0 ? "#,##0" : `#,##0.${"0".repeat(Math.max(shown, 2))}`;
}

/** Theta is an amount per year, all else "per year" and "per month" a rate. */
const isShare = (label: string) => /\((share|per year|per month)\b/.test(label) && !/^theta/i.test(label);

const shareDecimals = (sizes: readonly number[]) => within(1, 6, -place(smallest(sizes)));

/** Decimals for four digits of the largest number and three of the smallest. */
const digits = (sizes: readonly number[]) =>
  within(2, MOST_DECIMALS, Math.max(3 - place(greatest([0, ...sizes])), 2 - place(smallest(sizes))));

/** The smallest number that is not what rounding has left of a zero. */
function smallest(sizes: readonly number[]): number {
  const largest = greatest([0, ...sizes]);
  return least(sizes.filter((size) => size >= 1e-9 * largest));
}

/** The power of ten of a number's first digit: 2 for 345. */
const place = (size: number) => (size > 0 && Number.isFinite(size) ? Math.floor(Math.log10(size)) : 0);

/** Decimals with which a number is whole to the satoshi. */
function exactDecimals(size: number): number {
  const text = size.toFixed(MOST_DECIMALS).replace(/\.?0+$/, "");
  return text.includes(".") ? text.length - text.indexOf(".") - 1 : 0;
}

const within = (from: number, to: number, value: number) => Math.min(to, Math.max(from, value));
