import { excelDate } from "../core/calendar";
import { difficultyObjection } from "./feed/difficultyCheck";
import type { OptionQuote } from "./market";
import { type Bounds, historyFacts, type HistoryField, type Series, seriesFacts } from "./series";

/** 2009-01-03 18:15:05 UTC. */
export const FIRST_BLOCK_TIME = 1_231_006_505_000;
const BLOCK_TIME_MS = 600_000;
/** Days to the next adjustment: a block may be late and clocks differ; no epoch lasts longer. */
const RETARGET_DAYS: Bounds = [-1 / 24, 60];
/** Rounding of a date. */
const ROUNDING = 1e-6;

/**
 * A height that the chain can have at a time. Blocks have come a little faster than every ten minutes: from 2021 to
 * 2026 the height was 4 to 5 % ahead of that pace.
 */
export function heightBounds(moment: number): Bounds {
  const expected = (moment - FIRST_BLOCK_TIME) / BLOCK_TIME_MS;
  return [0.97 * expected, 1.12 * expected];
}

/** Why a value cannot be, as the end of a sentence that begins with its name; undefined for one that can. */
export function boundsObjection(value: number, [least, most]: Bounds): string | undefined {
  if (value >= least && value <= most) return undefined;
  const doubt = value > most ? ", more than can be right" : value < least ? ", less than can be right" : "";
  return `is ${value}${doubt}`;
}

/** Why a series cannot have a value that describes the moment `asOf`; as `boundsObjection`. */
export function valueObjection(series: Series, value: number, asOf: number): string | undefined {
  const objection = boundsObjection(value, seriesFacts[series].bounds);
  if (objection !== undefined) return objection;
  switch (series) {
    case "btc.difficulty":
      return compactObjection(value);
    case "btc.height":
      return wholeObjection(value) ?? boundsObjection(value, heightBounds(asOf));
    case "btc.next_retarget": {
      const [soonest, latest] = RETARGET_DAYS;
      const date = excelDate(asOf);
      return boundsObjection(value, [date + soonest - ROUNDING, date + latest + ROUNDING]);
    }
    default:
      return undefined;
  }
}

/** Why a field cannot have this value on a day; as `boundsObjection`. */
export function dayObjection(field: HistoryField, value: number): string | undefined {
  const objection = boundsObjection(value, historyFacts[field].bounds);
  if (objection !== undefined) return objection;
  if (field === "btc.difficulty") return compactObjection(value);
  return field === "btc.height" ? wholeObjection(value) : undefined;
}

function compactObjection(value: number): string | undefined {
  const reason = difficultyObjection(value, undefined, undefined);
  return reason === undefined ? undefined : `is ${value}: ${reason}`;
}

const wholeObjection = (value: number) => (Number.isInteger(value) ? undefined : `is ${value}, not whole`);

/** What the numbers of an option can sensibly be; prices are in BTC. */
export const optionBounds = {
  strike: [1, 1e8],
  bid: [1e-9, 1e3],
  ask: [1e-9, 1e3],
  mark: [1e-9, 1e3],
  /** Per year. */
  volatility: [0.01, 50],
  forward: seriesFacts["btc.index"].bounds,
  delta: [-1, 1],
  openInterest: [0, 21e6],
} as const satisfies Partial<Record<keyof OptionQuote, Bounds>>;

/** Most that an option can be worth, in BTC, with a hundredth to spare: a call the coin, a put its strike. */
export const mostWorth = ({ type, strike, forward }: Pick<OptionQuote, "type" | "strike" | "forward">) =>
  1.01 * (type === "call" ? 1 : strike / forward);
