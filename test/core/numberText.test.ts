import {
  isBareNumber,
  isNumberText,
  notANumber,
  textNumber,
  unambiguousNumber,
} from "../../src/core/numberText";

import fc from "fast-check";

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

test("long texts are classified quickly", () => {
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

// By hand, from how the places named write numbers.
const numbers: [string, number, string][] = [
  ["0", 0, "digits"],
  ["90", 90, "digits"],
  ["007", 7, "leading zeros"],
  ["  12.5 ", 12.5, "blanks around it"],
  ["+3", 3, "a sign"],
  ["-3", -3, "a sign"],
  ["\u22123,5", -3.5, "the typographic minus"],
  [".5", 0.5, "no whole part"],
  ["-,25", -0.25, "no whole part"],
  ["1.5", 1.5, "a point"],
  ["1,5", 1.5, "a comma before one digit"],
  ["12,34", 12.34, "a comma before two digits"],
  ["1,2345", 1.2345, "a comma before four digits"],
  ["0,125", 0.125, "thousands do not begin with 0"],
  ["00,125", 0.125, "thousands do not begin with 0"],
  [",125", 0.125, "thousands do not begin with a comma"],
  ["1234,567", 1234.567, "four digits before the only comma"],
  ["1.090", 1.09, "a point on its own, as in Excel's formulas"],
  ["1.234567", 1.234567, "a point on its own"],
  ["1,234.5", 1234.5, "United States"],
  ["1,234,567", 1234567, "United States"],
  ["1,234,567.8", 1234567.8, "United States"],
  ["123,456.789", 123456.789, "United States"],
  ["1.234,5", 1234.5, "Germany"],
  ["1.234,567", 1234.567, "Germany"],
  ["1.234.567", 1234567, "Germany"],
  ["1.234.567,8", 1234567.8, "Germany"],
  ["1 234,5", 1234.5, "Norway"],
  ["1 234", 1234, "Norway"],
  ["1 234,567", 1234.567, "thousands are set apart by spaces already"],
  ["1\u00a0234\u00a0567,8", 1234567.8, "a space that does not break"],
  ["1\u202f234,5", 1234.5, "France: a narrow one"],
  ["1 234.5", 1234.5, "the SI"],
  ["1'234.5", 1234.5, "Switzerland"],
  ["1\u2019234\u2019567,25", 1234567.25, "Switzerland, typographic"],
  ["-1,234,567.8", -1234567.8, "a sign and thousands"],
];

test.each(numbers)("%s is %d: %s", (text, value) => expect(textNumber(text)).toBe(value));

test.each([
  ["1,234", "1234", "1.234"],
  ["1,090", "1090", "1.090"],
  ["12,000", "12000", "12.000"],
  [" 999,999 ", "999999", "999.999"],
  ["+1,200", "1200", "1.200"],
  ["-1,200", "-1200", "-1.200"],
  ["\u22121,200", "-1200", "-1.200"],
])("%s is %s or %s", (text, thousands, decimal) => expect(textNumber(text)).toEqual({ thousands, decimal }));

test.each([
  ["", "nothing"],
  ["  ", "blanks"],
  [".", "no digit"],
  ["-", "no digit"],
  ["5.", "no decimals"],
  ["5,", "no decimals"],
  ["--5", "two signs"],
  ["5-", "a sign at the end"],
  ["- 5", "a blank after the sign"],
  ["1,23,4", "a group of two digits"],
  ["1,2,3", "groups of one digit"],
  ["1234,567,890", "a first group of four digits"],
  ["0,123,456", "a first group of 0"],
  ["1,234 567", "two thousands signs"],
  ["1.234,567.8", "a sign twice over"],
  ["1,234.567,8", "a sign twice over"],
  ["1.2.3", "two points"],
  ["1,234.", "no decimals"],
  ["1 23", "a group of two digits"],
  ["1  234", "two spaces"],
  ["1\n234", "a line break"],
  ["1e5", "an exponent"],
  ["0x10", "hexadecimal"],
  ["10%", "a percentage"],
  ["$5", "a currency"],
  ["Infinity", "a word"],
  ["none", "a word"],
  ["9".repeat(400), "beyond the range of numbers"],
  ["\u0661\u0662", "digits of another script"],
])("%j is none: %s", (text) => expect(textNumber(text)).toBeUndefined());

const amount = fc
  .tuple(fc.integer({ min: 1000, max: 999_999_999 }), fc.integer({ min: 1, max: 99 }))
  .map(([whole, cents]) => ({ whole, cents }));

// Excel and browsers write numbers by the same tables of the Unicode consortium.
test.each(["en-US", "de-DE", "fr-FR", "de-CH", "nb-NO", "it-IT", "sv-SE"])(
  "what %s writes with decimals is read back",
  (locale) => {
    const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 });
    fc.assert(
      fc.property(amount, ({ whole, cents }) => {
        const value = (whole * 100 + cents) / 100;
        expect(textNumber(format.format(value))).toBe(value);
        expect(textNumber(format.format(-value))).toBe(-value);
      }),
    );
  },
);

test("what JavaScript writes without an exponent is read back", () => {
  fc.assert(
    fc.property(fc.double({ min: -1e20, max: 1e20, noNaN: true }), (value) => {
      const text = String(value);
      if (!text.includes("e")) expect(textNumber(text)).toBe(value + 0);
    }),
  );
});

test("a number is never read in one of two ways: point and comma may change places, or it is ambiguous", () => {
  const text = fc.stringMatching(/^[0-9]{0,5}([.,' ][0-9]{1,4}){0,3}$/);
  fc.assert(
    fc.property(text, (given) => {
      const swapped = given.replace(/[.,]/g, (mark) => (mark === "." ? "," : "."));
      const [value, other] = [textNumber(given), textNumber(swapped)];
      if (typeof value === "object") expect(other).toBe(Number(value.decimal));
      else if (typeof other !== "object") expect(other).toBe(value);
    }),
  );
});

test("an ambiguous number is refused with both readings as they are written there", () => {
  const given = { parameter: "strike", got: "1,090%", written: (reading: string) => `${reading}%` };
  expect(unambiguousNumber("90,5", given)).toBe(90.5);
  expect(unambiguousNumber("ninety", given)).toBeUndefined();
  expect(() => unambiguousNumber("1,090", given)).toThrow(
    'strike can be read as 1090% or as 1.090%: write one of the two, got the text "1,090%"',
  );
});
