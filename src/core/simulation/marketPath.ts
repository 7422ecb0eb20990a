import type { Model } from "../cashflow/model";
import { at } from "../numeric/at";
import { fillNormals, streams } from "../numeric/random";

/** Simulated price and difficulty in relation to the model's own. */
export interface MarketPath {
  /** By month, in its middle: simulated price over the model's price. */
  readonly price: Float64Array;
  /** By month: the model's difficulty over the simulated one. */
  readonly coins: Float64Array;
  /** Simulated price at the end of the last month over the model's. */
  finalPrice: number;
}

/**
 * Paths of price and difficulty about those of the model, by number; the result is reused from call to call.
 *
 * At the middle T of a month price = model price x exp(a W - a^2 T / 2) and difficulty = model difficulty x exp(b Z +
 * b^2 T / 2), W and Z Brownian motions of the given correlation: the mean of the price, and of the coins that a hash
 * earns, is the model's. Only path and month decide which random numbers are used.
 */
export function marketPaths(model: Model, seed: number): (path: number) => MarketPath {
  const { months, volatility: a, difficultyVolatility: b, correlation } = model;
  const own = Math.sqrt(Math.max(0, 1 - correlation * correlation));
  const normals = new Float64Array(2 * months + 1);
  const words = new Uint32Array(4);
  const result: MarketPath = {
    price: new Float64Array(months),
    coins: new Float64Array(months),
    finalPrice: 1,
  };
  const halfMonth = Math.sqrt(1 / 24);
  return (path) => {
    fillNormals({ seed, stream: streams.market, row: path }, normals, 0, words);
    let w = 0;
    let z = 0;
    for (let index = 0; index < months; index++) {
      const root = index === 0 ? halfMonth : Math.sqrt(1 / 12);
      const first = at(normals, 2 * index);
      w += root * first;
      z += root * (correlation * first + own * at(normals, 2 * index + 1));
      const years = (index + 0.5) / 12;
      result.price[index] = Math.exp(a * w - (a * a * years) / 2);
      result.coins[index] = Math.exp(-b * z - (b * b * years) / 2);
    }
    w += halfMonth * at(normals, 2 * months);
    result.finalPrice = Math.exp(a * w - (a * a * (months / 12)) / 2);
    return result;
  };
}
