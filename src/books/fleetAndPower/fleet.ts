import { Page } from "../page";
import { FLEET_SIZE, type Lists, MODES_SIZE } from "./inputs";
import { putFacts, putTable } from "./lines";

const HEAD_ROW = 19;
const MODES_HEAD_ROW = HEAD_ROW + FLEET_SIZE + 5;

/** The sheet "Fleet": what the machines are together, and what power each type can bear. */
export function fleetPage(lists: Lists): Page {
  const page = new Page(
    "Fleet",
    "calculation",
    "Fleet",
    "The fleet as one site, and by type of machine: what a MWh earns, and the price of power at which each type stops to pay",
  );
  Object.assign(page.widths, { A: 38, B: 14, C: 14, D: 12 });
  for (const letters of ["E", "F", "G", "H", "I", "J", "K", "L", "M", "N"]) page.widths[letters] = 13;
  page.section(5, "A", "N", "The fleet as one site");
  putTotals(page);
  page.section(
    HEAD_ROW - 1,
    "A",
    "N",
    "By type of machine; hashcost and margin at the average of the hourly prices",
  );
  putTypes(page, lists);
  page.section(
    MODES_HEAD_ROW - 1,
    "A",
    "N",
    "Modes of the machine with modes; only those with a name of their own, hashrate and power count",
  );
  putModes(page, lists);
  page.frozenAt = "B5";
  return page;
}

const ofFleet = (field: string) => `IF(fleet_machines=0,0,MINING.FLEET(fleet_units,pue,"${field}"))`;

function putTotals(page: Page): void {
  putFacts(page, 6, [
    {
      label: "Machines",
      formula: "SUM(fleet_type_counts)",
      unit: "units",
      format: "count",
      name: "fleet_machines",
      note: "Of the types that are in the list of machines, or have own hashrate and power",
    },
    {
      label: "Hashrate",
      formula: ofFleet("Hashrate (TH/s)"),
      unit: "TH/s",
      format: "count",
      name: "fleet_th",
      note: "Nameplate, as if each machine ran",
    },
    {
      label: "Hashrate after downtime",
      formula: ofFleet("Hashrate after downtime"),
      unit: "TH/s",
      format: "count",
      name: "fleet_running_th",
    },
    {
      label: "Power at the meter",
      formula: ofFleet("Facility power"),
      unit: "kW",
      format: "count",
      name: "fleet_meter_kw",
      note: "Nameplate with the PUE; the demand charge is on it",
    },
    {
      label: "Efficiency",
      formula: ofFleet("Efficiency"),
      unit: "J/TH",
      format: "decimal",
      name: "fleet_j_per_th",
    },
    {
      label: "Energy of a day",
      formula: ofFleet("Energy"),
      unit: "MWh",
      format: "oneDecimal",
      name: "fleet_mwh_per_day",
      note: "At the meter, after downtime",
    },
    {
      label: "Load at the meter",
      formula: "fleet_mwh_per_day/24",
      unit: "MW",
      format: "decimal",
      name: "site_mw",
      note: "In an hour in which the site runs, after downtime",
    },
    {
      label: "Load of the machines",
      formula: "site_mw*1000/pue",
      unit: "kW",
      format: "count",
      name: "site_it_kw",
      note: "The same without the PUE, as MINING functions take it",
    },
    {
      label: "Strike",
      formula: "IF(fleet_machines=0,0,MINING.REVENUE_PER_MWH(market_hashprice,fleet_j_per_th,pue,pool_fee))",
      unit: "USD/MWh",
      format: "decimal",
      name: "site_strike",
      note: "What mining earns with a MWh: above this price of power the site as one is better off without it",
    },
    {
      label: "Average of the hourly prices",
      formula: "IF(COUNT(hour_prices)=0,0,AVERAGE(hour_prices))",
      unit: "USD/MWh",
      format: "decimal",
      name: "average_price",
    },
    {
      label: "Hashprice after the pool fee",
      formula: "market_hashprice*(1-pool_fee)",
      unit: "USD/PH/d",
      format: "decimal",
      name: "net_hashprice",
    },
  ]);
}

function putTypes(page: Page, { fleet }: Lists): void {
  const listed = (column: string, row: number) => `'Fleet list'!${column}${fleet + row - HEAD_ROW - 1}`;
  const ifGood = (row: number, formula: string) => `IF($C${row}="ok",${formula},"")`;
  const fact = (row: number, column: string, range: string) =>
    ifGood(
      row,
      `IF(COUNTIF(${listed(column, row)},">0")=1,${listed(column, row)},INDEX(${range},MATCH($A${row},machine_names,0)))`,
    );
  const { first, last } = putTable(page, {
    row: HEAD_ROW,
    size: FLEET_SIZE,
    totalLabel: "Total",
    columns: [
      {
        head: "Machine",
        look: "text",
        name: "fleet_types",
        formula: (row) => `IF(${listed("A", row)}="","",${listed("A", row)})`,
      },
      {
        head: "Hashrate and power known (1 or 0)",
        format: "flag",
        name: "fleet_type_known",
        formula: (row) =>
          `IF(A${row}="","",IF(COUNTIF(${listed("C", row)}:D${fleet + row - HEAD_ROW - 1},">0")=2,1,` +
          `IF(COUNTIFS(machine_names,A${row},machine_hashrates,">0",machine_powers,">0")>0,1,0)))`,
      },
      {
        head: "State",
        look: "text",
        name: "fleet_type_states",
        formula: (row) =>
          `IF(A${row}="","",IF(B${row}=0,"not in the list",IF(COUNTIF(${listed("B", row)},">=0")=1,"ok","no count")))`,
      },
      {
        head: "Count",
        format: "count",
        name: "fleet_type_counts",
        formula: (row) => ifGood(row, listed("B", row)),
        total: "sum",
      },
      {
        head: "Hashrate (TH/s)",
        format: "oneDecimal",
        name: "fleet_type_th",
        formula: (row) => fact(row, "C", "machine_hashrates"),
      },
      {
        head: "Power (W)",
        format: "count",
        name: "fleet_type_w",
        formula: (row) => fact(row, "D", "machine_powers"),
      },
      { head: "Uptime", format: "percent", formula: (row) => ifGood(row, "uptime") },
      {
        head: "Efficiency (J/TH)",
        format: "oneDecimal",
        name: "fleet_type_efficiencies",
        formula: (row) => ifGood(row, `F${row}/E${row}`),
      },
      {
        head: "Hashrate (PH/s)",
        format: "oneDecimal",
        name: "fleet_type_ph",
        formula: (row) => ifGood(row, `D${row}*E${row}/1000`),
        total: "sum",
      },
      {
        head: "Power at the meter (MW)",
        format: "decimal",
        name: "fleet_type_mw",
        formula: (row) => ifGood(row, `D${row}*F${row}*pue/1000000`),
        total: "sum",
      },
      {
        head: "Hashcost (USD/PH/d)",
        format: "decimal",
        formula: (row) => ifGood(row, `MINING.HASHCOST(H${row},average_price/1000,pue)`),
      },
      {
        head: "Margin (USD/PH/d)",
        format: "decimal",
        formula: (row) => ifGood(row, `net_hashprice-K${row}`),
      },
      {
        head: "Strike (USD/MWh)",
        format: "decimal",
        name: "fleet_type_strikes",
        formula: (row) => ifGood(row, `MINING.REVENUE_PER_MWH(market_hashprice,H${row},pue,pool_fee)`),
      },
      {
        head: "Break-even price of power (USD/kWh)",
        format: "usdPerKwh",
        formula: (row) =>
          ifGood(
            row,
            `MINING.BREAKEVEN("power",market_price,market_difficulty,market_subsidy,market_fees,H${row},,pue,pool_fee)`,
          ),
      },
    ],
  });
  page.call("fleet_units", `D${HEAD_ROW}:G${last}`);
  page.marks.push({
    range: `C${first}:C${last}`,
    formula: `AND(C${first}<>"",C${first}<>"ok")`,
    look: "red",
  });
}

function putModes(page: Page, { modes }: Lists): void {
  const listed = (column: string, row: number) => `'Fleet list'!${column}${modes + row - MODES_HEAD_ROW - 1}`;
  const upToHere = (row: number) => `'Fleet list'!$A$${modes}:A${modes + row - MODES_HEAD_ROW - 1}`;
  const ifGood = (row: number, formula: string) => `IF($E${row}=1,${formula},"")`;
  const { first, last } = putTable(page, {
    row: MODES_HEAD_ROW,
    size: MODES_SIZE,
    columns: [
      {
        head: "Mode",
        look: "text",
        name: "mode_used_names",
        formula: (row) => ifGood(row, listed("A", row)),
      },
      { head: "Hashrate (TH/s)", format: "oneDecimal", formula: (row) => ifGood(row, listed("B", row)) },
      { head: "Power (W)", format: "count", formula: (row) => ifGood(row, listed("C", row)) },
      {
        head: "Efficiency (J/TH)",
        format: "oneDecimal",
        formula: (row) => ifGood(row, `C${row}/B${row}`),
      },
      {
        head: "Counts (1 or 0)",
        format: "flag",
        name: "mode_used",
        formula: (row) =>
          `IF(${listed("A", row)}="","",IF(AND(LOWER(${listed("A", row)})<>"off",COUNTIF(${upToHere(row)},${listed("A", row)})=1,` +
          `COUNTIF(${listed("B", row)}:C${modes + row - MODES_HEAD_ROW - 1},">0")=2),1,0))`,
      },
    ],
  });
  page.call("modes_used", `A${first}:C${last}`);
  const after = last + 1;
  page.put(`A${after}`, "Machines of this type that run", "label");
  page.put(
    `B${after}`,
    "=SUMIFS(fleet_type_counts,fleet_types,modes_machine)*uptime",
    "figure",
    "oneDecimal",
  );
  page.put(`C${after}`, "units", "unit");
  page.put(`D${after}`, "Count of the type in the fleet, after downtime", "note");
  page.call("modes_units", `B${after}`);
  page.put(`A${after + 1}`, "Modes can be chosen", "label");
  page.put(
    `B${after + 1}`,
    `=IF(AND(modes_units>0,SUM(E${first}:E${last})>0,COUNT(hour_prices)>0),1,0)`,
    "figure",
    "flag",
  );
  page.put(`C${after + 1}`, "1 or 0", "unit");
  page.call("modes_run", `B${after + 1}`);
}
