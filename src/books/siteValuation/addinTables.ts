import { Page } from "../page";
import { GRID, SCENARIOS } from "./tables";

/** Drivers that a tornado can have. */
const MOST_DRIVERS = 15;
/** Start, the assumptions that a scenario sets, and end. */
export const MOST_STEPS = 7;

/** What a scenario sets: as the add-in calls it, its format, and as a board does. */
const ASSUMPTIONS = [
  ["btc price", "usd", "Price of bitcoin"],
  ["btc price growth", "percent", "Price growth"],
  ["difficulty", "difficulty", "Difficulty"],
  ["difficulty growth", "percentFine", "Difficulty growth"],
  ["power price", "usdPerKwh", "Power price"],
] as const;

/** What a cell of a table holds, or nothing where the table ends before it. */
export const shown = (cell: string) => `=IF(ISNUMBER(${cell}),${cell},"")`;

/** The sheet, and the rows in which its tables have their heads. */
export interface AddinTables {
  readonly page: Page;
  readonly scenarios: number;
  readonly grid: number;
  readonly bridge: number;
}

/** The sheet "Engine tables": tables as the add-in returns them, and what it reads for them; outputs show them in order. */
export function addinTables(): AddinTables {
  const page = new Page(
    "Engine tables",
    "calculation",
    "Tables as the add-in returns them",
    "Scenarios as the add-in reads them, then sensitivity, grid and bridge as they come; the sheets of outputs show them",
  );
  Object.assign(page.widths, { A: 26, B: 18, C: 18, D: 27, E: 27, F: 18, G: 18, H: 18, I: 4, J: 18, K: 18 });
  const scenarios = 6;
  const sets = scenarios + SCENARIOS + 3;
  const drivers = sets + ASSUMPTIONS.length + 3;
  const grid = drivers + MOST_DRIVERS + 3;
  const bridge = grid + GRID + 3;

  page.section(scenarios - 1, "A", "H", "Scenarios: values that take the place of the inputs");
  page.putRow(`A${scenarios}`, ["scenario", ...ASSUMPTIONS.map(([name]) => name), "probability"], "head");
  for (let row = scenarios + 1; row <= scenarios + SCENARIOS; row++) {
    const of = (name: string) => `INDEX(${name},ROW()-ROW(A$${scenarios}))`;
    page.put(`A${row}`, `=${of("scenario_names")}&""`, "label");
    page.put(`B${row}`, `=market_price*${of("scenario_price")}`, "figure", "usd");
    page.put(`C${row}`, `=price_growth+${of("scenario_price_growth")}`, "figure", "percent");
    page.put(`D${row}`, `=market_difficulty*${of("scenario_difficulty")}`, "figure", "difficulty");
    page.put(`E${row}`, `=difficulty_growth+${of("scenario_difficulty_growth")}`, "figure", "percentFine");
    page.put(`F${row}`, `=power_base*${of("scenario_power")}`, "figure", "usdPerKwh");
    page.put(
      `G${row}`,
      `=IF(SUM(scenario_probability)>0,${of("scenario_probability")}/SUM(scenario_probability),1/ROWS(scenario_probability))`,
      "figure",
      "percent",
    );
  }
  page.call("scenario_table", `A${scenarios}:G${scenarios + SCENARIOS}`);

  page.section(sets - 1, "A", "H", "The scenario of the bridge");
  page.put(`A${sets}`, "Row of the table", "label");
  page.put(`B${sets}`, "=IFERROR(MATCH(bridge_scenario,scenario_names,0),1)", "figure", "count");
  page.call("bridge_place", `B${sets}`);
  for (const [index, [name, format, label]] of ASSUMPTIONS.entries()) {
    page.put(`A${sets + 1 + index}`, name, "label");
    page.put(`B${sets + 1 + index}`, `=INDEX(scenario_table,bridge_place+1,${index + 2})`, "figure", format);
    page.put(`C${sets + 1 + index}`, label, "text");
  }

  page.call("bridge_names", `A${sets + 1}:A${sets + ASSUMPTIONS.length}`);
  page.call("bridge_labels", `C${sets + 1}:C${sets + ASSUMPTIONS.length}`);

  page.section(drivers - 1, "A", "H", "MINING.SENSITIVITY");
  page.put(`A${drivers}`, '=MINING.SENSITIVITY(model,"npv",sensitivity_shock)');
  page.dress(`A${drivers}:F${drivers}`, "head");
  page.dress(`A${drivers + 1}:A${drivers + MOST_DRIVERS}`, "label");
  page.dress(`B${drivers + 1}:E${drivers + MOST_DRIVERS}`, "figure", "usd");
  page.dress(`F${drivers + 1}:F${drivers + MOST_DRIVERS}`, "figure", "decimal");
  page.call("sensitivity_table", `A${drivers}:F${drivers + MOST_DRIVERS}`);

  page.section(grid - 1, "A", "H", "MINING.SENSITIVITY_GRID");
  const [first, last] = [grid + 1, grid + GRID];
  page.put(
    `A${grid}`,
    `=MINING.SENSITIVITY_GRID(model,"npv","power price",J${first}:J${last},"btc price",K${first}:K${last})`,
  );
  page.dress(`A${grid}:H${grid}`, "head", "usd");
  page.dress(`A${first}:A${last}`, "leftHead", "usdPerKwh");
  page.dress(`B${first}:H${last}`, "figure", "usd");
  page.putRow(`J${grid}`, ["Power price (USD/kWh)", "Bitcoin price (USD)"], "head");
  page.heights.set(grid, 32);
  for (let row = first; row <= last; row++) {
    const place = `ROW()-ROW(J$${grid})`;
    page.put(`J${row}`, `=power_base+INDEX(grid_power,${place})`, "figure", "usdPerKwh");
    page.put(`K${row}`, `=market_price*INDEX(grid_price,${place})`, "figure", "usd");
  }

  page.section(bridge - 1, "A", "H", "MINING.BRIDGE");
  page.put(
    `A${bridge}`,
    `=MINING.BRIDGE(model,MINING.MODEL(model,A${sets + 1}:B${sets + ASSUMPTIONS.length}),"npv")`,
  );
  page.dress(`A${bridge}:E${bridge}`, "head");
  page.heights.set(bridge, 32);
  page.dress(`A${bridge + 1}:A${bridge + MOST_STEPS}`, "label");
  page.dress(`B${bridge + 1}:C${bridge + MOST_STEPS}`, "figure", "usd");
  page.dress(`D${bridge + 1}:E${bridge + MOST_STEPS}`, "figure", "btcShort");
  return { page, scenarios, grid, bridge };
}
