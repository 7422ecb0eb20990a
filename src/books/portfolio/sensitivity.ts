import { figureOr } from "../addin";
import { type FlowColumn, flowPlace } from "../functionTables";
import { Page } from "../page";
import { SHOCKS } from "./inputs";
import { SideBySide } from "./results";
import { LAST_SITE, letters } from "./slots";
import { blockOf, type FleetPage, type Table } from "./table";

/** What is moved, and how the add-in calls it. */
const drivers = [
  { key: "price", title: "Bitcoin price", name: "btc price", shocks: "price_shocks" },
  { key: "difficulty", title: "Difficulty", name: "difficulty", shocks: "difficulty_shocks" },
  { key: "power", title: "Power price of each site", name: "power price", shocks: "power_shocks" },
] as const;

const FIRST = 6;
/** A bar, the steps, and an empty row. */
const BLOCK = SHOCKS + 2;
const BREAKEVEN = FIRST + drivers.length * BLOCK + 1;
const COSTS = BREAKEVEN + 3;
const CREDITS = COSTS + 1;
const rowOf = (driver: number, step: number) => FIRST + driver * BLOCK + 1 + step;

/** The sheet "Shocks": what the add-in says of each site when one driver moves. */
export function shockPage(fleet: FleetPage, table: Table): Page {
  const page = new Page(
    "Shocks",
    "calculation",
    "Values under shocks",
    "MINING.MINER_NPV of each site with one driver moved, MINING.STRESS_TEST for the price at which its value is 0, and what MINING.MINER_CASHFLOWS adds up to",
  );
  Object.assign(page.widths, { A: 34, B: 15, C: 12 });
  for (const letter of letters) page.widths[letter] = 19;
  page.putRow("A5", ["Driver"], "leftHead");
  page.putRow("B5", ["Unit", "Change"], "head");
  for (const letter of letters) page.put(`${letter}5`, `=${fleet.of("name", letter)}&""`, "head");
  const line = (row: number, label: string, formula: (letter: string, index: number) => string) => {
    page.put(`A${row}`, label, "label");
    page.put(`B${row}`, "USD", "unit");
    for (const [index, letter] of letters.entries())
      page.put(
        `${letter}${row}`,
        `=IF(${fleet.of("counts", letter)}=1,${figureOr("none", formula(letter, index))},"")`,
        "figure",
        "usd",
      );
  };
  for (const [driver, { title, name, shocks }] of drivers.entries()) {
    const bar = rowOf(driver, -1);
    page.section(bar, "A", LAST_SITE, title);
    const base = table.rows.get(name)?.row ?? 0;
    for (let step = 0; step < SHOCKS; step++) {
      const row = rowOf(driver, step);
      line(
        row,
        title,
        (letter, index) =>
          `MINING.MINER_NPV(${blockOf(index)},"${name}",${table.page.at(`${letter}${base}`)}*(1+$C${row}))`,
      );
      page.put(`C${row}`, `=INDEX(${shocks},ROW()-ROW($C$${bar}))`, "figure", "percentWhole");
    }
  }
  page.section(BREAKEVEN - 1, "A", LAST_SITE, "Break-even");
  line(
    BREAKEVEN,
    "Bitcoin price at which the value is 0",
    (_letter, index) => `MINING.STRESS_TEST(${blockOf(index)},"btc price","npv",0,"Breaking value")`,
  );
  const sum = (keys: readonly FlowColumn[]) => (_letter: string, index: number) =>
    keys.map((key) => `SUM(INDEX(MINING.MINER_CASHFLOWS(${blockOf(index)}),0,${flowPlace(key)}))`).join("+");
  page.section(COSTS - 1, "A", LAST_SITE, "Running over all months");
  line(COSTS, "Power, running costs, host's share", sum(["power", "opex", "profitShare"]));
  line(CREDITS, "Heat and other revenue", sum(["heat", "otherRevenue"]));
  page.frozenAt = "D6";
  page.printing.titleRows = "1:5";
  return page;
}

/** The cells of a site's costs over all months, and of its heat and other revenue. */
export const costsOf = (letter: string) => `Shocks!${letter}$${COSTS}`;
export const creditsOf = (letter: string) => `Shocks!${letter}$${CREDITS}`;

/** The cell of a site's break-even price. */
export const breakevenOf = (letter: string) => `Shocks!${letter}$${BREAKEVEN}`;

/** The sheet "Sensitivity": net present value by site and of all, one driver moved at a time. */
export function sensitivityPage(fleet: FleetPage): SideBySide {
  const page = new SideBySide(
    fleet,
    "Sensitivity",
    "Sensitivity",
    "Net present value when one thing moves and all else stays; machines stop and start as the new figures say",
  );
  for (const [driver, { key, title }] of drivers.entries()) {
    page.group(title);
    const first = page.row;
    for (let step = 0; step < SHOCKS; step++) {
      const row = rowOf(driver, step);
      page.line({
        key: `${key}${step}`,
        label: `=TEXT(Shocks!$C$${row},"+0%;-0%;0%")`,
        unit: "USD",
        formula: (letter) => `Shocks!${letter}$${row}`,
        total: (sites) => `SUM(${sites})`,
        format: "usd",
      });
    }
    page.call(`sensitivity_${key}`, `C${first}:C${page.row - 1}`);
  }
  const top = page.row + 1;
  page.charts.push(
    { ...shockBars(page, "price"), over: `A${top}:B${top + 18}` },
    { ...shockBars(page, "difficulty"), over: `C${top}:E${top + 18}` },
    { ...shockBars(page, "power"), over: `F${top}:I${top + 18}` },
  );
  return page;
}

export const shockBars = (page: SideBySide, key: (typeof drivers)[number]["key"]) => {
  const [first, last] = [page.rowOf(`${key}0`), page.rowOf(`${key}${SHOCKS - 1}`)];
  const title = drivers.find((one) => one.key === key)?.title ?? "";
  return {
    kind: "column",
    title: `Value of all sites by change: ${title.toLowerCase()}`,
    labels: page.at(`A${first}:A${last}`),
    series: [{ name: title, values: page.at(`C${first}:C${last}`) }],
    yTitle: "USD",
    yFormat: "$#,##0.0,,\\M",
  } as const;
};
