import { power } from "../../../core/numeric/elementary";
import { sheetFunction, type SheetFunction } from "../define";
import { DIVISION_BY_ZERO, NUMBER_ERROR } from "../scalar";
import { NotComputed } from "../values";

// Depreciation by Excel's methods, and dollar prices in fractions.

/** What Excel makes of it between commas is not known. */
const BLANK = "a factor or a number of months that is blank or 0";

const sln = sheetFunction("SLN", ["number", "number", "number"], ([cost, salvage, life]) =>
  life === 0 ? DIVISION_BY_ZERO : (cost - salvage) / life,
);

const syd = sheetFunction(
  "SYD",
  ["number", "number", "number", "number"],
  ([cost, salvage, life, period]) => {
    if (life <= 0 || period <= 0 || period > life) return NUMBER_ERROR;
    if (period < 1) throw new NotComputed("SYD for a part of a period");
    return ((cost - salvage) * (life - period + 1) * 2) / (life * (life + 1));
  },
);

const db = sheetFunction(
  "DB",
  ["number", "number", "number", "number", "number~"],
  ([cost, salvage, life, period, months = 12]) => {
    if (months === 0) throw new NotComputed(BLANK);
    if (cost < 0 || salvage < 0 || life <= 0 || period <= 0 || months < 1 || months > 12) return NUMBER_ERROR;
    if (![life, period, months].every(Number.isInteger)) throw new NotComputed("DB for parts of periods");
    if (cost === 0 || salvage > cost) throw new NotComputed("DB of what costs less than its salvage");
    if (period > (months < 12 ? life + 1 : life)) return NUMBER_ERROR;
    const rate = Math.round((1 - power(salvage / cost, 1 / life)) * 1000) / 1000;
    let loss = (cost * rate * months) / 12;
    let lost = 0;
    for (let year = 2; year <= period; year++) {
      lost += loss;
      loss = (cost - lost) * rate;
      if (year > life) loss = (loss * (12 - months)) / 12;
    }
    return loss;
  },
);

/** What a declining balance loses in a period, down to the salvage value. */
function decliningLoss(cost: number, salvage: number, life: number, period: number, factor: number): number {
  const rate = factor / life;
  const before = rate >= 1 ? (period === 1 ? cost : 0) : cost * power(1 - rate, period - 1);
  const after = rate >= 1 ? 0 : cost * power(1 - rate, period);
  return Math.max(before - Math.max(after, salvage), 0);
}

const ddb = sheetFunction(
  "DDB",
  ["number", "number", "number", "number", "number~"],
  ([cost, salvage, life, period, factor = 2]) => {
    if (factor === 0) throw new NotComputed(BLANK);
    if (cost < 0 || salvage < 0 || life <= 0 || period <= 0 || period > life || factor <= 0)
      return NUMBER_ERROR;
    if (salvage > cost) throw new NotComputed("DDB of what costs less than its salvage");
    if (!Number.isInteger(period)) throw new NotComputed("DDB for a part of a period");
    return decliningLoss(cost, salvage, life, period, factor);
  },
);

const vdb = sheetFunction(
  "VDB",
  ["number", "number", "number", "number", "number", "number~", "logical?"],
  ([cost, salvage, life, start, end, factor = 2, keeps = false]) => {
    if (factor === 0) throw new NotComputed(BLANK);
    if (cost < 0 || salvage < 0 || life <= 0 || start < 0 || end < start || end > life || factor <= 0)
      return NUMBER_ERROR;
    if (salvage > cost) throw new NotComputed("VDB of what costs less than its salvage");
    if (!Number.isInteger(start) || !Number.isInteger(life))
      throw new NotComputed("VDB from a part of a period");
    let rest = cost - salvage;
    let level: number | undefined;
    let total = 0;
    for (let period = 1; period <= Math.ceil(end); period++) {
      let loss = level ?? decliningLoss(cost, salvage, life, period, factor);
      const even = rest / (life - period + 1);
      if (!keeps && level === undefined && even > loss) loss = level = even;
      rest -= loss;
      if (period > start) total += loss * Math.min(end - period + 1, 1);
    }
    return total;
  },
);

/** The power of ten after whose digits a fraction of so many parts is written. */
function digitsOf(parts: number): number {
  let scale = 1;
  while (scale < parts) scale *= 10;
  return scale;
}

const dollars = (name: string, factor: (parts: number) => number) =>
  sheetFunction(name, ["number", "number"], ([price, fraction]) => {
    const parts = Math.trunc(fraction);
    if (fraction < 0) return NUMBER_ERROR;
    if (parts === 0) return DIVISION_BY_ZERO;
    const whole = Math.trunc(price);
    return whole + (price - whole) * factor(parts);
  });

export const DEPRECIATION_FUNCTIONS: readonly SheetFunction[] = [
  sln,
  syd,
  db,
  ddb,
  vdb,
  dollars("DOLLARDE", (parts) => digitsOf(parts) / parts),
  dollars("DOLLARFR", (parts) => parts / digitsOf(parts)),
];
