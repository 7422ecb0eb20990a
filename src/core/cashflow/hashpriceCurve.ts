import { hashcost } from "../economics/hashcost";
import { hashprice, type PriceUnit } from "../economics/hashprice";
import { NoAnswerError } from "../errors";
import { hashUnits } from "../network/hashrate";
import { at } from "../numeric/at";
import { bucketsOf, meanMultiplier } from "./buckets";
import { inMonth, type Model } from "./model";
import { monthsOf, type Months } from "./months";

interface HashpricePoint {
  month: number;
  /** USD per unit per day, before the pool fee. */
  hashprice: number;
  /** BTC per unit per day. */
  hashvalue: number;
  /** USD per unit per day: power at its mean price over the month, less the heat sold. */
  hashcost: number;
  /** Share of the revenue after the pool fee that is left. */
  margin: number | NoAnswerError;
}

/** Hashprice and hashcost of each month of a model. */
export function hashpriceCurve(model: Model, unit: PriceUnit): HashpricePoint[] {
  const months = monthsOf(model);
  const mean = meanMultiplier(bucketsOf(model.powerPriceShape));
  return Array.from({ length: months.last }, (_, index) => {
    const month = index + 1;
    const market = hashpriceIn(model, months, month, unit);
    const cost = hashcost({
      jPerTh: inMonth(model.jPerTh, month),
      usdPerKwh: at(months.usdPerKwh, month) * mean - inMonth(model.heatPrice, month),
      pue: inMonth(model.pue, month),
      opexUsdPerPhDay: 0,
      unit,
    });
    const earned = market.hashprice * (1 - inMonth(model.poolFee, month));
    const margin = earned > 0 ? 1 - cost / earned : new NoAnswerError("no revenue, so no margin");
    return { month, ...market, hashcost: cost, margin };
  });
}

/** A month's hashprice in USD and in BTC: that of the model, or what its difficulty, subsidy and fees make. */
function hashpriceIn(
  model: Model,
  months: Months,
  month: number,
  unit: PriceUnit,
): Pick<HashpricePoint, "hashprice" | "hashvalue"> {
  const inUsd = usdHashpriceIn(model, months, month, unit);
  const hashvalue =
    months.hashprice === undefined
      ? madeHashprice(model, months, month, unit, 1)
      : inUsd / at(months.price, month);
  return { hashprice: inUsd, hashvalue };
}

/** The same in USD alone. */
export function usdHashpriceIn(model: Model, months: Months, month: number, unit: PriceUnit): number {
  return months.hashprice === undefined
    ? madeHashprice(model, months, month, unit, at(months.price, month))
    : at(months.hashprice, month) * (hashUnits[unit] / hashUnits.PH);
}

/** What the difficulty, the subsidy and the fees of a month make. */
const madeHashprice = (
  model: Model,
  { difficulty, subsidy }: Months,
  month: number,
  unit: PriceUnit,
  btcPrice: number,
) =>
  hashprice({
    difficulty: difficulty?.[month] ?? NaN,
    subsidyBtc: subsidy?.[month] ?? NaN,
    feesBtc: inMonth(model.fees, month),
    unit,
    btcPrice,
  });
