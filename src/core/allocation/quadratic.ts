import { NumericError } from "../errors";
import type { Matrix } from "./matrix";
import { cholesky, choleskySolve, dot, times } from "./matrix";
import { greatest } from "../numeric/extremes";

/** A corner of the region searched, and the matrix times it. */
interface Corner {
  readonly point: readonly number[];
  readonly image: readonly number[];
}

/** A point as a mixture of corners; weights are above 0 and add up to 1. */
interface Mixture {
  readonly corners: readonly Corner[];
  readonly weights: readonly number[];
}

interface Region {
  /** The corner at which a linear objective with these coefficients is largest. */
  readonly best: (coefficients: readonly number[]) => number[];
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
export function quadraticMinimiser(matrix: Matrix, region: Region): (linear: readonly number[]) => number[] {
  let mixture: Mixture | undefined;
  return (linear) => {
    mixture ??= { corners: [cornerAt(matrix, region.best(linear))], weights: [1] };
    mixture = settled(mixture, matrix, linear, region);
    return mixed(mixture, ({ point }) => point);
  };
}

const cornerAt = (matrix: Matrix, point: readonly number[]): Corner => ({
  point,
  image: times(matrix, point),
});

/** The mixture's point, or another vector of its corners mixed alike. */
function mixed({ corners, weights }: Mixture, of: (corner: Corner) => readonly number[]): number[] {
  const sum = new Array<number>(corners[0]?.point.length ?? 0).fill(0);
  corners.forEach((corner, index) => {
    const weight = weights[index] ?? 0;
    of(corner).forEach((value, at) => (sum[at] = (sum[at] ?? 0) + weight * value));
  });
  return sum;
}

function settled(start: Mixture, matrix: Matrix, linear: readonly number[], region: Region): Mixture {
  let mixture = start;
  let repeats = 0;
  // Of the terms that slopes are sums of, whose rounding they carry however small they are.
  const sizes = matrix.map((row) => row.map(Math.abs));
  let missing = Infinity;
  const mostSteps = 200 + 30 * linear.length;
  for (let count = 0; count < mostSteps && repeats < 4; count++) {
    const image = mixed(mixture, (corner) => corner.image);
    const slopes = image.map((value, index) => value - (linear[index] ?? 0));
    const corner = cornerAt(matrix, region.best(slopes.map((slope) => -slope)));
    const point = mixed(mixture, ({ point }) => point);
    const size = Math.max(greatest(times(sizes, point)), greatest(linear.map(Math.abs)));
    missing =
      dot(
        slopes,
        point.map((value, index) => value - (corner.point[index] ?? 0)),
      ) / (size || 1);
    if (missing <= rounding) return mixture;
    const isNew = !mixture.corners.some((known) => isSame(known.point, corner.point));
    repeats = isNew ? 0 : repeats + 1;
    mixture = lowestMixture(isNew ? withCorner(mixture, corner) : mixture, linear);
  }
  if (missing > mostGap) throw new NumericError("no optimal allocation found");
  return mixture;
}

const isSame = (a: readonly number[], b: readonly number[]) =>
  a.every((value, index) => Math.abs(value - (b[index] ?? 0)) <= 1e-13);

const withCorner = ({ corners, weights }: Mixture, corner: Corner): Mixture => ({
  corners: [...corners, corner],
  weights: [...weights, 0],
});

/**
 * Goes to the lowest point of the plane through the corners, leaving behind each corner that stops it. Once
 * there, a second step takes off what rounding left.
 */
function lowestMixture(start: Mixture, linear: readonly number[]): Mixture {
  let mixture = start;
  let arrivals = 0;
  for (let left = start.corners.length; left >= 0 && arrivals < 2; left--) {
    const { weights } = mixture;
    const step = planeStep(mixture, linear);
    let reach = 1;
    weights.forEach((weight, index) => {
      const change = step[index] ?? 0;
      if (weight + change < 0) reach = Math.min(reach, -weight / change);
    });
    if (reach === 1) arrivals++;
    mixture = withWeights(
      mixture,
      weights.map((weight, index) => weight + reach * (step[index] ?? 0)),
    );
  }
  return mixture;
}

/** The corners with new weights, without those that have next to none. */
function withWeights({ corners }: Mixture, weights: readonly number[]): Mixture {
  const keeps = weights.map((weight) => weight > 1e-16);
  const kept = weights.filter((_, index) => keeps[index]);
  const total = kept.reduce((sum, weight) => sum + weight, 0);
  return {
    corners: corners.filter((_, index) => keeps[index]),
    weights: kept.map((weight) => weight / total),
  };
}

/**
 * Change of weights, adding up to 0, to the lowest point of the plane: in the directions from the heaviest
 * corner to the others, whose equations keep their digits where corners hardly differ in risk.
 *
 * A term too small to matter where there is curvature keeps them solvable where there is none.
 */
function planeStep(mixture: Mixture, linear: readonly number[]): number[] {
  const { corners, weights } = mixture;
  const base = weights.indexOf(greatest(weights));
  const from = corners[base];
  if (from === undefined) return [];
  const slopes = mixed(mixture, (corner) => corner.image).map((value, index) => value - (linear[index] ?? 0));
  const others = corners.filter((_, index) => index !== base);
  const points = others.map(({ point }) => point.map((value, index) => value - (from.point[index] ?? 0)));
  const images = others.map(({ image }) => image.map((value, index) => value - (from.image[index] ?? 0)));
  const curvatures = points.map((a) => images.map((b) => dot(a, b)));
  const largest = Math.max(greatest(curvatures.map((row, index) => row[index] ?? 0)), 0);
  const ridge = 1e-13 * largest || Number.EPSILON ** 4;
  const factor = cholesky(
    curvatures.map((row, i) => row.map((value, j) => (i === j ? value + ridge : value))),
  );
  const step = choleskySolve(
    factor,
    points.map((point) => -dot(slopes, point)),
  );
  step.splice(base, 0, -step.reduce((sum, change) => sum + change, 0));
  return step;
}
