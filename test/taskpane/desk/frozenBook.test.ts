import type { Quote } from "../../../src/data/market";
import type { Series } from "../../../src/data/series";
import { changesBetween } from "../../../src/taskpane/desk/frozenBook";

const quote = (series: Series, value: number, asOf = 1): Quote => ({
  series,
  value,
  asOf,
  source: "Kraken",
  quality: "frozen",
});

test("lists what differs, appears or vanishes, in the order of the series, and nothing else", () => {
  const before = [quote("btc.dvol", 0.5), quote("btc.height", 900_000), quote("btc.price", 85_000)];
  const after = [quote("btc.fees", 0.02), quote("btc.height", 900_000, 2), quote("btc.price", 86_000)];
  expect(changesBetween(before, after)).toEqual([
    { series: "btc.price", before: before[2], after: after[2] },
    { series: "btc.fees", before: undefined, after: after[0] },
    { series: "btc.dvol", before: before[0], after: undefined },
  ]);
  expect(changesBetween(after, after)).toEqual([]);
  expect(changesBetween([], [])).toEqual([]);
});

test("a difference in the last bit is a difference", () => {
  const change = changesBetween([quote("btc.fees", 0.1 + 0.2)], [quote("btc.fees", 0.3)]);
  expect(change).toHaveLength(1);
});
