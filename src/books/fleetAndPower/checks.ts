import { ChecksPage } from "../checks";
import type { Page } from "../page";
import { usedRange } from "../sheetPart";
import type { Lists } from "./inputs";

interface Places {
  readonly lists: Lists;
  /** The row of the heads on the sheet Prices. */
  readonly priceHead: number;
  /** Those on which nothing may be an error. */
  readonly pages: readonly Page[];
}

export function checksPage(places: Places): ChecksPage {
  const page = new ChecksPage();
  addFleet(page, places.lists);
  addPrices(page, places.priceHead);
  addBounds(page);
  addFigures(page);
  addCurtailment(page);
  addBill(page);
  addCurve(page);
  for (const sheet of places.pages)
    page.check({
      name: `No error on the sheet ${sheet.name}`,
      value: `SUMPRODUCT(--ISERROR(${sheet.at(checkedRange(sheet))}))`,
      unit: "cells",
      format: "count",
      advice: `Look for cells on the sheet ${sheet.name} that begin with #, after correcting what the checks above name`,
    });
  page.finish();
  return page;
}

/** Where errors can stand: the columns of the sheet Hours have one formula each, which is in its first rows. */
const checkedRange = (sheet: Page) =>
  (sheet.name === "Hours" ? "A1:K9" : usedRange(sheet)).replace("A1", "A3");

const when = (place: string) => `TEXT(INDEX(hours_used,${place}),"yyyy-mm-dd hh:mm")`;
const dayIs = 'TEXT(irregular_day,"yyyy-mm-dd")&" has "&irregular_day_hours&" hours"';

function addFleet(page: ChecksPage, { fleet, modes, industry }: Lists): void {
  const state = (text: string) => `MATCH("${text}",fleet_type_states,0)`;
  const row = (place: string, first: number) =>
    `"Fleet list, row "&${place}+ROW('Fleet list'!$A$${first})-1&": "`;
  page.check({
    name: "Each machine of the fleet is in the list",
    value: 'COUNTIF(fleet_type_states,"not in the list")',
    unit: "machines",
    format: "count",
    advice:
      `=${row(state("not in the list"), fleet)}&INDEX(fleet_types,${state("not in the list")})&` +
      '" is not on the sheet Machines and is left out. Choose from the list, add it there, or type its own hashrate and power"',
  });
  page.check({
    name: "Each machine of the fleet has a count",
    value: 'COUNTIF(fleet_type_states,"no count")',
    unit: "machines",
    format: "count",
    advice:
      `=${row(state("no count"), fleet)}&INDEX(fleet_types,${state("no count")})&` +
      '" has no count and is left out. Type how many there are, 0 or more, or delete the row"',
  });
  page.check({
    name: "Each count of the fleet has a machine",
    value: 'SUMPRODUCT((fleet_names="")*ISNUMBER(fleet_counts))',
    unit: "rows",
    format: "count",
    advice: `=${row('MATCH(1,INDEX((fleet_names="")*ISNUMBER(fleet_counts),0),0)', fleet)}&"a count without a machine is left out. Choose the machine, or delete the count"`,
  });
  page.check({
    name: "There are machines",
    value: "IF(fleet_machines>0,0,1)",
    unit: "1 or 0",
    format: "flag",
    advice:
      "The fleet has no machines, so that nothing runs: choose machines on the sheet Fleet list and type their counts",
  });
  page.check({
    name: "The machine with modes is in the fleet",
    value: "IF(modes_units>0,0,1)",
    unit: "1 or 0",
    format: "flag",
    advice:
      '="Inputs, Machine with modes: there is no "&modes_machine&" in the fleet. Choose a machine that is, or give it a count"',
  });
  page.check({
    name: "Each power mode has its own name, hashrate and power",
    value: 'SUMPRODUCT(--(mode_names<>""))-SUM(mode_used)',
    unit: "modes",
    format: "count",
    advice: `=${row('MATCH(1,INDEX((mode_names<>"")*(mode_used=0),0),0)', modes)}&"this mode is left out. Give it a name that no other has and that is not off, a hashrate and a power"`,
  });
  page.check({
    name: "Each fleet of the industry has hashrate and efficiency",
    value: 'SUMPRODUCT(--(industry_names<>""))-COUNT(curve_industry_hashrates)',
    unit: "fleets",
    format: "count",
    advice: `=${row('MATCH(1,INDEX((industry_names<>"")*(curve_industry_hashrates=""),0),0)', industry)}&"this fleet is left out of the cost curve. Type its hashrate and efficiency, or delete the row"`,
  });
}

function addPrices(page: ChecksPage, head: number): void {
  page.check({
    name: "There are hourly prices",
    value: "IF(hours_given>0,0,1)",
    unit: "1 or 0",
    format: "flag",
    advice: "The sheet Prices is empty: paste hours into column A and prices into column B",
  });
  const noNumber = (range: string) => `MATCH(FALSE,INDEX(ISNUMBER(${range}),0),0)`;
  const price = noNumber("hour_prices");
  page.check({
    name: "Each price is a number",
    value: "hours_given-COUNT(hour_prices)",
    unit: "hours",
    format: "count",
    advice:
      `="Prices!B"&${price}+ROW(Prices!$A$${head})&IF(INDEX(hour_prices,${price})="",": the price is missing",": "&INDEX(hour_prices,${price})&" is a text")&` +
      '". Type the price as a number in USD/MWh; until then the average counts"',
  });
  const hour = noNumber("hour_starts");
  page.check({
    name: "Each hour is a date and time",
    value: "hours_given-COUNT(hour_starts)",
    unit: "hours",
    format: "count",
    advice:
      `="Prices!A"&${hour}+ROW(Prices!$A$${head})&IF(INDEX(hour_starts,${hour})="",": the hour is missing",": "&INDEX(hour_starts,${hour})&" is a text")&` +
      '". Type date and time, such as 2025-01-31 23:00"',
  });
  const step = (test: string) => `MATCH(1,INDEX(ISNUMBER(hour_steps)*(hour_steps${test}),0),0)`;
  const at = (test: string) => `"Prices!A"&${step(test)}+ROW(Prices!$A$${head})&": "&${when(step(test))}`;
  page.check({
    name: "No hour is missing",
    value: 'COUNTIF(hour_steps,">1")',
    unit: "gaps",
    format: "count",
    advice: `=${at(">1")}&" comes "&INDEX(hour_steps,${step(">1")})&" hours after the row before. Insert the hours that are missing, with their prices"`,
  });
  page.check({
    name: "No hour stands twice, and hours rise",
    value: 'COUNTIF(hour_steps,"<1")',
    unit: "hours",
    format: "count",
    advice: `=${at("<1")}&IF(INDEX(hour_steps,${step("<1")})=0," stands twice. Delete one of the two rows"," comes too early. Sort the rows by hour, and delete what is double")`,
  });
  page.check({
    name: "Each day has 24 hours",
    value: 'COUNTIF(hour_steps,">1")+COUNTIF(hour_steps,"<1")',
    unit: "places",
    format: "count",
    advice: `=${dayIs}&IF(irregular_day_hours<24,". If clocks went forward that day, "," or one out of order. If clocks went back that day, ")&"use hours of one time zone, such as UTC, or insert or delete the hour"`,
  });
}

function addBounds(page: ChecksPage): void {
  const bounds = [
    ["PUE is at least 1", "AND(ISNUMBER(pue),pue>=1)", "Inputs, PUE: type a number from 1 to 10"],
    [
      "Uptime is above 0 and at most 100 %",
      "AND(ISNUMBER(uptime),uptime>0,uptime<=1)",
      "Inputs, Uptime: type a share such as 97 %",
    ],
    [
      "Pool fee is at least 0 and below 100 %",
      "AND(ISNUMBER(pool_fee),pool_fee>=0,pool_fee<1)",
      "Inputs, Pool fee: type a share such as 1 %",
    ],
    [
      "The contract is index, fixed or block",
      'OR(contract="index",contract="fixed",contract="block")',
      "Inputs, Contract: choose index, fixed or block from the list",
    ],
    [
      "Shortest outage is a whole number of hours",
      "AND(ISNUMBER(min_hours_off),min_hours_off>=1,INT(min_hours_off)=min_hours_off)",
      "Inputs, Shortest outage: type a whole number of hours, 1 or more",
    ],
    [
      "Charges, fees and costs are 0 or more",
      "MIN(block_mw,demand_charge,fixed_fee,dr_credit,restart_cost,switch_cost)>=0",
      "Inputs: block, demand charge, fixed fee, credit, cost of a restart and of a change of mode must be 0 or more",
    ],
    [
      "The market in use has a hashprice",
      "IF(ISNUMBER(market_hashprice),market_hashprice>0,FALSE)",
      "Market: the values in use are not complete. Choose frozen, or correct the typed values",
    ],
  ] as const;
  for (const [name, test, advice] of bounds)
    page.check({ name, value: `IF(${test},0,1)`, unit: "1 or 0", format: "flag", advice });
}

const ifRuns = (formula: string) => `IF(site_runs=0,0,${formula})`;

function addFigures(page: ChecksPage): void {
  const again = "Formulas of these sheets were changed: take them from a fresh copy of this workbook";
  page.check({
    name: "Hashrate of the fleet: MINING.FLEET against SUMPRODUCT",
    value: "fleet_th-SUMPRODUCT(fleet_type_counts,fleet_type_th)",
    unit: "TH/s",
    advice: again,
  });
  page.check({
    name: "Power of the fleet: MINING.FLEET against SUMPRODUCT",
    value: "fleet_meter_kw-SUMPRODUCT(fleet_type_counts,fleet_type_w)*pue/1000",
    unit: "kW",
    advice: again,
  });
  page.check({
    name: "Strike: MINING.REVENUE_PER_MWH against Excel",
    value: "IF(fleet_machines=0,0,site_strike-1000*net_hashprice/(24*fleet_j_per_th*pue))",
    unit: "USD/MWh",
    advice: again,
  });
  page.check({
    name: "Energy used: MINING.POWER_BLOCK against the hours in which it runs",
    value: ifRuns("INDEX(block_record,1,2)-hours_run*site_mw"),
    unit: "MWh",
    advice: again,
  });
  page.check({
    name: "Energy balance: bought ahead and at the hour, less sold, is used",
    value:
      "contract_mw*hours_given+hours_run*(MAX(site_mw-contract_mw,0)-MAX(contract_mw-site_mw,0))" +
      "-(hours_given-hours_run)*contract_mw-energy_used",
    unit: "MWh",
    advice: again,
  });
  page.check({
    name: "Days or months hold all hours",
    value: "period_hours-COUNT(hours_used)+period_energy-energy_used",
    unit: "hours, MWh",
    advice: "Hours have no place in the days: correct the hours that the checks above name, or sort them",
  });
}

function addCurtailment(page: ChecksPage): void {
  const again =
    "The record and the hours disagree: take the sheets Hours and Curtailment from a fresh copy of this workbook";
  page.check({
    name: "Hours off without restarts: MINING.CURTAILMENT against SUMPRODUCT",
    value: ifRuns(`free_hours_off-SUMPRODUCT(ISNUMBER(prices_used)*(prices_used>site_strike))`),
    unit: "hours",
    advice: again,
  });
  page.check({
    name: "Gain without restarts: MINING.CURTAILMENT against SUMPRODUCT",
    value: ifRuns(
      `free_gain-site_mw*(SUMPRODUCT((prices_used>site_strike)*ISNUMBER(prices_used),prices_used)-site_strike*hours_above)`,
    ),
    unit: "USD",
    advice: again,
  });
  const gain = "(INDEX(curtailment_record,8,2)-INDEX(curtailment_record,6,2))";
  page.check({
    name: "Restarts and a shortest outage lower the gain, not below 0",
    value: ifRuns(`MAX(0,-${gain})+MAX(0,${gain}-free_gain)`),
    unit: "USD",
    advice: again,
  });
  page.check({
    name: "Net benefit: hour by hour, less restarts, with credits",
    value: ifRuns(
      "INDEX(curtailment_record,8,2)-SUM(hour_gains)+INDEX(curtailment_record,7,2)-INDEX(curtailment_record,6,2)",
    ),
    unit: "USD",
    advice: again,
  });
  page.check({
    name: "Margin with less margin without curtailment is the net benefit",
    value: ifRuns("margin_gain-INDEX(curtailment_record,8,2)"),
    unit: "USD",
    advice: "Hours have no place in the months of the bill: correct the hours that the checks above name",
  });
  page.check({
    name: "Power modes: net of all hours, and hours of all modes",
    value: "IF(modes_run=0,0,INDEX(modes_record,5,2)-SUM(hour_mode_nets)+SUM(mode_hours)-hours_given)",
    unit: "USD, hours",
    advice: "Give each mode a name of its own; take the sheet Power modes from a fresh copy of this workbook",
  });
}

function addBill(page: ChecksPage): void {
  page.check({
    name: "Energy on the bill against SUMPRODUCT over hours",
    value: "bill_energy_usd-energy_cost",
    unit: "USD",
    advice: "Some hours are in no month of the bill: correct the hours that the checks above name",
  });
  page.check({
    name: "Bill by month against MINING.POWER_BILL and the contract",
    value: ifRuns("bill_total_usd-bill_contract_usd-INDEX(bill_record,6,2)"),
    unit: "USD",
    advice: "Hours have no place in the months of the bill: correct the hours that the checks above name",
  });
  page.check({
    name: "Energy and contract on the bill against MINING.POWER_BLOCK",
    value: ifRuns("bill_energy_usd+bill_contract_usd-INDEX(block_record,5,2)"),
    unit: "USD",
    advice: "Hours have no place in the months of the bill: correct the hours that the checks above name",
  });
  page.check({
    name: "Days add up to revenue less energy of the margin",
    value: "period_revenue+period_power-energy_used*site_strike+bill_energy_usd+bill_contract_usd",
    unit: "USD",
    advice: "Hours have no place in the days: correct the hours that the checks above name",
  });
}

function addCurve(page: ChecksPage): void {
  page.check({
    name: "Hashrate of the cost curve: its total against the fleets",
    value: "IF(curve_size=0,0,INDEX(curve,curve_size+1,2)-SUM(curve_hashrates))",
    unit: "EH/s",
    advice: "Take the sheet Curve data from a fresh copy of this workbook",
  });
  page.check({
    name: "Own fleet on the cost curve is the fleet",
    value: "SUM(curve_hashrates)-SUM(curve_industry_hashrates)-fleet_th/1000000",
    unit: "EH/s",
    advice: "Take the sheet Curve data from a fresh copy of this workbook",
  });
  page.check({
    name: "Price duration ends at the highest and the lowest price",
    value: "MAX(duration_prices)-MAX(prices_used)+MIN(duration_prices)-MIN(prices_used)",
    unit: "USD/MWh",
    advice: "Take the sheet Price duration from a fresh copy of this workbook",
  });
}
