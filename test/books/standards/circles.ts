import { cellIn, readBy, type Book, type BookCell, type BookSheet } from "./bookModel";

type Area = ReturnType<typeof readBy>[number];

/** The cells with formulas in a column of a sheet; those that are done are stepped over. */
interface Column {
  readonly rows: readonly number[];
  readonly cells: readonly BookCell[];
  /** The next one that is not done, from each place on. */
  readonly next: number[];
}

/** Cells that stand on a circle, one for each circle that is met. Wide ranges are gone through once, however many read them. */
export function circles(book: Book): BookCell[] {
  const sheets = new Map(book.sheets.map((sheet) => [sheet, columnsOf(sheet)]));
  const places = new Map<BookCell, { column: Column; index: number }>();
  for (const columns of sheets.values())
    for (const column of columns.values())
      for (const [index, cell] of column.cells.entries()) places.set(cell, { column, index });

  const found: BookCell[] = [];
  const onPath = new Set<BookCell>();
  const done = new Set<BookCell>();

  for (const start of places.keys()) {
    if (done.has(start)) continue;
    onPath.add(start);
    const path = [{ cell: start, steps: stepsFrom(start) }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const step = top.steps.next();
      if (step.done === true) {
        path.pop();
        onPath.delete(top.cell);
        finish(top.cell);
      } else if (onPath.has(step.value)) {
        found.push(step.value);
      } else if (!done.has(step.value)) {
        onPath.add(step.value);
        path.push({ cell: step.value, steps: stepsFrom(step.value) });
      }
    }
  }
  return [...new Set(found)];

  function finish(cell: BookCell): void {
    done.add(cell);
    const place = places.get(cell);
    if (place !== undefined) place.column.next[place.index] = place.index + 1;
  }

  /** The first from a place on that is not done. */
  function open(column: Column, from: number): number {
    let index = from;
    while (index < column.rows.length && column.next[index] !== index)
      index = column.next[index] ?? column.rows.length;
    // What was stepped over is stepped over at once the next time.
    for (let at = from; at < index;) {
      const after = column.next[at] ?? index;
      column.next[at] = index;
      at = after;
    }
    return index;
  }

  function* stepsFrom(cell: BookCell): Generator<BookCell, void, undefined> {
    if (cell.filledBy !== undefined) yield cell.filledBy;
    for (const area of readBy(book, cell)) yield* cellsNotDone(area);
  }

  function* cellsNotDone(area: Area): Generator<BookCell, void, undefined> {
    const sheet = book.sheet(area.sheet);
    const columns = sheet === undefined ? undefined : sheets.get(sheet);
    if (sheet === undefined || columns === undefined) return;
    if (area.top === area.bottom && area.left === area.right) {
      const single = cellIn(sheet, area.top, area.left);
      if (single !== undefined && places.has(single)) yield single;
      return;
    }
    for (let number = area.left; number <= Math.min(area.right, sheet.lastColumn); number++) {
      const column = columns.get(number);
      if (column === undefined) continue;
      let index = firstFrom(column.rows, area.top);
      for (
        index = open(column, index);
        (column.rows[index] ?? Infinity) <= area.bottom;
        index = open(column, index + 1)
      ) {
        const cell = column.cells[index];
        if (cell !== undefined) yield cell;
      }
    }
  }
}

function columnsOf(sheet: BookSheet): Map<number, Column> {
  const found = new Map<number, { row: number; cell: BookCell }[]>();
  for (const cell of sheet.cells.values()) {
    if (cell.formula === undefined && cell.filledBy === undefined) continue;
    const column = found.get(cell.column);
    if (column === undefined) found.set(cell.column, [{ row: cell.row, cell }]);
    else column.push({ row: cell.row, cell });
  }
  return new Map(
    [...found].map(([number, entries]) => {
      entries.sort((one, other) => one.row - other.row);
      return [
        number,
        {
          rows: entries.map(({ row }) => row),
          cells: entries.map(({ cell }) => cell),
          next: entries.map((_, index) => index),
        },
      ];
    }),
  );
}

function firstFrom(rows: readonly number[], row: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
