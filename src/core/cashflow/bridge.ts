import { assumptionKeys, assumptions, type AssumptionKey } from "./assumptions";
import type { Settings } from "./block";
import { metricOrError, type Metric } from "./metrics";
import { inMonth, type Model, type Quantity } from "./model";
import { resolve } from "./resolve";
import type { NoAnswerError } from "../errors";

export interface BridgeStep {
  name: string;
  /** The metric after the step less before it; for the ends the metric itself. */
  effect: number | NoAnswerError;
  /** The metric after the step. */
  after: number | NoAnswerError;
  from: Model[AssumptionKey];
  to: Model[AssumptionKey];
}

/**
 * From one model to another: each assumption that differs takes its new value, one by one in the order of the
 * template, and moves the metric by its effect. The effects add up to the difference, without a residual.
 */
export function bridge(from: Settings, to: Settings, metric: Metric): BridgeStep[] {
  const end = resolve(to);
  let model = withLongerSeries(resolve(from), end);
  let before = metricOrError(model, metric);
  const steps: BridgeStep[] = [
    { name: "Start", effect: before, after: before, from: undefined, to: undefined },
  ];
  for (const key of assumptionKeys) {
    if (isSame(model, end, key) || followsMonths(key, from, to)) continue;
    const changed = replaced(model, end, key, from, to);
    const after = metricOrError(changed, metric);
    steps.push({
      name: assumptions[key].name,
      effect: difference(after, before),
      after,
      from: model[key],
      to: end[key],
    });
    model = changed;
    before = after;
  }
  steps.push({ name: "End", effect: before, after: before, from: undefined, to: undefined });
  return steps;
}

const horizonKeys = ["depreciationLife", "loanMonths"] as const;

/** Whether an assumption is by default the horizon in both models, and so moves with it. */
const followsMonths = (key: AssumptionKey, from: Settings, to: Settings) =>
  horizonKeys.some((known) => known === key) && !from.has(key) && !to.has(key);

function replaced(model: Model, end: Model, key: AssumptionKey, from: Settings, to: Settings): Model {
  // The subsidy, which comes next, takes its place: without either the blocks in between would be those of 2009.
  if (key === "startHeight" && end.startHeight === undefined) return model;
  const changed = { ...model, [key]: end[key] };
  if (key !== "months") return changed;
  for (const other of horizonKeys) if (followsMonths(other, from, to)) changed[other] = end[other];
  return changed;
}

function difference(after: number | NoAnswerError, before: number | NoAnswerError): number | NoAnswerError {
  if (typeof after !== "number") return after;
  return typeof before === "number" ? after - before : before;
}

const shorter = (one: Model, other: Model) => Math.min(one.months, other.months);

/** Series are compared as far as both models reach. */
function isSame(one: Model, other: Model, key: AssumptionKey): boolean {
  const [a, b] = [one[key], other[key]];
  if (typeof a !== "object" || typeof b !== "object") return a === b;
  return sameSeries(a, b, shorter(one, other));
}

const sameSeries = (a: Quantity, b: Quantity, months: number) =>
  Array.from({ length: months }, (_, index) => index + 1).every(
    (month) => inMonth(a, month) === inMonth(b, month),
  );

/** The model with the other's series where they are the same as far as it reaches, so that a longer horizon finds them. */
function withLongerSeries(model: Model, other: Model): Model {
  if (other.months <= model.months) return model;
  let changed = model;
  for (const key of assumptionKeys)
    if (typeof other[key] === "object" && isSame(model, other, key))
      changed = { ...changed, [key]: other[key] };
  return changed;
}
