import fc from "fast-check";
import { resultOf } from "../formulas";
import { check, isClose } from "./table";
import { rows } from "./distributions.rows";

check(rows);

const share = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
const degrees = fc.integer({ min: 1, max: 400 });

/** The inverse of a distribution leads back to the probability. */
test.each([
  ["gamma", (p: number, n: number) => `GAMMA.DIST(GAMMA.INV(${p},${n}/7,3),${n}/7,3,TRUE)`],
  ["chi-square", (p: number, n: number) => `CHISQ.DIST.RT(CHISQ.INV.RT(${p},${n}),${n})`],
  ["Student", (p: number, n: number) => `T.DIST(T.INV(${p},${n}),${n},TRUE)`],
  ["two tails", (p: number, n: number) => `T.DIST.2T(T.INV.2T(${p},${n}),${n})`],
  ["lognormal", (p: number, n: number) => `LOGNORM.DIST(LOGNORM.INV(${p},1,${n}/99),1,${n}/99,TRUE)`],
])("%s: there and back", (_, formula) => {
  fc.assert(
    fc.property(share, degrees, (p, n) => {
      expect(resultOf(formula(p, n))).toBeWithin(p, { relative: 1e-11, inputs: { n } });
    }),
  );
});

/** The binomial probabilities of whole numbers, added up. */
test("binomial probabilities sum to the cumulative one", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), share, fc.integer({ min: 0, max: 59 }), (n, p, k) => {
      const count = Math.min(k, n);
      const sum = `SUM(BINOM.DIST({${Array.from({ length: count + 1 }, (_, i) => i).join()}},${n},${p},FALSE))`;
      expect(isClose(resultOf(sum), resultOf(`BINOM.DIST(${count},${n},${p},TRUE)`), 1e-12)).toBe(true);
    }),
  );
});
