import fc from "fast-check";
import {
  macrsClasses,
  macrsConventions,
  macrsHalfYear,
  macrsSchedule,
  type MacrsClass,
  type MacrsConvention,
  macrsPercentages,
} from "../../../src/core/costs/macrs";

/** Eighths of the first year that count. */
const firstYear: Record<MacrsConvention, number> = { hy: 4, mq1: 7, mq2: 5, mq3: 3, mq4: 1 };

/** Places of the printed percentages: three for 20 years, two for the others. */
const unitsOf = (years: MacrsClass) => (years === 20 ? 1000 : 100);

/** a / b to the nearest whole number, halves up; whole numbers small enough to be exact. */
const nearest = (a: number, b: number) => Math.floor((2 * a + b) / (2 * b));

/**
 * The rule of Revenue Procedure 87-57 in whole units of the last printed place: double (15 and 20 years: one and a
 * half times) declining balance, from the year in which it gives more straight line over what is left of the life;
 * every year from the rounded balance.
 */
function byRule(years: MacrsClass, convention: MacrsConvention): number[] {
  const [factor, halves] = years <= 10 ? [2, 1] : [3, 2];
  let balance = 100 * unitsOf(years);
  let eighthsLeft = 8 * years;
  return Array.from({ length: years + 1 }, (_, index) => {
    const part = index === 0 ? firstYear[convention] : 8;
    const declining = nearest(balance * factor * part, halves * years * 8);
    const straight = nearest(balance * part, eighthsLeft);
    const deduction = index === years ? balance : Math.max(declining, index === 0 ? 0 : straight);
    balance -= deduction;
    eighthsLeft -= part;
    return deduction;
  });
}

const columns = macrsConventions.flatMap((convention) =>
  macrsClasses.map((years) => ({ convention, years, printed: macrsPercentages[convention][years] })),
);

/** Where the printed tables are not what their rule gives: year, printed, by the rule. */
const misprints: Record<string, readonly (readonly [number, number, number])[]> = {
  "mq2 7": [
    [1, 1785, 1786],
    [8, 334, 333],
  ],
  "mq1 20": [
    [2, 7000, 7008],
    [21, 565, 557],
  ],
};

test.each(columns)("$convention $years: the printed column is that of the rule", (column) => {
  const { convention, years, printed } = column;
  const units = printed.map((percentage) => Math.round(percentage * unitsOf(years)));
  for (const [index, percentage] of printed.entries())
    expect(percentage).toBe((units[index] ?? 0) / unitsOf(years));
  const rule = byRule(years, convention);
  expect(units).toHaveLength(rule.length);
  const different = units.flatMap((unit, index) =>
    unit === rule[index] ? [] : [[index + 1, unit, rule[index]]],
  );
  expect(different).toEqual(misprints[`${convention} ${years}`] ?? []);
});

test.each(columns)("$convention $years: the column adds up to 100 %", ({ years, printed }) => {
  const units = printed.map((percentage) => Math.round(percentage * unitsOf(years)));
  expect(units.reduce((sum, unit) => sum + unit)).toBe(100 * unitsOf(years));
});

test("shares are the doubles nearest to the printed decimals", () => {
  expect(macrsHalfYear()[3]).toEqual([0.3333, 0.4445, 0.1481, 0.0741]);
  expect(macrsHalfYear()[5]).toEqual([0.2, 0.32, 0.192, 0.1152, 0.1152, 0.0576]);
  expect(macrsHalfYear()[20].slice(0, 3)).toEqual([0.0375, 0.07219, 0.06677]);
});

// 1,234,567.89 over 15 years, mq3, 37 % bonus; by Python's decimal at 50 digits.
test.each([
  [1, 0.393625, 485956.78570125, 748611.10429875],
  [2, 0.060669, 74899.99931841, 673711.10498034],
  [8, 0.03717, 45888.8884713, 350233.33014621],
  [16, 0.023247, 28699.99973883, 0],
])("with a bonus, year %d", (year, rate, deduction, bookValue) => {
  const asset = { cost: 1234567.89, lifeYears: 15, convention: "mq3", bonusShare: 0.37 } as const;
  expect(macrsSchedule(asset)[year - 1]).toEqual({ year, rate, deduction, bookValue });
});

test("whatever the asset, nothing is left and every year is rate times cost", () => {
  fc.assert(
    fc.property(
      fc.record({
        cost: fc.double({ min: 0.01, max: 1e12, noNaN: true }),
        lifeYears: fc.constantFrom(...macrsClasses),
        convention: fc.constantFrom(...macrsConventions),
        bonusShare: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      (asset) => {
        const lines = macrsSchedule(asset);
        expect(lines).toHaveLength(asset.lifeYears + 1);
        expect(lines[lines.length - 1]?.bookValue).toBe(0);
        for (const { rate, deduction, bookValue } of lines) {
          expect(deduction).toBeWithin(rate * asset.cost, { absolute: 1e-15 * asset.cost });
          expect(bookValue).toBeGreaterThanOrEqual(0);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test("a full bonus deducts all at once", () => {
  const lines = macrsSchedule({ cost: 500, lifeYears: 3, convention: "mq1", bonusShare: 1 });
  expect(lines.map(({ deduction }) => deduction)).toEqual([500, 0, 0, 0]);
});
