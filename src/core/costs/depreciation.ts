import { power } from "../numeric/elementary";
import { InputError } from "../errors";

export const depreciationFormulas = ["sln", "ddb", "db", "syd", "uop"] as const;
export type DepreciationFormula = (typeof depreciationFormulas)[number];

interface DecliningAsset {
  cost: number;
  /** Value at the end of its life, in currency. */
  salvage: number;
  /** Number of periods. */
  life: number;
  /** The period, from 1. */
  period: number;
}

/** Straight line: the same amount in each period. As Excel's SLN. */
export function straightLine({ cost, salvage, life }: DecliningAsset): number {
  return (cost - salvage) / life;
}

/** Sum of the years' digits. As Excel's SYD. */
function sumOfYearsDigits({ cost, salvage, life, period }: DecliningAsset): number {
  return ((cost - salvage) * (life - period + 1) * 2) / (life * (life + 1));
}

/**
 * Declining balance at `factor` / `life`, never below the salvage value and with no switch to straight line.
 * As Excel's DDB.
 */
export function doubleDecliningBalance({
  cost,
  salvage,
  life,
  period,
  factor,
}: DecliningAsset & { factor: number }): number {
  const rate = Math.min(1, factor / life);
  const opening = cost * power(1 - rate, period - 1);
  return Math.max(0, Math.min(opening * rate, opening - salvage));
}

/**
 * Fixed declining balance with the rate rounded to three decimals; `month` is the number of months in the first
 * year, and the period after the last takes the months left. As Excel's DB.
 */
function fixedDecliningBalance({
  cost,
  salvage,
  life,
  period,
  month,
}: DecliningAsset & { month: number }): number {
  if (cost === 0) return 0;
  const rate = Math.round((1 - power(salvage / cost, 1 / life)) * 1000) / 1000;
  const first = (cost * rate * month) / 12;
  if (period === 1) return first;
  const book = (cost - first) * power(1 - rate, period - 2);
  return period > life ? (book * rate * (12 - month)) / 12 : book * rate;
}

/** Units of production: the share of the asset's total units used, at most all that can be written off. */
function unitsOfProduction({ cost, salvage, life, period }: DecliningAsset): number {
  return (cost - salvage) * Math.min(1, period / life);
}

/**
 * Depreciation of one period in currency, by any of the formulas. `factor` is read by "ddb", `month` by "db".
 *
 * Throws InputError for a period outside the life.
 */
export function depreciation(
  asset: DecliningAsset & { method: DepreciationFormula; factor: number; month: number },
): number {
  const { method, life, period, month } = asset;
  if (method === "uop") return unitsOfProduction(asset);
  if (period < 1) throw new InputError("period", "must be at least 1", period);
  const last = method === "db" && month < 12 ? life + 1 : life;
  if (period > last) throw new InputError("period", `must be at most ${last}`, period);
  if (method === "db" && !Number.isInteger(period))
    throw new InputError("period", "must be a whole number for db", period);
  switch (method) {
    case "sln":
      return straightLine(asset);
    case "ddb":
      return doubleDecliningBalance(asset);
    case "db":
      return fixedDecliningBalance(asset);
    case "syd":
      return sumOfYearsDigits(asset);
  }
}
