import { at } from "../../../core/numeric/at";
import { expm1, ln, power } from "../../../core/numeric/elementary";
import { repeatingFunction, sheetFunction, type SheetFunction, type Surroundings } from "../define";
import { DIVISION_BY_ZERO, ErrorValue, NUMBER_ERROR, VALUE_ERROR, type Scalar } from "../scalar";
import { isScalar, NotComputed, type Operand } from "../values";
import { newtonPath, rateOfReturn, type Flows } from "./rateOfReturn";

// Values and rates of return of flows that are not level.

/** The numbers of a range or an array; blank cells, texts and truth values take no place in it. */
function numbersOf(operand: Operand, around: Surroundings): number[] | ErrorValue {
  if (isScalar(operand) && typeof operand !== "number" && !(operand instanceof ErrorValue))
    throw new NotComputed("a single flow that is no number");
  const numbers: number[] = [];
  const error = around.each(operand, (value) => {
    if (value instanceof ErrorValue) return value;
    if (typeof value === "number") numbers.push(value);
    return undefined;
  });
  return error ?? numbers;
}

/** The value of flows one period before the first. */
function presentValue(rate: number, flows: readonly number[]): number {
  let total = 0;
  for (const [index, flow] of flows.entries()) total += flow * power(1 + rate, -(index + 1));
  return total;
}

const npv = repeatingFunction("NPV", ["number", "operand", "operand~"], 1, ([rate, ...operands], around) => {
  const flows: number[] = [];
  for (const operand of operands) {
    if (operand === undefined) continue;
    const numbers = numbersOf(operand, around);
    if (numbers instanceof ErrorValue) {
      if (isScalar(operand)) return numbers;
      throw new NotComputed("NPV of a range that has an error");
    }
    for (const number of numbers) flows.push(number);
  }
  if (typeof rate !== "number") return VALUE_ERROR;
  if (rate === -1) return DIVISION_BY_ZERO;
  return presentValue(rate, flows);
});

const hasBothSigns = (flows: ArrayLike<number>) => {
  const all = Float64Array.from(flows);
  return all.some((flow) => flow > 0) && all.some((flow) => flow < 0);
};

const irr = sheetFunction(
  "IRR",
  ["operand", "number?"],
  ([operand, guess = 0.1], around) => {
    const flows = numbersOf(operand, around);
    if (flows instanceof ErrorValue) return flows;
    if (!hasBothSigns(flows)) return NUMBER_ERROR;
    const amounts = Float64Array.from(flows);
    return rateOfReturn({ amounts, times: amounts.map((_, time) => time) }, guess) ?? NUMBER_ERROR;
  },
  { arrays: true },
);

const mirr = sheetFunction(
  "MIRR",
  ["operand", "number", "number"],
  ([operand, financeRate, reinvestRate], around) => {
    const flows = numbersOf(operand, around);
    if (flows instanceof ErrorValue) return flows;
    if (!hasBothSigns(flows)) return DIVISION_BY_ZERO;
    if (financeRate <= -1 || reinvestRate <= -1) throw new NotComputed("MIRR at a rate of -1 or less");
    const periods = flows.length - 1;
    const gains = presentValue(
      reinvestRate,
      flows.map((flow) => Math.max(flow, 0)),
    );
    const losses = presentValue(
      financeRate,
      flows.map((flow) => Math.min(flow, 0)),
    );
    const growth = ((-gains / losses) * power(1 + reinvestRate, periods + 1)) / (1 + financeRate);
    return expm1(ln(growth) / periods) + 0;
  },
  { arrays: true },
);

/** Days in a year of XNPV and XIRR. */
const YEAR = 365;
/** The last of the year 9999. */
const LAST_DAY = 2958465;

interface DatedFlows extends Flows {
  /** The flow at the first of the dates, from which the others count. */
  readonly first: number;
}

/** The flows with their dates, as XNPV and XIRR take them: nothing but numbers. */
function datedFlows(values: Operand, dates: Operand, around: Surroundings): DatedFlows | ErrorValue {
  const amounts = strictNumbers(values, around);
  if (amounts instanceof ErrorValue) return amounts;
  const days = strictNumbers(dates, around);
  if (days instanceof ErrorValue) return days;
  if (amounts.length !== days.length) return NUMBER_ERROR;
  const whole = days.map(Math.floor);
  const [start = 0] = whole;
  if (whole.some((day) => day < 0 || day > LAST_DAY)) return VALUE_ERROR;
  // Microsoft's pages say #NUM!, its notes on the standard that they are taken.
  if (whole.some((day) => day < start)) throw new NotComputed("dated flows before the first");
  return {
    first: amounts[0] ?? 0,
    amounts: Float64Array.from(amounts),
    times: Float64Array.from(whole, (day) => (day - start) / YEAR),
  };
}

function strictNumbers(operand: Operand, around: Surroundings): number[] | ErrorValue {
  const numbers: number[] = [];
  const error = around.each(operand, (value: Scalar) => {
    if (value instanceof ErrorValue) return value;
    // Excel takes some blank cells for 0.
    if (value === null) throw new NotComputed("dated flows with blank cells");
    if (typeof value !== "number") return VALUE_ERROR;
    numbers.push(value);
    return undefined;
  });
  return error ?? numbers;
}

const xnpv = sheetFunction("XNPV", ["number", "operand", "operand"], ([rate, values, dates], around) => {
  const flows = datedFlows(values, dates, around);
  if (flows instanceof ErrorValue) return flows;
  // Some versions of Excel have an error, others a result.
  if (rate <= 0) throw new NotComputed("XNPV at a rate of 0 or less");
  let total = 0;
  for (const [index, amount] of flows.amounts.entries())
    total += amount * power(1 + rate, -at(flows.times, index));
  return total;
});

const xirr = sheetFunction(
  "XIRR",
  ["operand", "operand", "number?"],
  ([values, dates, guess = 0.1], around) => {
    const given = datedFlows(values, dates, around);
    if (given instanceof ErrorValue) return given;
    if (!hasBothSigns(given.amounts)) return NUMBER_ERROR;
    if (given.first === 0)
      throw new NotComputed("XIRR of flows that begin with 0, for which Excel gives no rate");
    const flows = byDate(given);
    const rate = rateOfReturn(flows, guess);
    // Where Newton's method leaves the rates that there are, Excel gives up with a number close to 0.
    if (rate === undefined || (rate < 0 && newtonPath(flows, guess) === undefined))
      throw new NotComputed("XIRR that Newton's method does not find");
    return rate;
  },
);

/** Flows in the order of their dates, those of one day together. */
function byDate({ amounts, times }: Flows): Flows {
  const totals = new Map<number, number>();
  for (const [index, amount] of amounts.entries()) {
    const time = at(times, index);
    totals.set(time, (totals.get(time) ?? 0) + amount);
  }
  const days = [...totals].sort(([a], [b]) => a - b);
  return {
    amounts: Float64Array.from(days, ([, amount]) => amount),
    times: Float64Array.from(days, ([time]) => time),
  };
}

const fvSchedule = sheetFunction("FVSCHEDULE", ["number", "operand"], ([principal, rates], around) => {
  let value = principal;
  const error = around.each(rates, (rate) => {
    if (rate instanceof ErrorValue) return rate;
    if (rate !== null && typeof rate !== "number") return VALUE_ERROR;
    value *= 1 + (rate ?? 0);
    return undefined;
  });
  return error ?? value;
});

export const CASH_FLOW_FUNCTIONS: readonly SheetFunction[] = [npv, irr, mirr, xnpv, xirr, fvSchedule];
