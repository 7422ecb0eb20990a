import type { Definition } from "../functions/define";

/** The arguments of the call that a formula consists of, as they were typed. */
export function typedArguments(formula: string): string[] {
  const inner = formula.slice(formula.indexOf("(") + 1, formula.lastIndexOf(")"));
  const typed: string[] = [];
  let argument = "";
  let depth = 0;
  let inText = false;
  for (const letter of inner) {
    if (letter === '"') inText = !inText;
    if (!inText && "({".includes(letter)) depth += 1;
    if (!inText && ")}".includes(letter)) depth -= 1;
    if (letter === "," && depth === 0 && !inText) {
      typed.push(argument.trim());
      argument = "";
    } else {
      argument += letter;
    }
  }
  return inner.trim() === "" ? [] : [...typed, argument.trim()];
}

/** A call to begin with: the required arguments, as the first example gives them. */
export function firstFormula({ name, parameters, examples }: Definition): string {
  const required = Object.values(parameters).filter(({ optional }) => !optional).length;
  const given = typedArguments(examples[0]?.formula ?? "").slice(0, required);
  return `=MINING.${name}(${given.join(", ")})`;
}
