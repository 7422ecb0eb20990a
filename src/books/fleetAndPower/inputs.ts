import { addTolerance, InputPage } from "../inputs";
import type { Rule } from "../page";

const share = (least: number, most: number): Rule["allows"] => ({ kind: "decimal", least, most });

/** The sheet "Inputs": the site, its contract for power, and what switching off costs and brings. */
export function inputPage(): InputPage {
  const page = new InputPage(
    "Inputs",
    "Site, contract for power and curtailment; machines stand on the sheet Fleet list, hourly prices on the sheet Prices",
  );
  page.group("Site");
  page.input({
    name: "pue",
    label: "PUE",
    value: 1.04,
    unit: "ratio",
    format: "decimal",
    allows: { kind: "decimal", least: 1, most: 10 },
    prompt:
      "Power at the meter divided by the power of the machines: 1.04 is 4 % for fans, pumps and losses. From 1 to 10.",
    note: "Assumption: air cooling in a modern building",
  });
  page.input({
    name: "uptime",
    label: "Uptime",
    value: 0.97,
    unit: "share",
    format: "percent",
    allows: share(0.01, 1),
    prompt: "Share of the machines that run while the site is on, repairs left out. From 1 % to 100 %.",
    note: "Assumption; lowers hashrate and energy alike, hours off left out",
  });
  page.input({
    name: "pool_fee",
    label: "Pool fee",
    value: 0.01,
    unit: "share",
    format: "percentFine",
    allows: share(0, 0.99),
    prompt: "Share of the coins that the pool keeps, such as 1 %. From 0 to 99 %.",
    note: "Assumption: a usual fee of a pool that pays per share",
  });
  addContract(page);
  addCurtailment(page);
  addModes(page);
  page.group("Checks");
  addTolerance(page);
  return page;
}

function addContract(page: InputPage): void {
  page.group("Contract for power");
  page.input({
    name: "contract",
    label: "Contract",
    value: "block",
    unit: "choice",
    allows: { kind: "list", values: ["index", "fixed", "block"] },
    prompt:
      "index: all energy at the price of its hour. fixed: the load at a fixed price in every hour. block: a block of power at a price, the rest at the price of its hour.",
    note: "With fixed and block, power that is bought and not used is sold at the price of its hour",
  });
  page.input({
    name: "fixed_price",
    label: "Fixed price",
    value: 42,
    unit: "USD/MWh",
    format: "decimal",
    allows: { kind: "decimal", least: -1000, most: 10_000 },
    prompt: "Price of all energy under the contract fixed, in USD/MWh: 42 is 4.2 cents per kWh.",
    note: "Assumption; used while the contract is fixed",
  });
  page.input({
    name: "block_mw",
    label: "Block",
    value: 30,
    unit: "MW",
    format: "oneDecimal",
    allows: { kind: "decimal", least: 0, most: 10_000 },
    prompt:
      "Power that is bought in every hour under the contract block, in MW. What the load does not use is sold.",
    note: "Assumption: some 60 % of the load; used while the contract is block",
  });
  page.input({
    name: "block_price",
    label: "Price of the block",
    value: 36,
    unit: "USD/MWh",
    format: "decimal",
    allows: { kind: "decimal", least: -1000, most: 10_000 },
    prompt: "Price of the block in USD/MWh, paid in every hour.",
    note: "Assumption; used while the contract is block",
  });
  page.input({
    name: "demand_charge",
    label: "Demand charge",
    value: 2.5,
    unit: "USD/kW/month",
    format: "decimal",
    allows: { kind: "decimal", least: 0, most: 100 },
    prompt:
      "Price of each kW of the highest load of a calendar month at the meter, with all machines running.",
    note: "Assumption; a month that has begun is charged in full",
  });
  page.input({
    name: "fixed_fee",
    label: "Fixed fee",
    value: 5000,
    unit: "USD/month",
    format: "usd",
    allows: { kind: "decimal", least: 0, most: 10_000_000 },
    prompt: "Fee of a calendar month that does not depend on use: meter, retailer, scheduling.",
    note: "Assumption; a month that has begun is charged in full",
  });
}

function addCurtailment(page: InputPage): void {
  page.group("Curtailment");
  page.input({
    name: "dr_credit",
    label: "Credit for demand response",
    value: 1.2,
    unit: "USD/kW/month",
    format: "decimal",
    allows: { kind: "decimal", least: 0, most: 100 },
    prompt:
      "What the grid pays for each kW that can be switched off on call, in a month of 730.5 hours; 0 without a programme.",
    note: "Assumption; paid on the load for all hours given, whether called or not",
  });
  page.input({
    name: "restart_cost",
    label: "Cost of a restart",
    value: 1500,
    unit: "USD/outage",
    format: "usd",
    allows: { kind: "decimal", least: 0, most: 10_000_000 },
    prompt:
      "What it costs to bring the whole site back after an outage, however long: lost ramp-up, failures, labour.",
    note: "Assumption: about a third of an hour's revenue of the site; it enters the decision",
  });
  page.input({
    name: "min_hours_off",
    label: "Shortest outage",
    value: 2,
    unit: "hours",
    format: "count",
    allows: { kind: "whole", least: 1, most: 168 },
    prompt: "Least number of hours that the site stays off once it is off. A whole number from 1 to 168.",
    note: "Assumption; 1 lets the site return after an hour",
  });
}

function addModes(page: InputPage): void {
  page.group("Power modes");
  page.input({
    name: "modes_machine",
    label: "Machine with modes",
    value: "Antminer S21 XP",
    unit: "name",
    allows: { kind: "listFrom", range: "machine_names" },
    prompt:
      "The machine type of the fleet whose power modes stand on the sheet Fleet list. Choose it from the list.",
    note: "All machines of this type in the fleet change their mode together",
  });
  page.input({
    name: "switch_cost",
    label: "Cost of a change of mode",
    value: 60,
    unit: "USD/change",
    format: "usd",
    allows: { kind: "decimal", least: 0, most: 1_000_000 },
    prompt:
      "What each change of mode costs for all machines of the type together, off and on again included.",
    note: "Assumption: minutes of lost hashing while the machines tune themselves",
  });
}

/** Rows of the tables, the empty ones included. */
export const [FLEET_SIZE, MODES_SIZE, INDUSTRY_SIZE] = [10, 6, 12];

/** Where the tables of the sheet "Fleet list" have their first rows. */
export interface Lists {
  readonly page: InputPage;
  readonly fleet: number;
  readonly modes: number;
  readonly industry: number;
}

/** The sheet "Fleet list": the fleet by machine, the modes of one machine, and the fleets of others. */
export function listPage(): Lists {
  const page = new InputPage(
    "Fleet list",
    "The fleet by type of machine, the power modes of one type, and the rest of the industry for the cost curve",
    "Fleet list",
    "narrow",
  );
  Object.assign(page.widths, { A: 40, B: 16, C: 18, D: 18, E: 14 });
  page.group("Fleet: choose machines from the list, and say how many there are");
  const fleet = page.table({
    name: "fleet_list",
    size: FLEET_SIZE,
    heads: [
      {
        label: "Machine",
        name: "fleet_names",
        allows: { kind: "listFrom", range: "machine_names" },
        prompt:
          "Choose a machine from the list. One that is missing can be added at the end of the sheet Machines.",
      },
      {
        label: "Count",
        name: "fleet_counts",
        format: "count",
        allows: { kind: "decimal", least: 0, most: 10_000_000 },
        prompt: "Number of machines of this type, 0 or more.",
      },
      {
        label: "Own hashrate (TH/s)",
        name: "fleet_hashrates",
        format: "oneDecimal",
        allows: { kind: "decimal", least: 0.001, most: 100_000 },
        prompt:
          "Optional: what one of your machines does in TH/s, where it is not what the list says. Leave it empty to use the list.",
      },
      {
        label: "Own power (W)",
        name: "fleet_powers",
        format: "count",
        allows: { kind: "decimal", least: 1, most: 1_000_000 },
        prompt:
          "Optional: what one of your machines draws in W, where it is not what the list says. Leave it empty to use the list.",
      },
    ],
    rows: [
      ["Antminer S21 XP", 3000],
      ["Antminer S21 Pro", 4000],
      ["Antminer S21", 3000],
      ["Antminer S19 XP", 2500],
      ["Antminer S19j Pro (104T)", 1500],
    ],
  });
  page.group("Power modes of the machine with modes: hashrate and power of one machine");
  const modes = page.table({
    name: "modes_list",
    size: MODES_SIZE,
    heads: [
      {
        label: "Mode",
        name: "mode_names",
        allows: { kind: "any" },
        prompt: "Name of the mode, each once; the state without power is called off and needs no row.",
      },
      {
        label: "Hashrate (TH/s)",
        name: "mode_hashrates",
        format: "oneDecimal",
        allows: { kind: "decimal", least: 0.001, most: 100_000 },
        prompt: "Hashrate of one machine in this mode in TH/s.",
      },
      {
        label: "Power (W)",
        name: "mode_powers",
        format: "count",
        allows: { kind: "decimal", least: 1, most: 1_000_000 },
        prompt: "Power of one machine in this mode in W, before the PUE.",
      },
    ],
    rows: [
      ["High", 292, 4230],
      ["Normal", 270, 3645],
      ["Low", 224, 2690],
    ],
  });
  page.printing.rowBreaks.push(page.row);
  page.group("Rest of the industry: fleets beside which the cost curve sets your own");
  const percent = (value: number) => value / 100;
  const industry = page.table({
    name: "industry_list",
    size: INDUSTRY_SIZE,
    heads: [
      {
        label: "Fleet",
        name: "industry_names",
        allows: { kind: "any" },
        prompt: "A name for a part of the industry, as the cost curve shows it.",
      },
      {
        label: "Hashrate (EH/s)",
        name: "industry_hashrates",
        format: "oneDecimal",
        allows: { kind: "decimal", least: 0.000001, most: 100_000 },
        prompt: "Hashrate of these machines in EH/s.",
      },
      {
        label: "Efficiency (J/TH)",
        name: "industry_efficiencies",
        format: "oneDecimal",
        allows: { kind: "decimal", least: 1, most: 1000 },
        prompt: "Average efficiency of these machines in J/TH.",
      },
      {
        label: "Power price (USD/kWh)",
        name: "industry_prices",
        format: "usdPerKwh",
        allows: { kind: "decimal", least: -1, most: 2 },
        prompt: "What these fleets pay for power in USD/kWh; 0.045 is 4.5 cents.",
      },
      {
        label: "PUE",
        name: "industry_pues",
        format: "decimal",
        allows: { kind: "decimal", least: 1, most: 10 },
        prompt: "Power at the meter divided by that of the machines, from 1 to 10.",
      },
    ],
    rows: [
      ["Hydro power, newest machines", 90, 13.5, percent(3), 1.03],
      ["Wind and flare gas, new machines", 150, 16, percent(3.8), 1.05],
      ["Large grid sites, new machines", 230, 17.5, percent(4.7), 1.05],
      ["Hosted, new machines", 140, 17.5, percent(6.5), 1.06],
      ["Large grid sites, middle-aged", 130, 21.5, percent(4.8), 1.06],
      ["Flare gas, middle-aged", 50, 23, percent(3), 1.05],
      ["Hosted, middle-aged", 70, 21.5, percent(7), 1.06],
      ["Old machines, cheap power", 60, 29.5, percent(3.5), 1.05],
      ["Old machines, grid power", 30, 29.5, percent(6.2), 1.05],
    ],
  });
  page.put(
    `A${page.row}`,
    "Assumption: round figures for illustration, near the network's hashrate in sum; put your own view of the industry here",
    "note",
  );
  return { page, fleet: fleet.first, modes: modes.first, industry: industry.first };
}
