import { catalogue } from "../../src/functions/catalogue";
import { nativeName } from "../../src/native/compose";
import { forms, namesNeeded, nativeCall, nativeNames } from "../../src/native/forms";
import { helperMeaning, helpersOf, overridesExample, shownForm } from "../../src/native/shown";

const names = nativeNames();

test.each([...names.keys()])("what %s returns is said in sentences", (name) => {
  expect(helperMeaning(name)).toMatch(/^\S.*\.$/);
  // Each is read without the one before it.
  expect(helperMeaning(name)).not.toMatch(/^(The same|As above|Such)\b/);
});

test.each([...names.keys()])(
  "the names behind %s are all that it needs, first those that it calls itself",
  (name) => {
    const helpers = helpersOf(name);
    const callsOf = (of: string) =>
      namesNeeded([of], names).filter((other) => names.get(of)?.includes(other));
    const needed = new Set(namesNeeded([name], names));
    const forOverrides = helpers.filter((helper) => !needed.has(helper));
    expect(helpers.length + 1).toBe(needed.size + forOverrides.length);
    if (forOverrides.length > 0) expect(forOverrides[0]).toBe("MINING_WITH");
    for (const [index, helper] of helpers.entries()) {
      const before = [name, ...helpers.slice(0, index)];
      expect([
        helper,
        helper === "MINING_WITH" || before.some((one) => callsOf(one).includes(helper)),
      ]).toEqual([helper, true]);
    }
  },
);

test("a reader of the cash flows meets the model first", () => {
  expect(helpersOf("MINING_MINER_CASHFLOWS").slice(0, 2)).toEqual(["MINING_CASHFLOWS", "MINING_BLOCK"]);
});

/** Functions that take overrides of a model. */
const overridden = catalogue.filter(
  ({ name, parameters }) =>
    forms[name] !== undefined && Object.values(parameters).some(({ shape }) => shape === "repeating"),
);

test.each(overridden)("overrides of $name are written as a portable workbook has them", (definition) => {
  expect(Object.keys(definition.parameters)).toEqual(["model", "overrides"]);
  const written = nativeCall(definition.name, ["model", '{"capex", 0; "tax rate", 0}']);
  expect(overridesExample(definition)?.replace(/\s/g, "")).toBe(`=${written ?? ""}`.replace(/\s/g, ""));
  expect(helpersOf(nativeName(definition.name))).toContain("MINING_WITH");
});

test("a function without overrides shows none", () => {
  expect(shownForm("HASHPRICE")).toMatchObject({ overrides: undefined, needs: [] });
});
