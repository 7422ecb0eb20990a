import { priceFan as priceFanOf } from "../../core/simulation/priceFan";
import { define } from "../define";
import { optional, vector } from "../parameters";
import { headers, uptoCentury, volatility } from "../vocabulary";
import { drift, process, processParams, spot } from "./processParameters";

const standardQuantiles = [0.05, 0.25, 0.5, 0.75, 0.95];

/** A share in percent to 10 decimals, never as 1e-7, which Excel would not show either. */
const percent = (share: number) => (100 * share).toFixed(10).replace(/\.?0+$/, "");

export const priceFan = define({
  name: "PRICE_FAN",
  group: "Prices and simulation",
  summary: "Quantiles of a price at each of several times: the data for a fan chart",
  parameters: {
    spot,
    years: vector("Times from now, such as SEQUENCE(36)/12", "years (ACT/365)", {
      ...uptoCentury,
      atLeast: 0,
    }),
    volatility,
    drift,
    process,
    params: processParams,
    quantiles: optional(
      vector("Share of outcomes below each quantile", "share; 0.05, 0.25, 0.5, 0.75 and 0.95 when left out", {
        above: 0,
        below: 1,
      }),
    ),
    headers,
  },
  returns: {
    shape: "table",
    columns: ["Time (years)", "a column for each quantile (USD)"],
    header: ({ quantiles = standardQuantiles }) => [
      "Time (years)",
      ...quantiles.map((share) => `${percent(share)} % quantile (USD)`),
    ],
  },
  steps: ({ years, quantiles = standardQuantiles, process }) =>
    (process === "merton" ? 600 : 40) * years.length * quantiles.length,
  compute: ({ years, quantiles = standardQuantiles, ...given }) => {
    const fan = priceFanOf(given, years, quantiles);
    return years.map((time, index) => [time, ...(fan[index] ?? [])]);
  },
  formula: "gbm: spot × e^((drift − σ² ÷ 2) t + σ √t z), z the normal quantile",
  remarks: [
    "A row for each time given; at time 0 every quantile is the spot.",
    "ou: the log of the price reverts to the log of the level (Schwartz's one-factor model), and drift is ignored. merton: the drift between jumps compensates for them, so that the mean still grows with drift; up to 10,000 jumps may be expected by a time, and of thousands of times and quantiles with many jumps only some can be computed at once: the error says how many.",
    "A 0 among the times is now, so a blank cell between them reads as now in desktop Excel.",
  ],
  sources: [
    "Schwartz (1997), The stochastic behavior of commodity prices, J. Finance 52, model 1",
    "Merton (1976), Option pricing when underlying stock returns are discontinuous, J. Financial Economics 3",
  ],
  examples: [
    {
      formula: "=MINING.PRICE_FAN(100000, 0.5, 0.6, 0.1)",
      result: [
        ["Time (years)", "5 % quantile (USD)", "25 % quantile (USD)", "50 % quantile (USD)"],
        [0.5, 47813.97179636677, 72168.84335375791, 96078.94391523232, 127910.647238961, 193064.142489158],
      ],
      note: "Half a year from now, at 60 % volatility.",
    },
    {
      formula: '=MINING.PRICE_FAN(100000, 1, 0.5, 0.05, "merton", {2,-0.1,0.15}, {0.05,0.5,0.95}, FALSE)',
      result: [[1, 35308.31658215633, 90734.78866112077, 223402.86485360222]],
      note: "Two jumps a year, mostly down, fatten the lower end.",
    },
  ],
  seeAlso: ["SIM_PATHS", "REALIZED_VOL", "OPTION_PRICE"],
});
