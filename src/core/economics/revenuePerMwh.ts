interface PowerUser {
  /** USD per PH/s per day, before the pool fee. */
  hashpriceUsdPerPhDay: number;
  jPerTh: number;
  /** Power at the meter over power of the machines. */
  pue: number;
  /** Share of the coins. */
  poolFee: number;
}

/** Revenue after the pool fee of a MWh at the meter, in USD: 1 J/TH is 1 kW per PH/s. */
export function revenuePerMwh({ hashpriceUsdPerPhDay, jPerTh, pue, poolFee }: PowerUser): number {
  return (1000 * hashpriceUsdPerPhDay * (1 - poolFee)) / (24 * jPerTh * pue);
}
