import fc from "fast-check";
import { NoAnswerError } from "../../../src/core/errors";
import { payoutSchemes, poolPayout, type PayoutCase } from "../../../src/core/pools/payout";

/** Hashes that a TH/s makes in a day, over those of a block: with it hashrates below are expected blocks a day. */
const perBlock = 2 ** 32 / (1e12 * 86400);
const miner: PayoutCase = {
  scheme: "pplns",
  hashrateTh: 0.1 * perBlock,
  difficulty: 1,
  subsidyBtc: 3,
  feesBtc: 1,
  days: 1,
  poolFee: 0.5,
  poolHashrateTh: 2 * perBlock,
  window: 1,
};

// By hand from docs/formulas.md, POOL_PAYOUT: L = 0.1, Lp = 2, share 1/20, reward 4, half of it kept.
const table: [string, Partial<PayoutCase>, [number, number, number]][] = [
  ["fpps", { scheme: "fpps" }, [0.2, 0, 0]],
  ["pps", { scheme: "pps" }, [0.15, 0, 0]],
  ["pps+", { scheme: "pps+" }, [0.2, 0.025 * Math.sqrt(5 / 3), 0]],
  ["pplns", {}, [0.2, 0.1 * Math.sqrt(5 / 3), Math.exp(-3)]],
  ["pplns, window longer than the period", { window: 4 }, [0.2, 0.1 * Math.sqrt(5 / 6), Math.exp(-6)]],
  ["proportional", { scheme: "proportional" }, [0.2, 0.1 * Math.sqrt(2), Math.exp(-2)]],
  ["solo", { scheme: "solo" }, [0.2, 2 * Math.sqrt(0.1), Math.exp(-0.1)]],
];

test.each(table)(
  "%s: mean, standard deviation, probability of nothing",
  (_, change, [mean, deviation, none]) => {
    const payout = poolPayout({ ...miner, ...change });
    expect(payout.mean).toBeWithin(mean, { absolute: 5e-15 });
    expect(payout.deviation).toBeWithin(deviation, { absolute: 5e-15 });
    expect(payout.nothing).toBeWithin(none, { absolute: 5e-15 });
    expect(Number(payout.variation)).toBeWithin(deviation / mean, { absolute: 5e-13 });
  },
);

// Poisson(0.1): 0 with 90.5 %, 1 or less with 99.5 %. Poisson(2): 0 with 13.5 %, 5 or less with 98.3 %.
test("percentiles of whole blocks", () => {
  expect(poolPayout({ ...miner, scheme: "solo" })).toMatchObject({ low: 0, high: 2 });
  const { low, high } = poolPayout({ ...miner, scheme: "proportional" });
  expect(low).toBe(0);
  expect(high).toBeWithin(5 * 0.1, { absolute: 5e-15 });
});

/** 100 and 25 PH/s in small pools, 30 days at a difficulty of 150 T; quantiles of blocks as in windowedBlocks.test.ts. */
const small = { difficulty: 1.5e14, subsidyBtc: 3.125, days: 30 };
const tenth = { ...small, hashrateTh: 1e5, feesBtc: 0.05, poolFee: 0.02, poolHashrateTh: 1e6, window: 2 };
const thirtieth = {
  ...small,
  hashrateTh: 25000,
  feesBtc: 0.03,
  poolFee: 0,
  poolHashrateTh: 750000,
  window: 1,
};

test("percentiles of windows", () => {
  const unit = 0.98 * 0.1 * 3.175;
  const { low = NaN, high = NaN } = poolPayout({ ...miner, ...tenth });
  expect(low).toBeWithin(unit * 1.26839317702, { absolute: 5e-8 });
  expect(high).toBeWithin(unit * 7.27727846498, { absolute: 5e-8 });
  expect(poolPayout({ ...miner, ...thirtieth }).low).toBeWithin(0.068, { absolute: 5e-4 });
  const plus = poolPayout({ ...miner, ...tenth, scheme: "pps+" });
  const certain = (poolPayout({ ...miner, ...tenth }).mean * 3.125) / 3.175;
  expect(plus.low).toBeWithin(certain + 0.98 * 0.1 * 0.05 * 1.26839317702, { absolute: 5e-9 });
});

test("a window longer than the period pays the period's share of it", () => {
  // 2 blocks expected in a window of 4: half of a block each at most.
  const { low = NaN, high = NaN } = poolPayout({ ...miner, window: 4 });
  expect(low).toBeWithin(0.1 * 0.5 * 1.25475601625, { absolute: 5e-7 });
  expect(high).toBeWithin(0.1 * 0.5 * 7.24315573939, { absolute: 5e-7 });
});

const anyCase = fc.record<PayoutCase>({
  scheme: fc.constantFrom(...payoutSchemes),
  hashrateTh: fc.double({ min: 0.01, max: 1, noNaN: true }).map((blocks) => blocks * perBlock),
  difficulty: fc.constant(1),
  subsidyBtc: fc.double({ min: 0.1, max: 6, noNaN: true }),
  feesBtc: fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 3, noNaN: true })),
  days: fc.double({ min: 0.1, max: 100, noNaN: true }),
  poolFee: fc.double({ min: 0, max: 0.2, noNaN: true }),
  poolHashrateTh: fc.double({ min: 1, max: 60, noNaN: true }).map((blocks) => blocks * perBlock),
  window: fc.double({ min: 0.01, max: 20, noNaN: true }),
});

describe("laws", () => {
  const deviationOf = (given: PayoutCase) => poolPayout(given).deviation ?? NaN;

  test("all schemes but pps pay the same on average, the less shared the more by luck", () => {
    const law = (given: PayoutCase) => {
      const [fpps, plus, pplns, proportional, solo] = (
        ["fpps", "pps+", "pplns", "proportional", "solo"] as const
      ).map((scheme) => ({ ...given, scheme }));
      const cases = [fpps, plus, pplns, proportional, solo].map((one) => one ?? given);
      for (const one of cases)
        expect(poolPayout(one).mean).toBeWithin(poolPayout(cases[0] ?? given).mean, { absolute: 5e-11 });
      const deviations = cases.map(deviationOf);
      deviations.slice(1).forEach((deviation, index) => {
        expect(deviation).toBeGreaterThanOrEqual((deviations[index] ?? NaN) * (1 - 1e-12));
      });
    };
    fc.assert(fc.property(anyCase, law));
  });

  test("the mean lies between the percentiles but where most periods bring nothing", () => {
    const law = (given: PayoutCase) => {
      const { mean, low = NaN, high = NaN, nothing = NaN } = poolPayout(given);
      expect(low).toBeLessThanOrEqual(mean * (1 + 1e-12));
      if (nothing < 0.5) expect(high).toBeGreaterThanOrEqual(mean * (1 - 1e-12));
    };
    fc.assert(fc.property(anyCase, law));
  });

  test("the shorter the window, the nearer to paying each block to its own round", () => {
    const round = poolPayout({ ...miner, scheme: "proportional" });
    const window = poolPayout({ ...miner, window: 1e-7 });
    expect(window.low).toBeWithin(round.low, { absolute: 5e-10 });
    expect(window.high).toBeWithin(round.high, { absolute: 5e-10 });
    expect(window.deviation).toBeWithin(round.deviation, { absolute: 5e-8 });
  });

  test("the variance of a window has no step where the period is as long", () => {
    const at = (window: number) => deviationOf({ ...miner, window });
    expect(at(2 - 1e-9)).toBeWithin(at(2 + 1e-9), { absolute: 5e-10 });
    expect(at(2)).toBeWithin(0.1 * Math.sqrt(4 / 3), { absolute: 5e-15 });
  });
});

describe("edges", () => {
  test("without the pool's hashrate the spread is unknown, where it matters", () => {
    const alone = { ...miner, poolHashrateTh: undefined };
    expect(poolPayout(alone)).toMatchObject({ deviation: undefined, nothing: undefined, high: undefined });
    expect(poolPayout(alone).mean).toBeWithin(0.2, { absolute: 5e-15 });
    for (const scheme of ["fpps", "pps", "solo"] as const) {
      expect(poolPayout({ ...alone, scheme }).deviation).toBeDefined();
    }
  });

  test("a pool smaller than the miner", () => {
    expect(() => poolPayout({ ...miner, poolHashrateTh: miner.hashrateTh / 2 })).toThrow(
      "pool_hashrate_th must be at least hashrate_th",
    );
  });

  test("the whole pool's pplns is the pool's luck; without fees pps+ has none", () => {
    const whole = { ...miner, hashrateTh: 2 * perBlock, scheme: "proportional" as const };
    expect(poolPayout(whole).deviation).toBeWithin(poolPayout({ ...whole, scheme: "solo" }).deviation, {
      absolute: 5e-15,
    });
    expect(poolPayout({ ...miner, scheme: "pps+", feesBtc: 0 })).toMatchObject({ deviation: 0, nothing: 0 });
  });

  test("no reward at all", () => {
    const none = poolPayout({ ...miner, scheme: "solo", subsidyBtc: 0, feesBtc: 0 });
    expect(none).toMatchObject({ mean: 0, deviation: 0, nothing: 1, low: 0, high: 0 });
    expect(none.variation).toBeInstanceOf(NoAnswerError);
  });
});

describe("agreement with simulated blocks, within four standard errors", () => {
  let state = 99;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;

  test.each([
    [2, 1],
    [2, 4],
    [0.3, 1],
    [9, 3],
  ])("pplns over %d expected blocks with a window of %d", (period, window) => {
    const given = { ...miner, days: period / 2, window };
    const trials = 40_000;
    let [sum, squares, fourths, none] = [0, 0, 0, 0];
    const { mean, deviation = NaN, nothing = NaN } = poolPayout(given);
    for (let trial = 0; trial < trials; trial++) {
      let earned = 0;
      for (let time = -Math.log(random()); time < period + window; time -= Math.log(random())) {
        const overlap = Math.min(time, period) - Math.max(time - window, 0);
        earned += ((0.5 * 4 * 0.05) / window) * overlap;
      }
      sum += earned;
      squares += (earned - mean) ** 2;
      fourths += (earned - mean) ** 4;
      if (earned === 0) none++;
    }
    expect(sum / trials).toBeWithin(mean, { absolute: (4 * deviation) / Math.sqrt(trials) });
    const variance = squares / trials;
    const error = Math.sqrt((fourths / trials - variance ** 2) / trials);
    expect(variance).toBeWithin(deviation ** 2, { absolute: 4 * error });
    expect(none / trials).toBeWithin(nothing, {
      absolute: 4 * Math.sqrt((nothing * (1 - nothing)) / trials),
    });
  });
});

/**
 * A pool share by share: each of the period's shares and of those that follow is a block with the same small
 * probability, and a block pays the last shares before it, in which the miner has its part of those of the period.
 */
describe.each([
  ["a thirtieth of a small pool", thirtieth],
  ["a tenth of another", tenth],
  ["a period shorter than the window", { ...tenth, days: 5 }],
])("agreement with a pool simulated share by share: %s", (_, change) => {
  let state = 4711;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const given = { ...miner, ...change };
  const sharesPerBlock = 200;
  const period = (given.poolHashrateTh * 1e12 * 86400 * given.days) / (given.difficulty * 2 ** 32);
  const reward = (given.subsidyBtc + given.feesBtc) * (1 - given.poolFee);
  const perShare = (reward * given.hashrateTh) / given.poolHashrateTh / (given.window * sharesPerBlock);
  const [periodShares, windowShares] = [period * sharesPerBlock, given.window * sharesPerBlock];
  const paid = Array.from({ length: 20_000 }, () => {
    let btc = 0;
    for (let share = 1; share <= periodShares + windowShares; share++) {
      if (random() * sharesPerBlock >= 1) continue;
      btc += perShare * (Math.min(share, periodShares) - Math.max(share - windowShares, 0));
    }
    return btc;
  });
  const { low = NaN, high = NaN, mean } = poolPayout(given);

  test.each([
    ["5 %", low, 0.05],
    ["95 %", high, 0.95],
  ])("%s", (_, percentile, share) => {
    const reached = (btc: number) => paid.filter((one) => one <= btc).length / paid.length;
    const error = 4 * Math.sqrt((share * (1 - share)) / paid.length);
    expect(reached(percentile + 0.005 * mean)).toBeGreaterThan(share - error);
    if (percentile > 0) expect(reached(percentile - 0.005 * mean)).toBeLessThan(share + error);
  });
});
