// How reports and sheets of ours say numbers and moments.

/** A number with the digits that matter, in groups of three before the point. */
export function numberText(value: number): string {
  const digits = Number.isInteger(value) || Math.abs(value) >= 1e7 ? 15 : 10;
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  if (size !== 0 && (size >= 1e18 || size < 1e-7)) return String(rounded);
  return rounded.toLocaleString("en-US", { maximumFractionDigits: 20, maximumSignificantDigits: digits });
}

export const countOf = (count: number, one: string, many: string) =>
  `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

/** The day and time of a moment as ISO 8601 has it, to the minute. */
export const momentText = (moment: number) =>
  `${new Date(moment).toISOString().slice(0, 16).replace("T", " ")} UTC`;

export const dayText = (moment: number) => momentText(moment).slice(0, 10);
