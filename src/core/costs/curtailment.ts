import { HOURS_PER_MONTH } from "../calendar";
import { revenuePerMwh } from "../economics/revenuePerMwh";
import { NoAnswerError } from "../errors";
import { sum } from "../numeric/sum";

export interface CurtailableSite {
  /** Price of each hour. */
  powerPricesUsdPerMwh: readonly number[];
  hashpriceUsdPerPhDay: number;
  jPerTh: number;
  /** Power of the machines. */
  itKw: number;
  pue: number;
  poolFee: number;
  /** Price at which all energy is bought; undefined for the price of the hour. */
  contractUsdPerMwh: number | undefined;
  /** Demand-response credit for each kW at the meter. */
  drCreditUsdPerKwMonth: number;
  restartCostUsd: number;
}

/**
 * Value of switching off in the hours whose power price is above the strike, which is what mining earns with a
 * megawatt-hour; in USD over the hours given, against mining in every hour.
 *
 * The machines run at and below the strike, negative prices included. Each run of hours off costs one restart. A fixed
 * contract does not change the decision: power that is not used is resold at the price of the hour.
 */
export function curtailment(site: CurtailableSite) {
  const { powerPricesUsdPerMwh: prices, itKw, pue, contractUsdPerMwh: contract } = site;
  const strike = revenuePerMwh(site);
  const offPrices = prices.filter((price) => price > strike);
  const [hours, hoursOff] = [prices.length, offPrices.length];
  let outages = 0;
  let wasOff = false;
  for (const price of prices) {
    const isOff = price > strike;
    if (isOff && !wasOff) outages++;
    wasOff = isOff;
  }
  const mwhPerHour = (itKw * pue) / 1000;
  const givenUp = mwhPerHour * hoursOff * strike;
  const released = mwhPerHour * sum(offPrices);
  const credits = itKw * pue * site.drCreditUsdPerKwMonth * (hours / HOURS_PER_MONTH);
  const restartCost = site.restartCostUsd * outages;
  const paid =
    contract === undefined
      ? mwhPerHour * sum(prices.filter((price) => price <= strike))
      : mwhPerHour * hours * contract - released;
  return {
    strike,
    hoursOff,
    outages,
    givenUp,
    released,
    credits,
    restartCost,
    netBenefit: sum([released, -givenUp, credits, -restartCost]),
    netPowerPrice:
      hoursOff < hours
        ? (paid - credits) / (mwhPerHour * (hours - hoursOff))
        : new NoAnswerError("the machines run in no hour"),
  };
}
