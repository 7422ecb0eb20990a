import { exp } from "../numeric/elementary";
import type { Model } from "../cashflow/model";
import { at } from "../numeric/at";
import { fillNormals, streams } from "../numeric/random";

/** Simulated price and difficulty in relation to the model's own; month 1 is at 0. */
export interface MarketPath {
  /** By month, in its middle: simulated price over the model's price. */
  readonly price: Float64Array;
  /** By month: the model's difficulty over the simulated one. */
  readonly coins: Float64Array;
  /** At the end of the last month, and of those asked for: simulated price over the model's. */
  readonly endPrice: Float64Array;
}

type Market = Pick<Model, "months" | "volatility" | "difficultyVolatility" | "correlation">;

/**
 * Paths of price and difficulty about those of the model, by number; the result is reused from call to call.
 *
 * At the middle T of a month price = model price x exp(a W - a^2 T / 2) and difficulty = model difficulty x exp(b Z +
 * b^2 T / 2), W and Z Brownian motions of the given correlation: the mean of the price, and of the coins that a hash
 * earns, is the model's. W goes on from the middle of the last month to its end. At the end of an earlier month, one of
 * `ends`, W is drawn between its values in the middle of the month and of the next, as a Brownian bridge. Only path and
 * month decide which random numbers are used.
 */
export function marketPaths(
  { months, volatility: a, difficultyVolatility: b, correlation }: Market,
  seed: number,
  ends: readonly number[] = [],
): (path: number) => MarketPath {
  const own = Math.sqrt(Math.max(0, 1 - correlation * correlation));
  const normals = new Float64Array(2 * months + 1);
  const bridge = new Float64Array(1);
  const words = new Uint32Array(4);
  const walk = new Float64Array(months);
  const earlier = [...new Set(ends)].filter((month) => month < months);
  const result: MarketPath = {
    price: new Float64Array(months),
    coins: new Float64Array(months),
    endPrice: new Float64Array(months),
  };
  const halfMonth = Math.sqrt(1 / 24);
  const endFactor = (w: number, month: number) => exp(a * w - (a * a * (month / 12)) / 2);
  return (path) => {
    fillNormals({ seed, stream: streams.market, row: path }, normals, 0, words);
    let w = 0;
    let z = 0;
    for (let index = 0; index < months; index++) {
      const root = index === 0 ? halfMonth : Math.sqrt(1 / 12);
      const first = at(normals, 2 * index);
      w += root * first;
      z += root * (correlation * first + own * at(normals, 2 * index + 1));
      walk[index] = w;
      const years = (index + 0.5) / 12;
      result.price[index] = exp(a * w - (a * a * years) / 2);
      result.coins[index] = exp(-b * z - (b * b * years) / 2);
    }
    w += halfMonth * at(normals, 2 * months);
    result.endPrice[months - 1] = endFactor(w, months);
    for (const month of earlier) {
      fillNormals({ seed, stream: streams.monthEnds, row: path }, bridge, 2 * month, words);
      // Halfway between two values a twelfth of a year apart the variance is a quarter of a twelfth.
      const between = (at(walk, month - 1) + at(walk, month)) / 2 + Math.sqrt(1 / 48) * at(bridge, 0);
      result.endPrice[month - 1] = endFactor(between, month);
    }
    return result;
  };
}
