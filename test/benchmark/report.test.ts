import { ulps } from "./accuracy";
import { exact } from "../exact";
import { duration, figure, median, slope, table, withReport } from "./report";

test("the median is the middle value, or the mean of the two", () => {
  expect(median([10, 1, 9])).toBe(9);
  expect(median([4, 100, 1, 2])).toBe(3);
  expect(median([7])).toBe(7);
  expect(median([])).toBeNaN();
});

test("the slope of a power of the size is its exponent", () => {
  const grown = (power: number) =>
    [10, 100, 1_000, 100_000].map((size) => ({ size, value: 3 * size ** power }));
  for (const power of [0, 0.5, 1, 2]) expect(slope(grown(power))).toBeCloseTo(power, 12);
  // By hand: through (0, 0), (1, 2) and (2, 1) the least squares line has slope 1 / 2.
  const points = [1, 10, 100].map((size, index) => ({ size, value: [1, 100, 10][index] ?? NaN }));
  expect(slope(points)).toBeCloseTo(0.5, 12);
});

test("a table is laid out as Prettier lays it out", () => {
  const lines = [
    ["HASHPRICE", "1.5", ""],
    ["a longer name", "12.25", "x"],
  ];
  expect(table(["Work", "Ratio", "A"], lines)).toBe(
    [
      "| Work          | Ratio |   A |",
      "| ------------- | ----: | --: |",
      "| HASHPRICE     |   1.5 |     |",
      "| a longer name | 12.25 |   x |",
    ].join("\n"),
  );
});

test.each([
  [0.000_000_012_34, "12.3 ns"],
  [0.000_2, "200 us"],
  [0.056_78, "56.8 ms"],
  [0.999_9, "1000 ms"],
  [12.3, "12.3 s"],
  [NaN, ""],
])("%d s is written %j", (seconds, text) => expect(duration(seconds)).toBe(text));

test.each([
  [5410.2, "5410"],
  [0.6, "0.600"],
  [1, "1.00"],
  [NaN, ""],
])("the figure %d is written %j", (value, text) => expect(figure(value)).toBe(text));

test("a report takes the place of the last one, and nothing else of the page", () => {
  const page = "# Title\n\n<!-- benchmark -->\n\nold\n\n<!-- end of benchmark -->\n\nend\n";
  const next = withReport(page, "new $1");
  expect(next).toBe("# Title\n\n<!-- benchmark -->\n\nnew $1\n\n<!-- end of benchmark -->\n\nend\n");
  expect(withReport(next, "old")).toBe(page);
  expect(() => withReport("# Title\n", "new")).toThrow("the page has no");
});

test("errors are counted in units of the last place", () => {
  expect(ulps(1 + Number.EPSILON, exact(1))).toBe(1);
  expect(ulps(-3, exact(-3 + 2 * Number.EPSILON))).toBe(1);
  expect(ulps(1, exact(1).plus(exact(Number.EPSILON).div(4)))).toBe(0.25);
  expect(ulps(2 ** -1074, exact(0).plus(2).pow(-1074).times(3))).toBe(2);
});
