import { calendarOf, chainFrom, growthOver, growthToMiddle } from "../../../src/core/cashflow/calendar";
import { blockSubsidy } from "../../../src/core/network/subsidy";
import { exact, Exact } from "../../exact";

test("months of one length: twelfths of a year, and 4,383 blocks", () => {
  const calendar = calendarOf(3, undefined, "periodic");
  expect([...calendar.days]).toEqual([0, 30.4375, 30.4375, 30.4375]);
  expect([...calendar.daysBefore]).toEqual([0, 0, 30.4375, 60.875]);
  expect([...calendar.years]).toEqual([0, 1 / 12, 2 / 12, 3 / 12]);
  expect(calendar.dates).toBeUndefined();
  const { height, subsidy } = chainFrom(1_045_617, calendar);
  expect([...height]).toEqual([0, 1_045_617, 1_050_000, 1_054_383]);
  expect([...subsidy]).toEqual([0, 3.125, 1.5625, 1.5625]);
});

// 2026-01-31; February ends on the 28th.
test("calendar months from the 31st, discounted by days", () => {
  const calendar = calendarOf(3, 46_053, "dated");
  expect([...(calendar.dates ?? [])]).toEqual([46_053, 46_081, 46_112, 46_142]);
  expect([...calendar.days]).toEqual([0, 28, 31, 30]);
  expect([...calendar.daysBefore]).toEqual([0, 0, 28, 59]);
  expect([...calendar.years]).toEqual([0, 28 / 365, 59 / 365, 89 / 365]);
  const { height, subsidy } = chainFrom(840_000, calendar);
  expect([...height]).toEqual([0, 840_000, 840_000 + 28 * 144, 840_000 + 59 * 144]);
  expect([...subsidy.slice(1)]).toEqual([840_000, 840_000, 840_000].map(blockSubsidy));
});

test("growth to the middle of a month, and over years, is the power in 50 digits", () => {
  for (const rate of [-0.97, -0.05, 0, 1e-9, 0.2, 10]) {
    for (const period of [1, 12] as const) {
      const expected = (month: number) => {
        // The exponent is rounded to a double.
        const middle = period === 1 ? new Exact(month).minus(0.5) : exact((month - 0.5) / period);
        return exact(1 + rate).pow(middle);
      };
      for (const [month, factor] of growthToMiddle(rate, period, 24).entries())
        if (month > 0)
          expect(factor).toBeWithin(expected(month), { relative: 1.2e-16, inputs: { rate, month } });
    }
    const years = Float64Array.of(0, 1 / 12, 0.5, 20);
    for (const [place, factor] of growthOver(years, rate).entries())
      expect(factor).toBeWithin(exact(1 + rate).pow(exact(years[place] ?? NaN)), { relative: 1.2e-16 });
  }
});

test("a longer life, another start and other years do not take the kept columns of a shorter one", () => {
  expect(growthToMiddle(0.2, 12, 3)).toHaveLength(4);
  expect(growthToMiddle(0.2, 12, 5)).toHaveLength(6);
  expect(growthToMiddle(0.2, 12, 3)).toBe(growthToMiddle(0.2, 12, 3));
  const [one, other] = [calendarOf(2, 46_053, "dated"), calendarOf(2, 46_053, "periodic")];
  expect([...one.years]).not.toEqual([...other.years]);
  expect(growthOver(one.years, 0.1)[2]).not.toBe(growthOver(other.years, 0.1)[2]);
});
