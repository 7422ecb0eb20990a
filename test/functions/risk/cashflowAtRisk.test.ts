import { exampleBlock } from "../../../src/functions/lifecycle/exampleBlock";
import { call, errorOf } from "../host";

const given = [exampleBlock, 0.95, 50, 1, null, false, 1] as const;
const table = (...options: unknown[]) => call("CASHFLOW_AT_RISK", ...given, ...options);
const fault = (...options: unknown[]) => errorOf("CASHFLOW_AT_RISK", ...given, ...options);
const column = (...values: unknown[]) => values.map((value) => [value]);

test("a row or column of strikes is read as a monthly series", () => {
  const plain = table([[90000, 0, 85000]]);
  for (const [name, strikes] of Object.entries({
    column: column(90000, 0, 85000),
    headings: column("Puts", "USD per BTC", 90000, 0, 85000),
    "blank on the web": [[90000, null, 85000]],
    "a note behind": [["Put", 90000, 0, 85000, "as of 5 Oct 2026"]],
    "longer than the model": [[90000, 0, 85000, 1, 2, 3]],
  }))
    expect([name, table(strikes)]).toEqual([name, plain]);
});

test("the last value carries on, and a blank before the first number is month 1", () => {
  expect(table([[90000, 85000]])).toEqual(table([[90000, 85000, 85000]]));
  expect(table(90000)).toEqual(table([[90000, 90000, 90000]]));
  expect(table([["Put", null, 90000]])).toEqual(table([[0, 90000, 90000]]));
});

test("a blank premium is 0, an omitted one is the fair one", () => {
  const free = table(90000, null, 0);
  expect(table(90000, null, [[null]])).toEqual(free);
  expect(table(90000, null, [[0, null, 0]])).toEqual(free);
  expect(table(90000, null, null)).not.toEqual(free);
  expect(table(90000)).toEqual(table(90000, null, null));
});

test.each([
  ["a blank strike", [0], "put_strike must be above 0, got 0 (a blank cell reads as 0 in desktop Excel)"],
  [
    "a blank strike on the web",
    [null, [[null]]],
    "call_strike must be above 0, got 0 (a blank cell reads as 0 in desktop Excel)",
  ],
  [
    "a heading over a blank",
    [[["Put", 0]]],
    "put_strike must be above 0, got 0 (a blank cell reads as 0 in desktop Excel)",
  ],
  ["a negative strike", [-1], "put_strike must be at least 0, got -1"],
  ["in a month", [[[90000, -1]]], "put_strike, month 2, must be at least 0, got -1"],
  [
    "a number as text",
    [[[90000, "95000 USD"]]],
    'put_strike, value 2, must be a number, got the text "95000 USD": a number stored as text',
  ],
  [
    "a word between",
    [[[90000, "none", 95000]]],
    'put_strike, value 2, must be a number, got the text "none"',
  ],
  [
    "an empty text between",
    [[[90000, "", 95000]]],
    "put_strike: month 2 is an empty text before a number: write 0, or a word to end the series",
  ],
  ["a text", ["at the money"], 'put_strike must be a number, got the text "at the money"'],
  ["texts", [[["at", "the money"]]], "put_strike must contain at least one number"],
  [
    "a block",
    [
      [
        [90000, 1],
        [2, 3],
      ],
    ],
    "put_strike must be one row or one column, got a 2 x 2 range",
  ],
  ["TRUE", [null, [[90000, true]]], "call_strike, month 2, must be a number, got TRUE"],
  ["a premium without a strike", [null, null, 500], "premium needs a put_strike or a call_strike"],
])("%s is refused", (_, options, message) => expect(fault(...options)).toBe(`#VALUE! ${message}`));

test("options beside a forward are refused, naming both", () => {
  const call = [exampleBlock, 0.95, 50, 1, 98000, false, 1, 90000];
  expect(errorOf("CASHFLOW_AT_RISK", ...call)).toBe(
    "#VALUE! put_strike must be left out when a forward is given, or the forward left out",
  );
});
