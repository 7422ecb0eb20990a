import {
  byName,
  historyFacts,
  historyFields,
  isHistoryField,
  isOwnName,
  seriesFacts,
  type HistoryField,
  type OwnName,
  type Topic,
} from "../../data/series";
import type { MarketStore } from "../../data/store";
import { ownText, presentationOf } from "../presentation";

/** A quantity that HISTORY has day by day: of the market, or of a team's own. */
export type HistoryName = HistoryField | OwnName;

interface DailyFacts {
  readonly label: string;
  readonly unit: string;
  /** What is asked for its days. */
  readonly topics: readonly Topic[];
  /** Excel number format. */
  readonly numberFormat: string;
  /** A value with its unit, as the pane shows it. */
  readonly text: (value: number) => string;
}

/** How the pane shows the quantities that have a value for each day: as it shows the current one. */
export const fieldFacts = byName(historyFields, (field): DailyFacts => {
  const { series, label, unit, topics } = historyFacts[field];
  const { text, unit: shownUnit = unit } = presentationOf(series);
  return {
    label,
    unit,
    topics,
    numberFormat: seriesFacts[series].numberFormat,
    text: (value) => (shownUnit === "" ? text(value) : `${text(value)} ${shownUnit}`),
  };
});

/** A quantity, and how the pane shows it. */
export interface Quantity extends DailyFacts {
  readonly name: HistoryName;
}

/** The quantity of a name. A team's series that the market does not hold has nothing but that. */
export function quantityNamed(name: HistoryName, { kept }: Pick<MarketStore, "kept">): Quantity {
  if (!isOwnName(name)) return { name, ...fieldFacts[name] };
  const { label, unit, numberFormat } = kept?.[name] ?? { label: name, unit: "", numberFormat: "General" };
  const text = (value: number) => `${ownText(value)} ${unit}`;
  return { name, label, unit, numberFormat, topics: [`days.${name}`], text };
}

/** A name as a list of them gives it back. */
export const historyName = (text: string): HistoryName =>
  isHistoryField(text) || isOwnName(text) ? text : "btc.price";

/** Its value on a day that is over; undefined where there is none. */
export const dayOfQuantity = (name: HistoryName, day: number, market: MarketStore): number | undefined =>
  isOwnName(name) ? market.kept?.[name]?.days?.days[day] : market.day(name, day);
