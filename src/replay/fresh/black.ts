// The pricing of the replayed options: of its own, so that what the add-in computes from them has a second witness.

/** Standard normal distribution by Marsaglia's series; off by less than 1e-15. */
function normalDistribution(x: number): number {
  if (Math.abs(x) > 8) return x > 0 ? 1 : 0;
  let [sum, term] = [x, x];
  for (let n = 3; Math.abs(term) > 1e-18; n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** Undiscounted Black (1976) price, in the currency of `forward`. */
export function blackPrice(
  type: "C" | "P",
  { forward, strike, deviation }: { forward: number; strike: number; deviation: number },
): number {
  const d1 = Math.log(forward / strike) / deviation + deviation / 2;
  const sign = type === "C" ? 1 : -1;
  const forwardShare = normalDistribution(sign * d1);
  return sign * (forward * forwardShare - strike * normalDistribution(sign * (d1 - deviation)));
}
