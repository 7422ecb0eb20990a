import { momentOfDate } from "../core/calendar";
import type { Quote } from "../data/market";
import { seriesFacts, type Look, type Series } from "../data/series";
import { dayText, decimal, signedDecimal, signedPercent } from "./format";

interface Presentation {
  /** The value as the pane shows it. */
  readonly text: (value: number) => string;
  /** What the pane shows behind it in place of the series' unit. */
  readonly unit?: string;
  /** A difference of two values with its unit, where it is not one of the values' own unit. */
  readonly difference?: (difference: number) => string;
  /** The decimals of a value. */
  readonly decimals?: (value: number) => number;
}

const rounded = (decimals: (value: number) => number): Presentation => ({
  text: (value) => decimal(value, decimals(value)),
  decimals,
});
const blocks = (difference: number) => `${signedDecimal(difference, 0)} blocks`;
const points = (difference: number) => `${signedDecimal(difference * 100, 2)} percentage points`;

const looks: Readonly<Record<Exclude<Look, number>, Presentation>> = {
  // Prices below a dollar keep the digits that matter.
  "coin price": rounded((value) => (value < 1 ? 6 : 2)),
  count: { ...rounded(() => 0), unit: "" },
  height: { text: (value) => decimal(value, 0), unit: "", difference: blocks },
  block: { text: (value) => `Block ${decimal(value, 0)}`, unit: "", difference: blocks },
  date: {
    text: (value) => dayText(momentOfDate(value)),
    unit: "",
    difference: (days) => `${signedDecimal(days, 1)} days`,
  },
  change: { text: signedPercent, unit: "", difference: points },
  share: { text: (value) => `${decimal(value * 100, 2)} %`, unit: "a year", difference: points },
};

export function presentationOf(series: Series): Presentation {
  const { look } = seriesFacts[series];
  return typeof look === "number" ? rounded(() => look) : looks[look];
}

/** Value and unit as the pane shows them. */
export function shownValue({ series, value }: Quote): { readonly value: string; readonly unit: string } {
  const { text, unit } = presentationOf(series);
  return { value: text(value), unit: unit ?? seriesFacts[series].unit };
}

/** How far a value has moved, with its unit, and by what share: "+143.55 USD (+0.17 %)". */
export function changeText(before: Quote, after: Quote): string {
  const { difference, decimals = () => 0 } = presentationOf(after.series);
  const moved = after.value - before.value;
  if (difference !== undefined) return difference(moved);
  const { unit } = shownValue(after);
  const text = `${signedDecimal(moved, decimals(after.value))}${unit === "" ? "" : ` ${unit}`}`;
  const share = moved / before.value;
  return Number.isFinite(share) ? `${text} (${signedPercent(share)})` : text;
}

/** A value of a team's own, with as many digits as a cell shows. */
export const ownText = (value: number) =>
  new Intl.NumberFormat("en-US", { maximumSignificantDigits: 10 }).format(value);
