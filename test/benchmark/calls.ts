import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

// The calls that are measured: whole ones, as Excel makes them, of the built functions.

export type Matrix = readonly (readonly (number | string | boolean)[])[];
type Answer = readonly (readonly (number | string | Error)[])[];
/** Long runs may answer later. */
export type Answered = Answer | Promise<Answer>;
export type BuiltFunction = (...given: unknown[]) => Answered;

export const BUILT = "dist/functions.js";

/** The host's class of errors. */
class CellFault extends Error {
  constructor(code: string, message?: string) {
    super(`${code} ${message ?? ""}`);
  }
}

/** The functions of a built script by name, associated as in a host of functions without a page. */
export function builtFunctions(file: string): (name: string) => BuiltFunction {
  const functions = new Map<string, BuiltFunction>();
  const associate = (name: string, run: BuiltFunction) => void functions.set(name, run);
  Object.assign(globalThis, { CustomFunctions: { associate, Error: CellFault } });
  runInThisContext(readFileSync(file, "utf8"), { filename: file });
  return (name) => {
    const found = functions.get(name);
    if (found === undefined) throw new Error(`${file} has no function ${name}`);
    return found;
  };
}

/** What Excel passes last. */
const INVOCATION = { address: "Sheet1!A1" };

/** A cell as a range of one. */
export const cell = (value: number | string | boolean): Matrix => [[value]];

export function columnOf(values: ArrayLike<number>): number[][] {
  return Array.from(values, (value) => [value]);
}

/** The numbers of a column, or of one cell. */
export const numbersOf = (answer: Answer) => Float64Array.from(answer, ([value]) => Number(value));

const column = (rows: number, value: (row: number) => number) =>
  Float64Array.from({ length: rows }, (_, row) => value(row));

/** Spreads over 0 to 1 without a pattern, the same on every machine: a Weyl sequence for each of the roots. */
const spread = (row: number, root: number) => (row * Math.sqrt(root)) % 1;

export function networkColumns(rows: number) {
  return {
    price: column(rows, (row) => 50_000 + 1_000 * spread(row, 2)),
    difficulty: column(rows, (row) => 1e14 + 1e13 * spread(row, 3)),
    subsidy: column(rows, () => 3.125),
    fees: column(rows, (row) => spread(row, 5) / 10),
  };
}

export const RATE = 0.04;

/** Calls as a chain of options lists them, from somewhat in the money to two and a half deviations out of it. */
export function optionColumns(rows: number) {
  const years = column(rows, (row) => 0.05 + 2 * spread(row, 2));
  const volatility = column(rows, (row) => 0.3 + 0.9 * spread(row, 3));
  const forward = column(rows, (row) => 60_000 + 1_000 * spread(row, 5));
  const strike = column(rows, (row) => {
    const deviation = (volatility[row] ?? 0) * Math.sqrt(years[row] ?? 0);
    return Math.round((forward[row] ?? 0) * Math.exp((3 * spread(row, 7) - 0.5) * deviation));
  });
  return { forward, strike, years, volatility };
}

/** Assumptions by name. */
export type ModelBlock = Readonly<Record<string, number | boolean>>;

/** A machine over months in which the subsidy halves, a quarter of whose coins are kept, shut down where it does not cover its power. */
export function modelBlock(months: number): ModelBlock {
  return {
    "btc price": 100_000,
    "btc price growth": 0.1,
    difficulty: 1.3e14,
    "difficulty growth": 0.01,
    "start height": 955_000,
    fees: 0.03,
    hashrate: 234,
    "hashrate degradation": 0.05,
    efficiency: 15,
    "power price": 0.05,
    "power price growth": 0.03,
    pue: 1.05,
    uptime: 0.97,
    "pool fee": 0.02,
    "other opex": 5,
    capex: 3_000,
    "resale value": 300,
    "depreciation life": 36,
    months,
    "discount rate": 0.12,
    "tax rate": 0.21,
    "hodl share": 0.25,
    shutdown: true,
    volatility: 0.6,
    "difficulty volatility": 0.2,
    "price-difficulty correlation": 0.3,
  };
}

export const rangeOf = (block: ModelBlock): Matrix => Object.entries(block);

/** A work of some size, made ready: each round is a call with something new in it, where one could be kept. */
type Work = (size: number) => (round: number) => Answered;

export const PATHS = 100_000;
export const MONTHS = 48;

export type WorkName =
  | "hashprice"
  | "optionPrice"
  | "impliedVolatility"
  | "simulation"
  | "simulatedMonths"
  | "netPresentValue"
  | "sensitivityGrid";

export type Works = Readonly<Record<WorkName, Work>>;

export function worksOf(builtFunction: (name: string) => BuiltFunction): Works {
  const hashprice = builtFunction("HASHPRICE");
  const optionPrice = builtFunction("OPTION_PRICE");
  const impliedVolatility = builtFunction("IMPLIED_VOL");
  const simMiner = builtFunction("SIM_MINER");
  const minerNpv = builtFunction("MINER_NPV");
  const sensitivityGrid = builtFunction("SENSITIVITY_GRID");
  return {
    hashprice: (rows) => {
      const { price, difficulty, subsidy, fees } = networkColumns(rows);
      const ranges = [price, difficulty, subsidy, fees].map(columnOf);
      return () => hashprice(...ranges, null, INVOCATION);
    },
    optionPrice: (rows) => {
      const { forward, strike, years, volatility } = optionColumns(rows);
      const ranges = [forward, strike, years, volatility].map(columnOf);
      return () => optionPrice(cell("call"), ...ranges, cell(RATE), null, null, null, INVOCATION);
    },
    impliedVolatility: (rows) => {
      const { forward, strike, years, volatility } = optionColumns(rows);
      const ranges = [forward, strike, years, volatility].map(columnOf);
      const price = optionPrice(cell("call"), ...ranges, cell(RATE), null, null, null, INVOCATION);
      const given = [price, ...ranges.slice(0, 3)];
      return () => impliedVolatility(cell("call"), ...given, cell(RATE), INVOCATION);
    },
    simulation: (paths) => {
      const block = rangeOf(modelBlock(MONTHS));
      return (seed) => simMiner(block, cell(paths), null, cell(seed), INVOCATION);
    },
    simulatedMonths: (months) => {
      const block = rangeOf(modelBlock(months));
      return (seed) => simMiner(block, cell(PATHS / 10), null, cell(seed), INVOCATION);
    },
    netPresentValue: (months) => {
      const block = rangeOf(modelBlock(months));
      return (round) => minerNpv(block, [cell("btc price"), cell(100_000 + round)], INVOCATION);
    },
    sensitivityGrid: (values) => {
      const block = rangeOf(modelBlock(36));
      return (round) => {
        const [prices, powers] = gridValues(values, round);
        const named = [cell("power price"), columnOf(powers), cell("btc price"), [[...prices]]];
        return sensitivityGrid(block, cell("npv"), ...named, null, INVOCATION);
      };
    },
  };
}

/** Bitcoin prices and power prices of a grid. */
export function gridValues(values: number, round: number): [Float64Array, Float64Array] {
  return [
    column(values, (index) => 80_000 + 2_000 * index + round),
    column(values, (index) => 0.04 + 0.001 * index),
  ];
}
