import { dayOf, dayOfDate, excelDate, isoDay } from "../../core/calendar";
import { InputError } from "../../core/errors";
import type { MarketContent, OptionQuote } from "../../data/market";
import { define, type Value } from "../define";
import { date, optional } from "../parameters";
import { headers } from "../vocabulary";
import { notLoaded } from "./absent";

const MOST_LISTED = 6;

/** The options that expire on a day; the error for any other day lists the next expiries. */
function expiring(options: readonly OptionQuote[], date: number): readonly OptionQuote[] {
  const day = dayOfDate(date);
  const found = options.filter(({ expiry }) => dayOf(expiry) === day);
  if (found.length > 0) return found;
  const days = [...new Set(options.map(({ expiry }) => dayOf(expiry)))].sort((a, b) => a - b);
  const later = days.filter((other) => other > day);
  const near = (later.length > 0 ? later : days.slice(-MOST_LISTED)).slice(0, MOST_LISTED);
  const listed = near.map(isoDay).join(", ");
  throw new InputError("expiry", `must be the day of an expiry (nearest: ${listed})`, date);
}

const line = (option: OptionQuote): readonly Value[] => [
  option.instrument,
  excelDate(option.expiry),
  option.strike,
  option.type,
  option.bid ?? "",
  option.ask ?? "",
  option.mark,
  option.volatility,
  option.delta,
];

/** Deribit's ticker of one option as recorded on 2019-04-24. */
const recorded: MarketContent = {
  quotes: [],
  history: {},
  chain: {
    options: [
      {
        instrument: "BTC-3MAY19-5000-P",
        expiry: Date.UTC(2019, 4, 3, 8),
        strike: 5000,
        type: "put",
        bid: 0.01,
        ask: 0.0135,
        mark: 0.01236567,
        volatility: 0.6848,
        forward: 5433.06,
        delta: -0.19998,
        openInterest: 0.5,
      },
    ],
    asOf: 1556125162701,
    fetchedAt: 1556125162701,
    source: "Deribit",
  },
};

const columns = [
  "Instrument",
  "Expiry (date)",
  "Strike (USD)",
  "Type",
  "Bid (BTC)",
  "Ask (BTC)",
  "Mark (BTC)",
  "Implied volatility (per year)",
  "Delta (BTC)",
];

export const optionChain = define({
  name: "OPTION_CHAIN",
  group: "Market data in cells",
  summary: "Listed bitcoin options: strikes, quotes, implied volatility and delta",
  parameters: {
    expiry: optional(date("Day of the expiry, in UTC; if omitted, all expiries")),
    headers,
  },
  returns: { shape: "table", columns },
  streams: true,
  compute: ({ expiry }, market) => {
    market.want("chain");
    if (market.chain === undefined) throw notLoaded("the option chain", market);
    const { options } = market.chain;
    return (expiry === undefined ? options : expiring(options, expiry)).map(line);
  },
  formula: "delta = Black's delta at the mark's implied volatility, on the forward of the expiry",
  remarks: [
    "The options are Deribit's, settled in bitcoin: prices are in BTC for one BTC. No chain is built in: load live data in the pane.",
    "A blank bid or ask means that nobody quotes it. The mark is the exchange's own estimate.",
    "Expiry holds the moment, 08:00 UTC on Deribit: format it as a date. The time of day of the argument is ignored.",
    "A blank cell for expiry is refused; leave the argument out for all expiries.",
  ],
  sources: ["Deribit, public/get_book_summary_by_currency, when loaded in the pane"],
  examples: [
    {
      formula: "=MINING.OPTION_CHAIN(DATE(2019, 5, 3))",
      fetched: recorded,
      result: [
        columns,
        ["BTC-3MAY19-5000-P", 43588.3333333333, 5000, "put", 0.01, 0.0135, 0.01236567, 0.6848, -0.19998],
      ],
      note: "One option of the chain as it was loaded on 24 April 2019; without a loaded chain it says so.",
    },
  ],
  seeAlso: ["INVERSE_OPTION", "PUT_HEDGE", "IMPLIED_VOL", "MARKET"],
});
