import { catalogue } from "./catalogue";
import type { Definition, Parameter, ScalarFunction } from "./define";
import { help } from "./help";

const isScalar = (definition: Definition): definition is ScalarFunction =>
  definition.returns.shape === "scalar";

/**
 * Every function with what the help says of it. The definitions have it too where they run as they are written; the build
 * takes it out of them, so that no cell waits for it, and whoever reads it there finds it here.
 */
export const documented: readonly Definition[] = catalogue.map((definition) => {
  const found = help[definition.name];
  if (found === undefined) throw new Error(`${definition.name} has no help`);
  const { docs, units, resultUnit = "", ...texts } = found;
  const parameters = Object.entries(definition.parameters).map(
    ([key, parameter]): [string, Parameter<unknown>] => [
      key,
      { ...parameter, doc: docs[key] ?? "", unit: units[key] ?? "" },
    ],
  );
  const whole = { ...definition, ...texts, parameters: Object.fromEntries(parameters) };
  return isScalar(whole) ? { ...whole, returns: { ...whole.returns, unit: resultUnit } } : whole;
});
