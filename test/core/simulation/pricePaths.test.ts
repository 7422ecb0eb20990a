import { pricePaths } from "../../../src/core/simulation/pricePaths";
import type { PriceProcess } from "../../../src/core/simulation/priceProcess";

const gbm: PriceProcess = { spot: 100000, volatility: 0.6, drift: 0.1, process: "gbm" };
const ou: PriceProcess = { spot: 100000, volatility: 0.6, drift: 0, process: "ou", params: [2, 80000] };
const merton: PriceProcess = {
  spot: 100000,
  volatility: 0.4,
  drift: 0.05,
  process: "merton",
  params: [3, -0.1, 0.2],
};

// The same steps in Python, with Philox in whole numbers and the inverse normal of its standard library.
test.each([
  [
    gbm,
    3,
    0.25,
    1,
    [
      [124413.09715678351, 103341.23874205316],
      [136545.85823471344, 92700.71531487095],
      [140333.1493887925, 58718.98682609785],
    ],
  ],
  [
    ou,
    3,
    1.5,
    4,
    [
      [125278.28822881856, 92879.83625448198],
      [83933.5976884839, 91397.41263168008],
      [70211.5375949945, 73800.0603345956],
    ],
  ],
  [
    merton,
    4,
    2,
    9,
    [
      [58397.73097058244, 147861.74882571178],
      [77447.12838477375, 173730.15553495797],
      [81668.46085863214, 396355.1432426269],
      [66882.07888524958, 418276.7344006252],
    ],
  ],
] as const)("$process", (process, steps, years, seed, expected) => {
  const rows = pricePaths(process, { steps, years, paths: 2, seed });
  expect(rows).toHaveLength(steps);
  for (const [step, line] of expected.entries())
    for (const [path, price] of line.entries())
      expect(rows[step]?.[path]).toBeWithin(price, { relative: 1e-12 });
});

test("more paths or steps of the same length leave the earlier ones as they are", () => {
  for (const process of [gbm, ou, merton]) {
    const few = pricePaths(process, { steps: 3, years: 0.3, paths: 2, seed: 1 });
    const many = pricePaths(process, { steps: 6, years: 0.6, paths: 5, seed: 1 });
    for (const [step, line] of few.entries())
      for (const [path, price] of line.entries())
        expect(many[step]?.[path]).toBeWithin(price, { absolute: 5e-7 });
  }
});

test("without volatility the price follows its trend", () => {
  const [row = []] = pricePaths({ ...gbm, volatility: 0 }, { steps: 1, years: 2, paths: 1, seed: 1 });
  expect(row[0]).toBeWithin(100000 * Math.exp(0.2), { absolute: 5e-9 });
});
