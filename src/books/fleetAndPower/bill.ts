import { Page } from "../page";
import { putFacts, putTable } from "./lines";
import { blockLines, factsOf } from "./records";

/** A year that begins within a month has parts of 13. */
const MONTHS = 13;
const HEAD_ROW = 26;
const BLOCK_ROW = HEAD_ROW + MONTHS + 5;

/** Rows of the bill's parts, for charts: their names in A, USD in B. */
export const BILL_PARTS = "A13:A17";
export const BILL_AMOUNTS = "B13:B17";

/** The sheet "Bill": what power costs under the contract, in all and by month. */
export function billPage(): Page {
  const page = new Page(
    "Bill",
    "output",
    "Power bill",
    "What power costs with curtailment; as on a bill, charges are positive and credits negative",
  );
  Object.assign(page.widths, { A: 36, B: 17, C: 15 });
  for (const letters of ["D", "E", "F", "G", "H", "I", "J", "K"]) page.widths[letters] = 14;
  page.section(5, "A", "K", "Contract in use");
  putFacts(page, 6, [
    {
      label: "Contract",
      formula: "contract",
      unit: "choice",
      note: '=IF(contract="index","All energy at the price of its hour",IF(contract="fixed","The load in every hour at the fixed price; what is not used is sold","The block in every hour at its price; the rest is bought or sold at the price of the hour"))',
    },
    {
      label: "Power bought ahead",
      formula: "contract_mw",
      unit: "MW",
      format: "decimal",
      note: '=IF(contract_mw>site_mw+check_tolerance,"Larger than the load: the surplus of "&TEXT(contract_mw-site_mw,"0.0")&" MW is sold at the price of the hour, also while the site runs","In hours off it is sold at the price of the hour")',
    },
    { label: "Price of it", formula: "contract_price", unit: "USD/MWh", format: "decimal" },
  ]);
  page.section(11, "A", "K", "Bill of all hours given");
  putSummary(page);
  page.section(HEAD_ROW - 1, "A", "K", "By calendar month");
  putMonths(page);
  page.section(BLOCK_ROW - 1, "A", "K", "Supply of all hours");
  putFacts(page, BLOCK_ROW, factsOf("block_record", "site_runs", blockLines));
  page.printing.rowBreaks.push(HEAD_ROW - 2);
  page.frozenAt = "B5";
  page.charts.push({
    kind: "column",
    title: "Parts of the bill (USD)",
    labels: page.at(BILL_PARTS),
    series: [{ name: "USD", values: page.at(BILL_AMOUNTS) }],
    yFormat: "$#,##0",
    over: "F12:K23",
  });
  return page;
}

function putSummary(page: Page): void {
  page.putRow("A12", ["Part"], "leftHead");
  page.putRow("B12", ["USD", "Unit", "USD/MWh used"], "head");
  const parts = [
    ["Energy at hourly prices", "bill_energy_usd"],
    ["Bought ahead", "bill_contract_usd"],
    ["Demand charge", "bill_demand_usd"],
    ["Fixed fees", "bill_fixed_usd"],
    ["Demand response", "bill_credits_usd"],
    ["Total", "bill_total_usd"],
  ] as const;
  for (const [index, [label, name]] of parts.entries()) {
    const row = 13 + index;
    const isTotal = label === "Total";
    page.put(`A${row}`, label, isTotal ? "totalLabel" : "label");
    page.put(`B${row}`, `=${name}`, isTotal ? "total" : "figure", "usd");
    page.put(`C${row}`, "USD", "unit");
    page.put(`D${row}`, `=IF(energy_used=0,0,B${row}/energy_used)`, isTotal ? "total" : "figure", "decimal");
  }
  putFacts(page, 20, [
    {
      label: "Energy used",
      formula: "energy_used",
      unit: "MWh",
      format: "decimal",
    },
    {
      label: "Effective price of power",
      formula: "IF(energy_used=0,0,bill_total_usd/energy_used)",
      unit: "USD/MWh",
      format: "decimal",
      name: "effective_price",
    },
    {
      label: "Average of the hourly prices",
      formula: "average_price",
      unit: "USD/MWh",
      format: "decimal",
    },
  ]);
}

function putMonths(page: Page): void {
  const month = `EDATE(first_month,ROW()-ROW($A$${HEAD_ROW})-1)`;
  const ifMonth = (row: number, formula: string) => `IF($A${row}="","",${formula})`;
  const within = (row: number) => `hours_used,">="&$A${row},hours_used,"<"&EDATE($A${row},1)`;
  putTable(page, {
    row: HEAD_ROW,
    size: MONTHS,
    totalLabel: "Total",
    columns: [
      {
        head: "Month",
        look: "text",
        format: "month",
        name: "bill_months",
        formula: () => `IF(hours_given=0,"",IF(${month}<=last_hour,${month},""))`,
      },
      {
        head: "Hours given",
        format: "count",
        total: "sum",
        totalName: "bill_hours",
        formula: (row) => ifMonth(row, `COUNTIFS(${within(row)})`),
      },
      {
        head: "Hours in which it runs",
        format: "count",
        total: "sum",
        formula: (row) => ifMonth(row, `COUNTIFS(${within(row)},hour_states,1)`),
      },
      {
        head: "Energy used (MWh)",
        format: "decimal",
        total: "sum",
        formula: (row) => ifMonth(row, `C${row}*site_mw`),
      },
      {
        head: "Energy at hourly prices (USD)",
        format: "usd",
        total: "sum",
        totalName: "bill_energy_usd",
        formula: (row) => ifMonth(row, `site_mw*SUMIFS(prices_used,${within(row)},hour_states,1)`),
      },
      {
        head: "Bought ahead (USD)",
        format: "usd",
        total: "sum",
        totalName: "bill_contract_usd",
        formula: (row) =>
          ifMonth(row, `contract_mw*(contract_price*B${row}-SUMIFS(prices_used,${within(row)}))`),
      },
      {
        head: "Demand charge (USD)",
        format: "usd",
        total: "sum",
        totalName: "bill_demand_usd",
        formula: (row) => ifMonth(row, "fleet_meter_kw*demand_charge"),
      },
      {
        head: "Fixed fee (USD)",
        format: "usd",
        total: "sum",
        totalName: "bill_fixed_usd",
        formula: (row) => ifMonth(row, "fixed_fee"),
      },
      {
        head: "Demand response (USD)",
        format: "usd",
        total: "sum",
        totalName: "bill_credits_usd",
        formula: (row) => ifMonth(row, `-site_mw*1000*dr_credit*B${row}/(365.25*24/12)`),
      },
      {
        head: "Total (USD)",
        format: "usd",
        total: "sum",
        totalName: "bill_total_usd",
        formula: (row) => ifMonth(row, `SUM(E${row}:I${row})`),
      },
      {
        head: "Effective price (USD/MWh)",
        format: "decimal",
        formula: (row) => ifMonth(row, `IF(D${row}=0,0,J${row}/D${row})`),
        total: { formula: "IF(energy_used=0,0,bill_total_usd/energy_used)" },
      },
    ],
  });
}
