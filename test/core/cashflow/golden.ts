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

/** The block with some values replaced. */
export function replaced<T>(block: T[][], values: Record<string, T>): T[][] {
  return block.map(([name, value]) => [name, values[String(name)] ?? value]) as T[][];
}
