import { useState } from "react";
import type { Kept, PoolShares, Quote } from "../../data/market";
import type { Currency } from "../../data/series";
import type { MarketStore } from "../../data/store";
import { addressOf, type Place, type Written } from "../../workbook/workbook";
import { counted, listText } from "../format";
import type { Host } from "../host";
import { InsertAs } from "../inserting/insertAs";
import { InsertBar } from "../inserting/insertBar";
import { isForeign } from "./quoteGroups";
import { ownSeries } from "../ownSeries";
import { formulaTable, ownTable, poolTable, refreshedTable, valueTable } from "./marketTables";
import { useMarket } from "../desk/useDesk";

/** What the view shows: the quotes without those of other currencies than the chosen one. */
interface Shown {
  readonly quotes: readonly Quote[];
  readonly own: readonly (readonly [string, Kept])[];
  readonly pools: PoolShares | undefined;
}

const modes = [
  {
    id: "refreshed",
    label: "Refreshed table",
    thing: "value",
    hint: "Values with names for your formulas, such as BTC_PRICE. Each refresh updates them.",
    table: ({ quotes }: Shown) => refreshedTable(quotes),
  },
  {
    id: "values",
    label: "Values",
    thing: "value",
    hint: "Values as of now: these cells never change by themselves.",
    table: ({ quotes }: Shown) => valueTable(quotes),
  },
  {
    id: "formulas",
    label: "MARKET formulas",
    thing: "row",
    hint: "A MARKET formula for each value: the cells follow the market, except in a frozen workbook.",
    table: ({ quotes }: Shown) => formulaTable(quotes),
  },
  {
    id: "own",
    label: "Your team's series",
    thing: "row",
    hint: "A MARKET formula for each series of your team's gateway.",
    table: ({ own }: Shown) => ownTable(own),
  },
  {
    id: "pools",
    label: "Pools of the last week",
    thing: "pool",
    hint: "Blocks found and share by pool, as values.",
    table: ({ pools }: Shown) => poolTable(pools),
  },
] as const;
type Mode = (typeof modes)[number]["id"];

interface Props {
  readonly host: Host;
  readonly selected: Place | undefined;
  readonly market: MarketStore;
  readonly currency: Currency;
}

/** The market's way into the workbook, in the form that the user picks. */
export function MarketInsert({ host, selected, market, currency }: Props) {
  useMarket(market);
  const [picked, setPicked] = useState<Mode>("refreshed");
  const own = ownSeries(market);
  const isThere: Partial<Record<Mode, boolean>> = { own: own.length > 0, pools: market.pools !== undefined };
  const offered = modes.filter(({ id }) => isThere[id] ?? true);
  const mode = offered.find(({ id }) => id === picked) ?? modes[0];
  const quotes = market.quotes.filter(({ series }) => !isForeign(series, currency));
  const table = mode.table({ quotes, own, pools: market.pools });
  return (
    <InsertBar
      host={host}
      selected={selected}
      label="Insert the market values"
      write={(workbook, target) => workbook.insertTable(table, target)}
      confirmation={(written) => confirmation(counted(table.rows.length, mode.thing), written)}
      isReady={table.rows.length > 0}
    >
      <InsertAs modes={offered} picked={mode.id} onPick={setPicked} />
    </InsertBar>
  );
}

/** What was written where, and where the names now point. */
function confirmation(what: string, { place, names, moved, kept }: Written): string[] {
  const sentences = [`${what} written to ${addressOf(place)}.`];
  if (names.length > 0) sentences.push(`Names for your formulas: ${listText(names)}.`);
  if (moved.length > 0) {
    const which = moved.length === names.length ? "all of them" : listText(moved);
    sentences.push(`Existing names that now point here: ${which}.`);
  }
  if (kept.length > 0) sentences.push(`Not moved, as you use it elsewhere: ${listText(kept)}.`);
  return sentences;
}
