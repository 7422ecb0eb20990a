import type { Forms } from "./form";

export const allocationForms: Forms = {
  CONCENTRATION: {
    steps: { shares: `weights / SUM(weights)` },
    requires: [`SUM(weights) > 0`],
    answer: {
      hhi: `10000 * SUM(shares^2)`,
      effectiveNumber: `1 / SUM(shares^2)`,
      largest: `MAX(shares)`,
      threeLargest: `MIN(SUM(TAKE(SORT(shares), -3)), 1)`,
    },
  },
  SPOF_LOSS: {
    steps: {
      points: `COUNTA(weights)`,
      shares: `weights / SUM(weights)`,
      probabilities: `outage_probability + 0 * weights`,
      exposures: `shares * outage_days * revenue_per_day`,
      losses: `probabilities * exposures`,
      // Adding up what is left keeps the digits of small probabilities, 1 less a product would lose them.
      any: `REDUCE(0, probabilities, LAMBDA(so_far, next, so_far + (1 - so_far) * next))`,
    },
    requires: [
      `SUM(weights) > 0`,
      `(COUNTA(outage_probability) = 1) + (COUNTA(outage_probability) = points)`,
    ],
    answer: `VSTACK(
      HSTACK(SEQUENCE(points), shares, probabilities, exposures, losses),
      HSTACK("Expected loss", "", "", "", SUM(losses)),
      HSTACK("Worst single loss", "", "", MAX(exposures), ""),
      HSTACK("P(any outage)", "", any, "", ""))`,
  },
};
