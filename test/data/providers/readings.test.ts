import fc from "fast-check";
import * as v from "valibot";
import { UnavailableError } from "../../../src/core/errors";
import {
  amount,
  complaint,
  daysOf,
  decimalText,
  obtainable,
  plain,
  recent,
  shaped,
  whole,
  wholeText,
} from "../../../src/data/providers/readings";
import { anyCharacter } from "../../anyCharacter";

describe("the form of an answer", () => {
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
        expect(Array.from(shown).length).toBeLessThanOrEqual(123);
        expect(shown).not.toMatch(/[<>\p{C}]/u);
        expect(shown.trim()).toBe(shown);
      }),
      { numRuns: 500 },
    );
  });
});

describe("values", () => {
  const now = Date.UTC(2026, 9, 5, 9, 41, 44);
  const MS_PER_DAY = 86_400_000;

  test.each([
    [85956.45, 85956.45],
    [0.01, 0.01],
    [1e8, 1e8],
  ])("a price of %d is taken", (value, expected) =>
    expect(amount(value, "the price", [0.01, 1e8])).toBe(expected),
  );

  test.each([
    [undefined, "the price is missing"],
    [null, "the price is missing"],
    [-1, "the price is missing (-1)"],
    [0, "the price is 0"],
    [-0, "the price is 0"],
    [-85956, "the price is -85956"],
    [0.0099, "the price is 0.0099, too low to be right"],
    [1e9, "the price is 1000000000, too high to be right"],
    [Infinity, "the price is Infinity, too high to be right"],
    [NaN, "the price is NaN"],
  ])("a price of %p is refused", (value, message) => {
    expect(() => amount(value, "the price", [0.01, 1e8])).toThrow(new UnavailableError(message));
  });

  test("what can be had is had; where nothing can, the first reason is given", () => {
    const fail = (message: string) => () => {
      throw new UnavailableError(message);
    };
    expect(obtainable([fail("a"), () => 2, fail("c"), () => 4])).toEqual([2, 4]);
    expect(() => obtainable([fail("a"), fail("b")])).toThrow(new UnavailableError("a"));
    expect(() => obtainable([])).toThrow(UnavailableError);
    const bug = () => {
      throw new TypeError("bug");
    };
    expect(() => obtainable([() => 1, bug])).toThrow(TypeError);
  });

  test("a moment within a day is taken, never later than now", () => {
    expect(recent(now - 1000, now, "the price")).toBe(now - 1000);
    expect(recent(now - MS_PER_DAY, now, "the price")).toBe(now - MS_PER_DAY);
    expect(recent(now + 60_000, now, "the price")).toBe(now);
  });

  test.each([
    [now - MS_PER_DAY - 1, "the price is dated 2026-10-04, not today"],
    [now + MS_PER_DAY + 1, "the price is dated 2026-10-06, not today"],
    [now / 1000, "the price is dated 1970-01-21, not today"],
    [now * 1000, "the price is dated time 1791193304000000, not today"],
    [1e20, "the price is dated time 100000000000000000000, not today"],
    [NaN, "the price is dated time NaN, not today"],
  ])("a moment %d is refused", (moment, message) =>
    expect(() => recent(moment, now, "the price")).toThrow(message),
  );

  describe("days", () => {
    const day = (n: number) => Date.UTC(2026, 9, n);
    const days = (rows: { start: number; value: number | null | undefined }[]) =>
      daysOf("btc.price", rows, "the price", now);

    test("that are over have their value; the running one and those without a value are left out", () => {
      const rows = [
        { start: day(5), value: 5 },
        { start: day(4), value: 4 },
        { start: day(3), value: -1 },
        { start: day(2), value: 0 },
        { start: day(1), value: null },
        { start: Date.UTC(2009, 0, 3), value: 0.5 },
      ];
      // 2026-10-04 is 20,730 days after 1970-01-01, 2009-01-03 is 14,247.
      expect(days(rows)).toEqual({ 20730: 4, 14247: 0.5 });
    });

    test.each([
      [[{ start: day(4) + 60_000, value: 4 }], "the values are not daily: one is dated 2026-10-04 00:01 UTC"],
      [[{ start: day(5), value: 4 }], "the answer has no completed day"],
      [[{ start: day(4), value: -1 }], "the answer has no completed day"],
      [[], "the answer has no completed day"],
      [[{ start: day(4), value: 1e9 }], "the price of 2026-10-04 is 1000000000, too high to be right"],
      [[{ start: day(4), value: -2 }], "the price of 2026-10-04 is -2"],
      [[{ start: day(7), value: 4 }], "a value is dated 2026-10-07, which is impossible"],
      [[{ start: Date.UTC(2009, 0, 2), value: 4 }], "a value is dated 2009-01-02, which is impossible"],
      [[{ start: NaN, value: 4 }], "the values are not daily"],
    ])("%j are refused", (rows, message) => expect(() => days(rows)).toThrow(message));
  });
});
