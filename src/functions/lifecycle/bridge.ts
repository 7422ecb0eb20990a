import { bridge as bridgeOf, type BridgeStep } from "../../core/cashflow/bridge";
import { settingsOf } from "../../core/cashflow/resolve";
import { define, type Value } from "../define";
import { optional } from "../parameters";
import { headers, metric, model } from "../vocabulary";
import { besides, exampleBlock } from "./exampleBlock";

const later: Readonly<Record<string, number>> = {
  "btc price": 110000,
  difficulty: 1.6e14,
  "power price": 0.06,
};
const blocks = () =>
  besides(
    exampleBlock,
    exampleBlock.map(([name, value]) => [name, later[name] ?? value]),
  );

export const bridge = define({
  name: "BRIDGE",
  group: "Lifecycle valuation",
  summary: "From one model to another: what each changed assumption adds to profit or value",
  parameters: {
    modelFrom: { ...model, doc: "Model block to start from, such as last month's or the budget" },
    modelTo: { ...model, doc: "Model block to arrive at" },
    metric: optional(metric, "profit"),
    headers,
  },
  returns: {
    shape: "table",
    columns: ["Step", "Effect (unit of the metric)", "Metric after (unit of the metric)", "From", "To"],
  },
  compute: (given) =>
    bridgeOf(settingsOf(given.modelFrom, []), settingsOf(given.modelTo, []), given.metric).map(lineOf),
  formula:
    "effect = metric with this and the earlier assumptions taken from model_to − metric with only the earlier ones",
  remarks: [
    "Assumptions are replaced one by one in the order of MODEL_TEMPLATE, so the effects add up exactly; another order would split the joint effects differently.",
    "Assumptions that only go together change in one step, named after the first that differs: months and start month, depreciation and bonus share, start date and discounting. Where only one of the models has a hashprice, it changes together with the difficulty, subsidy, fees and start height that it replaces.",
    "The first two columns make a waterfall chart: set the first and the last bar as totals.",
    "profit is that of the start month. A series shows as monthly, a shape as shape; each is replaced as a whole.",
  ],
  sources: ["Identity: sequential substitution, as in price and volume variances"],
  examples: [
    {
      formula: '=MINING.BRIDGE(A1:B21, D1:E21, "profit", FALSE)',
      cells: blocks(),
      result: [
        ["Start", 151.156097322882, 151.156097322882],
        ["btc price", 28.661240295567, 179.8173376184489, 100000, 110000],
        ["difficulty", -19.70460270320231, 160.1127349152466],
        ["power price", -26.09126112655761, 134.021473788689, 0.05, 0.06],
        ["End", 134.021473788689, 134.021473788689],
      ],
      note: "A higher price, eaten up by difficulty and dearer power.",
    },
    {
      formula: '=MINING.BRIDGE(A1:B21, A1:B21, "profit", FALSE)',
      cells: blocks(),
      result: [
        ["Start", 151.156097322882, 151.156097322882],
        ["End", 151.156097322882, 151.156097322882],
      ],
      note: "Between identical models there are no steps.",
    },
  ],
  seeAlso: ["SENSITIVITY", "MODEL", "MINER_CASHFLOWS"],
});

function lineOf({ name, effect, after, from, to }: BridgeStep): Value[] {
  return [name, effect, after, shownValue(from), shownValue(to)];
}

function shownValue(value: BridgeStep["from"]): string | number | boolean {
  if (value === undefined) return "";
  if (typeof value !== "object") return value;
  return "multipliers" in value ? "shape" : "monthly";
}
