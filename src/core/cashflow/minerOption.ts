import { exp } from "../numeric/elementary";
import { NoAnswerError } from "../errors";
import { blackShares, undiscountedBlack } from "../options/black";
import { at } from "../numeric/at";
import { sum } from "../numeric/sum";
import { timesRoot } from "../numeric/compensated";
import { bucketsOf } from "./buckets";
import type { Model } from "./model";
import { monthsOf, todaysPrice } from "./months";

interface MinerOption {
  /** USD: the parts of months worth running at the model's prices, discounted. */
  intrinsic: number;
  /** USD. */
  value: number;
  /** USD: value - intrinsic. */
  timeValue: number;
  /** USD per TH/s of the first month in which the machines can run; an error where there is none. */
  valuePerTh: number | NoAnswerError;
  /** BTC: change of the value per USD of today's price, the whole path moved in proportion. */
  delta: number;
  /** USD per 1.00 of volatility. */
  vega: number;
  vegaPerPoint: number;
}

/**
 * A machine as a strip of options: in each month, and each part of it with a power price of its own, its coins are a
 * call on their price, struck at the power cost of a coin less the heat sold with it. The host's profit share comes off.
 * Difficulty is as in the model; capex, other costs, tax and coins kept are left out, and each part is decided by its
 * price whatever `shutdown` says.
 *
 * Source: F. Black (1976), The pricing of commodity contracts, eq. 16, month by month.
 */
export function minerOption(model: Model): MinerOption {
  const months = monthsOf(model);
  const { count, multipliers } = bucketsOf(model.powerPriceShape);
  // A year of hours over 240 months has 2 million parts: a column for each quantity, no object for each part.
  const column = () => new Float64Array(months.last * count);
  const columns = { intrinsic: column(), timeValue: column(), delta: column(), vega: column() };
  let part = 0;
  for (let month = 1; month <= months.last; month++) {
    const btc = at(months.btc, month);
    if (btc === 0) continue;
    for (const multiplier of multipliers) {
      const strike = (at(months.power, month) * multiplier - at(months.heat, month)) / btc;
      const call = callOn(model, month, at(months.price, month), btc / count, strike);
      columns.intrinsic[part] = call.intrinsic;
      columns.timeValue[part] = call.timeValue;
      columns.delta[part] = call.delta;
      columns.vega[part] = call.vega;
      part++;
    }
  }
  const kept = 1 - model.profitShare;
  const total = (values: Float64Array) => kept * sum(values);
  const intrinsic = total(columns.intrinsic);
  const timeValue = total(columns.timeValue);
  const value = intrinsic + timeValue;
  const vega = total(columns.vega);
  return {
    intrinsic,
    value,
    timeValue,
    valuePerTh:
      months.inService > months.last
        ? new NoAnswerError("the machines never run")
        : value / at(months.hashrateTh, months.inService),
    delta: total(columns.delta) / todaysPrice(model),
    vega,
    vegaPerPoint: vega / 100,
  };
}

interface CallOption {
  readonly intrinsic: number;
  /** By put-call parity that of the option out of the money, call or put. */
  readonly timeValue: number;
  /** USD per 1.00 of proportional move of the price. */
  readonly delta: number;
  readonly vega: number;
}

/** Coins of a month as calls; power that costs nothing, or less, is always worth running. */
function callOn(model: Model, month: number, forward: number, btc: number, strike: number): CallOption {
  const { volatility, riskFreeRate: rate } = model;
  const years = (month - 0.5) / 12;
  const discounted = btc * exp(-rate * years);
  const intrinsic = discounted * Math.max(forward - strike, 0);
  if (strike <= 0) return { intrinsic, timeValue: 0, delta: discounted * forward, vega: 0 };
  const { high, low } = timesRoot(volatility, years);
  const lognormal = { forward, strike, deviation: high, deviationRest: low };
  const { forwardShare, density } = blackShares({ type: "call", ...lognormal });
  return {
    intrinsic,
    timeValue: discounted * undiscountedBlack({ type: forward > strike ? "put" : "call", ...lognormal }),
    delta: discounted * forwardShare * forward,
    vega: discounted * forward * density * Math.sqrt(years),
  };
}
