import { metricOf } from "../../../src/core/cashflow/metrics";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { sensitivity } from "../../../src/core/risk/sensitivity";
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

  test("a series moves as a whole, each value held within its bounds", () => {
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
