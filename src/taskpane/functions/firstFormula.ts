import type { Definition } from "../../functions/define";
import { typedArguments } from "../../functions/formulaCall";

/** A call to begin with: the required arguments, as the first example gives them. */
export function firstFormula({ name, parameters, examples }: Definition): string {
  const required = Object.values(parameters).filter(({ optional }) => !optional).length;
  const given = typedArguments(examples[0]?.formula ?? "").slice(0, required);
  return `=MINING.${name}(${given.join(", ")})`;
}
