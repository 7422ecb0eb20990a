import type { Forms, Names } from "./form";

/** Puts and collars on a production, by period. */
export const hedgingNames: Names = {
  // A strike as a price: a number, or a text such as "90%" of the forward. 0.9 is likely to be a share, not a price.
  MINING_STRIKE: `LAMBDA(strike, forward,
    LET(
      share, MAP(strike, LAMBDA(cell, IF(ISNUMBER(cell), 0,
        IF(RIGHT(TRIM(cell), 1) = "%", NUMBERVALUE(cell, ".", "'"), #VALUE!)))),
      price, IF(strike < 9E307, strike, share * forward),
      IF((price <= 0) + (share = 0) * (strike <= 2) * (strike < forward / 100), #VALUE!, price)))`,
  // The strike at which a call is worth as much as the put: its distance from the put's strike by halving.
  MINING_COSTLESS_STRIKE: `LAMBDA(forward, put_strike, put_deviation, call_deviation,
    LET(
      put, MINING_BLACK("put", forward, put_strike, put_deviation),
      worth, LAMBDA(distance, MINING_BLACK("call", forward, put_strike * EXP(distance), call_deviation)),
      widest, LN(forward / put_strike) + 39 * call_deviation + call_deviation^2 / 2,
      farthest, IF(widest < 650, widest, 650),
      distance, REDUCE(0, SEQUENCE(60), LAMBDA(found, step,
        LET(next, found + farthest / 2^step, IF(worth(next) / put >= 1, next, found)))),
      IF(worth(0) / put >= 1 - 1E-14, put_strike * EXP(distance), NA())))`,
  MINING_CALL_STRIKE: `LAMBDA(call_strike, forward, put_strike, put_deviation, call_deviation,
    IF(call_strike = "zero", MINING_COSTLESS_STRIKE(forward, put_strike, put_deviation, call_deviation),
      MINING_STRIKE(call_strike, forward)))`,
  // Whole contracts of some size, and the coins in them; without a size coins need no contracts.
  MINING_LOTS: `LAMBDA(coins, contract_btc, IF(contract_btc > 0, ROUND(coins / contract_btc, 0), ""))`,
  MINING_HEDGED: `LAMBDA(coins, contract_btc, IF(contract_btc > 0, ROUND(coins / contract_btc, 0) * contract_btc, coins))`,
  // The lowest price, in one period, at which revenue, payoffs and premium cover the cost: between the strikes revenue
  // moves with what is produced, outside them with what is not hedged.
  MINING_PERIOD_BREAK_EVEN: `LAMBDA(production, cost, bought, put_strike, sold, call_strike, premium,
    LET(
      costs, production * cost + bought * premium,
      below, IF(production > bought, (costs - bought * put_strike) / (production - bought), 9E307),
      between, costs / production,
      above, IF(production > sold, (costs - sold * call_strike) / (production - sold), NA()),
      IF(costs <= bought * put_strike + 1E-14 * (production * cost + bought * put_strike), 0,
        IF(below < put_strike, below, IF((sold = 0) + (between <= call_strike), between, above)))))`,
  // The same for several periods at one price: the margin at each strike, and a straight line between two of them.
  MINING_BREAK_EVEN: `LAMBDA(production, cost, bought, put_strike, sold, call_strike, premium,
    LET(
      price, SORT(UNIQUE(VSTACK(0, put_strike, call_strike))),
      margin, MAP(price, LAMBDA(at, SUM(production * (at - cost) - bought * premium
        + bought * IF(put_strike > at, put_strike - at, 0) - sold * IF(at > call_strike, at - call_strike, 0)))),
      size, MAP(price, LAMBDA(at, SUM(production * (at + cost) + bought * (at + put_strike)))),
      count, COUNTA(price),
      first, MIN(IF(margin >= -1E-14 * size, SEQUENCE(count), count + 1)),
      before, INDEX(price, first - 1),
      short, INDEX(margin, first - 1),
      slope, IF(first > count, SUM(production - sold), (INDEX(margin, first) - short) / (INDEX(price, first) - before)),
      IF(first = 1, 0 * INDEX(margin, 1), IF(slope > 0, before - short / slope, NA()))))`,
  // A record, or a table of periods and their total. A total is a sum, a mean by the coins hedged or the break-even;
  // kind says which: s, m, b, and n for the number of contracts.
  MINING_HEDGE_TABLE: `LAMBDA(labels, body, kinds, break_even,
    LET(
      hedged, INDEX(body, 0, 1),
      count, COUNTA(hedged),
      weight, IF(hedged = "", 0, hedged),
      total, MAP(kinds, SEQUENCE(1, COUNTA(labels)), LAMBDA(kind, place,
        LET(
          column, INDEX(body, 0, place),
          numbers, IF(column = "", 0, column),
          IF(kind = "b", break_even,
            IF(kind = "m", IF(SUM(weight) = 0, "", SUM(weight * numbers) / SUM(weight)),
              IF((kind = "n") * (SUM(IF(column = "", 0, 1)) = 0), "", SUM(numbers))))))),
      IF(count = 1,
        IF(SUM(weight) >= 0, IF(SUM(IF(hedged = "", 0, 1)) = 0, NA(), HSTACK(labels, TRANSPOSE(body)))),
        VSTACK(HSTACK("Period", TRANSPOSE(labels)), HSTACK(SEQUENCE(count), body), HSTACK("Total", total)))))`,
  // A book of hedges, a leg in each row: 1 for a call, -1 for a put, 0 for a future; whether it is paid in BTC; strike,
  // years, quantity, volatility, forward and premium.
  MINING_BOOK: `LAMBDA(legs, forward,
    LET(
      rows, MINING_TABLE_ROWS(legs, 5, {2,3,4,5,6,7}),
      money, LAMBDA(column, MINING_TABLE_NUMBERS(rows, column, 0, MINING_TABLE_UNIT(legs, column, {"kusd";"musd"}, {1E3;1E6}))),
      types, MAP(CHOOSECOLS(rows, 1), LAMBDA(cell, TRIM(cell))),
      is_inverse, (types = "inverse put") + (types = "inverse call"),
      direction, (types = "call") + (types = "inverse call") - (types = "put") - (types = "inverse put"),
      is_future, types = "future",
      strikes, money(2),
      years, MINING_TABLE_NUMBERS(rows, 3, 0) / MINING_TABLE_UNIT(legs, 3, {"month";"months";"day";"days"}, {12;12;365;365}),
      quantities, MINING_TABLE_NUMBERS(rows, 4, 0, MINING_TABLE_UNIT(legs, 4, {"sat";"sats"}, {1E-8;1E-8})),
      volatilities, MINING_TABLE_NUMBERS(rows, 5, 0),
      own, money(7),
      forwards, IF(own = 0, forward, own),
      price, MINING_BLACK(IF(direction > 0, "call", "put"), forwards, strikes, volatilities * SQRT(years)),
      fair, IF(is_future, 0, price / IF(is_inverse, forwards, 1)),
      shown, MINING_TABLE_COLUMN(rows, 6, IF(COUNTA(TAKE(rows, 1)) < 6, "fair", 0)),
      unit, MINING_TABLE_UNIT(legs, 6, {"kusd";"musd"}, {1E3;1E6}),
      premiums, MAP(shown, fair, LAMBDA(cell, its_price,
        IF(ISNUMBER(cell), cell * unit, IF(TRIM(cell) = "fair", its_price, #VALUE!)))),
      are_numbers, SUM(strikes + years + quantities + volatilities + forwards + premiums) < 9E307,
      allowed, AND(are_numbers, is_future + ABS(direction) = 1, strikes > 0, years >= 0, years <= 100,
        volatilities >= 0, volatilities <= 10, own >= 0, is_future + (years = 0) + (volatilities > 0)),
      IF(allowed, HSTACK(direction, is_inverse, strikes, years, quantities, volatilities, forwards, premiums), #VALUE!)))`,
  // What such a book brings at each price: prices go down, legs across.
  MINING_BOOK_TABLE: `LAMBDA(book, forward, production, prices,
    LET(
      across, LAMBDA(column, TRANSPOSE(INDEX(book, 0, column))),
      direction, across(1),
      strike, across(3),
      years, across(4),
      quantity, across(5),
      volatility, across(6),
      ratio, across(7) / forward,
      paid, across(8) * IF(across(2), prices, 1),
      is_future, direction = 0,
      type, IF(direction > 0, "call", "put"),
      deviation, volatility * SQRT(years),
      moved, prices * ratio,
      gain, IF(is_future, 1, direction) * (prices - strike),
      payoff, IF(is_future + (gain > 0), gain, 0),
      worth, IF(is_future, moved - strike, MINING_BLACK(type, moved, strike, deviation)),
      delta, IF(is_future, 1, MINING_BLACK_DELTA(type, moved, strike, deviation)),
      gamma, IF(is_future + (quantity = 0), 0, MINING_BLACK_BEND(type, moved, strike, deviation) / prices^2),
      vega, IF(is_future, 0, MINING_BLACK_VEGA(moved, strike, volatility, years)),
      total, LAMBDA(each, BYROW(quantity * each, LAMBDA(line, SUM(line)))),
      HSTACK(prices, production * prices, production * prices + total(payoff - paid),
        total(ratio * delta), total(gamma), total(vega), total(worth))))`,
};

const commaShares = `A share of the forward with a decimal comma, such as "90,5%", is #VALUE!: write "90.5%".`;

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
  PUT_HEDGE: {
    steps: {
      put_strike: `MINING_STRIKE(strike, forward)`,
      deviation: `volatility * SQRT(years)`,
      discount: `1 / EXP(years * IF(settlement = "btc", 0, rate))`,
      put: `discount * MINING_BLACK("put", forward, put_strike, deviation)`,
    },
    requires: [`put_strike < 9E307`],
    answer: {
      btcHedged: `MINING_HEDGED(production_btc * hedge_ratio, contract_btc)`,
      contracts: `MINING_LOTS(btc_hedged, contract_btc)`,
      premium: `btc_hedged * put`,
      floorPrice: `put_strike - put`,
      floorRevenue: `btc_hedged * floor_price`,
      breakEvenPrice: `MINING_PERIOD_BREAK_EVEN(production_btc, cost_per_btc, btc_hedged, put_strike, 0, put_strike, put)`,
      worstMargin: `floor_revenue - production_btc * cost_per_btc`,
      delta: `btc_hedged * discount * MINING_BLACK_DELTA("put", forward, put_strike, deviation)`,
      vegaPerPoint: `btc_hedged * discount * MINING_BLACK_VEGA(forward, put_strike, volatility, years) / 100`,
    },
    byPeriod: `LET(
      hedged, INDEX(body, 0, 1),
      put_strike, MINING_STRIKE(strike, forward) + 0 * hedged,
      MINING_HEDGE_TABLE(labels, body, {"s","n","s","m","s","b","s","s","s"},
        MINING_BREAK_EVEN(production_btc + 0 * hedged, cost_per_btc, hedged, put_strike, 0, put_strike, put_strike - INDEX(body, 0, 4))))`,
    differs: [commaShares],
  },
  COLLAR: {
    steps: {
      bought: `MINING_STRIKE(put_strike, forward)`,
      put_dev: `volatility * SQRT(years)`,
      call_dev: `call_volatility * SQRT(years)`,
      sold: `MINING_CALL_STRIKE(call_strike, forward, bought, put_dev, call_dev)`,
      disc: `1 / EXP(rate * years)`,
      put: `MINING_BLACK("put", forward, bought, put_dev)`,
      // As a share of the strike and much enlarged: a put may be worth little and still be paid for.
      is_empty: `(call_strike = "zero") * (put_dev * put / bought * 1E307 = 0)`,
      premium: `IF(call_strike = "zero", 0, disc * (put - MINING_BLACK("call", forward, sold, call_dev)))`,
    },
    requires: [`bought < 9E307`, `call_volatility >= 0`, `IF(is_empty, 1, (sold >= bought) + 0 * sold)`],
    answer: {
      btcHedged: `MINING_HEDGED(production_btc * hedge_ratio, contract_btc)`,
      contracts: `MINING_LOTS(btc_hedged, contract_btc)`,
      putStrike: `bought`,
      callStrike: `sold`,
      netPremium: `btc_hedged * premium`,
      floorPrice: `bought - premium`,
      capPrice: `sold - premium`,
      floorRevenue: `btc_hedged * floor_price`,
      capRevenue: `btc_hedged * cap_price`,
      breakEvenPrice: `MINING_PERIOD_BREAK_EVEN(production_btc, cost_per_btc, btc_hedged, bought, btc_hedged, sold, premium)`,
      worstMargin: `floor_revenue - production_btc * cost_per_btc`,
      delta: `btc_hedged * disc * (MINING_BLACK_DELTA("put", forward, bought, put_dev) - MINING_BLACK_DELTA("call", forward, sold, call_dev))`,
      vegaPerPoint: `btc_hedged * disc * (MINING_BLACK_VEGA(forward, bought, volatility, years) - MINING_BLACK_VEGA(forward, sold, call_volatility, years)) / 100`,
    },
    empty: `is_empty`,
    defaults: { call_volatility: `volatility` },
    words: { call_strike: ["zero"] },
    byPeriod: `LET(
      hedged, INDEX(body, 0, 1),
      number, LAMBDA(column, IF(hedged = "", 0, column)),
      MINING_HEDGE_TABLE(labels, body, {"s","n","m","m","s","m","m","s","s","b","s","s","s"},
        IF(SUM(IF(hedged = "", 0, 1)) = 0, "",
          MINING_BREAK_EVEN(number(production_btc), cost_per_btc, number(hedged), number(INDEX(body, 0, 3)),
            number(hedged), number(INDEX(body, 0, 4)), number(INDEX(body, 0, 3)) - number(INDEX(body, 0, 6))))))`,
    differs: [commaShares, "A put that is worth less than 1E-307 of its strike counts as worth nothing."],
  },
  HEDGE_BOOK: {
    steps: { book: `MINING_BOOK(legs, forward)` },
    requires: [`SUM(1 + 0 * INDEX(book, 0, 1)) * COUNTA(prices) <= 200000`],
    answer: `MINING_BOOK_TABLE(book, forward, production_btc, prices)`,
    differs: [
      "The seventh column is the forward, whatever its heading says.",
      "The currency in the heading of the premiums is not compared to the types of the legs.",
    ],
  },
};
