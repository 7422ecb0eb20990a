import { exp, square } from "../numeric/elementary";
import { exponentOf, powerOfTwo } from "../numeric/bits";
import { at } from "../numeric/at";
import { greatest } from "../numeric/extremes";
import { inverseNormal } from "../numeric/normal";
import { poissonProbability } from "../numeric/poisson";

/**
 * Blocks that a period's work is paid for, when each block pays the work of a window before it, counted in whole
 * blocks: the sum of the shares of their windows that lie in the period, or of the shares of the period where the
 * window is longer.
 *
 * Blocks of which all of that lies in the period are a Poisson number; those of which a part does are one too, and the
 * part is uniform between 0 and 1.
 */
export interface WindowedBlocks {
  /** Expected blocks that pay the whole. */
  readonly whole: number;
  /** Expected blocks that pay a part. */
  readonly partial: number;
}

/** For a period and a window in expected blocks, both above 0. */
export function windowedBlocks(period: number, window: number): WindowedBlocks {
  return { whole: Math.abs(period - window), partial: 2 * Math.min(period, window) };
}

/** Expected blocks from which four cumulants give the percentiles to better than half a block. */
const many = 500;

/**
 * The smallest numbers of whole blocks at which the distribution function reaches the shares, between 0 and 1 - 1/26.
 *
 * To about 1e-4 of the mean up to 500 blocks, and exact where it is 0 or where no block pays a part; else by Cornish and
 * Fisher's expansion, with an error below half a block.
 */
export function windowedQuantiles(blocks: WindowedBlocks, shares: readonly number[]): number[] {
  if (blocks.whole + blocks.partial > many) return shares.map((share) => expansion(blocks, share));
  const distribution = onLattice(blocks, greatest(shares));
  return shares.map((share) => quantile(distribution, share));
}

/** With the cumulants of a compound Poisson variable: expected number x moments of its parts. */
function expansion({ whole, partial }: WindowedBlocks, share: number): number {
  const cumulant = (order: number) => whole + partial / (order + 1);
  const z = inverseNormal(share);
  const deviation = Math.sqrt(cumulant(2));
  const skewness = cumulant(3) / (deviation * deviation * deviation);
  const kurtosis = cumulant(4) / square(square(deviation));
  const normal =
    z +
    ((z * z - 1) * skewness) / 6 +
    ((z * z - 3) * z * kurtosis) / 24 -
    ((2 * z * z - 5) * z * square(skewness)) / 36;
  return cumulant(1) + deviation * normal;
}

/** A distribution on the multiples of 1 / steps, as far as it was asked for. */
interface Lattice {
  readonly steps: number;
  /** Probabilities of whole numbers, from 0. */
  readonly atoms: Float64Array;
  /** The other probability that is nearest to each multiple. */
  readonly between: Float64Array;
}

/** Steps per block for a total number of blocks. */
const mostPoints = 2 ** 16;

/** Sums of probabilities in another order differ by less. */
const ROUNDING = 1e-9;

/** Kept from one distribution to the next: to clear half a megabyte takes as long as to fill it. */
let room = new Float64Array(0);

/**
 * The uniform part is put on the lattice with half a mass at either end, which keeps its mean; the sum then follows by
 * the recursion x p(x) = sum of j n(j) p(x - j), with n(j) the expected number of parts of size j (H. Panjer (1981), ASTIN
 * Bulletin 12). n is constant but for its end, so that the sum is carried along. It ends where the distribution function
 * reaches the largest share.
 */
function onLattice({ whole, partial }: WindowedBlocks, mostShare: number): Lattice {
  const farthest = Math.ceil(whole + partial / 2 + 5 * Math.sqrt(whole + partial / 3)) + 1;
  const steps = Math.min(Math.max(powerOfTwo(exponentOf(mostPoints / farthest)), 256), 4096);
  const atoms = Float64Array.from(
    { length: farthest + 1 },
    (_, count) => exp(-partial) * poissonProbability(whole, count),
  );
  const most = farthest * steps + 1;
  if (room.length < most) room = new Float64Array(most);
  const total = room;
  const each = partial / steps;
  total[0] = exp(each / 2 - partial - whole);
  let reached = at(total, 0);
  let length = 1;
  let last = 0;
  let nearest = 0;
  for (; length < most && reached < mostShare + ROUNDING; length++) {
    const x = length;
    const newest = at(total, x - 1);
    const oldest = x > steps ? at(total, x - 1 - steps) : 0;
    last += newest + nearest - (steps + 1) * oldest;
    nearest += newest - oldest;
    const blockBefore = x >= steps ? at(total, x - steps) : 0;
    const probability = (each * last + (steps * whole - partial / 2) * blockBefore) / x;
    total[x] = probability;
    reached += probability;
  }
  for (let count = 0; count * steps < length; count++) {
    total[count * steps] = Math.max(at(total, count * steps) - at(atoms, count), 0);
  }
  return { steps, atoms, between: total.subarray(0, length) };
}

/** A point's probability is spread evenly over half a step to both sides, an atom lies in the middle. */
function quantile({ steps, atoms, between }: Lattice, share: number): number {
  let below = 0;
  for (let x = 0; x < between.length; x++) {
    const near = at(between, x);
    const atom = x % steps === 0 ? at(atoms, x / steps) : 0;
    const before = x === 0 ? 0 : near / 2;
    if (below + before >= share) return (x - 0.5 + (share - below) / near) / steps;
    below += before;
    if (below + atom >= share) return x / steps;
    below += atom;
    const after = near - before;
    if (below + after >= share) return (x + (share - below) / (2 * after)) / steps;
    below += after;
  }
  return (between.length - 1) / steps;
}
