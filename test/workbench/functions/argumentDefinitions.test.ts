import { argumentDefinitions } from "../../../src/workbench/functions/argumentDefinitions";

const named = (name: string, rest: object = {}) => ({ name, dimensionality: "matrix" as const, ...rest });
const repeats = named("overrides", { repeating: true });

test.each([
  [[named("a"), repeats]],
  [[named("a"), named("b", { optional: true }), repeats]],
  [[named("a"), named("b", { optional: true }), named("c", { optional: true }), repeats]],
])("the spreadsheet takes any number of repeated arguments: %j", (parameters) => {
  const definitions = argumentDefinitions(parameters);
  const repeated = definitions.filter(({ repeating }) => repeating);
  const optionals = definitions.filter(({ optional, repeating }) => optional && !repeating);
  expect(repeated).toHaveLength(optionals.length + 1);
});
