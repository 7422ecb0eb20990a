import type { ExtremeCall } from "./extremeCalls";

/** The largest calls of functions whose work grows with the product of their arguments. */

type Row = readonly (number | string | boolean | null)[];

const rows = (count: number, row: (index: number) => Row): Row[] =>
  Array.from({ length: count }, (_, index) => row(index));
const column = (count: number, value: (index: number) => number) => rows(count, (index) => [value(index)]);
const line = (count: number, value: (index: number) => number): Row[] => [
  Array.from({ length: count }, (_, index) => value(index)),
];
const cell = (value: number | string | boolean): Row[] => [[value]];

/** The same numbers in each run, between 0 and 1, without a pattern that an algorithm could profit from. */
const scattered = (index: number) => (Math.abs(Math.sin(index * 12.9898 + 78.233)) * 43_758.5453) % 1;

const fleets = (count: number): Row[] =>
  rows(count, (index) => [
    `Fleet ${index}`,
    1 + scattered(index),
    15 + 20 * scattered(index + 0.5),
    0.03 + 0.05 * scattered(index + 0.25),
    1.1,
  ]);

/** A loss at first, then a gain in most months: a model whose every metric has an answer. */
const model: Row[] = [
  ["btc price", 100_000],
  ["btc price growth", 0.05],
  ["difficulty", 1.5e14],
  ["difficulty growth", 0.01],
  ["start height", 1_042_000],
  ["fees", 0.1],
  ["hashrate", 234],
  ["hashrate degradation", 0.02],
  ["efficiency", 15],
  ["power price", 0.03],
  ["power price growth", 0],
  ["heat price", 0.01],
  ["pue", 1.05],
  ["uptime", 0.97],
  ["pool fee", 0.01],
  ["other opex", 5],
  ["capex", 1500],
  ["resale value", 100],
  ["months", 240],
  ["discount rate", 0.12],
  ["tax rate", 0.21],
  ["loan", 500],
  ["loan rate", 0.1],
];

/** With a shape of the power price over the 24 hours of a day and every quantity by month. */
const monthly = (): Row[] => [
  ...model.filter(([name]) => !/^(power price|fees|other opex|pue|uptime)$/.test(String(name))),
  ["power price", "monthly", ...rows(240, (month) => [0.03 + 0.01 * scattered(month)]).flat()],
  ["fees", "monthly", ...rows(240, (month) => [0.1 * scattered(month)]).flat()],
  ["other opex", "monthly", ...rows(240, (month) => [10 * scattered(month)]).flat()],
  ["pue", "monthly", ...rows(240, () => [1.05]).flat()],
  ["uptime", "monthly", ...rows(240, () => [0.97]).flat()],
  ["power price shape", "shape", ...rows(288, (part) => [0.5 + scattered(part)]).flat()],
];
const widened = (block: readonly Row[]): Row[] => {
  const width = block.reduce((most, row) => Math.max(most, row.length), 0);
  return block.map((row) => [...row, ...new Array<null>(width - row.length).fill(null)]);
};

const machine = (index: number): Row => [
  `Machine ${index}`,
  100 + 300 * scattered(index),
  12 + 10 * scattered(index + 0.5),
  500 + 3000 * scattered(index + 0.25),
];

const candidate = (index: number, providers: number): Row => [
  `Pool ${index}`,
  0.04 + 0.02 * scattered(index),
  0.005 + 0.03 * scattered(index + 0.5),
  0.02 * scattered(index + 0.25),
  0,
  0.01 + 0.05 * scattered(index + 0.75),
  `Provider ${index % providers}`,
];

/** Correlations by common factors: with the own risk always positive definite. */
const correlationsOf = (count: number, factors: number, own: number): Row[] => {
  const loads = Array.from({ length: count }, (_, index) => {
    const load = Array.from({ length: factors }, (_, factor) => 2 * scattered(index * factors + factor) - 1);
    const size = Math.sqrt(load.reduce((sum, value) => sum + value * value, own));
    return load.map((value) => value / size);
  });
  return loads.map((one, row) =>
    loads.map((other, place) =>
      row === place ? 1 : one.reduce((sum, value, factor) => sum + value * (other[factor] ?? 0), 0),
    ),
  );
};

const allocated = (objective: string, factors: number, cap: number) => () => [
  rows(200, (index) => candidate(index, 40)),
  cell(1000),
  correlationsOf(200, factors, 0.3),
  cell(objective),
  cell(500),
  cell(cap),
  null,
];

export const largeProducts: readonly ExtremeCall[] = [
  {
    name: "PRICE_FAN",
    words: "merton, 100 times x 100 quantiles, 10,000 jumps",
    given: () => [
      cell(100_000),
      column(100, (index) => (index + 1) / 100),
      cell(0.6),
      cell(0.05),
      cell("merton"),
      [[10_000, -0.001, 0.02]],
      line(100, (index) => (index + 0.5) / 100),
      null,
    ],
  },
  {
    name: "PRICE_FAN",
    words: "merton, 10,000 times x 5 quantiles, 100 jumps",
    given: () => [
      cell(100_000),
      column(10_000, (index) => (index + 1) / 10_000),
      cell(0.6),
      cell(0.05),
      cell("merton"),
      [[100, -0.1, 0.2]],
      null,
      null,
    ],
  },
  {
    name: "PRICE_FAN",
    words: "merton, jumps without deviation, no volatility, 100 x 100",
    given: () => [
      cell(100_000),
      column(100, (index) => (index + 1) / 100),
      cell(0),
      cell(0.05),
      cell("merton"),
      [[10_000, -0.001, 0]],
      line(100, (index) => (index + 0.5) / 100),
      null,
    ],
  },
  {
    name: "PRICE_FAN",
    words: "gbm, 30,000 times",
    given: () => [
      cell(100_000),
      column(30_000, (index) => (index + 1) / 1000),
      cell(0.6),
      cell(0),
      null,
      null,
      null,
      null,
    ],
  },
  {
    name: "CURVE",
    words: "10,000 rows on 100,000 points",
    given: () => [
      column(10_000, (index) => 10 * index + 0.5),
      column(100_000, (index) => index),
      column(100_000, scattered),
      cell("linear"),
    ],
  },
  {
    name: "CURVE",
    words: "150,000 rows on 150,000 points, variance",
    given: () => [
      column(150_000, (index) => index + 0.5),
      column(150_000, (index) => index),
      column(150_000, scattered),
      cell("variance"),
    ],
  },
  {
    name: "CURVE",
    words: "100,000 rows on 1,000 points that fall",
    given: () => [
      column(100_000, (index) => index),
      column(1000, (index) => -index),
      column(1000, scattered),
      cell("linear"),
    ],
  },
  ...["max_return", "mean_variance", "max_sharpe"].flatMap((objective): ExtremeCall[] =>
    [3, 60].flatMap((factors) =>
      [0.03, 1].map((cap) => ({
        name: "ALLOCATE",
        words: `${objective}, 200 candidates, ${factors} factors, providers up to ${cap}`,
        given: allocated(objective, factors, cap),
      })),
    ),
  ),
  {
    name: "MACHINE_RANK",
    words: "2,000 machines, 240 months",
    given: () => [rows(2000, machine), model, null, cell(5000)],
  },
  {
    name: "MACHINE_RANK",
    words: "2,000 machines, 240 months, monthly series and a shape",
    given: () => [rows(2000, machine), widened(monthly()), null, cell(5000)],
  },
  ...["npv", "irr", "payback", "economic_life"].map((metric): ExtremeCall => ({
    name: "STRESS_TEST",
    words: `${metric}, lifted over 200 thresholds`,
    given: () => [model, cell("btc price"), cell(metric), column(200, (index) => index), cell("Distance")],
  })),
  {
    name: "STRESS_TEST",
    words: "no crossing, by rate, monthly series and a shape, 1 call",
    given: () => [widened(monthly()), cell("discount rate"), cell("npv"), cell(1e12), cell("Distance")],
  },
  {
    name: "STRESS_TEST",
    words: "lifted over 30 drivers",
    given: () => [
      model,
      model.filter(([name]) => !/months|start height/.test(String(name))).map(([name]) => [name ?? ""]),
      cell("npv"),
      cell(100),
      cell("Distance"),
    ],
  },
  {
    name: "SENSITIVITY",
    words: "irr, 240 months, monthly series and a shape",
    given: () => [widened(monthly()), cell("irr"), null, null, null],
  },
  ...["npv", "irr", "economic_life", "ratio"].map((metric): ExtremeCall => ({
    name: "SENSITIVITY_GRID",
    words: `${metric}, 100 x 100, 240 months`,
    given: () => [
      model,
      cell(metric),
      cell("btc price"),
      column(100, (index) => 50_000 + 1000 * index),
      cell("power price"),
      line(100, (index) => 0.02 + 0.0005 * index),
      null,
    ],
  })),
  {
    name: "SENSITIVITY_GRID",
    words: "npv, 100 x 100, 240 months, monthly series and a shape",
    given: () => [
      widened(monthly()),
      cell("npv"),
      cell("btc price"),
      column(100, (index) => 50_000 + 1000 * index),
      cell("capex"),
      line(100, (index) => 1000 + 10 * index),
      null,
    ],
  },
  {
    name: "SCENARIOS",
    words: "2,000 scenarios of 5 assumptions, 240 months",
    given: () => [
      model,
      [
        ["Scenario", "btc price", "power price", "uptime", "capex", "probability"],
        ...rows(2000, (index) => [
          `Scenario ${index}`,
          80_000 + 40_000 * scattered(index),
          0.02 + 0.02 * scattered(index + 0.5),
          "x0.99",
          1000 + 1000 * scattered(index + 0.25),
          1 / 2000,
        ]),
      ],
      null,
    ],
  },
  {
    name: "SCENARIOS",
    words: "2,000 scenarios, 240 months, monthly series and a shape",
    given: () => [
      widened(monthly()),
      [
        ["Scenario", "btc price", "power price", "fees"],
        ...rows(2000, (index) => [`Scenario ${index}`, 80_000 + 40_000 * scattered(index), "x1.1", "x0.9"]),
      ],
      null,
    ],
  },
  {
    name: "HASHCOST_CURVE",
    words: "200,000 fleets of 5 columns",
    given: () => [fleets(200_000), cell(50), null],
  },
  {
    name: "HASHCOST_CURVE",
    words: "30,000 fleets, which fit an answer",
    given: () => [fleets(30_000), cell(50), null],
  },
  {
    name: "HEDGE_RATIO",
    words: "900,000 changes",
    given: () => [
      column(900_000, scattered),
      column(900_000, (index) => scattered(index + 0.5)),
      null,
      null,
      cell("R squared"),
    ],
  },
  {
    name: "HEDGE_RATIO",
    words: "10,000 exposures, 10,000 changes",
    given: () => [
      column(10_000, scattered),
      column(10_000, (index) => scattered(index + 0.5)),
      column(10_000, (index) => index),
      cell(25),
      cell("Contracts"),
    ],
  },
  ...["historical", "normal", "cornish_fisher"].map((method): ExtremeCall => ({
    name: "VAR_CVAR",
    words: `${method}, 10,000 confidences on 10,000 outcomes`,
    given: () => [
      column(10_000, scattered),
      column(10_000, (index) => 0.5 + index / 20_001),
      cell(method),
      cell("VaR"),
    ],
  })),
  {
    name: "VAR_CVAR",
    words: "historical, 900,000 outcomes",
    given: () => [column(900_000, scattered), cell(0.99), null, cell("CVaR")],
  },
  {
    name: "REALIZED_VOL",
    words: "ewma, 10,000 lambdas on 10,000 prices",
    given: () => [
      column(10_000, (index) => 1 + scattered(index)),
      cell(365),
      cell("ewma"),
      column(10_000, (index) => 0.9 + index / 100_001),
    ],
  },
  {
    name: "REALIZED_VOL",
    words: "ewma, 900,000 prices",
    given: () => [column(900_000, (index) => 1 + scattered(index)), cell(365), cell("ewma"), null],
  },
  {
    name: "CONCENTRATION",
    words: "900,000 weights",
    given: () => [column(900_000, scattered), cell("HHI")],
  },
  {
    name: "SPOF_LOSS",
    words: "30,000 points",
    given: () => [
      column(30_000, scattered),
      column(30_000, (index) => 0.1 * scattered(index + 0.5)),
      cell(3),
      cell(20_000),
      null,
    ],
  },
  {
    name: "DEPRECIATION",
    words: "db, 150,000 periods",
    given: () => [
      cell(1e6),
      cell(1e5),
      cell(200_000),
      column(150_000, (index) => index + 1),
      cell("db"),
      null,
      cell(7),
    ],
  },
  {
    name: "BACKTEST",
    words: "240 months from 2014",
    given: () => [model, cell(41_640), null, null],
  },
  {
    name: "HASHPRICE_FORWARD",
    words: "10,000 hashprices on 10,000 settlements",
    given: () => [
      column(10_000, (index) => 40 + index / 1000),
      cell(1),
      cell(20_000),
      column(10_000, (index) => 50 * scattered(index)),
      null,
      null,
      cell("Settlement"),
    ],
  },
  {
    name: "HAZARD_LOSS",
    words: "20,000 hazards, 20 events a year",
    given: () => [
      rows(20_000, (index) => [`Hazard ${index}`, 0.001, 1e5 * scattered(index), 1.5, 5e4, 5e5]),
      cell(0.99),
      null,
      null,
    ],
  },
  {
    name: "HAZARD_LOSS",
    words: "1 hazard, 20 events a year",
    given: () => [[["Theft", 20, 1e5, 1.5, 5e4, 5e5]], cell(0.99), null, null],
  },
];
