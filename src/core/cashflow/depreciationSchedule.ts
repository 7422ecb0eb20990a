import { doubleDecliningBalance, straightLine } from "../costs/depreciation";
import { macrsHalfYear, type MacrsClass } from "../costs/macrs";

export const depreciationMethods = ["sln", "ddb", "macrs3", "macrs5", "bonus", "none"] as const;
export type DepreciationMethod = (typeof depreciationMethods)[number];

interface DepreciatedAsset {
  method: DepreciationMethod;
  /** USD. */
  cost: number;
  /** USD; sln and ddb do not write off below it. */
  salvage: number;
  /** Months; sln and ddb. */
  life: number;
}

/**
 * Deduction in USD of month `month`, from 1.
 *
 * "macrs3" and "macrs5" spread each year's deduction over its twelve months; "bonus" deducts all in month 1;
 * "none" never deducts.
 */
export function depreciationOfMonth(
  { method, cost, salvage, life }: DepreciatedAsset,
  month: number,
): number {
  switch (method) {
    case "sln":
      return month <= life ? straightLine({ cost, salvage, life, period: month }) : 0;
    case "ddb":
      return month <= life ? doubleDecliningBalance({ cost, salvage, life, period: month, factor: 2 }) : 0;
    case "macrs3":
      return macrsOfMonth(cost, 3, month);
    case "macrs5":
      return macrsOfMonth(cost, 5, month);
    case "bonus":
      return month === 1 ? cost : 0;
    case "none":
      return 0;
  }
}

function macrsOfMonth(cost: number, years: MacrsClass, month: number): number {
  return (cost * (macrsHalfYear[years][Math.floor((month - 1) / 12)] ?? 0)) / 12;
}
