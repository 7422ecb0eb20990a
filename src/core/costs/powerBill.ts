import { InputError, NoAnswerError } from "../errors";
import { sum, sumProduct } from "../numeric/sum";

export interface PowerUse {
  /** Power of the machines. */
  itKw: number;
  /** Hours of each band of the tariff. */
  hours: readonly number[];
  /** Price in each band, at the meter. */
  usdPerKwh: readonly number[];
  pue: number;
  /** Highest power at the meter in kW; 0 for the load itself. */
  peakKw: number;
  demandUsdPerKwMonth: number;
  fixedUsd: number;
  creditsUsd: number;
}

/** The bill of a month, in kWh and USD; the load is constant and metered with the PUE. */
export function powerBill(use: PowerUse) {
  const { itKw, hours, usdPerKwh, pue, fixedUsd, creditsUsd } = use;
  if (hours.length !== usdPerKwh.length)
    throw new InputError(
      "usd_per_kwh",
      `must have as many values as hours (${hours.length})`,
      usdPerKwh.length,
    );
  const load = itKw * pue;
  const energy = load * sum(hours);
  const energyCharge = load * sumProduct(hours, usdPerKwh);
  const demandCharge = (use.peakKw > 0 ? use.peakKw : load) * use.demandUsdPerKwMonth;
  const total = sum([energyCharge, demandCharge, fixedUsd, -creditsUsd]);
  return {
    energy,
    energyCharge,
    demandCharge,
    fixed: fixedUsd,
    credits: creditsUsd,
    total,
    effectivePrice: energy === 0 ? new NoAnswerError("no energy is used") : total / energy,
  };
}
