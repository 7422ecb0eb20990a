import { lineChart, type Sheet } from "../workbookData";
import { FIRST_YEAR, INTEREST, VOLATILITY } from "./hedge";
import { cellOf, siteCell } from "./modelBlock";
import { cents, SheetWriter, type Check, type NumberLook } from "./sheet";

const [PRODUCTION, SPOT, RATE, STEP] = ["$C$6", "$C$7", "$C$8", "$C$9"];

const HEAD = 12;
const FIRST = HEAD + 1;
/** Type, strike, years, quantity. */
const book = [
  ["put", 80000, 0.5, 12],
  ["call", 115000, 0.5, -8],
  ["future", 88000, 0.75, -6],
  ["inverse put", 70000, 1, 6],
] as const;
const LAST = HEAD + book.length;
/** With its heads: without them the forward would not be read. */
const LEGS = `$C$${HEAD}:$I$${LAST}`;

/** Below the chart. */
const GRID = LAST + 18;
const LINES = 13;
const FIRST_LINE = GRID + 1;
const LAST_LINE = GRID + LINES;
/** The line at today's price. */
const TODAY = GRID + (LINES + 1) / 2;
const SHARES = `$B$${FIRST_LINE}:$B$${LAST_LINE}`;

const CHECKS = LAST_LINE + 2;
const hedgeBookAt = (price: string, column: number) =>
  `INDEX(MINING.HEDGE_BOOK(${LEGS},${SPOT},${PRODUCTION},${price},FALSE),1,${column})`;
const VALUE = 7;
const checks: readonly Check[] = [
  [
    "Value of the legs less value of the book",
    cents(`SUM($J$${FIRST}:$J$${LAST})-${hedgeBookAt(SPOT, VALUE)}`),
    "usdCents",
  ],
  ["Unhedged today less production at the price", cents(`D${TODAY}-${PRODUCTION}*${SPOT}`), "usdCents"],
  [
    "Slope of the value less delta",
    `ROUND((${hedgeBookAt(`${SPOT}*1.00001`, VALUE)}-${hedgeBookAt(`${SPOT}*0.99999`, VALUE)})/(0.00002*${SPOT})-F${TODAY},6)`,
    "delta",
  ],
];

/** The hedges of the first year's coins over a grid of prices, and what they are worth today. */
export function hedgeBook(): Sheet {
  const widths = {
    A: 12,
    B: 100,
    C: 100,
    D: 96,
    E: 92,
    F: 84,
    G: 92,
    H: 92,
    I: 92,
    J: 92,
  };
  const writer = new SheetWriter("Hedge book", widths, CHECKS + checks.length + 20);
  writer.put("B1", "A book of hedges on the first year's coins", "title");
  writer.put("B2", "Blue cells are inputs. The legs are assumptions; quantities below 0 are sold.", "note");
  writer.sheet.rowHeights = { 1: 32, [HEAD]: 60, [GRID]: 60 };
  putTerms(writer);
  putLegs(writer);
  putGrid(writer);
  writer.verdict("B3", writer.checks(CHECKS, ["B", "E", "F", "G"], checks));
  return { ...writer.sheet, frozenRows: 3, charts: [chart()] };
}

function putTerms(writer: SheetWriter): void {
  writer.section("B", "E", 5, "Terms");
  const terms: readonly (readonly [string, string | number, string, NumberLook])[] = [
    ["Production", `=${FIRST_YEAR}`, "BTC, first four quarters", "decimal"],
    ["Bitcoin price", `=${siteCell(cellOf("btc price"))}`, "USD, site model", "usd"],
    ["Interest rate", `=${INTEREST}`, "per year, put hedge", "percent"],
    ["Step of prices", 0.1, "of today's price", "percent"],
  ];
  for (const [index, [name, value, unit, format]] of terms.entries()) {
    writer.put(`B${6 + index}`, name);
    writer.put(`C${6 + index}`, value, typeof value === "number" ? "input" : "figure", format);
    writer.put(`D${6 + index}`, unit, "note");
  }
  writer.section("G", "J", 5, "Today");
  const today: readonly (readonly [string, string, string, NumberLook])[] = [
    ["Value of the hedges", `=${hedgeBookAt(SPOT, VALUE)}`, "USD", "usd"],
    ["Delta of the hedges", `=F${TODAY}`, "BTC", "decimal"],
    ["Production and hedges", `=${PRODUCTION}+F${TODAY}`, "BTC", "decimal"],
    ["Hedged less unhedged", `=E${TODAY}-D${TODAY}`, "USD", "usd"],
  ];
  for (const [index, [name, formula, unit, format]] of today.entries()) {
    writer.put(`G${6 + index}`, name);
    writer.put(`I${6 + index}`, formula, index === 0 ? "keyFigure" : "figure", format);
    writer.put(`J${6 + index}`, unit, "note");
  }
}

function putLegs(writer: SheetWriter): void {
  writer.section("B", "J", HEAD - 1, "Legs");
  const heads = ["Leg", "Type", "Strike (USD)", "Years", "Quantity (BTC)", "Volatility"];
  writer.putRow("B", HEAD, [...heads, "Premium", "Forward (USD)", "Value today (USD)"], "columnHead");
  for (const [index, [type, strike, years, quantity]] of book.entries()) {
    const row = FIRST + index;
    writer.put(`B${row}`, index + 1, "centred");
    writer.put(`C${row}`, type, "input");
    writer.put(`D${row}`, strike, "input", "usd");
    writer.put(`E${row}`, years, "input", "decimal");
    writer.put(`F${row}`, quantity, "input", "decimal");
    writer.put(`G${row}`, `=${VOLATILITY}`, "figure", "percent");
    writer.put(`H${row}`, type === "future" ? 0 : "fair", "input", "count");
    writer.put(`I${row}`, `=${SPOT}*EXP(${RATE}*E${row})`, "figure", "usd");
    writer.put(`J${row}`, `=${legValue(row)}`, "figure", "usd");
  }
  writer.put(`B${LAST + 1}`, "Total");
  writer.dress(`B${LAST + 1}:J${LAST + 1}`, "total");
  writer.put(`J${LAST + 1}`, `=SUM(J${FIRST}:J${LAST})`, "rowHead", "usd");
}

/** One leg on its own: an option by Black-76 at its forward, undiscounted, a future by its distance. */
function legValue(row: number): string {
  const type = `IF(ISNUMBER(SEARCH("call",C${row})),"call","put")`;
  const option = `MINING.OPTION_PRICE(${type},I${row},D${row},E${row},G${row},0)`;
  return `F${row}*IF(C${row}="future",I${row}-D${row},${option})`;
}

function putGrid(writer: SheetWriter): void {
  writer.section("B", "I", GRID - 1, "HEDGE_BOOK over prices");
  writer.put(`B${GRID}`, "Share of today's price", "columnHead");
  for (let row = FIRST_LINE; row <= LAST_LINE; row++)
    writer.put(`B${row}`, `=MAX(1%,1+${row - TODAY}*${STEP})`, "figure", "percent");
  writer.put(`C${GRID}`, `=MINING.HEDGE_BOOK(${LEGS},${SPOT},${PRODUCTION},${SHARES}*${SPOT})`);
  writer.dress(`C${GRID}:I${GRID}`, "columnHead");
  const formats = ["usd", "usd", "usd", "decimal", "btc", "usd", "usd"] as const;
  for (const [index, format] of formats.entries()) {
    const letter = "CDEFGHI".charAt(index);
    writer.dress(`${letter}${FIRST_LINE}:${letter}${LAST_LINE}`, undefined, format);
  }
  writer.dress(`B${TODAY}:I${TODAY}`, "total");
}

function chart() {
  const range = (letter: string) => `Hedge book!${letter}${GRID}:${letter}${LAST_LINE}`;
  const definition = lineChart({
    title: "Revenue of the first year (USD)",
    labels: range("C"),
    series: [
      { range: range("D"), color: "#9a9a9a" },
      { range: range("E"), color: "#0f6c5c" },
    ],
    xTitle: "price at expiry",
  });
  return {
    id: "hedge-book",
    column: 1,
    row: LAST + 2,
    width: 840,
    height: 300,
    definition,
  };
}
