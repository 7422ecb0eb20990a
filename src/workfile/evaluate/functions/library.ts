import type { SheetFunction } from "../define";
import { callable, type Callable } from "../invoke";
import { LAMBDA_FUNCTIONS } from "./lambdas";
import { INFORMATION, LOGICAL } from "./logical";

const lists: readonly (readonly SheetFunction[])[] = [LAMBDA_FUNCTIONS, LOGICAL, INFORMATION];

/** Excel's functions that are computed here, by name. */
export const library: ReadonlyMap<string, Callable> = new Map(
  lists.flat().map((fn) => [fn.name, callable(fn)]),
);
