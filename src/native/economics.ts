import type { Forms } from "./form";

export const economicsForms: Forms = {
  HASHPRICE: {
    steps: {
      hashes: `IF(unit = "TH", 1E12, IF(unit = "PH", 1E15, 1E18))`,
      blocks_per_day: `hashes * 86400 / (difficulty * 2^32)`,
    },
    answer: `blocks_per_day * (subsidy_btc + fees_btc) * btc_price`,
  },
  HASHCOST: {
    steps: {
      usd_per_ph_day: `24 * j_per_th * usd_per_kwh * pue + opex_usd_per_ph_day`,
    },
    answer: `usd_per_ph_day * IF(unit = "TH", 0.001, IF(unit = "PH", 1, 1000))`,
  },
  EXPECTED_BTC: {
    steps: {
      hashes: `hashrate_th * 1E12 * 86400 * days * uptime`,
      blocks: `hashes / (difficulty * 2^32)`,
    },
    answer: `blocks * (subsidy_btc + fees_btc) * (1 - pool_fee)`,
  },
  MINER_PNL: {
    steps: {
      coins_per_th: `1E12 * 86400 / (difficulty * 2^32) * (subsidy_btc + fees_btc)`,
    },
    answer: {
      btc: `hashrate_th * coins_per_th * uptime * (1 - pool_fee)`,
      revenue: `btc * btc_price`,
      energy: `hashrate_th * j_per_th / 1000 * 24 * uptime * pue`,
      powerCost: `energy * usd_per_kwh`,
      otherOpex: `opex_usd_per_day`,
      profit: `revenue - power_cost - opex_usd_per_day`,
      margin: `IF(revenue > 0, profit / revenue, NA())`,
      hashprice: `1000 * coins_per_th * btc_price`,
      hashcost: `(power_cost + opex_usd_per_day) / (hashrate_th / 1000 * uptime)`,
    },
  },
  // Revenue and cost of a PH/s for a day. A step that reads the argument solved for is not used in that case.
  BREAKEVEN: {
    steps: {
      kept_blocks: `(1 - pool_fee) * 1E15 * 86400 / (difficulty * 2^32)`,
      revenue: `kept_blocks * (subsidy_btc + fees_btc) * btc_price`,
      kwh: `24 * j_per_th * pue`,
      cost: `kwh * usd_per_kwh + opex_usd_per_ph_day`,
      reward_needed: `cost / (kept_blocks * btc_price)`,
      answer: `IF(solve_for = "price", cost / (kept_blocks * (subsidy_btc + fees_btc)),
        IF(solve_for = "difficulty", (1 - pool_fee) * 1E15 * 86400 / 2^32 * (subsidy_btc + fees_btc) * btc_price / cost,
        IF(solve_for = "hashprice", cost / (1 - pool_fee),
        IF(solve_for = "power", (revenue - opex_usd_per_ph_day) / kwh,
        IF(solve_for = "efficiency", IF(usd_per_kwh > 0, (revenue - opex_usd_per_ph_day) / (24 * pue * usd_per_kwh), NA()),
        IF(solve_for = "fees", reward_needed - subsidy_btc, reward_needed - fees_btc))))))`,
    },
    answer: `IF(answer > 0, answer, NA())`,
  },
  REVENUE_PER_MWH: {
    steps: {
      usd_per_ph_day: `hashprice_usd_per_ph_day * (1 - pool_fee)`,
      mwh_per_ph_day: `24 * j_per_th * pue / 1000`,
    },
    answer: `usd_per_ph_day / mwh_per_ph_day`,
  },
};
