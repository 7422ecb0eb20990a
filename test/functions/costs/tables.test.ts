import { call, errorOf, one } from "../host";

describe("FLEET reads the heading of column 3", () => {
  const fleet = (heading: string, power: number) =>
    one(
      "FLEET",
      [
        ["Count", "TH/s", heading],
        [10, 100, power],
      ],
      null,
      "IT power",
    );

  test.each([
    ["W", 150, 1.5],
    ["Power (W)", 150, 1.5],
    ["watts", 150, 1.5],
    ["J/TH", 250, 250],
    ["Efficiency (j / th)", 15, 15],
    ["", 15, 15],
    ["", 3500, 35],
  ])("%j: %d", (heading, power, kw) => {
    expect(fleet(heading, power)).toBe(kw);
  });

  test("without headings a number up to 200 is J/TH", () => {
    expect(one("FLEET", [[10, 100, 200]], null, "IT power")).toBe(200);
    expect(one("FLEET", [[10, 100, 201]], null, "IT power")).toBe(2.01);
  });

  test("refuses a heading that says neither", () => {
    expect(
      errorOf("FLEET", [
        ["Count", "TH/s", "kW"],
        [10, 100, 3.5],
      ]),
    ).toBe('#VALUE! units, heading of column 3, must say J/TH or W, got the text "kW"');
  });

  test("a blank uptime is full, a given one counts", () => {
    const energy = (...uptime: unknown[]) => one("FLEET", [[10, 100, 15, ...uptime]], null, "energy");
    expect(energy()).toBe(0.36);
    expect(energy("")).toBe(0.36);
    expect(energy(0.5)).toBe(0.18);
  });
});

describe("blank words in a table are blank, as null, text or 0", () => {
  test.each([[null], [""], [0]])("%j", (blank) => {
    const lots = [[45000, 1, 100, blank]];
    expect(call("COST_BASIS", lots, 1, null, null, false)[0]).toEqual([1, 1, 100, "", 0]);
    const movements = [[45000, 1, 100, blank]];
    expect(call("ROLLFORWARD", movements, 150)[2]).toEqual(["Mined at fair value", 1, 100, 100]);
  });
});

test("ROLLFORWARD refuses an unknown type, and names it", () => {
  expect(errorOf("ROLLFORWARD", [[45000, 1, 100, "gift"]], 150)).toBe(
    '#VALUE! movements, row 1, type, must be "opening", "mined", "bought" or "sold", got the text "gift"',
  );
});

test("MACRS refuses a life without a table", () => {
  expect(errorOf("MACRS", 1000, 4)).toBe("#VALUE! life_years must be 3, 5, 7, 10, 15 or 20, got 4");
});

test("CURTAILMENT lifts over its other arguments when it returns one value", () => {
  const hours = [[20], [35], [150], [250], [60], [-5], [300], [100]];
  const given = [hours, [[50], [100]], 20, 1000, 1, 0.01, null, null, null, "Hours off"];
  expect(call("CURTAILMENT", ...given)).toEqual([[3], [2]]);
});

test("COST_PER_BTC without coins is a zero divisor, in its own cell", () => {
  const answer = call("COST_PER_BTC", [[0], [2]], 100, null, null, null, null, "Net power");
  expect(answer[0]?.[0]).toMatchObject({ code: "#DIV/0!" });
  expect(answer[1]).toEqual([50]);
});
