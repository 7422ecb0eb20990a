import type { Column } from "./kernel";

/** Most paths that are computed together: few enough for their columns to stay close to the processor. */
const LARGEST_BLOCK = 256;

/** Between columns, so that the same path's numbers in them do not all fall on the same lines of the processor's cache. */
const GAP = 8;

/** Gives out places in a kernel's array, one behind the other. */
export interface Layout {
  /** Paths that are computed together, a multiple of 8. */
  readonly block: number;
  /** The place of as many numbers. */
  readonly numbers: (count: number) => Column;
  /** The place of a number for each path of a block. */
  readonly column: () => Column;
  /** The place of a column for each month from 1 to `months`, by month. */
  readonly monthly: (months: number) => Column[];
  /** Numbers that all of them take. */
  readonly size: () => number;
}

export function layoutFor(paths: number): Layout {
  const block = Math.min(LARGEST_BLOCK, inEights(paths));
  let size = 0;
  const numbers = (count: number) => {
    const place = size;
    size += count + GAP;
    return place;
  };
  const column = () => numbers(block);
  const monthly = (months: number) =>
    Array.from({ length: months + 1 }, (_, month) => (month === 0 ? NaN : column()));
  return { block, numbers, column, monthly, size: () => size };
}

/** The next multiple of 8. */
export const inEights = (count: number): number => 8 * Math.ceil(count / 8);
