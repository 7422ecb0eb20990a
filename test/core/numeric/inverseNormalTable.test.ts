import fc from "fast-check";
import { inverseNormalTable, tableInverse } from "../../../src/core/numeric/inverseNormalTable";
import { inverseNormal } from "../../../src/core/numeric/normal";
import { exact } from "../../exact";
import { exactDensity, exactDistribution } from "./exactNormal";

const rows = inverseNormalTable();
const inverse = (probability: number) => tableInverse(rows, probability);
/** 2^-53, the least uniform number that is drawn. */
const least = 2 ** -53;

test.each([
  [0.25, -0.6744897501960817],
  [0.001, -3.090232306167814],
])("at %d", (probability, point) => {
  const source = "Wichura (1988), table 1 of Algorithm AS 241: the checks of PPND16";
  expect(inverse(probability)).toBeWithin(point, { relative: 1e-15, inputs: { probability }, source });
});

describe("laws", () => {
  const drawn = fc
    .tuple(fc.integer({ min: 0, max: 2 ** 26 - 1 }), fc.integer({ min: 0, max: 2 ** 26 - 1 }))
    .map(([upper, lower]) => (upper * 2 ** 26 + lower + 0.5) / 2 ** 52);
  const anywhere = fc.oneof(
    drawn,
    fc.double({ min: 1.001, max: 53, noNaN: true }).map((power) => 2 ** -power),
  );

  test("agrees with the inverse that takes a logarithm", () => {
    const law = (p: number) =>
      expect(inverse(p)).toBeWithin(inverseNormal(p), { absolute: 4e-17, relative: 1.5e-15 });
    fc.assert(fc.property(anywhere, law), { numRuns: 3000 });
  });

  test("is odd about a half, where the other probability is exact", () => {
    fc.assert(fc.property(drawn, (p) => expect(inverse(p) + inverse(1 - p)).toBe(0)));
  });

  test("rises, also across the seams of the parts", () => {
    const seam = fc
      .tuple(fc.integer({ min: -53, max: -2 }), fc.integer({ min: 0, max: 31 }))
      .map(([exponent, part]) => 2 ** exponent * (1 + part / 32));
    const law = (p: number, share: number) =>
      expect(inverse(p)).toBeGreaterThanOrEqual(inverse(Math.max(p * (1 - share), least)));
    fc.assert(fc.property(fc.oneof(seam, anywhere), fc.double({ min: 1e-12, max: 1e-3, noNaN: true }), law));
  });
});

test("agrees with 50 digits, to 1e-15 of the result or of 0.02, in both tails", () => {
  const ends = [least, 2 ** -52, 0.25, 0.5 - least, 1 - 2 ** -52, 1 - least];
  // Through all doublings and parts, at their seams and between.
  const tails = Array.from({ length: 416 }, (_, index) => least * 2 ** (index / 8) * (1 + 1e-9));
  for (const probability of [...ends, ...tails, ...tails.slice(380).map((p) => 1 - p)]) {
    const point = inverse(probability);
    // One step of Newton's method in decimals from the double: its length is the error.
    const at = exact(point);
    const error = exactDistribution(at).minus(exact(probability)).div(exactDensity(at));
    const tolerance = { absolute: 1e-15 * Math.max(Math.abs(point), 0.02), inputs: { probability } };
    expect(point).toBeWithin(at.minus(error), tolerance);
  }
});
