import { catalogue } from "./catalogue";
import type { Definition, Help } from "./define";

/** What the help says of a function and, by parameter, of each argument. */
export interface FunctionHelp extends Help {
  readonly docs: Readonly<Record<string, string>>;
  readonly units: Readonly<Record<string, string>>;
  /** Of a single value. */
  readonly resultUnit: string | undefined;
}

function helpOf(definition: Definition): FunctionHelp {
  const { group, summary, formula, remarks = [], sources, examples, seeAlso } = definition;
  const parameters = Object.entries(definition.parameters);
  const docs = Object.fromEntries(parameters.map(([key, { doc }]) => [key, doc]));
  const units = Object.fromEntries(parameters.map(([key, { unit }]) => [key, unit]));
  const resultUnit = definition.returns.shape === "scalar" ? definition.returns.unit : undefined;
  return { group, summary, formula, remarks, sources, examples, seeAlso, docs, units, resultUnit };
}

/** The help of every function by its name. In a build these are the values that this file has when the build runs it. */
export const help: Readonly<Record<string, FunctionHelp>> = Object.fromEntries(
  catalogue.map((definition) => [definition.name, helpOf(definition)]),
);
