import fc from "fast-check";
import { hazardLosses, retainedQuantile, type Hazard } from "../../../src/core/risk/hazards";
import { inverseNormal } from "../../../src/core/numeric/normal";
import { poissonAtMost } from "../../../src/core/numeric/poisson";

const transformer: Hazard = {
  name: "Transformer failure",
  eventsPerYear: 0.1,
  meanSeverity: 400000,
  variation: 1.5,
  deductible: 50000,
  limit: 500000,
};
const flood: Hazard = {
  name: "Flood",
  eventsPerYear: 0.02,
  meanSeverity: 2e6,
  variation: 1,
  deductible: 1e5,
  limit: 1.5e6,
};
const theft: Hazard = {
  name: "Theft",
  eventsPerYear: 0.5,
  meanSeverity: 30000,
  variation: 0,
  deductible: 0,
  limit: 0,
};

// By 50-digit quadrature of the lognormal survival function between deductible and end of cover.
test("expected, insured and retained", () => {
  const { lines, total } = hazardLosses([transformer, flood, theft]);
  const expected = [
    [40000, 228035.085019827596, 22289.2510818514608, 17710.7489181485392],
    [40000, 400000, 21990.255746467386, 18009.744253532614],
    [15000, 21213.2034355964257, 0, 15000],
    [95000, 460922.987059660543, 44279.5068283188468, 50720.4931716811532],
  ];
  [...lines, total].forEach((line, row) => {
    const got = [line.expected, line.deviation, line.insured, line.retained];
    got.forEach((value, column) =>
      expect(value).toBeWithin(expected[row]?.[column] ?? NaN, { absolute: 5e-8 }),
    );
  });
  expect(total.name).toBe("Total");
});

const hazard = fc.record<Hazard>({
  name: fc.constant("x"),
  eventsPerYear: fc.double({ min: 0, max: 3, noNaN: true }),
  meanSeverity: fc.double({ min: 0, max: 1e6, noNaN: true }),
  variation: fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 5, noNaN: true })),
  deductible: fc.oneof(fc.constant(0), fc.double({ min: 1, max: 1e6, noNaN: true })),
  limit: fc.oneof(fc.constant(0), fc.double({ min: 1, max: 1e7, noNaN: true })),
});

describe("laws", () => {
  test("insurance pays part of what is expected: more with a higher limit, less with a higher deductible", () => {
    const law = (given: Hazard) => {
      const line = (change: Partial<Hazard> = {}) => hazardLosses([{ ...given, ...change }]).total;
      const slack = 1e-9 * (1 + line().expected);
      expect(line().insured).toBeGreaterThanOrEqual(-slack);
      expect(line().retained).toBeGreaterThanOrEqual(-slack);
      expect(line({ limit: given.limit * 2 + 1 }).insured).toBeGreaterThanOrEqual(line().insured - slack);
      expect(line({ deductible: given.deductible + 5 }).insured).toBeLessThanOrEqual(line().insured + slack);
      expect(line().insured + line().retained).toBeWithin(line().expected, { absolute: 5e-6 });
    };
    fc.assert(fc.property(hazard, law), { numRuns: 500 });
  });

  test("layers of cover add up", () => {
    const law = (given: Hazard, first: number, second: number) => {
      const insured = (deductible: number, limit: number) =>
        hazardLosses([{ ...given, deductible, limit }]).total.insured;
      const together = insured(given.deductible, first + second);
      const apart = insured(given.deductible, first) + insured(given.deductible + first, second);
      expect(together).toBeWithin(apart, { absolute: 1e-9 * (1 + given.eventsPerYear * given.meanSeverity) });
    };
    const layer = fc.double({ min: 1, max: 1e6, noNaN: true });
    fc.assert(fc.property(hazard, layer, layer, law));
  });
});

describe("edges", () => {
  test("unlimited cover from the first dollar pays everything", () => {
    const { insured, retained } = hazardLosses([{ ...transformer, deductible: 0, limit: 1e300 }]).total;
    expect(insured).toBeWithin(40000, { absolute: 5e-9 });
    expect(retained).toBeWithin(0, { absolute: 5e-9 });
  });

  test("cover that is next to nothing", () => {
    const { insured, retained } = hazardLosses([{ ...transformer, deductible: 0, limit: 5e-324 }]).total;
    expect(insured).toBeWithin(0, { absolute: 5e-13 });
    expect(retained).toBeWithin(40000, { absolute: 5e-9 });
    expect(hazardLosses([{ ...transformer, meanSeverity: 0, limit: 1e-200 }]).total.insured).toBe(0);
  });

  test("nothing happens, or nothing is lost", () => {
    const none = { ...transformer, eventsPerYear: 0 };
    expect(hazardLosses([none]).total).toMatchObject({ expected: 0, deviation: 0, insured: 0, retained: 0 });
    expect(retainedQuantile([none], 0.99, 1)).toBe(0);
    expect(retainedQuantile([{ ...transformer, meanSeverity: 0 }], 0.99, 1)).toBe(0);
    expect(retainedQuantile([theft], 0.5, 1)).toBe(0);
  });

  test("a rate of -0, which a formula may give, means no events", () => {
    expect(retainedQuantile([{ ...theft, eventsPerYear: -0 }], 0.99, 1)).toBe(0);
    expect(hazardLosses([{ ...theft, eventsPerYear: -0 }]).total.expected).toBeWithin(0, { absolute: 5e-13 });
  });

  test("130,000 hazards; deviations whose squares no double holds", () => {
    const many = Array.from({ length: 130_000 }, () => ({ ...theft, eventsPerYear: 1e-4 }));
    const { deviation } = hazardLosses(many).total;
    expect(deviation).toBeWithin(30_000 * Math.sqrt(13), { absolute: 5e-7 });
    // One Poisson process of 13 events a year, of 30,000 each.
    expect(retainedQuantile(many, 0.5, 1)).toBe(13 * 30_000);
    for (const size of [1e200, 1e-200]) {
      const two = hazardLosses(
        [3, 4].map((part) => ({ ...theft, eventsPerYear: 1, meanSeverity: part * size })),
      );
      expect(two.total.deviation / (5 * size)).toBeWithin(1, { absolute: 5e-15 });
    }
  });

  test("too many events to simulate", () => {
    expect(() => retainedQuantile([{ ...theft, eventsPerYear: 21 }], 0.95, 1)).toThrow(
      "the simulation handles up to 20 events a year altogether",
    );
  });
});

describe("the year in so many", () => {
  test("the same seed gives the same, another seed another", () => {
    const given = [{ ...transformer, limit: 0 }, flood];
    expect(retainedQuantile(given, 0.95, 7)).toBe(retainedQuantile(given, 0.95, 7));
    expect(retainedQuantile(given, 0.95, 7)).not.toBe(retainedQuantile(given, 0.95, 8));
  });

  test("a higher deductible never makes a year better: the losses behind it are the same", () => {
    const at = (deductible: number) => retainedQuantile([{ ...transformer, deductible }, flood], 0.97, 3);
    expect(at(100000)).toBeGreaterThanOrEqual(at(50000));
    expect(at(50000)).toBeGreaterThanOrEqual(at(0));
  });

  test("fixed losses: whole multiples, at the quantile of Poisson", () => {
    for (const [eventsPerYear, confidence] of [
      [0.5, 0.95],
      [0.2, 0.97],
    ] as const) {
      const quantile = retainedQuantile([{ ...theft, eventsPerYear }], confidence, 1);
      const count = quantile / 30000;
      expect(poissonAtMost(eventsPerYear, count)).toBeGreaterThan(confidence);
      expect(poissonAtMost(eventsPerYear, count - 1)).toBeLessThan(confidence);
    }
  });

  test("lognormal losses with cover: the distribution by recursion, within four standard errors", () => {
    // Panjer's recursion on a grid of the retained loss of an event; the quantile's probability is compared.
    const { eventsPerYear, meanSeverity, variation, deductible, limit } = {
      ...transformer,
      eventsPerYear: 0.3,
    };
    const step = 2500;
    const cells = 1600;
    const severity = new Float64Array(cells);
    const draws = 400_000;
    const deviation = Math.sqrt(Math.log(1 + variation ** 2));
    for (let draw = 0; draw < draws; draw++) {
      const z = inverseNormal((draw + 0.5) / draws);
      const loss = meanSeverity * Math.exp(deviation * z - deviation ** 2 / 2);
      const kept = loss - Math.min(Math.max(loss - deductible, 0), limit);
      const cell = Math.round(kept / step);
      if (cell < cells) severity[cell] = (severity[cell] ?? 0) + 1 / draws;
    }
    const year = new Float64Array(cells);
    year[0] = Math.exp(eventsPerYear * ((severity[0] ?? 0) - 1));
    for (let total = 1; total < cells; total++) {
      let sum = 0;
      for (let part = 1; part <= total; part++) {
        sum += part * (severity[part] ?? 0) * (year[total - part] ?? 0);
      }
      year[total] = (eventsPerYear / total) * sum;
    }
    for (const confidence of [0.9, 0.99]) {
      const quantile = retainedQuantile([{ ...transformer, eventsPerYear }], confidence, 1);
      let [below, upTo] = [0, 0];
      year.forEach((probability, cell) => {
        if (cell * step < quantile - 2 * step) below += probability;
        if (cell * step <= quantile + 2 * step) upTo += probability;
      });
      const error = Math.sqrt((confidence * (1 - confidence)) / 200_000);
      expect(below).toBeLessThan(confidence + 4 * error);
      expect(upTo).toBeGreaterThan(confidence - 4 * error);
    }
  });
});
