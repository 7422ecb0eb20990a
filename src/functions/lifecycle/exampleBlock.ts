import { greatest } from "../../core/numeric/extremes";

/** The model block of the examples: a machine of 234 TH/s over three months, in the second of which the subsidy halves. */
export const exampleBlock: readonly (readonly [string, string | number])[] = [
  ["Assumption", "Value"],
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
];

type ExampleCells = readonly (readonly (string | number)[])[];

/** Two ranges on one sheet: the second begins in the second column after the first. */
export function besides(left: ExampleCells, right: ExampleCells): (string | number)[][] {
  const width = greatest(left.map((row) => row.length));
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const row = left[index] ?? [];
    return [...row, ...new Array<string>(width + 1 - row.length).fill(""), ...(right[index] ?? [])];
  });
}
