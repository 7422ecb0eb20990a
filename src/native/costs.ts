import { macrsClasses, macrsConventions, macrsPercentages } from "../core/costs/macrs";
import type { Forms, Names } from "./form";

export const costsForms: Forms = {
  POWER_BLOCK: {
    steps: {
      intervals: `COUNTA(power_prices_usd_per_mwh)`,
      beyond: `load_mw + 0 * power_prices_usd_per_mwh - block_mw`,
    },
    requires: [`(COUNTA(load_mw) = 1) + (COUNTA(load_mw) = intervals)`],
    answer: {
      energy: `SUM(beyond + block_mw) * interval_h`,
      blockCost: `intervals * block_mw * block_usd_per_mwh * interval_h`,
      purchases: `SUM(IF(beyond > 0, beyond, 0) * power_prices_usd_per_mwh) * interval_h`,
      sales: `-SUM(IF(beyond < 0, beyond, 0) * power_prices_usd_per_mwh) * interval_h`,
      total: `block_cost + purchases - sales`,
      effectivePrice: `IF(SUM(load_mw) > 0, total / energy, NA())`,
      blockValue: `block_mw * SUM(power_prices_usd_per_mwh - block_usd_per_mwh) * interval_h`,
    },
  },
  COST_PER_BTC: {
    steps: {
      net_power_usd: `power_usd - credits_usd`,
      cash_usd: `net_power_usd + other_cash_usd`,
    },
    answer: {
      netPower: `net_power_usd / btc_mined`,
      directCash: `cash_usd / btc_mined`,
      cashWithOverhead: `(cash_usd + sga_usd) / btc_mined`,
      allIn: `(cash_usd + sga_usd + da_usd) / btc_mined`,
    },
  },
  DEPRECIATION: {
    steps: {
      last: `life + IF((method = "db") * (month < 12), 1, 0)`,
    },
    requires: [
      `IF(method = "uop", 1, (period >= 1) * (period <= last) * IF(method = "db", period = INT(period), 1))`,
    ],
    answer: `IF(method = "sln", SLN(cost, salvage, life),
      IF(method = "ddb", DDB(cost, salvage, life, period, factor),
      IF(method = "db", DB(cost, salvage, life, period, month),
      IF(method = "syd", SYD(cost, salvage, life, period),
      (cost - salvage) * IF(period < life, period / life, 1)))))`,
  },
  MACRS: {
    steps: {
      percentages: `SWITCH(convention, ${macrsConventions.map((word) => `"${word}", ${tableName(word)}(life_years)`).join(", ")})`,
      years: `SEQUENCE(life_years + 1)`,
      rates: `IF(years = 1, bonus_share, 0) + (1 - bonus_share) * percentages / 100`,
      book: `IF(years > life_years, 0, cost * (1 - SCAN(0, rates, LAMBDA(total, rate, total + rate))))`,
    },
    requires: [`OR(life_years = {${macrsClasses.join(",")}})`],
    answer: `HSTACK(years, rates, rates * cost, book)`,
  },
};

function tableName(convention: string): string {
  return `MINING_MACRS_${convention.toUpperCase()}`;
}

/** A table of IRS Publication 946, Appendix A: the percentage of each year by recovery period. */
function macrsTable(convention: (typeof macrsConventions)[number]): string {
  const columns = macrsClasses.map((years) => `${years}, {${macrsPercentages[convention][years].join(";")}}`);
  return `LAMBDA(life_years, SWITCH(life_years, ${columns.join(", ")}))`;
}

export const costsNames: Names = {
  ...Object.fromEntries(macrsConventions.map((word) => [tableName(word), macrsTable(word)])),
};
