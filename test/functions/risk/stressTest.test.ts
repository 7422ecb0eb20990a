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
