import { columnIndex, columnLetters } from "../host/addresses";
import { lineChart, type Sheet } from "../workbookData";
import { VOLATILITY } from "./hedge";
import { cellOf, monthCells, NPV, siteCell } from "./modelBlock";
import { cents, SheetWriter, type Check, type NumberLook } from "./sheet";

const SITES = 3;
/** PORTFOLIO: its head, the sites and their total. */
const HEAD = 5;
const TOTAL = HEAD + SITES + 1;
const first = (letter: string) => `${letter}${HEAD + 1}`;
const bySite = (letter: string) => `${first(letter)}:${letter}${TOTAL - 1}`;

const SIMULATED = TOTAL + 2;
const OUTCOMES = 14;
/** Few enough to compute at every edit; the standard error says how close they come. */
const PATHS = 500;
const CHECKS = SIMULATED + OUTCOMES + 2;
const TABLE = CHECKS + 7;

/** PORTFOLIO_CASHFLOWS on the right, with room for 240 months. */
const CASH = "L";
const CASH_LAST = HEAD + 1 + 240;
const cashLetter = (column: number) => columnLetters(columnIndex(CASH) + column);
const [MONTH, DATE, FIRST_SITE, LAST_SITE, SUM, CUMULATIVE] = [0, 1, 2, 1 + SITES, 2 + SITES, 3 + SITES].map(
  cashLetter,
) as [string, string, string, string, string, string];
const months = (from: string, to = from) => `${from}${HEAD + 1}:${to}${CASH_LAST}`;

type Cell = string | number;
interface Assumption {
  readonly name: string;
  readonly sites: readonly [Cell, Cell, Cell];
  readonly unit: string;
  readonly source: string;
  readonly format?: NumberLook;
}

const SAME = ["same", "same"] as const;
const ofModel = (name: string) => `=${siteCell(cellOf(name))}`;

/** An assumption that is the site model's for the first site. */
function row(name: string, others: readonly [Cell, Cell], unit: string, format?: NumberLook): Assumption {
  const source = others.every((cell) => cell === "same") ? "site model" : "site model; assumptions";
  return { name, sites: [ofModel(name), ...others], unit, source, format };
}

const assumptions: readonly (Assumption | string)[] = [
  "Timing",
  row("start date", SAME, "date", "date"),
  row("start month", [1, 2], "month", "count"),
  row("months", ["same", 36], "months", "count"),
  row("discount rate", [0.1, 0.15], "per year", "percent"),
  row("discounting", SAME, "method"),
  "Market",
  row("btc price", SAME, "USD", "usdCents"),
  row("btc price growth", SAME, "per year", "percent"),
  {
    name: "difficulty (T)",
    sites: [`=${siteCell(cellOf("difficulty"))}/10^12`, ...SAME],
    unit: "10^12",
    source: "site model",
    format: "decimal",
  },
  row("difficulty growth", SAME, "per month", "percent"),
  row("start height", SAME, "block", "count"),
  row("fees", SAME, "BTC per block", "btc"),
  {
    name: "volatility",
    sites: [`=${VOLATILITY}`, ...SAME],
    unit: "per year",
    source: "put hedge",
    format: "percent",
  },
  {
    name: "difficulty volatility",
    sites: [0.25, ...SAME],
    unit: "per year",
    source: "assumption",
    format: "percent",
  },
  "Site",
  {
    name: "hashrate",
    sites: ["series fleet", 54000, 70200],
    unit: "TH/s",
    source: "200 S21 XP; 300 S21 Pro",
    format: "count",
  },
  row("efficiency", ["same", 15], "J/TH", "decimal"),
  row("power price", [0.038, 0.06], "USD/kWh", "usdPerKwh"),
  row("power price growth", ["same", 0], "per year", "percent"),
  row("pue", [1.06, 1], "ratio", "decimal"),
  row("uptime", [0.98, 0.96], "share", "percent"),
  row("pool fee", SAME, "share", "percent"),
  row("other opex", [6000, 1500], "USD a month", "usd"),
  row("other opex growth", SAME, "per year", "percent"),
  {
    name: "heat price",
    sites: [0, 0.01, 0],
    unit: "USD/kWh",
    source: "assumptions",
    format: "usdPerKwh",
  },
  {
    name: "profit share",
    sites: [0, 0, 0.15],
    unit: "to the host",
    source: "assumptions",
    format: "percent",
  },
  "Finance",
  row("capex", [648000, 421200], "USD", "usd"),
  {
    name: "capex schedule",
    sites: ["series paid", "default", "default"],
    unit: "USD a month",
    source: "site model",
  },
  row("resale value", [97200, 42120], "USD", "usd"),
  row("tax rate", SAME, "share", "percent"),
  row("loss limit", SAME, "share", "percent"),
  row("depreciation", SAME, "method"),
  row("loan", [0, 0], "USD", "usd"),
  row("loan rate", SAME, "per year", "percent"),
  row("loan months", SAME, "months", "count"),
];
const SERIES = TABLE + 2 + assumptions.length;
const series = [
  ["series fleet", "hashrate"],
  ["series paid", "capex schedule"],
] as const;
const LAST = SERIES + series.length;
/** The series reach beyond the sites, to the fifth month. */
const table = `$B$${TABLE + 1}:$G$${LAST}`;

const equals = (letter: string) => `ABS(${letter}${TOTAL}-SUM(${bySite(letter)}))`;
const checks: readonly Check[] = [
  ["Totals less the sums of the sites", cents(["C", "D", "E", "I"].map(equals).join("+")), "usdCents"],
  [
    "Net cash of the sites less total by month",
    cents(`SUM(${months(FIRST_SITE, LAST_SITE)})-SUM(${months(SUM)})`),
    "usdCents",
  ],
  [
    "Months added up less last cumulative",
    cents(`SUM(${months(SUM)})-INDEX(${months(CUMULATIVE)},MAX(1,COUNT(${months(CUMULATIVE)})))`),
    "usdCents",
  ],
  ["First site's NPV less the site model's", cents(`${first("E")}-${siteCell(NPV)}`), "usdCents"],
  ["Remarks in the Check column", `SUMPRODUCT(--(${bySite("J")}<>""))`, "count"],
];

/** The site of the model beside a small one of one's own and machines at a host, all on one market. */
export function portfolio(): Sheet {
  const widths = {
    A: 12,
    B: 212,
    C: 92,
    D: 76,
    E: 92,
    F: 60,
    G: 78,
    H: 84,
    I: 104,
    J: 54,
    K: 12,
    ...Object.fromEntries("LMNOPQR".split("").map((letter) => [letter, 96])),
  };
  const writer = new SheetWriter("Portfolio", widths, CASH_LAST + 5);
  writer.put("B1", "Three sites on one market", "title");
  writer.put(
    "B2",
    "The table of models is below: blue cells are inputs, and same means as on the left. The first site is the site model.",
    "note",
  );
  writer.sheet.rowHeights = { 1: 32, [HEAD]: 60 };
  putValues(writer);
  putSimulation(writer);
  putTable(writer);
  putCash(writer);
  writer.verdict("B3", writer.checks(CHECKS, ["B", "C", "D", "E"], checks));
  return {
    ...writer.sheet,
    columns: columnIndex(CUMULATIVE) + 2,
    frozenRows: 3,
    charts: [cumulativeChart()],
  };
}

/** What each site is worth, and all of them. */
function putValues(writer: SheetWriter): void {
  writer.section("B", "J", HEAD - 1, "PORTFOLIO: each site and all of them");
  writer.put(`B${HEAD}`, `=MINING.PORTFOLIO(${table})`);
  writer.dress(`B${HEAD}:J${HEAD}`, "columnHead");
  writer.dress(`B${TOTAL}:J${TOTAL}`, "total");
  const formats: readonly NumberLook[] = ["usd", "decimal", "usd", "percent", "decimal", "usd", "usd"];
  for (const [index, format] of formats.entries()) {
    const letter = columnLetters(columnIndex("C") + index);
    writer.dress(`${letter}${HEAD + 1}:${letter}${TOTAL}`, undefined, format);
  }
}

function putSimulation(writer: SheetWriter): void {
  writer.section("B", "C", SIMULATED, `SIM_PORTFOLIO: ${PATHS} markets`);
  writer.put(`B${SIMULATED + 1}`, `=MINING.SIM_PORTFOLIO(${table},${PATHS})`);
  const last = SIMULATED + OUTCOMES;
  writer.dress(`C${SIMULATED + 1}:C${last - 6}`, "figure", "usd");
  // Probabilities of loss and payback, and the months run between sums in USD.
  writer.dress(`C${last - 5}`, "figure", "percent");
  writer.dress(`C${last - 4}`, "figure", "usd");
  writer.dress(`C${last - 3}`, "figure", "percent");
  writer.dress(`C${last - 2}`, "figure", "decimal");
  writer.dress(`C${last - 1}:C${last}`, "figure", "usd");
}

function putTable(writer: SheetWriter): void {
  writer.section("B", "J", TABLE, "Table of models");
  writer.putRow("B", TABLE + 1, ["Assumption"], "heading");
  writer.putRow("C", TABLE + 1, ["Site model", "Hydro", "Hosted"], "input");
  // A text right of the sites' names would name one more.
  writer.dress(`F${TABLE + 1}:J${TABLE + 1}`, "heading");
  for (const [index, line] of assumptions.entries()) {
    const at = TABLE + 2 + index;
    if (typeof line === "string") {
      writer.put(`B${at}`, line);
      writer.dress(`B${at}:J${at}`, "heading");
      continue;
    }
    writer.put(`B${at}`, line.name);
    for (const [site, cell] of line.sites.entries())
      writer.put(`${"CDE"[site]}${at}`, cell, typeof cell === "number" ? "input" : "figure", line.format);
    writer.put(`F${at}`, line.unit, "note");
    writer.put(`H${at}`, line.source, "note");
  }
  writer.put(`B${SERIES}`, "Series, months 1 to 5");
  writer.dress(`B${SERIES}:J${SERIES}`, "heading");
  for (const [index, [name, source]] of series.entries()) {
    const at = SERIES + 1 + index;
    writer.put(`B${at}`, name);
    for (const [month, cell] of monthCells(source).entries())
      writer.put(`${columnLetters(columnIndex("C") + month)}${at}`, `=${cell}`, "figure", "count");
    writer.put(`H${at}`, "site model", "note");
  }
}

function putCash(writer: SheetWriter): void {
  writer.section(CASH, CUMULATIVE, HEAD - 1, "PORTFOLIO_CASHFLOWS: net cash by month");
  writer.put(`${CASH}${HEAD}`, `=MINING.PORTFOLIO_CASHFLOWS(${table})`);
  writer.dress(`${CASH}${HEAD}:${CUMULATIVE}${HEAD}`, "columnHead");
  writer.dress(months(MONTH), "centred", "count");
  writer.dress(months(DATE), "figure", "date");
  writer.dress(months(FIRST_SITE, CUMULATIVE), "figure", "usd");
}

function cumulativeChart() {
  const column = (letter: string) => `Portfolio!${letter}${HEAD}:${letter}${CASH_LAST}`;
  const definition = lineChart({
    title: "Cumulative cash of the sites together (USD)",
    labels: column(MONTH),
    series: [{ range: column(CUMULATIVE), color: "#0f6c5c" }],
    xTitle: "month",
  });
  return { id: "portfolio-cash", column: 3, row: SIMULATED - 1, width: 546, height: 345, definition };
}
