import { followed } from "../core/progress";
import type { MarketReader } from "../data/market";
import { bind, type ExcelCell } from "./bind";
import type { Definition } from "./define";
import type { PlainError, SideAnswer, SideCall, SideShare } from "./sideThread";

/** The errors of this thread: objects of their own fields, which pass to the page. */
class SideError implements PlainError {
  constructor(
    readonly code: string,
    readonly message?: string,
  ) {}
}

/** Answers the calls that the page sends to this worker, by the same functions; `now` gives milliseconds. */
export function serveSide(catalogue: readonly Definition[], market: MarketReader, now: () => number): void {
  Object.assign(globalThis, { CustomFunctions: { Error: SideError } });
  const functions = new Map<string, (...raw: unknown[]) => ExcelCell[][]>();
  addEventListener("message", ({ data }: MessageEvent<SideCall>) => {
    const definition = catalogue.find(({ name }) => name === data.name);
    if (definition === undefined) return;
    const run = functions.get(data.name) ?? bind(definition, market);
    functions.set(data.name, run);
    const tell = seldom((share) => postMessage({ id: data.id, share } satisfies SideShare), now);
    postMessage(followed(tell, () => answerTo(data, run)));
  });
}

/** Milliseconds between two messages about how far a run is: often enough to be seen to move. */
const MESSAGE_EVERY = 250;

/** Passes on whole percents that have changed, as shares, a few times a second. */
export function seldom(tell: (share: number) => void, now: () => number): (share: number) => void {
  let last = 0;
  let saidAt = now();
  return (share) => {
    const percent = Math.floor(100 * share);
    if (percent === last || now() - saidAt < MESSAGE_EVERY) return;
    last = percent;
    saidAt = now();
    tell(percent / 100);
  };
}

export function answerTo({ id, args }: SideCall, run: (...raw: unknown[]) => ExcelCell[][]): SideAnswer {
  try {
    const raw = JSON.parse(args) as unknown[];
    return { id, cells: run(...raw) };
  } catch (error) {
    return error instanceof SideError ? { id, error } : { id, bug: String(error) };
  }
}
