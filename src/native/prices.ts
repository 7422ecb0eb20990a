import type { Forms } from "./form";

export const pricesForms: Forms = {
  REALIZED_VOL: {
    steps: {
      returns: `LN(DROP(prices, 1) / DROP(prices, -1))`,
      ages: `COUNTA(returns) - SEQUENCE(COUNTA(returns))`,
    },
    requires: [`COUNTA(prices) >= IF(method = "close", 3, 2)`],
    answer: `SQRT(periods_per_year) * IF(method = "close", STDEV.S(returns),
      SQRT(SUM(lambda_rate^ages * returns^2) / SUM(lambda_rate^ages)))`,
  },
};
