import fc from "fast-check";
import { bridge } from "../../../src/core/cashflow/bridge";
import { metricOf, type Metric } from "../../../src/core/cashflow/metrics";
import { modelOf, settingsOf } from "../../../src/core/cashflow/resolve";
import type { Cell } from "../../../src/core/errors";
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
