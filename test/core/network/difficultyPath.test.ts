import fc from "fast-check";
import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import { monthsOf } from "../../../src/core/cashflow/months";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { InputError, NumericError } from "../../../src/core/errors";
import { difficultyPath, type DifficultyOutlook } from "../../../src/core/network/difficultyPath";
import { golden1 } from "../cashflow/golden";

const base: DifficultyOutlook = {
  difficulty: 1.5e14,
  months: 3,
  growthPerMonth: 0.01,
  shape: "exponential",
  limit: undefined,
  startHeight: 1_042_000,
};

test("the model's golden case", () => {
  // By 40-digit decimals and fractions.
  const [one, two, three] = difficultyPath(base);
  expect(one).toMatchObject({ month: 1, height: 1_042_000, subsidy: 3.125 });
  expect(two).toMatchObject({ month: 2, height: 1_046_383 });
  expect(two?.subsidy).toBeWithin(2.8519279032626055, { absolute: 5e-15 });
  expect(three).toMatchObject({ month: 3, height: 1_050_766, subsidy: 1.5625 });
  expect(one?.difficulty).toBeWithin(150748134316813.34, { absolute: 0.5 });
  expect(three?.difficulty).toBeWithin(153778171816581.3, { absolute: 0.5 });
});

test("height, difficulty and subsidy are those of the cash flows, to the bit", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -0.5, max: 0.5, noNaN: true }),
      fc.integer({ min: 1, max: 240 }),
      fc.integer({ min: 1, max: 3_000_000 }),
      (growthPerMonth, months, startHeight) => {
        const overrides = [
          ...[[["difficulty growth"]], [[growthPerMonth]]],
          ...[[["months"]], [[months]], [["start height"]], [[startHeight]]],
        ];
        const { height, difficulty, subsidy } = monthsOf(modelOf(golden1, overrides));
        for (const row of difficultyPath({ ...base, growthPerMonth, months, startHeight })) {
          const { month } = row;
          expect(row).toEqual({
            month,
            height: height?.[month],
            difficulty: difficulty?.[month],
            subsidy: subsidy?.[month],
          });
        }
      },
    ),
    { numRuns: 100 },
  );
});

test("pasted as a monthly series it gives the same cash flows", () => {
  const path = difficultyPath(base).map(({ difficulty }) => difficulty);
  const overrides = [[["difficulty growth"]], [[0]], [["difficulty"]], [path]];
  expect(cashflowsOf(modelOf(golden1, overrides))).toEqual(cashflowsOf(modelOf(golden1, [])));
});

test("a logistic path solves dD/dt = r D (1 - D/K)", () => {
  const [difficulty, limit, growthPerMonth] = [100, 400, 0.1];
  const slope = (d: number) => Math.log(1 + growthPerMonth) * d * (1 - d / limit);
  const path = difficultyPath({ ...base, difficulty, limit, growthPerMonth, months: 60, shape: "logistic" });
  // Runge and Kutta's method of order four, a thousand steps a month.
  let value = difficulty;
  for (let step = 1; step <= 60_000; step++) {
    const h = 0.001;
    const a = slope(value);
    const b = slope(value + (h / 2) * a);
    const c = slope(value + (h / 2) * b);
    value += (h / 6) * (a + 2 * b + 2 * c + slope(value + h * c));
    if (step % 1000 === 500)
      expect(path[(step - 500) / 1000]?.difficulty).toBeWithin(value, { absolute: 5e-9 });
  }
  expect(value).toBeGreaterThan(395);
});

test("a limit far away leaves exponential growth; without a start height there is no height", () => {
  const far = difficultyPath({ ...base, shape: "logistic", limit: 1e30, startHeight: undefined });
  const free = difficultyPath(base);
  for (const [index, row] of far.entries()) {
    expect(row.difficulty / (free[index]?.difficulty ?? NaN)).toBeWithin(1, { absolute: 5e-14 });
    expect([row.height, row.subsidy]).toEqual([undefined, undefined]);
  }
});

test("what cannot be", () => {
  expect(() => difficultyPath({ ...base, shape: "logistic" })).toThrow("limit is missing");
  expect(() => difficultyPath({ ...base, shape: "logistic", limit: 1.5e14 })).toThrow(InputError);
  expect(() => difficultyPath({ ...base, growthPerMonth: 1e6, months: 240 })).toThrow(NumericError);
  expect(() => difficultyPath({ ...base, growthPerMonth: -0.999, months: 1000 })).toThrow(NumericError);
});
