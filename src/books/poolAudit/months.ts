import { Page } from "../page";
import { HEAD_ROW } from "./dayTable";

/** As many months as the days of the table can reach into, without one that is missing. */
const MONTHS = 15;
export const FIRST_MONTH = HEAD_ROW + 1;
export const LAST_MONTH = HEAD_ROW + MONTHS;
const TOTAL_ROW = HEAD_ROW - 1;

/** The sheet "Months": a line for each month of the period, and their total. */
export function monthsPage(): Page {
  const page = new Page(
    "Months",
    "output",
    "Owed and paid by month",
    "A line is a calendar month (UTC), as far as its days are in the table; money at the price of bitcoin in use",
  );
  const lines = (letter: string) => `${letter}${FIRST_MONTH}:${letter}${LAST_MONTH}`;
  const month = `ROW()-ROW($A$${HEAD_ROW})`;
  const sumOf = (name: string) => `SUMIFS(${name},day_month,${month})`;
  const columns = [
    [
      "A",
      "Month",
      14,
      "month",
      `IF(AND(ISNUMBER(first_day),${month}<=MAX(day_month)),EDATE(first_day-DAY(first_day)+1,${month}-1),"")`,
      "",
    ],
    ["B", "Days in the table", 10, "count", `COUNTIFS(day_month,${month})`, "sum"],
    ["C", "Days missing", 10, "count", sumOf("day_missing"), "sum"],
    [
      "D",
      "Mean hashrate (TH/s)",
      14,
      "count",
      `IF(B{r}>0,${sumOf("day_hashrate")}/B{r},"")`,
      `IF(B{r}>0,SUM(day_hashrate)/B{r},"")`,
    ],
    ["E", "Owed (BTC)", 16, "btc", sumOf("day_owed"), "sum"],
    ["F", "Paid (BTC)", 16, "btc", sumOf("day_paid"), "sum"],
    ["G", "Shortfall (BTC)", 16, "btc", "E{r}-F{r}", "sum"],
    ["H", "Share paid", 11, "percentFine", 'IF(E{r}>0,F{r}/E{r},"")', 'IF(E{r}>0,F{r}/E{r},"")'],
    [
      "I",
      "Effective pool fee",
      11,
      "percentFine",
      'IF(E{r}>0,1-F{r}*(1-fee_read)/E{r},"")',
      'IF(E{r}>0,1-F{r}*(1-fee_read)/E{r},"")',
    ],
    ["J", "Shortfall (USD)", 14, "usd", "G{r}*market_price", "sum"],
    ["K", "Outage days", 10, "count", sumOf("day_outage"), "sum"],
    ["L", "Blocks found", 10, "count", sumOf("day_blocks"), "sum"],
    ["M", "Blocks expected", 10, "decimal", sumOf("day_blocks_expected"), "sum"],
  ] as const;
  for (const [letter, head, width, format, formula, total] of columns) {
    page.widths[letter] = width;
    page.put(`${letter}${HEAD_ROW}`, head, "head");
    for (let row = FIRST_MONTH; row <= LAST_MONTH; row++) {
      const own = formula.replaceAll("{r}", `${row}`);
      page.put(
        `${letter}${row}`,
        letter === "A" ? `=${own}` : `=IF(ISNUMBER($A${row}),${own},"")`,
        "figure",
        format,
      );
    }
    const sum = total === "sum" ? `SUM(${lines(letter)})` : total.replaceAll("{r}", `${TOTAL_ROW}`);
    if (sum === "") page.put(`${letter}${TOTAL_ROW}`, "Total", "strongLabel");
    else page.put(`${letter}${TOTAL_ROW}`, `=${sum}`, "strong", format);
  }
  page.heights.set(HEAD_ROW, 48);
  page.call("month_first", lines("A"));
  page.call("month_days", lines("B"));
  page.call("month_owed", lines("E"));
  page.call("month_paid", lines("F"));
  page.call("month_share_paid", lines("H"));
  page.call("month_blocks", lines("L"));
  page.call("month_blocks_expected", lines("M"));
  page.call("effective_fee", `I${TOTAL_ROW}`);
  page.frozenAt = `B${FIRST_MONTH}`;
  page.printing.titleRows = `1:${HEAD_ROW}`;
  return page;
}
