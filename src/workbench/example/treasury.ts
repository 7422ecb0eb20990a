import { columnIndex, columnLetters } from "../host/addresses";
import { lineChart, type Sheet } from "../workbookData";
import { cashColumn } from "./cashFlows";
import { MODEL_BLOCK } from "./modelBlock";
import { cents, SheetWriter, type Check, type NumberLook } from "./sheet";

/** The columns of TREASURY in their order. */
const table = [
  ["month", "count"],
  ["mined", "btc"],
  ["sold", "btc"],
  ["held", "btc"],
  ["price", "usd"],
  ["proceeds", "usd"],
  ["bills", "usd"],
  ["cash", "usd"],
  ["coins", "usd"],
  ["loan", "usd"],
  ["net worth", "usd"],
  ["shortfall", "usd"],
] as const satisfies readonly (readonly [string, NumberLook])[];
type Column = (typeof table)[number][0];
const placeOf = (name: Column) => table.findIndex(([column]) => column === name);

const TABLE = "I";
const HEAD = 4;
const FIRST = HEAD + 1;
/** Room for 240 months. */
const LAST = FIRST + 240;
const letterOf = (name: Column) => columnLetters(columnIndex(TABLE) + placeOf(name));
const rows = (letter: string) => `$${letter}$${FIRST}:$${letter}$${LAST}`;
const column = (name: Column) => rows(letterOf(name));
const MONTHS = `COUNT(${column("month")})`;
const last = (name: Column) => `INDEX(${column(name)},MAX(1,${MONTHS}))`;
/** The month of a line in which cash falls short, else nothing. */
const SHORT = "U";

const [CASH, COINS, POLICY, LEAST] = ["$C$7", "$C$8", "$C$9", "$C$10"];
const inputs: readonly (readonly [string, string | number, string, NumberLook?])[] = [
  ["Cash at the beginning", 1_500_000, "USD, assumption", "usd"],
  ["Coins at the beginning", 20, "BTC, assumption", "decimal"],
  ["Policy", "cover", "cover, sell_all, hold, or the share of the mined coins that is sold"],
  ["Cash to keep", 250_000, "USD, assumption", "usd"],
];

const POLICIES = 13;
const treasuryOf = (policy: string) =>
  `MINING.TREASURY(${MODEL_BLOCK},${CASH},${COINS},${policy},${LEAST},FALSE)`;
const atTheEnd = (name: Column) => (policy: string) =>
  `INDEX(${treasuryOf(policy)},${MONTHS},${placeOf(name) + 1})`;
const shortfalls = (policy: string) => `INDEX(${treasuryOf(policy)},0,${placeOf("shortfall") + 1})`;
const results: readonly (readonly [string, (policy: string) => string, NumberLook])[] = [
  ["Net worth at the end", atTheEnd("net worth"), "usd"],
  ["Cash at the end", atTheEnd("cash"), "usd"],
  ["Coins at the end (BTC)", atTheEnd("held"), "decimal"],
  ["Months that fall short", (policy) => `SUMPRODUCT(--(${shortfalls(policy)}>0))`, "count"],
  ["Largest shortfall", (policy) => `MAX(${shortfalls(policy)})`, "usd"],
];

const CHECKS = POLICIES + results.length + 2;
const checks: readonly Check[] = [
  [
    "Cash, coins and loan less net worth, by month",
    cents(`SUMPRODUCT(ABS(${column("cash")}+${column("coins")}-${column("loan")}-${column("net worth")}))`),
    "usdCents",
  ],
  [
    "Cash: opening, proceeds, bills less the last",
    cents(`${CASH}+SUM(${column("proceeds")})-SUM(${column("bills")})-${last("cash")}`),
    "usdCents",
  ],
  [
    "Coins: opening, mined, sold less the last",
    `ROUND(${COINS}+SUM(${column("mined")})-SUM(${column("sold")})-${last("held")},8)`,
    "btc",
  ],
  ["Mined less mined on Cash flows", `ROUND(SUM(${column("mined")})-SUM(${cashColumn("mined")}),8)`, "btc"],
  [
    "sell_all: cash less opening and net cash",
    cents(`D${POLICIES + 2}-${CASH}-SUM(${cashColumn("net cash")})`),
    "usdCents",
  ],
];

/** Cash and coins of the site's owner, under a policy of selling and beside three others. */
export function treasury(): Sheet {
  const widths = {
    A: 12,
    B: 176,
    C: 90,
    D: 90,
    E: 90,
    F: 90,
    G: 300,
    H: 12,
    ...Object.fromEntries(table.map(([name]) => [letterOf(name), 96])),
    [letterOf("month")]: 64,
    [SHORT]: 96,
  };
  const writer = new SheetWriter("Treasury", widths, LAST + 5);
  writer.put("B1", "A treasury for the site", "title");
  writer.put("B2", "The bills of the site model are paid from cash and, under cover, from coins.", "note");
  writer.sheet.rowHeights = { 1: 32, [HEAD]: 42 };
  putInputs(writer);
  putPolicies(writer);
  putTable(writer);
  writer.verdict("B3", writer.checks(CHECKS, ["B", "D", "E", "F"], checks));
  return {
    ...writer.sheet,
    columns: columnIndex(SHORT) + 2,
    frozenRows: HEAD,
    charts: [chart()],
  };
}

function putInputs(writer: SheetWriter): void {
  writer.section("B", "G", 6, "Inputs");
  for (const [index, [name, value, unit, format]] of inputs.entries()) {
    writer.put(`B${7 + index}`, name);
    writer.put(`C${7 + index}`, value, "input", format);
    writer.put(`D${7 + index}`, unit, "note");
  }
  const short = rows(SHORT);
  const several = `IF(COUNT(${short})<=6,TEXTJOIN(", ",TRUE,${short}),MIN(${short})&" to "&MAX(${short}))`;
  const missing = `TEXT(MAX(${column("shortfall")}),"#,##0")`;
  writer.put(
    `B${HEAD}`,
    `=IF(COUNT(${short})=0,"Cash never falls below what is to be kept.","Cash falls short in "&IF(COUNT(${short})=1,"month ","months ")&${several}&", by at most "&${missing}&" USD.")`,
    "strong",
  );
}

function putPolicies(writer: SheetWriter): void {
  writer.section("B", "F", POLICIES - 1, "The same under each policy (USD)");
  writer.put(`B${POLICIES}`, "Policy");
  writer.dress(`B${POLICIES}`, "heading");
  writer.putRow("C", POLICIES, ["cover", "sell_all", "hold", 0.5], "rowHead");
  writer.dress(`F${POLICIES}`, undefined, "wholePercent");
  for (const [index, [name, formula, format]] of results.entries()) {
    const row = POLICIES + 1 + index;
    writer.put(`B${row}`, name);
    for (const letter of ["C", "D", "E", "F"])
      writer.put(`${letter}${row}`, `=${formula(`${letter}$${POLICIES}`)}`, "figure", format);
  }
}

function putTable(writer: SheetWriter): void {
  writer.section(TABLE, letterOf("shortfall"), HEAD - 1, "The table of TREASURY");
  writer.put(`${TABLE}${HEAD}`, `=MINING.TREASURY(${MODEL_BLOCK},${CASH},${COINS},${POLICY},${LEAST})`);
  writer.dress(`${TABLE}${HEAD}:${letterOf("shortfall")}${HEAD}`, "columnHead");
  for (const [name, format] of table) writer.dress(column(name).replaceAll("$", ""), undefined, format);
  writer.put(`${SHORT}${HEAD}`, "Month that falls short", "columnHead");
  for (let row = FIRST; row <= LAST; row++) {
    const [month, shortfall] = [`${TABLE}${row}`, `${letterOf("shortfall")}${row}`];
    writer.put(`${SHORT}${row}`, `=IF(ISNUMBER(${shortfall}),IF(${shortfall}>0,${month},""),"")`);
  }
  writer.dress(rows(SHORT).replaceAll("$", ""), "note", "count");
}

function chart() {
  const range = (name: Column) => `Treasury!${letterOf(name)}${HEAD}:${letterOf(name)}${LAST}`;
  const definition = lineChart({
    title: "Cash, coins and net worth (USD)",
    labels: range("month"),
    series: [
      { range: range("cash"), color: "#0b4fa8" },
      { range: range("coins"), color: "#e08a00" },
      { range: range("net worth"), color: "#0f6c5c" },
    ],
    xTitle: "month",
  });
  return { id: "treasury", column: 6, row: POLICIES - 2, width: 300, height: 345, definition };
}
