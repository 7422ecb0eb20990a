import { addressOf, placeOf } from "../../src/workbook/workbook";

test.each([
  ["Model!B2", { sheet: "Model", range: "B2" }],
  ["'My model'!B2:F13", { sheet: "My model", range: "B2:F13" }],
  ["'Bob''s!'!A1", { sheet: "Bob's!", range: "A1" }],
  ["'2026'!A1", { sheet: "2026", range: "A1" }],
  ["'R1C1'!A1", { sheet: "R1C1", range: "A1" }],
])("%s is read and written back", (address, place) => {
  expect(placeOf(address)).toEqual(place);
  expect(addressOf(place)).toBe(address);
});

test("dollars are left out", () => expect(placeOf("Model!$B$2").range).toBe("B2"));

test.each(["BTC_PRICE", "_x", "NETWORK_HASHRATE_EH", "a.b"])("the sheet %s needs no quotes", (sheet) =>
  expect(addressOf({ sheet, range: "A1" })).toBe(`${sheet}!A1`),
);
test.each(["BTC1", "XFD1048576", "R1C1", "r", "C", "R2", "1A", "A B", "", "A-B", "PH2026"])(
  "the sheet %j needs quotes",
  (sheet) => expect(addressOf({ sheet, range: "A1" })).toBe(`'${sheet}'!A1`),
);
