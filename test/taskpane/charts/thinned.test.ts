import fc from "fast-check";
import { thinned } from "../../../src/taskpane/charts/thinned";

test("few points stay as they are", () => {
  expect(thinned([3, 1, 2], 10)).toEqual([0, 1, 2]);
  expect(thinned([], 10)).toEqual([]);
});

test("many keep their ends and extremes, in order, and few remain", () => {
  const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 30, maxLength: 400 });
  fc.assert(
    fc.property(values, fc.integer({ min: 2, max: 12 }), (all, buckets) => {
      const kept = thinned(all, buckets);
      const of = (indices: number[]) => indices.map((index) => all[index] ?? NaN);
      expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
      expect(kept.length).toBeLessThanOrEqual(2 * buckets + 2);
      expect([kept[0], kept.at(-1)]).toEqual([0, all.length - 1]);
      expect(Math.min(...of(kept))).toBe(Math.min(...all));
      expect(Math.max(...of(kept))).toBe(Math.max(...all));
    }),
  );
});

test("six thousand days become some hundred points, with the day of a crash among them", () => {
  const values = Array.from({ length: 6000 }, (_, index) => (index === 4321 ? -1 : Math.sqrt(index)));
  const kept = thinned(values, 350);
  expect(kept.length).toBeLessThanOrEqual(702);
  expect(kept).toContain(4321);
});
