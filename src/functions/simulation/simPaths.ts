import { InputError } from "../../core/errors";
import { pricePaths } from "../../core/simulation/pricePaths";
import { define } from "../define";
import { number, optional } from "../parameters";
import { seed, uptoCentury, volatility } from "../vocabulary";
import { drift, process, processParams, spot } from "./processParameters";

/** As many numbers as one formula can return to Excel: 4 MB. */
const MOST_CELLS = 200_000;

export const simPaths = define({
  name: "SIM_PATHS",
  group: "Prices and simulation",
  summary: "Simulated price paths, a row for each step and a column for each path",
  parameters: {
    spot,
    steps: number("Number of steps", "steps", { atLeast: 1, atMost: 100_000, whole: true }),
    years: number("Length of the paths", "years (ACT/365)", { ...uptoCentury, above: 0 }),
    volatility,
    paths: optional(number("Number of paths", "paths", { atLeast: 1, atMost: 10_000, whole: true }), 10),
    drift,
    process,
    params: processParams,
    seed,
  },
  returns: {
    shape: "table",
    columns: ["Time (years)", "a column for each path (USD)"],
    header: ({ paths }) => [
      "Time (years)",
      ...Array.from({ length: paths }, (_, index) => `Path ${index + 1} (USD)`),
    ],
  },
  compute: ({ steps, years, paths, seed: chosen, ...given }) => {
    if (steps * paths > MOST_CELLS)
      throw new InputError(
        "paths",
        `must be at most ${Math.floor(MOST_CELLS / steps)} for ${steps} steps`,
        paths,
      );
    const prices = pricePaths(given, { steps, years, paths, seed: chosen });
    return prices.map((row, index) => [(years * (index + 1)) / steps, ...row]);
  },
  formula: "gbm: next = price × e^((drift − σ² ÷ 2) Δt + σ √Δt z), z standard normal",
  remarks: [
    "Each step is drawn from its exact distribution: a few long steps are as accurate as many short ones.",
    "The same seed gives the same paths; more paths or steps leave the earlier random numbers unchanged.",
    "ou and merton as in PRICE_FAN. The first row is one step from now.",
  ],
  sources: [
    "Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2, 3 (Philox 4x32-10)",
    "Schwartz (1997), J. Finance 52, model 1; Merton (1976), J. Financial Economics 3",
  ],
  examples: [
    {
      formula: "=MINING.SIM_PATHS(100000, 3, 0.25, 0.6, 2, 0.1)",
      result: [
        ["Time (years)", "Path 1 (USD)", "Path 2 (USD)"],
        [0.25 / 3, 124413.09715678351, 103341.23874205316],
        [0.5 / 3, 136545.85823471344, 92700.71531487095],
        [0.25, 140333.1493887925, 58718.98682609785],
      ],
      note: "Two paths over a quarter in monthly steps.",
    },
    {
      formula: '=MINING.SIM_PATHS(100000, 3, 1.5, 0.6, 2, 0, "ou", {2,80000}, 4)',
      result: [
        ["Time (years)", "Path 1 (USD)", "Path 2 (USD)"],
        [0.5, 125278.28822881856, 92879.83625448198],
        [1, 83933.5976884839, 91397.41263168008],
        [1.5, 70211.5375949945, 73800.0603345956],
      ],
      note: "Prices that revert to 80,000 USD.",
    },
  ],
  seeAlso: ["PRICE_FAN", "SIM_MINER", "REALIZED_VOL"],
});
