import { excelDate } from "../../core/calendar";
import { InputPage } from "../inputs";
import january from "./january2025.json";

/** Hours of a leap year: the most that can be pasted. */
export const MOST_HOURS = 8784;
/** As many hours are printed. */
export const PRINTED_HOURS = 400;

const start = excelDate(Date.UTC(2025, 0, 1));

/** The sheet "Prices": an hour and its price in each row, with room for a year. It names `hour_starts` and `hour_prices`. */
export function pricePage(): { page: InputPage; head: number; first: number; last: number } {
  const page = new InputPage(
    "Hourly prices of power",
    `Paste your own from A7 on: start of the hour in A, USD/MWh in B, no heading and no empty row; room for ${MOST_HOURS.toLocaleString("en")} hours, a year`,
    "Prices",
    "narrow",
  );
  Object.assign(page.widths, { A: 22, B: 16, C: 4, D: 74 });
  page.put(
    "A5",
    `Printed: the first ${PRINTED_HOURS} hours. As delivered: average of the hubs of ERCOT (Texas), January 2025, Central time, rounded`,
    "note",
  );
  const head = page.row;
  const rows = january.usdPerMwh.map((price, hour) => [start + hour / 24, price] as const);
  const { first, last } = page.table({
    name: "price_list",
    size: MOST_HOURS,
    heads: [
      {
        label: "Start of the hour",
        name: "hour_starts",
        format: "moment",
        allows: { kind: "date", least: 36_526, most: 73_050 },
        prompt:
          "Date and time at which the hour begins, each hour once, in rising order and in one time zone without changes of the clock, such as 2025-01-31 23:00.",
      },
      {
        label: "Price (USD/MWh)",
        name: "hour_prices",
        format: "decimal",
        allows: { kind: "decimal", least: -10_000, most: 100_000 },
        prompt: "Price of the hour at the meter in USD/MWh; a negative price is allowed.",
      },
    ],
    rows,
  });
  page.widths["A"] = 22;
  page.frozenAt = `A${first}`;
  page.printing.titleRows = `1:${head}`;
  page.printing.area = `A1:D${head + PRINTED_HOURS}`;
  for (const [index, text] of steps.entries())
    page.put(`D${head + index}`, text, index === 0 ? "leftHead" : "note");
  return { page, head, first, last };
}

const steps = [
  "How to paste a month or a year of your own",
  "1. Clear A7 and B7 to the last filled row.",
  "2. Copy hours and prices from your file, and paste values into A7.",
  "3. A year of up to 8,784 hours fits; fewer hours are fine.",
  "4. Row 2 says whether all is well: a missing or doubled hour, a day of",
  "    23 or 25 hours, a text in place of a price. The sheet Checks says where.",
  "5. Where clocks change, use a time zone without summer time, such as UTC.",
  "6. A price that is no number counts as the average until it is corrected.",
];
