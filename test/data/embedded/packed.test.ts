import fc from "fast-check";
import history from "../../../src/data/embedded/daily-history.json";
import { packed, unpacked } from "../../../src/data/embedded/packed";

test.each([
  // The step is 8 at first. A 0, or a 1 for the step and a 0; three bits of the size that is left; 1 up to a digit.
  [[0], "D"], // 0 000 11
  [[1], "L"], // 0 010 11
  [[-1], "H"], // 0 001 11
  [[5], "l"], // 10 010 1
  [[5, 4], "kP"], // 10 010, and 0 001 111
  [[], ""],
])("the numbers %j are written %s", (values, text) => {
  expect(packed(values, 1)).toBe(text);
  expect(unpacked(text, 1)).toEqual(values);
});

test.each([
  ["prices", history.price.values],
  ["openings", history.laterPrice.values],
  ["blocks", history.blocks.values],
  ["starts of epochs", history.epochs[0]?.starts ?? []],
  ["bits of epochs", history.epochs[0]?.bits.map((bits) => parseInt(bits, 16)) ?? []],
])("the recorded %s come back to the last bit", (_, values) => {
  expect(values.length).toBeGreaterThan(100);
  expect(unpacked(packed(values, 100), 100)).toEqual(values);
});

test("any numbers of at most two decimals come back to the last bit", () => {
  const cents = fc.array(fc.oneof(fc.integer({ min: -1e12, max: 1e12 }), fc.integer({ min: -3, max: 3 })));
  fc.assert(
    fc.property(cents, fc.constantFrom(1, 10, 100), (whole, scale) => {
      const values = whole.map((value) => value / scale + 0);
      expect(unpacked(packed(values, scale), scale)).toEqual(values);
    }),
  );
});
