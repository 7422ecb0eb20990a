import { cashflowsOf } from "../../core/cashflow/cashflows";
import { modelOf } from "../../core/cashflow/resolve";
import { netPresentValue } from "../../core/cashflow/valuation";
import { define } from "../define";
import { model, overrides } from "../vocabulary";
import { exampleBlock } from "./exampleBlock";

export const minerNpv = define({
  name: "MINER_NPV",
  group: "Lifecycle valuation",
  summary: "Net present value of a mining model: what it is worth today beyond what it costs",
  parameters: { model, overrides },
  returns: { shape: "scalar", unit: "USD" },
  compute: (given) => {
    const assumed = modelOf(given.model, given.overrides);
    return netPresentValue(cashflowsOf(assumed), assumed.discountRate);
  },
  formula: "NPV = Σ net cash(t) ÷ (1 + discount rate)^(t ÷ 12), t = 0 … months",
  remarks: [
    "Capex is not discounted; monthly flows come at the month's end. The cash flows are those of MINER_CASHFLOWS.",
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
  ],
  seeAlso: ["MINER_CASHFLOWS", "MINER_IRR", "PAYBACK", "MODEL"],
});
