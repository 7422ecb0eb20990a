import snapshot from "../../data/embedded/default-snapshot.json";
import { lineChart, type Sheet } from "../workbookData";
import { SheetWriter, type Look, type NumberLook } from "./sheet";

const { btc } = snapshot;
const RECORDED = "5 Oct";
const ASSUMED = "assumption";

type Line = readonly [
  name: string,
  value: string | number,
  unit: string,
  source: string,
  format?: NumberLook,
];

/** What follows from cells above, or which of them to fill in where one is blank or text. */
function filledIn(formula: string, ...cells: readonly string[]): string {
  return `=IF(COUNT(${cells.join(",")})=${cells.length},${formula},"fill in ${cells.join(", ")}")`;
}

const machine: readonly Line[] = [
  ["Machine", "Antminer S21 XP", "", "public list, 2026"],
  ["Hashrate of one", 270, "TH/s", "public list, 2026", "count"],
  ["Power of one", 3645, "W", "public list, 2026", "count"],
  ["Price", 12, "USD per TH/s", ASSUMED, "usdCents"],
  ["Number", 1000, "machines", ASSUMED, "count"],
];

const block: readonly (Line | string)[] = [
  "Market",
  ["btc price", btc.priceUsd.value, "USD", `WhatToMine, ${RECORDED}`, "usdCents"],
  ["btc price growth", 0.2, "per year", ASSUMED, "percent"],
  ["difficulty", btc.difficulty.value, "", "compact bits 17021ef0", "count"],
  ["difficulty growth", 0.006, "per month", ASSUMED, "percent"],
  ["start height", btc.tipHeight.value + 1, "block", "tip + 1, WhatToMine", "count"],
  ["fees", btc.feesPerBlockBtc.value, "BTC per block", `WhatToMine, ${RECORDED}`, "btc"],
  "Site",
  ["hashrate", filledIn("C6*C9", "C6", "C9"), "TH/s", "machines above", "count"],
  ["hashrate degradation", 0.03, "per year", ASSUMED, "percent"],
  ["efficiency", filledIn('IFERROR(C7/C6,"C6 is 0")', "C6", "C7"), "J/TH", "machine above", "decimal"],
  ["power price", 0.042, "USD/kWh", ASSUMED, "usdPerKwh"],
  ["power price growth", 0.02, "per year", ASSUMED, "percent"],
  ["pue", 1.04, "ratio", ASSUMED, "decimal"],
  ["uptime", 0.97, "share", ASSUMED, "percent"],
  ["pool fee", 0.01, "share", ASSUMED, "percent"],
  ["other opex", 20000, "USD per month", ASSUMED, "usd"],
  "Finance",
  ["capex", filledIn("C6*C8*C9", "C6", "C8", "C9"), "USD", "machines above", "usd"],
  ["resale value", filledIn("0.15*C6*C8*C9", "C6", "C8", "C9"), "USD", "15 % of capex", "usd"],
  ["months", 48, "months", ASSUMED, "count"],
  ["discount rate", 0.12, "per year", ASSUMED, "percent"],
  ["tax rate", 0.21, "share", "US federal rate", "percent"],
  ["depreciation", "macrs5", "method", "IRS Pub. 946, 5 years"],
];

/** First row of the block under its heads. */
const FIRST = 13;
const LAST = FIRST + block.length - 1;

/** The block that the lifecycle functions read, as other sheets refer to it. */
export const MODEL_BLOCK = `'Site model'!$B$${FIRST - 1}:$C$${LAST}`;

/** The cell of an assumption's value. */
export function cellOf(name: string): string {
  return `C${FIRST + block.findIndex((line) => line[0] === name)}`;
}

const [price, difficulty, fees, hashrate] = ["btc price", "difficulty", "fees", "hashrate"].map(cellOf);
const [efficiency, power, pue, uptime, fee] = ["efficiency", "power price", "pue", "uptime", "pool fee"].map(
  cellOf,
);
const subsidy = `MINING.BLOCK_SUBSIDY(${cellOf("start height")})`;
const opexPerDay = `${cellOf("other opex")}*12/365.25`;
const opexPerPhDay = `${opexPerDay}*1000/${hashrate}`;

const model = `B${FIRST - 1}:C${LAST}`;
const market = `${price},${difficulty},${subsidy},${fees}`;
const day = (output: string) =>
  `=MINING.MINER_PNL(${market},${hashrate},${efficiency},${power},${pue},${uptime},${fee},${opexPerDay},"${output}")`;
const breakeven = (unknown: string) =>
  `=MINING.BREAKEVEN("${unknown}",${market},${efficiency},${power},${pue},${fee},${opexPerPhDay})`;

type Result = readonly [name: string, formula: string, unit: string, format: NumberLook];

const value: readonly Result[] = [
  ["Net present value", `=MINING.MINER_NPV(${model})`, "USD", "usd"],
  ["Internal rate of return", `=MINING.MINER_IRR(${model})`, "per year", "percent"],
  ["Payback", `=MINING.PAYBACK(${model})`, "months", "decimal"],
  ["NPV, power 1 cent higher", `=MINING.MINER_NPV(${model},"power price",${power}+0.01)`, "USD", "usd"],
  ["NPV, difficulty +1.5 %/mo", `=MINING.MINER_NPV(${model},"difficulty growth",0.015)`, "USD", "usd"],
];

const today: readonly Result[] = [
  ["Network hashrate", `=MINING.NETWORK_HASHRATE(${difficulty})`, "EH/s", "decimal"],
  ["Hashprice", `=MINING.HASHPRICE(${market})`, "USD/PH/day", "usdCents"],
  ["Hashcost", `=MINING.HASHCOST(${efficiency},${power},${pue},${opexPerPhDay})`, "USD/PH/day", "usdCents"],
  [
    "Mined",
    `=MINING.EXPECTED_BTC(${hashrate},${difficulty},${subsidy},${fees},1,${uptime},${fee})`,
    "BTC a day",
    "btc",
  ],
  ["Profit", day("Profit"), "USD a day", "usd"],
  ["Margin", day("Margin"), "of revenue", "percent"],
];

const breakevens: readonly Result[] = [
  ["Bitcoin price", breakeven("price"), "USD", "usd"],
  ["Power price", breakeven("power"), "USD/kWh", "usdPerKwh"],
  ["Difficulty", breakeven("difficulty"), "", "count"],
  ["Efficiency", breakeven("efficiency"), "J/TH", "decimal"],
];

/** The site: inputs on the left, what follows from them on the right. */
export function siteModel(): Sheet {
  const widths = { A: 12, B: 150, C: 156, D: 108, E: 160, F: 14, G: 184, H: 150, I: 92 };
  const writer = new SheetWriter("Site model", widths, 60);
  writer.put("B1", "A mining site on the network of 5 October 2026", "title");
  writer.put("B2", "Blue cells are inputs: change any of them. Everything else follows.", "note");
  writer.sheet.rowHeights = { 1: 32 };
  writer.section("B", "E", 4, "Machines");
  for (const [index, line] of machine.entries()) putLine(writer, 5 + index, line);
  writer.section("B", "E", FIRST - 2, "Model block");
  writer.putRow("B", FIRST - 1, ["Assumption", "Value", "Unit", "Source"], "heading");
  for (const [index, line] of block.entries()) {
    if (typeof line === "string") writer.putRow("B", FIRST + index, [line, "", "", ""], "heading");
    else putLine(writer, FIRST + index, line);
  }
  putResults(writer, 4, "Value", value, "keyFigure");
  putResults(writer, 23, "Today", today, "figure");
  putResults(writer, 31, "Break-even: nothing is earned at", breakevens, "figure");
  return { ...writer.sheet, frozenRows: 2, charts: [cumulativeChart()] };
}

function putLine(writer: SheetWriter, row: number, [name, content, unit, source, format]: Line): void {
  writer.put(`B${row}`, name);
  writer.put(
    `C${row}`,
    content,
    name === "Machine" || String(content).startsWith("=") ? "figure" : "input",
    format,
  );
  writer.put(`D${row}`, unit, "note");
  writer.put(`E${row}`, source, "note");
}

function putResults(
  writer: SheetWriter,
  row: number,
  title: string,
  results: readonly Result[],
  look: Look,
): void {
  writer.section("G", "I", row, title);
  for (const [index, [name, formula, unit, format]] of results.entries()) {
    writer.put(`G${row + 1 + index}`, name);
    writer.put(`H${row + 1 + index}`, formula, look, format);
    writer.put(`I${row + 1 + index}`, unit, "note");
  }
}

function cumulativeChart() {
  const definition = lineChart({
    title: "Cumulative cash (USD)",
    labels: "Cash flows!A3:A244",
    series: [{ range: "Cash flows!R3:R244", color: "#0f6c5c" }],
    xTitle: "month",
  });
  return { id: "cumulative-cash", column: 6, row: 10, width: 425, height: 268, definition };
}
