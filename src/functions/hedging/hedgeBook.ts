import { InputError, type Cell } from "../../core/errors";
import { hedgeBook as hedgeBookOf, legTypes, type Leg } from "../../core/hedging/hedgeBook";
import { isNumberText, notANumber } from "../../core/numberText";
import { prices, quantitiesOfCoins, unitKind, unitOf, yearsToExpiry } from "../../core/units";
import { laterColumn, numberColumn, optionalColumn, table, type TableColumn } from "../tableParameter";
import { define, type RangeParameter } from "../define";
import { choice, vector, widthOf } from "../parameters";
import { forward, headers, productionBtc, uptoCentury, uptoTenfold } from "../vocabulary";

const legType = choice("Type of leg", legTypes);

const typeColumn: TableColumn<Leg["type"]> = {
  label: "type",
  isNumber: false,
  isOptional: false,
  rule: legType.rule,
  read: (cell: Cell, place: string) => legType.read(cell, place),
};

const premiums = unitKind(`${prices.listed}, BTC`, [
  ["USD"],
  ["kUSD", 1e3],
  ["MUSD", 1e6],
  ["USD/BTC"],
  ["BTC"],
  ["BTC/BTC"],
]);
const anyPremium = numberColumn("premium", {}, premiums);

/** A blank cell is a premium of 0, also on desktop Excel. */
const premiumColumn: TableColumn<Leg["premium"]> = {
  ...optionalColumn(anyPremium, 0),
  read: (cell: Cell, place: string) => {
    if (typeof cell !== "string") return anyPremium.read(cell, place);
    if (cell.trim().toLowerCase() === "fair") return "fair";
    if (cell.trim() === "") throw new InputError(place, "must be given: write fair, or a premium");
    if (isNumberText(cell)) throw notANumber(place, cell);
    throw new InputError(place, "must be a number or fair", cell);
  },
};

const anyLegs = table("The hedges, one per row; quantity in BTC, negative if sold", {
  type: typeColumn,
  strike: numberColumn("strike", { above: 0 }, prices),
  years: numberColumn("years", { ...uptoCentury, atLeast: 0 }, yearsToExpiry),
  quantity: numberColumn("quantity", {}, quantitiesOfCoins),
  volatility: numberColumn("volatility", { ...uptoTenfold, atLeast: 0 }),
  premium: premiumColumn,
  forward: laterColumn(numberColumn("forward", { atLeast: 0 }, prices), undefined, /f(or)?wa?r?d|future/i),
});

const PREMIUM = 5;

/** Without a column of premiums every leg is traded at its fair price. A forward of 0 is a blank cell. */
const legs: RangeParameter<readonly Leg[]> = {
  ...anyLegs,
  read: (cells: Cell[][], name: string) => {
    const read = anyLegs.read(cells, name);
    const heading = cells[0]?.[PREMIUM];
    const unit = typeof heading === "string" ? moneyOf(heading) : undefined;
    return read.map(({ premium, forward: own, ...leg }, index) => {
      const isInverse = leg.type.startsWith("inverse");
      if (
        typeof premium === "number" &&
        premium !== 0 &&
        unit !== undefined &&
        (unit === "BTC") !== isInverse
      )
        throw new InputError(
          `${name}, ${leg.type} ${index + 1}, premium,`,
          `is in ${isInverse ? "BTC" : "USD"} per BTC, and its heading says ${unit}`,
        );
      return {
        ...leg,
        premium: widthOf(cells) > PREMIUM ? premium : "fair",
        forward: own === 0 ? undefined : own,
      };
    });
  },
};

/** Whether the unit in a heading is a currency or bitcoin; undefined where it has no unit. */
function moneyOf(heading: string): string | undefined {
  const text = heading.replace(/(?:\/|\bper\b)\s*(?:BTC|bitcoin)\b/gi, "");
  const units = [...text.matchAll(/[^\s,;:()[\]-]+/g)].map(({ index }) => unitOf(text.slice(index)));
  const currency = units.find((unit) => unit?.currency !== undefined)?.currency;
  return currency ?? (units.some((unit) => unit?.key === "btc") ? "BTC" : undefined);
}

export const hedgeBook = define({
  name: "HEDGE_BOOK",
  group: "Hedging",
  summary: "Production revenue with and without a book of hedges, over a range of prices",
  parameters: {
    legs,
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
      "Value (USD)",
    ],
  },
  steps: 60,
  compute: (given) =>
    hedgeBookOf(given).map((row) => [
      row.price,
      row.unhedged,
      row.hedged,
      row.delta,
      row.gamma,
      row.vega,
      row.value,
    ]),
  formula:
    "unhedged = production × S; hedged = unhedged + Σ quantity × (payoff at expiry − premium); value = Σ quantity × Black-76 at the leg's forward × S ÷ forward",
  remarks: [
    "Types are put, call, future, inverse put and inverse call. The strike of a future is the price at which it was traded. Inverse options are those of INVERSE_OPTION: quantity in options on 1 BTC, strike in USD, premium in BTC per BTC, which counts at the price of the row.",
    "Write fair for a premium that is the Black-76 price at the leg's forward, undiscounted (of a future 0); so it is for all legs of a table without that column. A blank cell is a premium of 0.",
    "Forward is today's forward price at the expiry of the leg; where it is blank or 0, it is the argument. It moves in proportion to the price of the row. With headings, the column is read only if its heading says forward or future.",
    "Value is what the legs are worth today at the price of the row, premiums not deducted. Delta and gamma are its derivatives by that price, vega by the volatility; add the production to delta for the net position.",
    "Every leg pays off at the price of the row, each at its own expiry.",
  ],
  sources: ["Black (1976), The pricing of commodity contracts, equation 16"],
  examples: [
    {
      formula: "=MINING.HEDGE_BOOK(A1:F2, 60000, 10, A3:B3)",
      cells: [
        ["put", 55000, 0.25, 10, 0.6, "fair"],
        ["future", 61000, 0.25, -5, 0, "fair"],
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
          "Value (USD)",
        ],
        [
          50000, 500000, 558599.6347927319, -10.665905876714906, 0.0002622478088794833, 98342.92832980623,
          145705.06024482104,
        ],
        [
          60000, 600000, 558599.6347927319, -8.299548204258361, 0.0002011826886274416, 108638.6518588184,
          51400.36520726807,
        ],
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
    {
      formula: "=MINING.HEDGE_BOOK(A1:G1, 60000, 10, A2, FALSE)",
      cells: [["inverse put", 55000, 0.25, 10, 0.6, 0.07, 61000], [50000]],
      result: [[50000, 500000, 515000]],
      note: "Puts paid for in bitcoin: 0.07 each, which are 3,500 USD at a price of 50,000.",
    },
  ],
  seeAlso: ["PUT_HEDGE", "COLLAR", "OPTION_GREEKS", "INVERSE_OPTION"],
});
