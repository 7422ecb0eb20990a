import { type Axis, type Month, MonthPage } from "../months";
import { engine } from "./cash";

const mid = (here: string) => `(2*${here}$4-1)`;

/** The sheet "Market path": what the market does, month by month. */
export function marketPathPage(axis: Axis): MonthPage {
  const page = new MonthPage(
    axis,
    "Market path",
    "output",
    "Market path",
    "Price, difficulty and subsidy of each month as the model assumes them, and what a PH/s earns and costs in a day",
  );
  const usd = { format: "usdCents", total: "none" } as const;
  const inPlan = ({ here }: Month, formula: string) => `IF(${here}$8=1,${formula},0)`;
  page.group("Network");
  page.line({
    key: "price",
    label: "Price of bitcoin",
    unit: "USD",
    formula: engine("price"),
    ...usd,
    format: "usd",
  });
  page.line({
    key: "difficulty",
    label: "Difficulty",
    unit: "number",
    formula: engine("difficulty"),
    total: "none",
    format: "difficulty",
  });
  page.line({
    key: "subsidy",
    label: "Subsidy",
    unit: "BTC per block",
    formula: engine("subsidy"),
    total: "none",
    format: "btcShort",
  });
  page.line({
    key: "fees",
    label: "Fees",
    unit: "BTC per block",
    formula: ({ here }) => `market_fees*fee_level*${here}$8`,
    total: "none",
    format: "btcShort",
  });
  page.group("A PH/s in a day");
  page.line({
    key: "hashprice",
    label: "Hashprice",
    unit: "USD/PH/d",
    formula: (month) => {
      const at = (key: string) => page.cell(key, month.here);
      return `IF(${at("price")}>0,1000*86400*1000000000000/(${at("difficulty")}*hashes_per_difficulty)*(${at("subsidy")}+${at("fees")})*${at("price")},0)`;
    },
    ...usd,
  });
  page.line({
    key: "power",
    label: "Power price",
    unit: "USD/kWh",
    formula: (month) => inPlan(month, `power_base*(1+power_growth)^(${mid(month.here)}/24)`),
    total: "none",
    format: "usdPerKwh",
  });
  page.line({
    key: "hashcost",
    label: "Hashcost: power of this machine",
    unit: "USD/PH/d",
    formula: (month) => inPlan(month, `machine_efficiency*24*${page.cell("power", month.here)}*site_pue`),
    ...usd,
  });
  page.line({
    key: "margin",
    label: "Hashprice less hashcost",
    unit: "USD/PH/d",
    formula: ({ here }) => `${page.cell("hashprice", here)}-${page.cell("hashcost", here)}`,
    isTotal: true,
    ...usd,
  });
  const top = page.row + 1;
  page.charts.push({
    kind: "line",
    title: "Hashprice and hashcost (USD per PH/s per day)",
    labels: page.months("end"),
    series: [
      { name: "Hashprice", values: page.months("hashprice") },
      { name: "Hashcost: power", values: page.months("hashcost") },
    ],
    xFormat: "mmm yy",
    yFormat: "$#,##0",
    over: `A${top}:K${top + 17}`,
  });
  return page;
}

/** The sheet "Proof": the whole cash flow again in Excel's own arithmetic, for the checks. */
export function proofPage(axis: Axis, cash: MonthPage, loan: MonthPage, path: MonthPage): MonthPage {
  const page = new MonthPage(
    axis,
    "Proof",
    "calculation",
    "Proof in plain Excel",
    "The cash flow a second time without the add-in (subsidy and depreciation excepted); the sheet Checks compares the two",
  );
  const at = (key: string, column: string) => page.cell(key, column);
  const usd = { unit: "USD", format: "usd" } as const;
  page.group("Coins and power");
  page.line({
    key: "price",
    label: "Price of bitcoin",
    formula: ({ here }) => `market_price*(1+price_growth)^(${mid(here)}/24)*${here}$8`,
    total: "none",
    ...usd,
  });
  page.line({
    key: "difficulty",
    label: "Difficulty",
    unit: "number",
    formula: ({ here }) => `market_difficulty*(1+difficulty_growth)^(${mid(here)}/2)`,
    total: "none",
    format: "difficulty",
  });
  page.line({
    key: "hashes",
    label: "Hashes if run",
    unit: "EH",
    formula: ({ here }) => `${cash.of("hashrate", here)}/1000000*86400*${here}$6*uptime_share`,
  });
  page.line({
    key: "coinsIf",
    label: "Coins if run",
    unit: "BTC",
    formula: ({ here }) =>
      `${at("hashes", here)}*1000000000000000000/(${at("difficulty", here)}*hashes_per_difficulty)` +
      `*(${path.of("subsidy", here)}+${path.of("fees", here)})*(1-pool_fee)`,
    format: "btcShort",
  });
  page.line({
    key: "energyIf",
    label: "Energy if run",
    unit: "MWh",
    formula: ({ here }) =>
      `${cash.of("hashrate", here)}*machine_efficiency/1000000*24*${here}$6*uptime_share*site_pue`,
    format: "count",
  });
  page.line({
    key: "powerIf",
    label: "Power if run",
    formula: ({ here }) => `${at("energyIf", here)}*1000*${path.of("power", here)}`,
    ...usd,
  });
  page.line({
    key: "runs",
    label: "Month is run",
    unit: "1 or 0",
    formula: ({ here }) =>
      `IF(OR(stops_at_loss<>"yes",${at("coinsIf", here)}*${at("price", here)}>=${at("powerIf", here)}),1,0)*(${at("hashes", here)}>0)`,
    format: "flag",
  });
  page.group("Operations");
  page.line({
    key: "coins",
    label: "Coins mined",
    unit: "BTC",
    formula: ({ here }) => `${at("coinsIf", here)}*${at("runs", here)}`,
    format: "btcShort",
  });
  page.line({
    key: "revenue",
    label: "Revenue",
    formula: ({ here }) => `${at("coins", here)}*${at("price", here)}`,
    ...usd,
  });
  page.line({
    key: "power",
    label: "Power",
    formula: ({ here }) => `-${at("powerIf", here)}*${at("runs", here)}`,
    ...usd,
  });
  page.line({
    key: "host",
    label: "Profit share of the host",
    formula: ({ here }) => `-profit_share*MAX(0,${at("revenue", here)}+${at("power", here)})`,
    ...usd,
  });
  page.line({
    key: "opex",
    label: "Other running costs",
    formula: ({ here }) => `-opex_month*(1+opex_growth)^(${mid(here)}/24)*${here}$8`,
    ...usd,
  });
  page.group("Tax");
  page.line({
    key: "depreciation",
    label: "Depreciation (from the add-in)",
    formula: (month) => `-${engine("depreciation")(month)}`,
    ...usd,
  });
  page.line({
    key: "last",
    label: "Last month of the plan",
    unit: "1 or 0",
    formula: ({ here }) => `IF(${here}$4=plan_months,1,0)`,
    format: "flag",
  });
  page.line({
    key: "keptCoins",
    label: "Coins kept to date",
    unit: "BTC",
    formula: ({ here }) => `hodl_share*SUM($E${page.rowOf("coins")}:${at("coins", here)})`,
    total: "last",
    format: "btcShort",
  });
  page.line({
    key: "keptCost",
    label: "Their value when mined, to date",
    formula: ({ here }) => `hodl_share*SUM($E${page.rowOf("revenue")}:${at("revenue", here)})`,
    total: "last",
    ...usd,
  });
  page.line({
    key: "keptValue",
    label: "Coins kept at the final price",
    formula: ({ here }) =>
      `${at("keptCoins", here)}*market_price*(1+price_growth)^(plan_months/12)*${at("last", here)}`,
    ...usd,
  });
  page.line({
    key: "resale",
    label: "Resale",
    formula: ({ here }) => `(resale_machines*machine_cost+resale_infra*infra_cost)*${at("last", here)}`,
    ...usd,
  });
  page.line({
    key: "book",
    label: "Book value written off",
    formula: ({ here }) => {
      const value = `${cash.total("capex")}-SUM($E${page.rowOf("depreciation")}:${at("depreciation", here)})`;
      return `(${value})*${at("last", here)}`;
    },
    ...usd,
  });
  page.line({
    key: "disposal",
    label: "Gain at the end",
    formula: ({ here }) => {
      const resale = `IF(depreciation_method="none",0,${at("resale", here)}+${at("book", here)})`;
      return `${resale}+${at("keptValue", here)}-${at("keptCost", here)}*${at("last", here)}`;
    },
    ...usd,
  });
  page.line({
    key: "taxable",
    label: "Taxable profit of the month",
    formula: ({ here }) =>
      `SUM(${at("revenue", here)}:${at("opex", here)})+${at("depreciation", here)}+${loan.of("interest", here)}+${at("disposal", here)}`,
    ...usd,
  });
  page.line({
    key: "losses",
    label: "Losses carried forward",
    formula: ({ here, before }) => `MAX(0,${before}${page.row - 1}-${at("taxable", here)})`,
    opening: "tax_rate*0",
    total: "none",
    ...usd,
  });
  page.line({
    key: "tax",
    label: "Tax",
    formula: ({ here, before }) => `-tax_rate*MAX(0,${at("taxable", here)}-${at("losses", before)})`,
    ...usd,
  });
  page.group("Cash");
  page.line({
    key: "engineDate",
    label: "Cash counts on (from the add-in)",
    unit: "date",
    formula: engine("date"),
    total: "none",
    format: "date",
  });
  page.line({
    key: "time",
    label: "Years from the start date",
    unit: "years",
    formula: ({ here }) => `IF(discounting="dated",(${here}$5+1-start_date)/365,${here}$4/12)`,
    opening: "start_date-start_date",
    total: "none",
    format: "btcShort",
  });
  page.line({
    key: "net",
    label: "Net cash",
    formula: ({ here }) => {
      const kept = `-hodl_share*${at("revenue", here)}`;
      const end = `${at("resale", here)}+${at("keptValue", here)}`;
      return `SUM(${at("revenue", here)}:${at("opex", here)})${kept}+${at("tax", here)}+${loan.of("service", here)}+${cash.of("capex", here)}+${end}`;
    },
    opening: `${cash.of("capex", "D")}+loan_amount`,
    isTotal: true,
    ...usd,
  });
  page.line({
    key: "factor",
    label: "Discount factor",
    unit: "ratio",
    formula: ({ here }) => `(1+discount_rate)^-${at("time", here)}`,
    opening: `(1+discount_rate)^-${at("time", "D")}`,
    total: "none",
    format: "btcShort",
  });
  page.line({
    key: "present",
    label: "Present value of the add-in's net cash",
    formula: ({ here }) => `${cash.of("net", here)}*${at("factor", here)}`,
    opening: `${cash.of("net", "D")}*${at("factor", "D")}`,
    isTotal: true,
    ...usd,
  });
  return page;
}
