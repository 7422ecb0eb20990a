import { excelDate } from "../../core/calendar";
import { addTolerance, InputPage } from "../inputs";
import { closingDate, closingPrice, coinsHeld } from "./pastedTables";

/** The last month of the plan, and of a loan. */
export const MONTHS = 36;

const dateOf = (iso: string) => excelDate(Date.parse(iso));
const methods = ["fifo", "lifo", "hifo", "average"] as const;
const money = { kind: "decimal", least: 0, most: 1e12 } as const;
const coins = { kind: "decimal", least: 0, most: 21_000_000 } as const;
const share = { kind: "decimal", least: 0, most: 1 } as const;
const ltv = { kind: "decimal", least: 0.01, most: 1 } as const;
const month = { kind: "whole", least: 1, most: MONTHS } as const;
const dates = { kind: "date", least: dateOf("2009-01-03"), most: dateOf("2099-12-31") } as const;

/** The sheet "Inputs", group by group. */
export function inputPage(): InputPage {
  const page = new InputPage(
    "Inputs",
    "Everything that the treasurer decides or assumes; the market is on the sheet Market, lots and movements on their own sheets",
  );
  addHolding(page);
  addFleet(page);
  addLoan(page);
  addOutlook(page);
  addSale(page);
  addRollforward(page);
  addPresentation(page);
  return page;
}

function addHolding(page: InputPage): void {
  page.group("Cash and coins");
  page.input({
    name: "start_date",
    label: "First day of month 1",
    value: dateOf("2026-11-01"),
    unit: "date",
    format: "date",
    allows: dates,
    prompt: "The first day of a month, not before the day of the market in use, such as 2026-11-01.",
    note: "Month 1 of every sheet with months begins here",
  });
  page.input({
    name: "plan_months",
    label: "Months of the plan",
    value: MONTHS,
    unit: "months",
    format: "count",
    allows: month,
    prompt: `How many months the plan looks ahead: a whole number from 1 to ${MONTHS}.`,
    note: "Later months stay on the sheets and hold nothing",
  });
  page.input({
    name: "cash_usd",
    label: "Cash at the start",
    value: 2_500_000,
    unit: "USD",
    format: "usd",
    allows: money,
    prompt: "Cash at banks on the first day of month 1, in USD. Not negative.",
    note: "Assumption: replace by the balance at your banks",
  });
  page.input({
    name: "min_cash",
    label: "Minimum cash",
    value: 1_000_000,
    unit: "USD",
    format: "usd",
    allows: money,
    prompt:
      "Cash below which a month counts as a shortfall, in USD. The policy cover sells coins to keep it.",
    note: "Assumption: about six weeks of bills",
  });
  page.input({
    name: "coins_held",
    label: "Coins held, pledged ones included",
    value: coinsHeld,
    unit: "BTC",
    format: "btc",
    allows: coins,
    prompt: "All coins that are owned at the start, in BTC, those pledged to the lender included.",
    note: "The sum of the sheet Tax lots, as the checks compare",
  });
  page.input({
    name: "policy",
    label: "Policy of selling",
    value: "cover",
    unit: "choice",
    allows: { kind: "list", values: ["cover", "sell_all", "hold", "share"] },
    prompt:
      "cover: as few coins as keep the minimum cash. sell_all: all that are mined. hold: none. share: the share below of those mined.",
    note: "Only cover touches coins that are already held; pledged coins are never sold",
  });
  page.input({
    name: "policy_share",
    label: "Share of mined coins sold",
    value: 0.75,
    unit: "share",
    format: "percentWhole",
    allows: share,
    prompt: "Share of each month's coins that is sold under the policy share, from 0 % to 100 %.",
    note: "Read under the policy share, and for its column on the sheet Policies",
  });
  page.result({
    name: "policy_read",
    label: "Policy as the model takes it",
    formula:
      'IF(policy="share",share_read,IF(OR(policy="cover",policy="sell_all",policy="hold"),policy,"cover"))',
    unit: "policy",
    format: "percentWhole",
    note: "A policy that is not in the list counts as cover",
  });
  page.result({
    name: "share_read",
    label: "Share as the model takes it",
    formula: 'IF(ISNUMBER(policy_share),IF(policy_share>0,MIN(1,policy_share),"hold"),"hold")',
    unit: "share",
    format: "percentWhole",
    note: "At most 100 %; a share of 0 is the policy hold",
  });
}

function addFleet(page: InputPage): void {
  page.group("Fleet and bills");
  page.input({
    name: "hashrate",
    label: "Hashrate of the fleet",
    value: 810_000,
    unit: "TH/s",
    format: "count",
    allows: { kind: "decimal", least: 0, most: 1e9 },
    prompt: "Hashrate of all machines together in TH/s. 0: nothing is mined.",
    note: "3,000 machines Antminer S21 XP at 270 TH/s, as the maker states it",
  });
  page.input({
    name: "efficiency",
    label: "Efficiency of the fleet",
    value: 13.5,
    unit: "J/TH",
    format: "oneDecimal",
    allows: { kind: "decimal", least: 1, most: 1000 },
    prompt: "Power of the machines per hashrate, in J/TH.",
    note: "Antminer S21 XP, as the maker states it",
  });
  page.input({
    name: "power_price",
    label: "Power price",
    value: 0.055,
    unit: "USD/kWh",
    format: "usdPerKwh",
    allows: { kind: "decimal", least: -1, most: 2 },
    prompt: "Price of power at the meter in USD per kWh, such as 0.055.",
    note: "Assumption: a fixed contract",
  });
  page.input({
    name: "pue",
    label: "PUE",
    value: 1.03,
    unit: "ratio",
    format: "decimal",
    allows: { kind: "decimal", least: 1, most: 10 },
    prompt: "Power at the meter over power of the machines: 1 or more.",
    note: "Assumption: air cooling",
  });
  page.input({
    name: "uptime",
    label: "Uptime",
    value: 0.97,
    unit: "share",
    format: "percent",
    allows: share,
    prompt: "Share of the time in which the machines run, from 0 % to 100 %.",
    note: "Assumption: a good year of one's own site",
  });
  page.input({
    name: "pool_fee",
    label: "Pool fee",
    value: 0.015,
    unit: "share",
    format: "percent",
    allows: { kind: "decimal", least: 0, most: 0.99 },
    prompt: "Share of the coins that the pool keeps, such as 1.5 %.",
    note: "Assumption: the contract with the pool",
  });
  page.input({
    name: "opex",
    label: "Other operating cost",
    value: 140_000,
    unit: "USD/month",
    format: "usd",
    allows: money,
    prompt: "Staff, repairs, insurance, rent and overhead for a month, in USD.",
    note: "Assumption: without power and the loan",
  });
  page.input({
    name: "blocks_per_day",
    label: "Blocks per day",
    value: 144,
    unit: "blocks",
    format: "count",
    allows: { kind: "decimal", least: 1, most: 1000 },
    prompt: "The network's pace, by which the block height of month 1 follows from that of the market.",
    note: "Bitcoin's protocol: a block each ten minutes",
  });
}

function addLoan(page: InputPage): void {
  page.group("Loan against coins");
  page.input({
    name: "loan_usd",
    label: "Loan",
    value: 2_600_000,
    unit: "USD",
    format: "usd",
    allows: money,
    prompt: "What is owed at the start, in USD. 0: no loan.",
    note: "Assumption: repaid by level monthly payments",
  });
  page.input({
    name: "loan_status",
    label: "Paid out",
    value: "before",
    unit: "choice",
    allows: { kind: "list", values: ["before", "at the start"] },
    prompt:
      "before: the loan's money is already in the cash above, or spent. at the start: it comes in on top, on the first day of month 1.",
    note: "Whether the loan brings cash in month 1",
  });
  page.input({
    name: "collateral_btc",
    label: "Coins pledged",
    value: 60,
    unit: "BTC",
    format: "btc",
    allows: coins,
    prompt: "Coins pledged to the lender, in BTC; a part of the coins held.",
    note: "Assumption: they stay pledged to the end of the plan",
  });
  page.input({
    name: "loan_rate",
    label: "Interest rate",
    value: 0.105,
    unit: "per year",
    format: "percentFine",
    allows: { kind: "decimal", least: 0, most: 1 },
    prompt: "Nominal rate per year, paid monthly, such as 10.5 %.",
    note: "Assumption: a loan against bitcoin from a non-bank lender",
  });
  page.input({
    name: "loan_months",
    label: "Months to run",
    value: 24,
    unit: "months",
    format: "count",
    allows: month,
    prompt: `Monthly payments that are still due: a whole number from 1 to ${MONTHS}.`,
    note: "The last payment leaves no balance",
  });
  page.input({
    name: "margin_call_ltv",
    label: "Margin-call LTV",
    value: 0.7,
    unit: "share",
    format: "percent",
    allows: ltv,
    prompt: "Loan to value at which the lender asks for more coins. Below the liquidation LTV.",
    note: "Assumption: the loan agreement",
  });
  page.input({
    name: "liquidation_ltv",
    label: "Liquidation LTV",
    value: 0.8,
    unit: "share",
    format: "percent",
    allows: ltv,
    prompt: "Loan to value at which the lender sells the coins. Above the margin-call LTV.",
    note: "Assumption: the loan agreement",
  });
  page.input({
    name: "cure_ltv",
    label: "Cure LTV",
    value: 0.6,
    unit: "share",
    format: "percent",
    allows: ltv,
    prompt: "Loan to value to which a margin call must bring the loan back. At most the margin-call LTV.",
    note: "Assumption: the loan agreement",
  });
  page.result({
    name: "margin_call_read",
    label: "Margin-call LTV as the model takes it",
    formula: "MIN(margin_call_ltv,liquidation_ltv)",
    unit: "share",
    format: "percent",
    note: "No higher than the liquidation LTV",
  });
  page.result({
    name: "cure_read",
    label: "Cure LTV as the model takes it",
    formula: "MIN(cure_ltv,margin_call_read)",
    unit: "share",
    format: "percent",
    note: "No higher than the margin-call LTV",
  });
  page.result({
    name: "collateral_read",
    label: "Coins pledged, as the model takes them",
    formula: "MIN(coins_held,collateral_btc)",
    unit: "BTC",
    format: "btc",
    note: "No more than are held",
  });
  page.result({
    name: "coins_free",
    label: "Coins that can be sold",
    formula: "coins_held-collateral_read",
    unit: "BTC",
    format: "btc",
    note: "Coins held less those pledged",
  });
  page.result({
    name: "is_pledged",
    label: "Loan against coins",
    formula: "IF(AND(loan_usd>0,collateral_read>0),1,0)",
    unit: "1 or 0",
    format: "flag",
    note: "0 without a loan or without pledged coins: then there is no loan to value",
  });
}

function addOutlook(page: InputPage): void {
  page.group("Outlook");
  page.input({
    name: "price_growth",
    label: "Growth of the price",
    value: 0.1,
    unit: "per year",
    format: "percent",
    allows: { kind: "decimal", least: -0.95, most: 10 },
    prompt: "Expected change of bitcoin's price over a year, such as 10 %; also the mean of the price fan.",
    note: "Assumption: below the average of the last years",
  });
  page.input({
    name: "difficulty_growth",
    label: "Growth of the difficulty",
    value: 0.005,
    unit: "per month",
    format: "percentFine",
    allows: { kind: "decimal", least: -0.5, most: 1 },
    prompt: "Expected change of the network's difficulty over a month, such as 0.5 %.",
    note: "Assumption: the difficulty of October 2026 is below that of October 2025",
  });
  page.input({
    name: "volatility",
    label: "Volatility of the price",
    value: 0.5,
    unit: "per year",
    format: "percentWhole",
    allows: { kind: "decimal", least: 0.01, most: 10 },
    prompt:
      "Standard deviation of the price's changes over a year, such as 50 %. For the fan and the chance of liquidation.",
    note: "Assumption: in the range of bitcoin's realised volatility, see MINING.REALIZED_VOL",
  });
  for (const [place, name, value] of [
    ["first", "shock_1", 0],
    ["second", "shock_2", -0.3],
    ["third", "shock_3", -0.5],
  ] as const)
    page.input({
      name,
      label: `Price shock, ${place}`,
      value,
      unit: "share",
      format: "percentWhole",
      allows: { kind: "decimal", least: -0.99, most: 10 },
      prompt: "Sudden change of the price for the sheet Runway: -30 % is a fall of 30 %. Above -100 %.",
      note: "Stress of the runway",
    });
  page.input({
    name: "reserve_months",
    label: "Months of bills in reserve",
    value: 3,
    unit: "months",
    format: "oneDecimal",
    allows: { kind: "decimal", least: 0, most: 60 },
    prompt: "How many months of bills the board wants to see covered by cash and coins.",
    note: "Assumption: the board's rule; the sheet Runway compares",
  });
}

function addSale(page: InputPage): void {
  page.group("Planned sale");
  page.input({
    name: "planned_quantity",
    label: "Coins to sell",
    value: 12,
    unit: "BTC",
    format: "btc",
    allows: coins,
    prompt: "How many coins the sale takes, in BTC: no more than the lots of the day hold.",
    note: "Assumption: about six weeks of bills",
  });
  page.input({
    name: "planned_price",
    label: "Sale price",
    value: 0,
    unit: "USD per BTC",
    format: "usdCents",
    allows: money,
    prompt: "Price of one BTC at the sale, in USD. 0: the price of the market in use.",
    note: "0 takes the price of the sheet Market",
  });
  page.input({
    name: "planned_date",
    label: "Day of the sale",
    value: dateOf("2026-11-16"),
    unit: "date",
    format: "date",
    allows: dates,
    prompt: "The day of the sale, as a date such as 2026-11-16. Lots of later days cannot be sold.",
    note: "Decides which lots are held for more than a year",
  });
  page.input({
    name: "planned_fees",
    label: "Fees of the sale",
    value: 1_550,
    unit: "USD",
    format: "usdCents",
    allows: money,
    prompt: "What broker and exchange take, in USD; it lowers the gain.",
    note: "Assumption: 0.15 % of about a million USD",
  });
  page.input({
    name: "sale_method",
    label: "Method",
    value: "fifo",
    unit: "choice",
    allows: { kind: "list", values: [...methods, "specific"] },
    prompt:
      "fifo: oldest coins first. lifo: newest. hifo: dearest. average: all at their average. specific: the column Use of the sheet Tax lots.",
    note: "As the accounts and the tax return follow it; the sheet Sale compares them",
  });
  page.input({
    name: "long_tax_rate",
    label: "Tax rate, held over a year",
    value: 0.21,
    unit: "share",
    format: "percent",
    allows: share,
    prompt: "Rate on gains of coins that were held for more than a year, such as 21 %.",
    note: "US federal rate of a corporation (26 U.S.C. 11); state tax left out",
  });
  page.input({
    name: "short_tax_rate",
    label: "Tax rate, held up to a year",
    value: 0.21,
    unit: "share",
    format: "percent",
    allows: share,
    prompt: "Rate on gains of coins that were held for a year or less, such as 21 %.",
    note: "The same for a US corporation; for persons the ordinary rate",
  });
  page.result({
    name: "sale_price",
    label: "Sale price as the model takes it",
    formula: "IF(planned_price>0,planned_price,market_price)",
    unit: "USD per BTC",
    format: "usdCents",
    note: "The price above, or that of the market in use",
  });
}

function addRollforward(page: InputPage): void {
  page.group("Roll-forward");
  page.input({
    name: "closing_date",
    label: "Closing date",
    value: closingDate,
    unit: "date",
    format: "date",
    allows: dates,
    prompt: "The last day of the period of the sheet Movements, such as 2026-06-30.",
    note: "Six months to 30 June 2026; the coins held then are the delivered lots",
  });
  page.input({
    name: "closing_price",
    label: "Closing price",
    value: closingPrice,
    unit: "USD per BTC",
    format: "usdCents",
    allows: { kind: "decimal", least: 0.01, most: 1e9 },
    prompt: "Fair value of one BTC at the end of the closing date, in USD.",
    note: "Bitcoin on that day in the add-in's history, as MINING.HISTORY shows it with notes",
  });
  page.input({
    name: "rollforward_method",
    label: "Method of the accounts",
    value: "fifo",
    unit: "choice",
    allows: { kind: "list", values: methods },
    prompt: "How the accounts take the cost of coins that go out: fifo, lifo, hifo or average.",
    note: "One method for all movements of the period",
  });
}

function addPresentation(page: InputPage): void {
  page.group("Presentation and checks");
  page.input({
    name: "ladder_low",
    label: "Lowest price of the ladder",
    value: 0.35,
    unit: "of the price",
    format: "percentWhole",
    allows: { kind: "decimal", least: 0.01, most: 1 },
    prompt: "The lowest price on the sheet Loan, as a share of the price in use.",
    note: "For the table and the chart of the loan to value",
  });
  page.input({
    name: "ladder_high",
    label: "Highest price of the ladder",
    value: 1.25,
    unit: "of the price",
    format: "percentWhole",
    allows: { kind: "decimal", least: 1, most: 10 },
    prompt: "The highest price on the sheet Loan, as a share of the price in use.",
    note: "For the table and the chart of the loan to value",
  });
  addTolerance(page);
}
