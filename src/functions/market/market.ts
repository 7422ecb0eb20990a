import { dayOfDate } from "../../core/calendar";
import { InputError, NoAnswerError } from "../../core/errors";
import type { MarketReader } from "../../data/market";
import {
  allSeries,
  historyFields,
  isHistoryField,
  isOwnName,
  isSeries,
  seriesFacts,
} from "../../data/series";
import { define } from "../define";
import { date, nameOf, optional } from "../parameters";
import { keptSeries, notLoaded, valueOfDay, type Daily } from "./absent";

/** The latest value of a series of the team's own. */
function latestOwn(field: string, market: MarketReader): number {
  market.want("kept");
  const kept = keptSeries(field, market);
  if (kept instanceof Error) throw kept;
  if (kept.quote === undefined) throw new NoAnswerError(`${field} has no value yet`);
  return kept.quote.value;
}

function latest(field: Daily, market: MarketReader): number {
  if (isOwnName(field)) return latestOwn(field, market);
  if (!isSeries(field))
    throw new InputError("as_of", `must be given for ${field}, which has only daily values`);
  market.want(seriesFacts[field].topic);
  const quote = market.quote(field);
  if (quote === undefined) throw notLoaded(field, market);
  return quote.value;
}

function past(field: Daily, asOf: number, market: MarketReader): number {
  if (!isHistoryField(field) && !isOwnName(field) && market.kept === undefined) {
    const rule = `must have daily values where as_of is given: ${historyFields.join(", ")}`;
    throw new InputError("field", rule, field);
  }
  const value = valueOfDay(field, dayOfDate(asOf), market);
  if (typeof value === "number") return value;
  throw value;
}

export const market = define({
  name: "MARKET",
  group: "Market data in cells",
  summary: "A price, a network quantity or another market value: the latest, or as of a past day",
  parameters: {
    field: nameOf(
      "Which value",
      "the name of a series of the market",
      [...new Set([...allSeries, ...historyFields])],
      isOwnName,
    ),
    asOf: optional(date("Day whose value is wanted, in UTC; if omitted, the latest value")),
  },
  returns: { shape: "scalar", unit: "in the unit of the series, which MARKET_STATUS shows" },
  streams: true,
  compute: ({ field, asOf }, reader) =>
    asOf === undefined ? latest(field, reader) : past(field, asOf, reader),
  formula: "the value that the Hashcell pane holds; with as_of the value that HISTORY gives for that day",
  remarks: [
    `Series: ${allSeries.join(", ")}.`,
    "A series of your team's own, as own.site7.power_price, and every series with as_of, where the pane takes its market from your team's gateway.",
    `With as_of: ${historyFields.join(", ")}. The value is that of the day's end, UTC; the time of day is ignored.`,
    "btc.hashrate is difficulty × 2^32 ÷ 600 seconds, in EH/s; with as_of it is estimated from the blocks of the day, as HISTORY does. btc.next_retarget is a date: format the cell as one. Shares are fractions.",
    "Built in are the market of 5 October 2026 and daily history; the pane loads newer values.",
    "A blank cell for as_of is refused; leave the argument out for the latest value.",
  ],
  sources: [
    "Latest values: the sources that the pane names, each with its time; MARKET_STATUS repeats them in cells",
    "Built-in history: see HISTORY",
  ],
  examples: [
    {
      formula: '=MINING.MARKET("btc.difficulty")',
      result: 132716002350731.3,
      note: "The difficulty, here as it is built in; once live data is loaded, the latest.",
    },
    {
      formula: '=MINING.MARKET("btc.price", DATE(2024, 4, 20))',
      result: 64993.7,
      note: "The close of the day of the fourth halving.",
    },
    {
      formula: '=MINING.MARKET("btc.subsidy", A1:A2)',
      cells: [[45401], [45402]],
      result: [[6.25], [3.125]],
      note: "The subsidy at the end of the day before that halving, and of the day itself.",
    },
  ],
  seeAlso: ["HISTORY", "MARKET_STATUS", "HASHPRICE", "ABOUT"],
});
