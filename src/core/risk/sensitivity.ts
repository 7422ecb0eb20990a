import { assumptionNamed, unknownName, type NamedAssumption } from "../cashflow/assumptionNames";
import { assumptions, type AssumptionKey } from "../cashflow/assumptions";
import { type Settings } from "../cashflow/block";
import { metricOrError, type Metric } from "../cashflow/metrics";
import type { Model } from "../cashflow/model";
import { resolve, resolvedWith } from "../cashflow/resolve";
import { changedBy, factorOf, moveOf, scaled, totalOf } from "../cashflow/scaling";
import { CellError, InputError, type Cell, type Answer } from "../errors";
import { isNumberText, notANumber } from "../numberText";

/** The drivers of a tornado, in their order. */
export const usualDrivers: readonly AssumptionKey[] = [
  "btcPrice",
  "difficulty",
  "hashprice",
  "fees",
  "hashrateTh",
  "jPerTh",
  "usdPerKwh",
  "heatPrice",
  "pue",
  "uptime",
  "poolFee",
  "profitShare",
  "otherOpex",
  "capex",
  "capexSchedule",
  "resaleValue",
  "discountRate",
];

interface DriverEffect {
  driver: string;
  /** The metric at the driver's lower value, an error where it has none. */
  low: Answer;
  base: Answer;
  high: Answer;
  /** |high - low|; undefined where one of them is an error. */
  swing: number | undefined;
  /** Relative change of the metric per relative change of the driver. */
  elasticity: number | undefined;
}

/** A driver and the models in which it has moved. */
interface Moved {
  readonly key: AssumptionKey;
  readonly name: string;
  readonly lower: Model;
  readonly higher: Model;
}

/**
 * What a metric becomes when one driver at a time is multiplied by 1 - shock and by 1 + shock, by falling swing.
 *
 * Series move as a whole; values are kept within their bounds (uptime up to 1, PUE from 1 on); a driver that is 0 is
 * left out.
 */
export function sensitivity(model: Model, metric: Metric, shock: number): DriverEffect[] {
  const moved = usualDrivers
    .filter((key) => totalOf(model, key) !== 0)
    .map((key) => ({
      key,
      name: assumptions[key].name,
      lower: scaled(model, key, 1 - shock),
      higher: scaled(model, key, 1 + shock),
    }));
  return effectsOf(model, metric, moved);
}

/**
 * The same for drivers of the user's own: a table with a name, a low and a high value in each row. A number takes the
 * place of the assumption and its series, "x0.9" multiplies it.
 */
export function sensitivityTo(
  settings: Settings,
  metric: Metric,
  drivers: readonly (readonly Cell[])[],
): DriverEffect[] {
  const width = drivers[0]?.length ?? 0;
  if (width < 3) throw new InputError("drivers", `must have the columns name, low and high, got ${width}`);
  const base = resolve(settings);
  const moved: Moved[] = [];
  for (const [index, row] of drivers.entries()) {
    if (row.every((cell) => cell === 0 || isBlank(cell)) || (index === 0 && isHeading(row))) continue;
    const place = `drivers, row ${index + 1},`;
    const [name = null, low = null, high = null] = row;
    const named = driverNamed(name, place);
    if (moved.some(({ key }) => key === named.key))
      throw new InputError(place, "must name each assumption once", named.label);
    const at = (cell: Cell, side: string) => modelAt(settings, base, named, cell, `${place} ${side},`);
    moved.push({ key: named.key, name: named.label, lower: at(low, "low"), higher: at(high, "high") });
  }
  if (moved.length === 0)
    throw new InputError("drivers", "must have a row with a name, a low and a high value");
  return effectsOf(base, metric, moved);
}

/** Zeros are values. */
const isBlank = (cell: Cell) => cell === null || (typeof cell === "string" && cell.trim() === "");

/** A first row whose values are words, as in "Driver, Low, High". */
function isHeading([name = null, ...values]: readonly Cell[]): boolean {
  const isWord = (cell: Cell = null) => typeof cell === "string" && !isBlank(cell) && !isNumberText(cell);
  return isWord(values[0]) && isWord(values[1]) && assumptionNamed(String(name)) === undefined;
}

function driverNamed(cell: Cell, place: string): NamedAssumption {
  if (cell instanceof CellError) throw cell;
  if (typeof cell !== "string" || isBlank(cell))
    throw new InputError(place, "must begin with the name of an assumption", cell);
  const named = assumptionNamed(cell);
  if (named === undefined)
    throw new InputError(place, unknownName("must name a known assumption", cell), cell);
  const { kind, name } = assumptions[named.key];
  if (kind !== "number") throw new InputError(`${place} ${name}`, "has no single value");
  return named;
}

/** The model with one side of a driver in place. */
function modelAt(settings: Settings, base: Model, named: NamedAssumption, cell: Cell, place: string): Model {
  if (cell instanceof CellError) throw cell;
  const where = `${place} ${assumptions[named.key].name},`;
  if (cell === null || isBlank(cell)) throw new InputError(where, "must have a value", null);
  if (typeof cell !== "number" && factorOf(cell, where) === undefined) {
    const { rule, got, hint } = notANumber(where, cell);
    throw new InputError(where, `${rule} or a factor as "x1.2"`, got, hint);
  }
  const replaced = new Map([[named.key, changedBy(cell, named, settings, base, where)]]);
  try {
    return resolvedWith(settings, replaced);
  } catch (error) {
    throw error instanceof InputError ? error.of(`${place} ${error.parameter}`) : error;
  }
}

function effectsOf(model: Model, metric: Metric, moved: readonly Moved[]): DriverEffect[] {
  const base = metricOrError(model, metric);
  const effects = moved.map(({ key, name, lower, higher }) => {
    const [low, high] = [metricOrError(lower, metric), metricOrError(higher, metric)];
    if (typeof low !== "number" || typeof high !== "number")
      return { driver: name, low, base, high, swing: undefined, elasticity: undefined };
    const move = moveOf(key, lower, higher, model);
    const isElastic = typeof base === "number" && base !== 0 && move !== undefined && move !== 0;
    const elasticity = isElastic ? (high - low) / base / move : undefined;
    return { driver: name, low, base, high, swing: Math.abs(high - low), elasticity };
  });
  return effects.sort((a, b) => rank(b) - rank(a));
}

/** The swing to 12 digits, so that power price and efficiency, which differ only by rounding, keep their order. */
const rank = ({ swing = -1 }: DriverEffect) => Number(swing.toPrecision(12));
