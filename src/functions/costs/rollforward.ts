import { movementTypes, rollforward as rollforwardOf } from "../../core/costs/rollforward";
import { money, prices, quantitiesOfCoins } from "../../core/units";
import {
  laterColumn,
  lazyColumn,
  numberColumn,
  optionalColumn,
  table,
  valueOf,
  type TableColumn,
} from "../tableParameter";
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
      price: lazyColumn(numberColumn("price (USD per BTC)", { above: 0 }, prices)),
      type: optionalColumn(typeColumn, undefined),
      unitCost: laterColumn(
        numberColumn("unit cost (USD per BTC)", { atLeast: 0 }, prices),
        0,
        /cost|basis/i,
      ),
      fees: laterColumn(numberColumn("fees (USD)", { atLeast: 0 }, money), 0, /\bfee|commission/i),
      lot: lazyColumn(laterColumn(numberColumn("lot"), 0, /\blot|\brow/i)),
    }),
    closingPrice: number("Price at the end of the period", "USD per BTC", { above: 0 }),
    method: optional(costMethod, "fifo"),
    headers,
  },
  returns: {
    shape: "table",
    columns: ["Movement", "Quantity (BTC)", "Amount (USD)", "Cost basis (USD)"],
  },
  compute: ({ movements, closingPrice, method }) => {
    const booked = movements.map(({ date, quantity, price, type, unitCost, fees, lot }) => ({
      date,
      quantity,
      price: type === "transfer out" ? 0 : valueOf(price),
      type,
      unitCost: unitCost === 0 ? undefined : unitCost,
      fees,
      lot: method === "specific" ? valueOf(lot) : undefined,
    }));
    return rollforwardOf(booked, closingPrice, method).map(({ name, quantity, amount, costBasis }) => [
      name,
      quantity ?? "",
      amount,
      costBasis ?? "",
    ]);
  },
  formula:
    "closing = opening + mined + bought + transferred in + sold + paid + transferred out + change in fair value = closing quantity × closing price; realised gain = gains − losses",
  remarks: [
    'type is "opening", "mined", "bought" or "transfer in" for coins that come in, with a positive quantity, and "sold", "paid" or "transfer out" for coins that go out, with a negative one. Where it is blank, coins that come in are mined and coins that go out are sold. Paid coins are given for goods, services or debt.',
    "The price of opening and transferred coins is their fair value then, unit cost what they cost; where that is blank or 0, it is the price. The price of mined coins is their fair value when mined. The price of a transfer out is not read.",
    "Sold, paid and transferred out are negative, at cost. Fees, of sales and payments only, lower proceeds and gain. Realised gain, proceeds less cost, is shown for information, as are the proceeds of what was sold, the gains of the movements with a gain and the losses of those with a loss (positive): they left with the coins. Do not add them to the column.",
    "The change in fair value is the balancing figure. It equals the unrealised gains of the coins that are held, closing amount less cost basis, less those with which opening and transferred coins came in.",
    "Opening coins come first and are the oldest, the rest follow by date and then row; the methods are those of COST_BASIS, average being that of the coins held at each sale. Under specific, lot is the number of the movement by which the coins came in; the first below the headings is 1. Quantities are read to the satoshi, amounts are rounded half-even to the cent and add up.",
    "With headings, the last three columns are read only if their headings say cost or basis, fee or commission, and lot or row; any other heading makes them notes.",
    "Taking more than is held on the date, or than a lot has left, returns #VALUE!.",
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
        ["Transferred in", 0, 0, 0],
        ["Paid at cost", 0, 0, 0],
        ["Transferred out", 0, 0, 0],
        ["Proceeds", "", 336000, ""],
        ["Gains", "", 0, ""],
        ["Losses", "", 38000, ""],
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
    {
      formula: "=MINING.ROLLFORWARD(A1:F6, 42000, , FALSE)",
      cells: [
        [45658, 1, 30000, "opening", 25000, ""],
        [45688, 1, 35000, "mined", "", ""],
        [45716, 0.2, 36000, "transfer in", 20000, ""],
        [45747, -0.5, 40000, "sold", "", 10],
        [45777, -0.1, 41000, "paid", "", ""],
        [45808, -0.3, "", "transfer out", "", ""],
      ],
      result: [
        ["Opening", 1, 30000, 25000],
        ["Mined at fair value", 1, 35000, 35000],
        ["Bought", 0, 0, 0],
        ["Sold at cost", -0.5, -12500, -12500],
        ["Realised gain", "", 9090, ""],
        ["Change in fair value", "", 4900, ""],
        ["Closing", 1.3, 54600, 41500],
        ["Transferred in", 0.2, 7200, 4000],
        ["Paid at cost", -0.1, -2500, -2500],
        ["Transferred out", -0.3, -7500, -7500],
        ["Proceeds", "", 19990, ""],
        ["Gains", "", 9090, ""],
        ["Losses", "", 0, ""],
      ],
      note: "Coins with a cost of their own, a sale with a fee, a bill paid in coins, and a transfer to custody.",
    },
  ],
  seeAlso: ["COST_BASIS", "COST_PER_BTC"],
});
