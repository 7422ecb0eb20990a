import type { Grid } from "./grid";
import { gridError, gridResult, loading, type GridResult } from "./results";

interface Pending {
  result: GridResult;
  /** Ids of the cells that wait. */
  readonly cells: Set<number>;
}

/**
 * Cells whose function answers later. They show that it is busy; when the promise settles they are evaluated again
 * and find the answer here. Equal calls share one promise. The answer is then forgotten, so that a later
 * recalculation calls the function again, as Excel does.
 */
export class Promises {
  private readonly pending = new Map<string, Pending>();
  /** Functions known to answer later: only their arguments are worth a key. */
  private readonly slow = new Set<string>();

  constructor(private readonly grid: Grid) {}

  isSlow(id: string): boolean {
    return this.slow.has(id);
  }

  find(key: string, cell: number | undefined): GridResult | undefined {
    const found = this.pending.get(key);
    if (found !== undefined && cell !== undefined) found.cells.add(cell);
    return found?.result;
  }

  wait(id: string, key: string, promise: PromiseLike<unknown>, cell: number | undefined): GridResult {
    this.slow.add(id);
    const entry: Pending = { result: loading, cells: new Set(cell === undefined ? [] : [cell]) };
    this.pending.set(key, entry);
    promise.then(
      (value) => this.settle(key, entry, gridResult(value)),
      (error: unknown) => this.settle(key, entry, gridError(error)),
    );
    return loading;
  }

  /** Forgets all calls under way; their answers will go nowhere. */
  clear(): void {
    this.pending.clear();
  }

  private settle(key: string, entry: Pending, result: GridResult): void {
    if (this.pending.get(key) !== entry) return;
    entry.result = result;
    this.grid.evaluate(entry.cells);
    this.pending.delete(key);
  }
}
