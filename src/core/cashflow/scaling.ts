import type { Bounds } from "../numeric/bounds";
import { assumptions, type AssumptionKey } from "./assumptions";
import { valuesOf, type Model, type Quantity } from "./model";

/** The number, or the series, that an assumption is; undefined for words, flags, shapes and what is not given. */
export function quantityOf(model: Model, key: AssumptionKey): Quantity | undefined {
  const value = model[key];
  if (typeof value === "object") return "multipliers" in value ? undefined : value;
  return typeof value === "number" ? value : undefined;
}

/** The model with one assumption multiplied, a series as a whole; each value is held within its bounds. */
export function scaled(model: Model, key: AssumptionKey, factor: number): Model {
  const quantity = quantityOf(model, key);
  if (quantity === undefined) return model;
  const { bounds, monthBounds } = assumptions[key];
  if (typeof quantity === "number") return { ...model, [key]: clipped(quantity * factor, bounds) };
  return { ...model, [key]: quantity.map((value) => clipped(value * factor, monthBounds)) };
}

/**
 * What an assumption's relative moves are measured against: the number itself, of a series the sum over the horizon; 0
 * where it is neither.
 */
export function totalOf(model: Model, key: AssumptionKey): number {
  const quantity = quantityOf(model, key) ?? 0;
  if (typeof quantity === "number") return quantity;
  return valuesOf(quantity, model.months).reduce((a, b) => a + b, 0);
}

/** The nearest value within the bounds. */
function clipped(value: number, { above, atLeast, below, atMost }: Bounds): number {
  const least = atLeast ?? (above === undefined ? -Infinity : nextTo(above, 1));
  const most = atMost ?? (below === undefined ? Infinity : nextTo(below, -1));
  return Math.min(Math.max(value, least), most);
}

/** A number just beside `value`, in the direction of the sign. */
const nextTo = (value: number, sign: number) =>
  value === 0 ? sign * Number.MIN_VALUE : value + sign * Math.abs(value) * Number.EPSILON;
