import type { Model } from "../../../src/core/cashflow/model";
import type { Column, Kernel } from "../../../src/core/simulation/kernel";
import { layoutFor } from "../../../src/core/simulation/layout";
import { marketPaths } from "../../../src/core/simulation/marketPath";
import { siteColumns, sitePaths } from "../../../src/core/simulation/pathCash";

/** A path of the market, by month from 1 at 0, in relation to the model's own. */
interface DrawnPath {
  price: number[];
  coins: number[];
  /** What a hash earns. */
  revenue: number[];
  /** Undefined at the end of months that were not asked for. */
  endPrice: (number | undefined)[];
  /** USD and share of the month that is run, if the price at the end of the last month is `lastPrice`. */
  cash: (lastPrice: number) => { net: number[]; share: number[] };
}

/** Paths of a model one by one, by number; `cash` is that of the path that was drawn last. */
export function drawnPaths(
  kernel: Kernel,
  model: Model,
  seed: number,
  ends: readonly number[] = [model.months],
): (path: number) => DrawnPath {
  const layout = layoutFor(1);
  const market = marketPaths(layout, model, seed, { isSplit: true, ends });
  const columns = siteColumns(layout, [model]);
  return (path) => {
    const numbers = kernel.room(layout.size());
    const first = (column: Column = NaN) => numbers[column] ?? NaN;
    market.draw(kernel, numbers, path, layout.block);
    const months = Array.from({ length: model.months }, (_, index) => index + 1);
    return {
      price: months.map((month) => first(market.price[month])),
      coins: months.map((month) => first(market.coins[month])),
      revenue: months.map((month) => first(market.revenue[month])),
      endPrice: months.map((month) => {
        const column = market.endPrice.get(month);
        return column === undefined ? undefined : first(column);
      }),
      cash: (lastPrice) => {
        numbers[market.endPrice.get(model.months) ?? NaN] = lastPrice;
        const net: number[] = [];
        const share: number[] = [];
        sitePaths(model, columns, market).run(kernel, numbers, layout.block, () => {
          net.push(first(columns.net));
          share.push(first(columns.share));
        });
        return { net, share };
      },
    };
  };
}
