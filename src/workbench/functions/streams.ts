import type { Grid } from "./grid";
import type { Implementation, Invocation } from "./paneRuntime";
import { gridError, gridResult, loading, type GridResult } from "./results";

interface Stream {
  result: GridResult;
  readonly invocation: Invocation;
  /** Ids of the cells that show it. */
  cells: Set<number>;
  isDue: boolean;
}

/**
 * Functions that keep sending values. Equal calls share one stream; a stream that no cell shows any more is cancelled.
 *
 * Which cells show a stream is learnt anew with each of its values: the cells are evaluated again, and those that
 * still call the function come back here.
 */
export class Streams {
  private readonly streams = new Map<string, Stream>();

  constructor(private readonly grid: Grid) {}

  value(
    key: string,
    implementation: Implementation,
    args: readonly unknown[],
    call: Invocation,
    cell?: number,
  ): GridResult {
    const stream = this.streams.get(key) ?? this.start(key, implementation, args, call);
    if (cell !== undefined) stream.cells.add(cell);
    return stream.result;
  }

  /** Cancels all: the workbook is closed, or the add-in is loaded again. */
  clear(): void {
    const streams = [...this.streams.values()];
    this.streams.clear();
    for (const { invocation } of streams) invocation.onCanceled?.();
  }

  /** Cancels the streams of cells that are gone; call it after an edit. */
  sweep(): void {
    for (const [key, stream] of this.streams) {
      if ([...stream.cells].some((cell) => this.grid.hasFormula(cell))) continue;
      this.cancel(key, stream);
    }
  }

  private start(
    key: string,
    implementation: Implementation,
    args: readonly unknown[],
    call: Invocation,
  ): Stream {
    const setResult = (value: unknown) => this.receive(key, stream, value);
    const stream: Stream = {
      result: loading,
      invocation: { ...call, setResult },
      cells: new Set(),
      isDue: false,
    };
    this.streams.set(key, stream);
    try {
      implementation(...args, stream.invocation);
    } catch (error) {
      stream.result = gridError(error);
    }
    return stream;
  }

  private receive(key: string, stream: Stream, value: unknown): void {
    if (this.streams.get(key) !== stream) return;
    stream.result = gridResult(value);
    if (stream.isDue) return;
    stream.isDue = true;
    // A function may send its first value while the grid is being evaluated.
    setTimeout(() => this.show(key, stream));
  }

  private show(key: string, stream: Stream): void {
    stream.isDue = false;
    if (this.streams.get(key) !== stream) return;
    const cells = stream.cells;
    stream.cells = new Set();
    this.grid.evaluate(cells);
    if (stream.cells.size === 0) this.cancel(key, stream);
  }

  private cancel(key: string, stream: Stream): void {
    this.streams.delete(key);
    stream.invocation.onCanceled?.();
  }
}
