import fc from "fast-check";
import { poolLuck } from "../../../src/core/pools/luck";
import { poissonAtLeast, poissonAtMost } from "../../../src/core/numeric/poisson";

// Garwood's 95 % limits of a Poisson mean, as tabulated in every handbook of epidemiology (Garwood 1936, table 1;
// Breslow and Day 1987, table 2.10), for an expected number of 1.
test.each([
  [0, 0, 3.689],
  [1, 0.0253, 5.572],
  [2, 0.242, 7.225],
  [5, 1.623, 11.668],
  [10, 4.795, 18.39],
  [20, 12.217, 30.888],
  [50, 37.111, 65.919],
  [100, 81.364, 121.627],
])("limits of %d blocks", (blocksFound, lower, upper) => {
  const luck = poolLuck({ blocksFound, expectedBlocks: 1, confidence: 0.95 });
  expect(luck.lower).toBeWithin(lower, { absolute: 5.1e-4 });
  expect(luck.upper).toBeWithin(upper, { absolute: 5.1e-4 });
});

// By 50-digit arithmetic.
test("ten blocks where eight were expected, and 180 where 217.5 were", () => {
  const ten = poolLuck({ blocksFound: 10, expectedBlocks: 8, confidence: 0.95 });
  expect(ten.luck).toBe(1.25);
  expect(ten.lower).toBeWithin(0.5994235870165542, { absolute: 5e-15 });
  expect(ten.upper).toBeWithin(2.29879450525222404, { absolute: 5e-15 });
  expect(poolLuck({ blocksFound: 180, expectedBlocks: 217.5, confidence: 0.95 }).pValue).toBeWithin(
    0.0100563445207745117,
    { absolute: 5e-16 },
  );
});

const found = fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 2e6 }));

describe("laws", () => {
  test("the bounds are where the tails are half of what is left of the confidence", () => {
    const law = (blocksFound: number, confidence: number) => {
      const { lower, upper } = poolLuck({ blocksFound, expectedBlocks: 1, confidence });
      const tail = (1 - confidence) / 2;
      if (blocksFound > 0)
        expect(poissonAtLeast(lower, blocksFound) / tail).toBeWithin(1, { absolute: 5e-11 });
      expect(poissonAtMost(upper, blocksFound) / tail).toBeWithin(1, { absolute: 5e-11 });
      expect(lower).toBeLessThan(Math.max(blocksFound, 1));
      expect(upper).toBeGreaterThan(blocksFound);
    };
    fc.assert(fc.property(found, fc.double({ min: 0.01, max: 0.9999, noNaN: true }), law));
  });

  test("1 is outside the bounds if and only if the p-value is below 1 - confidence", () => {
    const law = (blocksFound: number, ratio: number) => {
      const expectedBlocks = (blocksFound + 1) * ratio;
      const { lower, upper, pValue } = poolLuck({ blocksFound, expectedBlocks, confidence: 0.95 });
      if (Math.abs(pValue - 0.05) > 1e-9) expect(lower <= 1 && 1 <= upper).toBe(pValue > 0.05);
    };
    fc.assert(fc.property(found, fc.double({ min: 0.3, max: 3, noNaN: true }), law));
  });
});

test("a million blocks, as expected and unlucky by ten standard deviations", () => {
  const even = poolLuck({ blocksFound: 1e6, expectedBlocks: 1e6, confidence: 0.95 });
  expect(even.pValue).toBe(1);
  // Normal approximation: 1.96 / 1000 either side.
  expect(even.lower).toBeWithin(1 - 0.00196, { absolute: 5e-6 });
  expect(even.upper).toBeWithin(1 + 0.00196, { absolute: 5e-6 });
  const { pValue } = poolLuck({ blocksFound: 1e6 - 1e4, expectedBlocks: 1e6, confidence: 0.95 });
  expect(pValue).toBeGreaterThan(1e-24);
  expect(pValue).toBeLessThan(3e-23);
});

test("agreement with the coverage that Garwood promises, by summing the distribution", () => {
  // Whatever the mean, the interval misses it with a probability of at most 5 %, on either side at most 2.5 %.
  for (const mean of [0.5, 3, 17.3, 60]) {
    let [below, above] = [0, 0];
    let probability = Math.exp(-mean);
    for (let blocksFound = 0; blocksFound < 250; blocksFound++) {
      const { lower, upper } = poolLuck({ blocksFound, expectedBlocks: mean, confidence: 0.95 });
      if (upper < 1) below += probability;
      if (lower > 1) above += probability;
      probability *= mean / (blocksFound + 1);
    }
    expect(below).toBeLessThanOrEqual(0.025);
    expect(above).toBeLessThanOrEqual(0.025);
    if (mean > 10) expect(below + above).toBeGreaterThan(0.015);
  }
});
