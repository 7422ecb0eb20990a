import fc from "fast-check";
import { metricOf } from "../../../src/core/cashflow/metrics";
import { modelOf, settingsOf } from "../../../src/core/cashflow/resolve";
import { CellError, NumericError, type Cell } from "../../../src/core/errors";
import { sensitivity, sensitivityTo } from "../../../src/core/risk/sensitivity";
import { golden1 } from "../cashflow/golden";

const model = modelOf(golden1, []);
const base = -3327.286380236785;

// A separate program in Python with 60 digits, by docs/formulas.md, Lifecycle, the overrides written into its inputs.
const table = [
  // driver         low                 high                swing               elasticity
  ["capex", -2927.286380236785, -3727.286380236785, 800, 1.202180859381074],
  ["difficulty", -3251.511432714377, -3389.284064573301, 137.772631858924, 0.207034526209192],
  ["btc price", -3395.483833006952, -3259.088927466618, 136.3949055403348, -0.2049641809471001],
  ["resale value", -3366.168997073064, -3288.403763400506, 77.76523367255856, -0.1168598443080581],
  ["efficiency", -3288.949650090287, -3365.623110383283, 76.67346029299554, 0.1152192079834425],
  ["power price", -3288.949650090287, -3365.623110383283, 76.67346029299554, 0.1152192079834425],
  ["hashrate", -3357.147102860455, -3297.425657613115, 59.72144524733926, -0.08974497296365756],
  ["pue", -3309.030794452738, -3365.623110383283, 56.59231593054433, 0.1152192079834425],
  ["uptime", -3357.147102860455, -3318.051105198537, 39.09599766191797, -0.08974497296365756],
  ["other opex", -3325.814402753158, -3328.758357720412, 2.943954967254822, 0.004423957890641978],
  ["discount rate", -3325.853595606891, -3328.70053741965, 2.846941812758603, 0.004278173693837562],
  ["pool fee", -3325.894595486373, -3328.678164987197, 2.783569500823159, 0.004182942468308165],
  ["fees", -3328.089473935198, -3326.483286538372, 1.60618739682659, -0.002413659681305049],
] as const;

test("the tornado of golden case 1, sorted by swing, ties in the drivers' order", () => {
  const rows = sensitivity(model, "npv", 0.1);
  expect(rows.map(({ driver }) => driver)).toEqual(table.map(([driver]) => driver));
  for (const [index, [, low, high, swing, elasticity]] of table.entries()) {
    const row = rows[index];
    const values = [row?.low, row?.base, row?.high, row?.swing, row?.elasticity];
    for (const [at, value] of [low, base, high, swing, elasticity].entries())
      expect(values[at]).toBeWithin(value, { relative: 2e-9 });
  }
});

describe("rules", () => {
  const rowOf = (rows: ReturnType<typeof sensitivity>, name: string) =>
    rows.find(({ driver }) => driver === name);

  test("a driver that is 0 is left out, a series of zeros too", () => {
    const names = sensitivity({ ...model, fees: [0, 0, 0], capex: 0, otherOpex: 0 }, "npv", 0.1);
    expect(names.map(({ driver }) => driver).sort()).toEqual(
      [...table.map(([driver]) => driver)]
        .filter((name) => !["fees", "capex", "other opex"].includes(name))
        .sort(),
    );
  });

  test("a series moves as a whole, each value kept within its bounds", () => {
    const row = rowOf(sensitivity({ ...model, uptime: [0.95, 0.5] }, "npv", 0.1), "uptime");
    const npv = (uptime: number[]) => metricOf({ ...model, uptime }, "npv");
    expect([row?.low, row?.high]).toEqual([npv([0.95 * 0.9, 0.5 * 0.9]), npv([1, 0.5 * 1.1])]);
    // Over three months 0.95 + 0.5 + 0.5 moves by 1 - 0.855 + 0.1 + 0.1.
    expect(row?.elasticity).toBeWithin((Number(row?.high) - Number(row?.low)) / base2(row) / (0.345 / 1.95), {
      absolute: 5e-10,
    });
  });
  const base2 = (row: { base: unknown } | undefined) => Number(row?.base);

  test("a negative power price moves away from 0 and back", () => {
    const row = rowOf(sensitivity({ ...model, usdPerKwh: -0.02 }, "profit", 0.5), "power price");
    expect(Number(row?.high)).toBeGreaterThan(Number(row?.low));
  });

  test("a metric that is not defined leaves swing and elasticity empty, and comes last", () => {
    const rows = sensitivity({ ...model, capex: 650, taxRate: 0 }, "payback", 0.1);
    const empty = rows.findIndex(({ swing }) => swing === undefined);
    expect(empty).toBeGreaterThan(0);
    expect(
      rows.slice(empty).every(({ swing, elasticity }) => swing === undefined && elasticity === undefined),
    ).toBe(true);
    expect(rows.slice(empty).every(({ low, high }) => low instanceof Error || high instanceof Error)).toBe(
      true,
    );
  });

  test("the elasticity of coins to hashrate is 1, to difficulty nearly -1", () => {
    const rows = sensitivity({ ...model, shutdown: false }, "btc", 0.01);
    expect(rowOf(rows, "hashrate")?.elasticity).toBeWithin(1, { absolute: 5e-11 });
    expect(rowOf(rows, "difficulty")?.elasticity).toBeWithin(-1, { absolute: 5e-4 });
    expect(rowOf(rows, "capex")?.swing).toBe(0);
  });
});

// A separate program in Python with 50 digits, by docs/formulas.md, Lifecycle.
test("the usual drivers of a model with a hashprice, heat, a host's share and staged capex", () => {
  const given = modelOf(golden1, [
    [["hashprice"]],
    [[45]],
    [["heat price"]],
    [[0.02]],
    [["profit share"]],
    [[0.3]],
    [["capex schedule"]],
    [[100]],
  ]);
  const rows = new Map(sensitivity(given, "npv", 0.1).map((row) => [row.driver, row]));
  for (const [driver, low, high, elasticity] of [
    ["hashprice", -3520.214005204104, -3395.43999285364, -0.1804225780895153],
    ["hashrate", -3504.073209445881, -3411.580788611863, -0.1337435633130211],
    ["capex schedule", -3428.387449356324, -3487.26654870142, 0.08513887386736322],
    ["power price", -3430.991287926323, -3484.66271013142, 0.0776085995918397],
    ["profit share", -3438.007194564439, -3477.646803493304, 0.05731866999129476],
    ["heat price", -3468.521914373197, -3447.132083684546, -0.03092958481534549],
    ["btc price", -3457.826999028872, -3457.826999028872, 0],
  ] as const) {
    const row = rows.get(driver);
    expect([driver, row?.base]).toEqual([driver, metricOf(given, "npv")]);
    expect(row?.low).toBeWithin(low, { relative: 1e-12 });
    expect(row?.high).toBeWithin(high, { relative: 1e-12 });
    expect(row?.elasticity).toBeWithin(elasticity, { relative: 1e-10 });
  }
  // The hashprice takes the place of difficulty and fees, which are then no drivers.
  expect([...rows.keys()].filter((name) => ["difficulty", "fees"].includes(name))).toEqual([]);
});

describe("drivers of the user's own", () => {
  const settings = settingsOf(golden1, []);
  const of = (...rows: Cell[][]) => sensitivityTo(settings, "npv", rows);

  // The same program: low, high, swing, elasticity.
  const own = [
    ["capex schedule", 0, 100, base, -3621.681876962267, undefined],
    ["btc price", "x0.9", "x1.2", -3395.483833006952, -3190.89147469645, -0.2049641809471001],
    ["hashprice", 40, 50, -3217.04495650694, -3018.99096864906, undefined],
    ["start month", 1, 2, base, -3476.405180739424, 0.04481694193453428],
    ["power price", 0.04, 0.06, -3250.612919943789, -3393.23591537574, 0.1071616470099286],
    ["hashrate (PH/s)", 0.2, 0.25, -3370.673754989126, -3306.868792118037, -0.08974497296365756],
    ["fees", "x0", 0.1, -3335.317317220918, -3308.547527273808, -0.002413659681305049],
    ["difficulty growth", 0, 0.03, -3318.454384060734, -3344.250415447227, 0.002584291265069629],
    ["months", 2, 4, -3333.283342715363, -3320.984019207658, -0.005544754239111985],
    ["tax rate", 0, 0.3, base, base, 0],
  ] as const;

  test("by falling swing, with a unit in a name", () => {
    const table: Cell[][] = own.map(([name, low, high]) => [name, low, high]);
    const rows = of(["Driver", "Low", "High"], ...table.reverse());
    expect(rows.map(({ driver }) => driver)).toEqual(own.map(([name]) => name));
    for (const [index, [, , , low, high, elasticity]] of own.entries()) {
      const row = rows[index];
      expect(row?.base).toBeWithin(base, { relative: 1e-13 });
      expect(row?.low).toBeWithin(low, { relative: 1e-12 });
      expect(row?.high).toBeWithin(high, { relative: 1e-12 });
      expect(row?.swing).toBeWithin(Math.abs(high - low), { absolute: 1e-9 });
      if (elasticity === undefined) expect(row?.elasticity).toBeUndefined();
      else expect(row?.elasticity).toBeWithin(elasticity, { absolute: 1e-10 });
    }
  });

  test("the values may be the other way round", () => {
    const [up] = of(["power price", 0.04, 0.06]);
    const [down] = of(["power price", 0.06, 0.04]);
    expect([down?.low, down?.high, down?.swing]).toEqual([up?.high, up?.low, up?.swing]);
    expect(down?.elasticity).toBeWithin(up?.elasticity, { relative: 1e-14 });
  });

  test("a driver that overflows spoils its own row only", () => {
    const rows = of(["hashrate", 200, 1e306], ["capex", 3600, 4400]);
    expect(rows.map(({ driver }) => driver)).toEqual(["capex", "hashrate"]);
    expect(rows[0]?.swing).toBeWithin(800, {
      relative: 1e-12,
      source: "the tornado above",
    });
    expect(rows[1]).toMatchObject({ high: expect.any(NumericError) as unknown, swing: undefined });
    expect(rows[1]?.low).toBeLessThan(0);
  });

  test("a number takes the place of a series, a factor moves all of it", () => {
    const series = settingsOf(golden1, [[["uptime"]], [[0.9, 0.5]]]);
    const [row] = sensitivityTo(series, "npv", [["uptime", 0.8, "x1.1"]]);
    const npv = (uptime: number | number[]) => metricOf({ ...model, uptime }, "npv");
    expect(row?.low).toBe(npv(0.8));
    expect(row?.high).toBe(npv([0.9 * 1.1, 0.5 * 1.1]));
    // Over three months from 2.4 to 2.09, of 1.9.
    expect(row?.elasticity).toBeWithin(
      (Number(row?.high) - Number(row?.low)) / Number(row?.base) / ((2.09 - 2.4) / 1.9),
      { relative: 1e-12 },
    );
  });

  test("what a driver leaves no room for goes", () => {
    const dear = settingsOf(golden1, [[["hashprice"]], [[45]]]);
    expect(() => sensitivityTo(dear, "npv", [["difficulty", 1e14, 2e14]])).toThrow(
      "drivers, row 1, low, model must give start height (or subsidy)",
    );
    const [row] = sensitivityTo(dear, "npv", [["hashprice", "x0.5", 45]]);
    expect(row?.low).toBe(metricOf(modelOf(golden1, [[["hashprice"]], [[22.5]]]), "npv"));
    expect(row?.high).toBe(row?.base);
  });

  test("the usual drivers by hand", () => {
    const usual = sensitivity(model, "npv", 0.1).filter(({ driver }) => !["uptime", "pue"].includes(driver));
    const byHand = of(...usual.map(({ driver }) => [driver, "x0.9", "x1.1"]));
    for (const [index, row] of usual.entries()) {
      expect(byHand[index]?.driver).toBe(row.driver);
      for (const column of ["low", "base", "high", "swing", "elasticity"] as const)
        expect(byHand[index]?.[column]).toBeWithin(Number(row[column]), { relative: 1e-9 });
    }
  });

  test("low and high are the metric with the value as an override", () => {
    const drivers = fc.constantFrom<[string, number, number][]>(
      ["btc price", 1000, 1e6],
      ["other opex", 0, 1e4],
      ["heat price", 0, 1],
      ["hashprice", 1, 200],
      ["profit share", 0, 1],
      ["capex schedule", 0, 1e4],
      ["loss limit", 0.01, 1],
      ["other opex growth", -0.9, 9],
    );
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const law = ([name, least, most]: readonly [string, number, number], a: number, b: number) => {
      const values = [a, b].map((part) => least + part * (most - least));
      const [low = 0, high = 0] = values;
      const [row] = of([name, low, high]);
      const npv = (value: number) => metricOf(modelOf(golden1, [[[name]], [[value]]]), "npv");
      expect([row?.low, row?.high]).toEqual([npv(low), npv(high)]);
    };
    fc.assert(fc.property(drivers, share, share, law), { numRuns: 60 });
  });

  test("headings are optional, blank rows are skipped, further columns are not read", () => {
    const rows = of(["fees", 0, 0.1]);
    expect(of(["Driver", "Low", "High"], ["fees", 0, 0.1])).toEqual(rows);
    expect(of(["", null, null], [0, 0, 0], ["fees", 0, 0.1], [null, "", ""])).toEqual(rows);
    expect(of(["fees", 0, 0.1, "a guess", 7])).toEqual(rows);
  });

  test("a metric that has no value is an error in its own place", () => {
    const [row] = sensitivityTo(settings, "payback", [["capex", 100, 4000]]);
    expect(row?.low).toBeGreaterThan(0);
    expect(row?.high).toMatchObject({ message: "does not pay back within 3 months" });
    expect([row?.swing, row?.elasticity]).toEqual([undefined, undefined]);
  });

  test.each<[string, Cell[][], string]>([
    ["an unknown name", [["feess", 0, 1]], 'drivers, row 1, must name a known assumption (nearest: "fees")'],
    [
      "no name",
      [
        ["fees", 0, 1],
        ["", 1, 2],
      ],
      "drivers, row 2, must begin with the name of an assumption",
    ],
    [
      "a name twice",
      [
        ["fees", 0, 1],
        ["Fees (BTC)", 0, 1],
      ],
      "drivers, row 2, must name each assumption once",
    ],
    ["a word", [["depreciation", "sln", "ddb"]], "drivers, row 1, depreciation has no single value"],
    ["a flag", [["shutdown", 0, 1]], "drivers, row 1, shutdown has no single value"],
    ["a shape", [["power price shape", 0.9, 1.1]], "drivers, row 1, power price shape has no single value"],
    ["a blank low", [["fees", null, 1]], "drivers, row 1, low, fees, must have a value, got a blank cell"],
    ["a blank high", [["fees", 0, ""]], "drivers, row 1, high, fees, must have a value, got a blank cell"],
    [
      "default",
      [["fees", 0, "default"]],
      'drivers, row 1, high, fees, must be a number or a factor as "x1.2"',
    ],
    ["a number as text", [["fees", "0.1", 1]], 'got the text "0.1": a number stored as text'],
    ["two readings", [["fees", "x1,200", 1]], "fees, can be read as x1200 or as x1.200"],
    [
      "out of bounds",
      [
        ["fees", 0, 1],
        ["pue", 0.9, 1.1],
      ],
      "drivers, row 2, low, pue must be at least 1",
    ],
    [
      "a blank on the desktop",
      [["pue", 1, 0]],
      "drivers, row 1, high, pue must be at least 1 and at most 10, got 0",
    ],
    ["a factor out of bounds", [["pue", "x0.9", "x1.1"]], "drivers, row 1, low, pue must be at least 1"],
    ["half a month", [["months", 2.5, 3]], "drivers, row 1, low, months must be a whole number"],
    ["a factor of months", [["months", "x2", 3]], "drivers, row 1, low, months, cannot be multiplied"],
    [
      "a factor of nothing",
      [["hashprice", "x2", 3]],
      "hashprice, cannot be multiplied: the model does not give it",
    ],
    [
      "a start beyond the end",
      [["start month", 1, 4]],
      "drivers, row 1, high, start month must be at most months",
    ],
    ["a unit of another kind", [["fees (USD)", 0, 1]], "fees is in"],
    ["no row", [["Driver", "Low", "High"]], "drivers must have a row with a name, a low and a high value"],
    ["two columns", [["fees", 0]], "drivers must have the columns name, low and high, got 2"],
  ])("%s is refused", (_, rows, message) => expect(() => of(...rows)).toThrow(message));

  test("an error in a cell is passed on", () => {
    const error = new CellError("#REF!");
    for (const row of [
      [error, 0, 1],
      ["fees", error, 1],
      ["fees", 0, error],
    ])
      expect(() => of(row)).toThrow(error);
  });
});
