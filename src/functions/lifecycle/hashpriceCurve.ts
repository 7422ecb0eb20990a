import { hashpriceCurve as hashpriceCurveOf } from "../../core/cashflow/hashpriceCurve";
import { modelOf } from "../../core/cashflow/resolve";
import { define } from "../define";
import { optional } from "../parameters";
import { hashUnit, headers, model } from "../vocabulary";
import { exampleBlock } from "./exampleBlock";

export const hashpriceCurve = define({
  name: "HASHPRICE_CURVE",
  group: "Lifecycle valuation",
  summary: "Hashprice and hashcost of a mining model month by month",
  parameters: { model, unit: optional(hashUnit, "PH"), headers },
  returns: {
    shape: "table",
    columns: [
      "Month",
      "Hashprice (USD per unit per day)",
      "Hashprice (BTC per unit per day)",
      "Hashcost (USD per unit per day)",
      "Margin (share)",
    ],
  },
  compute: (given) =>
    hashpriceCurveOf(modelOf(given.model, []), given.unit).map((point) => [
      point.month,
      point.hashprice,
      point.hashvalue,
      point.hashcost,
      point.margin,
    ]),
  formula:
    "HASHPRICE of the month's price, difficulty, subsidy and fees; margin = 1 − hashcost ÷ (hashprice × (1 − pool fee))",
  remarks: [
    "Hashprice is before the pool fee. The fair value of a hashprice forward is the average over its days.",
    "Hashcost is power and other opex over the hashrate after degradation and downtime, as in MINER_PNL, whether or not the machines would run.",
  ],
  sources: ["Luxor Technology, Hashprice: definition and methodology (hashrateindex.com)"],
  examples: [
    {
      formula: '=MINING.HASHPRICE_CURVE(A1:B21, "PH", FALSE)',
      cells: exampleBlock,
      result: [
        [1, 42.42291603800581, 0.0004210186156036353, 19.64856507600503, 0.5273885420313128],
        [2, 38.95483141536044, 0.0003807708324366822, 19.69834179148792, 0.4840088369911786],
        [3, 21.63887716736642, 0.000208323675221173, 19.74824691577933, 0.06874685746494009],
      ],
      note: "The halving in month 2 takes almost all of the margin.",
    },
    {
      formula: '=MINING.HASHPRICE_CURVE(A1:B21, "TH", FALSE)',
      cells: exampleBlock,
      result: [[1, 0.04242291603800581, 4.210186156036353e-7]],
      note: "The same per TH/s.",
    },
  ],
  seeAlso: ["HASHPRICE", "HASHCOST", "MINER_CASHFLOWS"],
});
