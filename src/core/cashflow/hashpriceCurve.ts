import { DAYS_PER_MONTH } from "../calendar";
import { hashprice, type PriceUnit } from "../economics/hashprice";
import { NoAnswerError } from "../errors";
import { hashUnits } from "../network/hashrate";
import { inMonth, type Model } from "./model";
import { monthsOf } from "./months";

interface HashpricePoint {
  month: number;
  /** USD per unit per day, before the pool fee. */
  hashprice: number;
  /** BTC per unit per day. */
  hashvalue: number;
  /** USD per unit per day: power, and other opex over the hashrate after downtime. */
  hashcost: number | NoAnswerError;
  /** Share of the revenue after the pool fee that is left. */
  margin: number | NoAnswerError;
}

/** Hashprice and hashcost of each month of a model. */
export function hashpriceCurve(model: Model, unit: PriceUnit): HashpricePoint[] {
  return monthsOf(model).map(({ month, price, difficulty, subsidy, hashrateTh, isOn, power }) => {
    const reward = {
      btcPrice: price,
      difficulty,
      subsidyBtc: subsidy,
      feesBtc: inMonth(model.fees, month),
      unit,
    };
    const revenue = hashprice(reward);
    const phDays = (hashrateTh / 1000) * inMonth(model.uptime, month) * DAYS_PER_MONTH;
    const cost = ((power + inMonth(model.otherOpex, month)) / phDays) * (hashUnits[unit] / hashUnits.PH);
    const earned = revenue * (1 - model.poolFee);
    const market = { month, hashprice: revenue, hashvalue: hashprice({ ...reward, btcPrice: 1 }) };
    if (!isOn) {
      const standing = new NoAnswerError("the machines are off in this month");
      return { ...market, hashcost: standing, margin: standing };
    }
    return {
      ...market,
      hashcost: cost,
      margin: earned > 0 ? 1 - cost / earned : new NoAnswerError("no revenue, so no margin"),
    };
  });
}
