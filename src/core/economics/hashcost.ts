import { hashUnits } from "../network/hashrate";
import type { PriceUnit } from "./hashprice";

export interface MachineCost {
  jPerTh: number;
  usdPerKwh: number;
  /** Power at the meter over power of the machines. */
  pue: number;
  opexUsdPerPhDay: number;
}

/** Cost of running a unit of hashrate, in USD per unit per day: 1 J/TH is 1 kW per PH/s. */
export function hashcost({
  jPerTh,
  usdPerKwh,
  pue,
  opexUsdPerPhDay,
  unit,
}: MachineCost & { unit: PriceUnit }): number {
  const perPh = 24 * jPerTh * usdPerKwh * pue + opexUsdPerPhDay;
  return perPh * (hashUnits[unit] / hashUnits.PH);
}
