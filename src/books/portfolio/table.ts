import { figureOr } from "../addin";
import type { Format } from "../looks";
import { Page } from "../page";
import { bySite, LAST_SITE, letters, SITES } from "./slots";

const FLEET_FIRST = 6;

/** A line of the sheet Fleet: a formula by site, empty where there is none. */
interface FleetLine {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  readonly formula: (letter: string) => string;
  readonly format?: Format;
  readonly hasTotal?: boolean;
}

/** The sheet "Fleet": the sites that count, side by side, with what follows from machines and prices. */
export class FleetPage extends Page {
  private row = FLEET_FIRST;
  private readonly rows = new Map<string, number>();

  constructor() {
    super(
      "Fleet",
      "calculation",
      "Fleet",
      "The sites that count, closed up to the left, with machines, power and investment; all later sheets have their columns",
    );
    Object.assign(this.widths, { A: 34, B: 15, C: 17 });
    for (const letter of letters) this.widths[letter] = 21;
    this.putRow("A5", ["Site"], "leftHead");
    this.putRow("B5", ["Unit", "Total"], "head");
    for (const letter of letters) this.put(`${letter}5`, `=${letter}$8&""`, "head");
    this.frozenAt = "D6";
    this.printing.titleRows = "1:5";
  }

  group(title: string): void {
    this.section(this.row, "A", LAST_SITE, title);
    this.row += 1;
  }

  line({ key, label, unit, formula, format, hasTotal = false }: FleetLine): void {
    const { row } = this;
    this.row += 1;
    this.rows.set(key, row);
    this.put(`A${row}`, label, "label");
    this.put(`B${row}`, unit, "unit");
    if (hasTotal) this.put(`C${row}`, `=SUM(${bySite(row)})`, "strong", format);
    for (const letter of letters) this.put(`${letter}${row}`, `=${formula(letter)}`, "figure", format);
  }

  rowOf(key: string): number {
    const row = this.rows.get(key);
    if (row === undefined) throw new Error(`Fleet has no line ${key}`);
    return row;
  }

  here = (key: string, letter: string) => `${letter}${this.rowOf(key)}`;
  /** For formulas of other sheets: Fleet!D$9. */
  of = (key: string, letter: string) => `Fleet!${letter}$${this.rowOf(key)}`;
  /** All sites: Fleet!$D$9:$I$9. */
  all = (key: string) => this.at(bySite(this.rowOf(key)));
  total = (key: string) => this.at(`C${this.rowOf(key)}`);
}

export function fleetPage(machines: Page): FleetPage {
  const page = new FleetPage();
  const makers = machines.at((machines.names.get("machine_names") ?? "").replaceAll("A", "E"));
  const typed = (name: string) => (letter: string) => `IF(${letter}$7>0,INDEX(${name},1,${letter}$7),"")`;
  const calculated = (formula: (letter: string) => string) => (letter: string) =>
    `IF(${letter}$7>0,${formula(letter)},"")`;
  const { here } = page;
  page.line({
    key: "slot",
    label: "Place",
    unit: "number",
    formula: () => "COLUMN()-COLUMN($C$6)",
    format: "count",
  });
  page.line({
    key: "source",
    label: "Column of the sheet Sites",
    unit: "number, 0 for none",
    formula: (letter) => `IF(${letter}$6<=sites_counted,MATCH(${letter}$6,site_places,0),0)`,
    format: "count",
  });
  page.line({
    key: "name",
    label: "Name",
    unit: "text",
    formula: (letter) =>
      `IF(${letter}$7>0,TRIM(INDEX(site_names,1,${letter}$7))&IF(INDEX(doubled_names,1,${letter}$7)>0," ("&${letter}$7&")",""),"")`,
  });
  page.line({
    key: "label",
    label: "Name, or that there is none",
    unit: "text",
    formula: (letter) => `IF(${letter}$7>0,${letter}$8,"Site "&${letter}$6&": none")`,
  });
  page.line({
    key: "counts",
    label: "Is there",
    unit: "1 or 0",
    formula: (letter) => `IF(${letter}$7>0,1,0)`,
    format: "flag",
    hasTotal: true,
  });
  page.group("Machines");
  page.line({ key: "machine", label: "Machine", unit: "text", formula: typed("site_machines") });
  page.line({
    key: "place",
    label: "Row of the list",
    unit: "number",
    formula: calculated((letter) => `MATCH(${here("machine", letter)},machine_names,0)`),
    format: "count",
  });
  page.line({
    key: "count",
    label: "Machines",
    unit: "machines",
    formula: typed("site_counts"),
    format: "count",
    hasTotal: true,
  });
  page.line({
    key: "hashrate",
    label: "Hashrate",
    unit: "TH/s",
    formula: calculated(
      (letter) => `${here("count", letter)}*INDEX(machine_hashrates,${here("place", letter)})`,
    ),
    format: "count",
    hasTotal: true,
  });
  page.line({
    key: "efficiency",
    label: "Efficiency",
    unit: "J/TH",
    formula: calculated((letter) => `INDEX(machine_efficiencies,${here("place", letter)})`),
    format: "oneDecimal",
  });
  page.line({
    key: "power",
    label: "Power at the meter",
    unit: "MW",
    formula: calculated(
      (letter) =>
        `${here("hashrate", letter)}*${here("efficiency", letter)}*INDEX(site_pues,1,${letter}$7)/1000000`,
    ),
    format: "decimal",
    hasTotal: true,
  });
  page.group("Investment");
  page.line({
    key: "machineCost",
    label: "Machines",
    unit: "USD",
    formula: calculated((letter) => `${here("hashrate", letter)}*INDEX(site_prices_per_th,1,${letter}$7)`),
    format: "usd",
    hasTotal: true,
  });
  page.line({
    key: "infra",
    label: "Infrastructure",
    unit: "USD",
    formula: typed("site_infra"),
    format: "usd",
    hasTotal: true,
  });
  page.line({
    key: "capex",
    label: "Capital expenditure",
    unit: "USD",
    formula: calculated((letter) => `${here("machineCost", letter)}+${here("infra", letter)}`),
    format: "usd",
    hasTotal: true,
  });
  page.line({
    key: "resale",
    label: "Resale at the end",
    unit: "USD",
    formula: calculated(
      (letter) =>
        `${here("machineCost", letter)}*INDEX(site_machine_resales,1,${letter}$7)+${here("infra", letter)}*INDEX(site_infra_resales,1,${letter}$7)`,
    ),
    format: "usd",
    hasTotal: true,
  });
  page.line({
    key: "loan",
    label: "Loan",
    unit: "USD",
    formula: calculated((letter) => `${here("capex", letter)}*INDEX(site_loan_shares,1,${letter}$7)`),
    format: "usd",
    hasTotal: true,
  });
  page.line({
    key: "months",
    label: "Last month",
    unit: "month",
    formula: calculated((letter) => `MIN(INDEX(site_months,1,${letter}$7),plan_months)`),
    format: "count",
  });
  page.group("Exposures");
  page.line({
    key: "running",
    label: "Hashrate after downtime",
    unit: "TH/s",
    formula: calculated((letter) => `${here("hashrate", letter)}*INDEX(site_uptimes,1,${letter}$7)`),
    format: "count",
    hasTotal: true,
  });
  page.line({
    key: "revenue",
    label: "Revenue of a day at today's hashprice",
    unit: "USD per day",
    formula: calculated(
      (letter) => `${here("running", letter)}/1000*market_hashprice*(1-INDEX(site_pool_fees,1,${letter}$7))`,
    ),
    format: "usd",
    hasTotal: true,
  });
  page.line({
    key: "weight",
    label: "Weight in concentrations",
    unit: "TH/s, USD or MW",
    formula: calculated(
      (letter) =>
        `IF(weight_basis="capex",${here("capex", letter)},IF(weight_basis="power",${here("power", letter)},${here("running", letter)}))`,
    ),
    format: "decimal",
    hasTotal: true,
  });
  const named = (name: string) => (letter: string) =>
    `IF(${letter}$7>0,IF(INDEX(${name},1,${letter}$7)="","not stated",TRIM(INDEX(${name},1,${letter}$7))),"")`;
  page.line({ key: "host", label: "Grid or host", unit: "text", formula: named("site_hosts") });
  page.line({
    key: "maker",
    label: "Maker",
    unit: "text",
    formula: (letter) =>
      `IF(${letter}$7>0,IF(INDEX(${makers},${here("place", letter)})="","not stated",INDEX(${makers},${here("place", letter)})),"")`,
  });
  page.line({
    key: "jurisdiction",
    label: "Jurisdiction",
    unit: "text",
    formula: named("site_jurisdictions"),
  });
  return page;
}

type Assumption = readonly [
  name: string,
  label: string,
  unit: string,
  formula: (letter: string) => string,
  format?: Format,
];

const TABLE_HEAD = 6;

/** The sheet "Site table", and where its assumptions stand. */
export interface Table {
  readonly page: Page;
  /** Rows and formats of assumptions by what the add-in calls them. */
  readonly rows: ReadonlyMap<string, { readonly row: number; readonly format: Format | undefined }>;
}

/** The sheet "Site table": the sites as MINING.PORTFOLIO reads them. Its range has the name `portfolio_table`. */
export function tablePage(fleet: FleetPage): Table {
  const page = new Page(
    "Site table",
    "calculation",
    "The table of models",
    "What MINING.PORTFOLIO takes: names of the sites in row 6, of assumptions in column C; the first empty name ends the sites",
  );
  Object.assign(page.widths, { A: 34, B: 18, C: 27 });
  for (const letter of letters) page.widths[letter] = 21;
  page.putRow("A5", ["Assumption"], "leftHead");
  page.putRow("B5", ["Unit", "As the add-in calls it"], "head");
  for (const letter of letters) page.put(`${letter}5`, `="Site "&${fleet.of("slot", letter)}`, "head");
  page.put(`A${TABLE_HEAD}`, "Name", "label");
  page.put(`B${TABLE_HEAD}`, "text", "unit");
  page.put(`C${TABLE_HEAD}`, "assumption", "text");
  for (const letter of letters)
    page.put(`${letter}${TABLE_HEAD}`, `=${fleet.of("name", letter)}&""`, "strong");

  const all = (formula: string) => () => formula;
  const typed = (name: string) => (letter: string) => `INDEX(${name},1,${fleet.of("source", letter)})`;
  const made = (key: string) => (letter: string) => fleet.of(key, letter);
  const assumptions: readonly (string | Assumption)[] = [
    "Time and discounting",
    ["start date", "Start date", "date", all("start_date"), "date"],
    ["start month", "Start month", "month", typed("site_starts"), "count"],
    ["months", "Last month", "month", made("months"), "count"],
    ["discounting", "Discounting", "word", all('"periodic"')],
    ["discount rate", "Discount rate", "per year", typed("site_discount_rates"), "percent"],
    "Market, the same for all",
    ["btc price", "Price of bitcoin", "USD", all("market_price"), "usdCents"],
    ["btc price growth", "Growth of the price", "per year", all("price_growth"), "percent"],
    ["difficulty", "Difficulty", "number", all("market_difficulty"), "difficulty"],
    ["difficulty growth", "Growth of difficulty", "per month", all("difficulty_growth"), "percentFine"],
    [
      "start height",
      "First block of month 1",
      "block",
      all("MAX(1,ROUND(market_height+blocks_per_day*(start_date-market_as_of),0))"),
      "count",
    ],
    ["fees", "Fees per block", "BTC", all("market_fees*fee_level"), "btcShort"],
    ["volatility", "Volatility of the price", "per year", all("price_volatility"), "percent"],
    [
      "difficulty volatility",
      "Volatility of difficulty",
      "per year",
      all("difficulty_volatility"),
      "percent",
    ],
    ["price-difficulty correlation", "Correlation", "-1 to 1", all("market_correlation"), "decimal"],
    "Machines and power",
    ["hashrate", "Hashrate", "TH/s", made("hashrate"), "count"],
    ["efficiency", "Efficiency", "J/TH", made("efficiency"), "decimal"],
    ["power price", "Power price", "USD/kWh", typed("site_power_prices"), "usdPerKwh"],
    ["power price growth", "Growth of the power price", "per year", typed("site_power_growths"), "percent"],
    ["pue", "Power usage effectiveness", "ratio", typed("site_pues"), "decimal"],
    ["uptime", "Uptime", "share", typed("site_uptimes"), "percent"],
    ["heat price", "Heat sold", "USD/kWh", typed("site_heat_prices"), "usdPerKwh"],
    ["profit share", "Profit share of the host", "share", typed("site_host_shares"), "percent"],
    ["shutdown", "Machines stop at a loss", "TRUE or FALSE", all('stops_at_loss<>"no"')],
    "Coins and running costs",
    ["pool fee", "Pool fee", "share", typed("site_pool_fees"), "percentFine"],
    ["other opex", "Running costs", "USD per month", typed("site_opex"), "usd"],
    ["other opex growth", "Growth of running costs", "per year", typed("site_opex_growths"), "percent"],
    ["other revenue", "Other revenue", "USD per month", typed("site_other_revenues"), "usd"],
    "Investment, loan and tax",
    ["capex", "Capital expenditure", "USD", made("capex"), "usd"],
    ["resale value", "Resale at the end", "USD", made("resale"), "usd"],
    ["loan", "Loan", "USD", made("loan"), "usd"],
    ["loan rate", "Rate of the loan", "per year", typed("site_loan_rates"), "percentFine"],
    ["loan months", "Months of the loan", "months", typed("site_loan_months"), "count"],
    ["tax rate", "Tax rate", "of profit", typed("site_tax_rates"), "percent"],
    ["depreciation", "Depreciation", "word", typed("site_depreciations")],
    ["depreciation life", "Life for sln and ddb", "months", typed("site_lives"), "count"],
  ];
  const rows = new Map<string, { row: number; format: Format | undefined }>();
  let row = TABLE_HEAD + 1;
  for (const one of assumptions) {
    if (typeof one === "string") {
      page.put(`A${row}`, one);
      page.dress(`A${row}:${LAST_SITE}${row}`, "leftHead");
    } else {
      const [name, label, unit, formula, format] = one;
      rows.set(name, { row, format });
      page.put(`A${row}`, label, "label");
      page.put(`B${row}`, unit, "unit");
      page.put(`C${row}`, name, "text");
      for (const letter of letters)
        page.put(
          `${letter}${row}`,
          `=IF(${fleet.of("counts", letter)}=1,${formula(letter)},"")`,
          "figure",
          format,
        );
    }
    row += 1;
  }
  page.call("portfolio_table", `C${TABLE_HEAD}:${LAST_SITE}${row - 1}`);
  page.frozenAt = "D7";
  page.printing.titleRows = "1:6";
  return { page, rows };
}

/** The model block of a site, by its place: "block_1". */
export const blockOf = (index: number) => `block_${index + 1}`;

/** The sheet "Blocks": each site's column as a block of its own, for functions that take one site. */
export function blockPage(fleet: FleetPage, table: Table): Page {
  const page = new Page(
    "Blocks",
    "calculation",
    "The sites as blocks",
    "Each site of the sheet Site table as the two columns that functions on one site take, such as MINING.MINER_NPV",
  );
  const rows = [...table.rows.values()];
  const first = 6;
  const last = first + rows.length - 1;
  for (let index = 0; index < SITES; index++) {
    const name = String.fromCharCode("A".charCodeAt(0) + 2 * index);
    const value = String.fromCharCode("A".charCodeAt(0) + 2 * index + 1);
    const letter = letters[index] ?? "";
    Object.assign(page.widths, { [name]: 26, [value]: 18 });
    page.put(`${name}5`, `=${fleet.of("label", letter)}&""`, "leftHead");
    page.put(`${value}5`, "Value", "head");
    for (const [place, { row: from, format }] of rows.entries()) {
      const row = first + place;
      page.put(`${name}${row}`, `=${table.page.at(`C${from}`)}&""`, "text");
      page.put(`${value}${row}`, `=${table.page.at(`${letter}${from}`)}`, "figure", format);
    }
    page.call(blockOf(index), `${name}${first}:${value}${last}`);
  }
  page.frozenAt = "A6";
  page.printing.titleRows = "1:5";
  return page;
}

const VALUES = 6;
const RATES = 16;
const MONTHS = 20;

/** The sheet "Engine": what the add-in returns of all sites, and Excel's rate of return beside it. */
export function enginePage(months: number, table: Table): Page {
  const page = new Page(
    "Engine",
    "calculation",
    "What the add-in returns",
    "MINING.PORTFOLIO and MINING.PORTFOLIO_CASHFLOWS of the sheet Site table as they come; later sheets bring them under their columns",
  );
  const wide = "ABCDEFGHIJ";
  for (const letter of wide) page.widths[letter] = 17;
  Object.assign(page.widths, { A: 20, I: 60 });
  const [valuesLast, monthsLast] = [VALUES + SITES, MONTHS + months];
  page.section(VALUES - 2, "A", "J", "MINING.PORTFOLIO");
  page.put(`A${VALUES - 1}`, `=${figureOr("none", "MINING.PORTFOLIO(portfolio_table)")}`);
  page.dress(`A${VALUES - 1}:I${VALUES - 1}`, "head");
  page.dress(`A${VALUES}:A${valuesLast}`, "label");
  for (const [index, format] of (
    ["usd", "btcShort", "usd", "percent", "oneDecimal", "usd", "usd"] as const
  ).entries()) {
    const letter = wide[index + 1] ?? "";
    page.dress(`${letter}${VALUES}:${letter}${valuesLast}`, "figure", format);
  }
  page.dress(`I${VALUES}:I${valuesLast}`, "note");
  rateRow(page, table);
  page.section(MONTHS - 2, "A", "J", "MINING.PORTFOLIO_CASHFLOWS");
  page.put(`A${MONTHS - 1}`, `=${figureOr("none", "MINING.PORTFOLIO_CASHFLOWS(portfolio_table)")}`);
  page.dress(`A${MONTHS - 1}:J${MONTHS - 1}`, "head");
  page.dress(`A${MONTHS}:A${monthsLast}`, "figure", "count");
  page.dress(`B${MONTHS}:B${monthsLast}`, "figure", "date");
  page.dress(`C${MONTHS}:J${monthsLast}`, "figure", "usd");
  page.heights.set(VALUES - 1, 32);
  page.heights.set(MONTHS - 1, 32);
  page.call("portfolio_values", `A${VALUES}:I${valuesLast}`);
  page.call("portfolio_months", `A${MONTHS}:J${monthsLast}`);
  page.frozenAt = "A4";
  page.printing.titleRows = "1:3";
  page.printing.rowBreaks.push(MONTHS - 3);
  return page;
}

/**
 * The rate of return of all sites, from the add-in and from Excel's IRR. IRR starts from a guess and misses a rate that is
 * far from it, so it tries the mean discount rate first, then the add-in's rate, which it keeps only if cash is worth 0 at it.
 */
function rateRow(page: Page, table: Table): void {
  const rates = table.rows.get("discount rate")?.row ?? 0;
  page.section(RATES - 2, "A", "J", "Internal rate of return of all sites together");
  page.putRow(
    `A${RATES - 1}`,
    ["By the add-in (per year)", "First guess: mean discount rate (per month)", "By Excel's IRR (per year)"],
    "head",
  );
  page.heights.set(RATES - 1, 48);
  const found = "INDEX(portfolio_values,sites_counted+1,5)";
  page.put(`A${RATES}`, `=IF(ISNUMBER(${found}),${found},"none")`, "figure", "percentFine");
  const net = "INDEX(portfolio_months,0,sites_counted+3)";
  page.put(
    `B${RATES}`,
    `=IF(sites_counted>0,(1+AVERAGE(${table.page.at(bySite(rates))}))^(1/12)-1,"none")`,
    "figure",
    "percentFine",
  );
  page.put(
    `C${RATES}`,
    `=IFERROR((1+IFERROR(IRR(${net},B${RATES}),IRR(${net},(1+A${RATES})^(1/12)-1)))^12-1,"none")`,
    "figure",
    "percentFine",
  );
  page.call("irr_of_addin", `A${RATES}`);
  page.call("irr_of_excel", `C${RATES}`);
}
