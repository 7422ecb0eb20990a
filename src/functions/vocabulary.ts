import { costMethods } from "../core/costs/lots";
import { CellError, InputError, type Cell } from "../core/errors";
import { withoutRounding, type Bounds } from "../core/numeric/bounds";
import type { CellParameter, RangeParameter, RepeatingParameter } from "./define";
import { assumptionNamed, unknownName, type NamedAssumption } from "../core/cashflow/assumptionNames";
import { metrics } from "../core/cashflow/metrics";
import { choice, flag, number, optional, vector } from "./parameters";

/** Parameters that recur: one wording, one unit and one rule everywhere. */

/** Limits that no sensible value exceeds, so that one in another unit is caught. */
export const uptoCentury: Bounds = {
  atMost: 100,
  guess: (value) =>
    value > 100 ? `is it ${value} days? write ${Number((value / 365).toPrecision(4))}` : undefined,
};
export const uptoTenfold: Bounds = { atMost: 10 };
const ratePerYear: Bounds = { atLeast: -1, atMost: 2 };
export const mostOutcomes: Bounds = {
  atLeast: 0.5,
  below: 1,
  guess: (value) =>
    value > 0 && value < 0.5 ? `is it the tail probability? write ${withoutRounding(1 - value)}` : undefined,
};

export const btcPrice = number("Price of one bitcoin", "USD", { above: 0 });
export const difficulty = number("Network difficulty, the raw number", "", { above: 0 });
export const subsidyBtc = number("Block subsidy", "BTC per block", { atLeast: 0 });
export const feesBtc = number("Transaction fees", "BTC per block", { atLeast: 0 });
export const blockTimeS = number("Time between blocks", "seconds", { above: 0 });
export const blockHeight = number("Height of a block", "block", { atLeast: 0, atMost: 1e12, whole: true });

export const hashrateTh = number("Hashrate of the machine or fleet", "TH/s", { above: 0 });
export const jPerTh = number("Energy efficiency of the machine", "J/TH", { above: 0 });
export const uptime = number("Share of the time that the machine runs", "share", { above: 0, atMost: 1 });

export const usdPerKwh = number("Power price at the meter; can be negative", "USD/kWh");
export const pue = number(
  "Power usage effectiveness: power at the meter over power of the machines",
  "ratio",
  {
    atLeast: 1,
    ...uptoTenfold,
  },
);
export const poolFee = number("Pool fee, deducted from the coins", "share", { atLeast: 0, below: 1 });
export const opexUsdPerPhDay = number("Operating cost other than power", "USD per PH/s per day", {
  atLeast: 0,
});
export const days = number("Length of the period", "days", { above: 0 });
export const hashpriceUsdPerPhDay = number("Hashprice, before the pool fee", "USD per PH/s per day", {
  atLeast: 0,
});
export const itKw = number("Power of the machines, without cooling and other losses", "kW", { above: 0 });
export const powerPricesUsdPerMwh = vector("Power price at the meter, one for each interval", "USD/MWh");
export const hashpriceByInterval = vector(
  "Hashprice, before the pool fee: one, or one for each interval",
  "USD per PH/s per day",
  { atLeast: 0 },
  { isOneForAll: true },
);
export const intervalH = optional(
  number("Length of an interval; 0.25 for prices by the quarter-hour", "hours", { above: 0 }),
  1,
);

export const hashUnit = choice("Unit of hashrate of the result", ["TH", "PH", "EH"]);

export const optionType = choice("Option type", ["call", "put"]);
export const underlying = number(
  "Price of the underlying: the forward for black76, the spot for bsm and merton",
  "currency",
  {
    above: 0,
  },
);
export const forward = number("Forward price of one bitcoin at expiry", "USD", { above: 0 });
export const strike = number("Strike price", "currency", { above: 0 });
export const years = number("Time to expiry; 0 means at expiry", "years (ACT/365)", {
  ...uptoCentury,
  atLeast: 0,
});
export const volatility = number("Volatility; 0.6 is 60 %", "per year", { ...uptoTenfold, atLeast: 0 });
export const rate = number("Risk-free rate, continuously compounded", "per year", ratePerYear);
export const yieldRate = number(
  "Continuous yield of the spot; only for bsm and merton",
  "per year",
  ratePerYear,
);
export const optionProcess = choice(
  "Model: black76 on a forward, bsm on a spot with yield, merton on a spot with jumps",
  ["black76", "bsm", "merton"],
);
export const jumpParams = vector(
  "For merton: jumps a year, mean log jump, standard deviation of the log jump",
  "three numbers",
);

export const productionBtc = number("Coins to be mined in the period", "BTC", { atLeast: 0 });
export const hedgeRatio = number("Share of production hedged", "share", { atLeast: 0 });
export const costPerBtc = number("Cost of producing one bitcoin", "USD per BTC", { atLeast: 0 });
export const contractBtc = number("Contract size; 0 for any amount", "BTC", { atLeast: 0 });
export const marginShare = number("Margin deposit as a share of the contract's value", "share", {
  atLeast: 0,
});

export const costMethod = choice("Which coins are sold first", costMethods);

export const output: CellParameter<string | undefined> = optional({
  shape: "cell",
  isNumber: false,
  doc: "Label of a single value to return, with or without its unit; every argument may then be a range",
  unit: "text",
  rule: "must be one of the labels",
  optional: true,
  read: (cell: Cell, name: string) => {
    if (cell instanceof CellError) throw cell;
    if (typeof cell === "string" && cell.trim() !== "") return cell;
    throw new InputError(name, "must be a label", cell);
  },
});

export const detail = optional(
  flag("Whether to return a table with a row for each interval instead of the labelled values"),
  false,
);

export const headers = optional(flag("Whether to include a header row"), true);

const cellsUnread = (cells: Cell[][]) => cells;

export const model: RangeParameter<Cell[][]> = {
  shape: "range",
  doc: "Model block: names of assumptions in the first column, values in the second",
  unit: "range",
  rule: "must be a range of at least two columns",
  optional: false,
  read: cellsUnread,
};

export const overrides: RepeatingParameter<Cell[][][]> = {
  shape: "repeating",
  doc: "Assumptions to replace: name, value, name, value ...; a range of two columns is read as a block",
  unit: "pairs",
  rule: "must be pairs of a name and a value",
  optional: true,
  fallback: [],
  read: (ranges: Cell[][][]) => ranges,
};

export const metric = choice("Metric by which the model is judged", metrics);

/** The name of an assumption of the model block. */
export const assumption: CellParameter<NamedAssumption> = {
  shape: "cell",
  isNumber: false,
  doc: "Name of an assumption of the model",
  unit: "text",
  rule: "must be the name of an assumption",
  optional: false,
  read: (cell: Cell, name: string) => {
    if (cell instanceof CellError) throw cell;
    if (typeof cell !== "string") throw new InputError(name, "must be the name of an assumption", cell);
    const named = assumptionNamed(cell);
    if (named !== undefined) return named;
    throw new InputError(name, unknownName("must be the name of an assumption", cell), cell);
  },
};

export const seed = optional(
  number("Any whole number; the same seed gives the same random numbers", "whole number", {
    atLeast: 0,
    atMost: Number.MAX_SAFE_INTEGER,
    whole: true,
  }),
  1,
);
export const confidence = number(
  "Confidence level, the share of outcomes that are no worse; 0.95 is 95 %",
  "share",
  mostOutcomes,
);
