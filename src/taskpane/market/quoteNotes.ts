import type { Quote } from "../../data/market";
import type { Series } from "../../data/series";
import { decimal, signedPercent } from "../format";

interface Notes {
  readonly notes: readonly string[];
  /** The quote that the notes come from, where that is another one. */
  readonly noted?: Quote;
}

/** What is shown beside a quote, from other quotes of the market. */
export function notesOf(series: Series, quote: (series: Series) => Quote | undefined): Notes {
  if (series === "btc.next_halving_height") return { notes: blocksTo(quote("btc.height"), quote(series)) };
  if (series !== "btc.next_retarget") return { notes: [] };
  const change = quote("btc.next_retarget_change");
  const notes = blocksTo(quote("btc.height"), quote("btc.next_retarget_height"));
  if (change === undefined) return { notes };
  return { notes: [...notes, `Estimated change ${signedPercent(change.value)}`], noted: change };
}

function blocksTo(height: Quote | undefined, target: Quote | undefined): string[] {
  if (height === undefined || target === undefined) return [];
  return [`${decimal(target.value - height.value, 0)} blocks to go, to block ${decimal(target.value, 0)}`];
}
