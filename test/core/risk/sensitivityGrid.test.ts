import { metricOf } from "../../../src/core/cashflow/metrics";
import { assumptionNamed, type NamedAssumption } from "../../../src/core/cashflow/assumptionNames";
import { resolve, settingsOf } from "../../../src/core/cashflow/resolve";
import { sensitivityGrid } from "../../../src/core/risk/sensitivityGrid";
import { golden1 } from "../cashflow/golden";

const settings = settingsOf(golden1, []);
const named = (name: string): NamedAssumption => {
  const found = assumptionNamed(name);
  if (found === undefined) throw new Error(name);
  return found;
};
const axis = (name: string, ...values: number[]) => ({ named: named(name), values });

// A separate program in Python with 60 digits, by docs/formulas.md, Lifecycle.
test("NPV by power price and bitcoin price", () => {
  const grid = sensitivityGrid(
    settings,
    "npv",
    axis("power price", 0.04, 0.05, 0.06),
    axis("btc price", 80000, 100000),
  );
  const expected = [
    [-3387.007825484124, -3250.612919943789],
    [-3450.048004506629, -3327.286380236785],
    [-3501.45075906333, -3393.23591537574],
  ];
  for (const [row, line] of expected.entries())
    for (const [column, value] of line.entries())
      expect(grid[row]?.[column]).toBeWithin(value, { relative: 1e-12 });
});

test("a value replaces a series", () => {
  const series = settingsOf(golden1, [[["power price"]], [[0.1, 0.2]], [["power price growth"]], [[0]]]);
  const [flat] = sensitivityGrid(series, "npv", axis("power price", 0.05), axis("btc price", 100000)).flat();
  const [plain] = sensitivityGrid(
    settingsOf(golden1, [[["power price growth"]], [[0]]]),
    "npv",
    axis("power price", 0.05),
    axis("btc price", 100000),
  ).flat();
  expect(flat).toBe(plain);
  expect(flat).not.toBe(metricOf(resolve(series), "npv"));
});

describe("the assumptions of contracts", () => {
  // The same program, with the new rules.
  const expectGrid = (grid: (number | Error)[][], expected: readonly (readonly number[])[]) => {
    for (const [row, line] of expected.entries())
      for (const [column, value] of line.entries())
        expect(grid[row]?.[column]).toBeWithin(value, { relative: 1e-12 });
  };

  test("a hashprice in the place of the block's difficulty", () => {
    expectGrid(
      sensitivityGrid(
        settings,
        "npv",
        axis("hashprice (USD/TH/day)", 0.04, 0.05),
        axis("power price", 0.04, 0.06),
      ),
      [
        [-3140.371496213945, -3293.718416799936],
        [-2942.317508356065, -3095.664428942056],
      ],
    );
    const [[both] = []] = sensitivityGrid(settings, "npv", axis("hashprice", 45), axis("difficulty", 1e14));
    expect(both).toMatchObject({
      message: "difficulty must be left out when a hashprice is given, which takes its place",
    });
  });

  test("start month and profit share; a month after the end is an error in its place", () => {
    const grid = sensitivityGrid(
      settings,
      "npv",
      axis("start month", 1, 2, 3, 4),
      axis("profit share", 0, 0.3),
    );
    expectGrid(grid, [
      [-3327.286380236785, -3416.868548107794],
      [-3476.405180739424, -3519.765807862727],
      [-3601.362486360998, -3605.763988075221],
    ]);
    expect(grid[3]?.map((cell) => (cell as Error).message)).toEqual(
      Array(2).fill("start month must be at most months, which is 3, got 4"),
    );
  });
});

test("values in the unit that a name's brackets give", () => {
  const one = (...axes: ReturnType<typeof axis>[]) => {
    const [rows = axis("pue", 1), columns = axis("uptime", 1)] = axes;
    return sensitivityGrid(settings, "npv", rows, columns).flat();
  };
  expect(one(axis("power price (ct/kWh)", 4, 6), axis("hashrate (PH/s)", 0.2))).toEqual(
    one(axis("power price", 0.04, 0.06), axis("hashrate", 200)),
  );
});

test("a pair out of bounds or without an answer is an error in its own place", () => {
  const [first, second] = sensitivityGrid(
    settings,
    "payback",
    axis("pue", 0.9, 1),
    axis("btc price", 1e5, 1e8),
  );
  expect(first?.map((cell) => (cell as Error).message)).toEqual(
    Array(2).fill("pue must be at least 1 and at most 10, got 0.9"),
  );
  expect(second?.[0]).toMatchObject({ message: "does not pay back within 3 months" });
  expect(second?.[1]).toBeLessThan(1);
});

test("flags take 0 and 1, and whole numbers are asked for where they are due", () => {
  const [line] = sensitivityGrid(settings, "npv", axis("shutdown", 1), axis("months", 2, 2.5));
  expect(line?.[0]).toBeLessThan(-3000);
  expect(String(line?.[1])).toContain("months must be a whole number");
});

test("refuses one assumption twice, and absurd sizes", () => {
  expect(() => sensitivityGrid(settings, "npv", axis("pue", 1), axis("pue", 1))).toThrow(
    "column_name must not be the same as row_name",
  );
  const many = axis("power price", ...new Array<number>(200).fill(0.05));
  expect(() => sensitivityGrid(settings, "npv", many, { ...many, named: named("btc price") })).toThrow(
    "at most 10000 cells",
  );
});
