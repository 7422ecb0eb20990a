import { InputError, type Cell } from "../../core/errors";
import type { Strike } from "../../core/hedging/strike";
import { unambiguousNumber } from "../../core/numberText";
import type { CellParameter } from "../define";
import { strike } from "../vocabulary";

/** A price, a share of the forward written as a percentage, or one of the given words. */
export function strikeOrShare<const W extends string>(
  doc: string,
  ...words: readonly W[]
): CellParameter<Strike | W> {
  const alternatives = words.map((word) => `, or "${word}"`).join("");
  const rule = `must be a price above 0, or a percentage of the forward as "90%"${alternatives}`;
  const read = (cell: Cell, name: string): Strike | W => {
    if (typeof cell !== "string") return strike.read(cell, name);
    const known = words.find((word) => word === cell.trim().toLowerCase());
    if (known !== undefined) return known;
    const percentage = percentageIn(cell, name);
    if (percentage === undefined || percentage <= 0) throw new InputError(name, rule, cell);
    return { shareOfForward: percentage / 100 };
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

function percentageIn(got: string, parameter: string): number | undefined {
  const number = /^([^%]*)%\s*$/.exec(got)?.[1];
  if (number === undefined) return undefined;
  return unambiguousNumber(number, { parameter, got, written: (reading) => `${reading}%` });
}
