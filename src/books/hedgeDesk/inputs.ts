import { excelDate } from "../../core/calendar";
import { addTolerance, InputPage } from "../inputs";
import { type Axis, MonthPage } from "../months";

/** A strike above this share of the forward was meant as a price. */
const HIGHEST_STRIKE = 5;
const share = { kind: "decimal", least: 0, most: 1 } as const;
const strike = { kind: "decimal", least: 0.05, most: HIGHEST_STRIKE } as const;
const day = (text: string) => excelDate(Date.parse(text));

export function inputPage(months: number): InputPage {
  const page = new InputPage(
    "Inputs",
    "What is produced, what is hedged and with what; curves are on the sheet Curves, months of their own on By month",
  );
  addPlan(page, months);
  addProduction(page);
  addPuts(page);
  addCollars(page);
  addFutures(page);
  addHashprice(page);
  addStress(page);
  addRisk(page);
  return page;
}

function addPlan(page: InputPage, months: number): void {
  page.group("Months");
  page.input({
    name: "start_date",
    label: "First day of month 1",
    value: day("2026-11-01"),
    unit: "date",
    format: "date",
    allows: { kind: "date", least: 39814, most: 73050 },
    prompt: "The first day of a month, such as 2026-11-01, not before the day of the market (sheet Market).",
    note: "Month 1 of all sheets begins on this day",
  });
  page.input({
    name: "plan_months",
    label: "Months of the plan",
    value: 12,
    unit: "months",
    format: "count",
    allows: { kind: "whole", least: 1, most: months },
    prompt: `How many months of production to look at: a whole number from 1 to ${months}.`,
    note: `1 to ${months}; months after the last one hold nothing`,
  });
  page.input({
    name: "hedge_first",
    label: "First hedged month",
    value: 1,
    unit: "month",
    format: "count",
    allows: { kind: "whole", least: 1, most: months },
    prompt: "The number of the first month that is hedged: 1 is the first month of the plan.",
    note: "1 is the first month of the plan",
  });
  page.input({
    name: "hedge_months",
    label: "Hedged months",
    value: 6,
    unit: "months",
    format: "count",
    allows: { kind: "whole", least: 0, most: months },
    prompt: `How many months are hedged, from the first one on: 0 to ${months}. 0: nothing is hedged.`,
    note: "0 means that nothing is hedged; all figures are then those without a hedge",
  });
  page.result({
    name: "hedge_end",
    label: "End of the hedge",
    formula: 'IF(hedge_months<1,"no hedge",EOMONTH(start_date,hedge_first+hedge_months-2))',
    unit: "date",
    format: "date",
    note: "Last day of the last hedged month",
  });
}

function addProduction(page: InputPage): void {
  page.group("Production");
  page.input({
    name: "fleet_hashrate",
    label: "Hashrate of the fleet",
    value: 1400,
    unit: "PH/s",
    format: "count",
    allows: { kind: "decimal", least: 0.001, most: 1_000_000 },
    prompt: "Hashrate of all machines that run, in PH/s (1,000 TH/s). Months of their own: sheet By month.",
    note: "About 20 MW of Antminer S21 XP (270 TH/s, 3,645 W: Bitmain), cooling included",
  });
  page.input({
    name: "uptime",
    label: "Uptime",
    value: 0.96,
    unit: "share",
    format: "percent",
    allows: { kind: "decimal", least: 0.01, most: 1 },
    prompt: "Share of the time in which the machines run, such as 96%.",
    note: "Assumption; a stopped machine draws nothing",
  });
  page.input({
    name: "pool_fee",
    label: "Pool fee",
    value: 0.01,
    unit: "share",
    format: "percentFine",
    allows: { kind: "decimal", least: 0, most: 0.2 },
    prompt: "Share of the coins that the pool keeps, such as 1%.",
    note: "Assumption: usual for FPPS pools",
  });
  page.input({
    name: "fleet_efficiency",
    label: "Efficiency",
    value: 13.5,
    unit: "J/TH",
    format: "oneDecimal",
    allows: { kind: "decimal", least: 0.1, most: 200 },
    prompt: "Power of the machines by hashrate, in J/TH (W per TH/s), without cooling.",
    note: "Antminer S21 XP, as its maker states it",
  });
  page.input({
    name: "pue",
    label: "Power usage effectiveness",
    value: 1.05,
    unit: "ratio",
    format: "decimal",
    allows: { kind: "decimal", least: 1, most: 3 },
    prompt: "Power at the meter by power of the machines: 1.05 is 5 % for cooling and losses. From 1.",
    note: "Assumption: air cooling",
  });
  page.input({
    name: "power_price",
    label: "Power price",
    value: 0.045,
    unit: "USD/kWh",
    format: "usdPerKwh",
    allows: { kind: "decimal", least: -0.5, most: 2 },
    prompt: "What a kWh costs at the meter, all included. Months of their own: sheet By month.",
    note: "Assumption: delivered, all charges included",
  });
  page.input({
    name: "opex_per_month",
    label: "Other operating cost",
    value: 150_000,
    unit: "USD/month",
    format: "usd",
    allows: { kind: "decimal", least: 0, most: 1_000_000_000 },
    prompt: "Staff, rent, insurance and repairs of one month, a positive amount in USD.",
    note: "Assumption; typed as a positive amount",
  });
  page.input({
    name: "difficulty_growth",
    label: "Growth of the difficulty",
    value: 0.01,
    unit: "per month",
    format: "percentFine",
    allows: { kind: "decimal", least: -0.5, most: 0.5 },
    prompt: "How much the network's difficulty grows in a month, such as 1%; it may be negative.",
    note: "Assumption; grows from the day of the market on, to the middle of each month",
  });
}

function addPuts(page: InputPage): void {
  page.group("Puts bought");
  page.input({
    name: "put_share",
    label: "Production under puts",
    value: 0.4,
    unit: "share",
    format: "percent",
    allows: share,
    prompt: "Share of each hedged month's coins for which puts are bought, such as 40%.",
    note: "Shares of all instruments together are at most 100 %",
  });
  page.input({
    name: "put_strike",
    label: "Strike of the puts",
    value: 0.9,
    unit: "share of forward",
    format: "percent",
    allows: strike,
    prompt: "Strike as a share of the month's forward price, such as 90%: not a price in USD.",
    note: "90 % is a floor a tenth below the forward price",
  });
  page.input({
    name: "option_contract_btc",
    label: "Contract size of options",
    value: 0.1,
    unit: "BTC",
    format: "btcShort",
    allows: { kind: "decimal", least: 0, most: 100 },
    prompt: "Coins in one contract of an option; hedges are whole contracts. 0: any amount.",
    note: "0.1 BTC: smallest order of BTC options at Deribit; 0 for options over the counter",
  });
}

function addCollars(page: InputPage): void {
  page.group("Collars: puts bought, calls sold");
  page.input({
    name: "collar_share",
    label: "Production under collars",
    value: 0.2,
    unit: "share",
    format: "percent",
    allows: share,
    prompt: "Share of each hedged month's coins in collars, such as 20%.",
    note: "The calls sold pay for the puts, and cap what the coins bring",
  });
  page.input({
    name: "collar_put_strike",
    label: "Strike of the collar's put",
    value: 0.9,
    unit: "share of forward",
    format: "percent",
    allows: strike,
    prompt: "Strike as a share of the month's forward price, such as 90%: not a price in USD.",
    note: "The floor",
  });
  page.input({
    name: "collar_call_strike",
    label: "Strike of the collar's call",
    value: 1.2,
    unit: "share of forward",
    format: "percent",
    allows: strike,
    prompt: "Strike as a share of the month's forward price, such as 120%, at least that of the put.",
    note: "The cap; counts where the call strike is typed",
  });
  page.input({
    name: "collar_kind",
    label: "Call strike",
    value: "typed",
    unit: "choice",
    allows: { kind: "list", values: ["typed", "costless"] },
    prompt: "typed: the call strike above. costless: the strike at which the call pays for the put.",
    note: "costless needs a put strike of at most 100 %",
  });
}

function addFutures(page: InputPage): void {
  page.group("Futures sold");
  page.input({
    name: "futures_share",
    label: "Production sold by futures",
    value: 0.15,
    unit: "share",
    format: "percent",
    allows: share,
    prompt: "Share of each hedged month's coins sold forward, such as 15%.",
    note: "Sold at the forward price of the month's end",
  });
  page.input({
    name: "futures_contract_btc",
    label: "Contract size of futures",
    value: 0.1,
    unit: "BTC",
    format: "btcShort",
    allows: { kind: "decimal", least: 0, most: 100 },
    prompt: "Coins in one futures contract; hedges are whole contracts. 0: any amount.",
    note: "0.1 BTC: CME Micro Bitcoin futures; the large ones are 5 BTC",
  });
  page.input({
    name: "futures_margin",
    label: "Margin of futures",
    value: 0.4,
    unit: "share of value",
    format: "percent",
    allows: share,
    prompt: "What is deposited when a future is sold, as a share of its value, such as 40%.",
    note: "Assumption: of the order that the CME and brokers ask; more is called when the price rises",
  });
}

function addHashprice(page: InputPage): void {
  page.group("Hashprice forwards sold");
  page.input({
    name: "hashprice_share",
    label: "Hashrate sold by hashprice forwards",
    value: 0.15,
    unit: "share",
    format: "percent",
    allows: share,
    prompt: "Share of the fleet's effective hashrate sold in each hedged month, such as 15%.",
    note: "They fix the price of bitcoin, the difficulty and the fees for that share of the hashrate",
  });
  page.input({
    name: "hashprice_price",
    label: "Hashprice of the contracts",
    value: 39,
    unit: "USD/PH/d",
    format: "usdCents",
    allows: { kind: "decimal", least: 0.01, most: 100_000 },
    prompt: "What the buyer pays for one PH/s a day, in USD, as quoted. Months of their own: sheet By month.",
    note: "Assumption, below today's hashprice: replace it with your dealer's quote",
  });
  page.input({
    name: "hashprice_margin",
    label: "Margin of hashprice forwards",
    value: 0.35,
    unit: "share of value",
    format: "percent",
    allows: share,
    prompt: "What is deposited for a hashprice forward, as a share of its value, such as 35%.",
    note: "Assumption: of the order that dealers ask",
  });
}

function addStress(page: InputPage): void {
  page.group("What if the price moves");
  page.input({
    name: "price_fall",
    label: "Fall of the price",
    value: 0.4,
    unit: "share",
    format: "percent",
    allows: { kind: "decimal", least: 0, most: 0.99 },
    prompt: "How far the price falls below the forward of each month in the stress, such as 40%.",
    note: "The stressed price is the month's forward less this share",
  });
  page.input({
    name: "price_rise",
    label: "Rise of the price",
    value: 0.4,
    unit: "share",
    format: "percent",
    allows: { kind: "decimal", least: 0, most: 10 },
    prompt: "How far the price rises above the forward of each month, such as 40%.",
    note: "Shows what the hedge gives up",
  });
  page.input({
    name: "book_low",
    label: "Lowest price of the book",
    value: 0.4,
    unit: "share of forward",
    format: "percentWhole",
    allows: { kind: "decimal", least: 0.01, most: 1 },
    prompt: "Where the sheet Book by price begins, as a share of the average forward, such as 40%.",
    note: "For the sheet Book by price",
  });
  page.input({
    name: "book_high",
    label: "Highest price of the book",
    value: 2,
    unit: "share of forward",
    format: "percentWhole",
    allows: { kind: "decimal", least: 1.01, most: 20 },
    prompt: "Where the sheet Book by price ends, as a share of the average forward, such as 200%.",
    note: "For the sheet Book by price",
  });
}

function addRisk(page: InputPage): void {
  page.group("Risk");
  page.input({
    name: "interest_rate",
    label: "Interest rate",
    value: 0.04,
    unit: "per year",
    format: "percentFine",
    allows: { kind: "decimal", least: -0.1, most: 1 },
    prompt: "Risk-free rate per year, continuously compounded; discounts premiums and carries forwards.",
    note: "Assumption: short US Treasury bills",
  });
  page.input({
    name: "standard_volatility",
    label: "Volatility without a curve",
    value: 0.5,
    unit: "per year",
    format: "percent",
    allows: { kind: "decimal", least: 0.01, most: 5 },
    prompt: "Volatility of bitcoin per year, such as 50%; counts while the volatility curve is empty.",
    note: "Counts only while the volatility curve (sheet Curves) is empty",
  });
  page.input({
    name: "difficulty_volatility",
    label: "Volatility of the difficulty",
    value: 0.2,
    unit: "per year",
    format: "percent",
    allows: { kind: "decimal", least: 0, most: 3 },
    prompt: "How far the difficulty strays from its growth in a year, such as 20%.",
    note: "Assumption for the simulation",
  });
  page.input({
    name: "price_correlation",
    label: "Correlation of price and difficulty",
    value: 0.3,
    unit: "-1 to 1",
    format: "decimal",
    allows: { kind: "decimal", least: -1, most: 1 },
    prompt: "From -1 to 1: positive where difficulty tends to rise with the price.",
    note: "Assumption for the simulation",
  });
  page.input({
    name: "risk_confidence",
    label: "Confidence of cash at risk",
    value: 0.95,
    unit: "share",
    format: "percentWhole",
    allows: { kind: "decimal", least: 0.5, most: 0.999 },
    prompt: "95% means: cash is lower in one month out of twenty.",
    note: "95 %: cash is lower in one month out of twenty",
  });
  page.input({
    name: "risk_paths",
    label: "Simulated paths",
    value: 2000,
    unit: "paths",
    format: "count",
    allows: { kind: "whole", least: 100, most: 20_000 },
    prompt: "100 to 20,000: more are more exact and slower.",
    note: "2,000 take about a second",
  });
  page.input({
    name: "risk_seed",
    label: "Seed of the simulation",
    value: 1,
    unit: "number",
    format: "count",
    allows: { kind: "whole", least: 0, most: 1_000_000 },
    prompt: "Any whole number: the same one gives the same paths.",
    note: "The same seed gives the same figures",
  });
  for (const [index, [value, what]] of fan.entries())
    page.input({
      name: `fan_${index + 1}`,
      label: `Price fan: ${what}`,
      value,
      unit: "share of outcomes",
      format: "percentWhole",
      allows: { kind: "decimal", least: 0.001, most: 0.999 },
      prompt: "Share of outcomes below this line of the price fan, such as 5%.",
      note: "For the sheet Price fan",
    });
  page.input({
    name: "highest_strike",
    label: "Highest plausible strike",
    value: HIGHEST_STRIKE,
    unit: "share of forward",
    format: "percentWhole",
    allows: { kind: "decimal", least: 1, most: 1000 },
    prompt: "A strike above this share of the forward is taken for a price typed by mistake.",
    note: "A check says so where a strike is above it",
  });
  addTolerance(page);
}

const fan = [
  [0.05, "lowest line"],
  [0.25, "lower line"],
  [0.5, "middle"],
  [0.75, "upper line"],
  [0.95, "highest line"],
] as const;

/** Points of each curve. */
export const CURVE_ROWS = 12;

/** The forward and the volatility curve, as they are pasted. */
export function curvePage(): InputPage {
  const page = new InputPage(
    "Curves",
    "Paste the expiries that your broker quotes, the nearest first; empty rows are skipped",
    "Curves",
    "narrow",
  );
  Object.assign(page.widths, { A: 18, B: 20, C: 22, D: 60 });
  page.row = 5;
  page.printing.titleRows = "1:4";
  page.frozenAt = "A5";
  page.section(page.row, "A", "D", "Forward curve: a price, or a basis, or neither (interest only)");
  page.row += 1;
  const expiry = {
    label: "Expiry",
    format: "date",
    allows: { kind: "date", least: 39814, most: 73050 },
    prompt: "The day of expiry, such as 2026-12-25, later than the one above it.",
  } as const;
  const source = {
    label: "Source",
    allows: { kind: "any" },
    prompt: "Where the quote is from, and of which day.",
  } as const;
  page.table({
    name: "forward_curve",
    heads: [
      { ...expiry, name: "forward_dates" },
      {
        label: "Forward (USD)",
        format: "usdCents",
        allows: { kind: "decimal", least: 0.01, most: 100_000_000 },
        prompt:
          "The price of a future of this expiry in USD. Leave it empty to use the basis, or interest only.",
        name: "forward_prices",
      },
      {
        label: "Basis (per year)",
        format: "percentFine",
        allows: { kind: "decimal", least: -0.9, most: 5 },
        prompt:
          "Forward over today's price as a rate per year, such as 5%; counts where no forward is typed.",
        name: "forward_bases",
      },
      source,
    ],
    rows: expiries.map((date) => [day(date), "", "", "Interest only: type a forward or a basis"]),
    size: CURVE_ROWS,
  });
  page.row += 1;
  page.section(
    page.row,
    "A",
    "D",
    "Volatility curve: of options at the money (MINING.OPTION_CHAIN lists quotes)",
  );
  page.row += 1;
  page.table({
    name: "volatility_curve",
    heads: [
      { ...expiry, name: "volatility_dates" },
      {
        label: "Volatility (per year)",
        format: "percent",
        allows: { kind: "decimal", least: 0.001, most: 5 },
        prompt: "Implied volatility per year, such as 48%: above 0.",
        name: "volatility_values",
      },
      source,
    ],
    rows: expiries.map((date, index) => [day(date), volatilities[index] ?? "", "Assumption"]),
    size: CURVE_ROWS,
  });
  return page;
}

/** The last Fridays on which listed options and futures of bitcoin expire. */
const expiries = ["2026-10-30", "2026-11-27", "2026-12-25", "2027-03-26", "2027-06-25", "2027-09-24"];
const volatilities = [0.42, 0.44, 0.45, 0.48, 0.5, 0.51];

/** Months that differ from Inputs. */
export function byMonthPage(axis: Axis): MonthPage {
  const page = new MonthPage(
    axis,
    "By month",
    "inputs",
    "Months that differ",
    "Type only what differs from Inputs in a month; an empty cell takes what Inputs says. Legend: blue cells are inputs",
  );
  page.frozenAt = "E9";
  page.group("Production");
  page.typed({
    key: "hashrate",
    label: "Hashrate of the fleet",
    unit: "PH/s",
    allows: { kind: "decimal", least: 0.001, most: 1_000_000 },
    prompt: "Hashrate of this month in PH/s. Empty: as on Inputs.",
  });
  page.typed({
    key: "power_price",
    label: "Power price",
    unit: "USD/kWh",
    format: "usdPerKwh",
    allows: { kind: "decimal", least: -0.5, most: 2 },
    prompt: "Power price of this month in USD/kWh. Empty: as on Inputs.",
  });
  page.typed({
    key: "opex",
    label: "Other operating cost",
    unit: "USD",
    format: "usd",
    allows: { kind: "decimal", least: 0, most: 1_000_000_000 },
    prompt: "Other operating cost of this month, a positive amount in USD. Empty: as on Inputs.",
  });
  page.group("Hedges: count in the hedged months only");
  const shares = [
    ["put_share", "Production under puts", share],
    ["put_strike", "Strike of the puts", strike],
    ["collar_share", "Production under collars", share],
    ["collar_put", "Strike of the collar's put", strike],
    ["collar_call", "Strike of the collar's call", strike],
    ["futures_share", "Production sold by futures", share],
    ["hashprice_share", "Hashrate sold by hashprice forwards", share],
  ] as const;
  for (const [key, label, allows] of shares)
    page.typed({
      key,
      label,
      unit: allows === share ? "share" : "of forward",
      format: "percent",
      allows,
      prompt:
        allows === share
          ? "Share of this month, such as 40%; 0 for none. Empty: as on Inputs."
          : "Strike as a share of the month's forward, such as 90%: not a price. Empty: as on Inputs.",
    });
  page.typed({
    key: "hashprice_price",
    label: "Hashprice of the contracts",
    unit: "USD/PH/d",
    format: "usdCents",
    allows: { kind: "decimal", least: 0.01, most: 100_000 },
    prompt: "Quoted hashprice of this month in USD per PH/s and day. Empty: as on Inputs.",
  });
  return page;
}
