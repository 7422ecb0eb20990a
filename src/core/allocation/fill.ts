import { NoAnswerError } from "../errors";

/** Bounds of shares, by index of what the shares are of. */
export interface Limits {
  readonly lower: readonly number[];
  /** At least `lower`. */
  readonly upper: readonly number[];
  /** Index of the group that each belongs to. */
  readonly group: readonly number[];
  /** The most that the shares of a group may add up to, by group. */
  readonly caps: readonly number[];
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
export function fill({ lower, upper, group, caps, total }: Limits, order: Iterable<number>): number[] {
  const shares = [...lower];
  const room = [...caps];
  let open = total;
  shares.forEach((share, index) => {
    room[group[index] ?? -1] = (room[group[index] ?? -1] ?? 0) - share;
    open -= share;
  });
  if (open < -rounding)
    throw new NoAnswerError(`minimum shares add up to ${shown(total - open)}, above ${total}`);
  if (room.some((left) => left < -rounding)) {
    throw new NoAnswerError("minimum shares of one provider add up to more than provider_cap");
  }
  for (const index of order) {
    const [own, most, at] = [shares[index] ?? 0, upper[index] ?? 0, group[index] ?? -1];
    const added = Math.max(Math.min(most - own, room[at] ?? 0, open), 0);
    shares[index] = added === most - own ? most : own + added;
    room[at] = (room[at] ?? 0) - added;
    open -= added;
  }
  if (open > rounding) throw new NoAnswerError(`caps leave room for a share of only ${shown(total - open)}`);
  return shares;
}

const shown = (share: number) => Number(share.toPrecision(6));

/** Indices by falling value, of equal ones the earlier first. */
export function byFalling(values: readonly number[]): number[] {
  return [...values.keys()].sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
}
