import { areEmpty, blockCells, blockFormats, literal } from "../../src/workbook/cells";

test.each(["=1+1", "+1", "-1", "@SUM(A1)", " =1", "'x", "=cmd|' /C calc'!A0"])(
  "%s is written as text",
  (text) => expect(literal(text)).toBe(`'${text}`),
);
test.each(["mempool.space", "2^32 = a lot", "", -1])("%s is written as it is", (value) =>
  expect(literal(value)).toBe(value),
);

test("every text of a row is made harmless, numbers stay numbers", () => {
  const row = { label: "=a", value: -3, unit: "+b", source: "@c", asOf: 0, name: "N", numberFormat: "0.00" };
  expect(blockCells([row])).toEqual([
    ["Label", "Value", "Unit", "Source", "As of"],
    ["'=a", -3, "'+b", "'@c", 25569],
  ]);
  expect(blockFormats([row])[1]).toEqual(["General", "0.00", "General", "General", 'yyyy-mm-dd hh:mm "UTC"']);
});

test("a formula that shows nothing is something", () => {
  expect(
    areEmpty([
      ["", ""],
      ["", null],
    ]),
  ).toBe(true);
  expect(
    areEmpty([
      ["", ""],
      ["", '=""'],
    ]),
  ).toBe(false);
  expect(areEmpty([[0]])).toBe(false);
});
