import { Page } from "../page";
import { FLEET_SIZE } from "./inputs";
import { putFacts, putTable } from "./lines";
import { curtailmentLines, factsOf } from "./records";

const RECORD_ROW = 6;
const COMPARED_ROW = 20;
const TYPES_ROW = 35;

/** Rows of the comparison, for the chart: names in A, both ways in C and D. */
const [FIRST_CHARTED, LAST_CHARTED] = [COMPARED_ROW + 3, COMPARED_ROW + 10];

/** The sheet "Curtailment": what switching off is worth, for the site as one and for each type of machine. */
export function curtailmentPage(): Page {
  const page = new Page(
    "Curtailment",
    "output",
    "Curtailment",
    "What it is worth to switch off while power is dear: the record, the site with and without it, and each type of machine",
  );
  Object.assign(page.widths, { A: 38, B: 16, C: 18, D: 18, E: 18, F: 18, G: 14, H: 14 });
  page.section(RECORD_ROW - 1, "A", "H", "The site as one");
  const after = putFacts(page, RECORD_ROW, factsOf("curtailment_record", "site_runs", curtailmentLines));
  putFacts(page, after, [
    {
      label: "Gain if a restart cost nothing",
      formula: "free_gain",
      unit: "USD",
      format: "usd",
      note: "Without credits and a shortest outage: the most that switching can bring",
    },
  ]);
  page.section(COMPARED_ROW - 1, "A", "H", "The site with and without curtailment; costs are negative");
  putComparison(page);
  page.section(TYPES_ROW - 1, "A", "H", "If each type of machine is switched by its own strike");
  putTypes(page);
  page.charts.push({
    kind: "column",
    title: "With and without curtailment (USD)",
    labels: page.at(`A${FIRST_CHARTED}:A${LAST_CHARTED}`),
    series: [
      { name: "In every hour", values: page.at(`C${FIRST_CHARTED}:C${LAST_CHARTED}`), colour: "8A8D91" },
      { name: "With curtailment", values: page.at(`D${FIRST_CHARTED}:D${LAST_CHARTED}`), colour: "0F6C5C" },
    ],
    yFormat: "$#,##0",
    over: `J${RECORD_ROW}:S${COMPARED_ROW + 10}`,
  });
  page.frozenAt = "B5";
  return page;
}

/** A row of the record; 0 where there is none. */
const recorded = (place: number) => `IF(site_runs=0,0,INDEX(curtailment_record,${place},2))`;

/** Among the lines of the comparison: the demand charge, which the fixed fees follow. */
const DEMAND = 5;

function putComparison(page: Page): void {
  page.putRow(`A${COMPARED_ROW}`, ["Line"], "leftHead");
  page.putRow(`B${COMPARED_ROW}`, ["Unit", "In every hour", "With curtailment", "Difference"], "head");
  const always = "hours_given*site_mw";
  const lines = [
    ["Hours in which it runs", "hours", "count", "site_runs*hours_given", "hours_run"],
    ["Energy used", "MWh", "decimal", always, "energy_used"],
    ["Mining revenue", "USD", "usd", `${always}*site_strike`, "energy_used*site_strike"],
    ["Energy at hourly prices", "USD", "usd", "-site_mw*SUM(prices_used)", "-energy_cost"],
    ["Bought ahead", "USD", "usd", "-bill_contract_usd", "-bill_contract_usd"],
    ["Demand charge", "USD", "usd", "-bill_demand_usd", "-bill_demand_usd"],
    ["Fixed fees", "USD", "usd", "-bill_fixed_usd", "-bill_fixed_usd"],
    ["Demand response", "USD", "usd", undefined, "-bill_credits_usd"],
    ["Restarts", "USD", "usd", undefined, `-${recorded(7)}`],
  ] as const;
  const first = COMPARED_ROW + 1;
  for (const [index, [label, unit, format, without, curtailed]] of lines.entries()) {
    const row = first + index;
    page.put(`A${row}`, label, "label");
    page.put(`B${row}`, unit, "unit");
    page.put(`C${row}`, without === undefined ? "" : `=${without}`, "figure", format);
    page.put(`D${row}`, `=${curtailed}`, "figure", format);
    page.put(`E${row}`, `=D${row}-C${row}`, "figure", format);
  }
  const last = first + lines.length - 1;
  const total = last + 1;
  page.put(`A${total}`, "Margin", "totalLabel");
  page.put(`B${total}`, "USD", "unit");
  for (const letters of ["C", "D", "E"])
    page.put(`${letters}${total}`, `=SUM(${letters}${first + 2}:${letters}${last})`, "total", "usd");
  page.call("margin_without", `C${total}`);
  page.call("margin", `D${total}`);
  page.call("margin_gain", `E${total}`);
  const month = total + 1;
  const monthly = (letters: string) => `${letters}${first + DEMAND}:${letters}${first + DEMAND + 1}`;
  page.put(`A${month}`, "Margin of a month of 730.5 hours", "label");
  page.put(`B${month}`, "USD", "unit");
  for (const letters of ["C", "D", "E"])
    page.put(
      `${letters}${month}`,
      // The charges of a month are not those of its hours.
      `=IF(hours_given=0,0,(${letters}${total}-SUM(${monthly(letters)}))*365.25*24/12/hours_given+SUM(${monthly(letters)})/COUNT(bill_months))`,
      "figure",
      "usd",
    );
  page.call("margin_per_month", `D${month}`);
}

function putTypes(page: Page): void {
  const type = (name: string) => `INDEX(${name},ROW()-ROW($A$${TYPES_ROW}))`;
  const { total } = putTable(page, {
    row: TYPES_ROW,
    size: FLEET_SIZE,
    totalLabel: "All types",
    columns: [
      { head: "Machine", look: "text", formula: () => type("fleet_types") },
      {
        head: "Load of the machines (kW)",
        format: "count",
        total: "sum",
        totalName: "types_kw",
        formula: () => `IF(ISNUMBER(${type("fleet_type_mw")}),${type("fleet_type_mw")}*uptime*1000/pue,"")`,
      },
      { head: "Strike (USD/MWh)", format: "decimal", formula: () => type("fleet_type_strikes") },
      {
        head: "Hours above its strike",
        format: "count",
        formula: (row) => `IF(COUNTIF(B${row},">0")=0,"",COUNTIF(prices_used,">"&C${row}))`,
      },
      {
        head: "Gain if a restart cost nothing (USD)",
        format: "usd",
        total: "sum",
        totalName: "types_gain",
        formula: (row) =>
          `IF(COUNTIF(B${row},">0")=0,"",B${row}*pue/1000*(SUMIF(prices_used,">"&C${row})-C${row}*D${row}))`,
      },
    ],
  });
  page.put(`A${total + 1}`, "More than the site as one", "label");
  page.put(`E${total + 1}`, `=E${total}-free_gain`, "figure", "usd");
  page.put(`F${total + 1}`, "USD, before credits", "unit");
}
