import { modelOf } from "../../core/cashflow/resolve";
import { monthsIn } from "../../core/cashflow/series";
import { InputError, type Cell } from "../../core/errors";
import { BLANK_IS_ZERO, type Bounds } from "../../core/numeric/bounds";
import { cashflowAtRisk as cashflowAtRiskOf } from "../../core/risk/cashflowAtRisk";
import { define, type RangeParameter } from "../define";
import { exampleBlock } from "../lifecycle/exampleBlock";
import { number, optional, rangeSize, vector, widthOf } from "../parameters";
import { confidence, headers, hedgeRatio, model, seed } from "../vocabulary";

/** One number, or a row or column that is read as a monthly series of a model block is. */
function monthly(doc: string, bounds: Bounds = {}): RangeParameter<readonly number[]> {
  const each = number(doc, "USD per BTC", bounds);
  const read = (cells: Cell[][], name: string): readonly number[] => {
    if (cells.length > 1 && widthOf(cells) > 1)
      throw new InputError(name, `must be one row or one column, got ${rangeSize(cells)}`);
    const line = cells.flat();
    if (line.length === 1) return [each.read(line[0] ?? null, name)];
    return monthsIn(name, line).map((value, index) => each.read(value, `${name}, month ${index + 1},`));
  };
  const rule = `${each.rule.replace("must be a number", "must be numbers")}, in one row or one column`;
  return { shape: "range", doc, unit: "USD per BTC", rule, optional: false, read };
}

function strikes(doc: string): RangeParameter<readonly number[]> {
  const parameter = monthly(doc, { atLeast: 0 });
  const read = (cells: Cell[][], name: string): readonly number[] => {
    const values = parameter.read(cells, name);
    if (values.length === 1 && values[0] === 0)
      throw new InputError(name, `must be above 0, got 0 ${BLANK_IS_ZERO}`);
    return values;
  };
  return { ...parameter, read };
}

export const cashflowAtRisk = define({
  name: "CASHFLOW_AT_RISK",
  group: "Risk, scenarios, contingency",
  summary:
    "How far each month's cash may fall short of its mean, unhedged or hedged with a forward or options",
  parameters: {
    model,
    confidence: optional(confidence, 0.95),
    paths: optional(
      number("Number of simulated paths", "paths", { atLeast: 2, atMost: 100_000, whole: true }),
      10_000,
    ),
    hedgeRatio: optional(hedgeRatio, 0),
    forward: optional(
      vector(
        "Forward price, one or one for each month",
        "USD per BTC; the model's prices when left out",
        { above: 0 },
        { isOneForAll: true },
      ),
    ),
    headers,
    seed,
    putStrike: optional(
      strikes("Strike of the puts bought, one or one for each month; 0 is none that month"),
    ),
    callStrike: optional(
      strikes("Strike of the calls sold, one or one for each month; 0 is none that month"),
    ),
    premium: optional(
      monthly("Premium paid for the put less that got for the call; what Black-76 gives when left out"),
    ),
  },
  returns: {
    shape: "table",
    columns: ["Month", "Mean (USD)", "At risk (USD)", "Probability of loss (share)"],
  },
  steps: (given) => given.paths * modelOf(given.model, []).months,
  compute: (given) =>
    cashflowAtRiskOf(modelOf(given.model, []), given).map(({ month, mean, atRisk, lossProbability }) => [
      month,
      mean,
      atRisk,
      lossProbability,
    ]),
  formula: "at risk = mean − (1 − confidence) quantile of the month's net cash over the simulated paths",
  remarks: [
    "The paths are those of SIM_MINER with the same seed. Tax is left out; the last month holds the resale value.",
    "What is hedged is hedge_ratio × the model's own BTC of the month, whatever a path mines; it settles in cash in that month at the path's price. At hedge_ratio 0, the default, nothing is.",
    "Without strikes the hedge is a forward sale; the last forward price carries on.",
    "With put_strike, call_strike or both, options take the place of the forward. They bring, per BTC: + max(put strike − price, 0) − max(price − call strike, 0) − premium. The premium is paid in the same month; a negative one is received.",
    "A row or column of strikes or premiums begins with month 1, after headings: a blank cell is 0, and the last value carries on. A strike of 0 is no option in that month. A blank premium is 0; only when the argument is left out is it put less call by Black-76, undiscounted, at the model's price of the month, its volatility and the time to the middle of the month. The mean then changes by the simulation error only.",
    "At risk is positive for a shortfall. The quantile is Excel's PERCENTILE.INC.",
  ],
  sources: ["RiskMetrics Group (1999), CorporateMetrics Technical Document, on cash flow at risk"],
  examples: [
    {
      formula: "=MINING.CASHFLOW_AT_RISK(A1:B21, 0.95, 500)",
      cells: exampleBlock,
      result: [
        ["Month", "Mean (USD)", "At risk (USD)", "Probability of loss (share)"],
        [1, 149.38430908951264, 52.55032908784733, 0],
        [2, 125.33689127265667, 79.30400035513179, 0.004],
        [3, 417.1135050001339, 22.113505000133898, 0],
      ],
      note: "Three months on 500 paths; the third holds the resale value.",
    },
    {
      formula: "=MINING.CASHFLOW_AT_RISK(A1:B21, 0.9, 500, 0.5, {99000,98000,97000}, FALSE)",
      cells: exampleBlock,
      result: [
        [1, 147.59669388336383, 23.48461053544125, 0],
        [2, 119.91068966892041, 37.47924282686154, 0],
        [3, 412.3569893638647, 17.863723700773676, 0],
      ],
      note: "With half of the coins sold forward, at 90 % confidence.",
    },
    {
      formula: "=MINING.CASHFLOW_AT_RISK(A1:B21, 0.95, 500, 1, , FALSE, 1, 90000)",
      cells: exampleBlock,
      result: [
        [1, 149.82513755676965, 38.86249799578643, 0],
        [2, 125.14727304306794, 55.363760864192486, 0],
        [3, 416.89523067798604, 28.906442095537386, 0],
      ],
      note: "With puts at 90,000 USD on all coins, paid for at their fair premium.",
    },
    {
      formula:
        "=MINING.CASHFLOW_AT_RISK(A1:B21, 0.9, 500, 0.8, , FALSE, 1, {90000,0,85000}, {120000,110000}, {-500,250})",
      cells: exampleBlock,
      result: [
        [1, 152.49566062912487, 34.309912494204156, 0],
        [2, 113.86384716877575, 57.32302695229346, 0.004],
        [3, 410.88750354797514, 16.16659745459026, 0],
      ],
      note: "A collar on 80 % of the coins, without a put in month 2, at premiums that were agreed.",
    },
  ],
  seeAlso: ["SIM_MINER", "SENSITIVITY", "PUT_HEDGE", "COLLAR"],
});
