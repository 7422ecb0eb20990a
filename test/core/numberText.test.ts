import fc from "fast-check";
import { isBareNumber, isNumberText, notANumber } from "../../src/core/numberText";

test.each([
  ...[
    "150",
    " 1 234,5 ",
    "1'234.5",
    "-5",
    "−5",
    "+5",
    "(5)",
    "5 %",
    "$30,000",
    "€ 5",
    "£5.00",
    "1E+05",
    "1.5e-3",
    "x1.2",
    "×2",
  ],
  ...["٣", "5", "2026-01"],
])("%s is a bare number", (text) => {
  expect(isBareNumber(text)).toBe(true);
  expect(isNumberText(text)).toBe(true);
});

test.each([
  ...[
    "10 BTC",
    "1.0 BTC",
    "100 pcs",
    "100 pcs.",
    "3 units",
    "12 machines",
    "200 TH/s",
    "3500 W",
    "4.5 c/kWh",
    "0.05 USD per kWh",
  ],
  ...["BTC 10", "USD 30,000", "US$ 5", "30k", "$1.2m", "12 months", "5 sat", "5EUR", "-10 BTC"],
])("%s is a number with its unit", (text) => {
  expect(isBareNumber(text)).toBe(false);
  expect(isNumberText(text)).toBe(true);
});

test.each([
  ...[
    "",
    " ",
    "-",
    "n/a",
    "Total",
    "BTC",
    "USD/kWh",
    "$",
    "x",
    "E",
    "2026 close",
    "as of 5 Oct 2026",
    "1 Jan 2025",
    "5/10/2026",
  ],
  ...[
    "12:30",
    "Q1",
    "Q1 2026",
    "Month 1",
    "Day 3",
    "Year 2026",
    "S21 Pro",
    "20 EH/s average",
    "10 BTC 5",
    "call",
  ],
])("%s is no number", (text) => expect(isNumberText(text)).toBe(false));

test("every number as JavaScript or a spreadsheet writes it is one, and no word is", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(isNumberText(String(value))).toBe(true);
      expect(isNumberText(value.toLocaleString("en-US"))).toBe(true);
      expect(isNumberText(value.toLocaleString("de-DE"))).toBe(true);
    }),
  );
  fc.assert(fc.property(fc.stringMatching(/^[a-zA-Z ]*$/), (text) => expect(isNumberText(text)).toBe(false)));
});

test("long texts take no long time to tell", () => {
  for (const piece of ["1 ", "USD ", "a1 ", ".", "(", "1a"])
    expect(isNumberText(piece.repeat(20_000))).toBe(piece === "1 ");
});

test("what is refused says what it is", () => {
  expect(notANumber("price", "10 BTC").message).toBe(
    'price must be a number, got the text "10 BTC": a number stored as text',
  );
  expect(notANumber("price", "soon").message).toBe('price must be a number, got the text "soon"');
  for (const date of ["2026-10-05", "5/10/2026", "5.10.26", "2026-10-05T12:00Z"])
    expect(notANumber("start", date).message).toBe(
      `start must be a number, got the text "${date}": a date stored as text`,
    );
  expect(notANumber("price", true).message).toBe("price must be a number, got TRUE");
});
