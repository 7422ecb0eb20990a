import { NoAnswerError } from "../errors";
import { at } from "../numeric/at";
import { sum } from "../numeric/sum";
import { bucketsCovered, bucketsOf, multiplierOf } from "./buckets";
import { operationsOf, type Operations } from "./cashflows";
import { outlaysOf } from "./depreciationSchedule";
import type { Model } from "./model";
import { finalPrice, todaysPrice } from "./months";

interface MineVsBuy {
  /** BTC: all coins mined, and the coins that the resale value buys at the end. */
  mined: number;
  /** BTC that the same outlays buy on the same dates. */
  bought: number;
  /** mined / bought; an error where nothing is laid out. */
  ratio: number | NoAnswerError;
  /** USD: today's price at which the ratio is 1, the whole path moved in proportion. */
  breakEvenPrice: number | NoAnswerError;
}

/**
 * Coins from mining against the coins that its outlays would buy: capex at today's price; power, other opex, profit
 * share and later capex less heat and other revenue at the price of their month. Tax and financing are left out.
 */
export function mineVsBuy(model: Model): MineVsBuy {
  const operations = operationsOf(model);
  return { ...minedAndBought(model, operations), breakEvenPrice: breakEvenPrice(model, operations) };
}

/** BTC mined over BTC bought. Throws NoAnswerError where nothing is laid out. */
export function minePerBuyRatio(model: Model): number {
  const { ratio } = minedAndBought(model, operationsOf(model));
  if (typeof ratio === "number") return ratio;
  throw ratio;
}

function minedAndBought(model: Model, operations: Operations): Omit<MineVsBuy, "breakEvenPrice"> {
  const { months, btc, power, otherOpex, profitShare, heat, otherRevenue } = operations;
  const { paid } = outlaysOf(model);
  const outlays = power.map((cost, month) => {
    if (month === 0) return 0;
    const costs = cost + at(otherOpex, month) + at(profitShare, month) + at(paid, month);
    return (costs - at(heat, month) - at(otherRevenue, month)) / at(months.price, month);
  });
  const bought = model.capex / todaysPrice(model) + sum(outlays);
  const mined = sum(btc) + model.resaleValue / finalPrice(model);
  const ratio =
    bought > 0 ? mined / bought : new NoAnswerError("there is no outlay that could have bought coins");
  return { mined, bought, ratio };
}

/**
 * Today's price in USD at which mining and buying bring the same coins, all prices moved by one factor k, coins and
 * fixed outlays as they are, and shutdown and profit share decided again.
 *
 * Times k, mined less bought is a broken line that rises in k: with shutdown it is convex, since more and more is run;
 * without it concave, since the host takes its share of more and more months. Newton's method, from the far end of a
 * convex line or the near end of a concave one, moves from piece to piece towards the one with the root and finds it
 * exactly.
 */
function breakEvenPrice(
  model: Model,
  { months, otherOpex, otherRevenue }: Operations,
): number | NoAnswerError {
  const { paid } = outlaysOf(model);
  const buckets = bucketsOf(model.powerPriceShape);
  const fixed = otherOpex.map((cost, month) =>
    month === 0 ? 0 : (cost + at(paid, month) - at(otherRevenue, month)) / at(months.price, month),
  );
  const owed = model.capex / todaysPrice(model) + sum(fixed) - model.resaleValue / finalPrice(model);
  const left = 1 - model.profitShare;

  /** Around the factor k the line is k x coins - costs. */
  const pieceAt = (k: number) => {
    const coins = new Float64Array(months.last + 1);
    const costs = new Float64Array(months.last + 1);
    for (let month = 1; month <= months.last; month++) {
      if (months.isOn[month] !== 1) continue;
      const possible = at(months.revenue, month);
      const power = at(months.power, month);
      const heat = at(months.heat, month);
      const earned = possible > 0 ? k * possible + heat : heat;
      const running = model.shutdown ? bucketsCovered(buckets, power, earned) : buckets.count;
      const run = running / buckets.count;
      const cost = (power * multiplierOf(buckets, power, running)) / buckets.count - heat * run;
      const share = model.shutdown || earned > cost + heat ? left : 1;
      coins[month] = share * at(months.btc, month) * run;
      costs[month] = (share * cost) / at(months.price, month);
    }
    return { coins: sum(coins), costs: owed + sum(costs) };
  };

  if (pieceAt(0).costs <= 0) return new NoAnswerError("mining brings more coins than buying at every price");
  let k = model.shutdown ? Infinity : 0;
  for (;;) {
    const { coins, costs } = pieceAt(k);
    if (coins === 0)
      return new NoAnswerError(left === 0 ? "the host takes all of the profit" : "no coins are mined");
    const next = costs / coins;
    if (model.shutdown ? !(next < k) : !(next > k)) return todaysPrice(model) * next;
    k = next;
  }
}
