import { LAST_FLOW, putCashflows } from "../functionTables";
import { modelPage } from "../modelSheet";
import type { Axis, MonthPage } from "../months";
import { Page } from "../page";

/** The sheet "Model": the inputs as the add-in reads them. */
export function siteModel(axis: Axis, deployment: MonthPage): MonthPage {
  const one = (
    name: string,
    label: string,
    unit: string,
    value: string,
    format?: Parameters<Page["put"]>[3],
  ) => (format === undefined ? { name, label, unit, value } : { name, label, unit, value, format });
  return modelPage(axis, [
    [
      "Market",
      [
        one("btc price", "Price of bitcoin", "USD", "market_price", "usd"),
        one("btc price growth", "Growth of the price", "per year", "price_growth", "percent"),
        one("difficulty", "Difficulty", "number", "market_difficulty", "difficulty"),
        one("difficulty growth", "Growth of difficulty", "per month", "difficulty_growth", "percentFine"),
        one(
          "start height",
          "First block of month 1",
          "block",
          "ROUND(market_height+blocks_per_day*(start_date-market_as_of),0)",
          "count",
        ),
        one("fees", "Fees", "BTC per block", "market_fees*fee_level", "btcShort"),
      ],
    ],
    [
      "Machines and power",
      [
        {
          name: "hashrate",
          label: "Hashrate installed",
          unit: "TH/s",
          value: ({ here }) => deployment.of("hashrate", here),
          format: "count",
        },
        one("efficiency", "Efficiency", "J/TH", "machine_efficiency", "decimal"),
        one("power price", "Power price", "USD/kWh", "power_base", "usdPerKwh"),
        one("power price growth", "Growth of the power price", "per year", "power_growth", "percent"),
        one("pue", "Power usage effectiveness", "ratio", "site_pue", "decimal"),
        one("uptime", "Uptime", "share", "uptime_share", "percent"),
        one("pool fee", "Pool fee", "share", "pool_fee", "percentFine"),
        one("profit share", "Profit share of the host", "share", "profit_share", "percent"),
        one("other opex", "Other running costs", "USD per month", "opex_month", "usd"),
        one("other opex growth", "Growth of running costs", "per year", "opex_growth", "percent"),
        one("shutdown", "Stops at a loss", "TRUE or FALSE", 'stops_at_loss="yes"'),
      ],
    ],
    [
      "Investment, loan and tax",
      [
        one("capex", "Paid at the order", "USD", deployment.of("capex", "D"), "usd"),
        {
          name: "capex schedule",
          label: "Paid by month",
          unit: "USD per month",
          value: ({ here }) => deployment.of("capex", here),
          format: "usd",
        },
        one(
          "resale value",
          "Resale at the end",
          "USD",
          "resale_machines*machine_cost+resale_infra*infra_cost",
          "usd",
        ),
        one("hodl share", "Coins kept", "share", "hodl_share", "percent"),
        one("loan", "Loan", "USD", "loan_amount", "usd"),
        one("loan rate", "Rate of the loan", "per year", "loan_rate", "percentFine"),
        one("loan months", "Months of the loan", "months", "loan_months", "count"),
        one("loan type", "Repayment", "word", "loan_type"),
        one("tax rate", "Tax rate", "share", "tax_rate", "percent"),
        one("depreciation", "Depreciation", "word", "depreciation_method"),
        one("depreciation life", "Life for sln and ddb", "months", "depreciation_months", "count"),
      ],
    ],
    [
      "Time and discounting",
      [
        one("months", "Months of the plan", "months", "plan_months", "count"),
        one("start date", "Start date", "date", "start_date", "date"),
        one("discounting", "Discounting", "word", "discounting"),
        one("discount rate", "Discount rate", "per year", "discount_rate", "percentFine"),
      ],
    ],
  ]);
}

/** The sheet "Engine": the add-in's cash flows as they come, months down. */
export function enginePage(axis: Axis): Page {
  const page = new Page(
    "Engine",
    "calculation",
    "Cash flows as the add-in returns them",
    "MINING.MINER_CASHFLOWS of the sheet Model; row 6 is the order, costs are positive; the sheet Cash flow brings it under the time axis",
  );
  putCashflows(page, 5, axis.months);
  page.heights.set(5, 48);
  page.call("engine", `A5:${LAST_FLOW}${6 + axis.months}`);
  page.frozenAt = "B6";
  page.printing.titleRows = "1:5";
  return page;
}
