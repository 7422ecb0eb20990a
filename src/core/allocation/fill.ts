import { NoAnswerError } from "../errors";
import { at } from "../numeric/at";

/** Bounds of shares, by index of what the shares are of. */
export interface Limits {
  readonly lower: Float64Array;
  /** At least `lower`. */
  readonly upper: Float64Array;
  /** Index of the group that each belongs to. */
  readonly group: Float64Array;
  /** The most that the shares of a group may add up to, by group. */
  readonly caps: Float64Array;
  /** What all shares add up to. */
  readonly total: number;
}

/** What decimal bounds may miss each other by, as 0.1 + 0.2 and 0.3 do. */
const rounding = 1e-12;

/**
 * Shares within the limits, the first in `order` given as much as there is room for, then the next, and so on.
 *
 * Throws NoAnswerError where no shares are within the limits. As groups do not overlap, the shares possible
 * are a polymatroid, in which going by falling price this way is the exact optimum of a linear objective: J.
 * Edmonds (1970), Submodular functions, matroids, and certain polyhedra, in Combinatorial Structures and Their
 * Applications, 69-87.
 */
export function fill({ lower, upper, group, caps, total }: Limits, order: Iterable<number>): Float64Array {
  const shares = lower.slice();
  const room = caps.slice();
  let open = total;
  for (const [index, share] of lower.entries()) {
    const own = at(group, index);
    room[own] = at(room, own) - share;
    open -= share;
  }
  if (open < -rounding)
    throw new NoAnswerError(`minimum shares add up to ${shown(total - open)}, above ${total}`);
  if (room.some((left) => left < -rounding)) {
    throw new NoAnswerError("minimum shares of one provider add up to more than provider_cap");
  }
  for (const index of order) {
    const least = at(shares, index);
    const most = at(upper, index);
    const own = at(group, index);
    const added = Math.max(Math.min(most - least, at(room, own), open), 0);
    shares[index] = added === most - least ? most : least + added;
    room[own] = at(room, own) - added;
    open -= added;
  }
  if (open > rounding) throw new NoAnswerError(`caps leave room for a share of only ${shown(total - open)}`);
  return shares;
}

const shown = (share: number) => Number(share.toPrecision(6));

/** Indices by falling value, of equal ones the earlier first. */
export function byFalling(values: Float64Array): number[] {
  return [...values.keys()].sort((a, b) => at(values, b) - at(values, a) || a - b);
}
