import { excelDate } from "../../../src/core/calendar";
import { machines } from "../../../src/data/machines";
import { call, errorOf, one } from "../host";

test.each(machines())("$name by its own name, every field", (machine) => {
  const { name, hashrateTh, powerW, jPerTh, release, cooling } = machine;
  const given: unknown = release === "" ? undefined : excelDate(Date.parse(`${release}-01`));
  const answer = call("ASIC", name);
  expect(answer.filter((_, row) => row !== 4)).toEqual([
    ["Machine (name)", name],
    ["Hashrate (TH/s)", hashrateTh],
    ["Power (W)", powerW],
    ["Efficiency (J/TH)", jPerTh],
    ["Cooling (text)", cooling],
  ]);
  expect(answer[4]?.[0]).toBe("Released (date)");
  expect(answer[4]?.[1]).toEqual(
    given ?? expect.objectContaining({ code: "#N/A", message: `the release date of ${name} is not known` }),
  );
});

test("fields by label, with or without unit, and by release", () => {
  expect(one("ASIC", "s19 xp hyd 3u", "hashrate")).toBe(512);
  expect(one("ASIC", "s19 xp hyd 3u", "Power (W)")).toBe(10600);
  for (const word of ["released", "Release", "release date", "Released (date)"])
    expect(one("ASIC", "s19 xp hyd 3u", word)).toBe(45658);
  expect(errorOf("ASIC", "Antminer S21", "release")).toBe(
    "#N/A the release date of Antminer S21 is not known",
  );
  expect(errorOf("ASIC", "Antminer S21", "price")).toMatch(
    /^#VALUE! field must be one of: Machine \(name\); /,
  );
});

test("lifts over machines and fields where field is given", () => {
  expect(call("ASIC", [["Antminer S21"], ["proto"]], [["hashrate", "power", "cooling"]])).toEqual([
    [200, 3500, "Air"],
    [819, 12000, "Air"],
  ]);
  expect(errorOf("ASIC", [["Antminer S21"], ["proto"]])).toBe(
    "#VALUE! machine must be one cell unless field is given, got a 2 x 1 range",
  );
});

test("a number is taken as it shows", () => expect(one("ASIC", 1246, "power")).toBe(3420));

test.each([
  [[[0]], /^#VALUE! machine must be a machine's name or a part of it, got 0 \(a blank cell reads as 0/],
  [[[null]], /got a blank cell$/],
  [[[""]], /got the text ""$/],
  [[[true]], /got TRUE$/],
  [
    "Antminer",
    /^#VALUE! machine must match only one machine, not Antminer S9 \(11.5T\), .* and \d+ more, got/,
  ],
  ["Sealminer A5", /nearest: SealMiner A/],
])("%j is refused", (given, message) => expect(errorOf("ASIC", given)).toMatch(message));

test("power is hashrate times efficiency, as a miner's profit and loss takes it", () => {
  for (const { name } of machines()) {
    const [hashrate, power, efficiency] = ["hashrate", "power", "efficiency"].map((field) =>
      Number(one("ASIC", name, field)),
    );
    const kwh = one("MINER_PNL", 1e5, 1e14, 3.125, 0, hashrate, efficiency, 0.05, 1, 1, 0, 0, "energy");
    expect(kwh).toBeWithin((Number(power) * 24) / 1000, {
      relative: 0.003,
      inputs: { name, hashrate, efficiency },
    });
  }
});
