import { strikeOrShare } from "../../../src/functions/hedging/strikeOrShare";

const { read } = strikeOrShare("Strike", "zero");

test.each([
  [55000, 55000],
  ["90%", { shareOfForward: 0.9 }],
  [" 92.5 % ", { shareOfForward: 0.925 }],
  ["92,5%", { shareOfForward: 0.925 }],
  ["1090%", { shareOfForward: 10.9 }],
  ["1,090.5%", { shareOfForward: 10.905 }],
  ["1.090%", { shareOfForward: 0.0109 }],
  ["Zero", "zero"],
])("%j", (cell, strike) => expect(read(cell, "strike")).toEqual(strike));

test.each(["0%", "-90%", "%", "90", "55,000", "90%%", "ninety%", "call"])("%j is refused", (cell) =>
  expect(() => read(cell, "strike")).toThrow(
    `strike must be a price above 0, or a percentage of the forward as "90%", or "zero", got the text "${cell}"`,
  ),
);

test("a comma that may set thousands apart is refused with both readings", () =>
  expect(() => read("1,090%", "strike")).toThrow(
    'strike can be read as 1090% or as 1.090%: write one of the two, got the text "1,090%"',
  ));
