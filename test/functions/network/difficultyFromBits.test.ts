import { call, errorOf, one } from "../host";

test("text with or without 0x, in either case, and numbers that are eight digits typed", () => {
  for (const bits of ["17034219", "0x17034219", " 0X17034219 ", 17034219])
    expect(one("DIFFICULTY_FROM_BITS", bits)).toBe(86388558925171.02);
  for (const bits of ["1d00ffff", "1D00FFFF"]) expect(one("DIFFICULTY_FROM_BITS", bits)).toBe(1);
  expect(one("DIFFICULTY_FROM_BITS", "18000e12")).toBe(20004579268822.92);
});

test("what Excel has made of all other bits is refused, with advice", () => {
  for (const bits of [1.8e16, 3123456, 17034219.5, -17034219, 0, 99999999.5]) {
    expect(errorOf("DIFFICULTY_FROM_BITS", bits)).toBe(
      `#VALUE! bits_hex must be text: enter bits as text, with a leading apostrophe, got ${bits}`,
    );
  }
});

// mempool.space's API and the explorers send the header's field as a decimal number.
test("the decimal form, as a number or a text, is the same bits", () => {
  for (const [decimal, hex] of [
    [386089497, "17034219"],
    [486604799, "1d00ffff"],
    [123456789, "075bcd15"],
  ] as const) {
    expect(one("DIFFICULTY_FROM_BITS", decimal)).toBe(one("DIFFICULTY_FROM_BITS", hex));
    expect(one("DIFFICULTY_FROM_BITS", ` ${decimal} `)).toBe(one("DIFFICULTY_FROM_BITS", hex));
  }
  expect(errorOf("DIFFICULTY_FROM_BITS", 4294967295)).toContain('got the text "ffffffff"');
});

test("bytes that the consensus rule cuts off count for nothing", () => {
  expect(one("DIFFICULTY_FROM_BITS", "01123456")).toBe(one("DIFFICULTY_FROM_BITS", "01120000"));
  expect(errorOf("DIFFICULTY_FROM_BITS", "01003456")).toContain("must give a target above 0");
});

test.each([
  [4294967296, "must be eight hexadecimal digits, or a whole number of 9 or 10 digits up to 4294967295"],
  ["4294967296", "must be eight hexadecimal digits, or a whole number of 9 or 10 digits up to 4294967295"],
  ["0386089497", "must be eight hexadecimal digits"],
  ["1d00fff", "must be eight hexadecimal digits"],
  ["1d00fffg", "must be eight hexadecimal digits"],
  ["", "must be eight hexadecimal digits"],
  ["1d800000", "must give a target above 0"],
  ["1d800001", "must not give a negative target"],
  ["ff123456", "must give a target below 2^256"],
])('"%s" is refused', (bits, words) => {
  expect(errorOf("DIFFICULTY_FROM_BITS", bits)).toContain(`#VALUE! bits_hex ${words}`);
});

test("a column of bits gives a column", () => {
  expect(call("DIFFICULTY_FROM_BITS", [["1d00ffff"], [17034219]])).toEqual([[1], [86388558925171.02]]);
});
