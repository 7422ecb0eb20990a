import fc from "fast-check";
import { NoAnswerError, NumericError } from "../../../src/core/errors";
import { inverseNormal, normalDensity } from "../../../src/core/numeric/normal";
import { lossMeasures, lossMethods, type LossMethod } from "../../../src/core/risk/lossMeasures";

const quarters = [-25, -7, -3, 1, 2, 4, 5, 8, 9, 13];

// By 50-digit arithmetic from docs/formulas.md, VAR_CVAR; historical by hand.
const table = [
  // method            confidence  VaR                  CVaR
  ["historical", 0.85, 5.6, 19],
  ["historical", 0.9, 8.8, 25],
  ["historical", 0.95, 16.9, 25],
  ["normal", 0.95, 16.9654863118154456, 21.4532325242602749],
  ["cornish_fisher", 0.95, 20.4847843619860995, 26.8280352018605458],
] as const;

test.each(table)("%s at %d", (method, confidence, valueAtRisk, expectedShortfall) => {
  const loss = lossMeasures({ pnl: quarters, confidence, method });
  expect(loss.valueAtRisk).toBeWithin(valueAtRisk, { absolute: 5e-12 });
  expect(loss.expectedShortfall).toBeWithin(expectedShortfall, { absolute: 5e-12 });
  expect(loss.mean).toBeWithin(0.7, { absolute: 5e-15 });
  expect(loss.deviation).toBeWithin(10.739853092312038, { absolute: 5e-13 });
  expect(loss.observations).toBe(10);
});

// McNeil, Frey and Embrechts, section 2.2: of a standard normal loss at 95 % and 99 %.
test.each([
  [0.95, 1.6448536, 2.0627128],
  [0.99, 2.3263479, 2.6652142],
])("a standard normal sample at %d", (confidence, valueAtRisk, expectedShortfall) => {
  const pnl = [-1, 1].map((side) => side * Math.SQRT1_2);
  const loss = lossMeasures({ pnl, confidence, method: "normal" });
  expect(loss.valueAtRisk).toBeWithin(valueAtRisk, { absolute: 5e-8 });
  expect(loss.expectedShortfall).toBeWithin(expectedShortfall, { absolute: 5e-8 });
});

const sample = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2, maxLength: 60 });
const confidence = fc.double({ min: 0.5, max: 0.999, noNaN: true });
const method = fc.constantFrom(...lossMethods);
const numbersOf = ({ valueAtRisk, expectedShortfall }: ReturnType<typeof lossMeasures>) =>
  typeof valueAtRisk === "number" && typeof expectedShortfall === "number"
    ? [valueAtRisk, expectedShortfall]
    : [];

describe("laws", () => {
  test("CVaR is at least VaR, for the methods that are distributions", () => {
    const law = (pnl: number[], confidence: number, method: LossMethod) => {
      const [valueAtRisk = NaN, expectedShortfall = NaN] = numbersOf(
        lossMeasures({ pnl, confidence, method }),
      );
      expect(expectedShortfall).toBeGreaterThanOrEqual(valueAtRisk - 1e-9);
    };
    const distributions = fc.constantFrom("historical" as const, "normal" as const);
    fc.assert(fc.property(sample, confidence, distributions, law), { numRuns: 500 });
  });

  test("adding a gain lowers both by it; scaling scales them", () => {
    const law = (pnl: number[], confidence: number, method: LossMethod, gain: number, scale: number) => {
      const before = numbersOf(lossMeasures({ pnl, confidence, method }));
      const moved = numbersOf(
        lossMeasures({ pnl: pnl.map((value) => scale * value + gain), confidence, method }),
      );
      if (before.length !== moved.length) return;
      before.forEach((loss, index) => {
        expect(moved[index]).toBeWithin(scale * loss - gain, { absolute: 1e-6 * (1 + scale) });
      });
    };
    const gain = fc.double({ min: -100, max: 100, noNaN: true });
    const scale = fc.double({ min: 0.1, max: 10, noNaN: true });
    const wide = sample.filter((pnl) => Math.max(...pnl) - Math.min(...pnl) > 1);
    fc.assert(fc.property(wide, confidence, method, gain, scale, law), { numRuns: 500 });
  });

  test("a symmetric sample with a normal's kurtosis has the normal's tail", () => {
    // Weights 1/6, 2/3, 1/6 at -root 3, 0, root 3: kurtosis 3.
    const pnl = [-1, 0, 0, 0, 0, 1];
    const [corrected, plain] = (["cornish_fisher", "normal"] as const).map((method) =>
      numbersOf(lossMeasures({ pnl, confidence: 0.97, method })),
    );
    expect(corrected?.[0]).toBeWithin(plain?.[0] ?? NaN, { absolute: 5e-13 });
    expect(corrected?.[1]).toBeWithin(plain?.[1] ?? NaN, { absolute: 5e-13 });
  });
});

describe("edges", () => {
  test("one observation", () => {
    const historical = lossMeasures({ pnl: [-3], confidence: 0.95, method: "historical" });
    expect(historical).toMatchObject({ valueAtRisk: 3, mean: -3, observations: 1 });
    expect(historical.expectedShortfall).toBeWithin(3, { absolute: 5e-15 });
    expect(historical.deviation).toBeInstanceOf(NoAnswerError);
    expect(lossMeasures({ pnl: [-3], confidence: 0.95, method: "normal" }).valueAtRisk).toBeInstanceOf(
      NoAnswerError,
    );
  });

  test.each(lossMethods)("%s: nothing varies", (method) => {
    const loss = lossMeasures({ pnl: [5, 5, 5], confidence: 0.95, method });
    expect(loss).toMatchObject({ valueAtRisk: -5, expectedShortfall: -5, deviation: 0 });
  });

  test("a sample too skewed for the expansion", () => {
    const pnl = [...Array.from({ length: 30 }, () => 1), -200];
    const { valueAtRisk, expectedShortfall } = lossMeasures({
      pnl,
      confidence: 0.95,
      method: "cornish_fisher",
    });
    expect(valueAtRisk).toBeInstanceOf(NumericError);
    expect(expectedShortfall).toBeInstanceOf(NumericError);
  });
});

describe("agreement with an independent method", () => {
  test("the expansion's mean over the tail, by quadrature", () => {
    const pnl = [-25, -18, -11, -9, -6, -3, 0, 1, 2, 4, 5, 8, 9, 13, 15, 19, 22];
    for (const confidence of [0.9, 0.99]) {
      const tail = 1 - confidence;
      const { expectedShortfall, mean, deviation } = lossMeasures({
        pnl,
        confidence,
        method: "cornish_fisher",
      });
      const n = pnl.length;
      const moment = (power: number) => pnl.reduce((sum, value) => sum + (value - mean) ** power, 0) / n;
      const s = moment(3) / moment(2) ** 1.5;
      const k = moment(4) / moment(2) ** 2 - 3;
      const quantile = (z: number) =>
        z + ((z * z - 1) * s) / 6 + ((z ** 3 - 3 * z) * k) / 24 - ((2 * z ** 3 - 5 * z) * s * s) / 36;
      const steps = 20000;
      const width = (inverseNormal(tail) + 12) / steps;
      let integral = 0;
      for (let step = 0; step < steps; step++) {
        const z = -12 + (step + 0.5) * width;
        integral += quantile(z) * normalDensity(z) * width;
      }
      expect(expectedShortfall).toBeWithin(-mean - (Number(deviation) * integral) / tail, { absolute: 5e-5 });
    }
  });

  test("the historical shortfall is the least of u + mean excess over u: Rockafellar and Uryasev (2000)", () => {
    const law = (pnl: number[], confidence: number) => {
      const candidates = pnl.map((value) => -value);
      const excess = (u: number) =>
        u + pnl.reduce((sum, value) => sum + Math.max(-value - u, 0), 0) / pnl.length / (1 - confidence);
      const least = Math.min(...candidates.map(excess));
      const { expectedShortfall } = lossMeasures({ pnl, confidence, method: "historical" });
      expect(expectedShortfall).toBeWithin(least, { absolute: 5e-8 });
    };
    fc.assert(fc.property(sample, confidence, law));
  });
});
