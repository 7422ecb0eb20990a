import { hashprice } from "../economics/hashprice";
import { greatest } from "../numeric/extremes";
import { assumptionKeys, assumptions, type AssumptionKey } from "./assumptions";
import type { Block } from "./block";
import { inMonth, valuesOf, type Model } from "./model";
import { monthsOf, type Month } from "./months";
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
 * The block as it was read, with its header: assumption, value or `monthly`, unit, source, a series month by month as
 * far as the horizon, and what looks odd about it. The rows that were taken for headings come last. It is itself a
 * legal model block: no cell is blank, and texts end each series.
 */
export function modelTable({ settings, headings }: Block): Line[] {
  const model = resolve(settings);
  const checks = checksOf(model);
  const isMonthly = assumptionKeys.some((key) => typeof model[key] === "object");
  const width = isMonthly ? model.months : 0;
  const line = (start: Line, months: Line, check: string): Line => [
    ...start,
    ...months,
    ...Array.from({ length: width - months.length }, () => ""),
    check,
  ];
  const rows = assumptionKeys.map((key) => {
    const { name, unit } = assumptions[key];
    const value = model[key];
    const source = settings.get(key)?.source ?? "default";
    const check = checks[key] ?? "";
    if (typeof value !== "object") return line([name, value ?? "", unit, source], [], check);
    return line([name, "monthly", unit, source], valuesOf(value, model.months), check);
  });
  return [
    line(["Assumption", "Value", "Unit", "Source"], [], "Check"),
    ...rows,
    ...headings.map((heading) => line([heading, "", "", "heading"], [], "")),
  ];
}

/**
 * What looks wrong about each assumption of a model, although it is legal: a value in another unit or in percent, or
 * months at the end of a series that may be blank cells. Several remarks are separated by semicolons.
 */
function checksOf(model: Model): Partial<Record<AssumptionKey, string>> {
  const months = monthsOf(model);
  const checks: Partial<Record<AssumptionKey, string>> = {};
  for (const key of assumptionKeys) {
    const remarks = [oddValue(model, months, key), ...blankMonths(model, key)];
    const said = remarks.filter((remark) => remark !== undefined);
    if (said.length > 0) checks[key] = said.join("; ");
  }
  return checks;
}

const shown = (value: number) =>
  Number.isFinite(value) ? String(Number(value.toPrecision(3))) : "a huge number";

function oddValue(model: Model, months: readonly Month[], key: AssumptionKey): string | undefined {
  switch (key) {
    case "difficulty":
      return outside(
        0.1,
        10_000,
        [hashpriceOfMonth1(model, months)],
        (x) => `implies a hashprice of ${x} USD per PH per day`,
      );
    case "usdPerKwh":
      return outside(
        -2,
        2,
        months.map((month) => month.usdPerKwh),
        (x) => `${x} USD per kWh: cents, or a price per MWh?`,
      );
    case "jPerTh":
      return outside(
        1,
        1000,
        valuesOf(model.jPerTh, model.months),
        (x) => `${x} J/TH: is it the power in W?`,
      );
    case "capex":
      return model.capex === 0
        ? undefined
        : outside(0.1, 1000, [capexPerTh(model, months)], (x) => `${x} USD per TH/s: is hashrate in TH/s?`);
    case "btcPriceGrowth":
    case "powerPriceGrowth":
    case "discountRate":
    case "loanRate":
      return inPercent(1, [model[key]], " a year");
    case "difficultyGrowth":
      return inPercent(0.5, valuesOf(model.difficultyGrowth, model.months), " a month");
    case "volatility":
    case "difficultyVolatility":
      return inPercent(5, [model[key]], "");
    default:
      return undefined;
  }
}

/** The remark on the first value outside the limits. */
function outside(
  least: number,
  most: number,
  values: readonly number[],
  remark: (x: string) => string,
): string | undefined {
  const odd = values.find((value) => value < least || value > most);
  return odd === undefined ? undefined : remark(shown(odd));
}

const inPercent = (most: number, values: readonly number[], period: string) => {
  const odd = values.find((value) => value > most);
  return odd === undefined ? undefined : `${shown(odd)} is ${shown(100 * odd)} %${period}`;
};

function hashpriceOfMonth1({ fees }: Model, [first]: readonly Month[]): number {
  if (first === undefined) return NaN;
  const { price, difficulty, subsidy } = first;
  const reward = { btcPrice: price, difficulty, subsidyBtc: subsidy, feesBtc: inMonth(fees, 1) };
  return hashprice({ ...reward, unit: "PH" });
}

/** The largest hashrate of a month is that of all the machines. Nothing is odd where none ever runs. */
function capexPerTh({ capex }: Model, months: readonly Month[]): number {
  const largest = greatest(months.map(({ hashrateTh }) => hashrateTh));
  return largest === 0 ? NaN : capex / largest;
}

/** Months at an end of a series whose 0 may be a blank cell; a series of only zeros is meant. */
function blankMonths(model: Model, key: AssumptionKey): (string | undefined)[] {
  const quantity = model[key];
  if (typeof quantity !== "object" || key === "difficultyGrowth") return [];
  const values = valuesOf(quantity, model.months);
  const first = values.findIndex((value) => value !== 0);
  if (first < 0) return [];
  const last = values.length - [...values].reverse().findIndex((value) => value !== 0);
  return [
    key === "usdPerKwh" && first > 0 ? blankRemark(1, first) : undefined,
    last < values.length ? blankRemark(last + 1, values.length) : undefined,
  ];
}

function blankRemark(from: number, to: number): string {
  const months = from === to ? `month ${from}` : `months ${from} to ${to}`;
  return `0 in ${months}: a blank cell counts as 0; write a word after the last value to carry it on`;
}
