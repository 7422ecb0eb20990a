import { readFileSync } from "node:fs";
import * as spreadsheet from "@odoo/o-spreadsheet";
import type { Model } from "@odoo/o-spreadsheet";
import type { Book } from "../../src/books/book";
import { bookFile } from "../../src/books/file";
import { placed } from "../../src/books/page";
import { bookOpener, settled, valuesOf } from "../../src/workbench/bookValues";
import { asInBrowser } from "../../src/workbench/outsideBrowser";
import { excelErrorName, isError } from "../../src/workbench/grid/errors";

/** A finished workbook in the spreadsheet, as a user has it before them. */
export interface OpenBook {
  /** Whether `npm run generate` has written the file of this description. */
  readonly isCommitted: boolean;
  /** What a cell shows: "Inputs!B7"; or that of a name: "npv". An error as Excel names it. */
  value(cell: string): string | number | boolean | null;
  number(cell: string): number;
  /** Types into a cell, "Inputs!B7" or the name of an input, and waits until everything has followed. */
  type(cell: string, text: string): Promise<void>;
  /** Types the rows of a block from a cell on, as one who pastes; "" clears. */
  paste(cell: string, rows: readonly (readonly string[])[]): Promise<void>;
  /** The sentence on all checks. */
  verdict(): string;
  /** The checks that fail, with what they say. */
  failing(): { name: string; value: unknown; advice: string }[];
  /** Cells that show errors, with what each says. */
  errors(): string[];
}

let opener: ReturnType<typeof bookOpener> | undefined;

/** Ends the streams of the open workbook, which would go on. */
afterAll(() => opener?.close());

/** Opens a workbook as its file has it. One is open at a time. */
export async function openBook(book: Book): Promise<OpenBook> {
  if (opener === undefined) {
    asInBrowser(spreadsheet);
    opener = bookOpener();
  }
  const { open } = opener;
  let model: Model | undefined;
  const file = await bookFile(book, async (first) => {
    model = await open(first);
    return valuesOf(model);
  });
  if (model === undefined) throw new Error("the workbook was not opened");
  const isCommitted = Buffer.compare(file, readFileSync(`src/books/files/${book.name}.xlsx`)) === 0;
  return opened(model, isCommitted);
}

function opened(model: Model, isCommitted: boolean): OpenBook {
  const { getters } = model;
  const position = (cell: string) => {
    const named = getters.getNamedRange(cell);
    const address = named === undefined ? cell : getters.getRangeString(named.range, "");
    const at = address.lastIndexOf("!");
    const sheet = address.slice(0, at).replace(/^'(.*)'$/, "$1");
    const sheetId = getters.getSheetIdByName(sheet);
    if (at < 0 || sheetId === undefined) throw new Error(`there is no cell ${cell}`);
    const { column, row } = placed((address.slice(at + 1).split(":")[0] ?? "").replaceAll("$", ""));
    return { sheetId, col: column - 1, row: row - 1 };
  };
  const shownAt = (where: { sheetId: string; col: number; row: number }) => {
    const shown = getters.getEvaluatedCell(where);
    return isError(shown) ? excelErrorName(String(shown.value)) : shown.value;
  };
  const value = (cell: string) => shownAt(position(cell));
  const put = ({ sheetId, col, row }: ReturnType<typeof position>, content: string) => {
    const result = model.dispatch("UPDATE_CELL", { sheetId, col, row, content });
    const reasons = result.reasons.map(String).filter((reason) => reason !== "NoChanges");
    if (reasons.length > 0) throw new Error(`cannot type ${content}: ${reasons.join(", ")}`);
  };
  return {
    isCommitted,
    value,
    number(cell) {
      const found = value(cell);
      if (typeof found !== "number") throw new Error(`${cell} shows ${String(found)}`);
      return found;
    },
    async type(cell, text) {
      put(position(cell), text);
      await settled(model);
    },
    async paste(cell, rows) {
      const { sheetId, col, row } = position(cell);
      for (const [down, texts] of rows.entries())
        for (const [right, text] of texts.entries())
          put({ sheetId, col: col + right, row: row + down }, text);
      await settled(model);
    },
    verdict: () => String(value("checks_verdict")),
    failing() {
      const found: ReturnType<OpenBook["failing"]> = [];
      for (let row = 7; String(value(`Checks!A${row}`) ?? "") !== ""; row++)
        if (value(`Checks!D${row}`) !== "OK")
          found.push({
            name: String(value(`Checks!A${row}`)),
            value: value(`Checks!B${row}`),
            advice: String(value(`Checks!E${row}`)),
          });
      return found;
    },
    errors() {
      return getters.getSheetIds().flatMap((sheetId) =>
        getters.getEvaluatedCellsPositions(sheetId).flatMap((where) => {
          const shown = getters.getEvaluatedCell(where);
          if (!isError(shown)) return [];
          const cell = `${getters.getSheetName(sheetId)}!${o_spreadsheet.helpers.toXC(where.col, where.row)}`;
          const message = "message" in shown ? String(shown.message) : "";
          return [`${cell} ${excelErrorName(String(shown.value))} ${message}`];
        }),
      );
    },
  };
}
