import type { Forms } from "./form";

export const hedgingForms: Forms = {
  FORWARD_LOCK: {
    steps: {
      wanted: `production_btc * hedge_ratio`,
      whole_contracts: `IF(contract_btc > 0, ROUND(wanted / contract_btc, 0), NA())`,
    },
    answer: {
      basis: `future_price - spot`,
      annualisedBasis: `(future_price / spot)^(1 / years) - 1`,
      btcHedged: `IF(contract_btc > 0, whole_contracts * contract_btc, wanted)`,
      contracts: `whole_contracts`,
      margin: `margin_share * btc_hedged * future_price`,
      lockedRevenue: `btc_hedged * future_price`,
      pnlAtExit: `btc_hedged * (future_price - exit_spot)`,
      revenueAtExit: `production_btc * exit_spot + pnl_at_exit`,
    },
  },
  HASHPRICE_FORWARD: {
    steps: {
      indices: `MINING_VECTOR(settlements)`,
      days_settled: `IF(COUNTA(indices) = 1, days, COUNTA(indices))`,
    },
    requires: [`IF(ISOMITTED(settlements), 1, (MIN(indices) > 0) * (days_settled <= days))`],
    answer: {
      notional: `unit_hashprice * hashrate_ph * days`,
      settlement: `IF(side = "sell", 1, -1) * (unit_hashprice - AVERAGE(indices)) * hashrate_ph * days_settled`,
      margin: `margin_share * notional`,
      lockedRevenue: `notional`,
    },
    differs: ["One settlement with blank cells below it counts for all days."],
  },
  IMPLIED_DIFFICULTY: {
    steps: {
      months: `COUNTA(hashprices)`,
      month: `SEQUENCE(months)`,
      reward: `subsidy_btc + fees_btc`,
      difficulty: `1E15 * 86400 / 2^32 * reward * btc_forwards / hashprices`,
      before: `TAKE(VSTACK(1, difficulty), months)`,
      growth: `IF(month = 1, "", difficulty / before - 1)`,
    },
    requires: [
      `COUNTA(btc_forwards) = months`,
      `(COUNTA(subsidy_btc) = 1) + (COUNTA(subsidy_btc) = months)`,
      `(COUNTA(fees_btc) = 1) + (COUNTA(fees_btc) = months)`,
      `MIN(reward) > 0`,
    ],
    answer: `HSTACK(month, hashprices, btc_forwards, difficulty, growth, difficulty * 2^32 / 600 / 1E18)`,
    differs: ["One subsidy or fee with blank cells below it counts for all months."],
  },
  HEDGE_RATIO: {
    requires: [
      `COUNTA(exposure_changes) > 1`,
      `COUNTA(hedge_changes) = COUNTA(exposure_changes)`,
      `MAX(hedge_changes) > MIN(hedge_changes)`,
    ],
    answer: {
      ratio: `SLOPE(exposure_changes, hedge_changes)`,
      rSquared: `IF(MAX(exposure_changes) > MIN(exposure_changes), RSQ(exposure_changes, hedge_changes), NA())`,
      contracts: `ratio * exposure / contract_size`,
      hedgedDeviation: `STDEV.S(exposure_changes - ratio * hedge_changes)`,
      unhedgedDeviation: `STDEV.S(exposure_changes)`,
    },
  },
  CURVE: {
    steps: {
      // The points on both sides of x: one and the same beyond the ends and at a point, where the curve is flat.
      left: `MAP(x, LAMBDA(point, MAX(IF(xs <= point, xs, MIN(xs)))))`,
      right: `MAP(x, LAMBDA(point, MIN(IF(xs >= point, xs, MAX(xs)))))`,
      left_y: `MAP(left, LAMBDA(point, SUM(IF(xs = point, ys, 0))))`,
      right_y: `MAP(right, LAMBDA(point, SUM(IF(xs = point, ys, 0))))`,
      share: `(x - left) / (right - left)`,
      linear: `left_y * (1 - share) + right_y * share`,
      loglinear: `left_y * (right_y / left_y)^share`,
      variance: `(left_y^2 * left * (1 - share) + right_y^2 * right * share) / x`,
      rank: `MAP(xs, LAMBDA(point, SUM(IF(xs <= point, 1, 0))))`,
    },
    requires: [
      `COUNTA(xs) = COUNTA(ys)`,
      `SUM(IF(rank = SEQUENCE(COUNTA(xs)), 0, 1)) = 0`,
      `IF(method = "linear", 1, IF(method = "loglinear", MIN(ys) > 0, (MIN(xs) >= 0) * (MIN(ys) >= 0)))`,
    ],
    answer: `IF(left = right, left_y, IF(method = "linear", linear, IF(method = "loglinear", loglinear, SQRT(variance))))`,
  },
};
