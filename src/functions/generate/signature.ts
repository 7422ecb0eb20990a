import { excelName } from "../arguments";
import type { Definition } from "../define";

/** The call as the catalogue writes it: optional arguments in brackets, with their defaults. */
export function signature({ name, parameters }: Definition): string {
  const given = Object.entries(parameters).map(([key, { shape, optional, fallbackText }]) => {
    if (shape === "repeating") return "[name, value]...";
    if (!optional) return excelName(key);
    return `[${excelName(key)}${fallbackText ? `=${fallbackText}` : ""}]`;
  });
  return `${name}(${given.join(", ")})`;
}
