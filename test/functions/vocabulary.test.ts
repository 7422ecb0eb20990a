import { catalogue } from "../../src/functions/catalogue";
import { errorOf } from "./host";

const parameters = catalogue.flatMap(({ name, parameters: all }) =>
  Object.entries(all).map(([key, { unit, rule }]) => ({ name, key, unit, rule })),
);

describe("a quantity has the same bounds wherever it is an argument", () => {
  test.each([
    ["volatilities", (key: string) => /volatility$|^vol\d$/i.test(key), / at most 10\b/],
    [
      "times in years",
      (key: string, unit: string) => /years$/i.test(key) && unit.includes("ACT/365"),
      / at most 100\b/,
    ],
    ["rates and yields", (key: string) => /^(rate|yield)$/.test(key), /at least -1 and at most 2\b/],
    ["confidences", (key: string) => key === "confidence", /at least 0.5 and below 1\b/],
    ["PUE", (key: string) => key === "pue", /at least 1 and at most 10\b/],
    ["growths a year", (key: string) => key === "drift", / at most 10\b/],
  ])("%s", (_, isMeant, rule) => {
    const meant = parameters.filter(({ key, unit }) => isMeant(key, unit));
    expect(meant.length).toBeGreaterThan(0);
    expect(meant.filter((parameter) => !rule.test(parameter.rule))).toEqual([]);
  });

  test.each([
    [
      "OPTION_PRICE",
      ["put", 60000, 55000, 0.25, 60],
      "volatility must be at most 10, got 60: is it 60 %? write 0.6",
    ],
    [
      "OPTION_PRICE",
      ["put", 60000, 55000, 365, 0.6],
      "years must be at most 100, got 365: is it 365 days? write 1",
    ],
    [
      "OPTION_PRICE",
      ["put", 60000, 55000, 1, 0.6, 4],
      "rate must be at most 2, got 4: is it 4 %? write 0.04",
    ],
    ["HASHCOST", [17, 0.05, 110], "pue must be at most 10, got 110: is it 110 %? write 1.1"],
    ["VAR_CVAR", [[[1, -2, 3]], 95], "confidence must be below 1, got 95: is it 95 %? write 0.95"],
    [
      "VAR_CVAR",
      [[[1, -2, 3]], 0.05],
      "confidence must be at least 0.5, got 0.05: is it the tail probability? write 0.95",
    ],
  ])("%s %j", (name, given, message) => expect(errorOf(name, ...given)).toBe(`#VALUE! ${message}`));
});
