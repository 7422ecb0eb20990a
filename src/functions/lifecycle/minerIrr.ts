import { metricOf } from "../../core/cashflow/metrics";
import { modelOf } from "../../core/cashflow/resolve";
import { define } from "../define";
import { model, overrides } from "../vocabulary";
import { exampleBlock } from "./exampleBlock";

export const minerIrr = define({
  name: "MINER_IRR",
  group: "Lifecycle valuation",
  summary: "Internal rate of return of a mining model, as an effective rate per year",
  parameters: { model, overrides },
  returns: { shape: "scalar", unit: "per year, effective" },
  compute: (given) => metricOf(modelOf(given.model, given.overrides), "irr"),
  formula:
    "Σ net cash(t) ÷ (1 + IRR)^years(t) = 0; years(t) = t ÷ 12, or dated: days since the start date ÷ 365",
  remarks: [
    "Every rate between −99.99 % and 1,000,000,000 % a year is found, unlike with IRR(), which depends on its guess. #N/A when there is none, as when the net cash never changes sign, and when there are several; the message lists them.",
    "With a start date and discounting dated it is what =XIRR() should find for the net cash and date columns of MINER_CASHFLOWS; otherwise (1 + i)¹² − 1 of the monthly rate i that =IRR() shows.",
    "A rate at which the net present value only touches 0, to 1e-12 of its terms, also counts, once.",
  ],
  sources: [
    "Brealey, Myers and Allen, Principles of Corporate Finance, chapter 5; Rolle's theorem on the Taylor series of the present value",
  ],
  examples: [
    {
      formula: '=MINING.MINER_IRR(A1:B21, "capex", 600, "tax rate", 0)',
      cells: exampleBlock,
      result: 1.007045975,
      note: "The machine bought second-hand for 600 USD.",
    },
    {
      formula: '=MINING.MINER_IRR(A1:B21, "capex", 600, "tax rate", 0, "power price", 0.04)',
      cells: exampleBlock,
      result: 2.577597385,
      note: "The same with power at 4 cents.",
    },
    {
      formula:
        '=MINING.MINER_IRR(A1:B21, "capex", 600, "tax rate", 0, "start date", DATE(2026,1,31), "discounting", "dated")',
      cells: exampleBlock,
      result: 1.02307039712183,
      note: "Between the dates of calendar months from 31 January 2026.",
    },
  ],
  seeAlso: ["MINER_NPV", "MINER_CASHFLOWS", "PAYBACK"],
});
