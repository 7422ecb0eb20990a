import type { Forms } from "./form";

export const economicsForms: Forms = {
  HASHPRICE: {
    steps: { hashes: `IF(unit = "TH", 1E12, IF(unit = "PH", 1E15, 1E18))` },
    answer: `hashes * 86400 / (difficulty * 2^32) * (subsidy_btc + fees_btc) * btc_price`,
  },
  HASHCOST: {
    steps: {
      usd_per_ph_day: `24 * j_per_th * usd_per_kwh * pue + opex_usd_per_ph_day`,
    },
    answer: `usd_per_ph_day * IF(unit = "TH", 0.001, IF(unit = "PH", 1, 1000))`,
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
};
