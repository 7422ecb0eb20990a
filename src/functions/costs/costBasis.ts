import { costBasis as costBasisOf, type LotDisposal } from "../../core/costs/costBasis";
import { prices, quantitiesOfCoins } from "../../core/units";
import {
  laterColumn,
  lazyColumn,
  numberColumn,
  optionalColumn,
  table,
  textColumn,
  valueOf,
} from "../tableParameter";
import { define, type Value } from "../define";
import { date, dateBounds, number, optional } from "../parameters";
import { costMethod, headers } from "../vocabulary";

const lots = [
  ["Date", "BTC", "USD per BTC", "Lot"],
  [45292, 0.5, 42265.19, "January"],
  [45323, 0.25, 43075.77, "February"],
  [45352, 0.75, 62440.63, "March"],
];

export const costBasis = define({
  name: "COST_BASIS",
  group: "Costs and accounting",
  summary: "Lots of coins that a sale uses, with their cost basis and gain, to the satoshi and the cent",
  parameters: {
    lots: table("Lots held, one per row, with or without headings", {
      date: numberColumn("date", dateBounds),
      quantity: numberColumn("quantity (BTC)", { atLeast: 0 }, quantitiesOfCoins),
      unitCost: numberColumn("unit cost (USD per BTC)", { atLeast: 0 }, prices),
      name: optionalColumn(textColumn("name"), undefined),
      use: lazyColumn(
        laterColumn(
          numberColumn("use (BTC)", { atLeast: 0 }, quantitiesOfCoins),
          0,
          /\buse|\bsold|\bsell|\bsale|\btake/i,
        ),
      ),
    }),
    saleQty: number("Coins sold", "BTC", { atLeast: 0 }),
    method: optional(costMethod, "fifo"),
    salePrice: optional(number("Sale price; if omitted, no gain is shown", "USD per BTC", { atLeast: 0 })),
    headers,
    saleFeesUsd: optional(number("Fees of the sale, deducted from its proceeds", "USD", { atLeast: 0 }), 0),
    saleDate: optional(date("Day of the sale; if omitted, no term is shown")),
  },
  returns: {
    shape: "table",
    columns: [
      "Lot",
      "Quantity used (BTC)",
      "Basis (USD)",
      "Gain (USD)",
      "Remaining (BTC)",
      "Proceeds (USD)",
      "Term",
    ],
  },
  steps: 150,
  compute: ({ lots: rows, ...sale }) => {
    const held = rows.map(({ date, quantity, unitCost, use }) => ({
      date,
      quantity,
      unitCost,
      use: sale.method === "specific" ? valueOf(use) : 0,
    }));
    const { lots: disposals, total } = costBasisOf({ ...sale, lots: held });
    const lines = disposals.map((disposal, index) => line(rows[index]?.name ?? index + 1, disposal));
    return [...lines, line("Total", { ...total, term: undefined })];
  },
  formula:
    "basis = quantity used × unit cost, rounded to the cent; proceeds = quantity used × sale price − fees; gain = proceeds − basis",
  remarks: [
    "fifo takes the oldest lot first, lifo the newest, hifo the dearest, and the oldest of equals; lots of the same date go in row order. average costs every lot at the average of all and takes the oldest first. specific takes from each lot the quantity in the fifth column of the lots, use; together they must be sale_qty.",
    "Every lot has its row, in the order given; a lot without a name is known by its number.",
    "Quantities are read to the satoshi. A lot costs quantity × unit cost, rounded half-even to the cent, as does the part of a lot that is sold; the last part of a lot, of the average pool or of the sale proceeds takes the remainder, so that the parts add up.",
    "Fees are shared over the lots by quantity, to the cent; the last lot taken bears the remainder.",
    "Term is long if sale_date is a year after the day that follows the lot's date, or later, as in EDATE(date + 1, 12), and otherwise short; it is empty for lots that are not used. A lot that is used must not be dated after the sale.",
    "Selling more than is held, or than a lot has, returns #VALUE!.",
  ],
  sources: [
    "Identity: cost of the units sold; fifo, specific identification and average cost as in ASC 350-60-50-2",
    "IRS Publication 544, Sales and Other Dispositions of Assets: holding period",
  ],
  examples: [
    {
      formula: '=MINING.COST_BASIS(A1:D4, 0.6, "fifo", 70000)',
      cells: lots,
      result: [
        [
          "Lot",
          "Quantity used (BTC)",
          "Basis (USD)",
          "Gain (USD)",
          "Remaining (BTC)",
          "Proceeds (USD)",
          "Term",
        ],
        ["January", 0.5, 21132.6, 13867.4, 0, 35000, ""],
        ["February", 0.1, 4307.58, 2692.42, 0.15, 7000, ""],
        ["March", 0, 0, 0, 0.75, 0, ""],
        ["Total", 0.6, 25440.18, 16559.82, 0.9, 42000, ""],
      ],
      note: "The oldest coins first.",
    },
    {
      formula: '=MINING.COST_BASIS(A1:D4, 0.6, "hifo", , FALSE)',
      cells: lots,
      result: [
        ["January", 0, 0, "", 0.5, "", ""],
        ["February", 0, 0, "", 0.25, "", ""],
        ["March", 0.6, 37464.38, "", 0.15, "", ""],
        ["Total", 0.6, 37464.38, "", 0.9, "", ""],
      ],
      note: "The dearest coins first, without a sale price.",
    },
    {
      formula: '=MINING.COST_BASIS(A1:E4, 0.6, "specific", 70000, FALSE, 100, 45689)',
      cells: [
        ["Date", "BTC", "USD per BTC", "Lot", "Use"],
        [45292, 0.5, 42265.19, "January", 0.2],
        [45323, 0.25, 43075.77, "February", 0],
        [45352, 0.75, 62440.63, "March", 0.4],
      ],
      result: [
        ["January", 0.2, 8453.04, 5513.63, 0.3, 13966.67, "long"],
        ["February", 0, 0, 0, 0.25, 0, ""],
        ["March", 0.4, 24976.25, 2957.08, 0.35, 27933.33, "short"],
        ["Total", 0.6, 33429.29, 8470.71, 0.9, 41900, ""],
      ],
      note: "Lots that the seller names, sold on 1 February 2025 for a fee of 100 USD.",
    },
  ],
  seeAlso: ["ROLLFORWARD", "COST_PER_BTC"],
});

const line = (
  name: Value,
  { quantityUsed, basis, gain, remaining, proceeds, term }: LotDisposal,
): Value[] => [name, quantityUsed, basis, gain ?? "", remaining, proceeds ?? "", term ?? ""];
