import { excelName } from "../arguments";
import type { Definition } from "../define";
import { labelOf } from "../records";

/** The call as the catalogue writes it: optional arguments in brackets, with their defaults. */
export function signature({ name, parameters }: Definition): string {
  const given = Object.entries(parameters).map(([key, { shape, optional, fallbackText }]) => {
    if (shape === "repeating") return "[name, value]...";
    if (!optional) return excelName(key);
    return `[${excelName(key)}${fallbackText ? `=${fallbackText}` : ""}]`;
  });
  return `${name}(${given.join(", ")})`;
}

/** What a function gives back, in a few words. */
export function resultText({ returns }: Definition): string {
  switch (returns.shape) {
    case "scalar":
      return returns.unit;
    case "record":
      return Object.values(returns.rows).map(labelOf).join("; ");
    case "table":
      return `table: ${returns.columns.join(", ")}`;
  }
}
