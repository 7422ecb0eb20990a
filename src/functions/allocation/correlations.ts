import { CellError, InputError, type Cell } from "../../core/errors";
import { isNumberText, notANumber } from "../../core/numberText";
import type { RangeParameter } from "../define";
import { rangeSize } from "../parameters";

/** A square range of numbers; a first row and column of names are skipped. */
export const correlations: RangeParameter<number[][]> = {
  shape: "range",
  doc: "Correlation matrix of the returns, a row and a column per candidate; if omitted, they are uncorrelated",
  unit: "-1 to 1",
  rule: "must be a square of numbers between -1 and 1, with ones on the diagonal",
  optional: false,
  read: (cells: Cell[][], name: string) => {
    const bare = isName(cells[0]?.[1]) || isName(cells[1]?.[0]) ? inner(cells) : cells;
    if (bare.length === 0 || bare.some((row) => row.length !== bare.length)) {
      throw new InputError(name, `must be square, got ${rangeSize(bare)}`);
    }
    return bare.map((row, i) =>
      row.map((cell, j) => {
        if (cell instanceof CellError) throw cell;
        if (typeof cell === "number") return cell;
        const place = `${name}, row ${i + 1}, column ${j + 1},`;
        throw cell === null ? new InputError(place, "must be a number", cell) : notANumber(place, cell);
      }),
    );
  },
};

const isName = (cell: Cell | undefined) => typeof cell === "string" && cell !== "" && !isNumberText(cell);
const inner = (cells: Cell[][]) => cells.slice(1).map((row) => row.slice(1));
