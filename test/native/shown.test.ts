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

test("the names behind one are all that it needs, first those that it calls itself", () => {
  const helpers = helpersOf("MINING_MINER_PNL");
  const needed = namesNeeded(["MINING_MINER_PNL"], names).filter((name) => name !== "MINING_MINER_PNL");
  expect([...helpers].sort()).toEqual([...needed].sort());
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
