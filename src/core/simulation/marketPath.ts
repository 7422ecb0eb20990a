import type { Model } from "../cashflow/model";
import { streams } from "../numeric/random";
import type { Column, Kernel } from "./kernel";
import type { Layout } from "./layout";

/** Columns of simulated price and difficulty in relation to the model's own, by month from 1. */
export interface MarketPaths {
  /** In the middle of the month: what a hash earns over what it earns in the model. */
  readonly revenue: readonly Column[];
  /** The same of the price, and of the coins that a hash earns; without columns unless they were asked for. */
  readonly price: readonly Column[];
  readonly coins: readonly Column[];
  /** At the ends of the months that were asked for: simulated price over the model's. */
  readonly endPrice: ReadonlyMap<number, Column>;
  /** Draws the paths from number `first` on. */
  readonly draw: (kernel: Kernel, numbers: Float64Array, first: number, count: number) => void;
}

type Market = Pick<Model, "months" | "volatility" | "difficultyVolatility" | "correlation">;

interface Wanted {
  /** Whether price and coins are wanted one by one. */
  readonly isSplit: boolean;
  /** Months at whose end the price is wanted. */
  readonly ends: readonly number[];
}

const halfMonth = Math.sqrt(1 / 24);
const wholeMonth = Math.sqrt(1 / 12);
/** Halfway between two values a twelfth of a year apart the variance is a quarter of a twelfth. */
const bridge = Math.sqrt(1 / 48);

/**
 * Paths of price and difficulty about those of the model.
 *
 * At the middle T of a month price = model price x exp(a W - a^2 T / 2) and difficulty = model difficulty x exp(b Z +
 * b^2 T / 2), W and Z Brownian motions of the given correlation: the mean of the price, and of the coins that a hash
 * earns, is the model's. W goes on from the middle of the last month to its end. At the end of an earlier month, one of
 * `ends`, W is drawn between its values in the middle of the month and of the next, as a Brownian bridge. Only path and
 * month decide which random numbers are used.
 */
export function marketPaths(
  layout: Layout,
  { months, volatility: a, difficultyVolatility: b, correlation }: Market,
  seed: number,
  { isSplit, ends }: Wanted,
): MarketPaths {
  const own = Math.sqrt(Math.max(0, 1 - correlation * correlation));
  const w = layout.column();
  const z = layout.column();
  const normals = layout.numbers(2 * layout.block);
  const revenue = layout.monthly(months);
  const price = isSplit ? layout.monthly(months) : [];
  const coins = isSplit ? layout.monthly(months) : [];
  const endPrice = new Map(ends.map((month) => [month, layout.column()]));

  /** Standard normal numbers by path, at `normals` and, the second of each pair, behind them. */
  const drawNormals = (kernel: Kernel, stream: number, place: number, first: number, count: number) => {
    kernel.uniforms(normals, count, { seed, stream, row: first, place, isAcross: true });
    kernel.inverseNormals(normals, 2 * count);
  };

  const growthsInMonth = (kernel: Kernel, month: number, count: number) => {
    const years = (month - 0.5) / 12;
    const [priceDrift, coinsDrift] = [(a * a * years) / 2, (b * b * years) / 2];
    const to = revenue[month] ?? NaN;
    const [priceTo, coinsTo] = [price[month], coins[month]];
    if (priceTo === undefined || coinsTo === undefined) {
      kernel.growths({ count, to, w, z, a, b, drift: priceDrift + coinsDrift });
    } else {
      kernel.growths({ count, to: priceTo, w, z, a, b: 0, drift: priceDrift });
      kernel.growths({ count, to: coinsTo, w, z, a: 0, b, drift: coinsDrift });
      kernel.multiply(to, priceTo, coinsTo, count);
    }
  };

  const draw = (kernel: Kernel, numbers: Float64Array, first: number, count: number) => {
    for (const column of [w, z, ...endPrice.values()]) numbers.fill(0, column, column + count);
    for (let month = 1; month <= months; month++) {
      drawNormals(kernel, streams.market, month - 1, first, count);
      kernel.walk({ count, w, z, normals, root: month === 1 ? halfMonth : wholeMonth, correlation, own });
      growthsInMonth(kernel, month, count);
      for (const near of [month - 1, month]) {
        const end = endPrice.get(near);
        if (end !== undefined && near < months) kernel.addScaled(end, w, count, 0.5);
      }
    }
    for (const [month, end] of endPrice) {
      const isLast = month === months;
      drawNormals(kernel, isLast ? streams.market : streams.monthEnds, month, first, count);
      if (isLast) kernel.addScaled(end, w, count, 1);
      kernel.addScaled(end, normals, count, isLast ? halfMonth : bridge);
      kernel.growths({ count, to: end, w: end, z, a, b: 0, drift: (a * a * (month / 12)) / 2 });
    }
  };

  return { revenue, price, coins, endPrice, draw };
}
