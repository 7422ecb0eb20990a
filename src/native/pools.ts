import type { Forms, Names } from "./form";

export const poolsNames: Names = {
  MINING_AT_LEAST: {
    what: "Probability of so many blocks or more: the tail itself, since 1 less the rest of the distribution loses small ones.",
    text: `LAMBDA(blocks, mean,
    IF(blocks = 0, 1, CHISQ.DIST(2 * mean, 2 * blocks, TRUE)))`,
  },
  MINING_POISSON_INV: {
    what: "The smallest number of blocks that is not exceeded with a probability: tried around the normal distribution's answer with its correction for skewness, which is less than ten blocks off.",
    text: `LAMBDA(share, mean,
    LET(
      z, NORM.S.INV(share),
      guess, INT(mean + z * SQRT(mean) + (z^2 - 1) / 6),
      counts, SEQUENCE(61, 1, MAX(guess - 30, 0)),
      INDEX(counts, MATCH(TRUE, POISSON.DIST(counts, mean, TRUE) >= share, 0))))`,
  },
  MINING_WATERFALL: {
    what: "What is left of the nameplate's coins after each cause. Each argument is a value for every period or a column of them.",
    text: `LAMBDA(nameplate_th, difficulty, subsidy_btc, fees_btc, days, hashrate_th, paid_btc, uptime, stale_share, rejected_share, pool_fee, scheme, pool_th, confidence,
    LET(
      counts, VSTACK(COUNTA(nameplate_th), COUNTA(difficulty), COUNTA(subsidy_btc), COUNTA(fees_btc), COUNTA(days), COUNTA(hashrate_th),
        COUNTA(paid_btc), COUNTA(uptime), COUNTA(stale_share), COUNTA(rejected_share), COUNTA(pool_fee), COUNTA(pool_th)),
      periods, MAX(counts),
      blocks_per_th, 1E12 * 86400 * days / (difficulty * 2^32) + 0 * SEQUENCE(periods),
      coins_per_th, blocks_per_th * (subsidy_btc + fees_btc),
      good_share, 1 - stale_share - rejected_share,
      own_th, hashrate_th * uptime * good_share,
      payer_th, IF(scheme = "pplns", pool_th, own_th),
      valid, AND((counts = 1) + (counts = periods)) * AND(good_share >= 0) * AND(payer_th >= own_th) * ((COUNTA(uptime) > 1) + (SUM(uptime) > 0)),
      nameplate, SUM(nameplate_th * coins_per_th),
      while_up, SUM(hashrate_th * coins_per_th),
      submitted, SUM(hashrate_th * uptime * coins_per_th),
      not_stale, SUM(hashrate_th * uptime * (1 - stale_share) * coins_per_th),
      accepted, SUM(own_th * coins_per_th),
      expected, SUM(own_th * (1 - pool_fee) * coins_per_th),
      paid, SUM(paid_btc),
      btc, VSTACK(nameplate, while_up - nameplate, submitted - while_up, not_stale - submitted, accepted - not_stale, expected - accepted,
        expected, paid - expected, paid),
      step, {"Nameplate";"Hashrate shortfall";"Downtime";"Stale shares";"Rejected shares";"Pool fee";"Expected";"Luck and unexplained";"Paid"},
      blocks, SUM(payer_th * blocks_per_th),
      luck, LAMBDA(share, IF(step = "Luck and unexplained",
        IF(scheme = "fpps", "", IF(blocks = 0, NA(), (MINING_POISSON_INV(share, blocks) / blocks - 1) * expected)), "")),
      IF(valid, HSTACK(step, btc, IF(nameplate > 0, btc / nameplate, NA()), luck((1 - confidence) / 2), luck((1 + confidence) / 2)), #VALUE!)))`,
  },
  MINING_NAKAMOTO: {
    what: "Probability that an attacker succeeds, after Nakamoto: mines more blocks than the confirmations, or fewer and catches up.",
    text: `LAMBDA(attacker_share, confirmations,
    LET(
      ratio, attacker_share / (1 - attacker_share),
      mean, confirmations * ratio,
      mined, SEQUENCE(confirmations + 1, 1, 0),
      catches_up, SUM(POISSON.DIST(mined, mean, FALSE) * ratio^(confirmations - mined)),
      MINING_AT_LEAST(confirmations + 1, mean) + catches_up))`,
  },
  MINING_ADJUSTMENT: {
    what: "The y above 0 with 1 - e^-y = (1 - fee) y, by Newton's method from a start above it. For small y the gap is written as y (y/2! - y^2/3! + y^3/4! - ... - fee), in which nothing cancels.",
    text: `LAMBDA(fee,
    LET(
      gap, LAMBDA(y, IF(y > 1, (1 - fee) * y - 1 + EXP(-y),
        y * (y / 2 * REDUCE(1, SEQUENCE(19, 1, 21, -1), LAMBDA(rest, n, 1 - y / n * rest)) - fee))),
      start, IF(fee < 0.5, 2 * fee, 1) / (1 - fee),
      REDUCE(start, SEQUENCE(20), LAMBDA(y, attempt, y - gap(y) / (1 - fee - EXP(-y))))))`,
  },
};

const fewerThan5Billion = "Excel's own functions take up to 5,000,000,000 blocks.";

export const poolsForms: Forms = {
  BLOCK_PROB: {
    steps: {
      blocks_per_day: `hashrate_th * 1E12 * 86400 / (difficulty * 2^32)`,
      mean: `blocks_per_day * days`,
    },
    answer: `IF(mode = "days", 1 / blocks_per_day,
      IF(mode = "expected", mean,
      IF(mode = "exactly", POISSON.DIST(blocks, mean, FALSE),
      IF(mode = "at_most", POISSON.DIST(blocks, mean, TRUE), MINING_AT_LEAST(blocks, mean)))))`,
    differs: [fewerThan5Billion],
  },
  // Garwood's interval: means under which the blocks found or fewer, or more, are less probable than the tail.
  POOL_LUCK: {
    steps: {
      tail: `(1 - confidence) / 2`,
      at_most: `POISSON.DIST(blocks_found, expected_blocks, TRUE)`,
      at_least: `MINING_AT_LEAST(blocks_found, expected_blocks)`,
      smaller: `IF(at_most < at_least, at_most, at_least)`,
    },
    answer: {
      luck: `blocks_found / expected_blocks`,
      lower: `IF(blocks_found = 0, 0, CHISQ.INV(tail, 2 * blocks_found) / 2 / expected_blocks)`,
      upper: `CHISQ.INV.RT(tail, 2 * blocks_found + 2) / 2 / expected_blocks`,
      pValue: `IF(smaller < 0.5, 2 * smaller, 1)`,
    },
    differs: [fewerThan5Billion],
  },
  POOL_RESERVE: {
    steps: {
      coefficient: `MINING_ADJUSTMENT(fee_share) / reward_btc`,
      exponent: `IF(ISOMITTED(reserve_btc), -LN(ruin_probability), coefficient * reserve_btc)`,
    },
    // Without a fee ruin is certain.
    requires: [`IF(fee_share > 0, 1, NA())`],
    answer: {
      reserve: `IF(ISOMITTED(reserve_btc), exponent / coefficient, reserve_btc)`,
      ruin: `EXP(-exponent)`,
      coefficient: `coefficient`,
      reserveByRosenfeld: `exponent * reward_btc / (2 * fee_share)`,
      ruinByRosenfeld: `EXP(-2 * fee_share * reserve / reward_btc)`,
    },
  },
  YIELD_WATERFALL: {
    // The text would be too long with the whole names.
    called: {
      nameplate_th: "rated",
      subsidy_btc: "subsidy",
      fees_btc: "fees",
      hashrate_th: "actual",
      paid_btc: "paid",
      stale_share: "stale",
      rejected_share: "rejected",
      pool_fee: "fee",
    },
    steps: {
      pool_th: `IF(scheme = "pplns", MINING_VECTOR(pool_hashrate_th), "")`,
    },
    requires: [`AND(pool_th > 0)`],
    answer: `MINING_WATERFALL(rated, difficulty, subsidy, fees, days, actual, paid,
      uptime, stale, rejected, fee, scheme, pool_th, confidence)`,
  },
  POOL_AUDIT: {
    steps: {
      days: `COUNTA(payouts_btc)`,
      blocks: `hashrates_th * 1E12 * 86400 / (difficulties * 2^32)`,
      by_day: `blocks * (subsidy_btc + fees_btc) * (1 - pool_fee)`,
      expected: `VSTACK(by_day, SUM(by_day))`,
      paid: `VSTACK(payouts_btc, SUM(payouts_btc))`,
    },
    requires: [
      `COUNTA(hashrates_th) = days`,
      `COUNTA(difficulties) = days`,
      `(COUNTA(subsidy_btc) = 1) + (COUNTA(subsidy_btc) = days)`,
      `(COUNTA(fees_btc) = 1) + (COUNTA(fees_btc) = days)`,
    ],
    answer: `HSTACK(VSTACK(SEQUENCE(days), "Total"), expected, paid, paid - expected, IF(expected > 0, paid / expected, NA()))`,
  },
  // Rosenfeld's sum is twice the beta distribution.
  REORG_PROB: {
    steps: {
      // Both arguments in the shape of both.
      attackers: `IF(confirmations >= 0, attacker_share)`,
      waits: `IF(attacker_share >= 0, confirmations)`,
      uncertain: `IF(method = "nakamoto", MAP(attackers, waits, LAMBDA(share, blocks, MINING_NAKAMOTO(share, blocks))),
        2 * BETA.DIST(attacker_share, confirmations, confirmations, TRUE))`,
    },
    answer: `IF((attacker_share >= 0.5) + (confirmations = 0), 1, IF(attacker_share = 0, 0, uncertain))`,
  },
};
