import {
  byName,
  historyFacts,
  historyFields,
  seriesFacts,
  type HistoryFacts,
  type HistoryField,
} from "../../data/series";
import { presentationOf } from "../presentation";

interface FieldFacts extends HistoryFacts {
  /** Excel number format. */
  readonly numberFormat: string;
  /** A value with its unit, as the pane shows it. */
  readonly text: (value: number) => string;
}

/** How the pane shows the quantities that have a value for each day: as it shows the current one. */
export const fieldFacts = byName(historyFields, (field): FieldFacts => {
  const facts = historyFacts[field];
  const { text, unit = facts.unit } = presentationOf(facts.series);
  return {
    ...facts,
    numberFormat: seriesFacts[facts.series].numberFormat,
    text: (value) => (unit === "" ? text(value) : `${text(value)} ${unit}`),
  };
});

/** The quantity of that name, or the price. */
export const fieldNamed = (name: string): HistoryField =>
  historyFields.find((field) => field === name) ?? "btc.price";
