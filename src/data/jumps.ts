import { dayOf, isoDay, MS_PER_DAY } from "../core/calendar";
import type { Quote } from "./market";
import { allSeries, seriesFacts, type Series, type SeriesFacts } from "./series";

/** Since 2015 the blocks from one adjustment to the next have come this fast, and no faster. */
const SHORTEST_EPOCH_DAYS = 11;

/** The series whose values are compared with earlier ones. */
export const watchedSeries = allSeries.filter((series) => seriesFacts[series].moves !== undefined);

/**
 * How far a series can have moved in a number of days, down and up, as logarithms. Prices and hashrates are random
 * walks, so the bound grows with the root of the days; a difficulty steps with every adjustment.
 */
function reach({ down, up, per }: NonNullable<SeriesFacts["moves"]>, days: number) {
  const times = per === "day" ? Math.sqrt(days) : Math.floor(days / SHORTEST_EPOCH_DAYS) + 1;
  return [Math.log(down) * times, Math.log(up) * times] as const;
}

type Stated = Pick<Quote, "series" | "value" | "asOf">;

/** Ends every sentence about a jump. */
const JUMP = "further than it has gone in such a time since 2015";

/** The objection to a value in the light of an earlier one, as a sentence without a full stop. */
export function jumpOf(
  { series, value, asOf }: Stated,
  last: Pick<Quote, "value" | "asOf">,
): string | undefined {
  const { label, moves } = seriesFacts[series];
  if (moves === undefined) return undefined;
  const [down, up] = reach(moves, Math.max(1, Math.abs(asOf - last.asOf) / MS_PER_DAY));
  const move = Math.log(value / last.value);
  if (move >= down && move <= up) return undefined;
  const share = Math.abs(value / last.value - 1) * 100;
  const moment = new Date(last.asOf).toISOString().slice(0, 16).replace("T", " ");
  return `${label} is ${share.toFixed(1)} % ${move > 0 ? "above" : "below"} that of ${moment} UTC, ${JUMP}`;
}

/** Prices at the same moment that differ by more than this share cannot both be right. */
const FURTHEST_APART = 0.1;
const CONTRADICTION = "which cannot both be right";

/** The objection to Deribit's index and a price at about the same time; as `jumpOf`. */
function contradiction(quotes: readonly Quote[]): string | undefined {
  const [spot, index] = (["btc.price", "btc.index"] as const).map((series) =>
    quotes.find((quote) => quote.series === series),
  );
  if (spot === undefined || index === undefined || Math.abs(spot.asOf - index.asOf) > MS_PER_DAY / 24)
    return undefined;
  const share = Math.max(spot.value / index.value, index.value / spot.value) - 1;
  if (share <= FURTHEST_APART) return undefined;
  return `The price and Deribit's index differ by ${(share * 100).toFixed(1)} %, ${CONTRADICTION}`;
}

/** Clocks differ by less than this. */
const FURTHEST_AHEAD_MS = MS_PER_DAY;
const FUTURE = "which was then still to come";

/** The objection to a value of a moment later than the one at which it was known. */
function early({ series, asOf }: Stated, knownAt: number): string | undefined {
  if (asOf - knownAt <= FURTHEST_AHEAD_MS) return undefined;
  return `${seriesFacts[series].label} is that of ${isoDay(dayOf(asOf))}, ${FUTURE}`;
}

/**
 * The quotes, with warnings where one jumps away from what was known, contradicts another, or is dated after `knownAt`,
 * in milliseconds since 1970 UTC: a date far ahead would excuse any jump.
 */
export function withJumps(
  quotes: readonly Quote[],
  last: (series: Series) => Pick<Quote, "value" | "asOf"> | undefined,
  knownAt = Infinity,
): readonly Quote[] {
  const apart = contradiction(quotes);
  return quotes.map((quote) => {
    const before = last(quote.series);
    const jump = before === undefined ? undefined : jumpOf(quote, before);
    const isApart = quote.series === "btc.price" || quote.series === "btc.index";
    return [jump, isApart ? apart : undefined, early(quote, knownAt)].reduce(warned, quote);
  });
}

/** The quote with a warning added after its own, unless it carries it already. */
export function warned(quote: Quote, warning: string | undefined): Quote {
  if (warning === undefined || quote.warning?.includes(warning) === true) return quote;
  return { ...quote, warning: quote.warning === undefined ? warning : `${quote.warning}; ${warning}` };
}

/** The sentences about jumps, contradictions and times to come in the warnings of quotes, each once. */
export const jumpsIn = (quotes: readonly Quote[]): readonly string[] => [
  ...new Set(
    quotes
      .flatMap(({ warning }) => warning?.split("; ") ?? [])
      .filter((sentence) => [JUMP, CONTRADICTION, FUTURE].some((end) => sentence.endsWith(end))),
  ),
];
