import { NoAnswerError } from "../errors";

export interface Treasury {
  /** USD; at least 0. */
  readonly cashUsd: number;
  /** BTC; at least 0. */
  readonly btcHeld: number;
  /** USD per BTC; above 0. */
  readonly btcPrice: number;
  /** Above 0. */
  readonly costUsdPerMonth: number;
  /** BTC mined and sold a month; at least 0. */
  readonly btcPerMonth: number;
  /** Relative change of the price, above -1; -0.3 is a fall of 30 %. */
  readonly priceShock: number;
  /** Months of cost that are to be held in reserve; at least 0. */
  readonly reserveMonths: number;
}

/** How long cash and coins last at a monthly cost; a NoAnswerError where they last for ever. */
export function runway(treasury: Treasury) {
  const { cashUsd, btcHeld, costUsdPerMonth, btcPerMonth, reserveMonths } = treasury;
  const price = treasury.btcPrice * (1 + treasury.priceShock);
  const burn = costUsdPerMonth - btcPerMonth * price;
  const months =
    burn > 0
      ? (cashUsd + btcHeld * price) / burn
      : new NoAnswerError("never runs out: the coins mined cover the cost");
  return {
    monthsOfCash: cashUsd / costUsdPerMonth,
    monthsWithCoins: months,
    btcToSell: costUsdPerMonth / price,
    shortfallMonth: typeof months === "number" ? wholeMonths(months) + 1 : months,
    reserve: reserveMonths * costUsdPerMonth,
  };
}

/** Whole months of a number to its 15 digits: 0.3 / 0.1 is three. */
function wholeMonths(months: number): number {
  return Math.floor(Number(months.toPrecision(15)));
}
