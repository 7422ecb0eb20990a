import { embedded } from "../data/embedded/embedded";
import { MarketStore } from "../data/store";
import { bind, bindStream } from "./bind";
import { bindApart } from "./bindApart";
import { catalogue } from "./catalogue";
import type { Definition } from "./define";
import { serveSide } from "./serveSide";
import { SideThread } from "./sideThread";

/** The market of this workbook; the task pane's script, which runs in the same page, decides what it shows. */
export const market = new MarketStore(embedded, () => Date.now());

const hasPage = typeof document !== "undefined";
/** This script itself, which a worker runs as well: both are then of the same build. */
const script =
  hasPage && document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : "";

/** Where long calls are computed; a host without a page has no other thread. */
export const sideThread = new SideThread(() => new Worker(script));

function bound(definition: Definition) {
  if (definition.streams) return bindStream(definition, market);
  return hasPage && definition.steps !== undefined
    ? bindApart(definition, market, sideThread)
    : bind(definition, market);
}

// A script host has no pane to wait for.
if (!hasPage) market.show({ kind: "embedded" });

if (!hasPage && typeof CustomFunctions === "undefined") serveSide(catalogue, market, () => Date.now());
else for (const definition of catalogue) CustomFunctions.associate(definition.name, bound(definition));
