import { exampleBlock } from "../../../src/functions/lifecycle/exampleBlock";
import { call, errorOf, one } from "../host";

const block = exampleBlock.map(([name, value]) => (name === "difficulty growth" ? [name, 0] : [name, value]));

test("from a base of 0 the distance is blank in the record and has no answer by name", () => {
  const given = [block, "difficulty growth", "profit", 155] as const;
  const [breaking, ...others] = call("STRESS_TEST", ...given);
  // As in the example, the growth itself does not depend on where the search begins.
  expect(breaking?.[0]).toBe("Breaking value (driver's unit)");
  expect(breaking?.[1]).toBeWithin(-0.0165558168150547, {
    absolute: 5e-13,
    source: "the definition's example",
  });
  expect(others).toEqual([
    ["Distance (share)", ""],
    ["Base value (driver's unit)", 0],
  ]);
  expect(errorOf("STRESS_TEST", ...given, "Distance")).toBe("#N/A the base value is 0");
  expect(one("STRESS_TEST", ...given, "Base value")).toBe(0);
});

test("a hashprice in another unit", () => {
  const priced = block.filter(
    ([name]) => !["difficulty", "difficulty growth", "start height", "fees"].includes(String(name)),
  );
  const given = [[...priced, ["hashprice", 50]], "hashprice (USD/TH/day)", "profit", 100] as const;
  // 234 TH/s, 5 % less a year, less the pool's 2 %; 0.05 USD a kWh grows by 3 % a year.
  const hashes = 0.95 ** (1 / 24) * 30.4375 * 0.97;
  const power = ((234 * 15) / 1000) * 24 * hashes * 1.05 * 0.05 * 1.03 ** (1 / 24);
  const hashprice = (100 + 5 + power) / (234 * hashes * 0.98);
  expect(one("STRESS_TEST", ...given, "Breaking value")).toBeWithin(hashprice, { relative: 1e-11 });
  expect(one("STRESS_TEST", ...given, "Base value")).toBeWithin(0.05, { relative: 1e-15 });
});
