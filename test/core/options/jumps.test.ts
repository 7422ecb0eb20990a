import fc from "fast-check";
import { NumericError } from "../../../src/core/errors";
import { compensation, diffusionPart, jumpParts, poisson } from "../../../src/core/options/jumps";

// e^-2 2^n / n!, from the definition.
test.each([
  [0, 0.1353352832366127],
  [1, 0.2706705664732254],
  [2, 0.2706705664732254],
  [5, 0.03608940886309672],
])("probability of %d with mean 2", (count, probability) => {
  expect(poisson(2).probabilities[count]).toBeWithin(probability, { absolute: 5e-16 });
});

const option = { forward: 100, strike: 110, years: 0.6, volatility: 0.5 };
const jumps = { perYear: 3, meanLog: -0.2, deviation: 0.3 };

describe("laws", () => {
  const mean = fc.double({ min: 1e-6, max: 9000, noNaN: true });

  test("Poisson probabilities sum to one, with the right mean and variance", () => {
    const law = (mean: number) => {
      const { fewest, probabilities } = poisson(mean);
      const moment = (power: number) =>
        probabilities.reduce(
          (sum, probability, index) => sum + probability * (fewest + index - mean) ** power,
          0,
        );
      expect(moment(0)).toBeWithin(1, { absolute: 5e-15 });
      expect(Math.abs(moment(1))).toBeLessThan(1e-12 * (1 + mean));
      expect(moment(2)).toBeWithin(mean, { relative: 1e-11 });
    };
    fc.assert(fc.property(mean, law), { numRuns: 50 });
  });

  test("a put's parts have the forward as their mean, a call's the strike as theirs", () => {
    const law = (perYear: number, meanLog: number, deviation: number) => {
      const given = { perYear, meanLog, deviation };
      const average = (type: "call" | "put", of: "forward" | "strike") =>
        jumpParts({ ...option, type }, given).reduce(
          (sum, part) => sum + part.probability * part.option[of],
          0,
        );
      expect(average("put", "forward") / 100).toBeWithin(1, { absolute: 5e-11 });
      expect(average("call", "strike") / 110).toBeWithin(1, { absolute: 5e-11 });
    };
    const size = fc.double({ min: -0.7, max: 0.7, noNaN: true });
    const deviation = fc.double({ min: 0, max: 0.5, noNaN: true });
    fc.assert(fc.property(fc.double({ min: 0.01, max: 20, noNaN: true }), size, deviation, law));
  });

  test("changes of probability sum to nothing and are slopes", () => {
    const at = (years: number) => jumpParts({ ...option, type: "put", years }, jumps);
    const [before, now, after] = [at(0.6 - 1e-6), at(0.6), at(0.6 + 1e-6)];
    expect(now.reduce((sum, part) => sum + part.probabilityPerYear, 0)).toBeWithin(0, { absolute: 5e-14 });
    for (let n = 0; n < 12; n++) {
      const slope = ((after[n]?.probability ?? NaN) - (before[n]?.probability ?? NaN)) / 2e-6;
      expect(now[n]?.probabilityPerYear).toBeWithin(slope, { absolute: 5e-9 });
    }
  });
});

describe("edges", () => {
  test("nothing expected is certainly nothing", () => {
    expect(poisson(0)).toEqual({ fewest: 0, probabilities: [1] });
  });

  test("at expiry the first jump is only a rate", () => {
    const parts = jumpParts({ ...option, type: "put", years: 0 }, jumps);
    expect(parts.map((part) => [part.probability, part.probabilityPerYear])).toEqual([
      [1, -3],
      [0, 3],
    ]);
  });

  test("jumps of fixed size that lose nearly everything, or multiply by a thousand", () => {
    for (const meanLog of [-800, -7, 7]) {
      const parts = jumpParts({ ...option, type: "call" }, { perYear: 2, meanLog, deviation: 0 });
      for (const { option } of parts) expect(Number.isFinite(option.strike) && option.strike > 0).toBe(true);
    }
  });

  test("more jumps than can be summed", () => {
    const many = { perYear: 20000, meanLog: 0, deviation: 0.01 };
    expect(() => jumpParts({ ...option, type: "put" }, many)).toThrow(NumericError);
    expect(() => jumpParts({ ...option, type: "put" }, { ...jumps, deviation: 50 })).toThrow(NumericError);
  });
});

describe("agreement with the definition", () => {
  test("logarithms of the probabilities", () => {
    for (const mean of [0.3, 7, 250]) {
      const { fewest, probabilities } = poisson(mean);
      let logFactorial = 0;
      for (let n = 1; n <= fewest; n++) logFactorial += Math.log(n);
      probabilities.slice(0, 400).forEach((probability, index) => {
        const n = fewest + index;
        if (index > 0) logFactorial += Math.log(n);
        expect(Math.log(probability)).toBeWithin(n * Math.log(mean) - mean - logFactorial, {
          absolute: 5e-10,
        });
      });
    }
  });

  test("compensation is the mean growth that jumps bring, by quadrature over the jump", () => {
    const step = 0.001;
    let growth = 0;
    for (let z = -12; z <= 12; z += step) {
      const jump = Math.exp(jumps.meanLog + jumps.deviation * z) - 1;
      growth += (jump * Math.exp((-z * z) / 2) * step) / Math.sqrt(2 * Math.PI);
    }
    expect(compensation(jumps)).toBeWithin(jumps.perYear * growth, { absolute: 5e-11 });
  });

  test("slopes of the deviation, by finite differences", () => {
    const deviation = (years: number, volatility: number, count: number) =>
      count === 0
        ? diffusionPart({ ...option, type: "put", years, volatility }).option.deviation
        : (jumpParts({ ...option, type: "put", years, volatility }, jumps)[count]?.option.deviation ?? NaN);
    jumpParts({ ...option, type: "put" }, jumps)
      .slice(0, 4)
      .forEach((part, count) => {
        const perYear = (deviation(0.6 + 1e-5, 0.5, count) - deviation(0.6 - 1e-5, 0.5, count)) / 2e-5;
        const perVolatility = (deviation(0.6, 0.5 + 1e-5, count) - deviation(0.6, 0.5 - 1e-5, count)) / 2e-5;
        expect(part.deviationPerYear).toBeWithin(perYear, { absolute: 5e-10 });
        expect(part.deviationPerVolatility).toBeWithin(perVolatility, { absolute: 5e-10 });
      });
  });
});
