import { call, errorOf, one } from "../host";

test("text with or without 0x, in either case, and numbers that are eight digits typed", () => {
  for (const bits of ["17034219", "0x17034219", " 0X17034219 ", 17034219])
    expect(one("DIFFICULTY_FROM_BITS", bits)).toBe(86388558925171.02);
  for (const bits of ["1d00ffff", "1D00FFFF"]) expect(one("DIFFICULTY_FROM_BITS", bits)).toBe(1);
  expect(one("DIFFICULTY_FROM_BITS", "18000e12")).toBe(20004579268822.92);
});

test("what Excel has made of all other bits is refused, with advice", () => {
  for (const bits of [1.8e16, 3123456, 17034219.5, -17034219, 0, 123456789]) {
    expect(errorOf("DIFFICULTY_FROM_BITS", bits)).toBe(
      `#VALUE! bits_hex must be text: enter bits as text, with a leading apostrophe, got ${bits}`,
    );
  }
});

test.each([
  ["1d00fff", "must be eight hexadecimal digits"],
  ["1d00fffg", "must be eight hexadecimal digits"],
  ["", "must be eight hexadecimal digits"],
  ["1d800000", "must end in six digits from 000001 to 7fffff"],
  ["1d000000", "must end in six digits from 000001 to 7fffff"],
  ["ff123456", "must stand for a target below 2^256"],
])('"%s" is refused', (bits, words) => {
  expect(errorOf("DIFFICULTY_FROM_BITS", bits)).toContain(`#VALUE! bits_hex ${words}`);
});

test("a column of bits gives a column", () => {
  expect(call("DIFFICULTY_FROM_BITS", [["1d00ffff"], [17034219]])).toEqual([[1], [86388558925171.02]]);
});
