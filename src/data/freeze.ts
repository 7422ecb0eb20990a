import * as v from "valibot";
import { UnavailableError } from "../core/errors";
import {
  allSeries,
  historyFields,
  type HistoryField,
  type MarketContent,
  type Quote,
  type Series,
} from "./market";
import { finite, moment, option, text } from "./schema";

/** What a workbook holds still. */
export interface Freeze {
  /** Milliseconds since 1970 UTC. */
  readonly frozenAt: number;
  /** Version of the add-in that froze it. */
  readonly version: string;
  /** Every quote shown at that moment, derived ones too, each of quality "frozen". */
  readonly content: MarketContent;
}

/** Raised when a reader of the format before would get wrong values, not when there is more to read. */
const FORMAT = 1;

const LONGEST_FREEZE = 5_000_000;
const MOST_QUOTES = 1_000;
const MOST_DAYS = 20_000;
const MOST_OPTIONS = 20_000;
const MOST_POOLS = 1_000;

/**
 * What no market can do without: a price, a difficulty, a hashrate, a height or a hashprice that is not above 0 would
 * pass through a model as a silent nothing.
 */
const isAboveZero = (name: string) =>
  /^\w+\.(price|index|difficulty|hashrate|height|hashprice)(_|$)/.test(name);
const aboveZero = v.pipe(finite, v.gtValue(0));

const quote = v.pipe(
  v.object({
    series: text,
    value: finite,
    asOf: moment,
    fetchedAt: v.optional(moment),
    source: text,
    warning: v.optional(text),
  }),
  v.forward(
    v.check(({ series, value }) => value > 0 || !isAboveZero(series)),
    ["value"],
  ),
);

const known: ReadonlySet<string> = new Set(allSeries);

/** Series that only a later version knows are left out. */
const quotes = v.pipe(
  v.array(quote),
  v.maxLength(MOST_QUOTES),
  v.transform((read): Quote[] =>
    read.flatMap((given) =>
      known.has(given.series) ? [{ ...given, series: given.series as Series, quality: "frozen" }] : [],
    ),
  ),
);

const fetchedDays = (value: typeof finite | typeof aboveZero) =>
  v.optional(
    v.object({
      days: v.pipe(v.record(v.pipe(v.string(), v.regex(/^\d{1,7}$/)), value), v.maxEntries(MOST_DAYS)),
      source: text,
      fetchedAt: moment,
    }),
  );

/** The height of the first day is 0. */
const history = v.object({
  "btc.price": fetchedDays(aboveZero),
  "btc.difficulty": fetchedDays(aboveZero),
  "btc.hashrate": fetchedDays(aboveZero),
  "btc.height": fetchedDays(finite),
  "btc.subsidy": fetchedDays(finite),
  "btc.hashprice_subsidy": fetchedDays(finite),
  "btc.dvol": fetchedDays(finite),
} satisfies Record<HistoryField, unknown>);

const builtInUntil = v.object(
  v.entriesFromList(historyFields, v.optional(v.pipe(v.number(), v.safeInteger()))),
);

const chain = v.object({
  options: v.pipe(v.array(option), v.maxLength(MOST_OPTIONS)),
  asOf: moment,
  fetchedAt: moment,
  source: text,
});

const pools = v.object({
  pools: v.pipe(v.array(v.object({ name: text, blocks: finite })), v.maxLength(MOST_POOLS)),
  days: finite,
  asOf: moment,
  source: text,
});

const freeze = v.object({
  frozenAt: moment,
  version: text,
  content: v.object({
    quotes,
    history,
    chain: v.optional(chain),
    pools: v.optional(pools),
    builtInUntil: v.optional(builtInUntil),
  }),
});

/**
 * The text that a workbook keeps. Numbers come back bit for bit, but -0 as 0; texts of over 500 characters are cut.
 * Throws an `UnavailableError` rather than give a text that cannot be read back.
 */
export function frozenText({ frozenAt, version, content }: Freeze): string {
  const written = JSON.stringify({ format: FORMAT, frozenAt, version, content });
  readFrozen(written);
  return written;
}

/**
 * What a text of `frozenText` holds. A workbook may come from anywhere: whatever is not as it should be throws an
 * `UnavailableError` that says what, as a sentence without its stop.
 */
export function readFrozen(written: string): Freeze {
  if (written.length > LONGEST_FREEZE) throw unreadable("they are larger than any that Hashcell freezes");
  const given = parsed(written);
  const format = v.safeParse(v.object({ format: v.number() }), given);
  if (!format.success) throw unreadable("they are not Hashcell's");
  if (format.output.format !== FORMAT) {
    throw unreadable("another version of Hashcell froze them; update the add-in");
  }
  const read = v.safeParse(freeze, given, { abortEarly: true });
  if (read.success) return read.output;
  throw unreadable(`${v.getDotPath(read.issues[0]) ?? "their text"} is missing or wrong`);
}

function parsed(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    throw unreadable("their text is incomplete or damaged");
  }
}

const unreadable = (reason: string) =>
  new UnavailableError(`The frozen values of this workbook cannot be read: ${reason}`);
