import type { Format } from "../looks";
import { type Content, Page, type Rule } from "../page";
import type { Stricter } from "../inputCheck";
import { ruleOf } from "../inputs";
import { bySite, letters, SITES } from "./slots";

/** A row of the sheet Sites: one assumption, a cell for each site. */
interface SiteRow extends Stricter {
  /** Names the cells of all sites: "site_uptimes". */
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly format?: Format;
  readonly allows: Rule["allows"];
  readonly prompt: string;
  readonly note: string;
  readonly values: readonly Content[];
}

const decimal = (least: number, most: number) => ({ kind: "decimal", least, most }) as const;
const whole = (least: number, most: number) => ({ kind: "whole", least, most }) as const;
const share = decimal(0, 1);

const HEAD = 5;
const FIRST_ROW = 6;

const groups: readonly (readonly [title: string, rows: readonly SiteRow[]])[] = [
  [
    "Site and machines",
    [
      {
        name: "site_names",
        label: "Name",
        unit: "text",
        allows: { kind: "any" },
        prompt:
          "Name of the site, each a different one, without a gap between them. An empty name is no site.",
        note: "From left to right without a gap",
        values: ["Texas", "Paraguay", "Norway", "Flare gas"],
      },
      {
        name: "site_machines",
        label: "Machine",
        unit: "choice",
        allows: { kind: "listFrom", range: "machine_names" },
        prompt: "Choose a machine from the list of the sheet Machines. Add your own there.",
        note: "From the sheet Machines",
        values: ["Antminer S21 XP", "Antminer S21 Pro", "Antminer S21 XP Hyd.", "Whatsminer M60S++"],
      },
      {
        name: "site_counts",
        label: "Machines",
        unit: "machines",
        format: "count",
        allows: whole(1, 1_000_000),
        prompt: "Number of machines, a whole number of at least 1.",
        note: "Assumption: what the site has room for",
        values: [2500, 1200, 420, 260],
      },
    ],
  ],
  [
    "Time",
    [
      {
        name: "site_starts",
        label: "Start month",
        unit: "month",
        format: "count",
        allows: whole(1, 60),
        prompt: "Month in which machines, running costs and other revenue begin; 1 is the start date.",
        note: "Investment is paid at the start date",
        values: [4, 2, 1, 3],
      },
      {
        name: "site_months",
        label: "Last month",
        unit: "month",
        format: "count",
        allows: whole(1, 60),
        prompt: "Last month of the site, counted from the start date. At most the months of the plan count.",
        note: "Machines are then resold",
        values: [48, 36, 60, 36],
      },
    ],
  ],
  [
    "Power",
    [
      {
        name: "site_power_prices",
        label: "Power price",
        unit: "USD/kWh",
        format: "usdPerKwh",
        allows: decimal(-1, 1),
        prompt: "Price at the meter in USD per kWh, all charges or the host's fee included: 0.045.",
        note: "Own power, host's fee, hydro, gas",
        values: [0.042, 0.05, 0.038, 0.018],
      },
      {
        name: "site_power_growths",
        label: "Growth of the power price",
        unit: "per year",
        format: "percent",
        allows: decimal(-1, 1),
        isAboveLeast: true,
        prompt: "Yearly growth of the power price: 2 %. Above -100 %, up to 100 %.",
        note: "Assumption: indexed or fixed",
        values: [0.02, 0, 0.02, 0],
      },
      {
        name: "site_pues",
        label: "Power usage effectiveness",
        unit: "ratio",
        format: "decimal",
        allows: decimal(1, 2),
        prompt: "Power at the meter over power of the machines: 1.03 for air cooling. From 1 to 2.",
        note: "Assumption: cooling and losses",
        values: [1.03, 1.03, 1.02, 1.05],
      },
      {
        name: "site_uptimes",
        label: "Uptime",
        unit: "share",
        format: "percent",
        allows: share,
        isAboveLeast: true,
        prompt: "Share of hours in which the machines run: 95 %. Above 0 %, up to 100 %.",
        note: "Texas: curtailed at peaks",
        values: [0.94, 0.95, 0.98, 0.88],
      },
      {
        name: "site_heat_prices",
        label: "Heat sold",
        unit: "USD/kWh",
        format: "usdPerKwh",
        allows: share,
        prompt: "What a buyer of heat pays per kWh of power at the meter; 0 where none is sold.",
        note: "Norway: a district heating grid",
        values: [0, 0, 0.008, 0],
      },
      {
        name: "site_host_shares",
        label: "Profit share of the host",
        unit: "share",
        format: "percent",
        allows: share,
        prompt: "Share of revenue less power that goes to the host, or to the owner of the gas.",
        note: "0 % where the fee is all",
        values: [0, 0.1, 0, 0.05],
      },
    ],
  ],
  [
    "Coins and running costs",
    [
      {
        name: "site_pool_fees",
        label: "Pool fee",
        unit: "share",
        format: "percentFine",
        allows: share,
        isBelowMost: true,
        prompt: "Share of the coins that the pool keeps: 1 %. Below 100 %.",
        note: "Assumption: enter your pool's",
        values: [0.01, 0.01, 0.01, 0.015],
      },
      {
        name: "site_opex",
        label: "Running costs",
        unit: "USD per month",
        format: "usd",
        allows: decimal(0, 1_000_000_000),
        prompt: "Staff, rent, repairs, insurance in USD per month, from the start month on.",
        note: "Assumption",
        values: [35_000, 6000, 15_000, 16_000],
      },
      {
        name: "site_opex_growths",
        label: "Growth of running costs",
        unit: "per year",
        format: "percent",
        allows: decimal(-1, 1),
        isAboveLeast: true,
        prompt: "Yearly growth of running costs: 3 %. Above -100 %, up to 100 %.",
        note: "Assumption: wages",
        values: [0.03, 0.03, 0.03, 0.03],
      },
      {
        name: "site_other_revenues",
        label: "Other revenue",
        unit: "USD per month",
        format: "usd",
        allows: decimal(0, 1_000_000_000),
        prompt: "Demand response and the like in USD per month, from the start month on, also while off.",
        note: "Texas: demand response",
        values: [30_000, 0, 0, 0],
      },
    ],
  ],
  [
    "Investment and loan",
    [
      {
        name: "site_prices_per_th",
        label: "Price of the machines",
        unit: "USD/TH",
        format: "usdCents",
        allows: decimal(0, 1000),
        prompt: "Price of the machines per TH/s in USD, delivered, duty included: 13.",
        note: "Assumption: enter your offers",
        values: [13, 12, 15, 12],
      },
      {
        name: "site_infra",
        label: "Infrastructure",
        unit: "USD",
        format: "usd",
        allows: decimal(0, 1_000_000_000),
        prompt: "Buildings, transformers, cooling, generators in USD; 0 where a host has them.",
        note: "Assumption",
        values: [900_000, 0, 500_000, 150_000],
      },
      {
        name: "site_machine_resales",
        label: "Resale of the machines",
        unit: "share of cost",
        format: "percent",
        allows: share,
        prompt: "What the machines fetch after the last month, as a share of their cost.",
        note: "Assumption",
        values: [0.1, 0.1, 0.05, 0.1],
      },
      {
        name: "site_infra_resales",
        label: "Value of the infrastructure",
        unit: "share of cost",
        format: "percent",
        allows: share,
        prompt: "What the infrastructure is worth after the last month, as a share of its cost.",
        note: "Assumption",
        values: [0.5, 0, 0.5, 0.3],
      },
      {
        name: "site_loan_shares",
        label: "Loan",
        unit: "share of cost",
        format: "percent",
        allows: share,
        prompt:
          "Share of machines and infrastructure that a loan pays for, drawn at the start date; 0 % for none.",
        note: "Drawn at the start date",
        values: [0.3, 0, 0, 0],
      },
      {
        name: "site_loan_rates",
        label: "Rate of the loan",
        unit: "per year",
        format: "percentFine",
        allows: share,
        prompt:
          "Nominal yearly rate of the loan: 11 %. Interest before the site starts is added to the loan. From 0 % to 100 %.",
        note: "Interest until the start is added",
        values: [0.11, 0, 0, 0],
      },
      {
        name: "site_loan_months",
        label: "Months of the loan",
        unit: "months",
        format: "count",
        allows: whole(1, 60),
        prompt:
          "Level payments from the start month on; what is left in the last month is repaid in it. From 1 to 60.",
        note: "Level payments from the start month",
        values: [24, 24, 24, 24],
      },
    ],
  ],
  [
    "Value and tax",
    [
      {
        name: "site_discount_rates",
        label: "Discount rate",
        unit: "per year",
        format: "percent",
        allows: decimal(0, 2),
        prompt: "Effective rate per year at which the site's cash is discounted: 12 %. From 0 % to 200 %.",
        note: "More where risk is more",
        values: [0.12, 0.18, 0.09, 0.2],
      },
      {
        name: "site_tax_rates",
        label: "Tax rate",
        unit: "of profit",
        format: "percent",
        allows: share,
        isBelowMost: true,
        prompt: "Tax on profit; losses are carried forward. Below 100 %.",
        note: "Corporate rates of the countries",
        values: [0.21, 0.1, 0.22, 0.21],
      },
      {
        name: "site_depreciations",
        label: "Depreciation for tax",
        unit: "choice",
        allows: { kind: "list", values: ["sln", "ddb", "macrs3", "macrs5", "bonus", "none"] },
        prompt:
          "sln: straight line of cost less resale value. ddb: double declining down to it. macrs3, macrs5: IRS tables of the full cost. bonus: all at once. none: never.",
        note: "sln: of cost less resale value",
        values: ["macrs5", "sln", "sln", "macrs5"],
      },
      {
        name: "site_lives",
        label: "Life for sln and ddb",
        unit: "months",
        format: "count",
        allows: whole(1, 100),
        prompt:
          "Months over which sln and ddb depreciate; macrs, bonus and none do not read it. From 1 to 100.",
        note: "Assumption",
        values: [48, 36, 48, 36],
      },
    ],
  ],
  [
    "Exposures and limits",
    [
      {
        name: "site_hosts",
        label: "Grid or host",
        unit: "text",
        allows: { kind: "any" },
        prompt:
          "What the site hangs on for its power: a grid, a host, a gas field. Write the same words for the same one.",
        note: "Shares of pools: sheet Exposures",
        values: ["ERCOT", "Itaipu host", "NO2 grid", "Bakken field"],
      },
      {
        name: "site_jurisdictions",
        label: "Jurisdiction",
        unit: "text",
        allows: { kind: "any" },
        prompt: "Country, or state, whose law the site is under. Write the same words for the same one.",
        note: "Makers follow from the machines",
        values: ["United States", "Paraguay", "Norway", "United States"],
      },
      {
        name: "site_caps",
        label: "Most of the further hashrate",
        unit: "share",
        format: "percent",
        allows: share,
        isAboveLeast: true,
        prompt: "The most of the further hashrate that this site may have: 50 %. Above 0 %.",
        note: "Read by the sheet Allocation",
        values: [0.6, 0.4, 0.5, 0.2],
      },
    ],
  ],
];

export const siteRows = groups.flatMap(([, rows]) => rows);

/** The sheet "Sites": the table of sites, one column each. */
export function sitePage(): Page {
  const page = new Page(
    "Sites",
    "inputs",
    "Sites",
    "One column is one site; type or copy a column for each, up to six, from left to right",
  );
  Object.assign(page.widths, { A: 30, B: 15, C: 33 });
  for (const letter of letters) page.widths[letter] = 21;
  page.put("A4", "Legend: blue cells are inputs, black figures are calculated", "note");
  page.putRow(`A${HEAD}`, ["Assumption"], "leftHead");
  page.putRow(`B${HEAD}`, ["Unit", "Note"], "head");
  for (const letter of letters)
    page.put(`${letter}${HEAD}`, `="Site "&(COLUMN()-COLUMN($C$${HEAD}))`, "head");
  let row = FIRST_ROW;
  for (const [title, rows] of groups) {
    if (row > FIRST_ROW) row += 1;
    page.section(row, "A", letters[SITES - 1] ?? "", title);
    row += 1;
    for (const { name, label, unit, format, allows, prompt, note, values } of rows) {
      page.put(`A${row}`, label, "label");
      page.put(`B${row}`, unit, "unit");
      page.put(`C${row}`, note, "note");
      const isText = typeof values[0] === "string";
      for (const [index, letter] of letters.entries())
        page.put(`${letter}${row}`, values[index] ?? "", isText ? "textInput" : "input", format);
      page.rules.push(ruleOf(bySite(row), label, allows, prompt));
      page.call(name, bySite(row));
      row += 1;
    }
  }
  page.frozenAt = `D${FIRST_ROW}`;
  page.printing.titleRows = `1:${HEAD}`;
  return page;
}
