import fc from "fast-check";
import { yearOf } from "../../../src/taskpane/market/yearOf";

const of = (days: Readonly<Record<number, number>>, today: number) => yearOf((day) => days[day], today);

test("the year ends on the last day that has a value, and leaves out days without one", () => {
  const days = { 20_000: 1, 20_001: 2, 20_365: 3, 20_366: 4, 21_000: 5 };
  expect(of(days, 20_400)).toEqual({ values: [3, 4], first: 20_365, last: 20_366 });
});

test("365 days at most, both ends counted", () =>
  expect(of({ 20_001: 1, 20_002: 2, 20_366: 3 }, 20_366)).toEqual({
    values: [2, 3],
    first: 20_002,
    last: 20_366,
  }));

test("no line without a second value, or where the last value is too old", () => {
  expect(of({}, 20_000)).toBeUndefined();
  expect(of({ 19_999: 1 }, 20_000)).toBeUndefined();
  expect(of({ 10_000: 1, 10_001: 2 }, 20_000)).toBeUndefined();
});

test("its values are those of its days, in their order", () => {
  const days = fc.dictionary(fc.integer({ min: 19_000, max: 20_400 }).map(String), fc.integer());
  fc.assert(
    fc.property(days, (given) => {
      const year = of(given, 20_300);
      if (year === undefined) return;
      const inside = Object.keys(given)
        .map(Number)
        .filter((day) => day >= year.first && day <= year.last)
        .sort((a, b) => a - b);
      expect(year.values).toEqual(inside.map((day) => given[day]));
      expect(year.last - year.first).toBeLessThan(365);
    }),
  );
});
