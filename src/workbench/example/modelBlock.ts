import snapshot from "../../data/embedded/default-snapshot.json";
import type { NumberLook } from "./sheet";

const { btc } = snapshot;
const RECORDED = "5 Oct";
const ASSUMED = "assumption";

/** A row of inputs: what it is, its value, where that is from, and what it is in each of the first months. */
export interface Line {
  readonly name: string;
  readonly value: string | number;
  readonly unit: string;
  readonly source: string;
  readonly format?: NumberLook;
  readonly months?: readonly (string | number)[];
  readonly monthFormat?: NumberLook;
}

/** Columns of months 1, 2, ... */
export const MONTH_COLUMNS = ["F", "G", "H", "I", "J"] as const;
const FIRST_MONTH = "F";
export const LAST_MONTH = "J";
const byMonth = (formula: (column: string) => string) => MONTH_COLUMNS.map(formula);

/** What follows from cells above, or which of them to fill in where one is blank or text. */
function filledIn(formula: string, ...cells: readonly string[]): string {
  return `=IF(COUNT(${cells.join(",")})=${cells.length},${formula},"fill in ${cells.join(", ")}")`;
}

export const DELIVERY_ROW = 8;
/** The machines that are installed, by month; what is paid of their price. */
export const delivery: readonly Line[] = [
  {
    name: "Machines installed",
    value: `=SUM(${FIRST_MONTH}8:${LAST_MONTH}8)`,
    unit: "machines",
    source: ASSUMED,
    format: "count",
    months: [0, 0, 400, 300, 300],
    monthFormat: "count",
  },
  {
    name: "Share of price paid",
    value: 0.2,
    unit: "at order, then",
    source: ASSUMED,
    format: "percent",
    months: [0.3, 0.3, 0.2, 0, 0],
    monthFormat: "wholePercent",
  },
];

export const MACHINES_ROW = 12;
export const machines: readonly Line[] = [
  { name: "Machine", value: "Antminer S21 XP", unit: "", source: "public list, 2026" },
  { name: "Hashrate of one", value: 270, unit: "TH/s", source: "public list, 2026", format: "count" },
  { name: "Power of one", value: 3645, unit: "W", source: "public list, 2026", format: "count" },
  { name: "Price", value: 12, unit: "USD per TH/s", source: ASSUMED, format: "usdCents" },
  { name: "Number ordered", value: 1000, unit: "machines", source: ASSUMED, format: "count" },
  {
    name: "Price of the order",
    value: filledIn("C13*C15*C16", "C13", "C15", "C16"),
    unit: "USD",
    source: "three rows above",
    format: "usd",
  },
];

/** The results on top: the add-in's, and below them those of Excel's own functions. */
export const NPV = "C4";
export const EXCEL_NPV = "C5";
export const IRR = "D4";
export const EXCEL_IRR = "D5";

/** Machines installed, as they are delivered and as they were ordered; the price of the order. */
export const INSTALLED = "C8";
export const ORDERED = "C16";
export const ORDER_PRICE = "C17";
export const MACHINE_HASHRATE = "C13";

/** First row of the block under its heads. */
export const FIRST = 21;
/** The assumptions, under headings. */
export const block: readonly (Line | string)[] = [
  "Timing",
  { name: "start date", value: 46388, unit: "date", source: "day of the order", format: "date" },
  { name: "start month", value: 4, unit: "month", source: "after batch 1", format: "count" },
  { name: "months", value: 48, unit: "months", source: ASSUMED, format: "count" },
  { name: "discount rate", value: 0.12, unit: "per year", source: ASSUMED, format: "percent" },
  { name: "discounting", value: "dated", unit: "method", source: "as Excel's XNPV" },
  "Market",
  {
    name: "btc price",
    value: btc.priceUsd.value,
    unit: "USD",
    source: `WhatToMine, ${RECORDED}`,
    format: "usdCents",
  },
  { name: "btc price growth", value: 0.2, unit: "per year", source: ASSUMED, format: "percent" },
  {
    name: "difficulty",
    value: btc.difficulty.value,
    unit: "",
    source: "bits 17021ef0",
    format: "count",
  },
  { name: "difficulty growth", value: 0.006, unit: "per month", source: ASSUMED, format: "percent" },
  {
    name: "start height",
    value: filledIn(`${btc.tipHeight.value + 1}+144*(C22-DATE(2026,10,5))`, "C22"),
    unit: "block",
    source: `${RECORDED}, 144 a day`,
    format: "count",
  },
  {
    name: "fees",
    value: btc.feesPerBlockBtc.value,
    unit: "BTC per block",
    source: `WhatToMine, ${RECORDED}`,
    format: "btc",
  },
  "Site",
  {
    name: "hashrate",
    value: "monthly",
    unit: "TH/s",
    source: "installed so far",
    months: byMonth((column) => `=SUM($${FIRST_MONTH}$8:${column}$8)*SUM($C$13)`),
    monthFormat: "count",
  },
  {
    name: "efficiency",
    value: filledIn('IFERROR(C14/C13,"C13 is 0")', "C13", "C14"),
    unit: "J/TH",
    source: "machine above",
    format: "decimal",
  },
  { name: "power price", value: 0.042, unit: "USD/kWh", source: ASSUMED, format: "usdPerKwh" },
  { name: "power price growth", value: 0.02, unit: "per year", source: ASSUMED, format: "percent" },
  { name: "pue", value: 1.04, unit: "ratio", source: ASSUMED, format: "decimal" },
  { name: "uptime", value: 0.97, unit: "share", source: ASSUMED, format: "percent" },
  { name: "pool fee", value: 0.01, unit: "share", source: ASSUMED, format: "percent" },
  { name: "other opex", value: 20000, unit: "USD a month", source: ASSUMED, format: "usd" },
  { name: "other opex growth", value: 0.02, unit: "per year", source: ASSUMED, format: "percent" },
  "Finance",
  {
    name: "capex",
    value: filledIn("C9*C17", "C9", "C17"),
    unit: "USD",
    source: "deposit at order",
    format: "usd",
  },
  {
    name: "capex schedule",
    value: "monthly",
    unit: "USD a month",
    source: "shares above",
    months: byMonth((column) => `=SUM(${column}$9)*SUM($C$17)`),
    monthFormat: "count",
  },
  {
    name: "resale value",
    value: filledIn("0.15*C17", "C17"),
    unit: "USD",
    source: "15 % of the order",
    format: "usd",
  },
  { name: "tax rate", value: 0.21, unit: "share", source: "US federal rate", format: "percent" },
  { name: "loss limit", value: 0.8, unit: "share", source: "US, IRC 172", format: "percent" },
  { name: "depreciation", value: "macrs5", unit: "method", source: "IRS Pub. 946" },
  { name: "loan", value: 500000, unit: "USD", source: "drawn at order", format: "usd" },
  { name: "loan rate", value: 0.09, unit: "per year", source: ASSUMED, format: "percent" },
  { name: "loan months", value: 36, unit: "months", source: "from the start month", format: "count" },
];
export const LAST = FIRST + block.length - 1;

/** The block that the lifecycle functions read, as other sheets refer to it. */
export const MODEL_BLOCK = `'Site model'!$B$${FIRST - 1}:$${LAST_MONTH}$${LAST}`;

/** The cell of an assumption's value. */
export function cellOf(name: string): string {
  return `C${FIRST + block.findIndex((line) => typeof line !== "string" && line.name === name)}`;
}

/** The same as other sheets refer to it. */
export const siteCell = (cell: string) => `'Site model'!${cell}`;

/** The cells of an assumption's first months, as other sheets refer to them. */
export const monthCells = (name: string) =>
  MONTH_COLUMNS.map((letter) => siteCell(cellOf(name).replace("C", letter)));
