import type { Sheet } from "../workbookData";
import { cashColumn } from "./cashFlows";
import { cellOf, siteCell } from "./modelBlock";
import { SheetWriter, type NumberLook } from "./sheet";

const QUARTERS = [1, 2, 3, 4];
const FIRST = 10;
/** A larger "share of the forward" is a price that was typed into the wrong column. */
const GREATEST_SHARE = 10;

/** As other sheets refer to them. */
export const VOLATILITY = "'Put hedge'!$C$6";
export const INTEREST = "'Put hedge'!$C$7";
/** The coins of the first four quarters. */
export const FIRST_YEAR = `SUM('Put hedge'!$C$${FIRST}:$C$${FIRST + QUARTERS.length - 1})`;

/** A floor under the first four quarters of production: quarterly puts, and one of them in detail. */
export function hedge(): Sheet {
  const writer = new SheetWriter(
    "Put hedge",
    { A: 12, B: 112, C: 96, D: 100, E: 100, F: 100, G: 100, H: 100, I: 96, J: 90, K: 90 },
    60,
  );
  writer.put("B1", "A floor under the first four quarters of production", "title");
  writer.put(
    "B2",
    "Puts on each quarter's coins, with strikes at a share of the forward. Blue cells are inputs.",
    "note",
  );
  writer.sheet.rowHeights = { 1: 32, [FIRST - 1]: 60, 17: 60 };
  putTerms(writer);
  putProduction(writer);
  putHedge(writer);
  putGreeks(writer);
  return { ...writer.sheet, frozenRows: 2 };
}

function putTerms(writer: SheetWriter): void {
  writer.section("B", "D", 4, "Terms");
  const terms: readonly (readonly [string, string | number, string, NumberLook])[] = [
    ["Share hedged", 0.5, "of production", "percent"],
    ["Volatility", 0.5, "per year", "percent"],
    ["Interest rate", 0.04, "per year, continuous", "percent"],
  ];
  for (const [index, [name, value, unit, format]] of terms.entries()) {
    writer.put(`B${5 + index}`, name);
    writer.put(`C${5 + index}`, value, "input", format);
    writer.put(`D${5 + index}`, unit, "note");
  }
}

/** Coins and their cost by quarter, from the cash flows; the forward from interest only; the strike as a share of it. */
function putProduction(writer: SheetWriter): void {
  const heads = [
    "Quarter",
    "Production (BTC)",
    "Cost (USD per BTC)",
    "Years to expiry",
    "Forward (USD)",
    "Strike, share of forward",
    "Strike (USD)",
  ];
  writer.putRow("B", FIRST - 1, heads, "columnHead");
  for (const quarter of QUARTERS) {
    const row = FIRST + quarter - 1;
    const start = siteCell(cellOf("start month"));
    const inQuarter = `${cashColumn("month")},">="&${start}+3*(B${row}-1),${cashColumn("month")},"<"&${start}+3*B${row}`;
    const sumOf = (column: "mined" | "power" | "other opex") => `SUMIFS(${cashColumn(column)},${inQuarter})`;
    const cost = `IF(C${row}=0,0,(${sumOf("power")}+${sumOf("other opex")})/C${row})`;
    const forward = `${siteCell(cellOf("btc price"))}*EXP($C$7*E${row})`;
    writer.put(`B${row}`, quarter, "centred");
    writer.put(`C${row}`, `=${sumOf("mined")}`, "figure", "btc");
    writer.put(`D${row}`, `=${cost}`, "figure", "usd");
    writer.put(`E${row}`, `=(${start}-1+3*B${row})/12`, "figure", "decimal");
    writer.put(`F${row}`, `=IFERROR(${forward},"no forward")`, "figure", "usd");
    writer.put(`G${row}`, 0.85, "input", "percent");
    writer.put(`H${row}`, strikeFormula(row), undefined, "usd");
  }
}

/** The strike in USD, or what to write where the cells on its left give none; a text runs on to the right. */
function strikeFormula(row: number): string {
  const [forward, share] = [`F${row}`, `G${row}`];
  const noForward = "No forward: check the price of the site model, the interest rate and the years.";
  const noShare = `Write a share of the forward in ${share}, such as 80%; for a price, =60000/${forward}.`;
  const isShare = `IF(ISNUMBER(${share}),AND(${share}>0,${share}<=${GREATEST_SHARE}),FALSE)`;
  return `=IF(ISNUMBER(${forward}),IF(${isShare},${share}*${forward},"${noShare}"),"${noForward}")`;
}

function putHedge(writer: SheetWriter): void {
  const last = FIRST + QUARTERS.length - 1;
  const column = (letter: string) => `${letter}${FIRST}:${letter}${last}`;
  writer.section("B", "K", 16, "The hedge by quarter");
  const vectors = ["C", "F", "H", "E"].map(column).join(",");
  writer.put("B17", `=MINING.PUT_HEDGE(${vectors},C6,C5,C7,${column("D")},"usd",0.1)`);
  writer.dress("B17:K17", "columnHead");
  writer.dress("B18:B21", "centred");
  writer.dress("B22:K22", "total");
  const formats: readonly NumberLook[] = [
    "decimal",
    "count",
    "usd",
    "usd",
    "usd",
    "usd",
    "usd",
    "decimal",
    "usd",
  ];
  for (const [index, format] of formats.entries()) {
    const letter = String.fromCharCode("C".charCodeAt(0) + index);
    writer.dress(`${letter}18:${letter}22`, undefined, format);
  }
}

/** The put of the last quarter, with its sensitivities. */
function putGreeks(writer: SheetWriter): void {
  writer.section("B", "E", 25, "The last quarter's put, per BTC");
  const put = '"put",F13,C26,E13,C6,C7';
  const lines: readonly (readonly [label: string, formula: string, unit: string, format: NumberLook])[] = [
    ["Strike", "=H13", "USD", "usd"],
    ["Price", `=MINING.OPTION_PRICE(${put})`, "USD", "usdCents"],
    ["Delta", greek(put, "Delta"), "BTC", "delta"],
    ["Vega per point", greek(put, "Vega per point"), "USD per 1 % of volatility", "usdCents"],
    ["Theta per day", greek(put, "Theta per day"), "USD per day", "usdCents"],
  ];
  for (const [index, [label, formula, unit, format]] of lines.entries()) {
    writer.put(`B${26 + index}`, label);
    writer.put(`C${26 + index}`, formula, "figure", format);
    writer.put(`D${26 + index}`, unit, "note");
  }
}

const greek = (put: string, output: string) => `=MINING.OPTION_GREEKS(${put},,,,"${output}")`;
