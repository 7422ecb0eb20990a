import { assumptionKeys, assumptions, type AssumptionKey } from "./assumptions";
import { networkKeys, type Settings } from "./block";
import { bucketsOf } from "./buckets";
import { metricOrError, type Metric } from "./metrics";
import { inMonth, type Model, type Quantity } from "./model";
import { resolve } from "./resolve";
import type { Answer } from "../errors";

export interface BridgeStep {
  name: string;
  /** The metric after the step less before it; for the ends the metric itself. */
  effect: Answer;
  /** The metric after the step. */
  after: Answer;
  from: Model[AssumptionKey];
  to: Model[AssumptionKey];
}

/**
 * From one model to another: each assumption that differs takes its new value, one by one in the order of the
 * template, and moves the metric by its effect. The effects add up to the difference, without a residual.
 *
 * Assumptions that are only legal together change in one step, named after the first of them that differs.
 */
export function bridge(from: Settings, to: Settings, metric: Metric): BridgeStep[] {
  const end = resolve(to);
  let model = withLongerSeries(resolve(from), end);
  let before = metricOrError(model, metric);
  const steps: BridgeStep[] = [
    { name: "Start", effect: before, after: before, from: undefined, to: undefined },
  ];
  for (const step of stepsBetween(model, end)) {
    const differing = step.filter((key) => !isSame(model, end, key) && !followsHorizon(key, from, to));
    const [named] = step[0] === "hashprice" ? step : differing;
    if (named === undefined || differing.length === 0) continue;
    const changed = { ...model };
    for (const key of differing) Object.assign(changed, { [key]: end[key] });
    // Those that are by default the horizon move with it.
    if (step.includes("months"))
      for (const key of horizonKeys) if (followsHorizon(key, from, to)) changed[key] = end[key];
    // The subsidy, which comes next, takes its place: without either the blocks in between would be those of 2009.
    if (named === "startHeight" && end.startHeight === undefined && step.length === 1) continue;
    const after = metricOrError(changed, metric);
    steps.push({
      name: assumptions[named].name,
      effect: difference(after, before),
      after,
      from: model[named],
      to: end[named],
    });
    model = changed;
    before = after;
  }
  steps.push({ name: "End", effect: before, after: before, from: undefined, to: undefined });
  return steps;
}

/** Assumptions that one rule binds, in the order of the template. */
const bound: readonly (readonly AssumptionKey[])[] = [
  ["months", "startMonth"],
  ["depreciation", "bonusShare"],
  ["startDate", "discounting"],
];

/** What is replaced in one step, in the order of the template, each step in the place of its first that differs. */
function stepsBetween(model: Model, end: Model): AssumptionKey[][] {
  const groups = [...bound];
  if ((model.hashprice === undefined) !== (end.hashprice === undefined))
    groups.push(["hashprice", "hashpriceGrowth", ...networkKeys]);
  const steps: AssumptionKey[][] = [];
  for (const key of assumptionKeys) {
    const group = groups.find((keys) => keys.includes(key));
    if (group === undefined) steps.push([key]);
    else {
      const first =
        group[0] === "hashprice" ? "hashprice" : group.find((other) => !isSame(model, end, other));
      if (key === first) steps.push([...group]);
    }
  }
  return steps;
}

const horizonKeys = ["depreciationLife", "loanMonths"] as const;

/** Whether an assumption is by default the horizon in both models, and so moves with it. */
const followsHorizon = (key: AssumptionKey, from: Settings, to: Settings) =>
  horizonKeys.some((known) => known === key) && !from.has(key) && !to.has(key);

function difference(after: Answer, before: Answer): Answer {
  if (typeof after !== "number") return after;
  return typeof before === "number" ? after - before : before;
}

const shorter = (one: Model, other: Model) => Math.min(one.months, other.months);

/** Series are compared as far as both models reach. */
function isSame(one: Model, other: Model, key: AssumptionKey): boolean {
  const [a, b] = [one[key], other[key]];
  if (typeof a !== "object" || typeof b !== "object") return a === b;
  if ("multipliers" in a || "multipliers" in b)
    return isSameShape(one.powerPriceShape, other.powerPriceShape);
  return sameSeries(a, b, shorter(one, other));
}

function isSameShape(one: Model["powerPriceShape"], other: Model["powerPriceShape"]): boolean {
  const [a, b] = [bucketsOf(one).multipliers, bucketsOf(other).multipliers];
  return a.length === b.length && a.every((multiplier, index) => multiplier === b[index]);
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
