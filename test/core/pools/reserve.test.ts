import fc from "fast-check";
import { NoAnswerError } from "../../../src/core/errors";
import { adjustmentCoefficient, poolReserve } from "../../../src/core/pools/reserve";
import { exact, Exact } from "../../exact";

const pool = { feeShare: 0.02, rewardBtc: 3.125, ruinProbability: 0.01, reserveBtc: undefined };

// docs/formulas.md, POOL_RESERVE; the decimals by 50-digit root finding of 1 - e^-y = 0.98 y.
test("a fee of 2 %", () => {
  expect(adjustmentCoefficient(0.02)).toBeWithin(0.0405423865176187876, { absolute: 5e-17 });
  const { reserve, ruin, coefficient, reserveByRosenfeld, ruinByRosenfeld } = poolReserve(pool);
  expect(reserve).toBeWithin(354.965705458871302, { absolute: 5e-11 });
  expect(ruin).toBe(0.01);
  expect(coefficient).toBeWithin(0.0405423865176187876 / 3.125, { absolute: 5e-17 });
  expect(reserveByRosenfeld).toBeWithin(359.778920780319638, { absolute: 5e-11 });
  expect(ruinByRosenfeld).toBeWithin(0.0106354658280553083, { absolute: 5e-15 });
});

// Rosenfeld (2011), 3.2: with a reward of 50 BTC, a ruin probability of 0.1 % and a fee of 5 % the reserve is
// 50 ln(1000) / 0.1 = 3454 BTC.
test("Rosenfeld's approximation", () => {
  const { reserveByRosenfeld } = poolReserve({
    ...pool,
    feeShare: 0.05,
    rewardBtc: 50,
    ruinProbability: 0.001,
  });
  expect(reserveByRosenfeld).toBeWithin(3453.87763949107, { absolute: 5e-9 });
});

describe("laws", () => {
  const fee = fc.oneof(
    fc.double({ min: 1e-9, max: 0.999, noNaN: true }),
    fc.double({ min: -300, max: -9, noNaN: true }).map((power) => 10 ** power),
  );

  test("reserve and ruin probability are each other's inverse", () => {
    const law = (feeShare: number, power: number) => {
      const ruinProbability = 10 ** power;
      const { reserve } = poolReserve({ ...pool, feeShare, ruinProbability });
      const { ruin } = poolReserve({ ...pool, feeShare, reserveBtc: reserve });
      expect(ruin).toBeWithin(ruinProbability, { relative: 1e-12 });
    };
    fc.assert(fc.property(fee, fc.double({ min: -50, max: -1e-3, noNaN: true }), law));
  });

  test("the coefficient is 2 fee and something: Rosenfeld is on the safe side", () => {
    const law = (feeShare: number) => {
      const y = adjustmentCoefficient(feeShare);
      expect(y).toBeGreaterThanOrEqual(2 * feeShare * (1 - 1e-15));
      expect(y).toBeLessThanOrEqual(((2 * feeShare) / (1 - feeShare)) * (1 + 1e-15));
    };
    fc.assert(fc.property(fee, law));
  });
});

describe("edges", () => {
  test.each([0, -0.01])("with a fee of %d ruin is certain", (feeShare) => {
    expect(() => poolReserve({ ...pool, feeShare })).toThrow(NoAnswerError);
    expect(() => poolReserve({ ...pool, feeShare })).toThrow("ruin is certain");
  });

  test("no reserve is ruin at once", () => {
    expect(poolReserve({ ...pool, reserveBtc: 0 })).toMatchObject({
      reserve: 0,
      ruin: 1,
      reserveByRosenfeld: 0,
    });
  });

  test("a ruin too improbable for a double keeps its reserve by Rosenfeld", () => {
    const { ruin, reserveByRosenfeld } = poolReserve({ ...pool, reserveBtc: 1e6 });
    expect(ruin).toBe(0);
    expect(reserveByRosenfeld / 1e6).toBeWithin(0.0405423865176187876 / 0.04, { absolute: 5e-14 });
  });
});

describe("agreement with an independent method", () => {
  test("bisection in decimals, to 2e-15, for fees from 1e-250 to 0.9999", () => {
    for (const fee of [1e-250, 1e-17, 1e-9, 0.001, 0.02, 0.3, 0.4999, 0.5, 0.7, 0.99, 0.9999]) {
      const f = exact(fee);
      // With few digits left by a tiny fee, as 1 - y/2 + y^2/6 - y^3/24 + ... = 1 - fee, from the second term on.
      const excess = (y: InstanceType<typeof Exact>) => {
        if (fee > 1e-4) return y.neg().exp().minus(1).div(y).plus(1).minus(f);
        return y.div(2).minus(y.pow(2).div(6)).plus(y.pow(3).div(24)).minus(y.pow(4).div(120)).minus(f);
      };
      let [low, high] = [f.times(1.5), f.times(3).div(new Exact(1).minus(f))];
      for (let step = 0; step < 120; step++) {
        const middle = low.plus(high).div(2);
        if (excess(middle).gt(0)) high = middle;
        else low = middle;
      }
      const error = exact(adjustmentCoefficient(fee)).div(low).minus(1).abs().toNumber();
      expect([fee, error < 2e-15]).toEqual([fee, true]);
    }
  });

  test("pools run until ruin or riches, within four standard errors", () => {
    const [fee, reserve, trials] = [0.2, 3, 20_000];
    let state = 4711;
    const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
    let ruined = 0;
    for (let trial = 0; trial < trials; trial++) {
      let funds = reserve;
      while (funds < 60) {
        funds += (1 - fee) * Math.log(random());
        if (funds < 0) break;
        funds += 1;
      }
      if (funds < 0) ruined++;
    }
    const { ruin } = poolReserve({ feeShare: fee, rewardBtc: 1, ruinProbability: 0.5, reserveBtc: reserve });
    expect(ruined / trials).toBeWithin(ruin, { absolute: 4 * Math.sqrt((ruin * (1 - ruin)) / trials) });
    // Rosenfeld's approximation is farther away than chance.
    const byRosenfeld = Math.exp(-2 * fee * reserve);
    expect(Math.abs(byRosenfeld - ruin)).toBeGreaterThan(4 * Math.sqrt((ruin * (1 - ruin)) / trials));
  });
});
