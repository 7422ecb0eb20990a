import type { MarketReader } from "../data/market";
import { bind, type ExcelCell } from "./bind";
import type { Definition } from "./define";
import type { PlainError, SideAnswer, SideCall } from "./sideThread";

/** The errors of this thread: objects of their own fields, which pass to the page. */
class SideError implements PlainError {
  constructor(
    readonly code: string,
    readonly message?: string,
  ) {}
}

/** Answers the calls that the page sends to this worker, by the same functions. */
export function serveSide(catalogue: readonly Definition[], market: MarketReader): void {
  Object.assign(globalThis, { CustomFunctions: { Error: SideError } });
  const functions = new Map<string, (...raw: unknown[]) => ExcelCell[][]>();
  addEventListener("message", ({ data }: MessageEvent<SideCall>) => {
    const definition = catalogue.find(({ name }) => name === data.name);
    if (definition === undefined) return;
    const run = functions.get(data.name) ?? bind(definition, market);
    functions.set(data.name, run);
    postMessage(answerTo(data, run));
  });
}

export function answerTo({ id, args }: SideCall, run: (...raw: unknown[]) => ExcelCell[][]): SideAnswer {
  try {
    const raw = JSON.parse(args) as unknown[];
    return { id, cells: run(...raw) };
  } catch (error) {
    return error instanceof SideError ? { id, error } : { id, bug: String(error) };
  }
}
