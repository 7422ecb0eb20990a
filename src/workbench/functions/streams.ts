import type { Grid } from "./grid";
import type { Implementation, Invocation } from "./paneRuntime";
import { gridError, gridResult, loading, type GridResult } from "./results";

interface Stream {
  result: GridResult;
  readonly invocation: Invocation;
  /** Ids of the cells that show it. */
  cells: Set<number>;
}

/**
 * Functions that keep sending values. Equal calls share one stream; a stream that no cell shows any more is cancelled.
 *
 * What streams send is shown together, in one evaluation of all their cells: a change of the market makes many of
 * them send. Which cells show a stream is found out each time: those that still call the function come back here.
 */
export class Streams {
  private readonly streams = new Map<string, Stream>();
  /** Streams whose values the cells do not show yet. */
  private due = new Map<string, Stream>();

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

  /** Cancels the streams of cells that are gone or call other functions now; call it after an edit. */
  sweep(): void {
    for (const [key, stream] of this.streams) {
      if (!this.isShown(stream)) this.cancel(key, stream);
    }
  }

  private isShown({ cells, invocation }: Stream): boolean {
    for (const cell of cells) if (this.grid.calls(cell, invocation.functionName)) return true;
    return false;
  }

  private start(
    key: string,
    implementation: Implementation,
    args: readonly unknown[],
    call: Invocation,
  ): Stream {
    let isStarting = true;
    const setResult = (value: unknown) => {
      stream.result = gridResult(value);
      // The cell that calls takes the value with it.
      if (!isStarting) this.showLater(key, stream);
    };
    const stream: Stream = { result: loading, invocation: { ...call, setResult }, cells: new Set() };
    this.streams.set(key, stream);
    try {
      implementation(...args, stream.invocation);
    } catch (error) {
      stream.result = gridError(error);
    }
    isStarting = false;
    return stream;
  }

  private showLater(key: string, stream: Stream): void {
    if (this.streams.get(key) !== stream) return;
    if (this.due.size === 0) setTimeout(() => this.show());
    this.due.set(key, stream);
  }

  private show(): void {
    const due = this.due;
    this.due = new Map();
    const shown = [...due].filter(([key, stream]) => this.streams.get(key) === stream);
    const cells = new Set<number>();
    for (const [, stream] of shown) {
      for (const cell of stream.cells) cells.add(cell);
      stream.cells = new Set();
    }
    this.grid.evaluate(cells);
    for (const [key, stream] of shown) if (stream.cells.size === 0) this.cancel(key, stream);
  }

  private cancel(key: string, stream: Stream): void {
    this.streams.delete(key);
    stream.invocation.onCanceled?.();
  }
}
