import { costBasis as costBasisOf, type Disposal } from "../../core/costs/costBasis";
import { prices, quantitiesOfCoins } from "../../core/units";
import { numberColumn, optionalColumn, table, textColumn } from "../tableParameter";
import { define, type Value } from "../define";
import { dateBounds, number, optional } from "../parameters";
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
    }),
    saleQty: number("Coins sold", "BTC", { atLeast: 0 }),
    method: optional(costMethod, "fifo"),
    salePrice: optional(number("Sale price; if omitted, no gain is shown", "USD per BTC", { atLeast: 0 })),
    headers,
  },
  returns: {
    shape: "table",
    columns: ["Lot", "Quantity used (BTC)", "Basis (USD)", "Gain (USD)", "Remaining (BTC)"],
  },
  compute: (given) => {
    const { lots: disposals, total } = costBasisOf(given);
    const lines = disposals.map((disposal, index) => line(given.lots[index]?.name ?? index + 1, disposal));
    return [...lines, line("Total", total)];
  },
  formula:
    "basis = quantity used × unit cost, rounded to the cent; gain = quantity used × sale price − basis",
  remarks: [
    "fifo takes the oldest lot first, lifo the newest, hifo the dearest, and the oldest of equals; lots of the same date go in row order. average costs every lot at the average of all and takes the oldest first.",
    "Every lot has its row, in the order given; a lot without a name is known by its number.",
    "Quantities are read to the satoshi. A lot costs quantity × unit cost, rounded half-even to the cent, as does the part of a lot that is sold; the last part of a lot, of the average pool or of the sale proceeds takes the remainder, so that the parts add up.",
    "Selling more than is held returns #VALUE!.",
  ],
  sources: [
    "Identity: cost of the units sold; fifo, specific identification and average cost as in ASC 350-60-50-2",
  ],
  examples: [
    {
      formula: '=MINING.COST_BASIS(A1:D4, 0.6, "fifo", 70000)',
      cells: lots,
      result: [
        ["Lot", "Quantity used (BTC)", "Basis (USD)", "Gain (USD)", "Remaining (BTC)"],
        ["January", 0.5, 21132.6, 13867.4, 0],
        ["February", 0.1, 4307.58, 2692.42, 0.15],
        ["March", 0, 0, 0, 0.75],
        ["Total", 0.6, 25440.18, 16559.82, 0.9],
      ],
      note: "The oldest coins first.",
    },
    {
      formula: '=MINING.COST_BASIS(A1:D4, 0.6, "hifo", , FALSE)',
      cells: lots,
      result: [
        ["January", 0, 0, "", 0.5],
        ["February", 0, 0, "", 0.25],
        ["March", 0.6, 37464.38, "", 0.15],
        ["Total", 0.6, 37464.38, "", 0.9],
      ],
      note: "The dearest coins first, without a sale price.",
    },
  ],
  seeAlso: ["ROLLFORWARD", "COST_PER_BTC"],
});

const line = (name: Value, { quantityUsed, basis, gain, remaining }: Disposal): Value[] => [
  name,
  quantityUsed,
  basis,
  gain ?? "",
  remaining,
];
