import type { Format } from "../looks";
import { Page } from "../page";
import { type Fact, putFacts, putRecord } from "./lines";

type Line = readonly [label: string, unit: string, format: Format, note?: string];

/** The lines of a record of the add-in, in its order, as the sheets of results say them. */
export const curtailmentLines: readonly Line[] = [
  ["Strike", "USD/MWh", "decimal", "What mining earns with a MWh"],
  ["Hours off", "hours", "count", "Hours in which power is worth more than mining, restarts allowed for"],
  ["Outages", "times", "count", "Times that the site goes off; each has one restart"],
  ["Mining revenue given up", "USD", "usd", "What the site would have mined in the hours off"],
  [
    "Power avoided or resold",
    "USD",
    "usd",
    "What the power of the hours off costs or brings at the hourly price",
  ],
  ["Credits", "USD", "usd", "For demand response, in all hours given"],
  ["Restart cost", "USD", "usd", "Outages times the cost of a restart"],
  ["Net benefit", "USD", "usd", "Against mining in every hour without a credit"],
  [
    "Net power price",
    "USD/MWh",
    "decimal",
    "At hourly prices; the sheet Bill has the price under the contract",
  ],
];
export const blockLines: readonly Line[] = [
  ["Energy used", "MWh", "decimal", "By the load, in the hours in which it runs"],
  ["Bought ahead", "USD", "usd", "Its energy at its price, in every hour"],
  ["Bought at hourly prices", "USD", "usd", "What the load needs beyond it"],
  ["Sold at hourly prices", "USD", "usd", "What the load leaves of it"],
  ["Cost of energy", "USD", "usd", "Bought less sold, before other charges"],
  ["Price of energy", "USD/MWh", "decimal", "Cost of energy by MWh used"],
  ["Value of what was bought ahead", "USD", "usd", "What it saves against hourly prices; below 0 it costs"],
];
export const modesLines: readonly Line[] = [
  ["Mining revenue", "USD", "usd", "After the pool fee, of the machines of the type"],
  ["Power cost", "USD", "usd", "At hourly prices, at the meter"],
  ["Changes of mode", "times", "count", "Off and on again included"],
  ["Cost of changes", "USD", "usd", "Changes times their cost"],
  ["Net", "USD", "usd", "The best that the modes can do over all hours given"],
  ["Net of the best single mode", "USD", "usd", "One mode in every hour, the best of them"],
  ["Net of on and off", "USD", "usd", "The best mode, switched on and off"],
  ["Gain", "USD", "usd", "What several modes bring beyond the better of the two"],
];
const billFormats: readonly Format[] = ["decimal", "usd", "usd", "usd", "usd", "usd", "usdPerKwh"];

/** The lines of a record as figures; 0 where the flag is 0, so that nothing is an error. */
export const factsOf = (record: string, flag: string, lines: readonly Line[]): Fact[] =>
  lines.map(([label, unit, format, note], index) => ({
    label,
    unit,
    format,
    ...(note === undefined ? {} : { note }),
    formula: `IF(${flag}=0,0,INDEX(${record},${index + 1},2))`,
  }));

const site = "prices_used,market_hashprice,fleet_j_per_th,site_it_kw,pue,pool_fee";

/**
 * The sheet "Records": what functions of the add-in answer, each in one formula that fills two columns. The sheets of
 * results take their figures from here, as plain formulas that a reader without the add-in sees as well.
 */
export function recordsPage(): Page {
  const page = new Page(
    "Records",
    "calculation",
    "Contract in use, and records of the functions",
    "What MINING functions answer, each in one formula that fills the cells below and beside it; the sheets to the right take it from here",
  );
  Object.assign(page.widths, { A: 38, B: 18, C: 16, D: 70 });
  page.section(5, "A", "D", "Contract in use");
  putFacts(page, 6, contractFacts);
  const put = (row: number, title: string, name: string, formula: string, formats: readonly Format[]) => {
    page.section(row, "A", "D", title);
    putRecord(page, `A${row + 1}`, formula, formats);
    page.call(name, `A${row + 1}:B${row + formats.length}`);
  };
  const formatsOf = (lines: readonly Line[]) => lines.map(([, , format]) => format);
  const ifRuns = (formula: string) => `IF(site_runs=0,"No machines or no prices",${formula})`;
  put(
    12,
    "MINING.CURTAILMENT: the site as one",
    "curtailment_record",
    ifRuns(`MINING.CURTAILMENT(${site},,dr_credit,restart_cost,,1,,,min_hours_off)`),
    formatsOf(curtailmentLines),
  );
  putFacts(page, 22, freeFacts);
  put(
    25,
    "MINING.POWER_BLOCK: energy of all hours under the contract",
    "block_record",
    ifRuns(
      'MINING.POWER_BLOCK(prices_used,IF(ISNUMBER(hour_states),hour_states*site_mw,""),contract_mw,contract_price)',
    ),
    formatsOf(blockLines),
  );
  put(
    34,
    "MINING.POWER_BILL: all hours at hourly prices, with the charges of all calendar months",
    "bill_record",
    ifRuns(
      "MINING.POWER_BILL(site_it_kw,hours_run,run_price/1000,pue,fleet_meter_kw,demand_charge*months_given," +
        "fixed_fee*months_given,site_mw*1000*dr_credit*hours_given/(365.25*24/12))",
    ),
    billFormats,
  );
  put(
    43,
    "MINING.POWER_MODES: machines of one type",
    "modes_record",
    'IF(modes_run=0,"No machine with modes",MINING.POWER_MODES(modes_used,prices_used,market_hashprice,modes_units,switch_cost,1,pue,pool_fee))',
    formatsOf(modesLines),
  );
  page.frozenAt = "B5";
  return page;
}

const contractFacts: readonly Fact[] = [
  {
    label: "Power bought ahead",
    formula: 'IF(contract="index",0,IF(contract="fixed",site_mw,block_mw))',
    unit: "MW",
    format: "decimal",
    name: "contract_mw",
    note: "In every hour; under the contract fixed it is the load",
  },
  {
    label: "Price of it",
    formula: 'IF(contract="index",0,IF(contract="fixed",fixed_price,block_price))',
    unit: "USD/MWh",
    format: "decimal",
    name: "contract_price",
  },
  {
    label: "First month",
    formula: "IF(first_hour=0,0,DATE(YEAR(first_hour),MONTH(first_hour),1))",
    unit: "date",
    format: "month",
    name: "first_month",
  },
  {
    label: "Calendar months",
    formula: "IF(first_hour=0,0,(YEAR(last_hour)-YEAR(first_hour))*12+MONTH(last_hour)-MONTH(first_hour)+1)",
    unit: "months",
    format: "count",
    name: "months_given",
    note: "Each that has begun has a demand charge and a fixed fee",
  },
  {
    label: "Average price in the hours run",
    formula: "IF(energy_used=0,0,energy_cost/energy_used)",
    unit: "USD/MWh",
    format: "decimal",
    name: "run_price",
  },
];

const freeFacts: readonly Fact[] = [
  {
    label: "Hours off if a restart cost nothing",
    formula: `IF(site_runs=0,0,MINING.CURTAILMENT(${site},,,,"Hours off"))`,
    unit: "hours",
    format: "count",
    name: "free_hours_off",
  },
  {
    label: "Gain if a restart cost nothing",
    formula: `IF(site_runs=0,0,MINING.CURTAILMENT(${site},,,,"Net benefit"))`,
    unit: "USD",
    format: "usd",
    name: "free_gain",
    note: "Without credits and a shortest outage: the most that switching can bring",
  },
];
