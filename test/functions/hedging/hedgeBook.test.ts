import { call, errorOf } from "../host";

const headings = ["Type", "Strike", "Years", "Quantity", "Volatility", "Premium", "Forward"];
const hedged = (...legs: unknown[]) => call("HEDGE_BOOK", legs, 60000, 10, [[50000]])[1]?.[2];
const value = (...legs: unknown[]) => call("HEDGE_BOOK", legs, 60000, 10, [[50000]])[1]?.[6];
const refusal = (...legs: unknown[]) => errorOf("HEDGE_BOOK", legs, 60000, 10, [[50000]]);
const put = ["put", 55000, 0.25, 10, 0.6];

// 550,000 less ten of Black's puts at 60,000, 46400.365207268: docs/formulas.md, OPTION_PRICE.
describe("the premium", () => {
  test.each([["fair"], [" Fair "]])("%j is the price", (premium) => {
    expect(hedged([...put, premium])).toBeWithin(503599.634792732, { absolute: 5e-9 });
  });

  test("is the price without the column", () => {
    expect(hedged(put)).toBeWithin(503599.634792732, { absolute: 5e-9 });
  });

  test.each([[null], [0]])("%p is none", (premium) => {
    expect(hedged([...put, premium])).toBe(550000);
    expect(hedged(headings.slice(0, 6), [...put, premium])).toBe(550000);
  });

  test("of an empty text is refused", () => {
    expect(refusal([...put, ""])).toBe(
      "#VALUE! legs, row 1, premium, must be given: write fair, or a premium",
    );
  });

  test.each([
    ["cheap", 'must be a number or fair, got the text "cheap"'],
    ["4640", 'must be a number, got the text "4640": a number stored as text'],
  ])("%j is refused", (premium, rule) => {
    expect(refusal([...put, premium])).toBe(`#VALUE! legs, row 1, premium, ${rule}`);
  });

  test("is converted from the unit in its heading", () => {
    const head = (unit: string) => [...headings.slice(0, 5), `Premium (${unit})`];
    expect(hedged(head("kUSD"), [...put, 4.64])).toBe(503600);
    for (const heading of ["Premium per BTC", "Premium, USD/BTC", "Premium [EUR per bitcoin]", "Paid"])
      expect(hedged([...headings.slice(0, 5), heading], [...put, 4640])).toBe(503600);
    for (const heading of ["Premium per BTC", "Premium BTC/BTC", "Paid"])
      expect(hedged([...headings.slice(0, 5), heading], ["inverse put", 55000, 0.25, 10, 0.6, 0.07])).toBe(
        515000,
      );
    expect(hedged(head("BTC"), ["inverse put", 55000, 0.25, 10, 0.6, 0.07])).toBe(515000);
    expect(refusal(head("BTC"), [...put, 4640])).toBe(
      "#VALUE! legs, put 1, premium, is in USD per BTC, and its heading says BTC",
    );
    expect(refusal(head("USD per BTC"), ["inverse put", 55000, 0.25, 10, 0.6, 0.07])).toBe(
      "#VALUE! legs, inverse put 1, premium, is in BTC per BTC, and its heading says USD",
    );
  });
});

describe("a leg's forward", () => {
  const sold = ["future", 61000, 0.25, -5, 0, 0];

  // By hand: -5 x (forward x 50/60 - 61,000).
  test("moves with the price", () => {
    expect(value([...sold, 66000])).toBeWithin(30000, { relative: 1e-14 });
    expect(value(headings, [...sold, 66000])).toBeWithin(30000, { relative: 1e-14 });
    expect(value([...headings.slice(0, 6), "Fwd (kUSD)"], [...sold, 66])).toBeWithin(30000, {
      relative: 1e-14,
    });
  });

  test.each([[null], [0], [""]])("is the argument where the cell is %p", (blank) => {
    expect(value([...sold, blank])).toBe(55000);
    expect(value(sold)).toBe(55000);
  });

  test("is not read from notes under a heading of their own", () => {
    const noted = [...headings.slice(0, 6), "Broker (EUR/day)"];
    expect(value(noted, [...sold, "by phone"], [...sold, null])).toBe(110000);
    expect(refusal(noted, [...sold, 66000])).toBe(
      '#VALUE! legs, row 2, forward, is under another heading: write "forward", or leave it out, got the text "Broker (EUR/day)"',
    );
  });

  test.each([
    ["rolled", 'must be a number, got the text "rolled": notes need a heading of their own'],
    ["66000", 'must be a number, got the text "66000": a number stored as text'],
    [-1, "must be at least 0, got -1"],
    [true, "must be a number, got TRUE"],
  ])("of %p is refused", (given, message) => {
    expect(refusal([...sold, given])).toBe(`#VALUE! legs, row 1, forward, ${message}`);
  });
});
