import type { Grid } from "./grid";
import type { Invocation } from "./paneRuntime";
import { gridError, gridResult, loading, type GridResult } from "./results";

interface Pending {
  readonly functionName: string;
  readonly invocation: Invocation;
  result: GridResult;
  isSettled: boolean;
  /** Ids of the cells that wait; undefined where a chart, a rule or the formula bar does. */
  readonly cells: Set<number> | undefined;
}

/**
 * Cells whose function answers later. They show that it is busy; when the promise settles they are evaluated again
 * and find the answer here. Equal calls share one promise. Once none of its cells waits for anything the answer is
 * forgotten, so that a later recalculation calls the function again, as Excel does: a cell with two such calls needs the
 * first answer until the second has come. A call that no cell waits for any more is cancelled.
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
    if (found === undefined) return undefined;
    if (cell !== undefined && !found.isSettled) this.join(found, cell);
    return found.result;
  }

  wait(key: string, promise: PromiseLike<unknown>, invocation: Invocation, cell?: number): GridResult {
    const { functionName } = invocation;
    this.slow.add(functionName);
    const cells = cell === undefined ? undefined : new Set<number>();
    const entry: Pending = { functionName, invocation, result: loading, isSettled: false, cells };
    this.pending.set(key, entry);
    if (cell !== undefined) this.join(entry, cell);
    promise.then(
      (value) => this.settle(key, entry, gridResult(value)),
      (error: unknown) => this.settle(key, entry, gridError(error)),
    );
    return loading;
  }

  /** Cancels all calls under way: the workbook is closed, or the add-in is loaded again. */
  clear(): void {
    const entries = [...this.pending.values()];
    this.pending.clear();
    for (const { isSettled, invocation } of entries) if (!isSettled) invocation.onCanceled?.();
  }

  /** Cancels the calls of cells that are gone or call other functions now; call it after an edit. */
  sweep(): void {
    for (const entry of this.pending.values())
      for (const cell of entry.cells ?? [])
        if (!this.grid.calls(cell, entry.functionName)) this.leave(entry, cell);
  }

  /** A cell that calls a function once no longer waits for what it asked before. */
  private join(entry: Pending, cell: number): void {
    entry.cells?.add(cell);
    if (this.grid.countCalls(cell, entry.functionName) !== 1) return;
    for (const other of this.pending.values())
      if (other !== entry && other.functionName === entry.functionName) this.leave(other, cell);
  }

  private leave(entry: Pending, cell: number): void {
    if (entry.isSettled || entry.cells?.delete(cell) !== true || entry.cells.size > 0) return;
    for (const [key, one] of this.pending) if (one === entry) this.pending.delete(key);
    entry.invocation.onCanceled?.();
  }

  private settle(key: string, entry: Pending, result: GridResult): void {
    if (this.pending.get(key) !== entry) return;
    entry.result = result;
    entry.isSettled = true;
    this.grid.evaluate(entry.cells ?? []);
    this.forget();
  }

  private forget(): void {
    const waiting = new Set<number>();
    for (const { isSettled, cells } of this.pending.values())
      if (!isSettled) for (const cell of cells ?? []) waiting.add(cell);
    for (const [key, { isSettled, cells }] of this.pending)
      if (isSettled && ![...(cells ?? [])].some((cell) => waiting.has(cell))) this.pending.delete(key);
  }
}
