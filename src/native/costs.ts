import { macrsClasses, macrsConventions, macrsPercentages } from "../core/costs/macrs";
import type { Forms, HelperName, Names } from "./form";

export const costsForms: Forms = {
  FLEET: {
    steps: {
      groups: `MINING_TABLE_ROWS(units, 3, {1,2,3,4})`,
      counts: `MINING_TABLE_NUMBERS(groups, 1, 0)`,
      hashrates: `MINING_TABLE_NUMBERS(groups, 2, 0, MINING_TABLE_UNIT(units, 2, {"mh";"gh";"ph";"eh"}, {1E-6;1E-3;1E3;1E6}))`,
      power: `MINING_TABLE_NUMBERS(groups, 3, 0)`,
      uptimes: `MINING_TABLE_NUMBERS(groups, 4, 1)`,
      heading: `SUBSTITUTE(INDEX(units, 1, 3) & "", " ", "")`,
      per_terahash: `ISNUMBER(SEARCH("/t", heading)) + ISNUMBER(SEARCH("pert", heading))`,
      in_watts: `MINING_TABLE_UNIT(units, 3, {"w";"watt";"watts"}, {0;0;0}) = 0`,
      has_number: `ISNUMBER(-heading) + (heading = "")`,
      watts: `IF(per_terahash, power * hashrates, IF(in_watts, power,
        IF(has_number, IF(power <= 200, power * hashrates, power), #VALUE!)))`,
    },
    requires: [
      `(MIN(counts) >= 0) * (MIN(hashrates) > 0) * (MIN(power) > 0) * (MIN(uptimes) > 0) * (MAX(uptimes) <= 1)`,
    ],
    answer: {
      machines: `SUM(counts)`,
      hashrate: `SUM(counts * hashrates)`,
      runningHashrate: `SUM(counts * hashrates * uptimes)`,
      itPower: `SUM(counts * watts) / 1000`,
      facilityPower: `it_power * pue`,
      efficiency: `IF(hashrate = 0, NA(), SUM(counts * watts) / hashrate)`,
      energy: `SUM(counts * watts * uptimes) * 24 * pue / 1E6`,
    },
    differs: ["A heading of column 3 that names both units counts as J/TH."],
  },
  COST_BASIS: {
    steps: {
      rows: `MINING_TABLE_ROWS(lots, 3, {1,2,3,5})`,
      dates: `MINING_TABLE_NUMBERS(rows, 1, 0)`,
      quantities: `MINING_TABLE_NUMBERS(rows, 2, 0, MINING_TABLE_UNIT(lots, 2, {"sat";"sats"}, {1E-8;1E-8}))`,
      prices: `MINING_TABLE_NUMBERS(rows, 3, 0, MINING_TABLE_UNIT(lots, 3, {"kusd";"musd"}, {1E3;1E6}))`,
      named: `IF(method = "specific", MINING_TABLE_NUMBERS(rows, 5, 0), 0 * dates)`,
      satoshis: `MINING_HALF_EVEN(1E8 * quantities)`,
      uses: `MINING_HALF_EVEN(1E8 * named)`,
      sold: `MINING_HALF_EVEN(1E8 * sale_qty)`,
      fees: `MINING_HALF_EVEN(100 * sale_fees_usd)`,
      turns: `MINING_TURNS(dates, satoshis, prices, uses, method)`,
      parts: `MINING_SALE(turns, method, sold, IF(ISOMITTED(sale_price), 0, sale_price), fees)`,
      taken: `SORTBY(parts, CHOOSECOLS(turns, 1), 1)`,
      used: `CHOOSECOLS(taken, 1)`,
      terms: `IF(ISOMITTED(sale_date), IF(dates, ""), MINING_TERMS(used, dates, sale_date))`,
    },
    requires: [
      `AND(dates >= 1, dates < 2958466, satoshis >= 0, prices >= 0)`,
      `sold <= SUM(satoshis)`,
      `(sold > 0) + (fees = 0)`,
      `IF(ISOMITTED(sale_date), 1, AND(IF(used > 0, INT(dates), 0) <= sale_date))`,
      `IF(method = "specific", AND(uses >= 0, uses <= satoshis, SUM(uses) = sold), 1)`,
    ],
    answer: `MINING_DISPOSALS(MINING_TABLE_COLUMN(rows, 4, 0), taken, satoshis - used, terms, ISOMITTED(sale_price))`,
    differs: [
      "The fifth column of the lots is read whatever its heading says.",
      "An amount that is within rounding of half a cent counts as half: from about 10 million USD on, one in a million amounts may differ by a cent.",
    ],
  },
  POWER_BILL: {
    asGiven: ["hours", "usd_per_kwh"],
    steps: {
      load: `it_kw * pue`,
      times: `MINING_VECTOR(hours)`,
      kwh: `load * SUM(times)`,
      shown: `IF(usd_per_kwh = "", 0, usd_per_kwh)`,
      has_tiers: `IF(COUNTA(shown) > 2, COUNTA(TAKE(shown, 1)) = 2, FALSE)`,
      prices: `IF(has_tiers, 0, MINING_VECTOR(usd_per_kwh))`,
      peaks: `TOCOL(IF(peak_kw = "", 0, peak_kw))`,
      charges: `TOCOL(IF(demand_usd_per_kw_month = "", 0, demand_usd_per_kw_month))`,
    },
    requires: [
      `IF(has_tiers, 1, MINING_LINED_UP(VSTACK(MINING_EXTENT(hours), MINING_EXTENT(usd_per_kwh))) * (COUNTA(prices) = COUNTA(times)))`,
      `(COUNTA(peaks) = COUNTA(charges)) + (COUNTA(peaks) = 1) + (COUNTA(charges) = 1)`,
      `AND(times >= 0, times < 9E307, prices < 9E307, peaks >= 0, peaks < 9E307, charges >= 0, charges < 9E307)`,
    ],
    answer: {
      energy: `kwh`,
      energyCharge: `IF(has_tiers, MINING_TIERS(usd_per_kwh, kwh), load * SUM(times * prices))`,
      demandCharge: `SUM(IF(peaks > 0, peaks, load) * charges)`,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- a row's key, taken for a method of texts
      fixed: `fixed_usd`,
      credits: `credits_usd`,
      total: `energy_charge + demand_charge + fixed_usd - credits_usd`,
      effectivePrice: `IF(kwh = 0, NA(), total / kwh)`,
    },
  },
  CURTAILMENT: {
    asGiven: ["power_prices_usd_per_mwh", "hashprice_usd_per_ph_day"],
    called: {
      pool_fee: "fee",
      dr_credit_usd_per_kw_month: "credit",
      restart_cost_usd: "restart",
      interval_h: "hours",
    },
    steps: {
      prices: `MINING_VECTOR(power_prices_usd_per_mwh)`,
      paid: `IF(ISOMITTED(contract_usd_per_mwh), prices, contract_usd_per_mwh)`,
      own: `IF(ISOMITTED(strike_usd_per_mwh), 0, strike_usd_per_mwh)`,
      forced: `IF(ISOMITTED(forced_off), 0 * prices, MINING_FORCED(forced_off, power_prices_usd_per_mwh))`,
      strike: `MINING_STRIKES(power_prices_usd_per_mwh, hashprice_usd_per_ph_day, j_per_th, pue, fee)`,
      mwh: `it_kw * pue / 1000 * hours`,
      down: `MINING_OUTAGES(prices, strike, own, mwh, restart, forced, min_off)`,
    },
    answer: `MINING_CURTAILED(prices, strike, own, mwh, down, hours, paid, credit, restart)`,
    detail: `MINING_STATES(mwh * (prices - strike), down)`,
    differs: [
      "With a min_off above 1 a year of hours takes Excel some time: each hour copies the plan of those after it.",
    ],
  },
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
function macrsTable(convention: (typeof macrsConventions)[number]): HelperName {
  const columns = macrsClasses.map((years) => `${years}, {${macrsPercentages[convention][years].join(";")}}`);
  const name =
    convention === "hy" ? "half-year" : `mid-quarter (bought in quarter ${convention.replace("mq", "")})`;
  return {
    what: `Percentages of MACRS depreciation in years 1, 2, ... by recovery period, with the ${name} convention.`,
    text: `LAMBDA(life_years, SWITCH(life_years, ${columns.join(", ")}))`,
  };
}

export const costsNames: Names = {
  MINING_HALF_EVEN: {
    what: "Whole numbers, half-even; what differs from a half by no more than rounding is a half.",
    text: `LAMBDA(x,
    LET(
      whole, INT(x),
      IF(ABS(x - whole - 0.5) <= ABS(x) * 2^-50, 2 * INT((whole + 1) / 2), INT(x + 0.5))))`,
  },
  MINING_SHARED_OUT: {
    what: "Shares an amount out to parts in their order: none gets more than is left, the last one what is left.",
    text: `LAMBDA(amount, parts, last,
    LET(
      count, COUNTA(parts),
      sums, SCAN(0, IF(SEQUENCE(count) = last, amount, parts), LAMBDA(so_far, part, MIN(amount, so_far + part))),
      sums - TAKE(VSTACK(0, sums), count)))`,
  },
  MINING_TURNS: {
    what: "Every lot in the order in which the method takes it: place, satoshis, price, use.",
    text: `LAMBDA(dates, satoshis, prices, uses, method,
    LET(
      places, SEQUENCE(COUNTA(dates)),
      direction, IF(method = "lifo", -1, 1),
      dearest, IF(method = "hifo", 0 - prices, 0 * prices),
      oldest, IF(method = "specific", 0 * dates, direction * dates),
      SORTBY(HSTACK(places, satoshis, prices, uses), dearest, 1, oldest, 1, direction * places, 1)))`,
  },
  MINING_TERMS: {
    what: "Coins are held for a long term when they are sold a year after the day that follows their purchase, or later.",
    text: `LAMBDA(used, dates, sale_date,
    MAP(used, dates, LAMBDA(part, bought_at,
      IF(part = 0, "", IF(sale_date >= EDATE(INT(bought_at) + 1, 12), "long", "short")))))`,
  },
  MINING_DISPOSALS: {
    what: "The lines of the lots that are sold and their total, in BTC and USD.",
    text: `LAMBDA(texts, body, left, terms, without_price,
    LET(
      used, CHOOSECOLS(body, 1),
      basis, CHOOSECOLS(body, 2),
      proceeds, CHOOSECOLS(body, 3),
      gains, IF(without_price, IF(left + 1, ""), (proceeds - basis) / 100),
      receipts, IF(without_price, IF(left + 1, ""), proceeds / 100),
      VSTACK(
        HSTACK(IF((texts = "") + (texts = 0), SEQUENCE(COUNTA(texts)), texts & ""), used / 1E8, basis / 100, gains, left / 1E8, receipts, terms),
        HSTACK("Total", SUM(used) / 1E8, SUM(basis) / 100, IF(without_price, "", SUM(proceeds - basis) / 100), SUM(left) / 1E8,
          IF(without_price, "", SUM(proceeds) / 100), ""))))`,
  },
  MINING_SALE: {
    what: "What a sale uses of each lot in turn (place, satoshis, price, use): satoshis, their basis and proceeds in cents.",
    text: `LAMBDA(turns, method, sold, sale_price, fees,
    LET(
      held, CHOOSECOLS(turns, 2),
      open, sold - SCAN(0, held, LAMBDA(so_far, lot, so_far + lot)) + held,
      used, IF(method = "specific", CHOOSECOLS(turns, 4), IF(open < 0, 0, IF(open < held, open, held))),
      turn, SEQUENCE(COUNTA(held)),
      last, MAX(IF(used > 0, turn, 0)),
      costs, MINING_HALF_EVEN(held * CHOOSECOLS(turns, 3) / 1E6),
      cuts, MINING_HALF_EVEN(used * CHOOSECOLS(turns, 3) / 1E6),
      pooled, MINING_HALF_EVEN(used * (SUM(costs) / IF(SUM(held) = 0, 1, SUM(held)))),
      basis, IF(method = "average", MINING_SHARED_OUT(SUM(costs), pooled, IF(sold = SUM(held), last, 0)),
        IF(used = held, costs, IF(cuts < costs, cuts, costs))),
      gross, MINING_SHARED_OUT(MINING_HALF_EVEN(sold * sale_price / 1E6), MINING_HALF_EVEN(used * sale_price / 1E6), last),
      shares, MINING_HALF_EVEN(fees * used / IF(sold = 0, 1, sold)),
      fee, IF(turn = last, fees - SUM(IF(turn < last, shares, 0)), shares),
      HSTACK(used, basis, gross - fee)))`,
  },
  MINING_TIERS: {
    what: "The energy charge of a table of tiers: up to kWh, USD per kWh. A limit that is blank, 0 or a word is none.",
    text: `LAMBDA(table, kwh,
    LET(
      tiers, MINING_TABLE_ROWS(table, 2, {1,2}),
      limits, MAP(MINING_TABLE_COLUMN(tiers, 1, 0), LAMBDA(cell,
        IF(ISTEXT(cell), IF(ISNUMBER(-cell), #VALUE!, 9E307), IF(cell = 0, 9E307,
          IF(cell > 0, cell * MINING_TABLE_UNIT(table, 1, {"mwh"}, {1000}), #VALUE!))))),
      prices, MINING_TABLE_NUMBERS(tiers, 2, 0, MINING_TABLE_UNIT(table, 2, {"ct";"cent";"cents";"mwh"}, {0.01;0.01;0.01;0.001})),
      floors, TAKE(VSTACK(0, limits), COUNTA(limits)),
      used, IF(kwh < limits, kwh, limits) - floors,
      IF(AND(limits > floors, kwh <= MAX(limits) * (1 + 1E-12)), SUM(IF(used > 0, used, 0) * prices), #VALUE!)))`,
  },
  MINING_REASONS: {
    what: "How strong the reason is to be off in each interval: 2 to stop for it, 1 to stay off where the site is off already, 0 none. Being off before an interval is worth between 0 and a restart, which a site that runs would have to pay: what the interval gains and what being off after it is worth, within these limits.",
    text: `LAMBDA(gains, forced, restart_cost, min_off,
    IF(min_off > 1, MINING_LONG_REASONS(gains, forced, restart_cost, min_off),
      LET(
        intervals, COUNTA(gains),
        tie, 1E-12 * SUM(ABS(gains)),
        worth, SCAN(0, SEQUENCE(intervals, , intervals, -1), LAMBDA(later, place,
          IF(INDEX(forced, place), restart_cost, MEDIAN(0, restart_cost, INDEX(gains, place) + later)))),
        worth_after, VSTACK(0, worth),
        MAP(SEQUENCE(intervals), gains, forced, LAMBDA(place, gain, is_forced,
          LET(
            together, gain + INDEX(worth_after, intervals + 1 - place),
            IF(is_forced, 2, IF(together > restart_cost + tie, 2, IF(together > tie, 1, 0)))))))))`,
  },
  MINING_LONG_REASONS: {
    what: "The reasons for outages of at least min_off intervals, from the last interval to the first: what is still to be gained by a site that runs before the interval, by one that has been off long enough, and the reason.",
    text: `LAMBDA(gains, forced, restart_cost, min_off,
    LET(
      intervals, COUNTA(gains),
      tie, 1E-12 * SUM(ABS(gains)),
      sums, VSTACK(0, SCAN(0, gains, LAMBDA(so_far, gain, so_far + gain))),
      plan, REDUCE({0,0,0}, SEQUENCE(intervals, , intervals, -1), LAMBDA(later, place,
        LET(
          length, MIN(min_off, intervals + 1 - place),
          mine, INDEX(later, 1, 1),
          stop, INDEX(sums, place + length) - INDEX(sums, place) - restart_cost + INDEX(later, length, 2),
          stay, INDEX(gains, place) + INDEX(later, 1, 2),
          is_stop, (INDEX(forced, place) = 1) + (stop > mine + tie) > 0,
          is_stay, (INDEX(forced, place) = 1) + (stay > mine + tie) > 0,
          VSTACK(HSTACK(IF(is_stop, stop, mine), IF(is_stay, stay, mine), is_stop + is_stay), later)))),
      TAKE(CHOOSECOLS(plan, 3), intervals)))`,
  },
  MINING_STRIKES: {
    what: "What mining earns with a MWh of each interval, from the ranges of prices and hashprices.",
    text: `LAMBDA(price_range, hashprice_range, j_per_th, pue, fee,
    LET(
      prices, MINING_VECTOR(price_range),
      hashprice, MINING_VECTOR(hashprice_range),
      lined_up, MINING_LINED_UP(VSTACK(MINING_EXTENT(price_range), MINING_EXTENT(hashprice_range))),
      fits, OR(COUNTA(hashprice) = 1, COUNTA(hashprice) = COUNTA(prices)),
      IF(AND(lined_up, fits, hashprice >= 0, hashprice < 9E307),
        1000 * hashprice * (1 - fee) / (24 * j_per_th * pue) + 0 * prices, #VALUE!)))`,
  },
  MINING_FORCED: {
    what: "The intervals in which the site is off in any case, which begin and end where the prices do.",
    text: `LAMBDA(flag_range, price_range,
    IF(MINING_LINED_UP(VSTACK(MINING_EXTENT(flag_range, {"","true","false"}), MINING_EXTENT(price_range))),
      MINING_FLAGS(flag_range), #VALUE!))`,
  },
  MINING_OUTAGES: {
    what: "For how many intervals the site has been off, the site running before the first. The price alone decides where there is a limit of one's own, or where an outage costs nothing and may be short.",
    text: `LAMBDA(prices, strikes, limit, mwh, restart_cost, forced, min_off,
    LET(
      limits, IF(limit > 0, limit, strikes),
      by_price, (limit > 0) + (restart_cost = 0) * (min_off = 1),
      reasons, IF(by_price, IF((prices > limits) + forced, 2, 0), MINING_REASONS(mwh * (prices - strikes), forced, restart_cost, min_off)),
      IF(AND(COUNTA(forced) = COUNTA(prices), strikes < 9E307),
        SCAN(0, reasons, LAMBDA(lasted, reason,
          IF((reason = 2) + (lasted > 0) * ((reason = 1) + (lasted < min_off)), lasted + 1, 0))), #VALUE!)))`,
  },
  MINING_STATES: {
    what: "Interval, state and gain of each interval.",
    text: `LAMBDA(gains, lasted,
    HSTACK(SEQUENCE(COUNTA(gains)), IF(lasted, 0, 1), IF(lasted, gains, 0)))`,
  },
  MINING_CURTAILED: {
    what: "Strike, hours off, outages, revenue given up, power released, credits, restart cost, net benefit, net power price.",
    text: `LAMBDA(prices, strikes, limit, mwh, lasted, hours, bought, credit, restart_cost,
    LET(
      off, IF(lasted > 0, 1, 0),
      intervals, COUNTA(prices),
      outages, SUM(IF(lasted = 1, 1, 0)),
      given_up, mwh * SUM(off * strikes),
      released, mwh * SUM(off * prices),
      credits, mwh / hours * 1000 * credit * intervals * hours / 730.5,
      cost, mwh * SUM(bought + 0 * prices) - released - credits,
      used, mwh * (intervals - SUM(off)),
      IF(AND(strikes < 9E307, lasted >= 0), CHOOSE(SEQUENCE(9), IF(limit > 0, limit, AVERAGE(strikes)), SUM(off) * hours, outages, given_up, released, credits,
        restart_cost * outages, released - given_up + credits - restart_cost * outages, IF(used > 0, cost / used, NA())), #VALUE!)))`,
  },
  ...Object.fromEntries(macrsConventions.map((word) => [tableName(word), macrsTable(word)])),
};
