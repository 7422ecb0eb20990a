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

/**
 * At least the mean present value of the tax of a model, in USD: that without losses carried forward, all coins that are
 * kept being gains. 0 without tax.
 *
 * `fixedProfit` is the taxable profit by month that is the same on all paths.
 */
export function mostMeanTax(model: Model, fixedProfit: Float64Array): number {
  const months = monthsOf(model);
  const taxes = discountsOf(model, months).map((discount, month) => {
    const rate = month === 0 ? 0 : inMonth(model.taxRate, month);
    if (rate === 0) return 0;
    const kept = month < months.last ? 0 : meanKeptValue(model, months, meanMonths(model, months).run);
    return discount * rate * (meanPositiveProfit(model, months, month, at(fixedProfit, month)) + kept);
  });
  return sum(taxes);
}

/** USD at the end of the last month. */
function meanKeptValue(model: Model, months: Months, run: Float64Array): number {
  const coins = run.map((share, month) =>
    month === 0 ? 0 : inMonth(model.hodlShare, month) * at(months.btc, month) * share,
  );
  return sum(coins) * finalPrice(model);
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
