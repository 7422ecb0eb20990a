import { metricOf } from "../../core/cashflow/metrics";
import { modelOf } from "../../core/cashflow/resolve";
import { define } from "../define";
import { model, overrides } from "../vocabulary";
import { exampleBlock } from "./exampleBlock";

export const payback = define({
  name: "PAYBACK",
  group: "Lifecycle valuation",
  summary: "Months until the cash of a mining model has paid back the outlay",
  parameters: { model, overrides },
  returns: { shape: "scalar", unit: "months" },
  compute: (given) => metricOf(modelOf(given.model, given.overrides), "payback"),
  formula:
    "t − 1 + (−cumulative(t − 1)) ÷ net cash(t), t the first month whose cumulative cash is at least 0; with a capex schedule, the first from which it stays so",
  remarks: [
    "Not discounted. 0 when nothing is paid for the machines. #N/A when it does not pay back within the months of the model.",
    "With a capex schedule the cash must stay at or above 0: it may be there before the next payment falls due, and fall below again.",
  ],
  sources: ["Brealey, Myers and Allen, Principles of Corporate Finance, chapter 5"],
  examples: [
    {
      formula: '=MINING.PAYBACK(A1:B21, "capex", 600, "tax rate", 0)',
      cells: exampleBlock,
      result: 2.785445279,
      note: "Within the third month, which also brings the resale value.",
    },
    {
      formula: '=MINING.PAYBACK(A1:B21, "capex", 600, "tax rate", 0, "power price", 0.04)',
      cells: exampleBlock,
      result: 2.619021348,
      note: "The same with power at 4 cents.",
    },
    {
      formula: '=MINING.PAYBACK(A1:B21, "capex", 0, "capex schedule", {300,200,100}, "tax rate", 0)',
      cells: exampleBlock,
      result: 2.71622622293393,
      note: "Paid in three stages, at the end of each month.",
    },
  ],
  seeAlso: ["MINER_NPV", "MINER_IRR", "MINER_CASHFLOWS"],
});
