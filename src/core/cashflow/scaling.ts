import { InputError, type Cell } from "../errors";
import { unambiguousNumber } from "../numberText";
import type { Bounds } from "../numeric/bounds";
import type { NamedAssumption } from "./assumptionNames";
import { assumptions, type AssumptionKey } from "./assumptions";
import { seriesIn, settingOf, type Setting, type Settings } from "./block";
import { valuesOf, type Model, type Quantity } from "./model";

/** The number, or the series, that an assumption is; undefined for words, flags, shapes and what is not given. */
export function quantityOf(model: Model, key: AssumptionKey): Quantity | undefined {
  const value = model[key];
  if (typeof value === "object") return "multipliers" in value ? undefined : value;
  return typeof value === "number" ? value : undefined;
}

/** The model with one assumption multiplied, a series as a whole; each value is kept within its bounds. */
export function scaled(model: Model, key: AssumptionKey, factor: number): Model {
  const quantity = quantityOf(model, key);
  if (quantity === undefined) return model;
  const { bounds, monthBounds } = assumptions[key];
  if (typeof quantity === "number") return { ...model, [key]: clipped(quantity * factor, bounds) };
  return { ...model, [key]: quantity.map((value) => clipped(value * factor, monthBounds)) };
}

const total = (quantity: Quantity, months: number): number =>
  typeof quantity === "number" ? quantity : valuesOf(quantity, months).reduce((a, b) => a + b, 0);

/** The number that an assumption is, of a series the sum over the horizon; 0 where it is neither. */
export function totalOf(model: Model, key: AssumptionKey): number {
  return total(quantityOf(model, key) ?? 0, model.months);
}

/**
 * How far an assumption moves between two models as a share of what it is in a third; undefined where it is 0 there. Of
 * a series it is the sum over the horizon that moves.
 */
export function moveOf(key: AssumptionKey, lower: Model, higher: Model, base: Model): number | undefined {
  const quantities = [lower, higher, base].map((model) => quantityOf(model, key) ?? 0);
  const isSeries = quantities.some((quantity) => typeof quantity === "object");
  const [low = NaN, high = NaN, own = 0] = quantities.map((quantity) =>
    total(isSeries ? valuesOf(quantity, base.months) : quantity, base.months),
  );
  return own === 0 ? undefined : (high - low) / own;
}

/**
 * An assumption as a cell changes it: a number replaces it and its series, "x1.2" multiplies it, a series too. Growth
 * stays. `base` is the model of the settings; undefined where the default is to apply.
 */
export function changedBy(
  cell: Cell,
  { key, scale }: NamedAssumption,
  settings: Settings,
  base: Model,
  where: string,
): Setting | undefined {
  const factor = factorOf(cell, where);
  const value =
    factor === undefined
      ? valueAt(where, cell, { key, scale })
      : multiplied(where, settings, base, key, factor);
  return value === undefined ? undefined : { value, source: "override", currency: scale.currency };
}

/** 1.2 of "x1.2" or "x1,2". */
export function factorOf(cell: Cell, where: string): number | undefined {
  if (typeof cell !== "string") return undefined;
  const number = /^\s*[x×](.*)$/is.exec(cell)?.[1];
  if (number === undefined) return undefined;
  return unambiguousNumber(number, { parameter: where, got: cell, written: (reading) => `x${reading}` });
}

function valueAt(
  where: string,
  cell: Cell,
  { key, scale }: Pick<NamedAssumption, "key" | "scale">,
): Setting["value"] | undefined {
  try {
    return settingOf(key, cell, scale);
  } catch (error) {
    if (error instanceof InputError)
      throw new InputError(where, `${error.rule} or a factor as "x1.2"`, error.got, error.hint);
    throw error;
  }
}

function multiplied(
  where: string,
  settings: Settings,
  base: Model,
  key: AssumptionKey,
  factor: number,
): Setting["value"] {
  const series = seriesIn(settings.get(key));
  if (series !== undefined) return { ...series, values: series.values.map((value) => value * factor) };
  const quantity = assumptions[key].bounds.whole === true ? undefined : quantityOf(base, key);
  if (typeof quantity === "number") return quantity * factor;
  const isAbsent = base[key] === undefined;
  throw new InputError(
    where,
    `cannot be multiplied${isAbsent ? ": the model does not give it" : ""}`,
    `x${factor}`,
  );
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
