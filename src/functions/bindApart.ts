import type { MarketReader } from "../data/market";
import { argumentReader, argumentsOf } from "./arguments";
import { bind, isErrorCell, type ExcelCell } from "./bind";
import type { Definition } from "./define";
import type { SideThread } from "./sideThread";

/** Steps of a call that take about 50 ms: what takes longer is computed beside the page. */
const STEPS_APART = 2_000_000;

/** What Excel passes after the arguments of a function that can be cancelled. */
interface Cancelable {
  onCanceled?: () => void;
}

/**
 * The function that Excel calls, for one that may take long: a short call is answered at once, a long one later, by a
 * worker. A cell that Excel cancels no longer waits.
 */
export function bindApart(
  definition: Definition,
  market: MarketReader,
  thread: SideThread,
): (...raw: unknown[]) => ExcelCell[][] | Promise<ExcelCell[][]> {
  const here = bind(definition, market);
  const steps = stepCounter(definition);
  return (...raw) => {
    if (!thread.isUsable || steps(raw) < STEPS_APART) return here(...raw);
    const given = raw.slice(0, Object.keys(definition.parameters).length);
    const { answer, leave } = thread.run(definition.name, JSON.stringify(given, plain), () => here(...given));
    const cell = raw[raw.length - 1];
    if (raw.length > given.length && typeof cell === "object" && cell !== null)
      (cell as Cancelable).onCanceled = leave;
    return answer;
  };
}

/** Errors of cells as objects of their own fields, which JSON would leave out. */
const plain = (_key: string, value: unknown): unknown =>
  isErrorCell(value) ? { code: value.code, message: value.message } : value;

/** Cells of a range, or of several. */
function cellsIn(range: unknown): number {
  if (!Array.isArray(range)) return 1;
  const [first] = range as readonly unknown[];
  return range.length * (range.length === 0 ? 0 : cellsIn(first));
}

/** About how many steps a call takes. One that is wrong is answered at once. */
function stepCounter(definition: Definition): (raw: readonly unknown[]) => number {
  const { steps, returns } = definition;
  if (steps === undefined) return () => 0;
  if (typeof steps === "number")
    return (raw) => steps * raw.reduce<number>((cells, range) => cells + cellsIn(range), 0);
  const reader = argumentReader(definition);
  const selector = returns.shape === "record" ? (returns.selector ?? "output") : undefined;
  return (raw) => {
    try {
      const args = argumentsOf(definition, raw);
      reader.load(args);
      const places = args
        .filter(({ key }) => key !== selector)
        .reduce((most, { rows, columns }) => Math.max(most, rows * columns), 1);
      return steps(reader.at(0, 0) as never) * places;
    } catch {
      return 0;
    } finally {
      reader.clear();
    }
  };
}
