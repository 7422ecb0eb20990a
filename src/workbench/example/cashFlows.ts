import { columnIndex, columnLetters } from "../host/addresses";
import type { Sheet } from "../workbookData";
import {
  cellOf,
  EXCEL_IRR,
  EXCEL_NPV,
  INSTALLED,
  IRR,
  MODEL_BLOCK,
  NPV,
  ORDER_PRICE,
  ORDERED,
  siteCell,
} from "./modelBlock";
import { cents, SheetWriter, verdictOf, type Check, type NumberLook } from "./sheet";

/** The columns of MINER_CASHFLOWS in their order. */
const table = [
  ["month", "count"],
  ["height", "count"],
  ["subsidy", "btc"],
  ["difficulty", "count"],
  ["price", "usd"],
  ["runs", "percent"],
  ["mined", "btc"],
  ["revenue", "usd"],
  ["other revenue", "usd"],
  ["power", "usd"],
  ["other opex", "usd"],
  ["tax", "usd"],
  ["coins kept", "usd"],
  ["interest", "usd"],
  ["principal", "usd"],
  ["capital", "usd"],
  ["net cash", "usd"],
  ["cumulative", "usd"],
  ["depreciation", "usd"],
  ["heat", "usd"],
  ["profit share", "usd"],
  ["days", "count"],
  ["date", "date"],
] as const satisfies readonly (readonly [string, NumberLook])[];
type Column = (typeof table)[number][0];

const HEADS = 4;
const FIRST = HEADS + 1;
/** Room for 240 months. */
const LAST = FIRST + 240;
const TABLE = "R";
const YEAR = "Q";

const letterOf = (name: Column) =>
  columnLetters(columnIndex(TABLE) + table.findIndex(([column]) => column === name));
const rows = (letter: string) => `$${letter}$${FIRST}:$${letter}$${LAST}`;
const column = (name: Column) => rows(letterOf(name));

/** A column of the cash flows, as other sheets refer to it. */
export const cashColumn = (name: Column) => `'Cash flows'!${column(name)}`;
/** The same with its head, as charts refer to it. */
export const chartColumn = (name: Column) => `Cash flows!${letterOf(name)}${HEADS}:${letterOf(name)}${LAST}`;

const RATE = siteCell(cellOf("discount rate"));

/** Net cash and dates for functions that take no blank cells: after the last month, 0 on its date. */
const [FULL_CASH, FULL_DATE] = ["AP", "AQ"];
const [fullCash, fullDates] = [FULL_CASH, FULL_DATE].map((letter) => `'Cash flows'!${rows(letter)}`);

/** What Excel's own functions make of the net cash: by its dates, or by months where the model discounts so. */
export const excelValue = byDatesOr(
  `IF(${RATE}=0,SUM(${fullCash}),XNPV(${RATE},${fullCash},${fullDates}))`,
  `NPV((1+${RATE})^(1/12)-1,${cashColumn("net cash")})*(1+${RATE})^(1/12)`,
);
/** Where it finds no rate from its usual 10 % on, XIRR starts from that of the add-in. */
export const excelRate = byDatesOr(
  `IFERROR(XIRR(${fullCash},${fullDates}),XIRR(${fullCash},${fullDates},${siteCell(IRR)}))`,
  `(1+IRR(${cashColumn("net cash")},0.01))^12-1`,
);

function byDatesOr(dated: string, periodic: string): string {
  const value = `IF(${siteCell(cellOf("discounting"))}="dated",${dated},${periodic})`;
  return `=IF(COUNT(${cashColumn("net cash")})=0,"none",IFERROR(${value},"none"))`;
}

/** Time 0 and the months on the left, what they come to by year beside them, the whole table on the right. */
export function cashFlows(): Sheet {
  const widths = {
    A: 6,
    B: 56,
    C: 80,
    D: 76,
    E: 92,
    F: 6,
    G: 116,
    ...Object.fromEntries("HIJKLMNO".split("").map((letter) => [letter, 84])),
    P: 12,
    [YEAR]: 56,
    ...Object.fromEntries(table.map(([name]) => [letterOf(name), 104])),
    [letterOf("month")]: 64,
    [letterOf("difficulty")]: 150,
    [FULL_CASH]: 104,
    [FULL_DATE]: 104,
  };
  const writer = new SheetWriter("Cash flows", widths, LAST + 5);
  writer.put("B1", "Cash flows of the site", "title");
  // A text over the border of the frozen columns would be cut there.
  writer.put("G2", "Months and years are taken from the table on the right, which is one formula.", "note");
  writer.sheet.rowHeights = { 1: 32, [HEADS]: 44 };
  putMonths(writer);
  putYears(writer);
  writer.checks(CHECKS, ["G", "J", "K", "L"], checks);
  putTable(writer);
  return {
    ...writer.sheet,
    columns: columnIndex(FULL_DATE) + 2,
    frozenRows: HEADS,
    frozenColumns: 5,
  };
}

/** The one formula, and the calendar year of each of its lines: that of the month's last day. */
function putTable(writer: SheetWriter): void {
  const last = letterOf("date");
  writer.section(YEAR, last, HEADS - 1, "The table of MINER_CASHFLOWS");
  writer.put(`${YEAR}${HEADS}`, "Year", "columnHead");
  writer.put(`${TABLE}${HEADS}`, `=MINING.MINER_CASHFLOWS(${MODEL_BLOCK})`);
  writer.dress(`${TABLE}${HEADS}:${last}${HEADS}`, "columnHead");
  writer.section(FULL_CASH, FULL_DATE, HEADS - 1, "For XNPV and XIRR");
  writer.put(`${FULL_CASH}2`, "After the last month: 0, on its date.", "note");
  writer.putRow(FULL_CASH, HEADS, ["Net cash (USD)", "Date"], "columnHead");
  const [date, cash] = [letterOf("date"), letterOf("net cash")];
  for (let row = FIRST; row <= LAST; row++) {
    const isMonth = `ISNUMBER(${date}${row})`;
    writer.put(`${YEAR}${row}`, `=IF(${isMonth},YEAR(MAX(${date}${row}-1,${date}$${FIRST})),"")`);
    writer.put(`${FULL_CASH}${row}`, `=IF(${isMonth},${cash}${row},0)`);
    const before = row === FIRST ? "0" : `${FULL_DATE}${row - 1}`;
    writer.put(`${FULL_DATE}${row}`, `=IF(${isMonth},${date}${row},${before})`);
  }
  writer.dress(rows(YEAR).replaceAll("$", ""), "centred", "year");
  writer.dress(rows(FULL_CASH).replaceAll("$", ""), "note", "usd");
  writer.dress(rows(FULL_DATE).replaceAll("$", ""), "note", "date");
  for (const [name, format] of table) writer.dress(column(name).replaceAll("$", ""), undefined, format);
}

/** What is read first: when, how much, and how much in all until then. */
function putMonths(writer: SheetWriter): void {
  writer.section("B", "E", HEADS - 1, "By month");
  const columns = [
    ["B", "Month", "month", "count"],
    ["C", "Date", "date", "date"],
    ["D", "Net cash (USD)", "net cash", "count"],
    ["E", "Cumulative (USD)", "cumulative", "count"],
  ] as const;
  for (const [letter, head, name, format] of columns) {
    writer.put(`${letter}${HEADS}`, head, "columnHead");
    for (let row = FIRST; row <= LAST; row++)
      writer.put(`${letter}${row}`, `=IF($${TABLE}${row}="","",${letterOf(name)}${row})`);
    writer.dress(`${letter}${FIRST}:${letter}${LAST}`, letter === "B" ? "centred" : "figure", format);
  }
}

const TOTAL = "H";
const YEARS = ["I", "J", "K", "L", "M", "N"] as const;
const [FIRST_YEAR, LAST_YEAR] = ["I", "N"];
/** All years after those. */
const LATER = "O";

const statement = [
  "Mined (BTC)",
  "Revenue",
  "Power",
  "Other opex",
  "Tax",
  "Operating cash",
  "Machines",
  "Resale",
  "Loan drawn",
  "Interest",
  "Loan repaid",
  "Net cash",
  "Cumulative",
  "Debt cover",
] as const;
type Line = (typeof statement)[number];
const rowOf = (line: Line) => FIRST + statement.indexOf(line);
const isSum = (line: Line) => line === "Operating cash" || line === "Net cash";
const formatOf = (line: Line) => (line === "Mined (BTC)" || line === "Debt cover" ? "decimal" : "count");

/** The years of the horizon side by side: what comes in is positive, what goes out negative. */
function putYears(writer: SheetWriter): void {
  writer.section("G", LATER, HEADS - 1, "By calendar year");
  writer.put(`G${HEADS}`, "USD", "columnHead");
  writer.put(`${TOTAL}${HEADS}`, "Total", "yearHead");
  const lastYear = `MAX(${rows(YEAR)})`;
  writer.put(`${FIRST_YEAR}${HEADS}`, `=IF(COUNT(${rows(YEAR)})=0,"",INDEX(${rows(YEAR)},1))`);
  for (const [index, letter] of YEARS.slice(1).entries()) {
    const before = `${YEARS[index]}${HEADS}`;
    writer.put(`${letter}${HEADS}`, `=IF(${before}="","",IF(${before}<${lastYear},${before}+1,""))`);
  }
  const last = `${LAST_YEAR}${HEADS}`;
  writer.put(`${LATER}${HEADS}`, `=IF(${last}="","",IF(${last}<${lastYear},"Later",""))`);
  writer.dress(`${FIRST_YEAR}${HEADS}:${LATER}${HEADS}`, "yearHead", "year");
  for (const line of statement) {
    const row = rowOf(line);
    writer.put(`G${row}`, line);
    for (const letter of [...YEARS, LATER]) {
      const years = letter === LATER ? `">"&$${LAST_YEAR}$${HEADS}` : `${letter}$${HEADS}`;
      writer.put(`${letter}${row}`, `=IF(${letter}$${HEADS}="","",${yearFormula(line, letter, years)})`);
    }
    if (line === "Debt cover") writer.put(`${TOTAL}${row}`, `=${coverIn(TOTAL)}`);
    else if (line !== "Cumulative") writer.put(`${TOTAL}${row}`, `=SUM(${FIRST_YEAR}${row}:${LATER}${row})`);
    writer.dress(`G${row}`, isSum(line) ? "total" : undefined);
    writer.dress(`${TOTAL}${row}:${LATER}${row}`, isSum(line) ? "rowHead" : "figure", formatOf(line));
  }
  const notes = [
    "A month ends before its date and counts in the year of its last day.",
    "Debt cover: operating cash over interest and loan repaid.",
  ];
  for (const [index, note] of notes.entries())
    writer.put(`G${FIRST + statement.length + index}`, note, "note");
}

function yearFormula(line: Line, letter: string, years: string): string {
  const sumOf = (name: Column) => `SUMIFS(${column(name)},${rows(YEAR)},${years})`;
  const between = (first: Line, last: Line) => `SUM(${letter}${rowOf(first)}:${letter}${rowOf(last)})`;
  const isLast = letter === LATER ? "TRUE" : `${letter}$${HEADS}=MAX(${rows(YEAR)})`;
  switch (line) {
    case "Mined (BTC)":
      return sumOf("mined");
    case "Revenue":
      return `${sumOf("revenue")}+${sumOf("heat")}+${sumOf("other revenue")}-${sumOf("coins kept")}`;
    case "Power":
      return `-${sumOf("power")}`;
    case "Other opex":
      return `-${sumOf("other opex")}-${sumOf("profit share")}`;
    case "Tax":
      return `-${sumOf("tax")}`;
    case "Operating cash":
      return between("Revenue", "Tax");
    case "Machines":
      return `${sumOf("capital")}-${letter}${rowOf("Resale")}-${letter}${rowOf("Loan drawn")}`;
    case "Resale":
      return `IF(${isLast},${siteCell(cellOf("resale value"))},0)`;
    case "Loan drawn":
      return letter === FIRST_YEAR ? siteCell(cellOf("loan")) : "0";
    case "Interest":
      return `-${sumOf("interest")}`;
    case "Loan repaid":
      return `-${sumOf("principal")}`;
    case "Net cash":
      return between("Operating cash", "Loan repaid");
    case "Cumulative":
      return `SUM($${FIRST_YEAR}${rowOf("Net cash")}:${letter}${rowOf("Net cash")})`;
    case "Debt cover":
      return coverIn(letter);
  }
}

function coverIn(letter: string): string {
  const service = `(${letter}${rowOf("Interest")}+${letter}${rowOf("Loan repaid")})`;
  return `IF(${service}=0,"",-${letter}${rowOf("Operating cash")}/${service})`;
}

const CHECKS = FIRST + statement.length + 3;

const checks: readonly Check[] = [
  ["Each month: its parts less its net cash", cents(`SUMPRODUCT(ABS(${parts()}))`), "usdCents"],
  [
    "Months on the left less last cumulative",
    cents(`SUM(${rows("D")})-INDEX(${column("cumulative")},MAX(1,COUNT(${column("cumulative")})))`),
    "usdCents",
  ],
  [
    "Net cash of the years less the months",
    cents(`${TOTAL}${rowOf("Net cash")}-SUM(${column("net cash")})`),
    "usdCents",
  ],
  [
    "Paid for machines less their price",
    cents(`-${TOTAL}${rowOf("Machines")}-${siteCell(ORDER_PRICE)}`),
    "usdCents",
  ],
  ["Machines installed less ordered", `${siteCell(INSTALLED)}-${siteCell(ORDERED)}`, "count"],
  [
    "Depreciation beyond that price",
    cents(`MAX(0,SUM(${column("depreciation")})-${siteCell(ORDER_PRICE)})`),
    "usdCents",
  ],
  ["Loan and added interest less repaid", cents(`${owed()}-SUM(${column("principal")})`), "usdCents"],
  ["NPV: Excel's own less MINER_NPV", cents(`${siteCell(EXCEL_NPV)}-${siteCell(NPV)}`), "usdCents"],
  [
    "IRR: Excel's own less MINER_IRR",
    `IF(COUNT(${siteCell(IRR)})=0,"no IRR",ROUND(${siteCell(EXCEL_IRR)}-${siteCell(IRR)},6))`,
    "finePercent",
  ],
  ["Remarks in MODEL's Check column", remarks(), "count"],
];

/** One sentence for all checks. */
export const verdict = verdictOf(`'Cash flows'!L${CHECKS + 1}:L${CHECKS + checks.length}`, checks.length);

/** By month: what its net cash is made of, less the net cash. */
function parts(): string {
  const received = ["revenue", "heat", "other revenue", "capital"] as const;
  const paid = ["power", "profit share", "other opex", "tax", "coins kept", "interest", "principal"] as const;
  return `${received.map(column).join("+")}-${[...paid, "net cash" as const].map(column).join("-")}`;
}

/** The loan when its payments begin. */
function owed(): string {
  const [rate, month, loan] = ["loan rate", "start month", "loan"].map((name) => siteCell(cellOf(name)));
  return `FV(${rate}/12,${month}-1,0,-${loan})`;
}

/** How many cells of the table's last column hold text, but for its head. */
function remarks(): string {
  const model = `MINING.MODEL(${MODEL_BLOCK})`;
  return `SUMPRODUCT(--(INDEX(${model},0,COLUMNS(${model}))<>""))-1`;
}
