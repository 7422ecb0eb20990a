import { exp, ln, power } from "../numeric/elementary";
import { bucketsOf, meanMultiplier } from "../cashflow/buckets";
import { inMonth, type Model } from "../cashflow/model";
import { finalPrice, monthsOf, type Months } from "../cashflow/months";
import { at } from "../numeric/at";
import { normalDistribution } from "../numeric/normal";
import { sum } from "../numeric/sum";

/** The factors by month by which cash is discounted. */
export const discountsOf = ({ discountRate }: Model, { years }: Months): Float64Array =>
  years.map((time) => power(1 + discountRate, -time));

/**
 * Mean, on the random market of `marketPaths`, of the present value of mining before tax, in USD: revenue and heat less
 * power and profit share, less the coins kept, and these at the end. Not finite where it overflows.
 *
 * A month's revenue is lognormal, and each part of it with a power price of its own a call on that revenue, struck at its
 * power less its heat; without shutdown only the host's share, of a positive margin, is a call. The price is a martingale
 * about the model's: a coin that is kept is worth at the end, on average, what it was worth when it was mined, moved with
 * the model's price.
 *
 * Source: F. Black (1976), The pricing of commodity contracts, eq. 16, month by month.
 */
export function meanMiningValue(model: Model): number {
  const months = monthsOf(model);
  const { margin, run } = meanMonths(model, months);
  const discounts = discountsOf(model, months);
  const sold = discounts.map((discount, month) => {
    const kept =
      month === 0 ? 0 : inMonth(model.hodlShare, month) * at(months.revenue, month) * at(run, month);
    return discount * (at(margin, month) - kept);
  });
  return sum(sold) + meanKeptValue(model, months, run) * at(discounts, months.last);
}

/** USD: between these the mean lies. */
interface Bounds {
  readonly least: number;
  readonly most: number;
}

/**
 * Bounds on the mean present value of the tax of a model. They are equal, and exact, where no month can make a loss on any
 * path: its tax is then its rate times its profit, whose mean is known, whatever the other months bring.
 *
 * At most each month pays tax on its profit as if no loss had been carried forward, all coins kept being gains.
 *
 * At least: losses only move profit that is taxed to later months, or out of them all, so up to any month at least the sum
 * of the profits has been taxed. With weights of the months (discount factor x tax rate) that never rise, the weighted
 * sum of what is taxed is then at least that of the profits, as a sum by parts shows. From the first month that can make a
 * loss each weight is therefore the lowest up to its month, which is at most its own. No tax is negative: the months
 * may be cut short where that gives most.
 *
 * `fixedProfit` is the taxable profit by month that is the same on all paths.
 */
export function meanTaxBounds(model: Model, fixedProfit: Float64Array): Bounds {
  const months = monthsOf(model);
  const { last } = months;
  const discounts = discountsOf(model, months);
  const means = meanMonths(model, months);
  const keptValue = meanKeptValue(model, months, means.run);
  const keptCost = meanKeptCost(model, months, means.run);
  let lowestWeight = Infinity;
  let surely = 0;
  let least = 0;
  let most = 0;
  for (let month = 1; month <= last; month++) {
    const weight = at(discounts, month) * inMonth(model.taxRate, month);
    const fixed = at(fixedProfit, month);
    const value = month === last ? keptValue : 0;
    const cost = month === last ? keptCost : 0;
    const profit = fixed + at(means.margin, month) + value - cost;
    // What the coins kept have cost has no upper limit.
    const isProfitSure = cost === 0 && fixed + leastMargin(model, months, month) >= 0;
    if (!isProfitSure || lowestWeight < Infinity) lowestWeight = Math.min(lowestWeight, weight);
    surely += Math.min(lowestWeight, weight) * profit;
    least = Math.max(least, surely);
    most += weight * (isProfitSure ? profit : meanPositiveProfit(model, months, month, fixed) + value);
  }
  return { least, most };
}

/** USD at the end of the last month. */
function meanKeptValue(model: Model, months: Months, run: Float64Array): number {
  const coins = run.map((share, month) =>
    month === 0 ? 0 : inMonth(model.hodlShare, month) * at(months.btc, month) * share,
  );
  return sum(coins) * finalPrice(model);
}

/** USD: what the coins kept would have brought in their months. */
function meanKeptCost(model: Model, months: Months, run: Float64Array): number {
  const costs = run.map((share, month) =>
    month === 0 ? 0 : inMonth(model.hodlShare, month) * at(months.revenue, month) * share,
  );
  return sum(costs);
}

/** Means by month; 0 where there are no machines that can run. */
interface MeanMonths {
  /** USD: revenue and heat less power and profit share. */
  readonly margin: Float64Array;
  /** Of the revenue of what is run, in relation to the model's if all of the month were. */
  readonly run: Float64Array;
}

function meanMonths(model: Model, months: Months): MeanMonths {
  const { profitShare, shutdown } = model;
  const multiplier = meanMultiplier(bucketsOf(model.powerPriceShape));
  const margin = new Float64Array(months.last + 1);
  const run = new Float64Array(months.last + 1);
  for (let month = 1; month <= months.last; month++) {
    if (months.isOn[month] !== 1) continue;
    const calls = meanCalls(model, months, month, 0);
    if (shutdown) {
      margin[month] = (1 - profitShare) * calls.value;
      run[month] = calls.run;
    } else {
      const growth = meanGrowth(model, month);
      const cost = at(months.power, month) * multiplier - at(months.heat, month);
      margin[month] = at(months.revenue, month) * growth - cost - profitShare * calls.value;
      run[month] = growth;
    }
  }
  return { margin, run };
}

/** USD: what a month's margin is at least on any path, as if it earned nothing; see `MeanMonths`. */
function leastMargin(
  { powerPriceShape, profitShare, shutdown }: Model,
  months: Months,
  month: number,
): number {
  if (months.isOn[month] !== 1) return 0;
  const buckets = bucketsOf(powerPriceShape);
  const multipliers = shutdown ? buckets.multipliers : [meanMultiplier(buckets)];
  let margin = 0;
  for (const multiplier of multipliers) {
    const part = at(months.heat, month) - at(months.power, month) * multiplier;
    margin += part > 0 ? (1 - profitShare) * part : shutdown ? 0 : part;
  }
  return margin / multipliers.length;
}

/** At least the mean, in USD, of the profit where it is positive. */
function meanPositiveProfit(model: Model, months: Months, month: number, fixedProfit: number): number {
  const kept = 1 - model.profitShare;
  if (months.isOn[month] !== 1 || kept === 0) return Math.max(0, fixedProfit);
  // The mean over the parts is taken last: a positive mean is at most the mean of the positive.
  const losses = Math.max(0, -fixedProfit);
  return Math.max(0, fixedProfit) + kept * meanCalls(model, months, month, losses / kept).value;
}

/** Mean of price x coins in relation to the model's: their logs have a covariance. */
const meanGrowth = ({ volatility: a, difficultyVolatility: b, correlation }: Model, month: number) =>
  exp(-correlation * a * b * ((month - 0.5) / 12));

/**
 * The mean of the calls on a month's revenue struck at the power of each of its parts less heat, and at `more` USD above;
 * without shutdown the month is one part. `run` is as in `MeanMonths`, of what ends above the strike.
 */
function meanCalls(
  model: Model,
  months: Months,
  month: number,
  more: number,
): { value: number; run: number } {
  const { volatility: a, difficultyVolatility: b, correlation } = model;
  const buckets = bucketsOf(model.powerPriceShape);
  const multipliers = model.shutdown ? buckets.multipliers : [meanMultiplier(buckets)];
  const growth = meanGrowth(model, month);
  const forward = at(months.revenue, month) * growth;
  // a^2 + b^2 - 2 rho a b, in a form that does not cancel where price and difficulty move together.
  const variance = (a - b) * (a - b) + 2 * a * b * (1 - correlation);
  const deviation = Math.sqrt(variance * ((month - 0.5) / 12));
  let value = 0;
  let run = 0;
  for (const multiplier of multipliers) {
    const strike = at(months.power, month) * multiplier - at(months.heat, month) + more;
    if (strike <= 0 || forward === 0 || deviation === 0) {
      if (forward < strike) continue;
      value += forward - strike;
      run += growth;
    } else {
      // Black's formula as it stands: only what is lost of the forward counts, not of an option out of the money.
      const d1 = ln(forward / strike) / deviation + deviation / 2;
      const share = normalDistribution(d1);
      value += forward * share - strike * normalDistribution(d1 - deviation);
      run += growth * share;
    }
  }
  return { value: value / multipliers.length, run: run / multipliers.length };
}
