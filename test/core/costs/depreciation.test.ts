import { depreciation, type DepreciationFormula } from "../../../src/core/costs/depreciation";
import { macrsHalfYear } from "../../../src/core/costs/macrs";

const given = (
  method: DepreciationFormula,
  cost: number,
  salvage: number,
  life: number,
  period: number,
  factor = 2,
  month = 12,
) => depreciation({ method, cost, salvage, life, period, factor, month });

// The examples of Microsoft's documentation of SLN, DDB, DB and SYD.
test.each([
  ["sln", 30000, 7500, 10, 1, 2, 12, 2250],
  ["ddb", 2400, 300, 3650, 1, 2, 12, 1.32],
  ["ddb", 2400, 300, 120, 1, 2, 12, 40],
  ["ddb", 2400, 300, 10, 1, 2, 12, 480],
  ["ddb", 2400, 300, 10, 2, 1.5, 12, 306],
  ["ddb", 2400, 300, 10, 10, 2, 12, 22.12],
  ["db", 1000000, 100000, 6, 1, 2, 7, 186083.33],
  ["db", 1000000, 100000, 6, 2, 2, 7, 259639.42],
  ["db", 1000000, 100000, 6, 3, 2, 7, 176814.44],
  ["db", 1000000, 100000, 6, 4, 2, 7, 120410.64],
  ["db", 1000000, 100000, 6, 5, 2, 7, 81999.64],
  ["db", 1000000, 100000, 6, 6, 2, 7, 55841.76],
  ["db", 1000000, 100000, 6, 7, 2, 7, 15845.1],
  ["syd", 30000, 7500, 10, 1, 2, 12, 4090.91],
  ["syd", 30000, 7500, 10, 10, 2, 12, 409.09],
] as const)(
  "%s %d %d %d period %d factor %d month %d",
  (method, cost, salvage, life, period, factor, month, expected) => {
    expect(given(method, cost, salvage, life, period, factor, month)).toBeWithin(expected, {
      absolute: 0.005,
    });
  },
);

test.each(["sln", "syd"] as const)("%s writes off cost less salvage over the life", (method) => {
  const total = Array.from({ length: 36 }, (_, index) => given(method, 4000, 400, 36, index + 1)).reduce(
    (sum, part) => sum + part,
  );
  expect(total).toBeWithin(3600, { absolute: 5e-10 });
});

test("ddb never goes below the salvage value", () => {
  const total = Array.from({ length: 10 }, (_, index) => given("ddb", 1000, 300, 10, index + 1)).reduce(
    (sum, part) => sum + part,
  );
  expect(total).toBeWithin(700, { absolute: 5e-10 });
  expect(given("ddb", 1000, 300, 1, 1)).toBe(700);
});

test("uop follows the units and stops at cost less salvage", () => {
  expect(given("uop", 1000, 100, 30000, 10000)).toBeWithin(300, { absolute: 5e-13 });
  expect(given("uop", 1000, 100, 30000, 90000)).toBe(900);
});

test.each([
  ["sln", 0, 12, "period must be at least 1, got 0"],
  ["syd", 11, 12, "period must be at most 10, got 11"],
  ["db", 11, 12, "period must be at most 10, got 11"],
  ["db", 12, 6, "period must be at most 11, got 12"],
  ["db", 2.5, 6, "period must be a whole number for db, got 2.5"],
] as const)("%s refuses period %d", (method, period, month, message) => {
  expect(() => given(method, 1000, 100, 10, period, 2, month)).toThrow(message);
});

// IRS Publication 946, Table A-1: each class writes off the whole cost.
test("MACRS deducts the whole cost, a year at a time", () => {
  for (const rates of Object.values(macrsHalfYear()))
    expect(rates.reduce((sum, rate) => sum + rate, 0)).toBeWithin(1, { absolute: 5e-13 });
});
