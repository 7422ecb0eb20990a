import fc from "fast-check";
import { assumptionKeys, assumptions, type AssumptionKey } from "../../../src/core/cashflow/assumptions";
import { withReplaced, type Setting } from "../../../src/core/cashflow/block";
import type { Model } from "../../../src/core/cashflow/model";
import { modelOf, resolve, resolvedWith, settingsOf } from "../../../src/core/cashflow/resolve";
import type { Cell } from "../../../src/core/errors";
import { anyModel, rowsOf } from "./anyModel";
import { golden1, golden3, golden4, golden5 } from "./golden";

const given = (value: Setting["value"], currency?: string): Setting => ({
  value,
  source: "override",
  currency,
});

/** The model, or what is wrong. */
function outcome(compute: () => Model): Model | string {
  try {
    return compute();
  } catch (error) {
    return String(error);
  }
}

/** Of numbers inside and outside of the bounds of most assumptions. */
const value: fc.Arbitrary<Setting["value"]> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(-1.5, -0.5, -0, 0, 0.01, 0.5, 1, 1.5, 3, 12, 100, 1e5, 1e14, 1e19),
  },
  { weight: 1, arbitrary: fc.constantFrom("sln", "dated", true, false) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.constantFrom(0.01, 0.5, 1, 100), { minLength: 1, maxLength: 3 })
      .map((values) => ({ values, carriesOn: true })),
  },
);
const setting = fc.oneof(
  { weight: 8, arbitrary: value.map((each) => given(each)) },
  { weight: 1, arbitrary: value.map((each) => given(each, "EUR")) },
  { weight: 1, arbitrary: fc.constant(undefined) },
);
const replacements = fc
  .array(fc.tuple(fc.constantFrom(...assumptionKeys), setting), { maxLength: 3 })
  .map((pairs) => new Map<AssumptionKey, Setting | undefined>(pairs));

test("a model with some settings replaced is the one that is resolved from the beginning", () => {
  let models = 0;
  fc.assert(
    fc.property(anyModel, fc.array(replacements, { minLength: 8, maxLength: 8 }), (model, all) => {
      const settings = settingsOf(rowsOf(model), []);
      for (const replaced of all) {
        const expected = outcome(() => resolve(withReplaced(settings, replaced)));
        expect(outcome(() => resolvedWith(settings, replaced))).toEqual(expected);
        if (typeof expected === "object") models++;
      }
      expect(resolvedWith(settings, new Map())).toEqual(resolve(settings));
    }),
  );
  // Else the property would say nothing.
  expect(models).toBeGreaterThan(100);
});

test("each assumption by each number, in models of both kinds", () => {
  for (const cells of [golden1, golden3, golden4, golden5]) {
    const settings = settingsOf(cells, []);
    for (const key of assumptionKeys)
      for (const number of [-1, -0.5, 0, 0.01, 0.5, 1, 2, 24, 50_000, 1e14]) {
        const replaced = new Map([[key, given(number)]]);
        const [actual, expected] = [
          resolvedWith,
          (...args: Parameters<typeof resolvedWith>) => resolve(withReplaced(...args)),
        ].map((of) => outcome(() => of(settings, replaced)));
        expect({ key, number, outcome: actual }).toEqual({ key, number, outcome: expected });
      }
  }
});

test("a block that is refused by itself serves where an override completes it", () => {
  const cells: Cell[][] = golden1.filter(([name]) => name !== "hashrate");
  for (let time = 0; time < 2; time++) {
    expect(() => modelOf(cells, [])).toThrow("must give hashrate");
    expect(modelOf(cells, [[["hashrate"]], [[100]]]).hashrateTh).toBe(100);
    expect(() => modelOf(cells, [[["capex"]], [[100]]])).toThrow("must give hashrate");
  }
});

test("overrides leave the model of their block as it is", () => {
  const before = modelOf(golden1, []);
  const name = assumptions.btcPrice.name;
  expect(modelOf(golden1, [[[name]], [[5]]]).btcPrice).toBe(5);
  expect(modelOf(golden1, [])).toEqual(before);
  expect(before.btcPrice).toBe(100_000);
});
