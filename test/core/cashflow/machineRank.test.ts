import { machineRank } from "../../../src/core/cashflow/machineRank";
import { metricOf } from "../../../src/core/cashflow/metrics";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { golden1 } from "./golden";

const model = modelOf(golden1, []);
const machines = [
  { name: "Hydro", hashrateTh: 473, jPerTh: 12, price: 9000 },
  { name: "S21 Pro", hashrateTh: 234, jPerTh: 15, price: 3800 },
  { name: "S19j Pro", hashrateTh: 104, jPerTh: 29.5, price: 450 },
];

// A separate program in Python with 60 digits, by docs/formulas.md, Lifecycle.
const table = [
  // name      NPV                 per kW              break-even power     first-year return
  ["S19j Pro", -60.06525152664296, -18.64569799672284, 0.05372961133287442, 0.002229873271679914],
  ["S21 Pro", -3127.286380236785, -848.5378863754674, 0.1080666257629817, 0.07577891755685742],
  ["Hydro", -7867.313415325856, -1320.063326844165, 0.1362951537552224, 0.08392524682378451],
] as const;

test("three machines, by NPV per kW", () => {
  const ranked = machineRank(machines, model);
  expect(ranked.map(({ name }) => name)).toEqual(table.map(([name]) => name));
  for (const [index, [, npv, perKw, power, firstYear]] of table.entries()) {
    const row = ranked[index];
    const values = [row?.npv, row?.npvPerKw, row?.breakEvenPower, row?.firstYearReturn];
    for (const [at, value] of [npv, perKw, power, firstYear].entries())
      expect(values[at]).toBeWithin(value, { relative: 1e-11 });
  }
  expect(ranked[0]?.irr).toBeWithin(-0.37277700048380274, { absolute: 5e-11 });
  expect(ranked[0]?.payback).toMatchObject({ message: "does not pay back within 3 months" });
});

test("at the break-even power price the first month earns nothing", () => {
  for (const { name, breakEvenPower } of machineRank(machines, {
    ...model,
    otherRevenue: 7,
    powerPriceGrowth: 0,
  })) {
    const { hashrateTh = NaN, jPerTh = NaN } = machines.find((machine) => machine.name === name) ?? {};
    const even = { ...model, hashrateTh, jPerTh, otherRevenue: 7, powerPriceGrowth: 0, shutdown: false };
    expect(metricOf({ ...even, usdPerKwh: Number(breakEvenPower) }, "profit")).toBeWithin(0, {
      absolute: 5e-11,
    });
  }
});

test("equal machines keep their order; a free one has no return, a hopeless one no break-even", () => {
  const [first, second] = machineRank(
    ["a", "b"].map((name) => ({ name, hashrateTh: 100, jPerTh: 20, price: 0 })),
    { ...model, otherOpex: 1e6 },
  );
  expect([first?.name, second?.name]).toEqual(["a", "b"]);
  expect(first?.firstYearReturn).toMatchObject({ message: "the machine costs nothing" });
  expect(first?.breakEvenPower).toMatchObject({ message: "no power price above 0 breaks even" });
});

test("a machine that is off in month 1 has no break-even power price", () => {
  const [row] = machineRank(machines.slice(0, 1), { ...model, uptime: [0, 0.97] });
  expect(row?.breakEvenPower).toMatchObject({ message: "the machine does not run in month 1" });
});

test("the first year is 12 months of a longer model", () => {
  const [row] = machineRank(machines.slice(1, 2), { ...model, months: 36, depreciationLife: 36, taxRate: 0 });
  const year = metricOf(
    { ...model, months: 12, capex: 0, resaleValue: 0, taxRate: 0, discountRate: 0 },
    "npv",
  );
  expect(Number(row?.firstYearReturn)).toBeWithin(year / 3800, { absolute: 5e-13 });
});

test("more machines than can be valued in seconds are refused", () => {
  const many = Array.from({ length: 2001 }, () => ({ name: "a", hashrateTh: 1, jPerTh: 1, price: 1 }));
  expect(() => machineRank(many, model)).toThrow("machines must be at most 2000 rows, got 2001");
});
