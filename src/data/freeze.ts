import * as v from "valibot";
import { END_OF_DAYS } from "../core/calendar";
import { UnavailableError } from "../core/errors";
import { derivedFaults, withDerived } from "./derived";
import { warned } from "./jumps";
import {
  contentSchema,
  faultList,
  faultsText,
  moment,
  text,
  type FetchedDays,
  type Kept,
  type MarketContent,
  type Quote,
} from "./market";
import { historyFields, type HistoryField, type Series } from "./series";
import { isSourceKnown } from "./sourceText";
import type { Embedded } from "./store";

const freezeSchema = v.object({
  frozenAt: moment,
  /** Version of the add-in that froze it. */
  version: text,
  content: contentSchema,
});

/**
 * The market values that a workbook keeps: every quote shown at the moment `frozenAt`, derived ones too, each of
 * quality "frozen".
 */
export type Freeze = Readonly<v.InferOutput<typeof freezeSchema>>;

/** Raised when a reader of the previous format would get wrong values, not when there is just more to read. */
const FORMAT = 1;

/** In characters; more than any workbook keeps. */
const LONGEST_FREEZE = 1_000_000;

const DOUBT = "This version of Hashcell does not know its source";

/** A later version may know more sources: a value from an unknown one is shown, with a warning. */
const withDoubt = (given: Quote) => (isSourceKnown(given.source) ? given : warned(given, DOUBT));

/**
 * What a market shows, as content to be frozen: its quotes, including derived ones, with their quality in the source;
 * days built into the add-in are left out, but it records how far they went.
 */
export function asFrozen(
  quotes: readonly Quote[],
  { history, chain, pools, kept }: MarketContent,
  day: Embedded["day"],
): MarketContent {
  return {
    quotes: quotes.filter(({ value }) => Number.isFinite(value)).map(frozenQuote),
    history: historyOf((field) => {
      const fetched = history[field];
      return fetched === undefined ? undefined : withoutBuiltIn(fetched, (at) => day(field, at));
    }),
    chain,
    pools,
    kept,
    builtInUntil: lastDays(day),
  };
}

/** The last day of each field that is built in. */
function lastDays(day: Embedded["day"]): MarketContent["builtInUntil"] {
  return Object.fromEntries(
    historyFields.flatMap((field) => {
      let last = END_OF_DAYS;
      while (last >= 0 && day(field, last) === undefined) last -= 1;
      return last < 0 ? [] : [[field, last]];
    }),
  );
}

function frozenQuote(quote: Quote): Quote {
  switch (quote.quality) {
    case "frozen":
      return quote;
    // The source says what it was derived from, and of what quality that was.
    case "derived":
      return { ...quote, quality: "frozen" };
    default:
      return { ...quote, quality: "frozen", source: `${quote.source} (${quote.quality} when frozen)` };
  }
}

/**
 * What a frozen workbook would keep after a refresh: for each series the newest of what it has, what is built in and
 * what was fetched, and what follows from those; for a history all days. Nothing that it already has is lost.
 */
export function refreshed(before: MarketContent, fetched: MarketContent, embedded: Embedded): MarketContent {
  const shown = withDerived([...embedded.quotes, ...before.quotes, ...fetched.quotes]);
  const kept = new Map(before.quotes.map((quote) => [quote.series, quote]));
  const quotes = [...shown.values()].map((quote) => {
    const old = kept.get(quote.series);
    return old !== undefined && old.value === quote.value && old.asOf === quote.asOf ? old : quote;
  });
  return asFrozen(
    quotes,
    {
      quotes: [],
      history: historyOf((field) => joined(before.history[field], fetched.history[field])),
      chain: newer(before.chain, fetched.chain),
      pools: newer(before.pools, fetched.pools),
      kept: joinedKept(before.kept, fetched.kept),
    },
    embedded.day,
  );
}

/** The series of both; of one that both have the latest value, and all days. */
function joinedKept(before: MarketContent["kept"], fetched: MarketContent["kept"]): MarketContent["kept"] {
  if (before === undefined || fetched === undefined) return fetched ?? before;
  const series = Object.entries(fetched).map(([name, fresh]): [string, Kept] => {
    const old = before[name];
    return [name, { ...fresh, quote: newer(old?.quote, fresh.quote), days: joined(old?.days, fresh.days) }];
  });
  return { ...before, ...Object.fromEntries(series) };
}

function newer<T extends { readonly asOf: number }>(old: T | undefined, fresh: T | undefined): T | undefined {
  if (old === undefined || fresh === undefined) return fresh ?? old;
  return fresh.asOf >= old.asOf ? fresh : old;
}

/** The days of both; where both have one, that of the later fetch. */
function joined(one: FetchedDays | undefined, two: FetchedDays | undefined): FetchedDays | undefined {
  if (one === undefined || two === undefined) return one ?? two;
  const [old, fresh] = two.fetchedAt >= one.fetchedAt ? [one, two] : [two, one];
  const days = { ...old.days, ...fresh.days };
  const isCovered = Object.keys(days).length === Object.keys(fresh.days).length;
  return isCovered ? fresh : { ...fresh, days, source: bothSources(old.source, fresh.source) };
}

/** Each source once, however often histories are joined. */
const bothSources = (old: string, fresh: string) =>
  [...new Set([...old.split("; "), ...fresh.split("; ")])].join("; ");

function withoutBuiltIn(fetched: FetchedDays, builtIn: (day: number) => number | undefined): FetchedDays {
  const entries = Object.entries(fetched.days).filter(
    ([day, value]) => Number.isFinite(value) && builtIn(Number(day)) === undefined,
  );
  return { ...fetched, days: Object.fromEntries(entries) };
}

function historyOf(of: (field: HistoryField) => FetchedDays | undefined): MarketContent["history"] {
  return Object.fromEntries(
    historyFields.flatMap((field) => {
      const fetched = of(field);
      return fetched === undefined || Object.keys(fetched.days).length === 0 ? [] : [[field, fetched]];
    }),
  );
}

/**
 * The text that a workbook keeps. Numbers come back bit for bit, but -0 as 0; texts of over 500 characters are cut.
 * Throws an `UnavailableError` rather than give a text that cannot be read back.
 */
export function freezeText({ frozenAt, version, content }: Freeze): string {
  const written = JSON.stringify({ format: FORMAT, frozenAt, version, content });
  const read = freezeIn(written);
  if (typeof read === "string") throw new UnavailableError(`These values cannot be frozen: ${read}`);
  return written;
}

/**
 * What a text of `freezeText` holds. A workbook may come from anywhere, and every text was read back before it was
 * written: anything wrong with it means that the text was altered, and nothing in it can be relied upon. Throws an
 * `UnavailableError` that names what is wrong, as a sentence without a full stop.
 */
export function readFreeze(written: string): Freeze {
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
  const read = v.safeParse(freezeSchema, given);
  if (!read.success) return faultsText(read.issues);
  const { content } = read.output;
  const faults = quoteFaults(content.quotes);
  if (faults.length > 0) return faultList(faults);
  return { ...read.output, content: { ...content, quotes: content.quotes.map(withDoubt) } };
}

/** Contradictions between quotes, each of which could be right. */
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
