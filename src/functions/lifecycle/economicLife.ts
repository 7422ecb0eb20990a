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
  formula: "T − 1, T the first month in which revenue after the pool fee is below the power cost",
  remarks: [
    "0 when month 1 does not cover its power. #N/A when every month of the model does: give more months.",
    "The assumption shutdown makes no difference here; other opex and other revenue are not part of the test.",
  ],
  sources: ["Identity: the first month whose revenue, as in MINER_CASHFLOWS, is below its power cost"],
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
  ],
  seeAlso: ["PAYBACK", "MINER_CASHFLOWS", "MINER_NPV"],
});
