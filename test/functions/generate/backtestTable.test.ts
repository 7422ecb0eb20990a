import { readFileSync } from "node:fs";

/** Errors in percent, computed from the recorded series by another program, in 25 digits. */
const witness: readonly (readonly number[])[] = [
  [2014, 121.814, -71.614, -90.0705, -96.676, 455.709, 543.542],
  [2015, -26.2247, -11.4066, -12.0198, -46.3368, 21.9665, 44.7497],
  [2016, -47.9204, -34.3193, -45.5305, -61.3056, 66.9154, 42.8874],
  [2017, -93.4389, -30.6754, -51.2488, -78.7375, 97.4976, -26.5943],
  [2018, 268.213, -40.7582, -58.5896, -60.127, 111.993, 243.544],
  [2019, -47.1761, -6.44041, -21.0035, -51.3312, 37.0569, -23.2128],
  [2020, -67.8648, -9.54794, -1.88078, -17.8285, 11.443, -21.0763],
  [2021, -40.0182, -12.0093, -3.35385, -11.7949, 0.51403, -36.7805],
  [2022, 182.013, -9.78885, -14.4414, -22.4146, 16.5146, 92.2693],
  [2023, -61.114, -18.3931, -27.7056, -42.4742, 34.3472, -20.432],
  [2024, -54.9978, -9.95282, -9.22739, -24.2267, 12.2201, -20.6071],
  [2025, 6.24852, 0.221094, -7.6933, -17.1276, 9.12032, 1.87164],
];

const rows = readFileSync("docs/backtest.md", "utf8")
  .split("\n")
  .filter((line) => /^\| (20\d\d|median)/.test(line))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

/** "−34 %" as -34. */
const percent = (cell: string | undefined) => Number(cell?.replace("−", "-").replace(" %", ""));

test.each(witness.map(([year, ...errors]) => ({ year, errors })))("errors from $year", ({ year, errors }) => {
  const row = rows.find(([label]) => label === String(year));
  for (const [column, error] of errors.entries())
    expect(percent(row?.[column + 1])).toBeWithin(error, { absolute: 0.5001, inputs: { column } });
});

test("the last row is the median of the sizes", () => {
  const [label, ...medians] = rows.at(-1) ?? [];
  expect(label).toBe("median size");
  for (const [column, median] of medians.entries()) {
    const sizes = witness.map((row) => Math.abs(row[column + 1] ?? NaN)).sort((a, b) => a - b);
    expect(percent(median)).toBeWithin(((sizes[5] ?? NaN) + (sizes[6] ?? NaN)) / 2, { absolute: 0.5001 });
  }
});
