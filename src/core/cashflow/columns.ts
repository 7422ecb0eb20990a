/** Gives a column of 0 for time 0 and each month of a model's life; the index is the month. */
export type NewColumn = () => Float64Array;

/** Columns of one model are cut from a few blocks, since many small arrays take longer to make than to fill. */
const COLUMNS_IN_BLOCK = 8;

interface ColumnSource {
  readonly next: NewColumn;
  /** Takes all columns back and clears them. */
  readonly restart: () => void;
}

function columnSource(last: number): ColumnSource {
  const length = last + 1;
  const blocks: Float64Array[] = [];
  const columns: Float64Array[] = [];
  let used = 0;
  const addBlock = () => {
    const block = new Float64Array(length * COLUMNS_IN_BLOCK);
    blocks.push(block);
    for (let index = 0; index < COLUMNS_IN_BLOCK; index++)
      columns.push(new Float64Array(block.buffer, index * length * Float64Array.BYTES_PER_ELEMENT, length));
  };
  return {
    next: () => {
      if (used === columns.length) addBlock();
      return columns[used++] ?? new Float64Array(length);
    },
    restart: () => {
      for (const block of blocks) block.fill(0);
      used = 0;
    },
  };
}

/** Columns of months 0 to `last`, which belong to the caller. */
export const columnsOf = (last: number): NewColumn => columnSource(last).next;

const reused = { last: -1, source: columnSource(0) };

/**
 * The same columns again at each call, for a caller that keeps none of them beyond its own end: a net present value
 * takes less time than new columns.
 */
export function passingColumns(last: number): NewColumn {
  if (reused.last !== last) Object.assign(reused, { last, source: columnSource(last) });
  reused.source.restart();
  return reused.source.next;
}
