import { excelDate } from "../../core/calendar";
import { NoAnswerError } from "../../core/errors";
import type { MarketReader } from "../../data/market";
import type { Series } from "../../data/series";
import { build } from "../build";
import { define } from "../define";
import { output } from "../vocabulary";
import { notLoaded } from "./absent";
import { least } from "../../core/numeric/extremes";

/** The quotes from which the others follow. */
const basis: readonly Series[] = ["btc.price", "btc.difficulty", "btc.height", "btc.fees"];

function dataAsOf(market: MarketReader): number | Error {
  const moments = basis.flatMap((series) => market.quote(series)?.asOf ?? []);
  return moments.length === 0 ? notLoaded("the market", market) : excelDate(least(moments));
}

export const about = define({
  name: "ABOUT",
  group: "Market data in cells",
  summary: "What an auditor notes: version, build date, state of the market and date of its data",
  parameters: { output },
  returns: {
    shape: "record",
    rows: {
      version: ["Version", "text"],
      built: ["Built", "date"],
      state: ["Market state", "live, frozen, embedded"],
      dataAsOf: ["Data as of", "date"],
    },
  },
  streams: true,
  compute: (_given, market) => {
    const { kind } = market.state;
    const isShown = kind === "embedded" || kind === "live" || kind === "frozen";
    return {
      version: build.version,
      built: build.builtAt === undefined ? new NoAnswerError("runs from source") : excelDate(build.builtAt),
      state: isShown ? kind : notLoaded("the market", market),
      dataAsOf: dataAsOf(market),
    };
  },
  formula: "data as of = the oldest moment of price, difficulty, height and fees, also in a frozen workbook",
  remarks: [
    "Embedded: values that are built into the add-in. Live: fetched ones where there are any. Frozen: the values that the workbook itself has kept since it was frozen.",
    "The dates are UTC: format the cells as date and time.",
  ],
  sources: ["The add-in's own build, and what the Hashcell pane holds"],
  examples: [
    {
      formula: "=MINING.ABOUT()",
      result: [
        ["Version (text)"],
        ["Built (date)"],
        ["Market state (live, frozen, embedded)"],
        ["Data as of (date)"],
      ],
      note: "Labels, with the values to their right.",
    },
    {
      formula: '=MINING.ABOUT("Data as of")',
      result: 46300.4039814815,
      note: "The moment of the built-in data: 5 October 2026, 09:41 UTC.",
    },
    { formula: '=MINING.ABOUT("Market state")', result: "embedded", note: "Nothing has been fetched." },
  ],
  seeAlso: ["MARKET_STATUS", "MARKET"],
});
