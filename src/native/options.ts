import type { Forms, Names } from "./form";

/** Options by Black's formula, which the hedges use too. */
export const optionNames: Names = {
  MINING_BLACK: {
    what: "Black (1976), undiscounted; deviation is volatility x root of years. The option out of the money has few digits to lose, and parity makes its time value that of the other.",
    text: `LAMBDA(type, forward, strike, deviation,
    LET(
      gain, IF(type = "call", forward - strike, strike - forward),
      lower, IF(forward < strike, forward, strike),
      higher, IF(forward < strike, strike, forward),
      distance, LN(lower / higher) / deviation,
      time_value, lower * NORM.S.DIST(distance + deviation / 2, TRUE) - higher * NORM.S.DIST(distance - deviation / 2, TRUE),
      IF(gain > 0, gain, 0) + IF(deviation > 0, time_value, 0)))`,
  },
  MINING_BLACK_DELTA: {
    what: "Change of Black's value per unit of the forward; without uncertainty 0, 1 or a half.",
    text: `LAMBDA(type, forward, strike, deviation,
    LET(
      sign, IF(type = "call", 1, -1),
      certain, IF(forward = strike, 0.5, IF(sign * (forward - strike) > 0, 1, 0)),
      exponent, LN(forward / strike) / deviation + deviation / 2,
      sign * IF(deviation > 0, NORM.S.DIST(sign * exponent, TRUE), certain)))`,
  },
  MINING_BLACK_HELD: {
    what: "The forwards that an option holds in Black's formula, in currency.",
    text: `LAMBDA(type, forward, strike, deviation, forward * MINING_BLACK_DELTA(type, forward, strike, deviation))`,
  },
  MINING_BLACK_BEND: {
    what: "The gamma of Black's value times the square of the forward; infinite at the strike without uncertainty.",
    text: `LAMBDA(type, forward, strike, deviation,
    IF(deviation > 0, forward * NORM.S.DIST(LN(forward / strike) / deviation + deviation / 2, FALSE) / deviation,
      IF(forward = strike, NA(), 0)))`,
  },
  MINING_BLACK_VEGA: {
    what: "Change of Black's value per 1.00 of volatility.",
    text: `LAMBDA(forward, strike, volatility, years,
    LET(
      deviation, volatility * SQRT(years),
      exponent, IF(deviation > 0, LN(forward / strike) / deviation + deviation / 2, IF(forward = strike, 0, 99)),
      forward * NORM.S.DIST(exponent, FALSE) * SQRT(years)))`,
  },
  MINING_BY_JUMPS: {
    what: "Sum over the number of jumps, each with the probability that it has (Merton 1976). A call's jumps are counted by their size, so that its strike moves instead of its forward. black is what is summed; more adds certain jumps.",
    text: `LAMBDA(black, type, forward, strike, years, volatility, params, more,
    LET(
      numbers, MINING_VECTOR(params),
      jumps_per_year, INDEX(numbers, 1),
      log_deviation, INDEX(numbers, 3),
      log_growth, INDEX(numbers, 2) + log_deviation^2 / 2,
      drift, jumps_per_year * (EXP(log_growth) - 1) * years,
      expected, jumps_per_year * IF(type = "call", EXP(log_growth), 1) * years,
      fewest, IF(expected > 400, INT(expected - 12 * SQRT(expected)), 0),
      most, MAX(IFERROR(expected, 0)),
      REDUCE(0, SEQUENCE(INT(24 * SQRT(most)) + 60, 1, 0), LAMBDA(total, place,
        LET(
          jumps, fewest + place,
          growth, EXP((jumps + more) * log_growth - drift),
          total + POISSON.DIST(jumps, expected, FALSE) * black(type,
            IF(type = "call", forward, forward * growth),
            IF(type = "call", strike / growth, strike),
            SQRT(volatility^2 * years + (jumps + more) * log_deviation^2)))))))`,
  },
  MINING_EXPECTED: {
    what: "What MINING_BY_JUMPS returns, for any process.",
    text: `LAMBDA(black, process, type, forward, strike, years, volatility, params, more,
    IF(process = "merton",
      MINING_BY_JUMPS(black, type, forward, strike, years, volatility, params, more),
      black(type, forward, strike, volatility * SQRT(years))))`,
  },
  MINING_JUMP_DECAY: {
    what: "Value that jumps lose in a year without one: what one more jump would add, times jumps a year, less their drift.",
    text: `LAMBDA(after_jump, type, worth, held, owed, params,
    LET(
      numbers, MINING_VECTOR(params),
      mean_jump, EXP(INDEX(numbers, 2) + INDEX(numbers, 3)^2 / 2),
      counted, INDEX(numbers, 1) * IF(type = "call", mean_jump, 1),
      counted * (after_jump - worth) - INDEX(numbers, 1) * (mean_jump - 1) * IF(type = "call", owed, held)))`,
  },
  MINING_SPREAD_MEAN: {
    what: "An option to get one asset for another and a strike of at least 0, by its mean over z, the normal deviate behind what is paid: given z, what is paid is certain and the option is Black's. On evenly spaced points the sum of a smooth function converges fast: the steeper the option is in z, the more it takes. All of it is within 9 deviations.",
    text: `LAMBDA(type, received, paid, strike, received_deviation, paid_deviation, correlation,
    LET(
      shared, correlation * received_deviation,
      rest, received_deviation * SQRT((1 - correlation) * (1 + correlation)),
      apart, ABS(shared - paid_deviation),
      steepness, IF(apart > ABS(shared), apart, ABS(shared)) / rest,
      lowest, IF(shared < 0, shared, 0) - 9,
      highest, IF(shared > paid_deviation, shared, paid_deviation) + 9,
      needed, (highest - lowest) * (2 + 2 * steepness + 3 * paid_deviation),
      allowed, IFERROR((needed <= 5000) * (received_deviation <= 10) * (paid_deviation <= 10), 0),
      points, INT(MAX(IF(allowed, needed, 0))) + 1,
      step, (highest - lowest) / points,
      mean, REDUCE(0, SEQUENCE(points + 1, 1, 0), LAMBDA(total, place,
        LET(
          z, lowest + step * place,
          cost, paid * NORM.S.DIST(z - paid_deviation, FALSE) + strike * NORM.S.DIST(z, FALSE),
          total + step * MINING_BLACK(type, received * NORM.S.DIST(z - shared, FALSE), cost, rest)))),
      IF(allowed, mean, #VALUE!)))`,
  },
  MINING_EXACT_SPREAD: {
    what: "What MINING_SPREAD_MEAN returns, for any strike: a negative one is received, so that the option is to give the other asset.",
    text: `LAMBDA(type, received, paid, strike, received_deviation, paid_deviation, correlation,
    LET(
      gain, IF(type = "call", 1, -1) * (received - paid - strike),
      IF(received_deviation + paid_deviation = 0, IF(gain > 0, gain, 0),
        IF(strike < 0,
          MINING_SPREAD_MEAN(IF(type = "call", "put", "call"), paid, received, 0 - strike, paid_deviation, received_deviation, correlation),
          MINING_SPREAD_MEAN(type, received, paid, strike, received_deviation, paid_deviation, correlation)))))`,
  },
  MINING_ARE_JUMPS: {
    what: "Whether a process takes jumps and they are three numbers: jumps a year, mean and deviation of the log jump.",
    text: `LAMBDA(params, process,
    LET(numbers, MINING_VECTOR(params),
      (process = "merton") * (COUNTA(numbers) = 3) * (INDEX(numbers, 1) >= 0) * (INDEX(numbers, 3) >= 0)))`,
  },
};

/** What an option's process requires of its other arguments. */
const processRules = [
  `IF(ISOMITTED(yield_rate), 1, process <> "black76")`,
  `IF(ISOMITTED(params), process <> "merton", MINING_ARE_JUMPS(params, process))`,
];

export const optionForms: Forms = {
  OPTION_PRICE: {
    steps: {
      carry: `IF(process = "black76", 0, rate - IF(ISOMITTED(yield_rate), 0, yield_rate))`,
      forward: `underlying * EXP(carry * years)`,
      undiscounted: `MINING_EXPECTED(MINING_BLACK, process, type, forward, strike, years, volatility, params, 0)`,
    },
    requires: processRules,
    answer: `undiscounted / EXP(rate * years)`,
  },
  OPTION_GREEKS: {
    steps: {
      payout: `IF(process = "black76", rate, IF(ISOMITTED(yield_rate), 0, yield_rate))`,
      forward: `underlying * EXP((rate - payout) * years)`,
      discount: `1 / EXP(rate * years)`,
      part: `LAMBDA(black, more, MINING_EXPECTED(black, process, type, forward, strike, years, volatility, params, more))`,
      // The option as what it holds of the forward, less what it owes.
      worth: `part(MINING_BLACK, 0)`,
      held: `part(MINING_BLACK_HELD, 0)`,
      owed: `held - worth`,
      bend: `part(MINING_BLACK_BEND, 0)`,
      by_jump: `IF(process = "merton", MINING_JUMP_DECAY(part(MINING_BLACK, 1), type, worth, held, owed, params), 0)`,
    },
    requires: processRules,
    answer: {
      price: `discount * worth`,
      delta: `discount * held / underlying`,
      gamma: `discount * bend / underlying^2`,
      // Without uncertainty the bend is infinite at the strike; what a small volatility adds is not.
      vega: `discount * IF(volatility * years > 0, volatility * years * bend, IFNA(0 * bend, forward * SQRT(years / (2 * PI()))))`,
      vegaPerPoint: `vega / 100`,
      theta: `discount * (payout * worth + (payout - rate) * owed - IF(volatility > 0, volatility^2 / 2 * bend, 0) - by_jump)`,
      thetaPerDay: `theta / 365`,
      rho: `years * IF(process = "black76", 0 - price, discount * owed)`,
    },
  },
  IMPLIED_VOL: {
    steps: {
      undiscounted: `price * EXP(rate * years)`,
      gain: `IF(type = "call", forward - strike, strike - forward)`,
      sought: `undiscounted - IF(gain > 0, gain, 0)`,
      lower: `IF(forward < strike, forward, strike)`,
      higher: `IF(forward < strike, strike, forward)`,
      distance: `LN(lower / higher)`,
      inflection: `SQRT(-2 * distance)`,
      is_above: `sought >= MINING_BLACK("call", lower, higher, inflection)`,
      start: `IF(inflection > 0, inflection, SQRT(2 * PI()) * sought / forward)`,
      // Newton's steps from the inflection of the price: on the price above it, below it on 1 / LN(price), which is
      // nearly a straight line there. Where a step goes too far, half the way to 0 is enough.
      deviation: `REDUCE(start, SEQUENCE(40), LAMBDA(guess, step,
        LET(
          now, MINING_BLACK("call", lower, higher, guess),
          vega, SQRT(lower * higher) * EXP((distance / guess)^2 / -2 - guess^2 / 8) / SQRT(2 * PI()),
          log_now, LN(now / lower),
          log_sought, LN(sought / lower),
          next, guess + IF(is_above, sought - now, log_now / log_sought * (log_sought - log_now) * now) / vega,
          IF(next > guess / 2, next, guess / 2))))`,
      most: `IF(type = "call", forward, strike)`,
      rounding: `1E-15 * higher`,
    },
    answer: `IF((sought + rounding < 0) + (undiscounted >= most), NA(), IF(sought <= 0, 0, deviation / SQRT(years)))`,
  },
  INVERSE_OPTION: {
    steps: {
      deviation: `volatility * SQRT(years)`,
      usd: `MINING_BLACK(type, forward, strike, deviation)`,
      gain: `IF(type = "call", settlement_price - strike, strike - settlement_price)`,
      payoff: `IF(gain > 0, gain, 0) / settlement_price`,
      received: `IF(ISOMITTED(exit_premium_btc), payoff, exit_premium_btc)`,
      paid: `IF(ISOMITTED(premium_btc), usd / forward, premium_btc)`,
    },
    requires: [`contracts <> 0`, `ISOMITTED(settlement_price) + ISOMITTED(exit_premium_btc)`],
    answer: {
      priceBtc: `contracts * usd / forward`,
      priceUsd: `contracts * usd`,
      delta: `contracts * MINING_BLACK_DELTA(type, forward, strike, deviation)`,
      netDelta: `delta - price_btc`,
      payoffBtc: `contracts * payoff`,
      pnlBtc: `contracts * (received - paid)`,
    },
  },
  SPREAD_OPTION: {
    steps: {
      paid: `f_2 + strike`,
      vol_paid: `vol_2 * f_2 / paid`,
      variance: `(vol_1 - vol_paid)^2 + 2 * vol_1 * vol_paid * (1 - correlation)`,
      root: `SQRT(years)`,
    },
    requires: [`(method = "exact") + (f_2 + strike > 0)`],
    answer: `1 / EXP(rate * years) * IF(method = "exact",
      MINING_EXACT_SPREAD(type, f_1, f_2, strike, vol_1 * root, vol_2 * root, correlation),
      MINING_BLACK(type, f_1, paid, SQRT(variance * years)))`,
    differs: [
      "The method exact is a sum of at most 5,000 terms: beyond that the answer is #VALUE!, as with a correlation within about 0.0001 of 1 or -1, a volatility of 0 beside another, or volatilities that differ a hundredfold.",
    ],
  },
};
