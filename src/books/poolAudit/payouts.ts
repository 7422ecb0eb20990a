import { InputPage } from "../inputs";
import { CAPACITY, FIRST_DAY, LAST_DAY } from "./dayTable";
import { samplePayouts } from "./samplePayouts";

/** How many rows under the table are searched for payouts that did not fit. */
const BELOW = 1000;

/** The sheet "Payouts": the table into which the pool's payouts are pasted. */
export function payoutsPage(): InputPage {
  const page = new InputPage(
    "Payouts",
    "MADE-UP PAYOUTS at the real difficulty of their days: delete them and paste your own",
    "Payouts",
    "narrow",
  );
  page.put(
    "A5",
    `One row is a day (UTC), up to ${CAPACITY} of them. D to F may stay empty. Red cells cannot be read`,
    "note",
  );
  page.table({
    name: "payouts",
    size: CAPACITY,
    rows: samplePayouts(),
    heads: [
      {
        label: "Date (UTC)",
        format: "date",
        allows: { kind: "date", least: 39_816, most: 73_050 },
        prompt: "The day that the payout is for, as a date such as 2025-10-01, one row for each day.",
      },
      {
        label: "Hashrate credited (TH/s)",
        format: "count",
        allows: { kind: "decimal", least: 0, most: 1_000_000_000 },
        prompt:
          "Average hashrate over the day's 24 hours that the pool credited, in TH/s. 0 on a day without work.",
      },
      {
        label: "Paid (BTC)",
        format: "btc",
        allows: { kind: "decimal", least: 0, most: 21_000_000 },
        prompt: "Coins that the pool paid for the day, in BTC, after its fee. 0 where it paid nothing.",
      },
      {
        label: "Blocks found by the pool",
        format: "count",
        allows: { kind: "whole", least: 0, most: 1000 },
        prompt:
          "Blocks that the whole pool found on the day, for its luck. Leave empty where it is not known.",
      },
      {
        label: "Fees per block of the day (BTC)",
        format: "btcShort",
        allows: { kind: "decimal", least: 0, most: 100 },
        prompt:
          "Average transaction fees per block on the day, in BTC. Where empty, the average on Inputs counts.",
      },
      {
        label: "Difficulty of the day, if not built in",
        format: "count",
        allows: { kind: "decimal", least: 1, most: 1e18 },
        prompt:
          "Network difficulty, only for days that the add-in's history does not know, or to replace its value.",
      },
    ],
  });
  Object.assign(page.widths, { A: 14, B: 16, C: 16, D: 14, E: 18, F: 24 });
  page.heights.set(FIRST_DAY - 1, 48);
  page.frozenAt = `A${FIRST_DAY}`;
  page.printing.titleRows = `1:${FIRST_DAY - 1}`;
  page.printing.area = `A1:F${LAST_DAY}`;
  page.call("rows_below", `A${LAST_DAY + 1}:F${LAST_DAY + BELOW}`);
  const days = (letter: string) => `${letter}${FIRST_DAY}:${letter}${LAST_DAY}`;
  const red = (letter: string, formula: string) =>
    page.marks.push({
      range: days(letter),
      formula: `AND(${letter}${FIRST_DAY}<>"",${formula})`,
      look: "red",
    });
  red("A", `OR(NOT(ISNUMBER(A${FIRST_DAY})),COUNTIF($A$${FIRST_DAY}:$A$${LAST_DAY},A${FIRST_DAY})>1)`);
  for (const letter of ["B", "C", "D", "E", "F"])
    red(letter, `IF(ISNUMBER(${letter}${FIRST_DAY}),${letter}${FIRST_DAY}<0,TRUE)`);
  return page;
}
