import { boundsRule, outOfBounds } from "../../../src/core/numeric/bounds";

test.each([
  [{}, "must be a number"],
  [{ whole: true }, "must be a whole number"],
  [{ above: 0, atMost: 1 }, "must be above 0 and at most 1"],
  [{ atLeast: 1, atMost: 240, whole: true }, "must be a whole number at least 1 and at most 240"],
])("%j in words", (bounds, rule) => expect(boundsRule(bounds)).toBe(rule));

const days = (value: number) => (value > 100 ? `is it ${value} days?` : undefined);

test.each([
  [
    "all limits are named",
    3,
    { above: 0, atMost: 1, whole: true },
    "x must be a whole number above 0 and at most 1, got 3",
  ],
  [
    "a 0 may be a blank cell",
    0,
    { above: 0 },
    "x must be above 0, got 0 (a blank cell reads as 0 in desktop Excel)",
  ],
  [
    "a percentage is told",
    60,
    { atLeast: 0, atMost: 10 },
    "x must be at most 10, got 60: is it 60 %? write 0.6",
  ],
  ["without rounding", 7, { atLeast: 0, below: 1 }, "x must be below 1, got 7: is it 7 %? write 0.07"],
  [
    "but not where it would be out of bounds, too",
    1e6,
    { atLeast: 0, atMost: 10 },
    "x must be at least 0 and at most 10, got 1000000",
  ],
  ["nor just above 1", 1.05, { above: 0, atMost: 1 }, "x must be above 0 and at most 1, got 1.05"],
  ["nor of a large limit", 300, { atMost: 240 }, "x must be at most 240, got 300"],
  ["nor of a whole number", 7, { atMost: 5, whole: true }, "x must be a whole number at most 5, got 7"],
  [
    "a guess of its own comes first",
    365,
    { atMost: 100, guess: days },
    "x must be at most 100, got 365: is it 365 days?",
  ],
  [
    "a guess of its own may have nothing to say",
    -1,
    { atLeast: 0, guess: days },
    "x must be at least 0, got -1",
  ],
])("%s", (_, value, bounds, message) => expect(outOfBounds("x", value, bounds).message).toBe(message));
