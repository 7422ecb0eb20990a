import { greatest } from "../core/numeric/extremes";
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

/** About how many steps a call takes; 0 where it is wrong wherever it is looked at. */
function stepCounter(definition: Definition): (raw: readonly unknown[]) => number {
  const { steps, returns } = definition;
  if (steps === undefined) return () => 0;
  const reader = argumentReader(definition);
  const selector = returns.shape === "record" ? (returns.selector ?? "output") : undefined;
  const counted = (raw: readonly unknown[]): number => {
    const args = argumentsOf(definition, raw);
    // Fields of one result cost no more than one of them.
    const others = args.filter(({ key }) => key !== selector);
    const rows = greatest(others.map((argument) => argument.rows));
    const columns = greatest(others.map((argument) => argument.columns));
    if (typeof steps === "number") return steps * Math.max(cellsIn(raw), rows * columns);
    reader.load(args);
    let most = 0;
    // A column may begin with a heading.
    for (const row of [0, rows >> 1, rows - 1]) {
      try {
        most = Math.max(most, steps(reader.at(row, columns - 1) as never));
      } catch {
        // What is wrong there is said when it is computed.
      }
    }
    return most * rows * columns;
  };
  return (raw) => {
    try {
      return counted(raw);
    } catch {
      return 0;
    } finally {
      reader.clear();
    }
  };
}

/** Cells of the ranges of a call. */
function cellsIn(raw: readonly unknown[]): number {
  let cells = 0;
  for (const range of raw) {
    if (!Array.isArray(range)) cells++;
    else for (const line of range as readonly unknown[]) cells += Array.isArray(line) ? line.length : 1;
  }
  return cells;
}
