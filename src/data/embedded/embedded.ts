import { dayValue } from "../days";
import type { HistoryField } from "../market";
import type { Embedded } from "../store";
import { difficultyByDay, hashrateByDay, heightByDay, priceByDay, type DailySeries } from "./history";
import { snapshot } from "./snapshot";

type Table = Readonly<Partial<Record<HistoryField, DailySeries>>>;

/** Made when the first day is asked for: the script's load need not wait for it. */
let table: Table | undefined;

function build(): Table {
  const difficulty = difficultyByDay();
  const height = heightByDay();
  const recorded = {
    "btc.price": priceByDay(),
    "btc.difficulty": difficulty,
    "btc.height": height,
    "btc.hashrate": hashrateByDay(difficulty, height),
  };
  const tip = snapshot.find(({ series }) => series === "btc.height");
  const { first, values } = difficulty;
  const derived = (field: HistoryField): DailySeries => ({
    first,
    values: Float64Array.from(values, (_, index) => {
      return dayValue((name, day) => valueIn(recorded, name, day), tip, field, first + index) ?? NaN;
    }),
  });
  return {
    ...recorded,
    "btc.subsidy": derived("btc.subsidy"),
    "btc.hashprice_subsidy": derived("btc.hashprice_subsidy"),
  };
}

function valueIn(series: Table, field: HistoryField, day: number): number | undefined {
  const daily = series[field];
  const value = daily?.values[day - daily.first];
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

/** Everything that is built into the add-in about the market. What it says of a day never changes. */
export const embedded: Embedded = {
  quotes: snapshot,
  day: (field, day) => valueIn((table ??= build()), field, day),
};
