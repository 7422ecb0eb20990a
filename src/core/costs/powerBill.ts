import { InputError, NoAnswerError } from "../errors";
import { sum, sumProduct } from "../numeric/sum";

/** A price for the kWh of the bill that lie between the limit of the tier before and its own. */
interface Tier {
  /** Cumulative over the bill; infinite for no limit. */
  upToKwh: number;
  usdPerKwh: number;
}

export interface PowerUse {
  /** Power of the machines. */
  itKw: number;
  /** Hours of each band of the tariff. */
  hours: readonly number[];
  /** Price in each band, at the meter, or tiers of all the energy of the bill. */
  usdPerKwh: readonly number[] | { tiers: readonly Tier[] };
  pue: number;
  /** The highest power at the meter in kW for each demand charge, or one for all; 0 for the load itself. */
  peakKw: readonly number[];
  /** The demand charges, or one for all peaks. */
  demandUsdPerKwMonth: readonly number[];
  fixedUsd: number;
  creditsUsd: number;
}

/**
 * The bill of a month, in kWh and USD; the load is constant and metered with the PUE.
 *
 * Throws InputError where hours and prices, or peaks and demand charges, are not as many as each other, where the limits
 * of tiers do not rise, and where the last one is below the energy of the bill.
 */
export function powerBill(use: PowerUse) {
  const { itKw, hours, usdPerKwh, pue, fixedUsd, creditsUsd } = use;
  const load = itKw * pue;
  const energy = load * sum(hours);
  const energyCharge =
    "tiers" in usdPerKwh ? tieredCharge(energy, usdPerKwh.tiers) : load * bandedCharge(hours, usdPerKwh);
  const demandCharge = demandChargeOf(use, load);
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

/** USD per kW of load. */
function bandedCharge(hours: readonly number[], usdPerKwh: readonly number[]): number {
  if (hours.length !== usdPerKwh.length)
    throw new InputError(
      "usd_per_kwh",
      `must have as many values as hours (${hours.length})`,
      usdPerKwh.length,
    );
  return sumProduct(hours, usdPerKwh);
}

/** Energy beyond the last limit by less than this share of it is rounding. */
const ROUNDING = 1e-12;

function tieredCharge(kwh: number, tiers: readonly Tier[]): number {
  let below = 0;
  const charges: number[] = [];
  for (const { upToKwh, usdPerKwh } of tiers) {
    if (below === Infinity)
      throw new InputError("usd_per_kwh", "must have a limit in every tier but the last");
    if (upToKwh <= below)
      throw new InputError(
        "usd_per_kwh",
        `must have limits that rise from tier to tier, above ${below}`,
        upToKwh,
      );
    charges.push(Math.max(0, Math.min(kwh, upToKwh) - below) * usdPerKwh);
    below = upToKwh;
  }
  if (kwh > below * (1 + ROUNDING)) {
    const rule = `must have tiers for all the kWh of the bill (${kwh})`;
    throw new InputError("usd_per_kwh", rule, below, "write a word for the last limit if there is none");
  }
  return sum(charges);
}

function demandChargeOf({ peakKw, demandUsdPerKwMonth }: PowerUse, load: number): number {
  const [peaks, charges] = [peakKw.length, demandUsdPerKwMonth.length];
  if (peaks !== charges && peaks !== 1 && charges !== 1) {
    const rule = `must have one value or as many as peak_kw (${peaks})`;
    throw new InputError("demand_usd_per_kw_month", rule, charges);
  }
  const [onePeak = 0] = peakKw;
  const [oneCharge = 0] = demandUsdPerKwMonth;
  const amounts = Array.from({ length: Math.max(peaks, charges) }, (_, index) => {
    const peak = peaks === 1 ? onePeak : (peakKw[index] ?? 0);
    const charge = charges === 1 ? oneCharge : (demandUsdPerKwMonth[index] ?? 0);
    return (peak > 0 ? peak : load) * charge;
  });
  return sum(amounts);
}
