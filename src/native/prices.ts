import type { Forms } from "./form";

export const pricesForms: Forms = {
  PRICE_FAN: {
    steps: {
      shares: `IF(ISOMITTED(quantiles), {0.05;0.25;0.5;0.75;0.95}, MINING_VECTOR(quantiles))`,
      reverting: `process = "ou"`,
      speed: `IF(reverting, INDEX(MINING_VECTOR(params), 1), 0)`,
      level: `IF(reverting, INDEX(MINING_VECTOR(params), 2), spot)`,
      trend: `IF(reverting, 0, drift - volatility^2 / 2)`,
      mean_log: `LN(level) + LN(spot / level) * EXP(-speed * years) + trend * years`,
      // 1 - EXP(-2x) is TANH(x) (1 + EXP(-2x)), which keeps its digits for a small x.
      reach: `IF(speed = 0, years, TANH(speed * years) * (1 + EXP(-2 * speed * years)) / (2 * speed))`,
      spread: `volatility * SQRT(reach)`,
      z: `MAP(shares, LAMBDA(share, NORM.S.INV(share)))`,
      texts: `MAP(shares, LAMBDA(share, ROUND(100 * share, 10) & " % quantile (USD)"))`,
    },
    requires: [
      `process <> "merton"`,
      `AND(shares > 0, shares < 1)`,
      `IF(reverting, COUNTA(MINING_VECTOR(params)) = 2, ISOMITTED(params))`,
      `speed >= 0`,
    ],
    header: `HSTACK("Time (years)", TOROW(texts))`,
    answer: `HSTACK(years, IF(years = 0, spot, EXP(mean_log + spread * TOROW(z))))`,
    differs: ["merton is #VALUE!: its quantiles have no formula, they are found by trial."],
  },
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
