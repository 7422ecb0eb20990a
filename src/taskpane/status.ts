import type { MarketState, Quote } from "../data/market";
import type { DeskState } from "./desk/desk";
import { agoText, counted, dayText, momentText } from "./format";
import { MS_PER_DAY } from "../core/calendar";
import { greatest } from "../core/numeric/extremes";

export type StatusKind = MarketState["kind"];

/** What the pane says about its data on every view. */
interface Status {
  readonly kind: StatusKind;
  readonly text: string;
  /** Whys and what to do, as sentences. */
  readonly detail?: string;
}

/** The state of the data at a moment, in milliseconds since 1970 UTC. */
export function statusOf(
  state: MarketState,
  quotes: readonly Quote[],
  { refreshedAt, settings, round, problems, staged }: DeskState,
  time: number,
): Status {
  const { kind } = state;
  const parts = (first: string, ...more: (string | undefined)[]) =>
    [first, ...more].filter((part) => part !== undefined).join(" · ");
  const progress = round === undefined ? undefined : `asking the sources, ${round.done} of ${round.total}`;
  const failures =
    problems.length === 0 || round !== undefined
      ? undefined
      : `${counted(problems.length, "source")} did not answer`;
  switch (state.kind) {
    case "starting":
      return { kind, text: "Reading the workbook …" };
    case "embedded":
      return { kind, text: parts(`Built-in values of ${builtInDay(quotes)}`, progress, failures) };
    case "live":
      return {
        kind,
        text: parts(liveText(quotes), updated(refreshedAt, time, settings.isOnline), progress, failures),
      };
    case "frozen": {
      const waiting = staged === undefined ? undefined : "new values are ready in Market";
      return { kind, text: parts(frozenText(state.frozenAt, quotes), waiting, progress, failures) };
    }
    case "unreadable":
      return { kind, text: "The frozen values cannot be read", detail: unreadable(state.reason) };
  }
}

/** Values of an earlier session are not live. */
const liveText = (quotes: readonly Quote[]) =>
  quotes.some(({ quality }) => quality === "live") ? "Live" : "Values fetched earlier";

/** Values may be older than the moment at which they were frozen. */
function frozenText(frozenAt: number, quotes: readonly Quote[]): string {
  const newest = greatest(quotes.map(({ asOf }) => asOf));
  const values = frozenAt - newest > MS_PER_DAY ? `, values of ${dayText(newest)}` : "";
  return `Frozen on ${momentText(frozenAt)}${values}`;
}

/** What is wrong with frozen values, and the ways out. */
const unreadable = (reason: string) =>
  `${reason.replace(/\.?$/, ".")} No value is shown until this is resolved: try again in Market, open an earlier ` +
  "copy of the workbook, or set this one live and freeze it again.";

function updated(refreshedAt: number | undefined, time: number, isOnline: boolean): string {
  const when =
    refreshedAt === undefined
      ? "not updated since the pane was opened"
      : `updated ${agoText(refreshedAt, time)}`;
  return isOnline ? when : `${when}, the sources are switched off`;
}

function builtInDay(quotes: readonly Quote[]): string {
  const moments = quotes.flatMap(({ quality, asOf }) => (quality === "embedded" ? [asOf] : []));
  return dayText(greatest(moments));
}
