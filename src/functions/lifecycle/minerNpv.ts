import { metricOf } from "../../core/cashflow/metrics";
import { modelOf } from "../../core/cashflow/resolve";
import { define } from "../define";
import { model, overrides } from "../vocabulary";
import { exampleBlock } from "./exampleBlock";

export const minerNpv = define({
  name: "MINER_NPV",
  group: "Lifecycle valuation",
  summary: "Net present value of a mining model: what it is worth today beyond what it costs",
  parameters: { model, overrides },
  returns: { shape: "scalar", unit: "USD" },
  compute: (given) => metricOf(modelOf(given.model, given.overrides), "npv"),
  formula:
    "NPV = Σ net cash(t) ÷ (1 + discount rate)^years(t), t = 0 … months; years(t) = t ÷ 12, or dated: days since the start date ÷ 365",
  remarks: [
    "Capex is not discounted; monthly flows come at the month's end. The cash flows are those of MINER_CASHFLOWS.",
    "With a start date and discounting dated it is what =XNPV() makes of the net cash and date columns of MINER_CASHFLOWS. With a start date only, months are calendar months, discounted by twelfths of a year.",
  ],
  sources: ["Brealey, Myers and Allen, Principles of Corporate Finance, chapter 2"],
  examples: [
    {
      formula: "=MINING.MINER_NPV(A1:B21)",
      cells: exampleBlock,
      result: -3327.28638023679,
      note: "The block as given.",
    },
    {
      formula: '=MINING.MINER_NPV(A1:B21, "capex", 0, "resale value", 0, "tax rate", 0)',
      cells: exampleBlock,
      result: 283.8874514,
      note: "Value of running the machine, without buying or reselling it.",
    },
    {
      formula: '=MINING.MINER_NPV(A1:B21, "start date", DATE(2026,1,31), "discounting", "dated")',
      cells: exampleBlock,
      result: -3327.99458455461,
      note: "Calendar months that end on 28 February, 31 March and 30 April 2026, discounted by days.",
    },
  ],
  seeAlso: ["MINER_CASHFLOWS", "MINER_IRR", "PAYBACK", "MODEL"],
});
