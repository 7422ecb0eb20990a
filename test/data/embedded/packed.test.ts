import fc from "fast-check";
import history from "../../../src/data/embedded/daily-history.json";
import { packed, unpacked } from "../../../src/data/embedded/packed";

test("numbers are written as source maps write them", () => {
  // The examples of the source map specification and its common readers: 0, 1, -1, 123, 123456789.
  expect(packed([0, 1, 0, 123], 1)).toBe("ACD2H");
  expect(packed([123456789], 1)).toBe("qxmvrH");
});

test.each([
  ["prices", history.price.values],
  ["openings", history.laterPrice.values],
  ["blocks", history.blocks.values],
  ["starts of epochs", history.epochs[0]?.starts ?? []],
])("the recorded %s come back to the last bit", (_, values) => {
  expect(values.length).toBeGreaterThan(100);
  expect(unpacked(packed(values, 100), 100)).toEqual(values);
});

test("any numbers of at most two decimals come back to the last bit", () => {
  const cents = fc.array(fc.integer({ min: -1e12, max: 1e12 }));
  fc.assert(
    fc.property(cents, fc.constantFrom(1, 10, 100), (whole, scale) => {
      const values = whole.map((value) => value / scale + 0);
      expect(unpacked(packed(values, scale), scale)).toEqual(values);
    }),
  );
});
