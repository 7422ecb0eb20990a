import { embedded } from "../data/embedded/embedded";
import { MarketStore } from "../data/store";
import { bind, bindStream } from "./bind";
import { catalogue } from "./catalogue";

/** The market of this workbook; the task pane's script, which runs in the same page, decides what it shows. */
export const market = new MarketStore(embedded, () => Date.now());

for (const definition of catalogue) {
  const bound = definition.streams ? bindStream(definition, market) : bind(definition, market);
  CustomFunctions.associate(definition.name, bound);
}

// A script host has no pane to wait for.
if (typeof document === "undefined") market.show({ kind: "embedded" });
