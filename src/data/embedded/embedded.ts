import { once } from "../../core/once";
import type { DailyMarket } from "../../core/risk/backtest";
import { dayValue } from "../derived";
import {
  derivedHeightByDay,
  difficultyByDay,
  hashrateByDay,
  heightByDay,
  laterPriceByDay,
  priceByDay,
  valueOn,
  type DailySeries,
} from "./history";
import { snapshot } from "./snapshot";
import type { HistoryField } from "../series";
import type { Approximation } from "../market";
import type { Embedded } from "../store";

const price = once(priceByDay);
const difficulty = once(difficultyByDay);
const height = once(heightByDay);
const derivedHeight = once(derivedHeightByDay);
const laterPrice = once(laterPriceByDay);

const recorded: Readonly<Partial<Record<HistoryField, () => DailySeries>>> = {
  "btc.price": price,
  "btc.difficulty": difficulty,
  "btc.height": height,
  "btc.hashrate": once(() => hashrateByDay(difficulty(), height())),
};

const tip = snapshot.find(({ series }) => series === "btc.height");

/** What follows from the others, for each day that has a difficulty. */
const derived = (field: HistoryField) =>
  once(() => {
    const { first, values } = difficulty();
    const derive = (_: number, index: number) =>
      dayValue((name, day) => valueIn(recorded[name]?.(), day), tip, field, first + index) ?? NaN;
    return { first, values: values.map(derive) };
  });

const builtIn: typeof recorded = {
  ...recorded,
  "btc.subsidy": derived("btc.subsidy"),
  "btc.hashprice_subsidy": derived("btc.hashprice_subsidy"),
};

function valueIn(series: DailySeries | undefined, day: number): number | undefined {
  const value = series === undefined ? NaN : valueOn(series, day);
  return Number.isNaN(value) ? undefined : value;
}

/** All market data built into the add-in. What it says about a day never changes. */
export const embedded: Embedded = {
  quotes: snapshot,
  day: (field, day) => valueIn(builtIn[field]?.(), day),
  approximateDay: (field, day) => {
    if (field === "btc.height") return approximation(derivedHeight(), day, "derived");
    if (field === "btc.price") return approximation(laterPrice(), day, "opening of the next day");
    return undefined;
  },
};

function approximation(
  series: DailySeries,
  day: number,
  note: Approximation["note"],
): Approximation | undefined {
  const value = valueIn(series, day);
  return value === undefined ? undefined : { value, note };
}

/**
 * The built-in market of each day that has a price, which is the same for ever; the heights of days on which blocks were
 * not counted are derived.
 */
export const dailyMarket: DailyMarket = {
  get firstDay() {
    return price().first;
  },
  get lastDay() {
    return price().first + price().values.length - 1;
  },
  close: (day) => valueOn(price(), day),
  difficulty: (day) => valueOn(difficulty(), day),
  height: (day) => valueOn(day < height().first ? derivedHeight() : height(), day),
};
