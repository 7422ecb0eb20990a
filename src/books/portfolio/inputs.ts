import { addTolerance, type Input, InputPage } from "../inputs";

/** 1 January 2027, as a date of Excel. */
const START = 46388;
const decimal = (least: number, most: number) => ({ kind: "decimal", least, most }) as const;
const whole = (least: number, most: number) => ({ kind: "whole", least, most }) as const;
const list = (...values: string[]) => ({ kind: "list", values }) as const;

/** As many as each driver of the sheet Sensitivity has. */
export const SHOCKS = 5;

/** The sheet "Inputs": what all sites share. */
export function inputPage(): InputPage {
  const page = new InputPage(
    "Inputs",
    "What all sites share: time, market, simulation, concentration; the sites themselves are on the sheet Sites",
  );
  const input = (one: Input) => page.input(one);

  page.group("1 Time");
  input({
    name: "first_day",
    label: "Start date",
    value: START,
    unit: "date",
    format: "date",
    allows: { kind: "date", least: 45_658, most: 73_050 },
    prompt: "The first day of a month, not before the day of the market: 2027-01-01.",
    note: "First day of month 1; all sites are paid for on it, and run from their own start month on",
  });
  input({
    name: "plan_length",
    label: "Months of the plan",
    value: 60,
    unit: "months",
    format: "count",
    allows: whole(1, 60),
    prompt: "Months over which the sites are compared. From 1 to 60.",
    note: "A site that has fewer months on the sheet Sites ends earlier; none goes on for longer",
  });
  page.result({
    name: "start_date",
    label: "Start date in use",
    formula: "IF(ISNUMBER(first_day),EOMONTH(first_day,-1)+1,EOMONTH(market_as_of,0)+1)",
    unit: "date",
    format: "date",
    note: "The first day of the month that is typed",
  });
  page.result({
    name: "plan_months",
    label: "Months in use",
    formula: "IF(ISNUMBER(plan_length),MAX(1,MIN(60,INT(plan_length))),60)",
    unit: "months",
    format: "count",
    note: "At least 1 and at most 60",
  });

  page.group("2 Market, the same for all sites");
  input({
    name: "price_growth",
    label: "Growth of the bitcoin price",
    value: 0.15,
    unit: "per year",
    format: "percent",
    allows: decimal(-1, 2),
    isAboveLeast: true,
    prompt: "Yearly growth of the price from the start date on: 15 %. Above -100 %, up to 200 %.",
    note: "Assumption; the price today is on the sheet Market",
  });
  input({
    name: "difficulty_growth",
    label: "Growth of difficulty",
    value: 0.005,
    unit: "per month",
    format: "percentFine",
    allows: decimal(-1, 1),
    isAboveLeast: true,
    prompt: "Monthly growth of difficulty from the start date on: 0.50 %. Above -100 %, up to 100 %.",
    note: "Assumption; about 6 % a year",
  });
  input({
    name: "fee_level",
    label: "Fees per block, of today's",
    value: 1,
    unit: "times",
    format: "decimal",
    allows: decimal(0, 100),
    prompt: "Multiplies the fees per block of the sheet Market: 1 leaves them.",
    note: "Assumption: as today, in all months",
  });
  input({
    name: "blocks_per_day",
    label: "Blocks a day",
    value: 144,
    unit: "blocks",
    format: "count",
    allows: decimal(1, 1000),
    prompt: "The network's target, 144 blocks a day. Leave it as it is.",
    note: "Rule of the network: one block in ten minutes; not to be changed",
  });
  input({
    name: "stops_at_loss",
    label: "Machines stop at a loss",
    value: "yes",
    unit: "yes or no",
    allows: list("yes", "no"),
    prompt: "yes: a month that does not cover its power is not run. no: machines run whatever they earn.",
    note: "Decided month by month for each site, also in the simulation",
  });

  page.group("3 Joint risk: simulated prices and difficulties");
  input({
    name: "price_volatility",
    label: "Volatility of the bitcoin price",
    value: 0.5,
    unit: "per year",
    format: "percent",
    allows: decimal(0, 2),
    prompt: "Standard deviation of the price per year: 50 %. From 0 % to 200 %.",
    note: "Assumption: near what one-year options have implied",
  });
  input({
    name: "difficulty_volatility",
    label: "Volatility of difficulty",
    value: 0.2,
    unit: "per year",
    format: "percent",
    allows: decimal(0, 2),
    prompt: "Standard deviation of difficulty per year: 20 %. From 0 % to 200 %.",
    note: "Assumption",
  });
  input({
    name: "market_correlation",
    label: "Correlation of price and difficulty",
    value: 0.3,
    unit: "-1 to 1",
    format: "decimal",
    allows: decimal(-1, 1),
    prompt: "How price and difficulty move together: 0.3. From -1 to 1.",
    note: "Assumption; all sites are on the same simulated market",
  });
  input({
    name: "sim_paths",
    label: "Simulated markets",
    value: 2000,
    unit: "paths",
    format: "count",
    allows: whole(100, 1_000_000),
    prompt: "More are more exact and slower: 2,000 take a second or two, 20,000 ten times that.",
    note: "2,000 keep the error of the 5th percentile below 5 % of the standard deviation",
  });
  input({
    name: "sim_seed",
    label: "Seed of the simulation",
    value: 1,
    unit: "number",
    format: "count",
    allows: whole(0, 1_000_000),
    prompt: "The same seed gives the same markets; another one shows how far results depend on chance.",
    note: "Any whole number",
  });

  page.group("4 Concentration and allocation");
  input({
    name: "weight_basis",
    label: "Exposures are measured by",
    value: "hashrate",
    unit: "choice",
    allows: list("hashrate", "capex", "power"),
    prompt: "hashrate: TH/s after downtime. capex: USD invested. power: MW at the meter.",
    note: "What the shares of pools, hosts, makers and jurisdictions are shares of",
  });
  input({
    name: "concentration_limit",
    label: "Largest exposure that is accepted",
    value: 0.8,
    unit: "share",
    format: "percent",
    allows: decimal(0, 1),
    prompt: "Share above which an exposure shows in red on the sheet Concentration: 80 %.",
    note: "The investor's own limit; a mark and no check, as it is a decision",
  });
  input({
    name: "new_hashrate",
    label: "Hashrate to place",
    value: 100_000,
    unit: "TH/s",
    format: "count",
    allows: decimal(1, 1_000_000_000),
    prompt: "Further hashrate that is to be divided among the sites, in TH/s: 100,000 is 100 PH/s.",
    note: "Divided by the sheet Allocation at each site's own value per TH/s",
  });
  input({
    name: "jurisdiction_cap",
    label: "Most of it in one jurisdiction",
    value: 0.7,
    unit: "share",
    format: "percent",
    allows: decimal(0, 1),
    isAboveLeast: true,
    prompt: "The most of the further hashrate that one jurisdiction may have: 70 %. Above 0 %.",
    note: "Assumption: the investor's own limit; limits by site are on the sheet Sites",
  });

  page.group("5 Steps of the sheet Sensitivity");
  const shock = (label: string, name: string, what: string) =>
    ({
      label,
      name,
      format: "percentWhole",
      allows: decimal(-1, 10),
      prompt: `Change of ${what}: -30 % is a fall of 30 %. Above -100 %; keep one row at 0 %.`,
    }) as const;
  page.table({
    name: "shock_steps",
    heads: [
      shock("Bitcoin price (change)", "price_shocks", "today's price"),
      shock("Difficulty (change)", "difficulty_shocks", "today's difficulty"),
      shock("Power price (change)", "power_shocks", "the power price of each site"),
    ],
    rows: [
      [-0.3, -0.2, -0.2],
      [-0.15, -0.1, -0.1],
      [0, 0, 0],
      [0.15, 0.1, 0.1],
      [0.3, 0.2, 0.2],
    ],
    size: SHOCKS,
  });

  page.group("6 Checks");
  addTolerance(page);
  return page;
}
