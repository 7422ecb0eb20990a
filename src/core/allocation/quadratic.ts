import { NumericError } from "../errors";
import { at } from "../numeric/at";
import { greatest } from "../numeric/extremes";
import { difference, dot, extend, Matrix, shorten, solve, times, type Triangle } from "./matrix";

/** A corner of the region searched, and the matrix times it. */
interface Corner {
  readonly point: Float64Array;
  readonly image: Float64Array;
}

/** The direction from the base of a mixture to another of its corners. */
interface Direction extends Corner {
  readonly corner: Corner;
}

/**
 * A point as a mixture of corners: of a base, and of others that lie in directions from it. In these the equations for
 * the weights keep their digits where corners hardly differ in risk.
 */
interface Mixture {
  base: Corner;
  readonly directions: Direction[];
  /** Of the base, then of the corner in each direction; above 0, adding up to 1. */
  readonly weights: number[];
  /**
   * Factor of the curvatures between the directions. It is kept up to date as corners come and go, since to factor them
   * for each change takes most of the time.
   */
  readonly factor: Triangle;
  /** The largest curvature along any direction so far. */
  largest: number;
}

interface Region {
  /** The corner at which a linear objective with these coefficients is largest. */
  readonly best: (coefficients: Float64Array) => Float64Array;
}

/** A gap to the optimum that rounding explains, in relation to the size of the terms it is the difference of. */
const rounding = 1e-15;
/** A gap that is too large to be called an optimum. */
const mostGap = 1e-9;

/**
 * Finds the point w of a polytope at which w'Vw / 2 - c'w is lowest, for V positive semidefinite.
 *
 * The polytope is known by its best corner in every direction. The point is held as a mixture of few corners:
 * the best corner against the gradient joins them, the lowest point among all mixtures is found from linear
 * equations, and corners whose weight would turn negative leave on the way there. It ends after finitely many
 * changes with the exact optimum of its mixture; the best corner bounds what is missing.
 *
 * Returns a function of c that starts each time from the last mixture.
 *
 * Sources: B. von Hohenbalken (1977), Simplicial decomposition in nonlinear programming algorithms,
 * Mathematical Programming 13, 49-68; for the changes of corners P. Wolfe (1976), Finding the nearest point in
 * a polytope, Mathematical Programming 11, 128-149.
 */
export function quadraticMinimiser(matrix: Matrix, region: Region): (linear: Float64Array) => Float64Array {
  // Of the terms that slopes are sums of, whose rounding they carry however small they are.
  const sizes = new Matrix(matrix.size, matrix.entries.map(Math.abs));
  let mixture: Mixture | undefined;
  return (linear) => {
    mixture ??= mixtureOf([cornerAt(matrix, region.best(linear))], [1]);
    settle(mixture, { matrix, sizes, linear, region });
    return mixed(mixture, "point");
  };
}

const cornerAt = (matrix: Matrix, point: Float64Array): Corner => ({ point, image: times(matrix, point) });

/** The mixture of these corners, its base the heaviest. */
function mixtureOf(corners: readonly Corner[], weights: readonly number[]): Mixture {
  const base = weights.indexOf(greatest(weights));
  const mixture: Mixture = {
    base: corners[base] ?? { point: new Float64Array(), image: new Float64Array() },
    directions: [],
    weights: [weights[base] ?? 1],
    factor: [],
    largest: 0,
  };
  for (const [index, corner] of corners.entries())
    if (index !== base) join(mixture, corner, weights[index] ?? 0);
  return mixture;
}

/** The corners, in the order of their weights. */
const cornersOf = ({ base, directions }: Mixture): Corner[] => [
  base,
  ...directions.map(({ corner }) => corner),
];

/** The same mixture from its heaviest corner, factored without the rounding of earlier changes. */
function refresh(mixture: Mixture): void {
  Object.assign(mixture, mixtureOf(cornersOf(mixture), mixture.weights));
}

/**
 * Adds a corner. A term too small to matter where there is curvature keeps the equations solvable where there is none.
 */
function join(mixture: Mixture, corner: Corner, weight: number): void {
  const { base, directions, weights, factor } = mixture;
  const point = difference(corner.point, base.point);
  const image = difference(corner.image, base.image);
  directions.push({ corner, point, image });
  weights.push(weight);
  const curvatures = Float64Array.from(directions, (direction) => dot(point, direction.image));
  const own = at(curvatures, directions.length - 1);
  mixture.largest = Math.max(mixture.largest, own);
  curvatures[directions.length - 1] = own + (1e-13 * mixture.largest || 2 ** -208);
  extend(factor, curvatures);
}

/** The mixture's point, or its image. */
function mixed(mixture: Mixture, of: keyof Corner): Float64Array {
  const sum = new Float64Array(mixture.base[of].length);
  for (const [place, corner] of cornersOf(mixture).entries()) {
    const weight = mixture.weights[place] ?? 0;
    const values = corner[of];
    for (let index = 0; index < sum.length; index++) sum[index] = at(sum, index) + weight * at(values, index);
  }
  return sum;
}

interface Search {
  readonly matrix: Matrix;
  /** The sizes of its entries. */
  readonly sizes: Matrix;
  readonly linear: Float64Array;
  readonly region: Region;
}

/** Moves the mixture to the lowest point of the region. */
function settle(mixture: Mixture, { matrix, sizes, linear, region }: Search): void {
  let repeats = 0;
  let missing = Infinity;
  const mostSteps = 200 + 30 * matrix.size;
  for (let count = 0; count < mostSteps && repeats < 4; count++) {
    const slopes = difference(mixed(mixture, "image"), linear);
    const corner = cornerAt(matrix, region.best(slopes.map((slope) => -slope)));
    const point = mixed(mixture, "point");
    const scale = Math.max(greatest(times(sizes, point)), greatest(linear.map(Math.abs)));
    missing = dot(slopes, difference(point, corner.point)) / (scale || 1);
    if (missing <= rounding) return;
    if (cornersOf(mixture).some((known) => isSame(known.point, corner.point))) {
      repeats++;
      refresh(mixture);
    } else {
      repeats = 0;
      join(mixture, corner, 0);
    }
    descend(mixture, linear);
  }
  if (missing > mostGap) throw new NumericError("no optimal allocation found");
}

const isSame = (a: Float64Array, b: Float64Array) =>
  a.every((value, index) => Math.abs(value - at(b, index)) <= 1e-13);

/**
 * Goes to the lowest point of the plane through the corners, leaving behind each corner that stops it. Once
 * there, a second step takes off what rounding left.
 */
function descend(mixture: Mixture, linear: Float64Array): void {
  let arrivals = 0;
  for (let left = mixture.weights.length; left >= 0 && arrivals < 2; left--) {
    const step = planeStep(mixture, linear);
    let reach = 1;
    for (const [index, weight] of mixture.weights.entries()) {
      const change = at(step, index);
      if (weight + change < 0) reach = Math.min(reach, -weight / change);
    }
    if (reach === 1) arrivals++;
    move(mixture, step, reach);
  }
}

/** Moves the weights so much of the step, and leaves the corners that then have next to none. */
function move(mixture: Mixture, step: Float64Array, reach: number): void {
  const { directions, weights, factor } = mixture;
  for (const [index, weight] of weights.entries()) weights[index] = weight + reach * at(step, index);
  const kept = weights.filter(isPresent);
  const total = kept.reduce((sum, weight) => sum + weight, 0);
  if (kept.length === 0) throw new NumericError("standard deviations beyond the range of double precision");
  if (!isPresent(weights[0] ?? 0)) {
    const corners = cornersOf(mixture).filter((_, index) => isPresent(weights[index] ?? 0));
    Object.assign(mixture, mixtureOf(corners, kept));
  } else {
    for (let index = directions.length - 1; index >= 0; index--) {
      if (isPresent(weights[index + 1] ?? 0)) continue;
      directions.splice(index, 1);
      weights.splice(index + 1, 1);
      shorten(factor, index);
    }
  }
  for (const [index, weight] of mixture.weights.entries()) mixture.weights[index] = weight / total;
}

const isPresent = (weight: number) => weight > 1e-16;

/** Change of weights, adding up to 0, to the lowest point of the plane through the corners. */
function planeStep(mixture: Mixture, linear: Float64Array): Float64Array {
  const { directions, factor } = mixture;
  const slopes = difference(mixed(mixture, "image"), linear);
  const changes = solve(
    factor,
    Float64Array.from(directions, ({ point }) => -dot(slopes, point)),
  );
  const step = new Float64Array(directions.length + 1);
  step[0] = -changes.reduce((sum, change) => sum + change, 0);
  step.set(changes, 1);
  return step;
}
