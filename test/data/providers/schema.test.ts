import fc from "fast-check";
import * as v from "valibot";
import { UnavailableError } from "../../../src/core/errors";
import { complaint, decimalText, plain, shaped, whole, wholeText } from "../../../src/data/providers/schema";
import { anyCharacter } from "../../anyCharacter";

const messageOf = (schema: v.GenericSchema, body: unknown) => {
  try {
    return `accepted: ${JSON.stringify(shaped(schema, body))}`;
  } catch (error) {
    if (error instanceof UnavailableError) return error.message;
    throw error;
  }
};

const shape = v.object({ price: v.number(), rows: v.array(v.tuple([v.number(), v.string()])) });

test.each([
  [{ price: 1, rows: [[1, "a"]] }, 'accepted: {"price":1,"rows":[[1,"a"]]}'],
  [{ price: 1, rows: [], more: [1] }, 'accepted: {"price":1,"rows":[]}'],
  [{ rows: [] }, "the answer has an unexpected form: price is missing"],
  [{ price: "1.5", rows: [] }, 'the answer has an unexpected form: price is the text "1.5", not a number'],
  [{ price: null, rows: [] }, "the answer has an unexpected form: price is empty, not a number"],
  [{ price: 1, rows: [[1]] }, "the answer has an unexpected form: rows.0.1 is missing"],
  [{ price: 1, rows: [[1, 2]] }, "the answer has an unexpected form: rows.0.1 is number 2, not a text"],
  [{ price: 1, rows: {} }, "the answer has an unexpected form: rows is a group of fields, not a list"],
  [7, "the answer has an unexpected form: it is number 7, not a group of fields"],
  [null, "the answer is empty"],
  ["", "the answer is empty"],
  [undefined, "the answer is empty"],
  ["<html><body>Busy</body></html>", "the answer is a web page, not data"],
  ["Service Unavailable", 'the answer is not data but the text "Service Unavailable"'],
])("%j: %s", (body, message) => expect(messageOf(shape, body)).toBe(message));

test.each([
  ["56.10", 56.1],
  ["0", 0],
  ["-1", -1],
  ["12345678901234.123456", 12345678901234.123456],
])("the decimal text %s", (text, value) => expect(shaped(decimalText, text)).toBe(value));

test.each(["", " 1", "1e5", "0x10", "1,5", "1.", ".5", "NaN", "Infinity", "1".repeat(16), "--1"])(
  "the text %j is no decimal number",
  (text) =>
    expect(() => shaped(v.object({ price: decimalText }), { price: text })).toThrow(
      "is not a decimal number",
    ),
);

test("whole numbers are exact, as numbers and as texts", () => {
  expect(shaped(whole, 2 ** 53 - 1)).toBe(9007199254740991);
  expect(shaped(wholeText, "9007199254740991")).toBe(9007199254740991);
  expect(messageOf(v.object({ sum: wholeText }), { sum: "9007199254740993" })).toContain("held exactly");
  expect(messageOf(v.object({ sum: whole }), { sum: 2 ** 53 })).toContain("which is not a whole number");
  expect(messageOf(v.object({ sum: whole }), { sum: 1.5 })).toContain("which is not a whole number");
});

test("a provider's words are shown on one line, without tags, cut where they are long", () => {
  expect(complaint("kraken", "EGeneral:Too many requests").message).toBe(
    "Kraken says: EGeneral:Too many requests",
  );
  expect(plain("<b>Sign up</b>\r\n\u202efor\u0000\u200b more <script>alert(1)</script>")).toBe(
    "Sign up for more alert(1)",
  );
  expect(plain("x".repeat(5000))).toBe(`${"x".repeat(120)}...`);
  expect(plain("😀".repeat(121))).toBe(`${"😀".repeat(120)}...`);
  expect(complaint("deribit", " \n ").message).toBe("Deribit reports an error");
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 3000 }), (text) => {
      const shown = plain(text);
      expect([...shown].length).toBeLessThanOrEqual(123);
      expect(shown).not.toMatch(/[<>\p{C}]/u);
      expect(shown.trim()).toBe(shown);
    }),
    { numRuns: 500 },
  );
});
