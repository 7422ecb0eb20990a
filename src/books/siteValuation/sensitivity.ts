import { figureOr } from "../addin";
import { Page } from "../page";
import { type AddinTables, shown } from "./addinTables";
import { GRID } from "./tables";

/** A row of the tornado. Formulas are without "=". */
interface Driver {
  readonly label: string;
  /** By how much it moves. */
  readonly move: string;
  /** The net present value with the driver lower and higher. */
  readonly lower: string;
  readonly higher: string;
}

/** A driver that is multiplied, as MINING.SENSITIVITY has it; one that is 0 is left out there and changes nothing. */
function multiplied(label: string, assumption: string): Driver {
  const place = `MATCH("${assumption}",INDEX(sensitivity_table,0,1),0)`;
  const value = (column: number) =>
    `IF(ISNUMBER(${place}),INDEX(sensitivity_table,${place},${column}),engine_npv)`;
  return { label, move: "sensitivity_shock", lower: value(2), higher: value(4) };
}

function growing(label: string, assumption: string, growth: string, move: string): Driver {
  const value = (moved: string) => figureOr("see Checks", `MINING.MINER_NPV(model,"${assumption}",${moved})`);
  return { label, move, lower: value(`${growth}-${move}`), higher: value(`${growth}+${move}`) };
}

const DRIVERS: readonly Driver[] = [
  multiplied("Price of bitcoin", "btc price"),
  multiplied("Difficulty", "difficulty"),
  multiplied("Fees of blocks", "fees"),
  multiplied("Hashrate", "hashrate"),
  multiplied("Efficiency (J/TH)", "efficiency"),
  multiplied("Uptime, up to 100 %", "uptime"),
  multiplied("PUE, from 1", "pue"),
  multiplied("Power price", "power price"),
  multiplied("Running costs", "other opex"),
  multiplied("Pool fee", "pool fee"),
  multiplied("Profit share of the host", "profit share"),
  {
    label: "Investment",
    move: "sensitivity_shock",
    lower: "INDEX(investment_values,1,1)",
    higher: "INDEX(investment_values,2,1)",
  },
  multiplied("Resale value", "resale value"),
  multiplied("Discount rate", "discount rate"),
  growing("Price growth", "btc price growth", "price_growth", "price_growth_move"),
  growing("Difficulty growth", "difficulty growth", "difficulty_growth", "difficulty_growth_move"),
];

/** Short enough for the axis of a chart, which has the format of its cells in some programs. */
const MILLIONS = { code: "#,##0.0,," };
/** As many as the chart shows. */
const BARS = 8;
const FIRST = 7;
const LAST = FIRST + DRIVERS.length - 1;
const INVESTMENT_ROW = LAST + 4;
const GRID_ROW = LAST + 4;

/** The sheet "Driver run": the value with each driver moved down and up, by the add-in. */
export function driverRun(): Page {
  const page = new Page(
    "Driver run",
    "calculation",
    "The site with one driver moved at a time, by the add-in",
    "Net present value in place of that of the inputs; the sheet Sensitivity shows it, the greatest swing first",
  );
  Object.assign(page.widths, { A: 36, B: 16, C: 20, D: 20, E: 20, F: 10 });
  page.heights.set(6, 32);
  page.section(5, "A", "F", "Drivers of the tornado");
  page.putRow("A6", ["Driver"], "leftHead");
  page.putRow(
    "B6",
    ["Moves by (growth: points)", "Driver lower (USD)", "Driver higher (USD)", "Swing (USD)", "Place"],
    "head",
  );
  const swings = `$E$${FIRST}:$E$${LAST}`;
  for (const [index, { label, move, lower, higher }] of DRIVERS.entries()) {
    const row = FIRST + index;
    page.put(`A${row}`, label, "label");
    page.put(`B${row}`, `=${move}`, "figure", "percent");
    page.put(`C${row}`, `=${lower}`, "figure", "usd");
    page.put(`D${row}`, `=${higher}`, "figure", "usd");
    page.put(
      `E${row}`,
      `=IF(AND(ISNUMBER(C${row}),ISNUMBER(D${row})),ABS(D${row}-C${row}),0)`,
      "figure",
      "usd",
    );
    page.put(
      `F${row}`,
      `=1+SUMPRODUCT((${swings}>E${row})+(${swings}=E${row})*(ROW(${swings})<ROW(E${row})))`,
      "figure",
      "count",
    );
  }
  page.call("drivers", `A${FIRST}:D${LAST}`);
  page.call("driver_places", `F${FIRST}:F${LAST}`);

  page.section(
    INVESTMENT_ROW - 1,
    "A",
    "F",
    "MINING.SCENARIOS: all payments of the investment lower, and higher",
  );
  page.putRow(`A${INVESTMENT_ROW}`, ["scenario", "capex", "capex schedule"], "head");
  page.putRow(`D${INVESTMENT_ROW}`, ["Net present value (USD)"], "head");
  const [lower, higher] = [INVESTMENT_ROW + 1, INVESTMENT_ROW + 2];
  const factors = [
    [lower, "Investment lower", "1-sensitivity_shock"],
    [higher, "Investment higher", "1+sensitivity_shock"],
  ] as const;
  for (const [row, label, factor] of factors) {
    page.put(`A${row}`, label, "label");
    // A point in any language of Excel.
    for (const letter of ["B", "C"])
      page.put(`${letter}${row}`, `="x"&SUBSTITUTE(${factor},",",".")`, "figure");
    page.put(
      `D${row}`,
      `=INDEX(MINING.SCENARIOS(model,$A$${INVESTMENT_ROW}:$C$${higher},FALSE),ROW()-ROW(D$${INVESTMENT_ROW}),2)`,
      "figure",
      "usd",
    );
  }
  page.call("investment_values", `D${lower}:D${higher}`);
  return page;
}

/** The sheet "Sensitivity": the tornado, and the value over price and power price. */
export function sensitivityPage({ page: tables, grid }: AddinTables): Page {
  const page = new Page(
    "Sensitivity",
    "output",
    "Sensitivity",
    "How the net present value moves with one driver, and with the prices of bitcoin and power together",
  );
  Object.assign(page.widths, { A: 36, B: 19, C: 19, D: 19, E: 19, F: 19, G: 19, H: 19 });
  page.section(
    5,
    "A",
    "H",
    "Tornado: net present value (USD) when each driver moves as the sheet Inputs says",
  );
  page.putRow("A6", ["Driver"], "leftHead");
  page.putRow(
    "B6",
    [
      "Moves by (growth: points)",
      "Driver lower",
      "Base",
      "Driver higher",
      "Swing",
      "Driver lower: change (million)",
      "Driver higher: change (million)",
    ],
    "head",
  );
  page.heights.set(6, 32);
  for (let row = FIRST; row <= LAST; row++) {
    const driver = (column: number) => `INDEX(drivers,MATCH(ROW()-ROW($A$6),driver_places,0),${column})`;
    const change = (cell: string) => `=IF(ISNUMBER(${cell}),${cell}-D${row},0)`;
    page.put(`A${row}`, `=${driver(1)}`, "label");
    page.put(`B${row}`, `=${driver(2)}`, "figure", "percent");
    page.put(`C${row}`, `=${driver(3)}`, "figure", "usd");
    page.put(`D${row}`, "=engine_npv", "figure", "usd");
    page.put(`E${row}`, `=${driver(4)}`, "figure", "usd");
    page.put(
      `F${row}`,
      `=IF(AND(ISNUMBER(C${row}),ISNUMBER(E${row})),ABS(E${row}-C${row}),0)`,
      "figure",
      "usd",
    );
    page.put(`G${row}`, change(`C${row}`), "figure", MILLIONS);
    page.put(`H${row}`, change(`E${row}`), "figure", MILLIONS);
  }

  page.section(
    GRID_ROW - 1,
    "A",
    "H",
    "Net present value (USD) by power price (down, USD/kWh) and price of bitcoin today (across, USD)",
  );
  page.put(`A${GRID_ROW}`, "Power price", "leftHead");
  const [first, end] = [GRID_ROW + 1, GRID_ROW + GRID];
  const across = ["B", "C", "D", "E", "F", "G", "H"] as const;
  for (const letter of across) {
    page.put(`${letter}${GRID_ROW}`, shown(tables.at(`${letter}${grid}`)), "head", "usd");
    for (let row = first; row <= end; row++)
      page.put(`${letter}${row}`, shown(tables.at(`${letter}${grid + row - GRID_ROW}`)), "figure", "usd");
  }
  for (let row = first; row <= end; row++)
    page.put(`A${row}`, shown(tables.at(`A${grid + row - GRID_ROW}`)), "leftHead", "usdPerKwh");
  page.marks.push(
    { range: `B${first}:H${end}`, formula: `AND(ISNUMBER(B${first}),B${first}<0)`, look: "red" },
    { range: `B${first}:H${end}`, formula: `AND(ISNUMBER(B${first}),B${first}>=0)`, look: "green" },
  );
  page.printing.rowBreaks.push(end);
  page.charts.push({ ...tornado(page), over: `A${end + 2}:H${end + 21}` });
  return page;
}

export const tornado = (page: Page) =>
  ({
    kind: "bar",
    isStacked: true,
    title: "Tornado: change of the value (USD million)",
    labels: page.at(`A${FIRST}:A${FIRST + BARS - 1}`),
    series: [
      { name: "Driver lower", values: page.at(`G${FIRST}:G${FIRST + BARS - 1}`), colour: "E08A1E" },
      { name: "Driver higher", values: page.at(`H${FIRST}:H${FIRST + BARS - 1}`), colour: "0F6C5C" },
    ],
    yFormat: MILLIONS.code,
  }) as const;
