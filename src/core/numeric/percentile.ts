import { at } from "./at";

/**
 * Percentile of values sorted upwards, as Excel's PERCENTILE.INC: `share` of the way from the least to the
 * greatest value, in a straight line between neighbours.
 *
 * For at least one value and `share` from 0 to 1.
 *
 * Source: Microsoft, documentation of PERCENTILE.INC; method 7 of Hyndman and Fan (1996), Sample quantiles in
 * statistical packages, The American Statistician 50.
 */
export function percentile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const before = Math.min(Math.max(Math.floor(position), 0), sorted.length - 1);
  const lower = at(sorted, before);
  const upper = at(sorted, Math.min(before + 1, sorted.length - 1));
  return lower === upper ? lower : lower + (position - before) * (upper - lower);
}

/**
 * Mean of the lowest `share` of values sorted upwards; the marginal one counts with the fraction of it that
 * still belongs to the share.
 *
 * For at least one value and `share` above 0, up to 1.
 *
 * Source: Acerbi and Tasche (2002), On the coherence of expected shortfall, J. Banking and Finance 26, eq. 4.
 */
export function lowestMean(sorted: Float64Array, share: number): number {
  const count = Number((share * sorted.length).toPrecision(15));
  const whole = Math.min(Math.floor(count), sorted.length);
  let total = 0;
  for (let index = 0; index < whole; index++) total += at(sorted, index);
  if (whole < count) total += (count - whole) * at(sorted, whole);
  return total / count;
}
