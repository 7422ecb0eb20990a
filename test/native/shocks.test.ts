import fc from "fast-check";
import { metrics } from "../../src/core/cashflow/metrics";
import { CellError, type Cell } from "../../src/core/errors";
import { anyModel, rowsOf } from "../core/cashflow/anyModel";
import { compared, drawn, expectAgreement, type Trial } from "./agreement";
import type { Given, Input } from "./engine";

/** Cells of a sheet: every row as long as the longest. */
function cellsOf(rows: readonly (readonly Cell[])[]): Input[][] {
  const width = Math.max(...rows.map((row) => row.length));
  return rows.map((row) =>
    Array.from({ length: width }, (_, index) => {
      const cell = row[index] ?? null;
      if (cell instanceof CellError) throw new Error("an error is no input");
      return cell;
    }),
  );
}

/** Models of three to six months, since the forms compute each several times. */
const models = anyModel.map((model) => {
  const months = 3 + (model.months % 4);
  return cellsOf(rowsOf({ ...model, months, startMonth: Math.min(model.startMonth, months) }));
});

const own = cellsOf([
  ["btc price", 100000],
  ["difficulty", 1.5e14],
  ["start height", 1042000],
  ["fees", "monthly", "note", 0.03, 0.05, "end"],
  ["hashrate", 234],
  ["efficiency", 15],
  ["power price", "monthly", "note", 0.05, 0.04, "end"],
  ["other opex", 5],
  ["capex", 400],
  ["months", 3],
]);
const lacking = (name: string) => own.filter(([other]) => other !== name);
const having = (...row: Input[]) => cellsOf([...lacking(String(row[0])), row]);
const byHashprice = cellsOf([...own.filter((_, line) => line < 1 || line > 3), ["hashprice", 50]]);

const anyMetric = fc.constantFrom(...metrics);

/** What a cell of each assumption may be in a table of scenarios. */
const changes: Readonly<Record<string, readonly Input[]>> = {
  "btc price": ["", 0, 60000, "x1.2", "x0,9", " X1 "],
  "power price (ct/kWh)": ["", 4, 0, "x-1", "×.5"],
  "Hashrate (PH/s)": ["", 0.2, "x1.1"],
  efficiency: [20, "x0.9", 0],
  uptime: ["", 0.9, "x0.5"],
  fees: ["", "x2", "x0"],
  "other opex": [0, 100, "x2", "x0"],
  capex: [0, 600, "x0.5", "default"],
  "capex schedule": ["", 10, "x2"],
  months: ["", 4, 8, 0],
  "discount rate (%)": [0.05, "x2", "default"],
  depreciation: ["", "SLN", "macrs5", 0],
  shutdown: ["", true, false, "no", 0],
  loan: [0, 1000, "x1"],
  "loan type": ["bullet", "linear", ""],
  "start date": [46204, ""],
  hashprice: ["", 45, 0],
  "tax rate": [0.3, "x1.5"],
};

const scenarios = fc
  .record({
    titles: fc.shuffledSubarray(Object.keys(changes), { minLength: 1, maxLength: 4 }),
    seeds: fc.array(fc.array(fc.nat(59), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 2 }),
    weighted: fc.boolean(),
  })
  .map(({ titles, seeds, weighted }): Input[][] => [
    ["Scenario", ...titles, ...(weighted ? [" Probability "] : []), ""],
    ...seeds.map((places, line): Input[] => [
      line === 0 ? "first" : 2,
      ...titles.map((title, at) => {
        const cells = changes[title] ?? [];
        return cells[(places[at] ?? 0) % cells.length] ?? "";
      }),
      ...(weighted ? [seeds.length === 1 ? 1 : line === 0 ? 0.3 : 0.7] : []),
      "note",
    ]),
  ]);

/** A table of one scenario with one assumption. */
const only = (title: Input, cell: Input): Input[][] => [
  ["", title],
  ["one", cell],
];

const oddScenarios: readonly (readonly Given[])[] = [
  ...(
    [
      ["capx", 1],
      [5, 1],
      ["", 1],
      ["capex", "x"],
      ["capex", "x1,234"],
      ["capex", "x5."],
      ["capex", "x1e2"],
      ["capex", "0.5"],
      ["capex", true],
      ["capex", -1],
      ["capex", "monthly"],
      ["months", "x2"],
      ["months", 300],
      ["depreciation", "x2"],
      ["depreciation", "slm"],
      ["hashprice", "x2"],
      ["power price shape", "shape"],
      ["capex (kWh)", 1],
      ["probability", 0.9],
      ["probability", "1"],
    ] as const
  ).map(([title, cell]) => [own, only(title, cell)]),
  [
    own,
    [
      ["", "capex", "Capex (USD)"],
      ["one", 1, 2],
    ],
  ],
  [
    own,
    [
      ["", "probability"],
      ["one", -0.5],
      ["two", 1.5],
    ],
  ],
  [
    own,
    [
      ["", "capex"],
      ["", 5],
    ],
  ],
  [
    own,
    [
      ["", "capex"],
      ["", ""],
      [0, 0],
    ],
  ],
  [own, [["", "capex"]]],
  [lacking("hashrate"), only("hashrate", 5)],
  [having("capex (EUR)", 5), only("other opex (USD)", 5)],
];
const legalScenarios: readonly (readonly Given[])[] = [
  [own, [[""], ["one"]]],
  [own, only("btc price (EUR)", "x1.1")],
  [
    own,
    [
      ["", "capex", ""],
      ["", "", ""],
      ["one", "", 0],
      [0, 0, 0],
    ],
  ],
  [own, only("power price", "x0")],
  [
    byHashprice,
    [
      ["", "difficulty", "start height"],
      ["one", 1.5e14, 1042000],
      ["two", 0, ""],
    ],
  ],
];

const axes: readonly (readonly [name: string, ...values: number[]])[] = [
  ["btc price", 50000, 90000],
  ["Power price [ct/kWh]", 4, 6],
  ["fees", 0, 0.1],
  ["hashprice", 40, 60],
  ["difficulty (T)", 100, 200],
  ["months", 4, 2.5],
  ["start date (d/m/y)", 46053],
  ["shutdown", 0, 1],
  ["discount rate (%)", 0.1],
];
const axis = fc
  .constantFrom(...axes)
  .map(([name, ...values]) => [name, values.map((value) => [value])] as const);
const grids = fc
  .tuple(models, anyMetric, axis, axis, fc.constantFrom(undefined, true, false))
  .map(([model, metric, rows, columns, headers]): Given[] => [model, metric, ...rows, ...columns, headers]);

const oddGrids: readonly (readonly Given[])[] = [
  [own, "npv", "capx", [[1]], "fees", [[0.1]], false],
  [own, "npv", "capex", [[1]], 5, [[0.1]]],
  [own, "npv", "capex", [[1]], "Capex (kUSD)", [[0.1]]],
  [own, "npv", "capex (kWh)", [[1]], "fees", [[0.1]]],
  [own, "npw", "capex", [[1]], "fees", [[0.1]]],
  [own, "npv", "capex", [[1], ["x"], [2]], "fees", [[0.1]]],
  [having("capx", 1), "npv", "capex", [[1]], "fees", [[0.1]]],
  [having("capex", "five"), "npv", "capex", [[1]], "fees", [[0.1]]],
  [having("depreciation", "slm"), "npv", "capex", [[1]], "fees", [[0.1]]],
];
const legalGrids: readonly (readonly Given[])[] = [
  [lacking("hashrate"), "npv", "hashrate", [[100]], "fees", [[0.1], [-1]]],
  [own, "npv", "depreciation", [[1]], "fees", [[0.1, 0.2]], false],
];

const drivers: Readonly<Record<string, readonly [Input, Input]>> = {
  "power price (ct/kWh)": [4, "x1.1"],
  "btc price": ["x0.9", "x1.2"],
  "difficulty growth": [0, 0.03],
  fees: ["x0", "x2"],
  capex: [0, 700],
  "capex schedule": [10, "x1.5"],
  uptime: ["x0.5", 1],
  months: [4, 8],
  "tax rate": [0.1, 0.4],
  "discount rate": [0, 0.2],
  "resale value": ["x1", "x1"],
};
const driverTables = fc
  .tuple(fc.shuffledSubarray(Object.keys(drivers), { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([names, hasHeadings]): Input[][] => [
    ...(hasHeadings ? [["Driver", "Low", "High"]] : []),
    ...names.map((name): Input[] => [name, ...(drivers[name] ?? [])]),
    [0, "", 0],
  ]);
const shocks = fc.constantFrom(undefined, 0.05, 0.5);
const usualDrivers = fc.tuple(models, anyMetric, shocks, fc.boolean()).map((call): Given[] => [...call]);
const ownDrivers = fc
  .tuple(models, anyMetric, fc.constant(undefined), fc.boolean(), driverTables)
  .map((call): Given[] => [...call]);

const withDrivers = (...rows: Input[][]): Given[] => [own, "npv", undefined, false, rows];
const oddDrivers: readonly (readonly Given[])[] = [
  ...[
    ["capx", 1, 2],
    ["", 1, 2],
    [5, 1, 2],
    ["capex", "", 2],
    ["capex", 1, "2"],
    ["capex", 1, true],
    ["capex", -1, 2],
    ["capex", "default", 2],
    ["depreciation", 1, 2],
    ["shutdown", 0, 1],
    ["power price shape", 1, 2],
    ["months", "x1", 2],
    ["hashprice", "x0.9", 50],
    ["capex", 1],
  ].map((row) => withDrivers(row)),
  withDrivers(["capex", 1, 2], ["Capex", 3, 4]),
  withDrivers(["Driver", "Low", "High"]),
  [own, "npv", 0],
  [own, "npv", 1],
  [lacking("hashrate"), "npv"],
];
const legalDrivers: readonly (readonly Given[])[] = [
  withDrivers(["hashprice", 40, 50], ["difficulty", 1e14, "x1.5"], ["start date", 46053, 46400]),
  withDrivers(["pue", 1.2, 1], ["start month", 1, 2]),
];

const machineNumbers = fc.record({
  hashrate: fc.constantFrom(90, 234, 473.5),
  price: fc.constantFrom(0, 450, 3800),
  resale: fc.constantFrom<Input>(0, 20, 5000, ""),
});
/** The headings and what the numbers below are divided by. */
const headings: readonly (readonly [titles: readonly string[], ...over: number[]])[] = [
  [["Machine", "TH/s", "J/TH", "Price", "Resale"], 1, 1, 1],
  [["Machine", "Hashrate (PH/s)", "Power in W", "Price kUSD", "Resale (kUSD)"], 1000, 1, 1000],
  [["", "Hashrate", "W", "Price in USD", "Note"], 1, 1, 1],
  [[], 1, 1, 1],
];
const machineTables = fc
  .tuple(
    fc.array(machineNumbers, { minLength: 1, maxLength: 2 }),
    fc.constantFrom(...headings),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([machines, [titles, hashOver = 1, , moneyOver = 1], inWatts, hasResale]): Input[][] => {
    const isWatts = titles.length === 0 ? inWatts : titles[2]?.includes("W") === true;
    const rows = machines.map(({ hashrate, price, resale }, index): Input[] => [
      index === 0 ? " One" : 2,
      hashrate / hashOver,
      // Free machines of one efficiency would have the same rank.
      (isWatts ? hashrate : 1) * (index === 0 ? 29.5 : 12),
      price / moneyOver,
      hasResale ? (typeof resale === "number" ? resale / moneyOver : resale) : "a note",
    ]);
    return [...(titles.length === 0 ? [] : [[...titles]]), ...rows, [null, 0, "", null, null]];
  });
const siteKw = fc.constantFrom(undefined, 368.55, 20);
const ranks = fc.tuple(machineTables, models, fc.boolean(), siteKw).map((call): Given[] => [...call]);

const machine: Input[] = ["S21", 234, 15, 3800, 100];
const withMachine = (at: number, cell: Input): Input[][] => [
  machine.map((own, index) => (index === at ? cell : own)),
  machine,
];
const oddRanks: readonly (readonly Given[])[] = [
  ...(
    [
      [0, ""],
      [0, 0],
      [1, 0],
      [1, "234"],
      [1, true],
      [2, -1],
      [2, null],
      [3, -1],
      [3, "free"],
      [4, -1],
      [4, "100"],
    ] as const
  ).map(([at, cell]) => [withMachine(at, cell), own]),
  [[machine.slice(0, 3)], own],
  [[["Machine", "TH/s", "Power", "Price", ""], machine], own],
  [[["Machine", "Hashrate USD/kWh", "W", "Price", ""], machine], own],
  [[["Machine", "TH/s", "W", "Price (kWh)", ""], machine], own],
  [[["Machine", "TH/s", "W", "Price", ""]], own],
  [[machine], lacking("hashrate")],
  [[machine], own, true, 0],
  [[machine], cellsOf([...lacking("hashrate"), ["hashrate", "monthly", "note", 0, 0, "end"]])],
];
const legalRanks: readonly (readonly Given[])[] = [
  [[machine.slice(0, 4)], own],
  [
    [
      ["Machine", "TH/s", "J/TH or W", "Price", "Resale"],
      [...machine.slice(0, 4), ""],
    ],
    own,
    false,
    100,
  ],
  [[machine], having("uptime", "monthly", "note", 0, 0.5, "end")],
];

const tries: readonly Trial[] = [
  { name: "SCENARIOS", calls: drawn(fc.tuple(models, scenarios, fc.boolean()), 12) },
  { name: "SCENARIOS", calls: [...legalScenarios, ...oddScenarios] },
  { name: "SENSITIVITY_GRID", calls: drawn(grids, 14) },
  { name: "SENSITIVITY_GRID", calls: [...legalGrids, ...oddGrids] },
  // Swing and elasticity are differences of nearly equal values.
  { name: "SENSITIVITY", within: 1e-10, calls: [...drawn(usualDrivers, 3), ...drawn(ownDrivers, 10)] },
  { name: "SENSITIVITY", calls: [...legalDrivers, ...oddDrivers] },
  { name: "MACHINE_RANK", calls: drawn(ranks, 12) },
  { name: "MACHINE_RANK", calls: [...legalRanks, ...oddRanks] },
];
const refused = new Map([
  [1, oddScenarios.length],
  [3, oddGrids.length],
  [5, oddDrivers.length],
  [7, oddRanks.length],
]);

const results = compared(tries);
test.each(tries.map(({ name, calls }, index) => [name, calls.length, index] as const))(
  "%s agrees with its native form in %i calls",
  (_, __, index) => {
    const result = results[index];
    if (result === undefined) throw new Error("nothing was compared");
    expectAgreement(result);
    expect(result.numbers).toBeGreaterThan(0);
    expect(result.errors).toBeGreaterThanOrEqual(refused.get(index) ?? 0);
  },
);
