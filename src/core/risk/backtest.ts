import { dateOfDay, dayOfDate, isoDay, monthsLater } from "../calendar";
import type { Settings } from "../cashflow/block";
import { cashflowsOf, type Cashflows } from "../cashflow/cashflows";
import { resolve } from "../cashflow/resolve";
import { InputError, NoAnswerError } from "../errors";
import { blockSubsidy } from "../network/subsidy";
import { at } from "../numeric/at";

/** What the market was at the end of each day (UTC), the days counted from 1970-01-01; NaN where it is not known. */
export interface DailyMarket {
  readonly firstDay: number;
  readonly lastDay: number;
  /** USD per BTC. */
  readonly close: (day: number) => number;
  readonly difficulty: (day: number) => number;
  /** Of the last block of the day. */
  readonly height: (day: number) => number;
}

interface Outcome {
  /** BTC. */
  readonly btc: number;
  /** USD. */
  readonly netCash: number;
}

interface BacktestMonth {
  /** Excel date of the month's last day. */
  readonly date: number;
  readonly forecast: Outcome & { readonly price: number; readonly difficulty: number };
  readonly realised: Outcome & { readonly price: number; readonly difficulty: number };
}

interface Backtest {
  readonly months: readonly BacktestMonth[];
  readonly total: { readonly forecast: Outcome; readonly realised: Outcome };
}

/** What a quantity of a past day or month is called where it is missing. */
const quantities = { close: "price", difficulty: "difficulty", height: "height" } as const;

/**
 * What a model would have said at the end of a past day, beside what the same model says of the market that came.
 *
 * The forecast has that day's price, difficulty and height, the halving schedule and the model's own growth; the
 * realised run has, month by month, the mean close, the mean difficulty and subsidy that a constant hashrate met. All
 * else is the model's. Without `months` as many whole months as the history covers, at most the model's.
 */
export function backtest(
  settings: Settings,
  date: number,
  months: number | undefined,
  market: DailyMarket,
): Backtest {
  if (settings.has("hashprice"))
    throw new InputError("model", "must give difficulty, not hashprice: the history has no hashprice");
  const day = dayOfDate(date);
  const ends = () => new NoAnswerError(`history ends on ${isoDay(market.lastDay)}`);
  if (day < market.firstDay) throw new NoAnswerError(`history begins on ${isoDay(market.firstDay)}`);
  if (day > market.lastDay) throw ends();

  const block = new Map(settings);
  const given = (value: number) => ({ value, source: "given", currency: undefined }) as const;
  block.set("btcPrice", { ...given(known(market, "close", day)), currency: "USD" });
  block.set("difficulty", given(known(market, "difficulty", day)));
  block.set("startHeight", given(known(market, "height", day) + 1));
  block.set("startDate", given(dateOfDay(day)));
  block.delete("subsidy");
  const model = resolve(block);
  if (months !== undefined && months > model.months)
    throw new InputError("months", `must be at most the model's months, ${model.months}`, months);

  const lastDayOf = (month: number) => dayOfDate(monthsLater(dateOfDay(day), month));
  let covered = 0;
  while (covered < (months ?? model.months) && lastDayOf(covered + 1) <= market.lastDay) covered++;
  if (covered === 0 || covered < (months ?? 0)) throw ends();
  const met: MonthMet[] = [];
  for (let month = 1; month <= covered; month++)
    met.push(marketMet(market, lastDayOf(month - 1) + 1, lastDayOf(month)));

  const past = new Map(block);
  const series = (values: readonly number[]) =>
    ({ value: { values, carriesOn: true }, source: "given" }) as const;
  past.set("btcPrice", { ...series(met.map(({ price }) => price)), currency: "USD" });
  past.set("difficulty", series(met.map(({ difficulty }) => difficulty)));
  past.set("subsidy", series(met.map(({ subsidy }) => subsidy)));
  past.delete("btcPriceGrowth");
  past.delete("difficultyGrowth");

  const forecast = cashflowsOf(model);
  const realised = cashflowsOf(resolve(past));
  const rows = met.map((_, index) => ({
    date: dateOfDay(lastDayOf(index + 1)),
    forecast: monthOf(forecast, index + 1),
    realised: monthOf(realised, index + 1),
  }));
  return {
    months: rows,
    total: {
      forecast: totalOf(rows.map((row) => row.forecast)),
      realised: totalOf(rows.map((row) => row.realised)),
    },
  };
}

function known(market: DailyMarket, quantity: keyof typeof quantities, day: number): number {
  const value = market[quantity](day);
  if (Number.isNaN(value))
    throw new NoAnswerError(`no ${quantities[quantity]} is recorded for ${isoDay(day)}`);
  return value;
}

interface MonthMet {
  /** USD per BTC, the mean of the closes. */
  readonly price: number;
  readonly difficulty: number;
  /** BTC per block. */
  readonly subsidy: number;
}

/** What a constant hashrate meets: on each day it finds blocks in inverse proportion to the difficulty. */
function marketMet(market: DailyMarket, from: number, to: number): MonthMet {
  let closes = 0;
  let ease = 0;
  let coins = 0;
  for (let day = from; day <= to; day++) {
    const difficulty = known(market, "difficulty", day);
    closes += known(market, "close", day);
    ease += 1 / difficulty;
    coins += blockSubsidy(known(market, "height", day)) / difficulty;
  }
  const days = to - from + 1;
  return { price: closes / days, difficulty: days / ease, subsidy: coins / ease };
}

const monthOf = ({ months, btc, net }: Cashflows, month: number) => ({
  price: at(months.price, month),
  difficulty: months.difficulty?.[month] ?? NaN,
  btc: at(btc, month),
  netCash: at(net, month),
});

function totalOf(months: readonly Outcome[]): Outcome {
  let [btc, netCash] = [0, 0];
  for (const month of months) {
    btc += month.btc;
    netCash += month.netCash;
  }
  return { btc, netCash };
}
