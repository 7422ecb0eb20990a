import { excelName } from "../arguments";
import type { Definition, Parameter } from "../define";

export interface FunctionMetadata {
  id: string;
  name: string;
  description: string;
  helpUrl: string;
  parameters: ParameterMetadata[];
  result: { dimensionality: "matrix" };
  options?: { stream?: true; cancelable?: true };
}

export interface ParameterMetadata {
  name: string;
  description: string;
  type: "any";
  dimensionality: "matrix";
  optional?: true;
  repeating?: true;
}

/**
 * Excel's description of the functions, whose help is published under `url`. Every argument is a matrix of anything:
 * checks and lifting are ours.
 */
export function functionsJson(catalogue: readonly Definition[], url: string) {
  const functions = catalogue.map((definition) => functionMetadata(definition, url));
  return { allowErrorForDataTypeAny: true, functions };
}

export type FunctionsFile = ReturnType<typeof functionsJson>;

function functionMetadata(definition: Definition, url: string): FunctionMetadata {
  const { name, summary, parameters, streams, steps } = definition;
  return {
    id: name,
    name,
    description: summary,
    helpUrl: `${url}help/${name}.html`,
    parameters: Object.entries(parameters).map(([key, parameter]) => parameterMetadata(key, parameter)),
    result: { dimensionality: "matrix" },
    ...(streams ? { options: { stream: true } } : {}),
    ...(steps === undefined ? {} : { options: { cancelable: true } }),
  };
}

function parameterMetadata(key: string, parameter: Parameter<unknown>): ParameterMetadata {
  return {
    name: excelName(key),
    description: parameterText(parameter),
    type: "any",
    dimensionality: "matrix",
    ...(parameter.shape === "repeating" ? { repeating: true } : parameter.optional ? { optional: true } : {}),
  };
}

/** "Pool fee, deducted from the coins (share; default 0)". */
function parameterText({ doc, unit, optional, fallbackText }: Parameter<unknown>): string {
  const details = [unit, optional && fallbackText ? `default ${fallbackText}` : ""]
    .filter(Boolean)
    .join("; ");
  return details === "" ? doc : `${doc} (${details})`;
}
