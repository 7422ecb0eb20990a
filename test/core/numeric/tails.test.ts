import fc from "fast-check";
import { gammaTails } from "../../../src/core/numeric/gamma";
import {
  betaShare,
  gammaShare,
  pointOfTail,
  tailsOfBeta,
  tailsOfGamma,
} from "../../../src/core/numeric/tails";

// To 400 digits by mpmath 1.2.
test.each([
  [0.01, 0.1, 0.98186468394901266, 0.018135316050987344],
  [0.5, 1e-6, 0.0011283787909692364, 0.99887162120903076],
  [0.5, 3, 0.98569412156457036, 0.01430587843542964],
  [0.75, 0.5, 0.52793710983467179, 0.47206289016532821],
  [0.5, 40, 1.0, 3.7440973842028988e-19],
  [5, 2, 0.052653017343711157, 0.94734698265628884],
  [200.5, 210, 0.753029043201084, 0.246970956798916],
])("the tails of the gamma distribution of shape %d at %d", (a, x, lower, upper) => {
  const tails = tailsOfGamma(a, x);
  expect(tails.lower).toBeWithin(lower, { relative: 1e-14 });
  expect(tails.upper).toBeWithin(upper, { relative: 1e-14 });
});

test.each([
  [0.5, 0.5, 0.2, 0.29516723530086656, 0.70483276469913344],
  [0.5, 20, 0.99, 1.0, 1.2597199925096197e-41],
  [2.5, 500, 0.2, 1.0, 2.6802441826217172e-46],
  [77, 20, 0.5, 9.3107608849744876e-10, 0.99999999906892391],
  [1000, 500, 0.77, 1.0, 4.7184794545103938e-20],
  [0.9, 3.5, 1e-8, 2.0009001104889838e-7, 0.99999979990998895],
  [30, 1, 0.99, 0.73970037338828022, 0.26029962661171978],
  [1000, 1000, 0.49, 0.18555265943151145, 0.81444734056848855],
])("the tails of the beta distribution of shapes %d and %d at %d", (a, b, x, lower, upper) => {
  const tails = tailsOfBeta(a, b, x);
  expect(tails.lower).toBeWithin(lower, { relative: 4e-14 });
  expect(tails.upper).toBeWithin(upper, { relative: 4e-14 });
});

const shape = fc.double({ min: 0.05, max: 300, noNaN: true });
const share = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });

test("one shape more takes one term away", () => {
  fc.assert(
    fc.property(shape, fc.double({ min: 1e-3, max: 3, noNaN: true }), (a, ratio) => {
      const x = a * ratio;
      const less = tailsOfGamma(a, x).lower - gammaShare(a, x);
      expect(tailsOfGamma(a + 1, x).lower).toBeWithin(less, { absolute: 1e-13 });
    }),
  );
});

test("the tails of the gamma distribution are those of the core from a shape of 1 on", () => {
  expect(tailsOfGamma(1, 2)).toEqual(gammaTails(1, 2));
});

test("the beta distribution is the mirror of that with its shapes exchanged, and its terms are binomial", () => {
  fc.assert(
    fc.property(shape, shape, share, (a, b, x) => {
      const y = 1 - x;
      const { lower, upper } = tailsOfBeta(a, b, x, y);
      expect(tailsOfBeta(b, a, y, x)).toEqual({ lower: upper, upper: lower });
      // DLMF 8.17.20.
      const term = (betaShare(a, b, x, y) * b) / (a + b);
      expect(tailsOfBeta(a + 1, b, x, y).lower).toBeWithin(lower - term, { absolute: 1e-12 });
    }),
  );
});

test("outside of its points a distribution has one tail", () => {
  expect(tailsOfBeta(2, 3, 0)).toEqual({ lower: 0, upper: 1 });
  expect(tailsOfBeta(2, 3, 1)).toEqual({ lower: 1, upper: 0 });
  expect(tailsOfGamma(0.5, 0)).toEqual({ lower: 0, upper: 1 });
  expect(tailsOfGamma(0.5, 5000)).toEqual({ lower: 1, upper: 0 });
  expect(gammaShare(2, 0)).toBe(0);
});

test("a point has the tail it was found by", () => {
  fc.assert(
    fc.property(shape, shape, share, (a, b, p) => {
      const gamma = (x: number) => tailsOfGamma(a, x);
      const beta = (x: number) => tailsOfBeta(a, b, x);
      expect(gamma(pointOfTail(gamma, "lower", p, a)).lower).toBeWithin(p, { relative: 1e-12 });
      expect(gamma(pointOfTail(gamma, "upper", p, a)).upper).toBeWithin(p, { relative: 1e-12 });
      const point = pointOfTail(beta, "lower", p, a / (a + b), 1);
      // Next to 1 points of doubles are far apart.
      if (point < 0.99) expect(beta(point).lower).toBeWithin(p, { relative: 1e-11 });
    }),
  );
});
