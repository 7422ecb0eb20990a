import { InputError, type Cell } from "../../core/errors";
import type { Strike } from "../../core/hedging/strike";
import type { CellParameter } from "../define";
import { strike } from "../vocabulary";

/** A price, a share of the forward written as a percentage, or one of the given words. */
export function strikeOrShare<const W extends string = never>(
  doc: string,
  ...words: readonly W[]
): CellParameter<Strike | W> {
  const alternatives = words.map((word) => `, or "${word}"`).join("");
  const rule = `must be a price above 0, or a percentage of the forward as "90%"${alternatives}`;
  const read = (cell: Cell, name: string): Strike | W => {
    if (typeof cell !== "string") return strike.read(cell, name);
    const known = words.find((word) => word === cell.trim().toLowerCase());
    if (known !== undefined) return known;
    const percentage = /^\s*(\d+(?:[.,]\d+)?)\s*%\s*$/.exec(cell)?.[1]?.replace(",", ".");
    if (percentage === undefined || Number(percentage) === 0) throw new InputError(name, rule, cell);
    return { shareOfForward: Number(percentage) / 100 };
  };
  return {
    ...strike,
    isNumber: false,
    doc: `${doc}, or a share of the forward as text: "90%"`,
    unit: "USD or text",
    rule,
    read,
  };
}
