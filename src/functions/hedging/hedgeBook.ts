import type { Cell } from "../../core/errors";
import { hedgeBook as hedgeBookOf, type Leg } from "../../core/hedging/hedgeBook";
import { prices, quantitiesOfCoins, yearsToExpiry } from "../../core/units";
import { numberColumn, optionalColumn, table, type TableColumn } from "../tableParameter";
import { define } from "../define";
import { choice, vector } from "../parameters";
import { forward, headers, productionBtc, uptoCentury, uptoTenfold } from "../vocabulary";

const legType = choice("Type of leg", ["put", "call", "future"]);

const typeColumn: TableColumn<Leg["type"]> = {
  label: "type",
  isNumber: false,
  isOptional: false,
  rule: legType.rule,
  read: (cell: Cell, place: string) => legType.read(cell, place),
};

const anyPremium = numberColumn("premium", {}, prices);

/** A blank cell is 0 on desktop Excel, so that 0 means the same as blank. */
const premiumColumn: TableColumn<number | undefined> = {
  ...optionalColumn(anyPremium, undefined),
  read: (cell: Cell, place: string) =>
    cell === null || cell === "" || cell === 0 ? undefined : anyPremium.read(cell, place),
};

export const hedgeBook = define({
  name: "HEDGE_BOOK",
  group: "Hedging",
  summary: "Production revenue with and without a book of hedges, over a range of prices",
  parameters: {
    legs: table("The hedges, one per row; quantity in BTC, negative if sold", {
      type: typeColumn,
      strike: numberColumn("strike", { above: 0 }, prices),
      years: numberColumn("years", { ...uptoCentury, atLeast: 0 }, yearsToExpiry),
      quantity: numberColumn("quantity", {}, quantitiesOfCoins),
      volatility: numberColumn("volatility", { ...uptoTenfold, atLeast: 0 }),
      premium: premiumColumn,
    }),
    forward,
    productionBtc,
    prices: vector("Bitcoin prices to evaluate", "USD", { above: 0 }),
    headers,
  },
  returns: {
    shape: "table",
    columns: [
      "Price (USD)",
      "Unhedged (USD)",
      "Hedged (USD)",
      "Delta (BTC)",
      "Gamma (BTC per USD)",
      "Vega (USD per 1.00)",
    ],
  },
  compute: (given) =>
    hedgeBookOf(given).map((row) => [row.price, row.unhedged, row.hedged, row.delta, row.gamma, row.vega]),
  formula: "unhedged = production × S; hedged = unhedged + Σ quantity × (payoff at expiry − premium)",
  remarks: [
    "Types are put, call and future. The strike of a future is the price at which it was traded.",
    "Premium is per BTC. If blank or 0, it is the Black-76 price at `forward`, undiscounted; for a future, 0.",
    "Delta, gamma and vega are those of the legs today, with the forward at the price of the row; add the production to delta for the net position.",
    "Every leg pays off at the price of the row, each at its own expiry.",
  ],
  sources: ["Black (1976), The pricing of commodity contracts, equation 16"],
  examples: [
    {
      formula: "=MINING.HEDGE_BOOK(A1:F2, 60000, 10, A3:B3)",
      cells: [
        ["put", 55000, 0.25, 10, 0.6, ""],
        ["future", 61000, 0.25, -5, 0, ""],
        [50000, 60000],
      ],
      result: [
        [
          "Price (USD)",
          "Unhedged (USD)",
          "Hedged (USD)",
          "Delta (BTC)",
          "Gamma (BTC per USD)",
          "Vega (USD per 1.00)",
        ],
        [50000, 500000, 558599.6347927319, -10.665905876714906, 0.0002622478088794833, 98342.92832980623],
        [60000, 600000, 558599.6347927319, -8.299548204258361, 0.0002011826886274416, 108638.6518588184],
      ],
      note: "Ten coins under puts, half of them sold forward.",
    },
    {
      formula: "=MINING.HEDGE_BOOK(A1:F1, 60000, 10, A2:B2, FALSE)",
      cells: [
        ["put", 55000, 0.25, 10, 0.6, 4640],
        [40000, 50000],
      ],
      result: [
        [40000, 400000, 503600],
        [50000, 500000, 503600],
      ],
      note: "A floor of 503,600 USD with puts bought at 4,640.",
    },
  ],
  seeAlso: ["PUT_HEDGE", "COLLAR", "OPTION_GREEKS"],
});
