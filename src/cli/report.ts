import { greatest } from "../core/numeric/extremes";
import type { LeftCell } from "../workfile/recalculate";
import { columns, wrapped } from "./text";

/** A cell of which a report says why it is not as asked for. */
interface Noted {
  readonly sheet: string;
  readonly cell: string;
  readonly why: string;
}

/** More cells than these are counted. */
const MOST_NAMED = 8;
/** More lines than these are counted. */
const MOST_LISTED = 25;

/** Cells by the reason that they share, under a heading; nothing where there are none. */
export function noted(heading: string, cells: readonly Noted[]): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { sheet, cell, why } of cells)
    byReason.set(why, [...(byReason.get(why) ?? []), `${sheet}!${cell}`]);
  const lines = [...byReason].flatMap(([why, places]) => {
    const more = places.length - MOST_NAMED;
    const named = places.slice(0, MOST_NAMED).join(", ");
    return [wrapped(why, "  "), wrapped(more > 0 ? `${named} and ${more} more` : named, "    ")];
  });
  return lines.length === 0 ? [] : [[`${heading}:`, ...lines].join("\n")];
}

/** Lines under a heading, the first of many; nothing where there are none. */
export function listed(heading: string, rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const more = rows.length - MOST_LISTED;
  const rest = more > 0 ? `\n  and ${more.toLocaleString("en-US")} more (--json lists all)` : "";
  return [`${wrapped(`${heading}:`)}\n${columns(rows.slice(0, MOST_LISTED))}${rest}`];
}

/** Cells that cannot be computed, those last that only depend on others. */
export const notComputed = (heading: string, cells: readonly LeftCell[]) =>
  noted(
    heading,
    [...cells]
      .sort((a, b) => Number(a.dueTo !== undefined) - Number(b.dueTo !== undefined))
      .map(({ sheet, at, why, dueTo }) => ({
        sheet,
        cell: at,
        why: dueTo === undefined ? why : "they depend on those above",
      })),
  );

/** Sentences of which the user should know; nothing where there are none. */
export const warned = (warnings: readonly string[]): readonly string[] =>
  warnings.length === 0
    ? []
    : ["Please note:\n" + warnings.map((warning) => wrapped(warning, "  ")).join("\n")];

/** A table of counts by sheet, with their totals below where there are several. */
export function counted(heads: readonly string[], bySheet: ReadonlyMap<string, readonly number[]>): string {
  const rows = [...bySheet].map(([sheet, counts]) => [sheet, ...counts.map(String)]);
  if (bySheet.size > 1) {
    const total = (column: number) =>
      [...bySheet.values()].reduce((sum, counts) => sum + (counts[column] ?? 0), 0);
    rows.push(["All sheets", ...heads.map((_, column) => String(total(column)))]);
  }
  const width = greatest(heads.map((head) => head.length));
  const aligned = [["Sheet", ...heads], ...rows].map(([name = "", ...counts]) => [
    name,
    ...counts.map((count) => count.padStart(width)),
  ]);
  return columns(aligned);
}
