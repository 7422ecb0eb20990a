import { addTolerance, type Input, InputPage } from "../inputs";

const MACHINE = "Antminer S21 XP";
/** 1 January 2027, as a date of Excel. */
const START = 46388;
const share = (most = 1) => ({ kind: "decimal", least: 0, most }) as const;
const decimal = (least: number, most: number) => ({ kind: "decimal", least, most }) as const;
const whole = (least: number, most: number) => ({ kind: "whole", least, most }) as const;
const list = (...values: string[]) => ({ kind: "list", values }) as const;

/** The sheet "Inputs": the site, its power, its costs, how it is paid for, and the hedge. */
export function inputPage(): InputPage {
  const page = new InputPage(
    "Inputs",
    "Type your own numbers in the blue cells, from top to bottom; payments by month and scenarios are on the sheet Tables",
  );
  const input = (one: Input) => page.input(one);

  page.group("1 Site and machines");
  input({
    name: "site_mw",
    label: "Power of the site",
    value: 20,
    unit: "MW",
    format: "decimal",
    allows: decimal(0, 1000),
    prompt: "Power at the meter in MW, cooling included, more than 0: 20.",
    note: "What the grid or the host supplies; it decides how many machines fit",
  });
  input({
    name: "site_pue",
    label: "Power usage effectiveness (PUE)",
    value: 1.03,
    unit: "ratio",
    format: "decimal",
    allows: decimal(1, 2),
    prompt:
      "Power at the meter over power of the machines: 1.03 for air cooling, 1.02 to 1.06 for hydro. From 1 to 2.",
    note: "Assumption: air cooling, fans and losses take 3 %",
  });
  input({
    name: "machine_model",
    label: "Machine",
    value: MACHINE,
    unit: "choice",
    allows: { kind: "listFrom", range: "machine_names" },
    prompt: "Choose a machine from the list of the sheet Machines. Add your own there.",
    note: "Offered from the sheet Machines, where makers' figures and their sources stand",
  });
  page.result({
    name: "machine_place",
    label: "Place in the list",
    formula: "IF(ISNUMBER(MATCH(machine_model,machine_names,0)),MATCH(machine_model,machine_names,0),0)",
    unit: "row, 0 for none",
    format: "count",
    note: "Row of the list on the sheet Machines",
  });
  page.result({
    name: "machine_hashrate",
    label: "Hashrate of a machine",
    formula: "IF(machine_place>0,INDEX(machine_hashrates,MAX(machine_place,1)),0)",
    unit: "TH/s",
    format: "decimal",
    note: "As the maker states it",
  });
  page.result({
    name: "machine_power",
    label: "Power of a machine",
    formula: "IF(machine_place>0,INDEX(machine_powers,MAX(machine_place,1)),0)",
    unit: "W",
    format: "count",
    note: "Without cooling",
  });
  page.result({
    name: "machine_efficiency",
    label: "Efficiency",
    formula: "IF(machine_hashrate*machine_power>0,INDEX(machine_efficiencies,MAX(machine_place,1)),1)",
    unit: "J/TH",
    format: "oneDecimal",
    note: "Power over hashrate",
  });
  input({
    name: "own_machines",
    label: "Machines, if not as many as fit",
    value: 0,
    unit: "machines",
    format: "count",
    allows: whole(0, 1_000_000),
    prompt: "Your own number of machines, or 0 to fill the power of the site.",
    note: "0 fills the site",
  });
  page.result({
    name: "machine_count",
    label: "Machines in the model",
    formula:
      "IF(own_machines>0,own_machines,IF(machine_power>0,INT(site_mw*1000000/(MAX(machine_power,1)*site_pue)),0))",
    unit: "machines",
    format: "count",
    note: "Power of the site over power of a machine at the meter, rounded down",
  });
  page.result({
    name: "site_power_used",
    label: "Power they take at the meter",
    formula: "machine_count*machine_power*site_pue/1000000",
    unit: "MW",
    format: "decimal",
    note: "All machines running",
  });

  page.group("2 Investment and time");
  input({
    name: "price_per_th",
    label: "Price of the machines",
    value: 12,
    unit: "USD/TH",
    format: "usdCents",
    allows: decimal(0, 1000),
    prompt: "Price of the machines per TH/s in USD, delivered, duty included: 12.",
    note: "Assumption: enter your offer, delivered and with duty",
  });
  input({
    name: "infra_per_mw",
    label: "Infrastructure",
    value: 250_000,
    unit: "USD/MW",
    format: "usd",
    allows: decimal(0, 100_000_000),
    prompt: "Buildings, transformers and cooling in USD for each MW of the site; 0 where a host has them.",
    note: "Assumption: containers and transformers; none with hosting",
  });
  page.result({
    name: "machine_cost",
    label: "Cost of the machines",
    formula: "machine_count*machine_hashrate*price_per_th",
    unit: "USD",
    format: "usd",
    note: "Number x hashrate x price",
  });
  page.result({
    name: "infra_cost",
    label: "Cost of the infrastructure",
    formula: 'IF(power_supply="hosting",0,site_mw*infra_per_mw)',
    unit: "USD",
    format: "usd",
    note: "Nothing while the power supply is hosting",
  });
  input({
    name: "deposit_machines",
    label: "Paid at the order: machines",
    value: 0.3,
    unit: "share",
    format: "percent",
    allows: share(),
    prompt: "Share of the machines' price that is paid on the start date. From 0 % to 100 %.",
    note: "The rest by month is on the sheet Tables; together they must be 100 %",
  });
  input({
    name: "deposit_infra",
    label: "Paid at the order: infrastructure",
    value: 0.25,
    unit: "share",
    format: "percent",
    allows: share(),
    prompt: "Share of the infrastructure's cost that is paid on the start date. From 0 % to 100 %.",
    note: "The rest by month is on the sheet Tables; together they must be 100 %",
  });
  input({
    name: "start_date",
    label: "Start date: the order",
    value: START,
    unit: "date",
    format: "date",
    allows: { kind: "date", least: 45_658, most: 73_050 },
    isFirstOfMonth: true,
    prompt: "The first day of a month, not before the day of the market: 2027-01-01.",
    note: "First day of month 1: deposits are paid and the loan is drawn",
  });
  input({
    name: "plan_months",
    label: "Months of the plan",
    value: 60,
    unit: "months",
    format: "count",
    allows: whole(1, 60),
    prompt: "Months from the start date to the resale of the machines. From 1 to 60.",
    note: "At the end machines and infrastructure are sold and coins kept are valued",
  });
  input({
    name: "resale_machines",
    label: "Resale of the machines at the end",
    value: 0.1,
    unit: "share of cost",
    format: "percent",
    allows: share(),
    prompt: "What the machines fetch after the plan's last month, as a share of their cost.",
    note: "Assumption",
  });
  input({
    name: "resale_infra",
    label: "Value of the infrastructure at the end",
    value: 0.5,
    unit: "share of cost",
    format: "percent",
    allows: share(),
    prompt: "What the infrastructure is worth after the plan's last month, as a share of its cost.",
    note: "Assumption: transformers and buildings outlive the machines",
  });

  page.group("3 Power and running costs");
  input({
    name: "power_supply",
    label: "Power supply",
    value: "own power",
    unit: "choice",
    allows: list("own power", "hosting"),
    prompt:
      "own power: you buy it and pay for the infrastructure. hosting: an all-in fee per kWh, and a share for the host.",
    note: "Decides which of the next four lines count",
  });
  input({
    name: "own_price",
    label: "Own power: price",
    value: 0.042,
    unit: "USD/kWh",
    format: "usdPerKwh",
    allows: decimal(-1, 1),
    prompt: "Price at the meter in USD per kWh, all charges included: 0.042. From -1 to 1.",
    note: "Assumption: enter your contract, with grid fees and taxes",
  });
  input({
    name: "own_growth",
    label: "Own power: growth of the price",
    value: 0.02,
    unit: "per year",
    format: "percent",
    allows: decimal(0, 1),
    prompt: "Yearly growth of the power price: 2 %. From 0 % to 100 %.",
    note: "Assumption: an indexed contract",
  });
  input({
    name: "hosting_fee",
    label: "Hosting: all-in fee",
    value: 0.068,
    unit: "USD/kWh",
    format: "usdPerKwh",
    allows: decimal(0, 1),
    prompt: "What the host asks per kWh at the meter, power included: 0.068.",
    note: "Assumption; fixed over the plan",
  });
  input({
    name: "hosting_share",
    label: "Hosting: profit share of the host",
    value: 0,
    unit: "share",
    format: "percent",
    allows: share(),
    prompt: "Share of revenue less power that goes to the host, in months in which it is positive.",
    note: "0 % where the fee is all",
  });
  page.result({
    name: "power_base",
    label: "Power price in the model",
    formula: 'IF(power_supply="hosting",hosting_fee,own_price)',
    unit: "USD/kWh",
    format: "usdPerKwh",
    note: "At the start date",
  });
  page.result({
    name: "power_growth",
    label: "Its growth",
    formula: 'IF(power_supply="hosting",0,own_growth)',
    unit: "per year",
    format: "percent",
    note: "None while the power supply is hosting",
  });
  page.result({
    name: "profit_share",
    label: "Profit share in the model",
    formula: 'IF(power_supply="hosting",hosting_share,0)',
    unit: "share",
    format: "percent",
    note: "None with own power",
  });
  input({
    name: "uptime_share",
    label: "Uptime",
    value: 0.96,
    unit: "share of hours",
    format: "percent",
    allows: decimal(0, 1),
    isAboveLeast: true,
    prompt: "Share of the hours in which the machines run, more than 0 %: 96 %.",
    note: "Assumption: repairs and curtailment; a stopped machine draws nothing",
  });
  input({
    name: "stops_at_loss",
    label: "Stop in months that do not cover power",
    value: "yes",
    unit: "choice",
    allows: list("yes", "no"),
    prompt:
      "yes: a month whose revenue is below its power cost is not run. no: the machines run in any month.",
    note: "Other running costs go on",
  });
  input({
    name: "pool_fee",
    label: "Pool fee",
    value: 0.01,
    unit: "share of coins",
    format: "percentFine",
    allows: share(),
    isBelowMost: true,
    prompt: "What the pool keeps of the coins: 1 %. Below 100 %.",
    note: "Assumption: FPPS pools ask for 0 % to 4 %",
  });
  input({
    name: "opex_month",
    label: "Other running costs",
    value: 45_000,
    unit: "USD per month",
    format: "usd",
    allows: decimal(0, 100_000_000),
    prompt: "Staff, repairs, insurance and rent in USD per month, from month 1 on.",
    note: "Assumption; paid from month 1, also before the machines run",
  });
  input({
    name: "opex_growth",
    label: "Growth of other running costs",
    value: 0.03,
    unit: "per year",
    format: "percent",
    allows: decimal(0, 1),
    prompt: "Yearly growth of the other running costs: 3 %.",
    note: "Assumption: inflation",
  });

  page.group("4 Market to come");
  input({
    name: "price_growth",
    label: "Growth of the bitcoin price",
    value: 0.2,
    unit: "per year",
    format: "percent",
    allows: decimal(-1, 2),
    isAboveLeast: true,
    prompt: "Yearly growth of the price from the market of the sheet Market: 20 %. More than -100 %.",
    note: "Assumption: yours; the price today comes from the sheet Market",
  });
  input({
    name: "difficulty_growth",
    label: "Growth of difficulty",
    value: 0.008,
    unit: "per month",
    format: "percentFine",
    allows: decimal(-1, 1),
    isAboveLeast: true,
    prompt: "Monthly growth of the network's difficulty: 0.80 %. More than -100 %.",
    note: "Assumption: about 10 % a year",
  });
  input({
    name: "fee_level",
    label: "Fees per block, of today's",
    value: 1,
    unit: "share of today's",
    format: "percentWhole",
    allows: decimal(0, 100),
    prompt:
      "Transaction fees per block as a share of those on the sheet Market: 100 % leaves them as they are.",
    note: "100 % keeps the fees of the sheet Market",
  });
  input({
    name: "hodl_share",
    label: "Coins kept",
    value: 0,
    unit: "share of coins",
    format: "percent",
    allows: share(),
    prompt: "Share of the coins that is kept to the end of the plan and valued at the final price.",
    note: "0 % sells all coins in the month in which they are mined",
  });

  page.group("5 Loan, tax and discounting");
  input({
    name: "loan_share",
    label: "Loan, share of the investment",
    value: 0.25,
    unit: "share",
    format: "percent",
    allows: share(),
    prompt: "Loan as a share of machines and infrastructure. From 0 % to 100 %.",
    note: "Assumption: equipment finance",
  });
  input({
    name: "loan_own",
    label: "Loan, if an amount is agreed",
    value: 0,
    unit: "USD",
    format: "usd",
    allows: decimal(0, 1_000_000_000),
    prompt: "Amount of the loan in USD, or 0 to take the share above.",
    note: "0 takes the share",
  });
  page.result({
    name: "loan_amount",
    label: "Loan in the model",
    formula: "IF(loan_own>0,loan_own,loan_share*(machine_cost+infra_cost))",
    unit: "USD",
    format: "usd",
    note: "Drawn on the start date",
  });
  input({
    name: "loan_rate",
    label: "Interest rate of the loan",
    value: 0.11,
    unit: "per year",
    format: "percentFine",
    allows: decimal(0, 1),
    prompt: "Nominal rate per year, paid by month: 11 %.",
    note: "Assumption",
  });
  input({
    name: "loan_months",
    label: "Months of the loan",
    value: 24,
    unit: "months",
    format: "count",
    allows: whole(1, 60),
    prompt: "Payments from month 1 on. What is left in the plan's last month is repaid in it. From 1 to 60.",
    note: "A longer loan is repaid in the plan's last month",
  });
  input({
    name: "loan_type",
    label: "Repayment",
    value: "annuity",
    unit: "choice",
    allows: list("annuity", "linear", "bullet"),
    prompt:
      "annuity: level payments. linear: level principal. bullet: all principal in the loan's last month.",
    note: "Level payments, level principal, or all at the end",
  });
  input({
    name: "tax_rate",
    label: "Tax rate",
    value: 0.21,
    unit: "of taxable profit",
    format: "percent",
    allows: decimal(0, 1),
    isBelowMost: true,
    prompt: "Tax on profit: 21 %. Losses are carried forward. Below 100 %.",
    note: "US federal corporate rate; paid in the month, losses carried forward",
  });
  input({
    name: "depreciation_method",
    label: "Depreciation for tax",
    value: "macrs5",
    unit: "choice",
    allows: list("sln", "ddb", "macrs3", "macrs5", "macrs7", "macrs15", "bonus", "none"),
    prompt:
      "sln: straight line. ddb: double declining. macrs3 to macrs15: IRS tables. bonus: all at once. none: never.",
    note: "MACRS: IRS Publication 946, Table A-1, half-year convention",
  });
  input({
    name: "depreciation_months",
    label: "Life for sln and ddb",
    value: 60,
    unit: "months",
    format: "count",
    allows: whole(1, 100),
    prompt:
      "Months over which sln and ddb depreciate. From 1 to 100; the other methods have their own years.",
    note: "Not read by macrs, bonus and none",
  });
  input({
    name: "discount_rate",
    label: "Discount rate",
    value: 0.12,
    unit: "per year",
    format: "percentFine",
    allows: decimal(0, 2),
    prompt: "Effective rate per year at which cash is discounted: 12 %.",
    note: "Assumption: what the money could earn at the same risk",
  });
  input({
    name: "discounting",
    label: "Discounting",
    value: "dated",
    unit: "choice",
    allows: list("dated", "periodic"),
    prompt: "dated: by days over 365, as Excel's XNPV. periodic: by months over 12, as Excel's NPV.",
    note: "Each month's cash counts at the end of the month",
  });

  page.group("6 Hedge with puts");
  input({
    name: "hedge_months",
    label: "Months hedged",
    value: 6,
    unit: "months",
    format: "count",
    allows: whole(0, 24),
    prompt:
      "How many months of production are hedged, from the first month with coins on: any number from 0 to 24.",
    note: "From the first month with coins, bought on the market's day; 0 hedges nothing",
  });
  input({
    name: "hedge_share",
    label: "Share of the coins hedged",
    value: 0.5,
    unit: "share",
    format: "percent",
    allows: share(),
    prompt: "Share of each month's coins on which puts are bought. From 0 % to 100 %.",
    note: "Assumption: half, as production may fall short",
  });
  input({
    name: "hedge_btc",
    label: "Coins hedged, if an amount is agreed",
    value: 0,
    unit: "BTC per month",
    format: "decimal",
    allows: decimal(0, 1_000_000),
    prompt: "Coins hedged in each of these months, or 0 to take the share above.",
    note: "0 takes the share",
  });
  input({
    name: "hedge_contract",
    label: "Size of a contract",
    value: 0.1,
    unit: "BTC",
    format: "decimal",
    allows: decimal(0, 100),
    prompt: "Coins of one contract: coins hedged are rounded down to whole contracts. 0 does not round.",
    note: "Assumption; rounding down never hedges more than is produced",
  });
  input({
    name: "hedge_strike",
    label: "Strike, share of the forward",
    value: 0.85,
    unit: "share",
    format: "percent",
    allows: decimal(0, 2),
    isAboveLeast: true,
    prompt: "Strike of the puts as a share of the forward price of its month: 85 %.",
    note: "Assumption",
  });
  input({
    name: "hedge_volatility",
    label: "Volatility",
    value: 0.5,
    unit: "per year",
    format: "percent",
    allows: decimal(0, 2),
    prompt: "Implied volatility of the puts per year: 50 %.",
    note: "Assumption: take the quote for your strike and expiry",
  });
  input({
    name: "hedge_rate",
    label: "Interest rate of the forwards",
    value: 0.045,
    unit: "per year",
    format: "percentFine",
    allows: decimal(0, 1),
    prompt:
      "Continuous rate per year at which the forward lies above the price, and at which puts are discounted.",
    note: "Assumption: forward = price x e^(rate x years)",
  });
  input({
    name: "hedge_stress",
    label: "Price of the hedge's bad case",
    value: 0.6,
    unit: "share of today's",
    format: "percent",
    allows: decimal(0, 2),
    prompt:
      "Price of bitcoin at which revenue with and without the hedge is compared, as a share of today's.",
    note: "A fall of 40 %, in all months hedged",
  });

  page.group("7 Sensitivity and checks");
  input({
    name: "sensitivity_shock",
    label: "Move of each driver in the tornado",
    value: 0.1,
    unit: "share",
    format: "percent",
    allows: decimal(0, 1),
    isAboveLeast: true,
    isBelowMost: true,
    prompt: "How far each driver moves down and up: 10 %. More than 0 % and below 100 %.",
    note: "All drivers but growth; uptime is cut at 100 % and PUE at 1",
  });
  input({
    name: "price_growth_move",
    label: "Move of the price's growth in the tornado",
    value: 0.1,
    unit: "points per year",
    format: "percent",
    allows: decimal(0, 1),
    isAboveLeast: true,
    prompt: "How far the yearly growth of the price moves down and up: 10 % makes 10 % and 30 % of 20 %.",
    note: "Added and subtracted, since growth may be 0",
  });
  input({
    name: "difficulty_growth_move",
    label: "Move of difficulty's growth in the tornado",
    value: 0.005,
    unit: "points per month",
    format: "percentFine",
    allows: decimal(0, 1),
    isAboveLeast: true,
    prompt:
      "How far the monthly growth of difficulty moves down and up: 0.50 % makes 0.30 % and 1.30 % of 0.80 %.",
    note: "Added and subtracted, since growth may be 0",
  });
  input({
    name: "bridge_scenario",
    label: "Scenario of the bridge",
    value: "Downside",
    unit: "choice",
    allows: { kind: "listFrom", range: "scenario_names" },
    prompt: "The scenario of the sheet Tables to which the bridge leads from the base.",
    note: "Offered from the sheet Tables",
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
    name: "hashes_per_difficulty",
    label: "Hashes per unit of difficulty",
    value: 2 ** 32,
    unit: "hashes",
    format: "count",
    allows: decimal(1, 1e15),
    prompt: "2^32, by the industry's convention. Leave it as it is.",
    note: "Convention of the network, 2^32; read by the plain Excel proof; not to be changed",
  });
  addTolerance(page);
  return page;
}
