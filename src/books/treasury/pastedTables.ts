import { DATES_END, dayOfDate, excelDate } from "../../core/calendar";
import { movementTypes } from "../../core/costs/rollforward";
import { embedded } from "../../data/embedded/embedded";
import { InputPage } from "../inputs";
import type { Content } from "../page";

/** Rows of the tables for pasting, with the empty ones. */
const ROWS = 200;
/** The row with the heads of both tables; everything above it stays in sight. */
const HEAD = 5;
export const FIRST = HEAD + 1;
export const LAST = HEAD + ROWS;

const dateOf = (iso: string) => excelDate(Date.parse(iso));

/** The add-in's own price of a past day, so that each delivered lot can be looked up with MINING.HISTORY. */
function priceOn(iso: string): number {
  const day = dayOfDate(dateOf(iso));
  const price = embedded.day("btc.price", day) ?? embedded.approximateDay?.("btc.price", day)?.value;
  if (price === undefined) throw new Error(`no price of ${iso} is built in`);
  return price;
}

/** When and how the coins that the example holds came in: a share of each month's production, and two purchases. */
const acquired = [
  ["2025-08-31", "mined", 5.84312705],
  ["2025-09-30", "mined", 5.51860412],
  ["2025-10-31", "mined", 5.94207733],
  ["2025-11-21", "bought", 20],
  ["2025-11-30", "mined", 5.0771524],
  ["2025-12-31", "mined", 5.42380916],
  ["2026-01-31", "mined", 6.20164873],
  ["2026-02-06", "bought", 10],
  ["2026-02-28", "mined", 5.10937566],
  ["2026-03-31", "mined", 6.0441829],
  ["2026-04-30", "mined", 5.87725119],
  ["2026-05-31", "mined", 5.64390827],
  ["2026-06-30", "mined", 6.11520846],
] as const;
/** Sold in the half-year, oldest coins first, with the fee of 0.15 % that the broker took. */
const sales = [
  ["2026-03-31", 6],
  ["2026-05-31", 4.5],
] as const;
const FEE_SHARE = 0.0015;
const OPENING = "2025-12-31";
const CLOSING = "2026-06-30";

const SATOSHIS = 1e8;
const rounded = (value: number, units: number) => Math.round(value * units) / units;

export const closingDate = dateOf(CLOSING);
export const closingPrice = priceOn(CLOSING);

/** What is left of the coins that came in, oldest first: the lots at the end of the half-year. */
const lots: readonly (readonly Content[])[] = (() => {
  let sold = sales.reduce((sum, [, quantity]) => sum + quantity, 0);
  return acquired.flatMap(([date, type, quantity]) => {
    const used = Math.min(sold, quantity);
    sold = rounded(sold - used, SATOSHIS);
    const left = rounded(quantity - used, SATOSHIS);
    return left === 0 ? [] : [[dateOf(date), left, priceOn(date), type]];
  });
})();

/** BTC. */
export const coinsHeld = rounded(
  lots.reduce((sum, [, quantity]) => sum + Number(quantity), 0),
  SATOSHIS,
);

/** The half-year's movements: coins of the opening at its price with what they cost, then by date. */
const movements: readonly (readonly Content[])[] = [
  ...acquired.map(([date, type, quantity]) =>
    date <= OPENING
      ? [dateOf(OPENING), quantity, priceOn(OPENING), "opening", priceOn(date)]
      : [dateOf(date), quantity, priceOn(date), type],
  ),
  ...sales.map(([date, quantity]) => [
    dateOf(date),
    -quantity,
    priceOn(date),
    "sold",
    "",
    rounded(quantity * priceOn(date) * FEE_SHARE, 100),
  ]),
].sort(([one], [other]) => Number(one) - Number(other));

const day = { kind: "date", least: dateOf("2009-01-03"), most: DATES_END - 1 } as const;
const coins = { kind: "decimal", least: 0, most: 21_000_000 } as const;
const cost = { kind: "decimal", least: 0, most: 1_000_000_000 } as const;

/** The sheet "Tax lots": every lot of coins that is held, oldest first. */
export function lotsPage(): InputPage {
  const page = new InputPage(
    "Tax lots",
    "Paste over the blue cells, a lot in a row, oldest first; the delivered lots are an example at prices of the add-in's own history",
    "Tax lots",
    "narrow",
  );
  page.row = HEAD;
  page.table({
    name: "lots",
    heads: [
      {
        label: "Date acquired",
        format: "date",
        allows: day,
        prompt:
          "The day on which the coins were mined or bought, as a date such as 2026-06-30. Oldest lot first.",
      },
      {
        label: "Quantity (BTC)",
        format: "btc",
        allows: coins,
        prompt:
          "Coins of the lot that are still held, in BTC. Not negative: coins that were sold are no lot.",
      },
      {
        label: "Unit cost (USD per BTC)",
        format: "usdCents",
        allows: cost,
        prompt:
          "What one BTC of the lot cost: the fair value when it was mined, or the price paid with fees.",
      },
      {
        label: "Type",
        allows: { kind: "list", values: ["mined", "bought"] },
        prompt: "How the coins came in: mined or bought.",
      },
      {
        label: "Use (BTC), for specific only",
        format: "btc",
        allows: coins,
        prompt:
          "Coins that the planned sale takes from this lot. Read only while the method on Inputs is specific.",
      },
    ],
    rows: lots,
    size: ROWS,
  });
  page.widths["A"] = 18;
  page.widths["E"] = 18;
  return page;
}

/** The sheet "Movements": what came in and went out in the period of the roll-forward. */
export function movementsPage(): InputPage {
  const page = new InputPage(
    "Movements",
    "Paste over the blue cells: the coins held at the opening, then what came in and went out until the closing date on Inputs",
    "Movements",
    "narrow",
  );
  page.row = HEAD;
  page.table({
    name: "movements",
    heads: [
      {
        label: "Date",
        format: "date",
        allows: day,
        prompt:
          "The day of the movement, as a date such as 2026-06-30. In the order of time; opening coins first.",
      },
      {
        label: "Quantity (BTC)",
        format: "btc",
        allows: { kind: "decimal", least: -21_000_000, most: 21_000_000 },
        prompt: "Coins in BTC: positive where they come in, negative where they go out.",
      },
      {
        label: "Price (USD per BTC)",
        format: "usdCents",
        allows: cost,
        prompt: "Fair value of one BTC on that day, above 0. Not read for a transfer out.",
      },
      {
        label: "Type",
        allows: { kind: "list", values: movementTypes },
        prompt:
          "opening, mined, bought and transfer in bring coins; sold, paid and transfer out take them. Blank: mined or sold, by the sign.",
      },
      {
        label: "Unit cost (USD per BTC)",
        format: "usdCents",
        allows: cost,
        prompt: "What one BTC had cost. For opening and transfer in only; blank: the price.",
      },
      {
        label: "Fees (USD)",
        format: "usdCents",
        allows: cost,
        prompt: "Fees of a sale or payment. For sold and paid only.",
      },
    ],
    rows: movements,
    size: ROWS,
  });
  Object.assign(page.widths, { A: 18, E: 18, F: 16 });
  return page;
}
