import type { Forms } from "./form";

export const riskForms: Forms = {
  HASHCOST_CURVE: {
    steps: {
      rows: `MINING_TABLE_ROWS(fleets, 4, {2,3,4,5})`,
      eh: `MINING_TABLE_NUMBERS(rows, 2, 0, MINING_TABLE_UNIT(fleets, 2, {"ph";"th"}, {1E-3;1E-6}))`,
      efficiency: `MINING_TABLE_NUMBERS(rows, 3, 0, MINING_TABLE_UNIT(fleets, 3, {"gh"}, {1000}))`,
      price: `MINING_TABLE_NUMBERS(rows, 4, 0, MINING_TABLE_UNIT(fleets, 4, {"ct";"cent";"cents";"mwh"}, {0.01;0.01;0.01;0.001}))`,
      pues: `MINING_TABLE_NUMBERS(rows, 5, 1)`,
      cost: `24 * efficiency * price * pues`,
      runs: `IF(ISOMITTED(hashprice), "", IF(hashprice >= cost, 1, 0))`,
      columns: `HSTACK(CHOOSECOLS(rows, 1) & "", eh, efficiency, price, cost, IF(cost, runs, runs))`,
      sorted: `SORTBY(columns, cost, 1, SEQUENCE(COUNTA(cost)), 1)`,
      cumulative: `SCAN(0, CHOOSECOLS(sorted, 2), LAMBDA(so_far, fleet, so_far + fleet))`,
      joules: `eh * efficiency * pues`,
    },
    requires: [
      `AND(CHOOSECOLS(rows, 1) <> "", CHOOSECOLS(rows, 1) <> 0, eh > 0, efficiency > 0, pues >= 1, pues <= 10)`,
    ],
    answer: `VSTACK(
      HSTACK(CHOOSECOLS(sorted, 1), CHOOSECOLS(sorted, 2), CHOOSECOLS(sorted, 3), CHOOSECOLS(sorted, 4), CHOOSECOLS(sorted, 5), cumulative, CHOOSECOLS(sorted, 6)),
      HSTACK("Total", SUM(eh), SUM(eh * efficiency) / SUM(eh), SUM(joules * price) / SUM(joules), SUM(eh * cost) / SUM(eh), SUM(eh),
        IF(ISOMITTED(hashprice), "", SUM(IF(runs = 1, eh, 0)) / SUM(eh))))`,
  },
  VAR_CVAR: {
    steps: {
      tail: `1 - confidence`,
      z: `NORM.S.INV(tail)`,
      density: `NORM.S.DIST(z, FALSE)`,
      mean_pnl: `AVERAGE(pnl)`,
      deviation: `IF(COUNTA(pnl) > 1, STDEV.S(pnl), NA())`,
      outcomes: `COUNTA(pnl)`,
      // The worst outcomes count in full, the last of them in part.
      parts: `tail * outcomes + 1 - SEQUENCE(outcomes)`,
      counted: `IF(parts > 1, 1, IF(parts > 0, parts, 0))`,
      spread: `SQRT(AVERAGE((pnl - mean_pnl)^2))`,
      skew: `IF(spread > 0, AVERAGE((pnl - mean_pnl)^3) / spread^3, 0)`,
      kurtosis: `IF(spread > 0, AVERAGE((pnl - mean_pnl)^4) / spread^4 - 3, 0)`,
      quantile: `z + (z^2 - 1) * skew / 6 + (z^3 - 3 * z) * kurtosis / 24 - (2 * z^3 - 5 * z) * skew^2 / 36`,
      bent: `1 + z * skew / 6 + (z^2 - 1) * kurtosis / 24 - (2 * z^2 - 1) * skew^2 / 36`,
      bend: `kurtosis / 8 - skew^2 / 6`,
      steepness: `LAMBDA(point, bend * point^2 + skew / 3 * point + 1 - kurtosis / 8 + 5 * skew^2 / 36)`,
      rarest: `NORM.S.INV(tail / 100)`,
      turn: `IF(bend > 0, MEDIAN(rarest, -skew / (6 * bend), z), z)`,
      rises: `MIN(steepness(rarest), steepness(turn), steepness(z)) > 0`,
    },
    answer: {
      valueAtRisk: `IF(method = "historical", -PERCENTILE.INC(pnl, tail), IF(method = "normal", -mean_pnl - deviation * z,
        IF(rises, -mean_pnl - deviation * quantile, #NUM!)))`,
      expectedShortfall: `IF(method = "historical", -SUM(SORT(pnl) * counted) / (tail * outcomes),
        deviation * density / tail * IF(method = "normal", 1, IF(rises, bent, #NUM!)) - mean_pnl)`,
      mean: `mean_pnl`,
      deviation: `deviation`,
      observations: `outcomes`,
    },
  },
  LOAN_HEALTH: {
    steps: {
      call_ltv: `IF(ISOMITTED(margin_call_ltv), liquidation_ltv, margin_call_ltv)`,
      target_ltv: `IF(ISOMITTED(cure_ltv), call_ltv, cure_ltv)`,
      barrier: `loan_usd / (collateral_btc * liquidation_ltv * btc_price)`,
      spread: `volatility * SQRT(years)`,
      distance: `LN(barrier)`,
      missing_btc: `loan_usd / (target_ltv * btc_price) - collateral_btc`,
    },
    requires: [`call_ltv <= liquidation_ltv`, `target_ltv <= liquidation_ltv`],
    answer: {
      ltv: `loan_usd / (collateral_btc * btc_price)`,
      marginCallPrice: `loan_usd / (collateral_btc * margin_call_ltv)`,
      liquidationPrice: `loan_usd / (collateral_btc * liquidation_ltv)`,
      drop: `1 - barrier`,
      btcToCure: `IF(missing_btc > 0, missing_btc, 0)`,
      // A walk without drift touches the barrier: it ends below, or was reflected there.
      touch: `IF(barrier >= 1, 1, IF(loan_usd = 0, 0,
        NORM.S.DIST(distance / spread + spread / 2, TRUE) + NORM.S.DIST(distance / spread - spread / 2, TRUE) / barrier))`,
    },
  },
  RUNWAY: {
    steps: {
      price: `btc_price * (1 + price_shock)`,
      burn: `cost_usd_per_month - btc_per_month * price`,
    },
    answer: {
      monthsOfCash: `cash_usd / cost_usd_per_month`,
      monthsWithCoins: `IF(burn > 0, (cash_usd + btc_held * price) / burn, NA())`,
      btcToSell: `cost_usd_per_month / price`,
      // 0.3 / 0.1 is 3 months and not a little less.
      shortfallMonth: `INT(months_with_coins * (1 + 1E-15)) + 1`,
      reserve: `reserve_months * cost_usd_per_month`,
    },
  },
};
