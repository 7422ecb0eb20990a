import fc from "fast-check";
import { inverseNormal } from "../../../src/core/numeric/normal";
import { poissonQuantile } from "../../../src/core/numeric/poisson";
import { windowedBlocks, windowedQuantiles } from "../../../src/core/pools/windowedBlocks";

const shares = [0.05, 0.95];

// Poisson mixtures of the sums of uniform variables in closed form (Irwin and Hall), in mpmath with 80 digits.
const table: [number, number, number, number][] = [
  // period  window  5 %  95 %
  [4.023313522338867, 2, 1.26839317702, 7.27727846498],
  [0.05, 0.03, 0, 0.481884175944],
  [0.05, 0.05, 0, 0.493013767573],
  [0.3, 0.2, 0, 1.20532612402],
  [2, 4, 1.25475601625, 7.24315573939],
  [9, 3, 4.62770891761, 13.9074666981],
  [1.5, 1.5, 0.00142409363223, 3.3393101119],
];

test.each(table)("period %d, window %d", (period, window, low, high) => {
  const [five = NaN, ninetyFive = NaN] = windowedQuantiles(windowedBlocks(period, window), shares);
  const tolerance = 1e-6 * Math.max(period, window);
  expect(five).toBeWithin(low, { absolute: tolerance });
  expect(ninetyFive).toBeWithin(high, { absolute: tolerance });
});

const anyBlocks = fc.record({
  whole: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 400, noNaN: true })),
  partial: fc.double({ min: 1e-3, max: 400, noNaN: true }),
});

describe("laws", () => {
  test("no block in part: the quantiles of a Poisson number, exactly", () => {
    const law = (whole: number) => {
      const poisson = shares.map((share) => poissonQuantile(whole, share));
      expect(windowedQuantiles({ whole, partial: 0 }, shares)).toEqual(poisson);
    };
    fc.assert(fc.property(fc.double({ min: 0.01, max: 499, noNaN: true }), law));
  });

  test("a quantile does not depend on how far the distribution is computed", () => {
    const law = (blocks: { whole: number; partial: number }, share: number) => {
      const [far] = windowedQuantiles(blocks, [share, 0.96]);
      expect(windowedQuantiles(blocks, [share])).toEqual([far]);
    };
    fc.assert(fc.property(anyBlocks, fc.double({ min: 0.01, max: 0.95, noNaN: true }), law), { numRuns: 30 });
  });

  test("0 is 0 as long as nothing is at least as probable, and only then", () => {
    const nothing = -Math.log(0.05);
    for (const whole of [0, 1, 2]) {
      const at = (blocks: number) => windowedQuantiles({ whole, partial: blocks - whole }, [0.05]);
      expect(at(nothing * (1 - 1e-9))).toEqual([0]);
      expect(at(nothing * (1 + 1e-9))[0]).toBeGreaterThan(0);
    }
  });

  test("parts that add up to less than a block have a distribution function in closed form", () => {
    // k uniform variables add up to less than x, at most 1, with probability x^k / k!: in all e^-m sum of (m x)^k / k!^2.
    const law = (partial: number, share: number) => {
      const [x = NaN] = windowedQuantiles({ whole: 0, partial }, [share]);
      let sum = 0;
      for (let k = 0, term = 1; k < 40; term *= (partial * x) / (++k) ** 2) sum += term;
      const reached = Math.exp(-partial) * sum;
      if (x === 0) expect(reached).toBeGreaterThanOrEqual(share);
      else if (x < 1) expect(reached).toBeWithin(share, { absolute: 1e-6 });
    };
    const few = fc.double({ min: 0.01, max: 6, noNaN: true });
    fc.assert(fc.property(few, fc.double({ min: 0.01, max: 0.95, noNaN: true }), law));
  });

  test("within the width of a block and the skewness of the normal quantiles", () => {
    const law = ({ whole, partial }: { whole: number; partial: number }) => {
      const deviation = Math.sqrt(whole + partial / 3);
      const quantiles = windowedQuantiles({ whole, partial }, shares);
      quantiles.forEach((quantile, index) => {
        const normal = whole + partial / 2 + deviation * inverseNormal(shares[index] ?? NaN);
        expect(quantile).toBeWithin(normal, { absolute: 1.3 });
      });
    };
    fc.assert(fc.property(anyBlocks, law));
  });

  test("no step where the expansion takes over, and half a block where hardly any block pays a part", () => {
    for (const [part, step] of [
      [1, 1e-6],
      [0.3, 1e-6],
      [0.02, 1e-6],
      [0.004, 2e-4],
      [0, 1e-3],
    ] as const) {
      const at = (blocks: number) =>
        windowedQuantiles({ whole: (1 - part) * blocks, partial: part * blocks }, shares);
      const [before, after] = [at(500), at(500 + 1e-9)];
      before.forEach((quantile, index) => {
        expect(after[index]).toBeWithin(quantile, { absolute: step * 500 });
      });
    }
  });
});

test("far more blocks than can be counted", () => {
  const [low = NaN, high = NaN] = windowedQuantiles(windowedBlocks(1e20, 3), shares);
  expect(low / 1e20).toBeWithin(1, { absolute: 5e-9 });
  expect((high - low) / 1e10).toBeWithin(2 * 1.6448536269514722, { absolute: 5e-5 });
});
