import { doubleDecliningBalance, straightLine } from "../costs/depreciation";
import { macrsHalfYear, type MacrsClass } from "../costs/macrs";
import { kept } from "../kept";
import { at } from "../numeric/at";
import { inMonth, type DepreciationMethod, type Model, type Quantity } from "./model";

interface DepreciatedAsset {
  method: DepreciationMethod;
  /** USD. */
  cost: number;
  /** USD; sln and ddb do not write off below it. */
  salvage: number;
  /** Months; sln and ddb. */
  life: number;
  /** Share of the cost deducted at once; sln, ddb and macrs. */
  bonusShare: number;
}

/** What is paid for the machines, in USD. */
interface Outlays {
  readonly total: number;
  /** At the end of each month; at 0 the capex. */
  readonly paid: Float64Array;
  /** Whether some of it is paid after time 0. */
  readonly isStaged: boolean;
}

export function outlaysOf({ capex, capexSchedule, months }: Model): Outlays {
  return keptOutlays(capex, capexSchedule, months);
}

/** Most of what is changed from cell to cell leaves the payments and deductions as they are. */
const MOST_SCHEDULES = 16;
const keptOutlays = kept(MOST_SCHEDULES, outlaysBy);

function outlaysBy(capex: number, capexSchedule: Quantity, months: number): Outlays {
  const paid = new Float64Array(months + 1);
  paid[0] = capex;
  let total = capex;
  let isStaged = false;
  for (let month = 1; month <= months; month++) {
    const cost = inMonth(capexSchedule, month);
    paid[month] = cost;
    total += cost;
    isStaged ||= cost > 0;
  }
  return { total, paid, isStaged };
}

/**
 * Deductions in USD by month. Capex and each payment after it are assets of their own, which depreciate from the month
 * in which they are paid, or that in which the machines come into service if it is later.
 */
export function depreciationsOf(model: Model, inService: number): Float64Array {
  const { resaleValue, depreciation, depreciationLife, bonusShare } = model;
  return keptDeductions(outlaysOf(model), inService, resaleValue, depreciation, depreciationLife, bonusShare);
}

const keptDeductions = kept(MOST_SCHEDULES, deductionsOf);

function deductionsOf(
  { total, paid }: Outlays,
  inService: number,
  resaleValue: number,
  method: DepreciationMethod,
  life: number,
  bonusShare: number,
): Float64Array {
  const months = paid.length - 1;
  const result = new Float64Array(months + 1);
  for (let payment = 0; payment <= months; payment++) {
    const cost = at(paid, payment);
    if (cost === 0) continue;
    const salvage = Math.min(resaleValue, total) * (cost / total);
    const first = Math.max(payment, inService);
    for (let month = first; month <= months; month++)
      result[month] =
        at(result, month) + deductionAt({ method, cost, salvage, life, bonusShare }, month - first + 1);
  }
  return result;
}

/**
 * Deduction in USD of an asset's month `age`, from 1.
 *
 * MACRS spreads each year's deduction over its twelve months; "bonus" deducts all in month 1; "none" never deducts.
 */
function deductionAt({ method, cost, salvage, life, bonusShare }: DepreciatedAsset, age: number): number {
  const atOnce = age === 1 ? bonusShare * cost : 0;
  const rest = (1 - bonusShare) * cost;
  const asset = { cost: rest, salvage: Math.min(salvage, rest), life, period: age };
  switch (method) {
    case "sln":
      return atOnce + (age <= life ? straightLine(asset) : 0);
    case "ddb":
      return atOnce + (age <= life ? doubleDecliningBalance({ ...asset, factor: 2 }) : 0);
    case "macrs3":
      return macrsOfMonth(cost, 3, bonusShare, age);
    case "macrs5":
      return macrsOfMonth(cost, 5, bonusShare, age);
    case "macrs7":
      return macrsOfMonth(cost, 7, bonusShare, age);
    case "macrs15":
      return macrsOfMonth(cost, 15, bonusShare, age);
    case "bonus":
      return age === 1 ? cost : 0;
    case "none":
      return 0;
  }
}

function macrsOfMonth(cost: number, years: MacrsClass, bonusShare: number, age: number): number {
  const year = Math.floor((age - 1) / 12);
  const rate = (1 - bonusShare) * (macrsHalfYear()[years][year] ?? 0);
  return (cost * (year === 0 ? bonusShare + rate : rate)) / 12;
}
