import type { Cell } from "../../../src/core/errors";

/** Case 1 of docs/formulas.md, Worked cases: a halving in month 2, growth, degradation, tax that never falls due until the disposal. */
export const golden1: (string | number | boolean)[][] = [
  ["btc price", 100000],
  ["btc price growth", 0.2],
  ["difficulty", 1.5e14],
  ["difficulty growth", 0.01],
  ["start height", 1042000],
  ["fees", 0.03],
  ["hashrate", 234],
  ["hashrate degradation", 0.05],
  ["efficiency", 15],
  ["power price", 0.05],
  ["power price growth", 0.03],
  ["pue", 1.05],
  ["uptime", 0.97],
  ["pool fee", 0.02],
  ["other opex", 5],
  ["capex", 4000],
  ["resale value", 400],
  ["months", 3],
  ["discount rate", 0.12],
  ["tax rate", 0.21],
  ["depreciation", "sln"],
  ["shutdown", true],
];

/** Case 2 of docs/formulas.md, Worked cases: tax, losses carried forward, coins kept, shutdown, disposal. */
export const golden2 = replaced(golden1, {
  "difficulty growth": 0.25,
  capex: 240,
  "resale value": 100,
  months: 4,
  "tax rate": 0.3,
}).concat([
  ["other revenue", 10],
  ["depreciation life", 24],
  ["hodl share", 0.25],
]);

/**
 * Case 3 of docs/formulas.md, Worked cases: calendar months from the 31st, dated discounting, a loan drawn before the
 * start month, staged payments, months of 0 inside series, a halving in month 5.
 */
export const golden3: Cell[][] = [
  ["btc price", 100000],
  ["btc price growth", 0.2],
  ["difficulty", 1.5e14],
  ["difficulty growth", 0.01],
  ["start height", 1032000],
  ["fees", 0.03],
  ["hashrate", "monthly", null, 150, null, 120, 240, 240, null, 240, "on"],
  ["efficiency", 15],
  ["power price", 0.05],
  ["power price growth", 0.03],
  ["pue", "monthly", 1.05, 1.05, 1.05, 1.05, 1.08, 1.08, 1.05, "on"],
  ["uptime", 0.97],
  ["pool fee", "monthly", 0.02, 0.02, 0.02, 0.02, 0.01, "on"],
  ["other opex", 5],
  ["other opex growth", 0.06],
  ["other revenue", "monthly", 9, 9, 9, 0, 2, null],
  ["capex", 240],
  ["resale value", 60],
  ["months", 9],
  ["discount rate", 0.12],
  ["tax rate", "monthly", 0.3, 0.3, 0.3, 0.25, 0.21, "on"],
  ["depreciation", "sln"],
  ["depreciation life", 8],
  ["hodl share", "monthly", 0, 0, 0, 0.25, 0, 0.5, null],
  ["loan", 200],
  ["loan rate", 0.09],
  ["loan months", 4],
  ["start date", 46053],
  ["start month", 3],
  ["discounting", "dated"],
  ["capex schedule", "monthly", null, 120, null, 80, 40, null],
];

/** Case 4 there: hosting with heat sold, a profit share, a shape of seven parts and a bullet loan. */
export const golden4: Cell[][] = [
  ["btc price", 100000],
  ["btc price growth", -0.3],
  ["difficulty", 1.5e14],
  ["difficulty growth", 0.05],
  ["subsidy", 3.125],
  ["fees", 0.03],
  ["hashrate", 2000],
  ["efficiency", 18],
  ["power price", 0.085],
  ["power price growth", 0.04],
  ["pue", 1.04],
  ["uptime", 0.95],
  ["pool fee", 0.01],
  ["other opex", 40],
  ["other revenue", 15],
  ["capex", 3600],
  ["resale value", 700],
  ["months", 5],
  ["discount rate", 0.11],
  ["tax rate", 0.25],
  ["hodl share", 0.2],
  ["heat price", "monthly", 0.012, 0.012, null, 0.02, "on"],
  ["profit share", 0.15],
  ["power price shape", "shape", "ratio", -0.2, 0.6, 0, 0.95, 1.1, 1.35, 2.4, "end"],
  ["loan", 1200],
  ["loan rate", 0.12],
  ["loan months", 3],
  ["loan type", "bullet"],
  ["volatility", 0.55],
  ["risk-free rate", 0.04],
];

/** Case 5 there: a hashprice, a linear loan, ddb with a bonus share, a loss limit of 0.8. */
export const golden5: Cell[][] = [
  ["btc price", 100000],
  ["btc price growth", 0.15],
  ["hashprice", 52],
  ["hashprice growth", -0.03],
  ["hashrate", 1500],
  ["hashrate degradation", 0.04],
  ["efficiency", 17],
  ["power price", 0.06],
  ["pue", 1.02],
  ["uptime", 0.96],
  ["pool fee", 0.015],
  ["other opex", 60],
  ["capex", 6000],
  ["resale value", 900],
  ["months", 7],
  ["discount rate", 0.13],
  ["tax rate", 0.24],
  ["depreciation", "ddb"],
  ["depreciation life", 12],
  ["bonus share", 0.5],
  ["loss limit", 0.8],
  ["hodl share", 0.1],
  ["loan", 3000],
  ["loan rate", 0.1],
  ["loan months", 5],
  ["loan type", "linear"],
];

/**
 * Case 6 there, a table of models: a shared price deck, a site driven by hashprice, a series of machines, staged
 * payments, a shape, heat, a profit share, and different horizons and start months.
 */
export const golden6: Cell[][] = [
  ["assumption", "Texas", "Norway", "Batch 3", null, null, null],
  ["btc price", "series deck", "same", "same", null, null, null],
  ["difficulty", 150000000000000, "same", null, null, null, null],
  ["difficulty growth", 0.012, "same", null, null, null, null],
  ["start height", 1046000, "same", "default", null, null, null],
  ["fees", 0.04, 0.04, null, null, null, null],
  ["hashprice", null, null, 47, null, null, null],
  ["hashprice growth", null, null, -0.015, null, null, null],
  ["Machines", null, "", 0, null, null, null],
  ["hashrate", 5000, 3000, "series ramp", null, null, null],
  ["efficiency", 17.5, 15, "same", null, null, null],
  ["power price", 0.052, 0.041, 0.06, null, null, null],
  ["power price shape", "series hours", null, null, null, null, null],
  ["heat price", 0, 0.008, 0, null, null, null],
  ["profit share", 0, 0, 0.2, null, null, null],
  ["pool fee", 0.02, "same", 0.01, null, null, null],
  ["other opex", 250, 180, 90, null, null, null],
  ["capex", 7000, 4400, 0, null, null, null],
  ["capex schedule", 0, 0, "series payments", null, null, null],
  ["resale value", 2600, 3500, 3000, null, null, null],
  ["months", 6, 4, 5, null, null, null],
  ["discount rate", 0.12, 0.1, "same", null, null, null],
  ["tax rate", 0.21, 0.22, 0.1, null, null, null],
  ["depreciation", "macrs7", "macrs15", "sln", null, null, null],
  ["bonus share", 0.4, null, null, null, null, null],
  ["start month", 1, 2, "same", null, null, null],
  ["start date", 46675, "same", "same", null, null, null],
  ["series deck", 100000, 102000, 99000, 97000, 98500, 101000],
  ["series ramp", null, 800, 1600, 2400, "on", null],
  ["series payments", 3000, 3000, 3000, null, null, null],
  ["series hours", 0.5, 0.8, 1, 1.2, 2, "end"],
];

/** The block with some values replaced. */
export function replaced<T>(block: T[][], values: Record<string, T>): T[][] {
  return block.map(([name, value]) => [name, values[String(name)] ?? value]) as T[][];
}
