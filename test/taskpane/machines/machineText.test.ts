import type { Machine } from "../../../src/data/machines";
import { machines } from "../../../src/data/machines";
import {
  efficiencyText,
  hashrateText,
  machinesFound,
  releaseText,
} from "../../../src/taskpane/machines/machineText";

const machine = (change: Partial<Machine>): Machine => ({
  name: "Antminer S21",
  maker: "Bitmain",
  algorithm: "SHA-256",
  hashrateTh: 200,
  powerW: 3500,
  jPerTh: 17.5,
  release: "2024-01",
  cooling: "Air",
  source: "a list",
  ...change,
});

test.each([
  [{}, "200 TH/s", "17.5 J/TH"],
  [{ hashrateTh: 1.16, jPerTh: 2552 }, "1.16 TH/s", "2,552 J/TH"],
  [{ hashrateTh: 0.0095, jPerTh: 360_526 }, "9.5 GH/s", "360.5 J/GH"],
  [{ hashrateTh: 2e-6, jPerTh: 6e8 }, "2 MH/s", "600 J/MH"],
])("%j", (change, hashrate, efficiency) => {
  expect(hashrateText(machine(change))).toBe(hashrate);
  expect(efficiencyText(machine(change))).toBe(efficiency);
});

test("the month of the release", () => {
  expect(releaseText(machine({}))).toBe("Jan 2024");
  expect(releaseText(machine({ release: "" }))).toBe("release not known");
});

test("all words must occur, in any order and anywhere; the newest come first", () => {
  expect(machinesFound(machines(), "")).toHaveLength(machines().length);
  const hydro = machinesFound(machines(), "bitmain hydro");
  expect(hydro.length).toBeGreaterThan(1);
  expect(hydro.every(({ maker, cooling }) => maker === "Bitmain" && cooling === "Hydro")).toBe(true);
  const releases = hydro.map(({ release }) => release);
  expect(releases).toEqual([...releases].sort().reverse());
  expect(machinesFound(machines(), "scrypt").every(({ algorithm }) => algorithm === "Scrypt")).toBe(true);
  expect(machinesFound(machines(), "zebra")).toEqual([]);
});
