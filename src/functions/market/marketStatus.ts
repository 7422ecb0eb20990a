import { NoAnswerError } from "../../core/errors";
import { excelDate, MS_PER_HOUR } from "../../core/calendar";
import type { MarketReader } from "../../data/market";
import { allSeries, isOwnName, type OwnName, type Series, seriesFacts } from "../../data/series";
import { define, type Row, type Value } from "../define";
import { nameOf, optional } from "../parameters";
import { labelOf, rowNamed } from "../records";
import { output } from "../vocabulary";
import { keptSeries, notLoaded } from "./absent";

/** What is shown of each quote, in the order of the columns. */
const columns = {
  field: ["Field", ""],
  value: ["Value", ""],
  unit: ["Unit", ""],
  asOf: ["As of", "date"],
  source: ["Source", ""],
  quality: ["Quality", ""],
  age: ["Age", "hours"],
  warning: ["Warning", ""],
} as const satisfies Record<string, Row>;
const labels = Object.values(columns).map(labelOf);

/** What is shown of one quote, by column. */
type Line = Readonly<Record<string, Value>>;

/** In steps of a minute for a day, then of an hour, so that what depends on an age is not recalculated all the time. */
function ageInHours(ms: number): number {
  const hours = ms / MS_PER_HOUR;
  return Math.abs(hours) < 24 ? Math.floor(hours * 60) / 60 : Math.floor(hours);
}

/** A series that is not loaded, and why. */
const blankLine = (field: string, unit: string, why: Error): Line => ({
  field,
  value: why,
  unit,
  asOf: why,
  source: why,
  quality: why,
  age: why,
  warning: "",
});

function lineOf(series: Series | OwnName, market: MarketReader): Line {
  if (isOwnName(series)) return ownLine(series, market);
  const quote = market.quote(series);
  const { unit } = seriesFacts[series];
  if (quote === undefined) return blankLine(series, unit, notLoaded(series, market));
  return {
    field: series,
    value: quote.value,
    unit,
    asOf: excelDate(quote.asOf),
    source: quote.source,
    quality: quote.quality,
    age: ageInHours(market.now() - quote.asOf),
    warning: quote.warning ?? "",
  };
}

function ownLine(name: OwnName, market: MarketReader): Line {
  const kept = keptSeries(name, market);
  if (kept instanceof Error) return blankLine(name, "", kept);
  const { unit, quote } = kept;
  if (quote === undefined) return blankLine(name, unit, new NoAnswerError(`${name} has no value yet`));
  return {
    field: name,
    value: quote.value,
    unit,
    asOf: excelDate(quote.asOf),
    source: quote.source,
    quality: market.state.kind === "frozen" ? "frozen" : "own",
    age: ageInHours(market.now() - quote.asOf),
    warning: "",
  };
}

function allLines(market: MarketReader): readonly Line[] {
  const { quotes, kept } = market;
  if (quotes.length === 0) throw notLoaded("the market", market);
  const own = Object.keys(kept ?? {}).filter(isOwnName);
  return [...quotes.map(({ series }) => series), ...own].map((series) => lineOf(series, market));
}

export const marketStatus = define({
  name: "MARKET_STATUS",
  group: "Market data in cells",
  summary: "Where each market value comes from, how good it is and how old",
  parameters: {
    field: optional(
      nameOf(
        "Which value; if omitted, all that are loaded",
        "the name of a series of the market",
        allSeries,
        isOwnName,
      ),
    ),
    output,
  },
  returns: {
    shape: "table",
    columns: labels,
    header: (given) => (given.output === undefined ? labels : []),
    oneCellWith: ["field", "output"],
  },
  streams: true,
  compute: (given, market) => {
    const { field } = given;
    const column = given.output === undefined ? undefined : rowNamed({ rows: columns }, given.output);
    if (field !== undefined) market.want(isOwnName(field) ? "kept" : seriesFacts[field].topic);
    const lines = field === undefined ? allLines(market) : [lineOf(field, market)];
    const keys = column === undefined ? Object.keys(columns) : [column];
    return lines.map((line) => keys.map((key) => line[key] ?? ""));
  },
  formula: "age = now − as of; in a frozen workbook the moment of the freeze − as of",
  remarks: [
    "With field, one row under the header; with field and output, that one value, and then both may be ranges; with only output, a column of it for all series.",
    "Quality is live (fetched just now), cached (fetched before), embedded (built in), frozen (kept in this workbook) derived (computed here from others: the source says how), or own (your team's, from its gateway).",
    "As of is the moment that the value describes, UTC: format it as a date and time. A derived value is as old as its oldest input.",
    "Age is in whole minutes for a day, then in whole hours, so that it does not keep the workbook recalculating.",
    "A series that is not loaded still has a row, with #N/A, and what to do, for what is not known.",
    "A blank cell for field or output is refused; leave the argument out for all.",
  ],
  sources: ["What the Hashcell pane holds and shows"],
  examples: [
    {
      formula: '=MINING.MARKET_STATUS("btc.difficulty")',
      result: [labels.slice(0, 4), ["btc.difficulty", 132716002350731.3, "raw number", 46300.4039814815]],
      note: "The difficulty as it is built in, with the moment that it describes; source, quality and age follow to the right.",
    },
    {
      formula: '=MINING.MARKET_STATUS("btc.hashrate", "Source")',
      result: "Derived: difficulty × 2^32 ÷ 600 seconds (embedded)",
      note: "How the hashrate was computed, and from data of what quality.",
    },
    {
      formula: '=MINING.MARKET_STATUS(A1:A2, "Unit")',
      cells: [["btc.price"], ["btc.hashprice"]],
      result: [["USD"], ["USD per PH/s per day"]],
      note: "Units of two series.",
    },
  ],
  seeAlso: ["MARKET", "ABOUT", "HISTORY"],
});
