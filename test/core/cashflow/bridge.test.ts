import fc from "fast-check";
import { assumptions } from "../../../src/core/cashflow/assumptions";
import { parseBlock } from "../../../src/core/cashflow/block";
import { bridge } from "../../../src/core/cashflow/bridge";
import { metricOf, type Metric } from "../../../src/core/cashflow/metrics";
import { modelOf, settingsOf } from "../../../src/core/cashflow/resolve";
import type { Cell } from "../../../src/core/errors";
import { anyModel, rowsOf } from "./anyModel";
import { golden1 } from "./golden";

const pairs = (...cells: (Cell | Cell[])[]) => cells.map((cell) => (Array.isArray(cell) ? [cell] : [[cell]]));
const steps = (from: Cell[][][], to: Cell[][][], metric: Metric) =>
  bridge(settingsOf(golden1, from), settingsOf(golden1, to), metric);
const changes = pairs("power price", 0.06, "difficulty", 1.6e14, "btc price", 110000);

// A separate program in Python with 60 digits, by docs/formulas.md, Lifecycle, the assumptions replaced there one by one.
test.each([
  ["profit", 151.156097322882, 28.661240295567, -19.70460270320231, -26.09126112655761, 134.021473788689],
  ["npv", -3327.286380236785, 68.1974527701674, -46.88574877949009, -70.35266980344689, -3376.327346049555],
] as const)("%s of three changes, in the template's order", (metric, start, ...effects) => {
  const rows = steps([], changes, metric);
  expect(rows.map(({ name }) => name)).toEqual(["Start", "btc price", "difficulty", "power price", "End"]);
  for (const [index, effect] of [start, ...effects].entries())
    expect(rows[index]?.effect).toBeWithin(Number(effect), { relative: 1e-10 });
  expect(rows[1]).toMatchObject({ from: 100000, to: 110000 });
});

test("the effects add up to the difference, whatever changes", () => {
  const change = fc.record({
    "btc price": fc.double({ min: 1e4, max: 1e6, noNaN: true }),
    "difficulty growth": fc.double({ min: -0.05, max: 0.2, noNaN: true }),
    months: fc.integer({ min: 1, max: 60 }),
    "tax rate": fc.double({ min: 0, max: 0.5, noNaN: true }),
    shutdown: fc.boolean(),
    depreciation: fc.constantFrom("sln", "ddb", "macrs5", "none"),
    "hodl share": fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const law = (from: Record<string, Cell>, to: Record<string, Cell>) => {
    const overrides = [from, to].map((values) => pairs(...Object.entries(values).flat()));
    const rows = steps(overrides[0] ?? [], overrides[1] ?? [], "npv");
    const total = rows.slice(0, -1).reduce((sum, { effect }) => sum + Number(effect), 0);
    const end = metricOf(modelOf(golden1, overrides[1] ?? []), "npv");
    expect(total).toBeWithin(end, { absolute: 1e-9 * (1e4 + Math.abs(end)) });
    expect(rows[0]?.effect).toBe(metricOf(modelOf(golden1, overrides[0] ?? []), "npv"));
    expect(rows.at(-1)?.effect).toBe(end);
  };
  fc.assert(fc.property(change, change, law), { numRuns: 100 });
});

test("between any two models the effects add up, each assumption once", () => {
  fc.assert(
    fc.property(anyModel, anyModel, (from, to) => {
      const [start, end] = [
        parseBlock(rowsOf(from), "given").settings,
        parseBlock(rowsOf(to), "given").settings,
      ];
      const rows = bridge(start, end, "npv");
      const total = rows.slice(0, -1).reduce((sum, { effect }) => sum + Number(effect), 0);
      const last = metricOf(to, "npv");
      expect(total).toBeWithin(last, { absolute: 1e-8 * (1e5 + Math.abs(last)), inputs: to });
      expect(rows[0]?.effect).toBe(metricOf(from, "npv"));
      expect(rows.at(-1)?.effect).toBe(last);
      const names = rows.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      const order = Object.values(assumptions).map(({ name }) => name);
      const places = names.slice(1, -1).map((name) => order.indexOf(name));
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }),
    { numRuns: 100 },
  );
});

describe("assumptions that one rule binds change in one step", () => {
  const names = (from: Cell[][][], to: Cell[][][]) => {
    const rows = steps(from, to, "npv");
    expect(rows.at(-1)?.effect).toBe(metricOf(modelOf(golden1, to), "npv"));
    return rows.slice(1, -1).map(({ name }) => name);
  };

  test("a start date with dated discounting, named after the first that differs", () => {
    const dated = pairs("start date", 46053, "discounting", "dated");
    expect(names([], dated)).toEqual(["start date"]);
    expect(names(dated, [])).toEqual(["start date"]);
    expect(names(pairs("start date", 46053), dated)).toEqual(["discounting"]);
  });

  test("a bonus share with its method", () => {
    const shared = pairs("bonus share", 0.4, "depreciation", "macrs5");
    expect(names(shared, pairs("depreciation", "bonus"))).toEqual(["depreciation"]);
    expect(names(pairs("depreciation", "none"), shared)).toEqual(["depreciation"]);
    expect(names(pairs("bonus share", 0.4), pairs("bonus share", 0.5))).toEqual(["bonus share"]);
  });

  test("a start month with the horizon", () => {
    const late = pairs("months", 12, "start month", 9);
    expect(names([], late)).toEqual(["months"]);
    expect(names(late, [])).toEqual(["months"]);
    expect(names(pairs("months", 12), late)).toEqual(["start month"]);
  });

  test("a hashprice with all that it replaces, in its own place", () => {
    const priced = pairs("hashprice", 50, "capex", 3000, "hashprice growth", -0.01, "loan", 100);
    expect(names([], priced)).toEqual(["capex", "loan", "hashprice"]);
    const back = steps(priced, pairs("capex", 3000), "npv").map(({ name }) => name);
    expect(back).toEqual(["Start", "loan", "hashprice", "End"]);
    const other = pairs("hashprice", 60, "hashprice growth", -0.01, "capex", 3000, "loan", 100);
    expect(names(priced, other)).toEqual(["hashprice"]);
  });

  test("shapes are the same in any order", () => {
    const shape = (...parts: number[]): Cell[][][] => [[["power price shape"]], [parts]];
    expect(names(shape(0.5, 1.5), shape(1.5, 0.5))).toEqual([]);
    expect(names([], shape(0.5, 1.5))).toEqual(["power price shape"]);
    expect(names(shape(0.5, 1.5), shape(0.5, 1.5, 1))).toEqual(["power price shape"]);
  });
});

test("nothing changed: only start and end", () => {
  expect(steps([], [], "profit").map(({ name }) => name)).toEqual(["Start", "End"]);
});

test("a life that follows the months moves with them, and has no row of its own", () => {
  const rows = steps([], pairs("months", 4), "npv");
  expect(rows.map(({ name }) => name)).toEqual(["Start", "months", "End"]);
  expect(rows.at(-1)?.effect).toBe(metricOf(modelOf(golden1, pairs("months", 4)), "npv"));
});

test("a series is compared as far as both models reach", () => {
  const short = pairs("fees", [0.1, 0.2, 0.3, 0.9]);
  const longer = pairs("fees", [0.1, 0.2, 0.3, 0.9], "months", 4);
  for (const [from, to] of [
    [short, longer],
    [longer, short],
  ] as const) {
    const rows = steps(from, to, "btc");
    expect(rows.map(({ name }) => name)).toEqual(["Start", "months", "End"]);
    expect(rows.at(-1)?.effect).toBe(metricOf(modelOf(golden1, to), "btc"));
  }
  const changed = steps(short, pairs("fees", [0.1, 0.2, 0.4]), "btc");
  expect(changed.map(({ name }) => name)).toEqual(["Start", "fees", "End"]);
});

test("a metric without an answer on the way is an error in its rows", () => {
  const rows = steps(pairs("capex", 600), changes, "payback");
  expect(rows[0]?.effect).toBeWithin(2.8595, { absolute: 5e-4 });
  expect(rows.at(-1)?.effect).toBeInstanceOf(Error);
});
