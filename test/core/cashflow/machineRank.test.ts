import { machineRank } from "../../../src/core/cashflow/machineRank";
import { metricOf } from "../../../src/core/cashflow/metrics";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { golden1 } from "./golden";

const model = modelOf(golden1, []);
const machines = [
  { name: "Hydro", hashrateTh: 473, jPerTh: 12, price: 9000, resale: undefined },
  { name: "S21 Pro", hashrateTh: 234, jPerTh: 15, price: 3800, resale: undefined },
  { name: "S19j Pro", hashrateTh: 104, jPerTh: 29.5, price: 450, resale: undefined },
];

// A separate program in Python with 60 digits: the one of docs/formulas.md, Worked cases, on each machine with its share
// by power of the site's 3.6855 kW: other opex 5 x TH/s x J/TH / 3510, resale value a tenth of the price.
const table = [
  // name      NPV                 per kW              break-even power     first-year return
  ["S19j Pro", -403.2948746729426, -125.1924239997959, 0.05400603595937106, 0.006427404135877445],
  ["S21 Pro", -3146.727688654925, -853.8129666680029, 0.1080666257629817, 0.07577891755685742],
  ["Hydro", -7390.364189856801, -1240.035603519716, 0.1355629602320596, 0.08289675679529448],
] as const;

test("three machines, by NPV per kW", () => {
  const ranked = machineRank(machines, model, undefined);
  expect(ranked.map(({ name }) => name)).toEqual(table.map(([name]) => name));
  for (const [index, [, npv, perKw, power, firstYear]] of table.entries()) {
    const row = ranked[index];
    const values = [row?.npv, row?.npvPerKw, row?.breakEvenPower, row?.firstYearReturn];
    for (const [at, value] of [npv, perKw, power, firstYear].entries())
      expect(values[at]).toBeWithin(value, { relative: 1e-11 });
  }
  expect(ranked[1]?.irr).toBeWithin(-0.99971691610181047, { absolute: 5e-14 });
  expect(ranked[2]?.irr).toBeWithin(-0.99965047233619527, { absolute: 5e-14 });
  expect(ranked[0]?.payback).toMatchObject({ message: "does not pay back within 3 months" });
});

test("a machine in a site of 36.855 kW: ten of the model's own, a tenth of its costs", () => {
  // The same program: 200 TH/s at 17.5 J/TH for 2500 USD.
  const one = { name: "B", hashrateTh: 200, jPerTh: 17.5, price: 2500, resale: undefined };
  const [own] = machineRank([one], model, undefined);
  expect(own?.npv).toBeWithin(-2065.48642578619, { absolute: 6e-12 });
  expect(own?.npvPerKw).toBeWithin(-562.037122662907, { absolute: 5e-13 });
  expect([own?.units, own?.siteNpv]).toEqual([undefined, undefined]);
  const [row] = machineRank([one], { ...model, otherOpex: 50 }, 36.855);
  expect(row?.npv).toBeWithin(own?.npv, { relative: 1e-14 });
  // 3.675 kW each.
  expect(row?.units).toBe(10);
  expect(row?.siteNpv).toBe(10 * Number(row?.npv));
});

test("the model's own machine has its NPV, without loan and staged capex", () => {
  const own = { name: "own", hashrateTh: 234, jPerTh: 15, price: 4000, resale: undefined };
  const financed = { ...model, loan: 1000, loanRate: 0.1, loanMonths: 3 };
  expect(machineRank([own], financed, undefined)[0]?.npv).toBe(metricOf(model, "npv"));
  expect(machineRank([{ ...own, resale: 400 }], model, undefined)[0]?.npv).toBe(metricOf(model, "npv"));
  // Of 5000 in all a resale of 400 is 8 %, 320 of 4000.
  const [staged] = machineRank([own], { ...model, capexSchedule: [0, 1000, 0] }, undefined);
  expect(staged?.npv).toBe(metricOf({ ...model, resaleValue: 320 }, "npv"));
});

test("at the break-even power price the first month earns nothing", () => {
  const site = {
    ...model,
    otherRevenue: 7,
    powerPriceGrowth: 0,
    heatPrice: 0.004,
    profitShare: 0.2,
    startMonth: 2,
  };
  for (const { name, breakEvenPower } of machineRank(machines, site, undefined)) {
    const { hashrateTh = NaN, jPerTh = NaN } = machines.find((machine) => machine.name === name) ?? {};
    const share = (hashrateTh * jPerTh) / 3510;
    const own = { hashrateTh, jPerTh, otherOpex: 5 * share, otherRevenue: 7 * share, shutdown: false };
    const profit = metricOf({ ...site, ...own, usdPerKwh: Number(breakEvenPower) }, "profit");
    expect(profit).toBeWithin(0, { absolute: 5e-11 });
  }
});

test("equal machines keep their order; a free one has no return, a hopeless one no break-even", () => {
  const [first, second] = machineRank(
    ["a", "b"].map((name) => ({ name, hashrateTh: 100, jPerTh: 20, price: 0, resale: undefined })),
    { ...model, otherOpex: 1e6 },
    undefined,
  );
  expect([first?.name, second?.name]).toEqual(["a", "b"]);
  expect(first?.firstYearReturn).toMatchObject({ message: "the machine costs nothing" });
  expect(first?.breakEvenPower).toMatchObject({ message: "no power price above 0 breaks even" });
});

test("a machine that is off in month 1 has no break-even power price", () => {
  const [row] = machineRank(machines.slice(0, 1), { ...model, uptime: [0, 0.97] }, undefined);
  expect(row?.breakEvenPower).toMatchObject({ message: "the machine does not run in month 1" });
});

test("the first year is 12 months of a longer model", () => {
  const long = { ...model, months: 36, depreciationLife: 36, taxRate: 0 };
  const [row] = machineRank(machines.slice(1, 2), long, undefined);
  const year = metricOf(
    { ...model, months: 12, capex: 0, resaleValue: 0, taxRate: 0, discountRate: 0 },
    "npv",
  );
  expect(Number(row?.firstYearReturn)).toBeWithin(year / 3800, { absolute: 5e-13 });
});

test("more machines than can be valued in seconds are refused", () => {
  const many = Array.from({ length: 2001 }, () => ({
    name: "a",
    hashrateTh: 1,
    jPerTh: 1,
    price: 1,
    resale: undefined,
  }));
  expect(() => machineRank(many, model, undefined)).toThrow("machines must be at most 2000 rows, got 2001");
});
