import { movementTypes, rollforward as rollforwardOf } from "../../core/costs/rollforward";
import { prices, quantitiesOfCoins } from "../../core/units";
import { numberColumn, optionalColumn, table, type TableColumn } from "../tableParameter";
import { define } from "../define";
import { choice, dateBounds, number, optional } from "../parameters";
import { costMethod, headers } from "../vocabulary";

const { read, rule } = choice("Type of movement", movementTypes);
const typeColumn: TableColumn<(typeof movementTypes)[number]> = {
  label: "type",
  isNumber: false,
  isOptional: false,
  rule,
  read,
};

const year = [
  ["Date", "BTC", "USD per BTC", "Type"],
  [45658, 10, 93500, "opening"],
  [45688, 1.25, 102000, "mined"],
  [45716, -4, 84000, "sold"],
  [45747, 1.5, 82500, "mined"],
  [45777, 2, 94000, "bought"],
];

export const rollforward = define({
  name: "ROLLFORWARD",
  group: "Costs and accounting",
  summary: "Roll-forward of coins held at fair value, from opening to closing, as ASU 2023-08 requires",
  parameters: {
    movements: table("Movements, one per row, with or without headings; opening coins are movements too", {
      date: numberColumn("date", dateBounds),
      quantity: numberColumn("quantity (BTC, negative if sold)", {}, quantitiesOfCoins),
      price: numberColumn("price (USD per BTC)", { above: 0 }, prices),
      type: optionalColumn(typeColumn, undefined),
    }),
    closingPrice: number("Price at the end of the period", "USD per BTC", { above: 0 }),
    method: optional(costMethod, "fifo"),
    headers,
  },
  returns: {
    shape: "table",
    columns: ["Movement", "Quantity (BTC)", "Amount (USD)", "Cost basis (USD)"],
  },
  compute: ({ movements, closingPrice, method }) =>
    rollforwardOf(movements, closingPrice, method).map(({ name, quantity, amount, costBasis }) => [
      name,
      quantity ?? "",
      amount,
      costBasis ?? "",
    ]),
  formula:
    "closing = opening + mined + bought − sold at cost + change in fair value = closing quantity × closing price",
  remarks: [
    'type is "opening", "mined", "bought" or "sold"; where it is blank, coins that come in are mined and coins that go out are sold.',
    "The price of opening coins is their fair value at the start and counts as their cost; the price of mined coins is their fair value when mined.",
    "Sold at cost is negative. Realised gain, proceeds less cost, is shown for information: it left with the cash. Do not add it to the column.",
    "The change in fair value is the balancing figure and equals the unrealised gains of the coins that are held: closing amount less cost basis.",
    "Opening coins come first and are the oldest, the rest follow by date and then row; the methods are those of COST_BASIS, average being that of the coins held at each sale. Quantities are read to the satoshi, amounts are rounded half-even to the cent and add up.",
    "Selling more than is held on the date returns #VALUE!.",
  ],
  sources: ["FASB ASU 2023-08, Accounting for and Disclosure of Crypto Assets: ASC 350-60-50-2 to 50-4"],
  examples: [
    {
      formula: "=MINING.ROLLFORWARD(A1:D6, 108000)",
      cells: year,
      result: [
        ["Movement", "Quantity (BTC)", "Amount (USD)", "Cost basis (USD)"],
        ["Opening", 10, 935000, 935000],
        ["Mined at fair value", 2.75, 251250, 251250],
        ["Bought", 2, 188000, 188000],
        ["Sold at cost", -4, -374000, -374000],
        ["Realised gain", "", -38000, ""],
        ["Change in fair value", "", 160750, ""],
        ["Closing", 10.75, 1161000, 1000250],
      ],
      note: "Ten coins at the start of the year, some mined, bought and sold at a loss.",
    },
    {
      formula: '=MINING.ROLLFORWARD(A1:D6, 108000, "lifo", FALSE)',
      cells: year,
      result: [
        ["Opening", 10, 935000, 935000],
        ["Mined at fair value", 2.75, 251250, 251250],
        ["Bought", 2, 188000, 188000],
        ["Sold at cost", -4, -384625, -384625],
        ["Realised gain", "", -48625, ""],
        ["Change in fair value", "", 171375, ""],
        ["Closing", 10.75, 1161000, 989625],
      ],
      note: "The newest coins first.",
    },
  ],
  seeAlso: ["COST_BASIS", "COST_PER_BTC"],
});
