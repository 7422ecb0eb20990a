import type { ChartTypeDefinition } from "@odoo/o-spreadsheet";
import type { Sheet } from "../workbookData";
import { INSTALLED, MACHINE_HASHRATE, siteCell } from "./modelBlock";
import { SheetWriter, type Check, type NumberLook } from "./sheet";

const TERMS = 6;
const terms: readonly (readonly [string, string | number, string, NumberLook?])[] = [
  ["Nameplate", `=${siteCell(INSTALLED)}*${siteCell(MACHINE_HASHRATE)}`, "TH/s, as the site", "count"],
  // Block 931,392 was the first of these periods.
  ["Subsidy", "=MINING.BLOCK_SUBSIDY(931392)", "BTC per block", "btc"],
  ["Fees", 0.02, "BTC, assumption", "btc"],
  ["Pool fee", 0.02, "assumption", "percent"],
  ["Scheme", "pplns", "or solo, fpps"],
  ["Hashrate of the pool", 30_000_000, "TH/s, assumption", "count"],
  ["Confidence", 0.95, "of what luck explains", "percent"],
];
const term = (name: string) => `$C$${TERMS + terms.findIndex(([known]) => known === name)}`;

const HEAD = 15;
const FIRST = HEAD + 1;
/** Retargets 462 to 467: days between them, difficulty; then what the statements say. */
const statements = [
  [14.4761, 146.47257061993078, 265800, 0.972, 0.0031, 0.0011, 1.51027532],
  [15.7676, 141.66810741755825, 266400, 0.978, 0.0028, 0.0009, 1.8288741],
  [12.2068, 125.86459011949427, 264900, 0.949, 0.0035, 0.0014, 1.46512185],
  [13.9404, 144.39840151810094, 265200, 0.981, 0.0029, 0.001, 1.47206049],
  [15.1844, 145.04216542485328, 266100, 0.975, 0.003, 0.0008, 1.69777625],
  [13.4822, 133.79314730754275, 265500, 0.969, 0.0033, 0.0012, 1.58573394],
] as const;
const LAST = HEAD + statements.length;
const column = (letter: string) => `${letter}${FIRST}:${letter}${LAST}`;

/** The table has them in 10^12. */
const DIFFICULTIES = `${column("D")}*10^12`;

const AUDIT = LAST + 3;
const AUDIT_TOTAL = AUDIT + 2 + statements.length;
const WATERFALL = AUDIT_TOTAL + 2;
/** The row of a step of the waterfall. */
const stepRow = (step: number) => WATERFALL + 2 + step;
const LOSSES = [1, 2, 3, 4, 5, 7].map(stepRow);
const [EXPECTED, LUCK, PAID] = [6, 7, 8].map(stepRow);

const CHECKS = stepRow(8) + 2;
const satoshis = (formula: string) => `ROUND(${formula},8)`;
const checks: readonly Check[] = [
  [
    "Nameplate and its losses less expected",
    satoshis(`SUM(C${stepRow(0)}:C${stepRow(5)})-C${EXPECTED}`),
    "btc",
  ],
  ["Expected and luck less paid", satoshis(`C${EXPECTED}+C${LUCK}-C${PAID}`), "btc"],
  ["Expected: POOL_AUDIT less YIELD_WATERFALL", satoshis(`C${AUDIT_TOTAL}-C${EXPECTED}`), "btc"],
  ["Paid: statements less YIELD_WATERFALL", satoshis(`SUM(${column("I")})-C${PAID}`), "btc"],
];

/** A pool's statements over a quarter, and whether luck explains what is missing. */
export function poolAudit(): Sheet {
  const widths = {
    A: 12,
    B: 150,
    C: 92,
    D: 92,
    E: 98,
    F: 86,
    G: 62,
    H: 76,
    I: 92,
    J: 92,
    K: 12,
    L: 146,
    M: 96,
  };
  const writer = new SheetWriter("Pool audit", widths, CHECKS + checks.length + 20);
  writer.put("B1", "A quarter of one pool's statements", "title");
  writer.put(
    "B2",
    "Difficulty and days are those of 8 January to 3 April 2026. The statements are assumptions.",
    "note",
  );
  writer.sheet.rowHeights = { 1: 32, [HEAD]: 42, [AUDIT + 1]: 42, [WATERFALL + 1]: 60 };
  writer.put("B3", `=${sentence()}`, "strong");
  putTerms(writer);
  putStatements(writer);
  putAudit(writer);
  putWaterfall(writer);
  writer.verdict("B4", writer.checks(CHECKS, ["B", "D", "E", "F"], checks));
  return { ...writer.sheet, frozenRows: 4, charts: [chart()] };
}

/** Whether what is missing lies within what luck explains. */
function sentence(): string {
  const [luck, lower, upper] = [`C${LUCK}`, `E${LUCK}`, `F${LUCK}`];
  const paid = `"The pool paid "&TEXT(ABS(${luck})/C${EXPECTED},"0.0%")&IF(${luck}<0," less"," more")&" than expected, "&TEXT(ABS(${luck}),"0.0000")&" BTC: "`;
  const bounds = `TEXT(${lower},"0.0000")&" to "&TEXT(${upper},"0.0000")`;
  const verdict = `IF(AND(${luck}>=${lower},${luck}<=${upper}),"within luck, which explains ","more than luck, which explains ")&${bounds}&" BTC."`;
  return `${paid}&IF(ISNUMBER(${lower}),${verdict},"fpps pays without luck.")`;
}

function putTerms(writer: SheetWriter): void {
  writer.section("B", "E", TERMS - 1, "Terms");
  for (const [index, [name, value, unit, format]] of terms.entries()) {
    const row = TERMS + index;
    writer.put(`B${row}`, name);
    writer.put(`C${row}`, value, String(value).startsWith("=") ? "figure" : "input", format);
    writer.put(`D${row}`, unit, "note");
  }
}

function putStatements(writer: SheetWriter): void {
  writer.section("B", "J", HEAD - 1, "Statements, by period of one difficulty");
  const heads = [
    "From (date)",
    "Days",
    "Difficulty (T)",
    "Hashrate (TH/s)",
    "Uptime",
    "Stale shares",
    "Rejected shares",
    "Paid (BTC)",
    "TH/s-days accepted",
  ];
  writer.putRow("B", HEAD, heads, "columnHead");
  for (const [index, values] of statements.entries()) {
    const row = FIRST + index;
    if (index === 0) writer.put(`B${row}`, 46030.3373, "input", "date");
    else writer.put(`B${row}`, `=IFERROR(B${row - 1}+C${row - 1},"no date")`, "figure", "date");
    writer.putRow("C", row, values, "input");
    writer.put(`J${row}`, `=E${row}*F${row}*(1-G${row}-H${row})*C${row}`, "figure", "count");
  }
  const formats = ["decimal", "decimal", "count", "percent", "finePercent", "finePercent", "btc"] as const;
  for (const [index, format] of formats.entries())
    writer.dress(column("CDEFGHI".charAt(index)), undefined, format);
  const total = LAST + 1;
  writer.put(`B${total}`, "Total");
  writer.dress(`B${total}:J${total}`, "total");
  for (const [letter, format] of [
    ["C", "decimal"],
    ["I", "btc"],
    ["J", "count"],
  ] as const)
    writer.put(`${letter}${total}`, `=SUM(${column(letter)})`, "rowHead", format);
}

function putAudit(writer: SheetWriter): void {
  writer.section("B", "F", AUDIT, "POOL_AUDIT, by period");
  const heads = ["Period", "Expected (BTC)", "Paid (BTC)", "Difference (BTC)", "Share of expected"];
  writer.putRow("B", AUDIT + 1, heads, "columnHead");
  const vectors = [column("I"), column("J"), DIFFICULTIES].join(",");
  const market = ["Subsidy", "Fees", "Pool fee"].map(term).join(",");
  writer.put(`B${AUDIT + 2}`, `=MINING.POOL_AUDIT(${vectors},${market},FALSE)`);
  writer.dress(`B${AUDIT + 2}:B${AUDIT_TOTAL - 1}`, "centred");
  writer.dress(`C${AUDIT + 2}:E${AUDIT_TOTAL}`, undefined, "btc");
  writer.dress(`F${AUDIT + 2}:F${AUDIT_TOTAL}`, undefined, "percent");
  writer.dress(`B${AUDIT_TOTAL}:F${AUDIT_TOTAL}`, "total");
}

function putWaterfall(writer: SheetWriter): void {
  writer.section("B", "F", WATERFALL, "YIELD_WATERFALL, and what luck explains");
  const given = [
    term("Nameplate"),
    DIFFICULTIES,
    term("Subsidy"),
    term("Fees"),
    column("C"),
    column("E"),
    column("I"),
    ...["F", "G", "H"].map(column),
    ...["Pool fee", "Scheme", "Hashrate of the pool", "Confidence"].map(term),
  ];
  writer.put(`B${WATERFALL + 1}`, `=MINING.YIELD_WATERFALL(${given.join(",")})`);
  writer.dress(`B${WATERFALL + 1}:F${WATERFALL + 1}`, "columnHead");
  for (const letter of ["C", "E", "F"])
    writer.dress(`${letter}${stepRow(0)}:${letter}${PAID}`, undefined, "btc");
  writer.dress(`D${stepRow(0)}:D${PAID}`, undefined, "finePercent");
  writer.section("L", "M", WATERFALL, "For the chart");
  writer.putRow("L", WATERFALL + 1, ["Step", "% of nameplate"], "columnHead");
  for (const [index, row] of LOSSES.entries()) {
    writer.put(`L${WATERFALL + 2 + index}`, `=B${row}`);
    writer.put(`M${WATERFALL + 2 + index}`, `=ROUND(100*D${row},2)`, "figure", "decimal");
  }
}

/** The steps between nameplate and paid, which are too small to see beside those two. */
function chart() {
  const range = (letter: string) =>
    `Pool audit!${letter}${WATERFALL + 1}:${letter}${WATERFALL + 1 + LOSSES.length}`;
  const definition: ChartTypeDefinition<"bar", string> = {
    type: "bar",
    title: { text: "From nameplate to paid, % of nameplate", bold: true, fontSize: 14 },
    dataSource: {
      type: "range",
      dataSets: [{ dataSetId: "0", dataRange: range("M") }],
      dataSetsHaveTitle: true,
      labelRange: range("L"),
    },
    dataSetStyles: { "0": { backgroundColor: "#0f6c5c", yAxisId: "y" } },
    legendPosition: "none",
    horizontal: true,
    stacked: false,
  };
  return { id: "yield", column: 5, row: TERMS - 2, width: 408, height: 205, definition };
}
