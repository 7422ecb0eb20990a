import { assumptions, type AssumptionKey } from "../cashflow/assumptions";
import { metricOrError, type Metric } from "../cashflow/metrics";
import type { Model } from "../cashflow/model";
import { scaled, totalOf } from "../cashflow/scaling";
import type { NoAnswerError } from "../errors";

/** The drivers of a tornado, in their order. */
const drivers: readonly AssumptionKey[] = [
  "btcPrice",
  "difficulty",
  "fees",
  "hashrateTh",
  "jPerTh",
  "usdPerKwh",
  "pue",
  "uptime",
  "poolFee",
  "otherOpex",
  "capex",
  "resaleValue",
  "discountRate",
];

interface DriverEffect {
  driver: string;
  /** The metric at the driver's lower value, an error where it has none. */
  low: number | NoAnswerError;
  base: number | NoAnswerError;
  high: number | NoAnswerError;
  /** |high - low|; undefined where one of them is an error. */
  swing: number | undefined;
  /** Relative change of the metric per relative change of the driver. */
  elasticity: number | undefined;
}

/**
 * What a metric becomes when one driver at a time is multiplied by 1 - shock and by 1 + shock, by falling swing.
 *
 * Series move as a whole; values are held within their bounds (uptime up to 1, PUE from 1 on); a driver that is 0 is
 * left out.
 */
export function sensitivity(model: Model, metric: Metric, shock: number): DriverEffect[] {
  const base = metricOrError(model, metric);
  const effects = drivers
    .filter((key) => totalOf(model, key) !== 0)
    .map((key) => effectOf(model, metric, key, shock, base));
  return effects.sort((a, b) => rank(b) - rank(a));
}

/** The swing to 12 digits, so that power price and efficiency, which differ only by rounding, keep their order. */
const rank = ({ swing = -1 }: DriverEffect) => Number(swing.toPrecision(12));

function effectOf(
  model: Model,
  metric: Metric,
  key: AssumptionKey,
  shock: number,
  base: number | NoAnswerError,
): DriverEffect {
  const lower = scaled(model, key, 1 - shock);
  const higher = scaled(model, key, 1 + shock);
  const [low, high] = [metricOrError(lower, metric), metricOrError(higher, metric)];
  const driver = assumptions[key].name;
  if (typeof low !== "number" || typeof high !== "number")
    return { driver, low, base, high, swing: undefined, elasticity: undefined };
  const move = (totalOf(higher, key) - totalOf(lower, key)) / totalOf(model, key);
  const elasticity =
    typeof base === "number" && base !== 0 && move !== 0 ? (high - low) / base / move : undefined;
  return { driver, low, base, high, swing: Math.abs(high - low), elasticity };
}
