import type { ArgDefinition } from "@odoo/o-spreadsheet";
import type { ParameterMetadata } from "./metadata";

/** The arguments as the formula bar explains them while a formula is typed. */
export function argumentDefinitions(parameters: readonly ParameterMetadata[]): ArgDefinition[] {
  const optionals = parameters.filter(({ optional, repeating }) => optional && !repeating).length;
  return parameters.flatMap((parameter) =>
    parameter.repeating ? repeatingDefinitions(parameter, optionals) : [definition(parameter)],
  );
}

function definition({ name, description, optional }: ParameterMetadata): ArgDefinition {
  return {
    name,
    description: description ?? "",
    type: ["ANY", "RANGE<ANY>"],
    acceptMatrix: true,
    acceptErrors: true,
    ...(optional ? { optional: true } : {}),
  };
}

/**
 * What repeats: pairs of a name and a value, or ranges of them. Excel lets it be left out altogether.
 *
 * The spreadsheet takes any number of arguments, and not multiples of the group only, when the group has exactly one
 * argument more than there are optional ones before it. All of them are read alike.
 */
function repeatingDefinitions(parameter: ParameterMetadata, optionals: number): ArgDefinition[] {
  const first = { ...definition(parameter), optional: true, repeating: true };
  return Array.from({ length: optionals + 1 }, (_, index) =>
    index % 2 === 0 ? first : { ...first, name: "value" },
  );
}
