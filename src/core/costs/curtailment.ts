import { HOURS_PER_MONTH } from "../calendar";
import { revenuePerMwh } from "../economics/revenuePerMwh";
import { InputError, NoAnswerError } from "../errors";
import { at } from "../numeric/at";
import { sum } from "../numeric/sum";
import { byInterval, TIE } from "./intervals";

export interface CurtailableSite {
  /** Price of each interval. */
  powerPricesUsdPerMwh: readonly number[];
  /** Of each interval, or one for all. */
  hashpriceUsdPerPhDay: readonly number[];
  jPerTh: number;
  /** Power of the machines. */
  itKw: number;
  pue: number;
  poolFee: number;
  /** Price at which all energy is bought; undefined for the price of the interval. */
  contractUsdPerMwh: number | undefined;
  /** Demand-response credit for each kW at the meter. */
  drCreditUsdPerKwMonth: number;
  /** Cost of an outage, however long. */
  restartCostUsd: number;
  /** Length of an interval in hours. */
  intervalH: number;
  /** The price above which the site is off, whatever that costs; undefined for the best choice. */
  strikeUsdPerMwh: number | undefined;
  /** The intervals in which the site is off in any case; undefined for none. */
  forcedOff: readonly boolean[] | undefined;
  /** The least number of intervals that an outage lasts, unless it reaches the last one. */
  minOff: number;
}

/** What a site does in each interval. */
interface Dispatch {
  /** What mining earns with a MWh of the interval. */
  readonly strikes: Float64Array;
  /** What the site gains when it is off in the interval instead of mining, before restarts, in USD. */
  readonly gains: Float64Array;
  /** 1 where the site is off. */
  readonly isOff: Uint8Array;
}

/**
 * Value of switching off when power is worth more than what mining earns with it; in USD over the intervals given,
 * against mining in every one of them.
 *
 * A fixed contract does not change the decision: power that is not used is resold at the price of the interval.
 *
 * Throws InputError where the hashprices or the forced intervals are not as many as the prices.
 */
export function curtailment(site: CurtailableSite) {
  const { powerPricesUsdPerMwh: prices, itKw, pue, intervalH, contractUsdPerMwh: contract } = site;
  const { strikes, isOff } = dispatchOf(site);
  const offPrices = prices.filter((_price, index) => isOff[index] === 1);
  const [intervals, off] = [prices.length, offPrices.length];
  const isOneHashprice = site.hashpriceUsdPerPhDay.length === 1;
  const meanStrike = isOneHashprice ? at(strikes, 0) : sum(strikes) / intervals;
  const outages = isOff.filter((state, index) => state === 1 && isOff[index - 1] !== 1).length;
  const mwh = mwhPerInterval(site);
  const givenUp = isOneHashprice
    ? mwh * off * meanStrike
    : mwh * sum(strikes.filter((_strike, index) => isOff[index] === 1));
  const released = mwh * sum(offPrices);
  const credits = itKw * pue * site.drCreditUsdPerKwMonth * ((intervals * intervalH) / HOURS_PER_MONTH);
  const restartCost = site.restartCostUsd * outages;
  const paid =
    contract === undefined
      ? mwh * sum(prices.filter((_price, index) => isOff[index] !== 1))
      : mwh * intervals * contract - released;
  return {
    strike: site.strikeUsdPerMwh ?? meanStrike,
    hoursOff: off * intervalH,
    outages,
    givenUp,
    released,
    credits,
    restartCost,
    netBenefit: sum([released, -givenUp, credits, -restartCost]),
    netPowerPrice:
      off < intervals
        ? (paid - credits) / (mwh * (intervals - off))
        : new NoAnswerError("no power is used: the machines are always off"),
  };
}

/** Interval, state (1 runs, 0 off) and the gain of an interval off in USD, before restarts. */
export function curtailmentByInterval(site: CurtailableSite): readonly (readonly number[])[] {
  const { gains, isOff } = dispatchOf(site);
  return Array.from(isOff, (off, index) => [index + 1, 1 - off, off === 1 ? at(gains, index) : 0]);
}

/** Energy of an interval at the meter. */
const mwhPerInterval = ({ itKw, pue, intervalH }: CurtailableSite) => ((itKw * pue) / 1000) * intervalH;

function dispatchOf(site: CurtailableSite): Dispatch {
  const { jPerTh, pue, poolFee, forcedOff, strikeUsdPerMwh: own } = site;
  const prices = Float64Array.from(site.powerPricesUsdPerMwh);
  if (forcedOff !== undefined && forcedOff.length !== prices.length) {
    const rule = `must have as many values as power_prices_usd_per_mwh (${prices.length})`;
    throw new InputError("forced_off", rule, forcedOff.length);
  }
  const hashprices = byInterval("hashprice_usd_per_ph_day", site.hashpriceUsdPerPhDay, prices.length);
  const strikes = hashprices.map((hashpriceUsdPerPhDay) =>
    revenuePerMwh({ hashpriceUsdPerPhDay, jPerTh, pue, poolFee }),
  );
  const mwh = mwhPerInterval(site);
  const gains = strikes.map((strike, index) => mwh * (at(prices, index) - strike));
  const isPriceRule =
    own !== undefined || (site.restartCostUsd === 0 && site.minOff === 1 && forcedOff === undefined);
  const choice = isPriceRule
    ? above(prices, own === undefined ? strikes : strikes.map(() => own), forcedOff)
    : bestChoice(site, gains);
  return { strikes, gains, isOff: followed(choice, site.minOff) };
}

/** For each interval 1 where the site is off if it was running before, and if an outage has lasted long enough. */
interface Choice {
  readonly stops: Uint8Array;
  readonly stays: Uint8Array;
}

/** Off where the price is above the strike. */
function above(
  prices: Float64Array,
  strikes: Float64Array,
  forcedOff: readonly boolean[] | undefined,
): Choice {
  const isOff = Uint8Array.from(prices, (price, index) =>
    Number(price > at(strikes, index) || forcedOff?.[index] === true),
  );
  return { stops: isOff, stays: isOff };
}

/**
 * The choice that gains most less the restarts; ties mine.
 *
 * Method: backward induction (R. Bellman, 1957, Dynamic Programming, chapter III). An outage that starts has
 * its first intervals in common whatever follows, so that two values for each interval are enough: what is still to be
 * gained with the site running before it, and with the site off long enough.
 */
function bestChoice({ restartCostUsd, forcedOff, minOff }: CurtailableSite, gains: Float64Array): Choice {
  const intervals = gains.length;
  const tie = TIE * sum(gains.map(Math.abs));
  const upTo = cumulative(gains);
  const running = new Float64Array(intervals + 1);
  const rested = new Float64Array(intervals + 1);
  const stops = new Uint8Array(intervals);
  const stays = new Uint8Array(intervals);
  for (let index = intervals - 1; index >= 0; index--) {
    const isForced = forcedOff?.[index] === true;
    const end = Math.min(index + minOff, intervals);
    const mine = at(running, index + 1);
    const stop = at(upTo, end) - at(upTo, index) - restartCostUsd + at(rested, end);
    const stay = at(gains, index) + at(rested, index + 1);
    const isStop = isForced || stop > mine + tie;
    const isStay = isForced || stay > mine + tie;
    stops[index] = Number(isStop);
    stays[index] = Number(isStay);
    running[index] = isStop ? stop : mine;
    rested[index] = isStay ? stay : mine;
  }
  return { stops, stays };
}

/** The sums of the first 0, 1, 2 ... values, correctly compensated. */
function cumulative(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  let total = 0;
  let lost = 0;
  for (const [index, value] of values.entries()) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
    sums[index + 1] = total + lost;
  }
  return sums;
}

/** The states that a choice leads to, the site running before the first interval. */
function followed({ stops, stays }: Choice, minOff: number): Uint8Array {
  const isOff = new Uint8Array(stops.length);
  let lasted = 0;
  for (let index = 0; index < isOff.length; index++) {
    const mustStay = lasted > 0 && lasted < minOff;
    const off = mustStay || (lasted > 0 ? stays : stops)[index] === 1;
    isOff[index] = Number(off);
    lasted = off ? lasted + 1 : 0;
  }
  return isOff;
}
