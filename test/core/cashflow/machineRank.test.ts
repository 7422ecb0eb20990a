import fc from "fast-check";
import { machineRank, type Machine } from "../../../src/core/cashflow/machineRank";
import { metricOf } from "../../../src/core/cashflow/metrics";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { golden1, replaced } from "./golden";

const model = modelOf(golden1, []);
function machine(name: string, hashrateTh: number, jPerTh: number, price: number, resale?: number): Machine {
  return { name, hashrateTh, jPerTh, price, resale };
}
const machines = [
  machine("Hydro", 473, 12, 9000),
  machine("S21 Pro", 234, 15, 3800),
  machine("S19j Pro", 104, 29.5, 450),
];

// A separate program in Python with 50 digits, by docs/formulas.md, Lifecycle.
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
  // It gets back 48 of 450 USD in three months: at -99.993 % a year, below the rates that are looked for.
  expect(ranked[0]?.irr).toMatchObject({
    message: "no rate of return between -99.99 % and 1,000,000,000 % a year",
  });
  expect(ranked[0]?.payback).toMatchObject({ message: "does not pay back within 3 months" });
  expect(ranked.map(({ units, siteNpv }) => [units, siteNpv])).toEqual(Array(3).fill([undefined, undefined]));
});

test("the worked case", () => {
  const [row] = machineRank([machine("B", 200, 17.5, 2500)], model, undefined);
  expect(row?.npv).toBeWithin(-2065.48642578619, { relative: 1e-13 });
  expect(row?.npvPerKw).toBeWithin(-562.037122662907, { relative: 1e-13 });
});

test("a site with every new assumption in use", () => {
  const block = golden1.concat([
    ["start date", 46053],
    ["start month", 3],
    ["discounting", "dated"],
    ["heat price", 0.02],
    ["profit share", 0.3],
    ["bonus share", 0.4],
    ["loss limit", 0.8],
    ["other opex growth", 0.04],
    ["other revenue", 50],
    ["loan", 2000],
    ["loan rate", 0.08],
    ["loan type", "linear"],
    ["hodl share", 0.1],
    ["depreciation life", 24],
  ]);
  const values = { months: 30, "other opex": 300, capex: 40_000, "resale value": 6000, hashrate: 2340 };
  const site = modelOf(replaced(block, values), [
    [["tax rate"]],
    [[0.2, 0.3]],
    [["capex schedule"]],
    [[500, 0, 700]],
    [["power price shape"]],
    [[0.5, 1, 1.5]],
  ]);
  const offers = [
    machine("A", 234, 15, 3800),
    machine("B", 200, 17.5, 2500, 200),
    machine("C", 335, 16, 5200, 0),
  ];
  // The same program in Python.
  const expected = [
    ["B", -2073.855053459599, -564.3143002611154, 0.05404454226100622, 0.05406454563025644],
    ["A", -2829.820437540022, -767.825379877906, 0.06205894121188267, 0.06893176106921781],
    ["C", -4573.421071539225, -812.6192380133663, 0.05855264167087422, 0.05921500652201038],
  ] as const;
  const expectedOf200 = [
    ["B", -1558.718682767674, -424.1411381680746, 0.06549883153036908, 0.154783316694278],
    ["A", -2313.21224864612, -627.6522177848651, 0.07351323048124553, 0.1353834314516832],
    ["C", -3784.526515279592, -672.4460759203255, 0.07000693094023708, 0.1333705852174988],
  ] as const;
  for (const [siteKw, rows] of [
    [undefined, expected],
    [200, expectedOf200],
  ] as const) {
    const ranked = machineRank(offers, site, siteKw);
    for (const [index, [name, ...values]] of rows.entries()) {
      const row = ranked[index];
      expect(row?.name).toBe(name);
      const answers = [row?.npv, row?.npvPerKw, row?.breakEvenPower, row?.firstYearReturn];
      for (const [place, value] of values.entries())
        expect(answers[place]).toBeWithin(value, { relative: 1e-11 });
    }
    const units = siteKw === undefined ? [undefined, undefined, undefined] : [54, 54, 35];
    expect(ranked.map((row) => row.units)).toEqual(units);
    for (const { npv, siteNpv, units: count } of ranked)
      expect(siteNpv).toBe(count === undefined ? undefined : count * npv);
  }
});

test("the block's own machine is worth the model without its loan", () => {
  const law = (hashrate: number, efficiency: number, opex: number, startMonth: number, loan: number) => {
    const own = {
      ...model,
      hashrateTh: hashrate,
      jPerTh: efficiency,
      otherOpex: [opex, 2 * opex],
      months: 12,
      startMonth,
      profitShare: 0.2,
      heatPrice: 0.01,
      powerPriceShape: { multipliers: [0.8, 1, 1.3] },
    };
    const [row] = machineRank(
      [machine("own", hashrate, efficiency, model.capex)],
      { ...own, loan, loanRate: 0.1 },
      undefined,
    );
    expect(row?.npv).toBeWithin(metricOf(own, "npv"), { relative: 1e-12 });
  };
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 1e4, noNaN: true }),
      fc.double({ min: 5, max: 60, noNaN: true }),
      fc.double({ min: 0, max: 1000, noNaN: true }),
      fc.integer({ min: 1, max: 12 }),
      fc.double({ min: 0, max: 1e5, noNaN: true }),
      law,
    ),
    { numRuns: 50 },
  );
});

test("the largest month of a hashrate series is the site's", () => {
  const [row] = machineRank(machines.slice(1, 2), { ...model, hashrateTh: [117, 468, 0] }, undefined);
  const half = { ...model, capex: 3800, resaleValue: 380, otherOpex: 2.5, hashrateDegradation: 0.05 };
  expect(row?.npv).toBeWithin(metricOf(half, "npv"), { relative: 1e-13 });
});

test("a site that is a whole number of machines has room for all of them", () => {
  // 15 J/TH x 234 TH/s x 1.05 is 3.6855 kW, a little more in binary.
  const [row] = machineRank(machines.slice(1, 2), model, 368.55);
  expect(row?.units).toBe(100);
  expect(machineRank(machines.slice(1, 2), model, 368.54)[0]?.units).toBe(99);
});

test("resale without an outlay to compare with is shared by power", () => {
  const free = { ...model, capex: 0 };
  const [row] = machineRank([machine("half", 117, 15, 1000)], free, undefined);
  const half = { ...model, hashrateTh: 117, capex: 1000, resaleValue: 200, otherOpex: 2.5 };
  expect(row?.npv).toBeWithin(metricOf(half, "npv"), { relative: 1e-13 });
});

test("a resale value above the price is no more than the price", () => {
  const [row] = machineRank([machine("one", 234, 15, 1000)], { ...model, resaleValue: 9000 }, undefined);
  expect(row?.npv).toBe(metricOf({ ...model, capex: 1000, resaleValue: 1000 }, "npv"));
});

test("at the break-even power price the start month earns nothing", () => {
  const site = {
    ...model,
    otherRevenue: 2,
    otherOpex: 7,
    powerPriceGrowth: 0,
    profitShare: 0.25,
    startMonth: 2,
  };
  const ownKw = (234 * 15) / 1000;
  for (const { name, breakEvenPower } of machineRank(machines, site, undefined)) {
    const { hashrateTh = NaN, jPerTh = NaN } = machines.find((known) => known.name === name) ?? {};
    const share = (hashrateTh * jPerTh) / 1000 / ownKw;
    const even = {
      ...site,
      hashrateTh,
      jPerTh,
      otherRevenue: 2 * share,
      otherOpex: 7 * share,
      shutdown: false,
    };
    expect(metricOf({ ...even, usdPerKwh: Number(breakEvenPower) }, "profit")).toBeWithin(0, {
      absolute: 5e-11,
    });
  }
});

test("equal machines keep their order; a free one has no return, a hopeless one no break-even", () => {
  const [first, second] = machineRank(
    ["a", "b"].map((name) => machine(name, 100, 20, 0)),
    { ...model, otherOpex: 1e6 },
    undefined,
  );
  expect([first?.name, second?.name]).toEqual(["a", "b"]);
  expect(first?.firstYearReturn).toMatchObject({ message: "the machine costs nothing" });
  expect(first?.breakEvenPower).toMatchObject({ message: "no power price above 0 breaks even" });
});

test("machines that never run have no power to share; with the site's they are compared", () => {
  const off = { ...model, uptime: [0] };
  expect(machineRank(machines, off, undefined).map(({ npv }) => npv)).toHaveLength(3);
  expect(() => machineRank(machines, { ...model, hashrateTh: [0] }, undefined)).toThrow(
    "site_kw must be given: the machines of the model never run",
  );
  expect(machineRank(machines, { ...model, hashrateTh: [0] }, 10)).toHaveLength(3);
});

test("a machine that is off in month 1 has no break-even power price", () => {
  const [row] = machineRank(machines.slice(0, 1), { ...model, uptime: [0, 0.97] }, undefined);
  expect(row?.breakEvenPower).toMatchObject({ message: "the machine does not run in month 1" });
});

test("the first year is 12 months of a longer model", () => {
  const [row] = machineRank(
    machines.slice(1, 2),
    { ...model, months: 36, depreciationLife: 36, taxRate: 0 },
    undefined,
  );
  const year = metricOf(
    { ...model, months: 12, capex: 0, resaleValue: 0, taxRate: 0, discountRate: 0 },
    "npv",
  );
  expect(Number(row?.firstYearReturn)).toBeWithin(year / 3800, { absolute: 5e-13 });
});

test("more machines than can be valued in seconds are refused", () => {
  const many = Array.from({ length: 2001 }, () => machine("a", 1, 1, 1));
  expect(() => machineRank(many, model, undefined)).toThrow("machines must be at most 2000 rows, got 2001");
});
