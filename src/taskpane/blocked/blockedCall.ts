import { assumptionKeys } from "../../core/cashflow/assumptions";
import { NAMESPACE, type Definition } from "../../functions/define";
import { isCallOf } from "../../functions/formulaCall";
import type { BlockedCall } from "../../workbook/workbook";

/** `MINING.MODEL(`, or `_xldudf_MINING_MODEL(` as a file has it until the add-in has loaded. */
const CALL = new RegExp(`(^|[^\\w.])(?:${NAMESPACE}\\.|_xldudf_${NAMESPACE}_)(\\w+)\\(`, "gi");

/** The first function of the add-in that a formula calls, and the cells that the result takes at least. */
export function blockedCall(catalogue: readonly Definition[], formula: string): BlockedCall | undefined {
  const plain = formula.replace(CALL, `$1${NAMESPACE}.$2(`);
  // A text in quotes calls nothing.
  const name = [...plain.replace(/"[^"]*"/g, '""').matchAll(CALL)][0]?.[2]?.toUpperCase();
  if (name === undefined) return undefined;
  const definition = catalogue.find((other) => other.name === name);
  const size = definition !== undefined && isCallOf(name, plain) ? leastSize(definition) : undefined;
  return { function: name, rows: size?.rows ?? 1, columns: size?.columns ?? 1 };
}

/** How large a result is whatever the arguments: a table has its header, and MODEL a row for each assumption. */
function leastSize({ name, returns }: Definition): { rows: number; columns: number } | undefined {
  if (returns.shape !== "table" || returns.oneCellWith !== undefined) return undefined;
  // The months of a series take columns only where there is one.
  if (name === "MODEL") return { rows: 1 + assumptionKeys.length, columns: returns.columns.length - 1 };
  return returns.header === undefined ? { rows: 1, columns: returns.columns.length } : undefined;
}
