import type Decimal from "decimal.js";
import fc from "fast-check";
import { reorgProbability } from "../../../src/core/pools/reorg";
import { exact, Exact } from "../../exact";
import { relativeError } from "../numeric/exactNormal";

const nakamoto = (attackerShare: number, confirmations: number) =>
  reorgProbability({ attackerShare, confirmations, method: "nakamoto" });
const rosenfeld = (attackerShare: number, confirmations: number) =>
  reorgProbability({ attackerShare, confirmations, method: "rosenfeld" });

// Nakamoto (2008), section 11, both tables of results, seven decimals. His program truncates nothing but the sum at
// k = z: beyond it the attacker is ahead already, with certainty, which the leading 1 accounts for.
const published = [
  [0.1, 0, 1],
  [0.1, 1, 0.2045873],
  [0.1, 2, 0.0509779],
  [0.1, 3, 0.0131722],
  [0.1, 4, 0.0034552],
  [0.1, 5, 0.0009137],
  [0.1, 6, 0.0002428],
  [0.1, 7, 0.0000647],
  [0.1, 8, 0.0000173],
  [0.1, 9, 0.0000046],
  [0.1, 10, 0.0000012],
  [0.3, 0, 1],
  [0.3, 5, 0.1773523],
  [0.3, 10, 0.0416605],
  [0.3, 15, 0.0101008],
  [0.3, 20, 0.0024804],
  [0.3, 25, 0.0006132],
  [0.3, 30, 0.0001522],
  [0.3, 35, 0.0000379],
  [0.3, 40, 0.0000095],
  [0.3, 45, 0.0000024],
  [0.3, 50, 0.0000006],
] as const;

test.each(published)("Nakamoto's table: share %d, %d confirmations", (share, confirmations, probability) => {
  expect(nakamoto(share, confirmations)).toBeWithin(probability, { absolute: 5.0001e-8 });
});

// The same, "solving for P less than 0.1 %".
test.each([
  [0.1, 5],
  [0.15, 8],
  [0.2, 11],
  [0.25, 15],
  [0.3, 24],
  [0.35, 41],
  [0.4, 89],
  [0.45, 340],
])("Nakamoto: with %d of the hashrate the risk falls below 0.1 %% at %d", (share, confirmations) => {
  expect(nakamoto(share, confirmations)).toBeLessThan(0.001);
  expect(nakamoto(share, confirmations - 1)).toBeGreaterThanOrEqual(0.001);
});

// By hand from Rosenfeld's equation 1: 1 - (p - q) = 2 q for one confirmation; 2 q^2 (3 - 2 q) for two.
test.each([
  [0.1, 1, 0.2],
  [0.3, 1, 0.6],
  [0.1, 2, 0.056],
  [0.1, 6, 0.00059141216],
  [0.3, 5, 0.19761732],
])("Rosenfeld: share %d, %d confirmations", (share, confirmations, probability) => {
  expect(rosenfeld(share, confirmations)).toBeWithin(probability, { absolute: 5e-15 });
});

describe("laws", () => {
  const share = fc.double({ min: 1e-6, max: 0.4999, noNaN: true });
  const method = fc.constantFrom("nakamoto" as const, "rosenfeld" as const);

  test("more confirmations are safer, a larger share is more dangerous", () => {
    const law = (attackerShare: number, confirmations: number, method: "nakamoto" | "rosenfeld") => {
      const now = reorgProbability({ attackerShare, confirmations, method });
      const later = reorgProbability({ attackerShare, confirmations: confirmations + 1, method });
      const larger = reorgProbability({ attackerShare: attackerShare * 1.0001, confirmations, method });
      expect(later).toBeLessThanOrEqual(now);
      expect(larger).toBeGreaterThanOrEqual(now * (1 - 1e-12));
      expect(now).toBeLessThanOrEqual(1);
    };
    fc.assert(fc.property(share, fc.integer({ min: 0, max: 3000 }), method, law), {
      numRuns: 300,
    });
  });

  test("a continuous variable has no jump on the way to half of the hashrate", () => {
    for (const confirmations of [1, 6, 1000]) {
      expect(nakamoto(0.5 - 1e-12, confirmations)).toBeWithin(1, { absolute: 5e-9 });
      expect(rosenfeld(0.5 - 1e-12, confirmations)).toBeWithin(1, { absolute: 5e-9 });
    }
  });
});

describe("edges", () => {
  test.each(["nakamoto", "rosenfeld"] as const)("%s: no attacker, a majority, no confirmations", (method) => {
    expect(reorgProbability({ attackerShare: 0, confirmations: 1, method })).toBe(0);
    expect(reorgProbability({ attackerShare: 0, confirmations: 0, method })).toBe(1);
    expect(reorgProbability({ attackerShare: 0.5, confirmations: 100, method })).toBe(1);
    expect(reorgProbability({ attackerShare: 1, confirmations: 100, method })).toBe(1);
  });

  test("a million confirmations end", () => {
    expect(nakamoto(0.4999, 1e6)).toBeGreaterThan(0);
    expect(rosenfeld(0.4999, 1e6)).toBeGreaterThan(0);
    expect([nakamoto(0.1, 1e6), rosenfeld(0.1, 1e6)]).toEqual([0, 0]);
  });
});

/** Nakamoto's sum as it is published, with enough decimals for what cancels. */
function published50(share: Decimal, confirmations: number): Decimal {
  const ratio = share.div(new Exact(1).minus(share));
  const mean = ratio.times(confirmations);
  let poisson = mean.neg().exp();
  let sum = new Exact(1);
  for (let k = 0; k <= confirmations; k++) {
    if (k > 0) poisson = poisson.times(mean).div(k);
    sum = sum.minus(poisson.times(new Exact(1).minus(ratio.pow(confirmations - k))));
  }
  return sum;
}

/** Rosenfeld's equation 1 as it is published. */
function exact50(q: Decimal, n: number): Decimal {
  const p = new Exact(1).minus(q);
  let binomial = new Exact(1);
  let sum = new Exact(1);
  for (let m = 0; m <= n; m++) {
    if (m > 0) binomial = binomial.times(m + n - 1).div(m);
    sum = sum.minus(
      binomial.times(
        p
          .pow(n)
          .times(q.pow(m))
          .minus(p.pow(m).times(q.pow(n))),
      ),
    );
  }
  return sum;
}

describe("agreement with an independent method", () => {
  test("the published sums in decimals, to 3e-14", () => {
    for (const share of [0.001, 0.07, 0.2, 0.33, 0.45, 0.49]) {
      for (const confirmations of [1, 2, 6, 13, 40]) {
        const q = exact(share);
        const pairs: [number, Decimal][] = [
          [nakamoto(share, confirmations), published50(q, confirmations)],
          [rosenfeld(share, confirmations), exact50(q, confirmations)],
        ];
        // Of smaller values the published sums leave too few of the 90 digits.
        const errors = pairs
          .filter(([, value]) => value.gt("1e-60"))
          .map(([got, value]) => relativeError(got, value));
        expect([share, confirmations, Math.max(0, ...errors) < 3e-14]).toEqual([share, confirmations, true]);
      }
    }
  });

  test("races run out, within four standard errors", () => {
    // Each block is the attacker's with probability q. He starts one block ahead, must
    // end one ahead, and gives up far behind.
    const [q, confirmations, races] = [0.3, 4, 40_000];
    let state = 12345;
    const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
    let won = 0;
    for (let race = 0; race < races; race++) {
      let lead = 1;
      for (let honest = 0; honest < confirmations;) {
        if (random() < q) lead++;
        else honest++;
      }
      lead -= confirmations;
      while (lead < 1 && lead > -60) lead += random() < q ? 1 : -1;
      if (lead >= 1) won++;
    }
    const expected = rosenfeld(q, confirmations);
    const error = Math.sqrt((expected * (1 - expected)) / races);
    expect(won / races).toBeWithin(expected, { absolute: 4 * error });
    expect(Math.abs(nakamoto(q, confirmations) - expected)).toBeGreaterThan(4 * error);
  });
});
