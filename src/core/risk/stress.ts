import { ln, power } from "../numeric/elementary";
import { assumptions, type AssumptionKey } from "../cashflow/assumptions";
import { metricOrError, type Metric } from "../cashflow/metrics";
import { inMonth, type Model, type Quantity } from "../cashflow/model";
import { quantityOf, scaled } from "../cashflow/scaling";
import { InputError, NoAnswerError } from "../errors";
import { keptWith } from "../keptWith";
import { boundsTest } from "../numeric/bounds";

interface StressTest {
  /** The driver's value at which the metric meets the threshold; of a series, that of its first month. */
  breakingValue: number;
  /** breaking value / base value - 1; undefined where the base value is 0. */
  distance: number | undefined;
  baseValue: number;
}

/** Rates and shares, which move by addition, and the ends between which they do; all else moves in proportion. */
const ranges: Partial<Record<AssumptionKey, readonly [number, number]>> = {
  btcPriceGrowth: [-0.99, 10],
  difficultyGrowth: [-0.5, 1],
  hashpriceGrowth: [-0.5, 1],
  hashrateDegradation: [0, 0.999],
  powerPriceGrowth: [-0.99, 10],
  otherOpexGrowth: [-0.99, 10],
  poolFee: [0, 0.999],
  discountRate: [-0.99, 10],
  taxRate: [0, 0.999],
  hodlShare: [0, 1],
  profitShare: [0, 1],
  bonusShare: [0, 1],
  lossLimit: [0.001, 1],
  correlation: [-1, 1],
  riskFreeRate: [-0.5, 1],
  loanRate: [0, 10],
};
/** Steps from the base to either end of a range. */
const RANGE_STEPS = 500;

/** How far a driver is moved in proportion, as a factor either way, and in how many steps. */
const FARTHEST = 1000;
const FACTOR_STEPS = 200;
const halvings = 60;

/**
 * Reverse stress: the value of one driver, all else equal, at which a metric meets a threshold.
 *
 * A rate or share is moved by addition up to either end of its range, in 500 steps; any other driver in proportion, by
 * up to a factor of 1000 either way and within its bounds, in steps of 3.5 %. A series is moved as a whole. In each
 * direction the first step across which the metric crosses the threshold is halved to the last digit, so that a jump of
 * the metric is found too; the crossing nearest the base is the answer, in proportion where the driver moves in
 * proportion. Two crossings within one step are not seen. Throws NoAnswerError when none is found.
 */
export function stressTest(
  model: Model,
  driver: AssumptionKey,
  metric: Metric,
  threshold: number,
): StressTest {
  const walk = walkAlong(model, driver, metric);
  const { line, baseValue, none } = walk;
  if (none !== undefined) throw none;
  const start = walk.atStart - threshold;
  const place = start === 0 ? line.start : nearestCrossing(walk, threshold, start);
  if (place === undefined) {
    const { name } = assumptions[driver];
    throw new NoAnswerError(`${metric} was not found to meet ${threshold} at any ${name} ${line.reach}`);
  }
  return { ...line.answer(place), baseValue };
}

function driven(model: Model, driver: AssumptionKey): Quantity {
  const { name, kind, bounds } = assumptions[driver];
  if (kind === "shape") throw new InputError("driver", `must be one number: ${name} has no single value`);
  if (kind !== "number" || bounds.whole === true)
    throw new InputError("driver", "must be an assumption that takes any number", name);
  const quantity = quantityOf(model, driver);
  if (quantity === undefined) throw new InputError("driver", "must be given in the model", name);
  return quantity;
}

/** A driver on its way along a line, and what the metric is there. */
interface Walk {
  readonly line: Line;
  readonly baseValue: number;
  /** The metric at the base; NaN where it has no value. */
  readonly atStart: number;
  /** Why the metric has no value at the base, where it has none. */
  readonly none: Error | undefined;
  /** The steps in either direction, the nearest first. */
  readonly steps: readonly { readonly from: number; readonly to: number }[];
  /** The metric at a place. */
  readonly metricAt: (place: number) => number;
  /** The same at the end of a step. */
  readonly metricAfter: (step: number) => number;
}

/** What a call over many thresholds has in common: the metric at the end of a step is computed once. */
const walkAlong = keptWith((model: Model, driver: AssumptionKey, metric: Metric): Walk => {
  const quantity = driven(model, driver);
  const range = ranges[driver];
  const line = range === undefined ? factors(model, driver, quantity) : rates(model, driver, quantity, range);
  const { start, sides, far } = line;
  const steps = sides
    .flatMap((places) => places.map((to, index) => ({ from: places[index - 1] ?? start, to })))
    .sort((a, b) => far(a.from) - far(b.from));
  const metricAt = (place: number) => excess(line.moved(place), metric);
  const atStart = metricAt(start);
  const known: number[] = [];
  return {
    line,
    baseValue: inMonth(quantity, 1),
    atStart,
    none: Number.isNaN(atStart) ? reasonFor(model, metric) : undefined,
    steps,
    metricAt,
    metricAfter: (step) => (known[step] ??= metricAt(steps[step]?.to ?? NaN)),
  };
});

/** Why a metric that has no value has none. */
function reasonFor(model: Model, metric: Metric): Error {
  const base = metricOrError(model, metric);
  return base instanceof Error ? base : new NoAnswerError(`${metric} has no value`);
}

/** Where a driver is moved to: places on a line, by factor or by value. */
interface Line {
  /** The place of the base. */
  readonly start: number;
  /** Places in either direction, outwards. */
  readonly sides: readonly (readonly number[])[];
  /** How far a place is from the base. */
  readonly far: (place: number) => number;
  readonly moved: (place: number) => Model;
  readonly answer: (place: number) => Pick<StressTest, "breakingValue" | "distance">;
  /** Where the search looked, in words. */
  readonly reach: string;
}

function factors(model: Model, driver: AssumptionKey, quantity: Quantity): Line {
  const { name, bounds, monthBounds } = assumptions[driver];
  const base = inMonth(quantity, 1);
  const values = [quantity].flat();
  if (values.every((value) => value === 0))
    throw new NoAnswerError(`the base value of ${name} is 0, which no factor moves`);
  const isWithin = boundsTest(typeof quantity === "number" ? bounds : monthBounds);
  const isBeyond = (factor: number) => !values.every((value) => isWithin(value * factor));
  return {
    start: 1,
    sides: [1, -1].map((direction) => factorsUpTo(isBeyond, direction)),
    far: (factor) => Math.abs(ln(factor)),
    moved: (factor) => scaled(model, driver, factor),
    answer: (factor) => ({ breakingValue: base * factor, distance: factor - 1 }),
    reach: "within a thousandfold",
  };
}

/** Factors in one direction, up to the last that is not beyond the bounds. */
function factorsUpTo(isBeyond: (factor: number) => boolean, direction: number): number[] {
  const all = Array.from({ length: FACTOR_STEPS }, (_, index) =>
    power(FARTHEST, (direction * (index + 1)) / FACTOR_STEPS),
  );
  const end = all.findIndex(isBeyond);
  if (end < 0) return all;
  return [...all.slice(0, end), boundary(all[end - 1] ?? 1, all[end] ?? 1, isBeyond)[0]];
}

function rates(
  model: Model,
  driver: AssumptionKey,
  quantity: Quantity,
  range: readonly [number, number],
): Line {
  const base = inMonth(quantity, 1);
  const [least, most] = range;
  // A month that is beyond the range in the model stays there until it is moved inwards.
  const one = (value: number, shift: number) =>
    Math.min(Math.max(value + shift, Math.min(least, value)), Math.max(most, value));
  const all = (rate: number) =>
    typeof quantity === "number" ? rate : quantity.map((value) => one(value, rate - base));
  return {
    start: base,
    sides: range.map((end) =>
      Array.from({ length: RANGE_STEPS }, (_, index) => base + ((index + 1) * (end - base)) / RANGE_STEPS),
    ),
    far: (rate) => Math.abs(rate - base),
    moved: (rate) => ({ ...model, [driver]: all(rate) }),
    answer: (rate) => ({ breakingValue: rate, distance: base === 0 ? undefined : rate / base - 1 }),
    reach: `between ${least} and ${most}`,
  };
}

/**
 * The metric; where it has none because it lies beyond every bound, infinity: it never pays back, it still runs at the
 * end, it mines no coins to bear the cost. NaN where it has none for another reason.
 */
function excess(model: Model, metric: Metric): number {
  // Moved a thousandfold, some models overflow.
  const value = metricOrError(model, metric);
  if (typeof value === "number") return value;
  return metric === "payback" || metric === "economic_life" || metric === "cost_per_btc" ? Infinity : NaN;
}

/** The place nearest the base at which the metric is on the other side of the threshold than there, `base` from it. */
function nearestCrossing(
  { line: { far }, steps, metricAt, metricAfter }: Walk,
  threshold: number,
  base: number,
): number | undefined {
  const isBeyond = (metric: number) =>
    !Number.isNaN(metric) && Math.sign(metric - threshold) !== Math.sign(base);
  let nearest: number | undefined;
  for (const [step, { from, to }] of steps.entries()) {
    if (nearest !== undefined && far(from) >= far(nearest)) break;
    if (!isBeyond(metricAfter(step))) continue;
    const crossing = boundary(from, to, (place) => isBeyond(metricAt(place)))[1];
    if (nearest === undefined || far(crossing) < far(nearest)) nearest = crossing;
  }
  return nearest;
}

/** Neighbours between two places, the first without and the second with the property. */
function boundary(from: number, to: number, has: (place: number) => boolean): [number, number] {
  let [without, withIt] = [from, to];
  for (let count = 0; count < halvings; count++) {
    const middle = without + (withIt - without) / 2;
    if (middle === without || middle === withIt) break;
    if (has(middle)) withIt = middle;
    else without = middle;
  }
  return [without, withIt];
}
