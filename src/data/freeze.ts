import * as v from "valibot";
import { END_OF_DAYS, FIRST_DAY } from "../core/calendar";
import { UnavailableError } from "../core/errors";
import { derivedFaults } from "./derived";
import { isSourceKnown } from "./feed/sourceText";
import { warned } from "./jumps";
import type { MarketContent, Quote } from "./market";
import { valueObjection } from "./objection";
import {
  chainFields,
  daysOf,
  faultList,
  faultsText,
  listOf,
  moment,
  poolFields,
  text,
  unless,
  words,
} from "./schema";
import { byName, historyFields, isSeries, type Series } from "./series";

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

/** Characters; a workbook keeps less. */
const LONGEST_FREEZE = 1_000_000;
const MOST_QUOTES = 1_000;

const quote = v.pipe(
  v.object({
    series: text,
    value: v.number(),
    asOf: moment,
    fetchedAt: v.optional(moment),
    source: words,
    quality: v.optional(v.literal("frozen")),
    warning: v.optional(text),
  }),
  v.forward(
    unless(({ series, value, asOf }) => (isSeries(series) ? valueObjection(series, value, asOf) : undefined)),
    ["value"],
  ),
);

/** Series that only a later version knows are left out. */
const quotes = v.pipe(
  listOf(quote, MOST_QUOTES),
  v.transform((read): Quote[] =>
    read.flatMap((given) =>
      isSeries(given.series) ? [withDoubt({ ...given, series: given.series, quality: "frozen" })] : [],
    ),
  ),
);

const DOUBT = "Its source is none that this version of Hashcell knows";

/** A later version may know more sources: a value from elsewhere is shown, with a warning. */
const withDoubt = (given: Quote) => (isSourceKnown(given.source) ? given : warned(given, DOUBT));

const history = v.object(
  byName(historyFields, (field) =>
    v.optional(v.object({ days: daysOf(field), source: words, fetchedAt: moment })),
  ),
);

const builtInUntil = v.object(
  v.entriesFromList(
    historyFields,
    v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(FIRST_DAY), v.maxValue(END_OF_DAYS))),
  ),
);

const chain = v.object({ ...chainFields, fetchedAt: moment, source: words });

const pools = v.object({ ...poolFields, source: words });

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
  const read = freezeIn(written);
  if (typeof read === "string") throw new UnavailableError(`These values cannot be frozen: ${read}`);
  return written;
}

/**
 * What a text of `frozenText` holds. A workbook may come from anywhere, and what is written was read back before: one
 * thing that is not as it should be means that the text was altered, and nothing in it can be relied upon. It throws
 * an `UnavailableError` that names what is wrong, as a sentence without its stop.
 */
export function readFrozen(written: string): Freeze {
  const read = freezeIn(written);
  if (typeof read !== "string") return read;
  throw new UnavailableError(`The frozen values of this workbook cannot be read: ${read}`);
}

/** The freeze that a text holds, or what is wrong with it. */
function freezeIn(written: string): Freeze | string {
  if (written.length > LONGEST_FREEZE) return "they are larger than any that Hashcell freezes";
  const given = parsed(written);
  if (given === undefined) return "their text is incomplete or damaged";
  const format = v.safeParse(v.object({ format: v.number() }), given);
  if (!format.success) return "they are not Hashcell's";
  if (format.output.format !== FORMAT) return "another version of Hashcell froze them; update the add-in";
  const read = v.safeParse(freeze, given);
  if (!read.success) return faultsText(read.issues);
  const faults = quoteFaults(read.output.content.quotes);
  return faults.length === 0 ? read.output : faultList(faults);
}

/** What is wrong between quotes that can each be right. */
function quoteFaults(given: readonly Quote[]): readonly string[] {
  const counts = new Map<Series, number>();
  for (const { series } of given) counts.set(series, (counts.get(series) ?? 0) + 1);
  const twice = [...counts].flatMap(([series, count]) => (count > 1 ? [`${series} is there twice`] : []));
  return [...twice, ...derivedFaults(given)];
}

function parsed(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}
