import { END_OF_DAYS } from "../core/calendar";
import { marketOf } from "./derived";
import type { FetchedDays, MarketContent, Quote } from "./market";
import { type HistoryField, historyFields } from "./series";
import type { Embedded } from "./store";

type History = MarketContent["history"];

/**
 * What a market shows as content to be frozen: its quotes, derived ones too, as values that say in their source how
 * good they were; days that the add-in has built in are left out, as those are what it shows, but it says how far they
 * went.
 */
export function held(
  quotes: readonly Quote[],
  { history, chain, pools }: MarketContent,
  day: Embedded["day"],
): MarketContent {
  return {
    quotes: quotes.filter(({ value }) => Number.isFinite(value)).map(frozenQuote),
    history: historyOf((field) => {
      const fetched = history[field];
      return fetched === undefined ? undefined : withoutBuiltIn(fetched, (at) => day(field, at));
    }),
    ...(chain === undefined ? {} : { chain }),
    ...(pools === undefined ? {} : { pools }),
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
    // The source says what it was derived from, and how good that was.
    case "derived":
      return { ...quote, quality: "frozen" };
    default:
      return { ...quote, quality: "frozen", source: `${quote.source} (${quote.quality} when frozen)` };
  }
}

/**
 * What a frozen workbook would hold after a refresh: of each series the newest of what it holds, what is built in and
 * what was fetched, and what follows from those; of a history all days. Nothing that it holds is lost.
 */
export function refreshed(before: MarketContent, fetched: MarketContent, embedded: Embedded): MarketContent {
  const shown = marketOf([...embedded.quotes, ...before.quotes, ...fetched.quotes]);
  const kept = new Map(before.quotes.map((quote) => [quote.series, quote]));
  const quotes = [...shown.values()].map((quote) => {
    const old = kept.get(quote.series);
    return old !== undefined && old.value === quote.value && old.asOf === quote.asOf ? old : quote;
  });
  const chain = newer(before.chain, fetched.chain);
  const pools = newer(before.pools, fetched.pools);
  return held(
    quotes,
    {
      quotes: [],
      history: historyOf((field) => joined(before.history[field], fetched.history[field])),
      ...(chain === undefined ? {} : { chain }),
      ...(pools === undefined ? {} : { pools }),
    },
    embedded.day,
  );
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

function historyOf(of: (field: HistoryField) => FetchedDays | undefined): History {
  return Object.fromEntries(
    historyFields.flatMap((field) => {
      const fetched = of(field);
      return fetched === undefined || Object.keys(fetched.days).length === 0 ? [] : [[field, fetched]];
    }),
  );
}
