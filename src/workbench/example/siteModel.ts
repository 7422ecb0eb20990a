import { lineChart, type Sheet } from "../workbookData";
import { chartColumn, excelRate, excelValue, verdict } from "./cashFlows";
import {
  block,
  cellOf,
  delivery,
  DELIVERY_ROW,
  EXCEL_IRR,
  EXCEL_NPV,
  FIRST,
  INSTALLED,
  IRR,
  LAST,
  LAST_MONTH,
  MACHINE_HASHRATE,
  machines,
  MACHINES_ROW,
  MONTH_COLUMNS,
  NPV,
  ORDER_PRICE,
  type Line,
} from "./modelBlock";
import { SheetWriter, type NumberLook } from "./sheet";

const model = `B${FIRST - 1}:${LAST_MONTH}${LAST}`;

const DAY_ROW = LAST + 3;
const FLEET = `C${DAY_ROW}`;
const [price, difficulty, fees] = ["btc price", "difficulty", "fees"].map(cellOf);
const [efficiency, power, pue, uptime, fee] = ["efficiency", "power price", "pue", "uptime", "pool fee"].map(
  cellOf,
);
const subsidy = `MINING.BLOCK_SUBSIDY(${cellOf("start height")})`;
const opexPerDay = `${cellOf("other opex")}*12/365.25`;
const opexPerPhDay = `${opexPerDay}*1000/${FLEET}`;
const market = `${price},${difficulty},${subsidy},${fees}`;
const day = (output: string) =>
  `=MINING.MINER_PNL(${market},${FLEET},${efficiency},${power},${pue},${uptime},${fee},${opexPerDay},"${output}")`;
const breakeven = (unknown: string) =>
  `MINING.BREAKEVEN("${unknown}",${market},${efficiency},${power},${pue},${fee},${opexPerPhDay})`;

type Result = readonly [name: string, formula: string, unit: string, format: NumberLook];

/** A day at the start, with all machines running. */
const today: readonly Result[] = [
  ["Hashrate", `=${INSTALLED}*${MACHINE_HASHRATE}`, "TH/s", "count"],
  ["Network hashrate", `=MINING.NETWORK_HASHRATE(${difficulty})`, "EH/s", "decimal"],
  ["Hashprice", `=MINING.HASHPRICE(${market})`, "USD/PH/day", "usdCents"],
  ["Hashcost", `=MINING.HASHCOST(${efficiency},${power},${pue},${opexPerPhDay})`, "USD/PH/day", "usdCents"],
  [
    "Mined",
    `=MINING.EXPECTED_BTC(${FLEET},${difficulty},${subsidy},${fees},1,${uptime},${fee})`,
    "BTC a day",
    "btc",
  ],
  ["Profit", day("Profit"), "USD a day", "usd"],
  ["Margin", day("Margin"), "of revenue", "percent"],
];

const breakevens: readonly Result[] = [
  ["Bitcoin price", `=${breakeven("price")}`, "USD", "usd"],
  ["Power price", `=${breakeven("power")}`, "USD/kWh", "usdPerKwh"],
  ["Network hashrate", `=MINING.NETWORK_HASHRATE(${breakeven("difficulty")})`, "EH/s", "decimal"],
  ["Efficiency", `=${breakeven("efficiency")}`, "J/TH", "decimal"],
];

const WHAT_IF_ROW = DAY_ROW + today.length + 2;
const whatIf: readonly Result[] = [
  ["Power 1 cent higher", `=MINING.MINER_NPV(${model},"power price",${power}+0.01)`, "USD", "usd"],
  ["Difficulty +1.5 %/mo", `=MINING.MINER_NPV(${model},"difficulty growth",0.015)`, "USD", "usd"],
  ["Bitcoin 20 % lower", `=MINING.MINER_NPV(${model},"btc price",0.8*${price})`, "USD", "usd"],
  [
    "All paid at order",
    `=MINING.MINER_NPV(${model},"capex",${ORDER_PRICE},"capex schedule",0)`,
    "USD",
    "usd",
  ],
];

/** The site: what it comes to on top, and under it the inputs from which everything follows. */
export function siteModel(): Sheet {
  const widths = {
    A: 12,
    B: 146,
    C: 146,
    D: 104,
    E: 142,
    ...Object.fromEntries(MONTH_COLUMNS.map((column) => [column, 63])),
  };
  const writer = new SheetWriter("Site model", widths, 90);
  writer.put("B1", "A mining site, from order to resale", "title");
  writer.put(
    "B2",
    "Blue cells are inputs: change any of them. Everything else follows. The network is that of 5 October 2026.",
    "note",
  );
  writer.sheet.rowHeights = { 1: 32, 6: 10 };
  putResults(writer);

  const monthHeads = MONTH_COLUMNS.map((_, index) => index + 1);
  writer.section("B", "D", DELIVERY_ROW - 1, "Delivery and payment of the machines");
  writer.putRow("E", DELIVERY_ROW - 1, ["Month", ...monthHeads], "sectionFigure");
  for (const [index, line] of delivery.entries()) putLine(writer, DELIVERY_ROW + index, line);
  writer.section("B", "E", MACHINES_ROW - 1, "Machines");
  for (const [index, line] of machines.entries()) putLine(writer, MACHINES_ROW + index, line);

  writer.section("B", "E", FIRST - 2, "Model block");
  writer.putRow("B", FIRST - 1, ["Assumption", "Value", "Unit", "Source"], "heading");
  for (const [index, line] of block.entries()) {
    const row = FIRST + index;
    if (typeof line !== "string") putLine(writer, row, line);
    else {
      writer.put(`B${row}`, line);
      const hasMonths = line === "Site" || line === "Finance";
      writer.dress(`B${row}:${hasMonths ? "D" : "E"}${row}`, "heading");
      if (hasMonths) writer.putRow("E", row, ["Month", ...monthHeads], "rowHead");
    }
  }

  putTable(writer, "B", DAY_ROW, "One day at the start, all machines running", today);
  putTable(writer, "F", DAY_ROW, "Break-even: nothing is earned at", breakevens);
  putTable(writer, "B", WHAT_IF_ROW, "Net present value if", whatIf);
  return {
    ...writer.sheet,
    frozenRows: 5,
    charts: [cumulativeChart()],
  };
}

/** The add-in's results, Excel's own below them, and whether everything adds up. */
function putResults(writer: SheetWriter): void {
  writer.putRow("B", 3, ["", "NPV (USD)", "IRR (a year)", "Payback (months)", "Checks"]);
  writer.dress(`B3:E3`, "rowHead");
  writer.dress(`F3:${LAST_MONTH}3`, "heading");
  writer.put("B4", "Hashcell");
  writer.put("B5", "Excel: XNPV, XIRR");
  writer.put(NPV, `=MINING.MINER_NPV(${model})`, "keyFigure", "usd");
  writer.put(EXCEL_NPV, excelValue, "figure", "usd");
  writer.put(IRR, `=MINING.MINER_IRR(${model})`, "keyFigure", "percent");
  writer.put(EXCEL_IRR, excelRate, "figure", "percent");
  writer.put("E4", `=MINING.PAYBACK(${model})`, "keyFigure", "decimal");
  writer.verdict("F4", verdict);
  writer.put("F5", "listed on the sheet Cash flows", "note");
}

function putLine(writer: SheetWriter, row: number, line: Line): void {
  const { name, value, unit, source, format, months = [], monthFormat } = line;
  writer.put(`B${row}`, name);
  const isInput = name !== "Machine" && !String(value).startsWith("=") && value !== "monthly";
  writer.put(`C${row}`, value, isInput ? "input" : "figure", format);
  writer.put(`D${row}`, unit, "note");
  writer.put(`E${row}`, source, "note");
  for (const [index, content] of months.entries())
    writer.put(
      `${MONTH_COLUMNS[index]}${row}`,
      content,
      typeof content === "number" ? "input" : "figure",
      monthFormat,
    );
}

/** Labelled results under a bar; the text of a label or a unit runs on over the narrow columns of the months. */
function putTable(
  writer: SheetWriter,
  first: "B" | "F",
  row: number,
  title: string,
  results: readonly Result[],
): void {
  const [last, valueColumn, unitColumn] = first === "B" ? ["D", "C", "D"] : [LAST_MONTH, "H", "I"];
  writer.section(first, last, row - 1, title);
  for (const [index, [name, formula, unit, format]] of results.entries()) {
    writer.put(`${first}${row + index}`, name);
    writer.put(`${valueColumn}${row + index}`, formula, "figure", format);
    writer.put(`${unitColumn}${row + index}`, unit, "note");
  }
}

function cumulativeChart() {
  const definition = lineChart({
    title: "Cumulative cash (USD)",
    labels: chartColumn("month"),
    series: [{ range: chartColumn("cumulative"), color: "#0f6c5c" }],
    xTitle: "month",
  });
  return { id: "cumulative-cash", column: 5, row: MACHINES_ROW - 2, width: 315, height: 322, definition };
}
