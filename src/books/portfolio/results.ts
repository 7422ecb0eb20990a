import type { Format } from "../looks";
import type { MonthPage } from "../months";
import { Page } from "../page";
import { bySite, FIRST_SITE, LAST_SITE, letters, SITES } from "./slots";
import type { FleetPage } from "./table";

/** Where other sheets have figures of a site, by its column. */
interface Shocks {
  readonly breakevenOf: (letter: string) => string;
  readonly costsOf: (letter: string) => string;
  readonly creditsOf: (letter: string) => string;
}

interface Line {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  /** By the column of the site and its place, without "=". */
  readonly formula: (letter: string, index: number) => string;
  /** By the cells of the sites: "D7:I7". */
  readonly total?: (sites: string) => string;
  readonly format: Format;
  readonly name?: string;
}

const HEAD = 5;
const YEARS = 5;

/** A sheet with the sites side by side and all of them in column C. */
export class SideBySide extends Page {
  row = HEAD + 1;
  private readonly rows = new Map<string, number>();

  constructor(
    private readonly fleet: FleetPage,
    name: string,
    title: string,
    explanation: string,
  ) {
    super(name, "output", title, explanation);
    Object.assign(this.widths, { A: 40, B: 15, C: 17 });
    for (const letter of letters) this.widths[letter] = 19;
    this.putRow(`A${HEAD}`, ["Figure"], "leftHead");
    this.putRow(`B${HEAD}`, ["Unit", "All sites"], "head");
    for (const letter of letters) this.put(`${letter}${HEAD}`, `=${fleet.of("name", letter)}&""`, "head");
    this.frozenAt = `D${HEAD + 1}`;
    this.printing.titleRows = `1:${HEAD}`;
  }

  group(title: string): void {
    if (this.row > HEAD + 1) this.row += 1;
    this.section(this.row, "A", letters[SITES - 1] ?? "", title);
    this.row += 1;
  }

  line({ key, label, unit, formula, total, format, name }: Line): void {
    const { row } = this;
    this.row += 1;
    this.rows.set(key, row);
    this.put(`A${row}`, label, "label");
    this.put(`B${row}`, unit, "unit");
    if (total !== undefined) this.put(`C${row}`, `=${total(bySite(row))}`, "strong", format);
    if (name !== undefined) this.call(name, `C${row}`);
    for (const [index, letter] of letters.entries())
      this.put(
        `${letter}${row}`,
        `=IF(${this.fleet.of("counts", letter)}=1,${formula(letter, index)},"")`,
        "figure",
        format,
      );
  }

  rowOf(key: string): number {
    const row = this.rows.get(key);
    if (row === undefined) throw new Error(`${this.name} has no line ${key}`);
    return row;
  }

  /** All sites, for other sheets. */
  all = (key: string) => this.at(bySite(this.rowOf(key)));
  here = (key: string, letter: string) => `${letter}${this.rowOf(key)}`;
}

/** The sheet "Results": the sites side by side, and all of them. */
export function resultPage(
  fleet: FleetPage,
  cash: MonthPage,
  { breakevenOf, costsOf, creditsOf }: Shocks,
): SideBySide {
  const page = new SideBySide(
    fleet,
    "Results",
    "The sites side by side",
    "What each site needs and is worth, and all of them together; none stands where there is no answer, such as no payback",
  );
  const known = (found: string) => `IF(ISNUMBER(${found}),${found},"none")`;
  const value = (column: number) => (letter: string) =>
    known(`INDEX(portfolio_values,${fleet.of("slot", letter)},${column})`);
  /** The add-in's total, which follows the last site. */
  const all = (column: number) => () => known(`INDEX(portfolio_values,sites_counted+1,${column})`);
  const made = (key: string) => (letter: string) => fleet.of(key, letter);
  const row = (key: string) => cash.rowOf(key);
  const flows = (key: string) => cash.at(`D${row(key)}:${cash.axis.last}${row(key)}`);

  const sum = (sites: string) => `IF(COUNT(${sites})=sites_counted,SUM(${sites}),"none")`;
  const ratio = (above: string, below: string) => (letter: string) =>
    `IF(AND(ISNUMBER(${page.here(above, letter)}),ISNUMBER(${page.here(below, letter)})),${page.here(above, letter)}/${page.here(below, letter)},"none")`;
  const ratioOfAll = (above: string, below: string) => () =>
    `IF(COUNT(${page.here(above, "C")},${page.here(below, "C")})=2,IF(${page.here(below, "C")}>0,${page.here(above, "C")}/${page.here(below, "C")},"none"),"none")`;

  page.group("Size and investment");
  for (const [key, label, unit, format] of [
    ["count", "Machines", "machines", "count"],
    ["hashrate", "Hashrate", "TH/s", "count"],
    ["power", "Power at the meter", "MW", "decimal"],
  ] as const)
    page.line({ key, label, unit, formula: made(key), total: () => fleet.total(key), format });
  page.line({
    key: "capex",
    label: "Capital expenditure",
    unit: "USD",
    formula: value(2),
    total: sum,
    format: "usd",
    name: "total_capex",
  });
  page.line({
    key: "loan",
    label: "Of that by loan",
    unit: "USD",
    formula: made("loan"),
    total: () => fleet.total("loan"),
    format: "usd",
  });
  page.line({
    key: "equity",
    label: "Equity needed: deepest cumulative cash",
    unit: "USD",
    formula: (_letter, index) => `MAX(0,-MIN(${flows(`cumulative${index}`)}))`,
    total: () => `MAX(0,-MIN(${flows("cumulative")}))`,
    format: "usd",
  });
  page.line({
    key: "perTh",
    label: "Investment per TH/s",
    unit: "USD/TH",
    formula: ratio("capex", "hashrate"),
    total: ratioOfAll("capex", "hashrate"),
    format: "usdCents",
  });

  page.group("Value");
  page.line({
    key: "npv",
    label: "Net present value, each at its own rate",
    unit: "USD",
    formula: value(4),
    total: sum,
    format: "usd",
    name: "total_npv",
  });
  page.line({
    key: "npvShare",
    label: "Net present value per dollar invested",
    unit: "USD per USD",
    formula: ratio("npv", "capex"),
    total: ratioOfAll("npv", "capex"),
    format: "decimal",
  });
  page.line({
    key: "irr",
    label: "Internal rate of return",
    unit: "per year",
    formula: value(5),
    total: () => "IF(ISNUMBER(irr_of_addin),irr_of_addin,irr_of_excel)",
    format: "percent",
    name: "portfolio_irr",
  });
  page.line({
    key: "payback",
    label: "Payback",
    unit: "months",
    formula: value(6),
    total: all(6),
    format: "oneDecimal",
    name: "portfolio_payback",
  });

  page.group("Coins and cost");
  page.line({
    key: "btc",
    label: "Coins mined, after pool fees",
    unit: "BTC",
    formula: value(3),
    total: sum,
    format: "btcShort",
    name: "total_btc",
  });
  const perCoin = (cellOf: (letter: string) => string) => {
    const share = (cost: string, btc: string) =>
      `IF(COUNT(${cost},${btc})=2,IF(${btc}>0,${cost}/${btc},"none"),"none")`;
    const costs = `${cellOf(FIRST_SITE)}:${cellOf(LAST_SITE).replace(/^.*!/, "")}`;
    return {
      formula: (letter: string) => share(cellOf(letter), page.here("btc", letter)),
      total: () =>
        `IF(COUNT(${costs})=sites_counted,${share(`SUM(${costs})`, page.here("btc", "C"))},"none")`,
    };
  };
  page.line({
    key: "grossCost",
    label: "Cost per coin: power, running costs, host",
    unit: "USD/BTC",
    ...perCoin(costsOf),
    format: "usd",
  });
  page.line({
    key: "credits",
    label: "Less: heat and other revenue per coin",
    unit: "USD/BTC",
    ...perCoin(creditsOf),
    format: "usd",
  });
  page.line({
    key: "cost",
    label: "Cost per coin less heat and other revenue",
    unit: "USD/BTC",
    formula: value(7),
    total: all(7),
    format: "usd",
  });
  page.line({
    key: "profit",
    label: "Operating profit of the start month",
    unit: "USD",
    formula: value(8),
    total: sum,
    format: "usd",
  });
  page.line({
    key: "breakeven",
    label: "Bitcoin price today at which the value is 0",
    unit: "USD",
    formula: breakevenOf,
    format: "usd",
  });
  page.line({
    key: "margin",
    label: "Room to today's price",
    unit: "of today's",
    formula: (letter) =>
      `IF(ISNUMBER(${page.here("breakeven", letter)}),1-${page.here("breakeven", letter)}/market_price,"none")`,
    format: "percent",
  });

  page.group("By year: cumulative cash at its end");
  const years: number[] = [];
  for (let year = 1; year <= YEARS; year++) {
    const { row } = page;
    years.push(row);
    const end = `MIN(12*(ROW()-ROW($A$${row - year})),plan_months)`;
    page.line({
      key: `year${year}`,
      label: `Year ${year}`,
      unit: "USD",
      formula: (_letter, index) => `INDEX(${cash.months(`cumulative${index}`)},1,${end})`,
      total: () => `INDEX(${cash.months("cumulative")},1,${end})`,
      format: "usd",
    });
  }
  const after = page.row + 1;
  page.printing.rowBreaks.push(page.row);
  page.charts.push(
    { ...valueBars(page), over: `A${after}:C${after + 18}` },
    { ...yearBars(page), over: `D${after}:I${after + 18}` },
  );
  return page;
}

const MILLIONS = "$#,##0.0,,\\M";

export const valueBars = (page: SideBySide) =>
  ({
    kind: "column",
    title: "Net present value by site (USD)",
    labels: page.at(bySite(HEAD)),
    series: [{ name: "Net present value", values: page.all("npv") }],
    yFormat: MILLIONS,
  }) as const;

export const yearBars = (page: SideBySide) =>
  ({
    kind: "column",
    title: "Cumulative cash by site at year end (USD)",
    labels: page.at(bySite(HEAD)),
    series: Array.from({ length: YEARS }, (_, index) => ({
      name: `Year ${index + 1}`,
      values: page.all(`year${index + 1}`),
      colour: YEAR_COLOURS[index] ?? "",
    })),
    yFormat: MILLIONS,
  }) as const;

/** From light to dark, as time goes on. */
const YEAR_COLOURS = ["BFE3DB", "8CCBBE", "4FA896", "0F6C5C", "073B32"];
