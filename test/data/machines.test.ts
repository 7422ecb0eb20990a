import { readFileSync } from "node:fs";
import { machineNamed, machines, machinesLike, readMachines } from "../../src/data/machines";

/** The public list that the machines are from; the last column may be quoted. */
const rows = readFileSync("test/fixtures/asics.csv", "utf8")
  .trim()
  .split(/\r?\n/)
  .slice(1)
  .map((line) => {
    const [model = "", maker = "", algorithm = "", hashrate = "", unit = "", power = "", ...rest] =
      line.split(",");
    const [efficiency = "", release = "", cooling = ""] = rest;
    const source = rest.slice(3).join(",").replace(/^"|"$/g, "");
    return { model, maker, algorithm, hashrate, unit, power, efficiency, release, cooling, source };
  });

const inTh: Record<string, number> = { "TH/s": 1, "GH/s": 1e-3, "MH/s": 1e-6 };
/** Where the list contradicts the machine's name or its own rows about the machine's siblings. */
const corrected: Record<string, string> = {
  "Bitmain Antminer S9 Hydro (18Th)": "Hydro",
  "Whatsminer M66 (282T)": "Immersion",
};

test("the list has ninety-nine rows, three of which name a machine for the second time", () => {
  expect([rows.length, machines().length]).toEqual([99, 96]);
  expect(new Set(machines().map(({ name }) => name)).size).toBe(96);
});

test.each(rows)("$model is found by its name in the list, with the list's facts", (row) => {
  const machine = machineNamed(row.model, "machine");
  expect(machine).toMatchObject({ maker: row.maker, algorithm: row.algorithm, powerW: Number(row.power) });
  expect(machine.hashrateTh).toBeCloseTo(Number(row.hashrate) * (inTh[row.unit] ?? NaN), 12);
  expect(machine.cooling).toBe(corrected[row.model] ?? row.cooling);
  expect(machine.source).toContain(row.source);
  if (row.release !== "") expect(machine.release).toBe(row.release);
  if (row.efficiency !== "") expect(machine.jPerTh).toBe(Number(row.efficiency));
});

test("efficiency is power over hashrate, to the digits listed", () => {
  for (const { name, powerW, hashrateTh, jPerTh } of machines())
    expect([name, Math.abs(powerW / hashrateTh / jPerTh - 1) < 0.003]).toEqual([name, true]);
});

test.each([
  ["s19 pro", "Antminer S19 Pro (110T)"],
  ["S21XP HYD", "Antminer S21 XP Hyd."],
  ["antminer-s21", "Antminer S21"],
  ["Antminer S21+", "Antminer S21+"],
  ["Bitmain Antminer S21", "Antminer S21"],
  ["M50S+", "Whatsminer M50S++"],
  ["Whatsminer M50S", "Whatsminer M50S"],
  ["S19j Pro 104 TH/s", "Antminer S19j Pro (104T)"],
  ["S9 (13.5Th)", "Antminer S9 (13.5T)"],
  ["proto", "Proto Rig"],
  ["  l9 ", "Antminer L9 (16G)"],
])("%s is the %s", (text, name) => expect(machineNamed(text, "machine").name).toBe(name));

test.each([
  ["S21+", 'machine must match only one machine, not Antminer S21+, Antminer S21+ Hyd., got the text "S21+"'],
  [
    "S19",
    'machine must match only one machine, not Antminer S19 Pro (110T), Antminer S19 (95T), Antminer S19j Pro (104T), Antminer S19j Pro (100T), Antminer S19a (96T), Antminer S19a Pro (110T), Antminer S19 XP, Antminer S19 XP Hyd. and 3 more, got the text "S19"',
  ],
])("%s is ambiguous", (text, message) => {
  expect(() => machineNamed(text, "machine")).toThrow(message);
  expect(machinesLike(text).length).toBeGreaterThan(1);
});

test("an unknown name brings up the nearest", () => {
  expect(() => machineNamed("Antminer S12", "machine")).toThrow(
    /^machine must be a machine's name or a part of it \(nearest: Antminer S21, .*\), got the text "Antminer S12"$/,
  );
  expect(() => machineNamed("Wattsminer M60S", "machine")).toThrow(/nearest: Whatsminer M60S,/);
  expect(() => machineNamed("...", "machine")).toThrow(/nearest/);
});

test.each([
  ["a row too short", { sources: ["x"], machines: [["a", "b"]] }, "sources of a row must be a list"],
  [
    "a hashrate that is a text",
    { sources: ["x"], machines: [["a", "b", "c", "1", 1, null, "", "Air", [0]]] },
    "cannot read the row",
  ],
  [
    "a release that is no month",
    { sources: ["x"], machines: [["a", "b", "c", 1, 1, null, "2026", "Air", [0]]] },
    "cannot read the row",
  ],
  [
    "an unknown source",
    { sources: ["x"], machines: [["a", "b", "c", 1, 1, null, "", "Air", [1]]] },
    "cannot read the row",
  ],
  ["no list", { sources: [] }, "machines must be a list"],
  ["nothing", null, "sources must be a list"],
])("reading refuses %s", (_what, file, message) => expect(() => readMachines(file)).toThrow(message));
