import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { errorOfHashprices, errorOfNpv, errorOfPrices, errorOfVolatilities } from "./accuracy";
import { bareHashprice, bareHashprices, bareNpv } from "./bareLoops";
import {
  BUILT,
  cell,
  columnOf,
  gridValues,
  modelBlock,
  MONTHS,
  networkColumns,
  numbersOf,
  optionColumns,
  PATHS,
  RATE,
  rangeOf,
  type Answered,
  type BuiltFunction,
  type ModelBlock,
  type Works,
} from "./calls";
import { loadingSeconds, peakMegabytes } from "./processes";
import { duration, figure, median } from "./report";
import { recalculated, type Python } from "./rivals";

/** What the rows are measured with. */
export interface Bench {
  readonly builtFunction: (name: string) => BuiltFunction;
  readonly works: Works;
  /** Undefined without Python. */
  readonly python: Python | undefined;
  /** Version of LibreOffice; undefined without it. */
  readonly office: string | undefined;
  /** Another build's functions.js. */
  readonly against: string | undefined;
}

/** A line of the table. */
export interface Row {
  readonly work: string;
  readonly ours: string;
  /** What ours is divided by; with a reason where it was not measured. */
  readonly rival: string;
  readonly theirs?: string;
  /** NaN where there is no rival. */
  readonly ratio?: number;
  /** What the ratio is to stay below. */
  readonly target?: string;
  readonly error?: string;
  readonly theirError?: string;
  readonly megabytes?: number;
}

type Measured = (round: number) => number | Promise<number>;

/** The median seconds of each of some works, which take turns so that a slow moment of the machine meets them all. */
export async function interleaved(rounds: number, works: readonly Measured[]): Promise<number[]> {
  const times = works.map((): number[] => []);
  const warmUps = 2;
  for (let round = 0; round < rounds + warmUps; round++) {
    for (const [index, work] of works.entries()) {
      const seconds = await work(round);
      if (round >= warmUps) times[index]?.push(seconds);
    }
  }
  return times.map(median);
}

/** Seconds of a call. */
export async function timed(call: () => unknown): Promise<number> {
  const start = performance.now();
  const answer = call();
  // Only then: waiting takes as long as a short call.
  if (answer instanceof Promise) await answer;
  return (performance.now() - start) / 1000;
}

/** Seconds of one of many calls of a function that answers at once, each with a number of its own. */
function timedEach(calls: number, round: number, call: (number: number) => unknown): number {
  const start = performance.now();
  for (let index = 0; index < calls; index++) kept = call(round * calls + index);
  return (performance.now() - start) / 1000 / calls;
}

/** A result that is never looked at might not be computed. */
export let kept: unknown;

const NOT_INSTALLED = ": not installed";

/** Results are compared before they are timed: a rival that computes something else says nothing. */
function agree(rival: string, ours: ArrayLike<number>, theirs: ArrayLike<number>, tolerance: number): void {
  for (let row = 0; row < ours.length; row++) {
    const [a, b] = [ours[row] ?? NaN, theirs[row] ?? NaN];
    if (!(Math.abs(a - b) <= tolerance * Math.abs(a)))
      throw new Error(`${rival} has ${b} in row ${row + 1}, where the add-in has ${a}`);
  }
}

const ulpText = (error: number) => `${error < 10 ? error.toFixed(1) : figure(error)} ulp`;

const ROWS = 100_000;

async function simMiner({ works, python, builtFunction }: Bench): Promise<Row[]> {
  const call = works.simulation(PATHS);
  const line = {
    work: `SIM_MINER, ${PATHS.toLocaleString("en")} paths of ${MONTHS} months and 2 factors`,
    target: "0.6",
    megabytes: peakMegabytes(BUILT, "simulation", PATHS),
  };
  const ours: Measured = (round) => timed(() => call(round + 1));
  if (!python?.versions["numpy"]) {
    const [time = NaN] = await interleaved(5, [ours]);
    return [{ ...line, ours: duration(time), rival: `NumPy${NOT_INSTALLED}` }];
  }
  const certain = { ...modelBlock(MONTHS), volatility: 0, "difficulty volatility": 0 };
  const { answer: one } = await python.ask({
    work: "sim_miner",
    given: { model: certain, paths: 100 },
    answer: true,
  });
  const npv = numbersOf(await builtFunction("MINER_NPV")(rangeOf(certain), [], {}));
  agree("NumPy without uncertainty", npv, [(one as Record<string, number>)["Mean NPV"] ?? NaN], 1e-12);

  const given = { model: modelBlock(MONTHS), paths: PATHS };
  const { answer } = await python.ask({ work: "sim_miner", given, round: 1, answer: true });
  const theirs = answer as Record<string, number>;
  const record = recordOf(await call(1));
  const [a, b] = [record["Standard error"] ?? NaN, theirs["Standard error"] ?? NaN];
  const errors = ((record["Mean NPV"] ?? NaN) - (theirs["Mean NPV"] ?? NaN)) / Math.hypot(a, b);
  if (!(Math.abs(errors) < 5))
    throw new Error(`the means of SIM_MINER and NumPy differ by ${errors} standard errors`);
  // A quartile next to 0 scatters by a tenth; one that is computed otherwise would be further away.
  const names = Object.keys(theirs).filter((name) => !["Mean NPV", "Standard error"].includes(name));
  const of = (from: Readonly<Record<string, number>>) => names.map((name) => from[name] ?? NaN);
  agree("NumPy", of(record), of(theirs), 0.2);

  const [time = NaN, other = NaN] = await interleaved(7, [
    ours,
    async (round) => (await python.ask({ work: "sim_miner", round: round + 1 })).seconds,
  ]);
  return [
    {
      ...line,
      ours: duration(time),
      rival: `NumPy ${python.versions["numpy"]}`,
      theirs: duration(other),
      ratio: time / other,
      error: `${Math.abs(errors).toFixed(1)} s.e. apart`,
    },
  ];
}

/** The values of a record by label, without units. */
const recordOf = (answer: Awaited<Answered>): Record<string, number> =>
  Object.fromEntries(
    answer.map(([label, value]) => [String(label).replace(/ \([^)]*\)$/, ""), Number(value)]),
  );

/** What changes from model to model, so that the figure is not that of one. */
const MODELS: readonly ModelBlock[] = [
  {},
  { volatility: 0.3 },
  { volatility: 1 },
  { "difficulty volatility": 0 },
  { "price-difficulty correlation": -0.3 },
  { "power price": 0.08 },
  { "power price": 0.03, "tax rate": 0.35 },
  { "hodl share": 0, months: 24 },
  { shutdown: false, months: 60 },
  { "hodl share": 1, capex: 5_000 },
];

/** How far means of the same paths scatter over seeds, against the plain mean, whose scatter is known. */
async function errorOfMean({ builtFunction }: Bench): Promise<Row[]> {
  const [paths, seeds] = [2_000, 24];
  const call = builtFunction("SIM_MINER");
  const ratios: number[] = [];
  for (const changed of MODELS) {
    const block = rangeOf({ ...modelBlock(MONTHS), ...changed });
    const means: number[] = [];
    let plain = 0;
    for (let seed = 1; seed <= seeds; seed++) {
      const record = recordOf(await call(block, cell(paths), null, cell(seed), {}));
      means.push(record["Mean NPV"] ?? NaN);
      plain += (record["Standard deviation"] ?? NaN) / Math.sqrt(paths) / seeds;
    }
    const mean = means.reduce((sum, value) => sum + value, 0) / seeds;
    const squares = means.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    ratios.push(Math.sqrt(squares / (seeds - 1)) / plain);
  }
  return [
    {
      work: `error of SIM_MINER's mean, median of ${MODELS.length} models`,
      ours: "",
      rival: "plain mean of as many paths",
      ratio: median(ratios),
      target: "0.1",
    },
  ];
}

/** A recalculation of a sheet, or that there is none. */
function besideOffice(
  { office }: Bench,
  line: Omit<Row, "rival">,
  time: number,
  recalculation: () => { seconds: number; error: string },
): Row {
  if (office === undefined) return { ...line, rival: `LibreOffice, formulas in cells${NOT_INSTALLED}` };
  const { seconds, error } = recalculation();
  const rival = `LibreOffice ${office}, formulas in cells`;
  return { ...line, rival, theirs: duration(seconds), ratio: time / seconds, theirError: error };
}

async function optionPrice(bench: Bench): Promise<Row[]> {
  const { works, python } = bench;
  const options = optionColumns(ROWS);
  const call = works.optionPrice(ROWS);
  const prices = numbersOf(await call(0));
  const ours: Measured = () => timed(() => call(0));
  const numpy = python?.versions["scipy"] ? python : undefined;
  const given = { ...listsOf(options), rate: RATE };
  let theirError = "";
  if (numpy !== undefined) {
    const { answer } = await numpy.ask({ work: "option_price", given, answer: true });
    agree("NumPy", prices, answer as number[], 1e-9);
    theirError = ulpText(errorOfPrices(answer as number[], options));
  }
  const [time = NaN, other = NaN] = await interleaved(25, [
    ours,
    ...(numpy === undefined ? [] : [async () => (await numpy.ask({ work: "option_price" })).seconds]),
  ]);
  const line = {
    work: "OPTION_PRICE, 100,000 rows",
    ours: duration(time),
    error: ulpText(errorOfPrices(prices, options)),
    megabytes: peakMegabytes(BUILT, "optionPrice", ROWS),
  };
  const beside =
    numpy === undefined
      ? { rival: `NumPy and SciPy${NOT_INSTALLED}` }
      : {
          rival: `NumPy and SciPy ${String(numpy.versions["scipy"])}`,
          theirs: duration(other),
          ratio: time / other,
          theirError,
        };
  return [
    { ...line, ...beside, target: "3.5; 2.5 with WebAssembly" },
    besideOffice(bench, { ...line, target: "" }, time, () => {
      const { forward, strike, years, volatility } = options;
      const { seconds, answer } = recalculated(
        [forward, strike, years, volatility],
        [
          "=LN(A1/B1)/(D1*SQRT(C1))+D1*SQRT(C1)/2",
          `=EXP(-${RATE}*C1)*(A1*NORM.S.DIST(E1;TRUE())-B1*NORM.S.DIST(E1-D1*SQRT(C1);TRUE()))`,
        ],
      );
      agree("LibreOffice", prices, answer, 1e-9);
      return { seconds: median(seconds), error: "" };
    }),
  ];
}

const listsOf = (columns: Readonly<Record<string, Float64Array>>) =>
  Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Array.from(values)]));

async function impliedVolatility({ works, python }: Bench): Promise<Row[]> {
  const options = optionColumns(ROWS);
  const prices = numbersOf(await works.optionPrice(ROWS)(0));
  const call = works.impliedVolatility(ROWS);
  const volatilities = numbersOf(await call(0));
  const ours: Measured = () => timed(() => call(0));
  const quantLib = python?.versions["QuantLib"] ? python : undefined;
  let theirError = "";
  if (quantLib !== undefined) {
    const given = { ...listsOf({ ...options, price: prices }), rate: RATE };
    const { answer } = await quantLib.ask({ work: "implied_volatility", given, answer: true });
    agree("QuantLib", volatilities, answer as number[], 1e-9);
    theirError = ulpText(errorOfVolatilities(answer as number[], options, prices));
  }
  const [time = NaN, other = NaN] = await interleaved(11, [
    ours,
    ...(quantLib === undefined
      ? []
      : [async () => (await quantLib.ask({ work: "implied_volatility" })).seconds]),
  ]);
  const line = {
    work: "IMPLIED_VOL, 100,000 rows",
    ours: duration(time),
    target: "0.45",
    error: ulpText(errorOfVolatilities(volatilities, options, prices)),
    megabytes: peakMegabytes(BUILT, "impliedVolatility", ROWS),
  };
  if (quantLib === undefined) return [{ ...line, rival: `QuantLib for Python${NOT_INSTALLED}` }];
  const rival = `QuantLib ${String(quantLib.versions["QuantLib"])} for Python, a loop`;
  return [{ ...line, rival, theirs: duration(other), ratio: time / other, theirError }];
}

async function hashprice(bench: Bench): Promise<Row[]> {
  const columns = networkColumns(ROWS);
  const { price, difficulty, subsidy, fees } = columns;
  const [prices, difficulties, subsidies, feeCells] = [price, difficulty, subsidy, fees].map(columnOf) as [
    number[][],
    number[][],
    number[][],
    number[][],
  ];
  const call = bench.works.hashprice(ROWS);
  const bare = () => bareHashprices(prices, difficulties, subsidies, feeCells);
  const got = numbersOf(await call(0));
  agree("the bare loop", got, numbersOf(bare()), 1e-15);
  const [time = NaN, other = NaN] = await interleaved(31, [() => timed(() => call(0)), () => timed(bare)]);
  const line = {
    work: "HASHPRICE, 100,000 rows",
    ours: duration(time),
    error: ulpText(errorOfHashprices(got, columns)),
    megabytes: peakMegabytes(BUILT, "hashprice", ROWS),
  };
  return [
    { ...line, rival: "bare loop", theirs: duration(other), ratio: time / other, target: "1.5" },
    besideOffice(bench, { ...line, target: "" }, time, () => {
      const formula = "=1E15*86400/(B1*2^32)*(C1+D1)*A1";
      const { seconds, answer } = recalculated([price, difficulty, subsidy, fees], [formula]);
      agree("LibreOffice", got, answer, 1e-13);
      return { seconds: median(seconds), error: "" };
    }),
  ];
}

async function oneCell({ builtFunction }: Bench): Promise<Row[]> {
  const calls = 20_000;
  const cells = networkColumns(1_000);
  const given = Array.from({ length: 1_000 }, (_, row) => {
    const { price, difficulty, subsidy, fees } = cells;
    return [price, difficulty, subsidy, fees].map((column) => [[column[row] ?? NaN]]) as [
      number[][],
      number[][],
      number[][],
      number[][],
    ];
  });
  const call = builtFunction("HASHPRICE");
  const invocation = { address: "Sheet1!A1" };
  const over =
    (run: (...ranges: [number[][], number[][], number[][], number[][]]) => unknown) => (round: number) =>
      timedEach(calls, round, (number) => run(...(given[number % 1_000] ?? given[0] ?? [[], [], [], []])));
  const [time = NaN, other = NaN] = await interleaved(25, [
    over((price, difficulty, subsidy, fees) => call(price, difficulty, subsidy, fees, null, invocation)),
    over(bareHashprice),
  ]);
  return [
    {
      work: "HASHPRICE of one cell",
      ours: duration(time),
      rival: "bare call that makes [[v]]",
      theirs: duration(other),
      ratio: time / other,
      target: "8",
    },
  ];
}

async function netPresentValue(bench: Bench, months: number, target: string): Promise<Row[]> {
  const calls = 400;
  const call = bench.works.netPresentValue(months);
  const block = modelBlock(months);
  const bare = bareNpv(block, months, false);
  const bareKept = bareNpv(block, months, true);
  const got = numbersOf(await call(0));
  agree("the bare loop", got, [bare(100_000)], 1e-12);
  const [time = NaN, other = NaN, kept = NaN] = await interleaved(25, [
    (round) => timedEach(calls, round, call),
    (round) => timedEach(calls, round, (number) => bare(100_000 + number)),
    (round) => timedEach(calls, round, (number) => bareKept(100_000 + number)),
  ]);
  const line = {
    work: `MINER_NPV, ${months} months, an override that changes`,
    ours: duration(time),
    error: ulpText(errorOfNpv(got[0] ?? NaN, block)),
    theirError: ulpText(errorOfNpv(bare(100_000), block)),
    megabytes: peakMegabytes(BUILT, "netPresentValue", months),
  };
  return [
    { ...line, rival: "bare loop", theirs: duration(other), ratio: time / other, target },
    { ...line, rival: "bare loop, its powers kept", theirs: duration(kept), ratio: time / kept },
  ];
}

const FIELDS = [
  "Mean NPV",
  "Standard error",
  "5th percentile",
  "Median",
  "95th percentile",
  "Probability of loss",
  "CVaR 95 %",
  "Probability of payback",
];

async function eightFields({ builtFunction }: Bench): Promise<Row[]> {
  const call = builtFunction("SIM_MINER");
  const block = rangeOf(modelBlock(MONTHS));
  const field = (name: string, seed: number) => call(block, cell(PATHS / 10), cell(name), cell(seed), {});
  const [time = NaN, other = NaN] = await interleaved(7, [
    (round) =>
      timed(async () => {
        for (const name of FIELDS) await field(name, 2 * round + 1);
      }),
    (round) => timed(() => field("Median", 2 * round + 2)),
  ]);
  return [
    {
      work: "eight fields of one SIM_MINER, 10,000 paths",
      ours: duration(time),
      rival: "one field",
      theirs: duration(other),
      ratio: time / other,
      target: "1.1",
    },
  ];
}

async function sensitivityGrid({ works, builtFunction }: Bench): Promise<Row[]> {
  const size = 21;
  const grid = works.sensitivityGrid(size);
  const call = builtFunction("MINER_NPV");
  const block = rangeOf(modelBlock(36));
  const each = (round: number) => {
    const [prices, powers] = gridValues(size, round);
    return Array.from(powers, (power) =>
      Array.from(prices, (price) =>
        call(block, [cell("power price"), cell(power), cell("btc price"), cell(price)], {}),
      ),
    );
  };
  const values = (await grid(0)).slice(1).flatMap((line) => line.slice(1).map(Number));
  const singles: number[] = [];
  for (const answer of each(0).flat()) singles.push(Number((await answer)[0]?.[0]));
  agree("MINER_NPV", values, singles, 1e-12);
  const [time = NaN, other = NaN] = await interleaved(9, [
    (round) => timed(() => grid(round)),
    (round) => timed(() => each(round + 100)),
  ]);
  return [
    {
      work: `SENSITIVITY_GRID, ${size} x ${size}`,
      ours: duration(time),
      rival: `${size * size} calls of MINER_NPV, 36 months`,
      theirs: duration(other),
      ratio: time / other,
      target: "1.2",
      megabytes: peakMegabytes(BUILT, "sensitivityGrid", size),
    },
  ];
}

async function loading({ against }: Bench): Promise<Row[]> {
  const files = against === undefined ? [BUILT] : [BUILT, against];
  const [time = NaN, other = NaN] = await interleaved(
    11,
    files.map((file) => () => loadingSeconds(file)),
  );
  const [size = NaN, otherSize = NaN] = files.map((file) => gzipSync(readFileSync(file)).length / 1000);
  const rival = against === undefined ? "another build: none given" : "the build given";
  const kilobytes = (value: number) => (Number.isNaN(value) ? "" : `${value.toFixed(0)} kB`);
  return [
    {
      work: "loading functions.js, processor time",
      ours: duration(time),
      rival,
      theirs: duration(other),
      ratio: time / other,
      target: "0.5",
    },
    {
      work: "functions.js, gzipped",
      ours: kilobytes(size),
      rival,
      theirs: kilobytes(otherSize),
      ratio: size / otherSize,
      target: "120 kB",
    },
  ];
}

/** The rows of what is built, in the table's order; each by the words that `--only` looks for. */
export const builtRows: readonly (readonly [words: string, measure: (bench: Bench) => Promise<Row[]>])[] = [
  ["SIM_MINER", simMiner],
  ["mean of SIM_MINER", errorOfMean],
  ["OPTION_PRICE", optionPrice],
  ["IMPLIED_VOL", impliedVolatility],
  ["HASHPRICE", hashprice],
  ["HASHPRICE of one cell", oneCell],
  ["MINER_NPV 36", (bench) => netPresentValue(bench, 36, "5")],
  ["MINER_NPV 240", (bench) => netPresentValue(bench, 240, "3")],
  ["fields of SIM_MINER", eightFields],
  ["SENSITIVITY_GRID", sensitivityGrid],
  ["loading", loading],
];
