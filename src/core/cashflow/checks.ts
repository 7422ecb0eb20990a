import { hashprice } from "../economics/hashprice";
import { assumptionKeys, type AssumptionKey } from "./assumptions";
import { inMonth, valuesOf, type Model } from "./model";
import { monthsOf, type Month } from "./months";

/**
 * What looks wrong about each assumption of a model, although it is legal: a value in another unit or in percent, or
 * months at the end of a series that may be blank cells. Several remarks are set apart by semicolons.
 */
export function checksOf(model: Model): Partial<Record<AssumptionKey, string>> {
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
  const largest = months.reduce((most, { hashrateTh }) => Math.max(most, hashrateTh), 0);
  return largest === 0 ? NaN : capex / largest;
}

/** Months at an end of a series whose 0 may be a blank cell; a series of zeros alone is meant. */
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
  return `0 in ${months}: a blank cell counts as 0; write on after the last value to carry it on`;
}
