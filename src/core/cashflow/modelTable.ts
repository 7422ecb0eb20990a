import { FIRST_DAY, dayOfDate, isoDay } from "../calendar";
import { greatest } from "../numeric/extremes";
import { sum } from "../numeric/sum";
import { USUAL_VOLATILITY, usualEfficiency, usualHashprice, usualPowerPrice, type Usual } from "../usual";
import { assumptionKeys, assumptions, type AssumptionKey } from "./assumptions";
import { seriesIn, type Block, type Settings } from "./block";
import { passingColumns } from "./columns";
import { outlaysOf } from "./depreciationSchedule";
import { usdHashpriceIn } from "./hashpriceCurve";
import { valuesOf, type Model, type Quantity } from "./model";
import { monthsOf, type Months } from "./months";
import { resolve } from "./resolve";

type Line = (string | number | boolean)[];

/** The empty model block: assumption, value, unit, note; a default where there is one. */
export function templateRows(): Line[] {
  return assumptionKeys.map((key) => {
    const { name, unit, isSeries, note } = assumptions[key];
    const remark = [isRequired(key) ? "required" : "", note, isSeries ? "may be monthly" : ""]
      .filter(Boolean)
      .join("; ");
    return [name, defaultCell(key), unit, remark];
  });
}

const isRequired = (key: AssumptionKey) => "required" in Object(assumptions[key].fallback);

function defaultCell(key: AssumptionKey): string | number | boolean {
  const { fallback } = assumptions[key];
  if (typeof fallback !== "object") return fallback;
  return isRequired(key) ? "" : "default";
}

/**
 * The block as it was read, with its header: assumption, value or `monthly` or `shape`, unit, source, a series month by
 * month as far as the horizon or the multipliers, and what looks odd about it. The rows that were taken for headings
 * come last. It is itself a legal model block: no cell is blank, and texts end each series.
 */
export function modelTable({ settings, headings }: Block): Line[] {
  const model = resolve(settings);
  const checks = checksOf(model, settings);
  const rightOf = (key: AssumptionKey): readonly number[] => {
    const value = model[key];
    if (typeof value !== "object") return [];
    return "multipliers" in value ? value.multipliers : valuesOf(value, model.months);
  };
  const width = greatest(assumptionKeys.map((key) => rightOf(key).length));
  const line = (start: Line, right: readonly number[], check: string): Line => [
    ...start,
    ...right,
    ...new Array<string>(width - right.length).fill(""),
    check,
  ];
  const rows = assumptionKeys.map((key) => {
    const { name, unit } = assumptions[key];
    const value = model[key];
    const cell = typeof value === "object" ? ("multipliers" in value ? "shape" : "monthly") : value;
    const source = settings.get(key)?.source ?? "default";
    return line([name, cell ?? "", unit, source], rightOf(key), checks[key] ?? "");
  });
  return [
    line(["Assumption", "Value", "Unit", "Source"], [], "Check"),
    ...rows,
    ...headings.map((heading) => line([heading, "", "", "heading"], [], "")),
  ];
}

/**
 * What looks wrong about each assumption of a model, although it is legal: a value in another unit or in percent, or
 * months at the end of a series that may be blank cells. Several remarks are separated by semicolons. `months` are those of
 * the model, where they are known.
 */
export function checksOf(
  model: Model,
  settings: Settings,
  months: Months = monthsOf(model, passingColumns(model.months)),
): Partial<Record<AssumptionKey, string>> {
  const checks: Partial<Record<AssumptionKey, string>> = {};
  for (const [key, oddValue] of looks) {
    const remark = joined(oddValue?.(model, months, settings), blankMonths(model, key));
    if (remark !== undefined) checks[key] = remark;
  }
  return checks;
}

/** Each value that a quantity has over the horizon; one that carries on is there once. */
const valuesIn = (quantity: Quantity, months: number): readonly number[] =>
  typeof quantity === "number" ? [quantity] : quantity.slice(0, months);

const shown = (value: number) =>
  Number.isFinite(value) ? String(Number(value.toPrecision(3))) : "a huge number";

type Look = (model: Model, months: Months, settings: Settings) => string | undefined;

const oddHashprice =
  (key: "difficulty" | "hashprice"): Look =>
  (model, months) =>
    model[key] === undefined ? undefined : beyond(usualHashprice, [usdHashpriceIn(model, months, 1, "PH")]);

type Rate =
  | "btcPriceGrowth"
  | "powerPriceGrowth"
  | "otherOpexGrowth"
  | "discountRate"
  | "loanRate"
  | "hashrateDegradation";
const oddRate =
  (key: Rate): Look =>
  (model) =>
    inPercent(1, [model[key]], " a year");

const oddGrowth =
  (key: "difficultyGrowth" | "hashpriceGrowth"): Look =>
  (model) =>
    inPercent(0.5, valuesIn(model[key], model.months), " a month");

const oddVolatility =
  (key: "volatility" | "difficultyVolatility"): Look =>
  (model) =>
    inPercent(USUAL_VOLATILITY, [model[key]], "");

/** What looks odd about a value. */
const oddValues: Readonly<Partial<Record<AssumptionKey, Look>>> = {
  difficulty: oddHashprice("difficulty"),
  hashprice: oddHashprice("hashprice"),
  usdPerKwh: (_, { usdPerKwh }) => beyond(usualPowerPrice, usdPerKwh, 1),
  jPerTh: ({ jPerTh, months }) => beyond(usualEfficiency, valuesIn(jPerTh, months)),
  capex: (model, months) => (model.capex > 0 ? capexRemark(model, months) : undefined),
  capexSchedule: (model, months, settings) =>
    joined(model.capex > 0 ? undefined : capexRemark(model, months), lateRemark(model, settings)),
  startDate: ({ startDate }) => {
    if (startDate === undefined || dayOfDate(startDate) >= FIRST_DAY) return undefined;
    return `${startDate} is ${isoDay(dayOfDate(startDate))}, before bitcoin: is it a year?`;
  },
  btcPriceGrowth: oddRate("btcPriceGrowth"),
  powerPriceGrowth: oddRate("powerPriceGrowth"),
  otherOpexGrowth: oddRate("otherOpexGrowth"),
  discountRate: oddRate("discountRate"),
  loanRate: oddRate("loanRate"),
  hashrateDegradation: oddRate("hashrateDegradation"),
  difficultyGrowth: oddGrowth("difficultyGrowth"),
  hashpriceGrowth: oddGrowth("hashpriceGrowth"),
  volatility: oddVolatility("volatility"),
  difficultyVolatility: oddVolatility("difficultyVolatility"),
};

/** The assumptions that can look odd, in their order. */
const looks = assumptionKeys
  .filter((key) => key in oddValues || assumptions[key].isSeries)
  .map((key) => [key, oddValues[key]] as const);

const joined = (first: string | undefined, second: string | undefined): string | undefined =>
  first === undefined ? second : second === undefined ? first : `${first}; ${second}`;

/** The remark on the first value outside the limits, from a place on. */
function outside(
  least: number,
  most: number,
  values: ArrayLike<number>,
  remark: (x: string) => string,
  from = 0,
): string | undefined {
  for (let index = from; index < values.length; index++) {
    const value = values[index] ?? NaN;
    if (value < least || value > most) return remark(shown(value));
  }
  return undefined;
}

const beyond = ({ least, most, doubt }: Usual, values: ArrayLike<number>, from?: number) =>
  outside(least, most, values, doubt, from);

const inPercent = (most: number, values: readonly number[], period: string) => {
  const odd = values.find((value) => value > most);
  return odd === undefined ? undefined : `${shown(odd)} is ${shown(100 * odd)} %${period}`;
};

/** The largest hashrate of a month is that of all the machines. Nothing is odd where nothing is paid, or none ever runs. */
function capexRemark(model: Model, { hashrateTh }: Months): string | undefined {
  const { total } = outlaysOf(model);
  const largest = greatest(hashrateTh);
  if (total === 0 || largest === 0) return undefined;
  return outside(0.1, 1000, [total / largest], (x) => `${x} USD per TH/s: is hashrate in TH/s?`);
}

/** What a schedule that is longer than the horizon would pay after it. */
function lateRemark({ months }: Model, settings: Settings): string | undefined {
  const series = seriesIn(settings.get("capexSchedule"));
  if (series === undefined) return undefined;
  const late = sum(series.values.slice(months));
  return series.values.slice(months).some((value) => value !== 0)
    ? `${shown(late)} USD fall after month ${months}`
    : undefined;
}

/** Months at an end of a series whose 0 may be a blank cell; a series of only zeros is meant. */
function blankMonths(model: Model, key: AssumptionKey): string | undefined {
  const quantity = model[key];
  if (typeof quantity !== "object" || "multipliers" in quantity) return undefined;
  if (key === "difficultyGrowth" || key === "capexSchedule") return undefined;
  const values = valuesOf(quantity, model.months);
  const first = values.findIndex((value) => value !== 0);
  if (first < 0) return undefined;
  const last = values.length - [...values].reverse().findIndex((value) => value !== 0);
  return joined(
    key === "usdPerKwh" && first > 0 ? blankRemark(1, first) : undefined,
    last < values.length ? blankRemark(last + 1, values.length) : undefined,
  );
}

function blankRemark(from: number, to: number): string {
  const months = from === to ? `month ${from}` : `months ${from} to ${to}`;
  return `0 in ${months}: a blank cell counts as 0; write a word after the last value to carry it on`;
}
