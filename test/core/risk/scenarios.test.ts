import { metricOf } from "../../../src/core/cashflow/metrics";
import type { Model } from "../../../src/core/cashflow/model";
import { modelOf, settingsOf } from "../../../src/core/cashflow/resolve";
import { CellError, NumericError, type Cell } from "../../../src/core/errors";
import { scenarioTable } from "../../../src/core/risk/scenarios";
import { golden1 } from "../cashflow/golden";

const settings = settingsOf(golden1, []);
const npvs = (...cells: Cell[][]) => scenarioTable(settings, cells).scenarios.map(({ npv }) => npv);
const npv = (...overrides: Cell[]) =>
  metricOf(
    modelOf(
      golden1,
      overrides.map((cell) => [[cell]]),
    ),
    "npv",
  );

const npvOver = (changes: Partial<Model>) => metricOf({ ...modelOf(golden1, []), ...changes }, "npv");

const cases: Cell[][] = [
  ["Scenario", "btc price", "difficulty", "power price", "capex", "Probability"],
  ["Base", null, "", null, 600, 0.5],
  ["Bear", 60000, "x0.9", null, 600, 0.3],
  ["Bull", "X 1,5", null, 0.045, 600, 0.2],
];

// A separate program in Python with 60 digits, by docs/formulas.md, Lifecycle.
const expected = [
  ["Base", 42.73786384831715, 0.5787792673787647, 2.859546674133075, 151.1560973228819, undefined],
  ["Bear", -122.1912336316886, -0.5919536055497914, undefined, 55.61862967099193, 2],
  ["Bull", 353.9785797685883, 13.84021949485166, 2.23511667408746, 307.5079293639957, undefined],
] as const;

test("three scenarios and their weighted mean", () => {
  const { scenarios, weighted } = scenarioTable(settings, cases);
  for (const [index, [name, ...values]] of expected.entries()) {
    const row = scenarios[index];
    expect(row?.name).toBe(name);
    const got = [row?.npv, row?.irr, row?.payback, row?.profit, row?.economicLife];
    for (const [at, value] of values.entries()) {
      if (value === undefined) expect(got[at]).toBeInstanceOf(Error);
      else expect(got[at]).toBeWithin(value, { relative: 1e-9 });
    }
  }
  expect(weighted?.npv).toBeWithin(55.507277788369656, { absolute: 5e-9 });
  expect(weighted?.profit).toBeWithin(153.76522343553768, { absolute: 5e-9 });
});

describe("the assumptions of contracts", () => {
  // The same program, with the new rules.
  const lent = settingsOf(golden1, [[["loan"]], [[2000]], [["loan rate"]], [[0.1]]]);
  const valuesOf = (given: typeof settings, ...cells: Cell[][]) =>
    scenarioTable(given, cells).scenarios.map(({ npv }) => npv);
  const expectAll = (got: unknown[], wanted: readonly number[]) => {
    expect(got).toHaveLength(wanted.length);
    for (const [index, value] of wanted.entries()) expect(got[index]).toBeWithin(value, { relative: 1e-12 });
  };

  test("words, of which a 0 is a blank", () => {
    expectAll(
      valuesOf(
        lent,
        ["", "loan type", "start date", "discounting"],
        ["a", "annuity", null, null],
        ["b", "Bullet", null, null],
        ["c", " linear ", null, null],
        ["d", 0, 0, 0],
        ["e", "bullet", 46054, "dated"],
      ),
      [-3322.724121084837, -3320.483138171663, -3322.736607915253, -3322.724121084837, -3322.583017009272],
    );
  });

  test("a start date for each scenario", () => {
    expectAll(
      valuesOf(
        settings,
        ["", "start date", "discounting"],
        ["Feb", 46054, "dated"],
        ["Jul", 46204, "dated"],
        ["p", 46054, ""],
      ),
      [-3327.994584554606, -3327.113407629274, -3328.453412512609],
    );
  });

  test("a hashprice takes the place of the block's difficulty, and a difficulty that of a hashprice", () => {
    expectAll(
      valuesOf(settings, ["", "hashprice"], ["a", 45], ["b", 0], ["c", ""]),
      [-3118.017962578, -3327.286380236785, -3327.286380236785],
    );
    const priced = settingsOf(golden1, [[["hashprice"]], [[45]]]);
    expectAll(
      valuesOf(
        priced,
        ["", "difficulty", "difficulty growth", "start height", "fees", "hashprice"],
        ["a", 1.5e14, 0.01, 1042000, 0.03, null],
        ["b", null, null, null, null, "x1"],
      ),
      [-3327.286380236785, -3118.017962578],
    );
    expect(() => valuesOf(settings, ["", "hashprice", "difficulty"], ["a", 45, 1e14])).toThrow(
      "scenarios, row 2, difficulty must be left out when a hashprice is given, which takes its place",
    );
    expect(() => valuesOf(settings, ["", "hashprice"], ["a", "x1.1"])).toThrow(
      "scenarios, row 2, hashprice, cannot be multiplied: the model does not give it",
    );
  });

  test("a factor of a capex schedule, which still ends with its last payment", () => {
    const staged = settingsOf(golden1, [[["capex schedule"]], [[100, 300]]]);
    expectAll(
      valuesOf(staged, ["", "capex schedule"], ["a", "x1"], ["b", "x1.2"]),
      [-3720.733164552536, -3799.422521415687],
    );
  });

  test("a factor moves the months of a series beyond the base's horizon too", () => {
    const [long] = valuesOf(
      settingsOf(golden1, [[["uptime"]], [[0.9, 0.9, 0.9, 0.5]]]),
      ["", "uptime", "months"],
      ["a", "x0.8", 4],
    );
    expect(long).toBeWithin(npvOver({ uptime: [0.72, 0.72, 0.72, 0.4], months: 4 }), {
      relative: 1e-13,
    });
  });

  test("a start month and one part for the power price's shape", () => {
    expectAll(
      valuesOf(settings, ["", "start month"], ["a", 2], ["b", 0]),
      [-3476.405180739424, -3327.286380236785],
    );
    const shaped = settingsOf(golden1, [[["power price shape"]], [[0.5, 1.5]]]);
    expectAll(
      valuesOf(shaped, ["", "power price shape", "start month"], ["a", 0, 2], ["b", 1, 2]),
      [-3451.986033412558, -3476.405180739424],
    );
    expect(() => valuesOf(shaped, ["", "power price shape"], ["a", "x2"])).toThrow("cannot be multiplied");
    expect(() => valuesOf(settings, ["", "start month"], ["a", 4])).toThrow(
      "scenarios, row 2, start month must be at most months, which is 3, got 4",
    );
  });
});

describe("cells", () => {
  test("a scenario is the model with overrides", () => {
    expect(npvs(["", "capex", "fees"], ["a", 100, 0], ["b", null, null])).toEqual([
      npv("capex", 100, "fees", 0),
      npv(),
    ]);
  });

  test("a unit in brackets converts a value, not a factor", () => {
    expect(npvs(["", "hashrate (PH/s)"], ["a", 0.2], ["b", "x2"])).toEqual([
      npv("hashrate", 200),
      npv("hashrate", 468),
    ]);
  });

  test("a number below no name is refused, a note is not", () => {
    expect(() => npvs(["", "capex", null], ["a", 100, 5])).toThrow(
      "scenarios, row 2, column 3, must be below the name of an assumption, got 5",
    );
    expect(npvs(["", "capex", ""], ["a", 100, "note"], ["b", 100, 0])).toEqual([
      npv("capex", 100),
      npv("capex", 100),
    ]);
  });

  test("a factor is read with a decimal point or comma, and with thousands", () => {
    const capex = (factor: Cell) => npvs(["", "capex"], ["a", factor])[0];
    expect(capex("x1,2")).toBe(capex("x1.2"));
    expect(capex("x 1.200")).toBe(capex("x1.2"));
    expect(capex("×1,200.5")).toBe(capex("x1200.5"));
    expect(capex("x1.2")).not.toBe(capex("x1200.5"));
  });

  test("a factor keeps the growth and scales a default or a series", () => {
    expect(npvs(["", "difficulty", "pue"], ["a", "x2", "x1.1"])[0]).toBeWithin(
      npv("difficulty", 3e14, "pue", 1.05 * 1.1),
      { absolute: 5e-10 },
    );
    const series = settingsOf(golden1, [[["fees"]], [[0.1, 0.2, 0.3]]]);
    const { scenarios } = scenarioTable(series, [
      ["", "fees"],
      ["a", "x2"],
    ]);
    const doubled = metricOf(modelOf(golden1, [[["fees"]], [[0.2, 0.4, 0.6]]]), "npv");
    expect(scenarios[0]?.npv).toBeWithin(doubled, { absolute: 5e-11 });
  });

  test("a number replaces a series; words and flags are taken, default sets back", () => {
    const series = settingsOf(golden1, [[["fees"]], [[0.1, 0.2, 0.3]]]);
    const { scenarios } = scenarioTable(series, [
      ["", "fees", "depreciation", "shutdown", "pue"],
      ["a", 0.03, "DDB", false, "default"],
    ]);
    expect(scenarios[0]?.npv).toBe(npv("depreciation", "ddb", "shutdown", false, "pue", 1));
  });

  test("a blank of desktop Excel, 0, leaves what cannot be 0, and is 0 elsewhere", () => {
    expect(npvs(["", "btc price", "pue", "uptime", "months"], ["a", 0, 0, 0, 0])).toEqual([npv()]);
    expect(npvs(["", "capex"], ["a", 0])).toEqual([npv("capex", 0)]);
  });

  test("blank columns and rows are skipped", () => {
    const rows: Cell[][] = [
      ["", null, "capex"],
      ["a", "note", 100],
      [null, "", 0],
      ["b", "", null],
    ];
    expect(npvs(...rows)).toEqual([npv("capex", 100), npv()]);
  });

  test.each<[string, Cell[][], string]>([
    [
      "an unknown name",
      [
        ["", "capexx"],
        ["a", 1],
      ],
      'scenarios, column 2, must be the name of an assumption (nearest: "capex")',
    ],
    [
      "a name twice",
      [
        ["", "capex", "Capex"],
        ["a", 1, 2],
      ],
      "scenarios must name each assumption once",
    ],
    [
      "no scenario",
      [
        ["", "capex"],
        [null, null],
      ],
      "must have a row for each scenario",
    ],
    [
      "no name",
      [
        ["", "capex"],
        ["", 7],
      ],
      "scenarios, row 2, must begin with the scenario's name",
    ],
    [
      "a text",
      [
        ["", "capex"],
        ["a", "4000"],
      ],
      'scenarios, row 2, capex, must be a number or a factor as "x1.2", got the text "4000"',
    ],
    [
      "a factor with two readings",
      [
        ["", "capex"],
        ["a", "x1,200"],
      ],
      'scenarios, row 2, capex, can be read as x1200 or as x1.200: write one of the two, got the text "x1,200"',
    ],
    [
      "out of bounds",
      [
        ["", "pue"],
        ["a", 0.5],
      ],
      "scenarios, row 2, pue must be at least 1 and at most 10, got 0.5",
    ],
    [
      "a factor of a flag",
      [
        ["", "shutdown"],
        ["a", "x2"],
      ],
      "cannot be multiplied",
    ],
    [
      "a factor of months",
      [
        ["", "months"],
        ["a", "x2"],
      ],
      "cannot be multiplied",
    ],
    [
      "weights that do not sum to 1",
      [
        ["", "probability"],
        ["a", 0.5],
        ["b", 0.4],
      ],
      "must sum to 1 over the scenarios, got 0.9",
    ],
    [
      "a weight above 1",
      [
        ["", "probability"],
        ["a", 1.5],
      ],
      "probability, must be at most 1, got 1.5: is it 1.5 %? write 0.015",
    ],
  ])("%s is refused", (_, cells, message) => expect(() => scenarioTable(settings, cells)).toThrow(message));

  test("an error in a cell is passed on", () => {
    const error = new CellError("#REF!");
    expect(() => npvs(["", "capex"], ["a", error])).toThrow(error);
  });

  test("more scenarios than can be valued in seconds are refused", () => {
    const many = Array.from({ length: 2001 }, (_, index) => [`${index}`, 1]);
    expect(() => npvs(["", "capex"], ...many)).toThrow("scenarios must be at most 2000 rows, got 2001");
  });

  test("without probabilities there is no weighted row", () => {
    expect(
      scenarioTable(settings, [
        ["", "capex"],
        ["a", 1],
      ]).weighted,
    ).toBeUndefined();
  });
});

test("a scenario that overflows spoils its own row only", () => {
  const [base, huge] = npvs(["Scenario", "hashrate"], ["Base", "x1"], ["Huge", 1e306]);
  expect(base).toBe(npv());
  expect(huge).toBeInstanceOf(NumericError);
});

test("a scenario may be named TRUE or by a number", () => {
  const { scenarios } = scenarioTable(settings, [["Scenario", "capex"], [true, 1], [2026, 1]]); // prettier-ignore
  expect(scenarios.map(({ name }) => name)).toEqual(["TRUE", "2026"]);
});
