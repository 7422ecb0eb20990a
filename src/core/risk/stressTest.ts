import { assumptions, type AssumptionKey } from "../cashflow/assumptions";
import { metricOrError, type Metric } from "../cashflow/metrics";
import { inMonth, type Model } from "../cashflow/model";
import { quantityOf, scaled } from "../cashflow/scaling";
import { InputError, NoAnswerError, NumericError } from "../errors";
import { boundsTest } from "../numeric/bounds";

export interface StressTest {
  /** The driver's value at which the metric meets the threshold; of a series, that of its first month. */
  breakingValue: number;
  /** breaking value / base value - 1. */
  distance: number;
  baseValue: number;
}

/** How far a driver is moved, as a factor either way. */
const FARTHEST = 1000;
/** Steps in which the first crossing is looked for, to a factor of 1000. */
const STEPS = 200;
const halvings = 60;

/**
 * Reverse stress: the value of one driver, all else equal, at which a metric meets a threshold.
 *
 * The driver is moved in proportion, a series as a whole, by up to a factor of 1000 either way and within its
 * bounds. Of several crossings it is the one nearest the base in proportion: both directions are searched outwards
 * in steps of 3.5 %, and the first crossing is halved to the last digit, so that a jump of the metric is found
 * too. Throws NoAnswerError when the metric never meets the threshold.
 */
export function stressTest(
  model: Model,
  driver: AssumptionKey,
  metric: Metric,
  threshold: number,
): StressTest {
  const baseValue = baseOf(model, driver);
  const gap = (factor: number) => excess(scaled(model, driver, factor), metric) - threshold;
  const start = gap(1);
  if (Number.isNaN(start)) {
    const base = attempt(model, metric);
    throw base instanceof Error ? base : new NoAnswerError(`${metric} has no value`);
  }
  const factor = start === 0 ? 1 : nearestCrossing(gap, start, within(model, driver));
  if (factor === undefined) {
    throw new NoAnswerError(
      `${metric} was not found to meet ${threshold} at any ${assumptions[driver].name} within a thousandfold`,
    );
  }
  return { breakingValue: baseValue * factor, distance: factor - 1, baseValue };
}

function baseOf(model: Model, driver: AssumptionKey): number {
  const { name, kind, bounds } = assumptions[driver];
  if (kind !== "number" || bounds.whole === true)
    throw new InputError("driver", "must be an assumption that takes any number", name);
  const quantity = quantityOf(model, driver);
  if (quantity === undefined) throw new InputError("driver", "must be given in the model", name);
  const value = inMonth(quantity, 1);
  if (value === 0) throw new NoAnswerError(`the base value of ${name} is 0, which no factor moves`);
  return value;
}

/** Whether a factor leaves every value of the driver within its bounds. */
function within(model: Model, driver: AssumptionKey): (factor: number) => boolean {
  const values = [quantityOf(model, driver) ?? 0].flat();
  const isWithin = boundsTest(assumptions[driver].bounds);
  return (factor) => values.every((value) => isWithin(value * factor));
}

/**
 * The metric; where it has none because it lies beyond every bound, infinity: it never pays back, it still runs at the
 * end, it mines nothing to bear the cost. NaN where it has none for another reason.
 */
function excess(model: Model, metric: Metric): number {
  const value = attempt(model, metric);
  if (typeof value === "number") return value;
  return metric === "payback" || metric === "economic_life" || metric === "cost_per_btc" ? Infinity : NaN;
}

/** The metric, or an error; moved a thousandfold, some models overflow. */
function attempt(model: Model, metric: Metric): number | Error {
  try {
    return metricOrError(model, metric);
  } catch (error) {
    if (error instanceof NumericError) return error;
    throw error;
  }
}

/** The factor nearest 1 at which `gap` has another sign than at 1, up to the last factor that is within the bounds. */
function nearestCrossing(
  gap: (factor: number) => number,
  start: number,
  isWithin: (factor: number) => boolean,
): number | undefined {
  const isCrossed = (factor: number) => {
    const value = gap(factor);
    return !Number.isNaN(value) && Math.sign(value) !== Math.sign(start);
  };
  const open = new Set([1, -1]);
  for (let step = 1; step <= STEPS && open.size > 0; step++) {
    const crossings: number[] = [];
    for (const direction of open) {
      const before = FARTHEST ** ((direction * (step - 1)) / STEPS);
      const wanted = FARTHEST ** ((direction * step) / STEPS);
      const factor = isWithin(wanted) ? wanted : boundary(before, wanted, (x) => !isWithin(x))[0];
      if (isCrossed(factor)) crossings.push(boundary(before, factor, isCrossed)[1]);
      if (factor !== wanted) open.delete(direction);
    }
    if (crossings.length > 0) return crossings.reduce(nearerToOne);
  }
  return undefined;
}

const nearerToOne = (one: number, other: number) =>
  Math.abs(Math.log(other)) < Math.abs(Math.log(one)) ? other : one;

/** Neighbours between two factors, the first without and the second with the property. */
function boundary(from: number, to: number, has: (factor: number) => boolean): [number, number] {
  let [without, withIt] = [from, to];
  for (let count = 0; count < halvings; count++) {
    const middle = without + (withIt - without) / 2;
    if (middle === without || middle === withIt) break;
    if (has(middle)) withIt = middle;
    else without = middle;
  }
  return [without, withIt];
}
