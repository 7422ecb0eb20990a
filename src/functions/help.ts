import { catalogue } from "./catalogue";
import type { Definition, Help } from "./define";

/** What the help says of a function and, by parameter, what each argument is. */
export interface FunctionHelp extends Help {
  readonly docs: Readonly<Record<string, string>>;
}

function helpOf(definition: Definition): FunctionHelp {
  const { group, summary, formula, remarks = [], sources, examples, seeAlso } = definition;
  const docs = Object.entries(definition.parameters).map(([key, { doc }]) => [key, doc] as const);
  return { group, summary, formula, remarks, sources, examples, seeAlso, docs: Object.fromEntries(docs) };
}

/** The help of every function by its name. In a build these are the values that this file has when the build runs it. */
export const help: Readonly<Record<string, FunctionHelp>> = Object.fromEntries(
  catalogue.map((definition) => [definition.name, helpOf(definition)]),
);
