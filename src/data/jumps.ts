import { dayOf, isoDay, MS_PER_DAY } from "../core/calendar";
import { seriesFacts, type Quote, type Series } from "./market";

/** Blocks have come this fast, from one adjustment to the next, and no faster since 2015. */
const SHORTEST_EPOCH_DAYS = 11;

/**
 * How far a series can have gone in so many days, down and up, as logarithms: the greatest moves within a day
 * or two, for their time, from 2015 to 2026 in the built-in history. Prices and hashrates wander, so that the bound grows with the
 * root of the days; a difficulty steps with every adjustment.
 */
type Reach = (days: number) => readonly [down: number, up: number];

const wandering =
  (down: number, up: number): Reach =>
  (days) => [Math.log(down) * Math.sqrt(days), Math.log(up) * Math.sqrt(days)];

/** -38.97 % on 2020-03-12; +42.90 % in the two days to 2017-12-07, more for its time than the best day's +27.09 %. */
const price = wandering(0.6102, 1.2872);

const reaches: Readonly<Partial<Record<Series, Reach>>> = {
  "btc.price": price,
  "btc.price_eur": price,
  "btc.price_gbp": price,
  "btc.index": price,
  // -39.18 % on 2021-04-16, +58.43 % on 2022-12-25.
  "btc.hashrate_observed": wandering(0.608, 1.585),
  // -27.94 % on 2021-07-03, +21.53 % on 2021-05-13.
  "btc.difficulty": (days) => {
    const steps = Math.floor(days / SHORTEST_EPOCH_DAYS) + 1;
    return [Math.log(0.72) * steps, Math.log(1.216) * steps];
  },
};

/** The series that are held against what was known of them. */
export const watchedSeries = Object.keys(reaches) as readonly Series[];

type Stated = Pick<Quote, "series" | "value" | "asOf">;

/** Ends every sentence about a jump. */
const JUMP = "further than it has gone in such a time since 2015";

/** What speaks against a value in the light of an earlier one, as a sentence without its stop. */
export function jumpOf(
  { series, value, asOf }: Stated,
  last: Pick<Quote, "value" | "asOf">,
): string | undefined {
  const reach = reaches[series];
  if (reach === undefined) return undefined;
  const [down, up] = reach(Math.max(1, Math.abs(asOf - last.asOf) / MS_PER_DAY));
  const move = Math.log(value / last.value);
  if (move >= down && move <= up) return undefined;
  const share = Math.abs(value / last.value - 1) * 100;
  const moment = new Date(last.asOf).toISOString().slice(0, 16).replace("T", " ");
  const { label } = seriesFacts[series];
  return `${label} is ${share.toFixed(1)} % ${move > 0 ? "above" : "below"} that of ${moment} UTC, ${JUMP}`;
}

/** Prices of one moment that lie further apart than this share are not of one market. */
const FURTHEST_APART = 0.1;
const CONTRADICTION = "which cannot both be right";

/** What speaks against Deribit's index and the price of about the same time; as `jumpOf`. */
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

/** What speaks against a value of a moment after the one at which it was known. */
function early({ series, asOf }: Stated, knownAt: number): string | undefined {
  if (asOf - knownAt <= FURTHEST_AHEAD_MS) return undefined;
  return `${seriesFacts[series].label} is that of ${isoDay(dayOf(asOf))}, ${FUTURE}`;
}

/**
 * The quotes, with warnings where one jumps away from what was known, contradicts another, or is of a time after
 * `knownAt`, in milliseconds since 1970 UTC: as much time as it likes would excuse any jump.
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

/** The quote with a warning, which it may carry already, after its own. */
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
