import { hashpriceCurve as hashpriceCurveOf } from "../../core/cashflow/hashpriceCurve";
import { modelOf } from "../../core/cashflow/resolve";
import { define } from "../define";
import { optional } from "../parameters";
import { hashUnit, headers, model } from "../vocabulary";
import { exampleBlock } from "./exampleBlock";

const planBlock = [
  ["btc price", 100000],
  ["hashprice", 50],
  ["hashprice growth", -0.02],
  ["hashrate", 5000],
  ["efficiency", 18],
  ["power price", 0.05],
  ["heat price", 0.01],
  ["pool fee", 0.02],
  ["months", 2],
];

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
    "hashcost per PH = 24 × J/TH × PUE × (mean power price − heat price); margin = 1 − hashcost ÷ (hashprice × (1 − pool fee))",
  remarks: [
    "Hashprice is that of the month's price, difficulty, subsidy and fees, or the one that the model gives. It is before the pool fee. The fair value of a hashprice forward is the average over its days.",
    "Hashcost is the power, less the heat sold, of a machine that runs all the time, whether or not it would run; with a power price shape at the mean of its multipliers. Other opex and profit share are not in it.",
  ],
  sources: ["Luxor Technology, Hashprice: definition and methodology (hashrateindex.com)"],
  examples: [
    {
      formula: '=MINING.HASHPRICE_CURVE(A1:B21, "PH", FALSE)',
      cells: exampleBlock,
      result: [
        [1, 42.4229160380058, 0.000421018615603635, 18.9232918971664, 0.544833704726429],
        [2, 38.9548314153604, 0.000380770832436682, 18.9699618399649, 0.503088494673892],
        [3, 21.6388771673664, 0.000208323675221173, 19.0167468834325, 0.103241651194865],
      ],
      note: "The halving in month 2 takes almost all of the margin.",
    },
    {
      formula: '=MINING.HASHPRICE_CURVE(A1:B21, "TH", FALSE)',
      cells: exampleBlock,
      result: [[1, 0.04242291603800581, 4.210186156036353e-7]],
      note: "The same per TH/s.",
    },
    {
      formula: '=MINING.HASHPRICE_CURVE(A1:B9, "PH", FALSE)',
      cells: planBlock,
      result: [
        [1, 49.497474683058327, 0.00049497474683058327, 17.28, 0.643766612859955],
        [2, 48.50752518939716, 0.0004850752518939716, 17.28, 0.636496543734648],
      ],
      note: "A plan that starts from a hashprice, falling by 2 % a month, with heat sold at one cent.",
    },
  ],
  seeAlso: ["HASHPRICE", "HASHCOST", "MINER_CASHFLOWS"],
});
