import { NumericError } from "../errors";
import { at } from "../numeric/at";
import { greatest } from "../numeric/extremes";
import { cholesky, choleskySolve, difference, dot, Matrix, times } from "./matrix";

/** A corner of the region searched, and the matrix times it. */
interface Corner {
  readonly point: Float64Array;
  readonly image: Float64Array;
}

/** A point as a mixture of corners; weights are above 0 and add up to 1. */
type Mixture = readonly WeightedCorner[];

interface WeightedCorner extends Corner {
  readonly weight: number;
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
  let mixture: Mixture | undefined;
  return (linear) => {
    mixture ??= [{ ...cornerAt(matrix, region.best(linear)), weight: 1 }];
    mixture = settled(mixture, matrix, linear, region);
    return mixed(mixture, "point", matrix.size);
  };
}

const cornerAt = (matrix: Matrix, point: Float64Array): Corner => ({ point, image: times(matrix, point) });

/** The mixture's point, or its image. */
function mixed(mixture: Mixture, of: keyof Corner, size: number): Float64Array {
  const sum = new Float64Array(size);
  for (const part of mixture) {
    for (const [index, value] of part[of].entries()) sum[index] = at(sum, index) + part.weight * value;
  }
  return sum;
}

function settled(start: Mixture, matrix: Matrix, linear: Float64Array, region: Region): Mixture {
  const { size } = matrix;
  let mixture = start;
  let repeats = 0;
  // Of the terms that slopes are sums of, whose rounding they carry however small they are.
  const sizes = new Matrix(size, matrix.entries.map(Math.abs));
  let missing = Infinity;
  const mostSteps = 200 + 30 * size;
  for (let count = 0; count < mostSteps && repeats < 4; count++) {
    const slopes = difference(mixed(mixture, "image", size), linear);
    const corner = cornerAt(matrix, region.best(slopes.map((slope) => -slope)));
    const point = mixed(mixture, "point", size);
    const scale = Math.max(greatest(times(sizes, point)), greatest(linear.map(Math.abs)));
    missing = dot(slopes, difference(point, corner.point)) / (scale || 1);
    if (missing <= rounding) return mixture;
    const isNew = !mixture.some((known) => isSame(known.point, corner.point));
    repeats = isNew ? 0 : repeats + 1;
    mixture = lowestMixture(isNew ? [...mixture, { ...corner, weight: 0 }] : mixture, linear);
  }
  if (missing > mostGap) throw new NumericError("no optimal allocation found");
  return mixture;
}

const isSame = (a: Float64Array, b: Float64Array) =>
  a.every((value, index) => Math.abs(value - at(b, index)) <= 1e-13);

/**
 * Goes to the lowest point of the plane through the corners, leaving behind each corner that stops it. Once
 * there, a second step takes off what rounding left.
 */
function lowestMixture(start: Mixture, linear: Float64Array): Mixture {
  let mixture = start;
  let arrivals = 0;
  for (let left = start.length; left >= 0 && arrivals < 2; left--) {
    const step = planeStep(mixture, linear);
    let reach = 1;
    for (const [index, { weight }] of mixture.entries()) {
      const change = at(step, index);
      if (weight + change < 0) reach = Math.min(reach, -weight / change);
    }
    if (reach === 1) arrivals++;
    mixture = moved(mixture, step, reach);
  }
  return mixture;
}

/** The corners with their weights moved so much of the step, without those that then have next to none. */
function moved(mixture: Mixture, step: Float64Array, reach: number): Mixture {
  const kept: WeightedCorner[] = [];
  let total = 0;
  for (const [index, corner] of mixture.entries()) {
    const weight = corner.weight + reach * at(step, index);
    if (!(weight > 1e-16)) continue;
    kept.push({ ...corner, weight });
    total += weight;
  }
  if (kept.length === 0) throw new NumericError("standard deviations beyond the range of double precision");
  return kept.map((corner) => ({ ...corner, weight: corner.weight / total }));
}

/**
 * Change of weights, adding up to 0, to the lowest point of the plane: in the directions from the heaviest
 * corner to the others, whose equations keep their digits where corners hardly differ in risk.
 *
 * A term too small to matter where there is curvature keeps them solvable where there is none.
 */
function planeStep(mixture: Mixture, linear: Float64Array): Float64Array {
  const most = greatest(mixture.map(({ weight }) => weight));
  const base = mixture.findIndex(({ weight }) => weight === most);
  const from = mixture[base];
  if (from === undefined) return new Float64Array();
  const slopes = difference(mixed(mixture, "image", linear.length), linear);
  const others = mixture.filter((corner) => corner !== from);
  const points = others.map(({ point }) => difference(point, from.point));
  const images = others.map(({ image }) => difference(image, from.image));
  const curvatures = new Matrix(others.length);
  for (const [i, point] of points.entries()) {
    for (const [j, image] of images.entries()) curvatures.set(i, j, dot(point, image));
  }
  const largest = Math.max(greatest(curvatures.diagonal()), 0);
  const ridge = 1e-13 * largest || 2 ** -208;
  for (const [index, value] of curvatures.diagonal().entries()) curvatures.set(index, index, value + ridge);
  const changes = choleskySolve(
    cholesky(curvatures),
    Float64Array.from(points, (point) => -dot(slopes, point)),
  );
  const step = new Float64Array(mixture.length);
  step.set(changes.subarray(0, base));
  step.set(changes.subarray(base), base + 1);
  step[base] = -changes.reduce((sum, change) => sum + change, 0);
  return step;
}
