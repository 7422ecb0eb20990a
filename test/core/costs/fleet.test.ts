import fc from "fast-check";
import { fleet, type MachineGroup } from "../../../src/core/costs/fleet";
import { guessedUnit, watts } from "../../../src/core/costs/machinePower";
import { NoAnswerError } from "../../../src/core/errors";

const machines: MachineGroup[] = [
  { count: 1200, hashrateTh: 234, power: 15, powerUnit: "J/TH", uptime: 0.97 },
  { count: 800, hashrateTh: 110, power: 3250, powerUnit: "W", uptime: 0.91 },
  { count: 35, hashrateTh: 473, power: 5676, powerUnit: "W", uptime: 1 },
];

// By exact fractions in Python.
test.each([
  ["machines", 2035],
  ["hashrate", 385355],
  ["runningHashrate", 369011],
  ["itPower", 7010.66],
  ["facilityPower", 7501.4062],
  ["efficiency", 18.192731377560950292587],
  ["energy", 170.779704],
] as const)("%s", (field, expected) => {
  expect(fleet({ units: machines, pue: 1.07 })[field]).toBeWithin(expected, { relative: 4e-16 });
});

const group = fc.record({
  count: fc.integer({ min: 1, max: 20 }),
  hashrateTh: fc.integer({ min: 1, max: 1000 }),
  power: fc.integer({ min: 1, max: 8000 }),
  powerUnit: fc.constantFrom("J/TH" as const, "W" as const),
  uptime: fc.integer({ min: 1, max: 8 }).map((eighths) => eighths / 8),
});

test("groups are their machines one by one, in any order", () => {
  fc.assert(
    fc.property(fc.array(group, { minLength: 1, maxLength: 6 }), (units) => {
      const singles = units.flatMap((unit) =>
        Array.from({ length: unit.count }, () => ({ ...unit, count: 1 })),
      );
      expect(fleet({ units: singles.reverse(), pue: 1.25 })).toEqual(fleet({ units, pue: 1.25 }));
    }),
    { numRuns: 200 },
  );
});

test("watts and joules per terahash are two ways to say the same", () => {
  const inWatts = machines.map((unit) => ({
    ...unit,
    power: watts(unit.power, unit.powerUnit, unit.hashrateTh),
    powerUnit: "W" as const,
  }));
  expect(fleet({ units: inWatts, pue: 1 })).toEqual(fleet({ units: machines, pue: 1 }));
});

test("a power without a unit is J/TH up to 200, W above", () => {
  expect([guessedUnit(15), guessedUnit(200), guessedUnit(200.5), guessedUnit(3500)]).toEqual([
    ...["J/TH", "J/TH", "W", "W"],
  ]);
});

test("no machines have no efficiency", () => {
  const none = machines.map((unit) => ({ ...unit, count: 0 }));
  const { efficiency, energy } = fleet({ units: none, pue: 1 });
  expect(efficiency).toBeInstanceOf(NoAnswerError);
  expect(energy).toBe(0);
});
