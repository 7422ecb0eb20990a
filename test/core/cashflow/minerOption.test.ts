import fc from "fast-check";
import { minerOption } from "../../../src/core/cashflow/minerOption";
import { inMonth, type Model, type Quantity } from "../../../src/core/cashflow/model";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { inverseNormal } from "../../../src/core/numeric/normal";
import { fillUniformPairs } from "../../../src/core/numeric/random";
import { at } from "../../../src/core/numeric/at";
import { monthsOf } from "../../../src/core/cashflow/months";
import { anyModel } from "./anyModel";
import { golden1, golden2 } from "./golden";

const model = modelOf(golden1, []);

// An independent model in Python with 60 digits, its own normal distribution by series.
const table = [
  [
    "golden 1",
    model,
    [
      301.9181050637451, 310.5021339118918, 8.584028848146727, 1.329771175710613, 0.006479426610527301,
      22.79934026604225, 0.2279934026604225,
    ],
  ],
  [
    "golden 2",
    modelOf(golden2, []),
    [
      186.77840373750092, 188.29211784072159, 1.513714103220676, 0.80638876056532096, 0.0045022682891754377,
      13.027714225810708, 0.13027714225810708,
    ],
  ],
] as const;

test.each(table)("%s", (_, given, expected) => {
  const { intrinsic, value, timeValue, valuePerTh, delta, vega, vegaPerPoint } = minerOption(given);
  const values = [intrinsic, value, timeValue, valuePerTh, delta, vega, vegaPerPoint];
  for (const [index, number] of expected.entries())
    expect(values[index]).toBeWithin(number, { relative: 1e-11 });
});

test("months in which the machines are off bring nothing, and the first that runs counts for TH/s", () => {
  const golden = modelOf(golden1, []);
  const late = minerOption({ ...golden, uptime: [0, 0.97, 0.97] });
  const second = at(monthsOf(golden).hashrateTh, 2);
  expect(late.value).toBeLessThan(minerOption(golden).value);
  expect(late.valuePerTh).toBe(late.value / second);
  expect(minerOption({ ...golden, uptime: [0] })).toMatchObject({
    value: 0,
    valuePerTh: { message: "the machines never run" },
  });
});

const times = (quantity: Quantity, factor: number): Quantity =>
  typeof quantity === "number" ? quantity * factor : quantity.map((value) => value * factor);

describe("laws", () => {
  test("delta and vega are the slopes of the value", () => {
    const law = (given: Model) => {
      const { delta, vega, value } = minerOption(given);
      // Far from the money values curve so much that only small steps give the slope.
      const valueAt = (change: Partial<Model>) => minerOption({ ...given, ...change }).value;
      const price = inMonth(given.btcPrice, 1);
      const step = 1e-6 * price;
      const moved = (factor: number): Partial<Model> => ({
        btcPrice: times(given.btcPrice, factor),
        hashprice: given.hashprice === undefined ? undefined : times(given.hashprice, factor),
      });
      const deltaSlope = (valueAt(moved(1 + 1e-6)) - valueAt(moved(1 - 1e-6))) / (2 * step);
      expect(deltaSlope).toBeWithin(delta, { absolute: 1e-5 * delta + 1e-12, inputs: given });
      const { volatility } = given;
      const h = 1e-4 * volatility;
      const vegaSlope =
        (valueAt({ volatility: volatility + h }) - valueAt({ volatility: volatility - h })) / (2 * h);
      expect(vegaSlope).toBeWithin(vega, { absolute: 1e-4 * (vega + value) + 1e-9, inputs: given });
    };
    fc.assert(fc.property(anyModel, law), { numRuns: 60 });
  });

  test("the parts of a shape are options of their own, and the host takes its share of all of it", () => {
    const law = (given: Model) => {
      if (typeof given.powerPriceShape === "number") return;
      const { multipliers } = given.powerPriceShape;
      const parts = multipliers.map((powerPriceShape) =>
        minerOption({ ...given, powerPriceShape, profitShare: 0 }),
      );
      const whole = minerOption(given);
      for (const key of ["intrinsic", "value", "timeValue", "delta", "vega", "vegaPerPoint"] as const) {
        const mean = parts.reduce((total, part) => total + part[key], 0) / parts.length;
        expect(whole[key]).toBeWithin((1 - given.profitShare) * mean, { relative: 1e-11, absolute: 1e-11 });
      }
    };
    fc.assert(fc.property(anyModel, law), { numRuns: 200 });
  });

  test("the value is at least the intrinsic value, and just that without volatility", () => {
    const law = (given: Model) => {
      expect(minerOption(given).timeValue).toBeGreaterThanOrEqual(0);
      expect(minerOption({ ...given, volatility: 0 }).timeValue).toBe(0);
    };
    fc.assert(fc.property(anyModel, law), { numRuns: 60 });
  });

  test("without volatility it is the discounted margin of the months worth running", () => {
    const { revenue, power } = monthsOf(model);
    const margins = power.map(
      (cost, month) => Math.exp(-0.04 * ((month - 0.5) / 12)) * Math.max(at(revenue, month) - cost, 0),
    );
    const total = margins.reduce((a, b) => a + b, 0);
    expect(minerOption({ ...model, volatility: 0 }).value).toBeWithin(total, { absolute: 5e-11 });
  });
});

test("power that is free or paid for is run at any price", () => {
  const { value, intrinsic, vega, delta } = minerOption({ ...model, usdPerKwh: -0.01 });
  expect([value, vega]).toEqual([intrinsic, 0]);
  expect(delta).toBeGreaterThan(0);
});

test("agrees with simulated prices, within four standard errors", () => {
  const given = { ...model, usdPerKwh: 0.1 };
  const count = 40_000;
  const uniforms = new Float64Array(3 * count);
  const place = { seed: 5, stream: 9, row: 0, place: 0, isAcross: false };
  fillUniformPairs(uniforms, 0, (3 * count) / 2, place);
  const { revenue, power } = monthsOf(given);
  const payoffs = Array.from({ length: count }, (_, path) => {
    let total = 0;
    for (let month = 1; month <= 3; month++) {
      const years = (month - 0.5) / 12;
      const move = Math.exp(
        0.6 * Math.sqrt(years) * inverseNormal(at(uniforms, 3 * path + month - 1)) - 0.18 * years,
      );
      total += Math.exp(-0.04 * years) * Math.max(at(revenue, month) * move - at(power, month), 0);
    }
    return total;
  });
  const mean = payoffs.reduce((a, b) => a + b, 0) / count;
  const deviation = Math.sqrt(payoffs.reduce((a, b) => a + (b - mean) ** 2, 0) / count);
  expect(minerOption(given).value).toBeWithin(mean, { absolute: (4 * deviation) / Math.sqrt(count) });
});
