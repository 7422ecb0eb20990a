import type { TableFunction } from "../functions/define";
import { minerCashflows } from "../functions/lifecycle/minerCashflows";
import { columnLetters } from "../formula/tokens";
import type { Format } from "./looks";
import type { Page } from "./page";

/** Says where columns stand in the table that a function returns, counted from 1, by the names that a workbook gives them. */
export const placesIn =
  <Key extends string>({ name, returns }: TableFunction, heads: Readonly<Record<Key, string>>) =>
  (key: Key): number => {
    const index = returns.columns.indexOf(heads[key]);
    if (index < 0) throw new Error(`${name} has no column ${heads[key]}`);
    return index + 1;
  };

/** The place of a column of MINING.MINER_CASHFLOWS. */
export const flowPlace = placesIn(minerCashflows, {
  subsidy: "Subsidy (BTC per block)",
  difficulty: "Difficulty",
  price: "Price (USD)",
  runs: "Runs (share)",
  btc: "BTC (BTC)",
  revenue: "Revenue (USD)",
  otherRevenue: "Other revenue (USD)",
  power: "Power (USD)",
  opex: "Other opex (USD)",
  tax: "Tax (USD)",
  kept: "Coins kept (USD)",
  interest: "Interest (USD)",
  principal: "Principal (USD)",
  capital: "Capital (USD)",
  net: "Net cash (USD)",
  cumulative: "Cumulative (USD)",
  depreciation: "Depreciation (USD)",
  heat: "Heat (USD)",
  profitShare: "Profit share (USD)",
  days: "Days (days)",
  date: "Date (date)",
});
export type FlowColumn = Parameters<typeof flowPlace>[0];

/** The letters of its last column, where the first is A. */
export const LAST_FLOW = columnLetters(minerCashflows.returns.columns.length);

/** Puts MINING.MINER_CASHFLOWS of the model into column A of a row; the months follow below its heads, from 0. */
export function putCashflows(page: Page, row: number, months: number): void {
  page.put(`A${row}`, "=MINING.MINER_CASHFLOWS(model)");
  for (const [index, head] of minerCashflows.returns.columns.entries()) {
    const letters = columnLetters(index + 1);
    page.widths[letters] = 13;
    page.dress(`${letters}${row}`, "head");
    page.dress(`${letters}${row + 1}:${letters}${row + 1 + months}`, "figure", flowFormat(head));
  }
}

function flowFormat(head: string): Format {
  if (head.endsWith("(date)")) return "date";
  if (head === "Difficulty") return "difficulty";
  if (head.includes("BTC")) return "btcShort";
  if (head.endsWith("(share)")) return "decimal";
  return head.endsWith("(USD)") ? "usd" : "count";
}
