import fc from "fast-check";
import { greatest, least } from "../../../src/core/numeric/extremes";

test("they are Math.max and Math.min of any number of values", () => {
  fc.assert(
    fc.property(fc.array(fc.double()), (values) => {
      expect(greatest(values)).toBe(Math.max(...values));
      expect(least(values)).toBe(Math.min(...values));
    }),
  );
  const many = Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 300_000);
  expect([least(many), greatest(many)]).toEqual([0, 299_999]);
  expect(() => Math.max(...many)).toThrow(RangeError);
});
