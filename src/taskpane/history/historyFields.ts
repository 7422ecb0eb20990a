import { historyFacts, type HistoryFacts } from "../../data/historyFacts";
import { historyFields, type HistoryField, type Series } from "../../data/market";
import { presentations } from "../presentation";

interface FieldFacts extends HistoryFacts {
  /** Excel number format. */
  readonly numberFormat: string;
  /** A value with its unit, as the pane shows it. */
  readonly text: (value: number) => string;
}

/** A value of a day looks as one of now does. */
const looksLike = (field: HistoryField): Series =>
  field === "btc.hashprice_subsidy" ? "btc.hashprice" : field;

function factsOf(field: HistoryField): FieldFacts {
  const facts = historyFacts[field];
  const { numberFormat, text, unit = facts.unit } = presentations[looksLike(field)];
  return { ...facts, numberFormat, text: (value) => (unit === "" ? text(value) : `${text(value)} ${unit}`) };
}

/** What the pane says about the quantities that have a value for each day. */
export const fieldFacts: Readonly<Record<HistoryField, FieldFacts>> = {
  "btc.price": factsOf("btc.price"),
  "btc.difficulty": factsOf("btc.difficulty"),
  "btc.hashrate": factsOf("btc.hashrate"),
  "btc.height": factsOf("btc.height"),
  "btc.subsidy": factsOf("btc.subsidy"),
  "btc.hashprice_subsidy": factsOf("btc.hashprice_subsidy"),
  "btc.dvol": factsOf("btc.dvol"),
};

/** The quantity of that name, or the price. */
export const fieldNamed = (name: string): HistoryField =>
  historyFields.find((field) => field === name) ?? "btc.price";
