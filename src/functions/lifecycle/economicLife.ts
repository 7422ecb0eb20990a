import { modelOf } from "../../core/cashflow/resolve";
import { economicLife as economicLifeOf } from "../../core/cashflow/valuation";
import { define } from "../define";
import { model, overrides } from "../vocabulary";
import { exampleBlock } from "./exampleBlock";

export const economicLife = define({
  name: "ECONOMIC_LIFE",
  group: "Lifecycle valuation",
  summary: "Months in which a machine covers its power cost, before the first in which it does not",
  parameters: { model, overrides },
  returns: { shape: "scalar", unit: "months" },
  compute: (given) => economicLifeOf(modelOf(given.model, given.overrides)),
  formula:
    "T − s: s the first month in which the machines can run, T the first in which their revenue and heat cover no power",
  remarks: [
    "0 when the first month with machines does not cover its power. #N/A when every month does: give more months. Months in which the machines are off are not tested.",
    "With a power price shape a month counts as long as one part of it covers its power.",
    "The assumption shutdown makes no difference here; other opex, other revenue and profit share are not part of the test.",
  ],
  sources: [
    "Identity: the first month whose revenue and heat, as in MINER_CASHFLOWS, are below its power cost",
  ],
  examples: [
    {
      formula: '=MINING.ECONOMIC_LIFE(A1:B21, "difficulty growth", 0.25)',
      cells: exampleBlock,
      result: 2,
      note: "Difficulty grows so fast that the halving in month 2 ends it.",
    },
    {
      formula: '=MINING.ECONOMIC_LIFE(A1:B21, "months", 120)',
      cells: exampleBlock,
      result: 50,
      note: "The block as given, over ten years.",
    },
    {
      formula: '=MINING.ECONOMIC_LIFE(A1:B21, "months", 120, "start month", 7)',
      cells: exampleBlock,
      result: 44,
      note: "Started half a year later: the months before do not count.",
    },
  ],
  seeAlso: ["PAYBACK", "MINER_CASHFLOWS", "MINER_NPV"],
});
