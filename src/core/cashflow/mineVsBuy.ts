import { NoAnswerError } from "../errors";
import { sum } from "../numeric/sum";
import { cashflowsOf, type Cashflow } from "./cashflows";
import { inMonth, type Model } from "./model";
import { finalPrice, monthsOf, todaysPrice } from "./months";

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
 * Coins from mining against the coins that its outlays would buy: capex at today's price, power and other opex
 * less other revenue at the price of their month. Tax and financing are left out.
 */
export function mineVsBuy(model: Model): MineVsBuy {
  const { mined, bought, ratio } = minedAndBought(model, cashflowsOf(model));
  return { mined, bought, ratio, breakEvenPrice: answerOf(() => breakEvenPrice(model)) };
}

/** BTC mined over BTC bought, from the cash flows of the model. Throws NoAnswerError where nothing is laid out. */
export function minePerBuyRatio(model: Model, flows: readonly Cashflow[]): number {
  const { ratio } = minedAndBought(model, flows);
  if (typeof ratio === "number") return ratio;
  throw ratio;
}

function minedAndBought(model: Model, flows: readonly Cashflow[]): Omit<MineVsBuy, "breakEvenPrice"> {
  const outlays = flows.map(({ price, power, otherOpex, otherRevenue }) =>
    price === undefined ? 0 : (power + otherOpex - otherRevenue) / price,
  );
  const bought = model.capex / todaysPrice(model) + sum(outlays);
  const mined = sum(flows.map(({ btc }) => btc)) + model.resaleValue / finalPrice(model);
  const ratio =
    bought > 0 ? mined / bought : new NoAnswerError("there is no outlay that could have bought coins");
  return { mined, bought, ratio };
}

function answerOf(compute: () => number): number | NoAnswerError {
  try {
    return compute();
  } catch (error) {
    if (error instanceof NoAnswerError) return error;
    throw error;
  }
}

/**
 * Today's price in USD at which mining and buying bring the same coins, all prices moved by one factor k and
 * shutdown decided again.
 *
 * Times k, mined less bought is resale / final price - capex / price - sum of fixed outlay / price + sum over
 * the months run of (k coins - power / price). With shutdown a month adds max(0, ...) of its term: a convex
 * broken line that rises in k, of which the piece with the root is found exactly, month by month in the order
 * in which they start to run.
 */
function breakEvenPrice(model: Model): number {
  const months = monthsOf(model);
  const fixed = months.map(
    ({ month, price }) => (inMonth(model.otherOpex, month) - inMonth(model.otherRevenue, month)) / price,
  );
  const owed = model.capex / todaysPrice(model) + sum(fixed) - model.resaleValue / finalPrice(model);
  const terms = months.map(({ btc, power, price }) => ({ btc, cost: power / price }));
  const always = terms.filter(({ cost }) => !model.shutdown || cost <= 0);
  const later = terms
    .filter(({ btc, cost }) => model.shutdown && cost > 0 && btc > 0)
    .sort((a, b) => a.cost / a.btc - b.cost / b.btc);
  return todaysPrice(model) * risingRoot(owed, always, later);
}

interface Term {
  readonly btc: number;
  readonly cost: number;
}

/** The factor k at which sum of always (k btc - cost) + sum of later max(0, k btc - cost) = owed. */
function risingRoot(owed: number, always: readonly Term[], later: readonly Term[]): number {
  let coins = sum(always.map(({ btc }) => btc));
  let costs = owed + sum(always.map(({ cost }) => cost));
  if (costs <= 0) throw new NoAnswerError("mining brings more coins than buying at every price");
  for (const { btc, cost } of later) {
    if (coins > 0 && costs / coins <= cost / btc) return costs / coins;
    coins += btc;
    costs += cost;
  }
  if (coins === 0) throw new NoAnswerError("no coins are mined");
  return costs / coins;
}
