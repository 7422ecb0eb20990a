import { seriesFacts, type Bounds, type HistoryField, type Topic } from "./market";

export interface HistoryFacts {
  readonly label: string;
  /** As in `seriesFacts`. */
  readonly unit: string;
  /** The first day that has a value, "2010-07-12"; absent where that is not known. */
  readonly begins?: string;
  /** What has to be fetched for days that are not built in; nothing where no source gives them. */
  readonly topics: readonly Topic[];
  /** Of a day's value, from the first day on. */
  readonly bounds: Bounds;
}

/** What there is to say of the quantities that have a value for each UTC day. */
export const historyFacts: Readonly<Record<HistoryField, HistoryFacts>> = {
  "btc.price": { ...seriesFacts["btc.price"], begins: "2010-07-12", topics: ["history.btc.price"] },
  "btc.difficulty": {
    ...seriesFacts["btc.difficulty"],
    begins: "2009-01-03",
    topics: ["history.btc.difficulty"],
  },
  "btc.hashrate": {
    label: "Network hashrate, estimated from the day's blocks",
    unit: seriesFacts["btc.hashrate"].unit,
    bounds: seriesFacts["btc.hashrate"].bounds,
    begins: "2010-07-12",
    topics: ["history.btc.hashrate"],
  },
  "btc.height": { ...seriesFacts["btc.height"], begins: "2021-01-03", topics: [] },
  // It follows from the height of the last block.
  "btc.subsidy": { ...seriesFacts["btc.subsidy"], begins: "2009-01-03", topics: ["network"] },
  "btc.hashprice_subsidy": {
    label: "Hashprice without fees",
    unit: seriesFacts["btc.hashprice"].unit,
    bounds: seriesFacts["btc.hashprice"].bounds,
    begins: "2010-07-12",
    topics: ["history.btc.price", "history.btc.difficulty", "network"],
  },
  "btc.dvol": { ...seriesFacts["btc.dvol"], topics: ["history.btc.dvol"] },
};
