import { originOf } from "./address";
import { type Candidate, contemporary, qualityOf } from "./candidates";
import type { Provider } from "./route";
import { sourcesText } from "./sourceText";
import type { Quote } from "../market";
import { currencyFacts, type Series } from "../series";
import { greatest, least } from "../../core/numeric/extremes";

/** Series whose value is put together from several exchanges. */
export const priceSeries: ReadonlySet<Series> = new Set(
  Object.values(currencyFacts).map(({ price }) => price),
);

/** Exchanges first; mempool.space, which passes prices of exchanges on, stands in where fewer than three are there. */
const order: readonly Provider[] = ["coinbase", "kraken", "bitstamp", "mempool"];
const MOST_SOURCES = 3;
/** Prices that differ by more than this share are flagged. */
const FLAGGED = 0.01;
/** Rounding of a quotient of doubles: exactly 1 % is not over it. */
const ROUNDING = 1e-12;

/** Median of one, two or three values or more: with an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? NaN;
  const high = sorted[Math.floor(middle)] ?? NaN;
  return low === high ? low : low / 2 + high / 2;
}

/**
 * One price out of what the sources state, of those of about the same age: the median of three, the mean of two, or
 * the only one; as of the oldest of them. It carries a warning when there are fewer than three, or they differ by
 * more than 1 %. Undefined without a source.
 */
export function priceOf(series: Series, candidates: readonly Candidate[], now: number): Quote | undefined {
  const ordered = order.flatMap((name) => candidates.filter(({ provider }) => provider === name));
  const used = contemporary(ordered).slice(0, MOST_SOURCES);
  if (used.length === 0) return undefined;
  const sources = sourcesText(used.map(({ source }) => source));
  const fetchedAt = least(used.map((candidate) => candidate.fetchedAt));
  const warnings = [fewness(used.length), difference(used)].filter((warning) => warning !== undefined);
  return {
    series,
    value: median(used.map(({ value }) => value)),
    asOf: least(used.map(({ asOf }) => asOf)),
    fetchedAt,
    source: used.length === 1 ? sources : `${used.length === 2 ? "Mean" : "Median"} of ${sources}`,
    quality: qualityOf(used, now),
    ...(warnings.length === 0 ? {} : { warning: warnings.join("; ") }),
  };
}

const fewness = (count: number) =>
  count >= MOST_SOURCES
    ? undefined
    : `The price comes from ${count === 1 ? "one source" : "two sources"} only`;

function difference(used: readonly Candidate[]): string | undefined {
  const values = used.map(({ value }) => value);
  const share = greatest(values) / least(values) - 1;
  if (share <= FLAGGED + ROUNDING) return undefined;
  const figures = used.map(({ source, value }) => `${originOf(source)} ${figure(value)}`).join(", ");
  return `The prices differ by ${(share * 100).toFixed(1)} %: ${figures}`;
}

const figure = (value: number) =>
  value.toLocaleString("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
