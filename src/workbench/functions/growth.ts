import type { CellPosition, Command, Model } from "@odoo/o-spreadsheet";
import { EXCEL_SHEET } from "../host/addresses";
import type { Grid } from "./grid";
import type { GridResult } from "./results";

type Dimension = "ROW" | "COL";

/** A result, with the rows and columns that the sheet needs for the whole of it. */
interface Due {
  readonly position: CellPosition;
  readonly rows: number;
  readonly columns: number;
}

interface Added {
  readonly model: Model;
  readonly sheetId: string;
  readonly dimension: Dimension;
  /** The last row or column before. */
  readonly base: number;
}

/**
 * Lets sheets grow for results that reach beyond them, as Excel's never need to.
 *
 * A sheet cannot grow while it is computed: it grows right after, which is a step of its own for the user to
 * undo. A user who undoes it means the step before, which is undone too.
 */
export class Growth {
  private readonly due: Due[] = [];
  private readonly added: Added[] = [];
  /** Whether the command under way is not an edit of the user. */
  isGrowing = false;

  constructor(private readonly grid: Grid) {}

  /** Takes note of a result, before it is known whether the cell shows the whole of it. */
  note(position: CellPosition | undefined, result: GridResult): void {
    if (position === undefined || !Array.isArray(result)) return;
    const rows = position.row + (result[0]?.length ?? 0);
    const due = { position, rows, columns: position.col + result.length };
    if (this.fits(due)) return;
    if (this.due.length === 0) setTimeout(() => this.grow());
    this.due.push(due);
  }

  /** Continues an undo that reverted a growth. */
  follow(command: Command): void {
    if (command.type !== "UNDO" || !command.commands.some((undone) => this.takesBack(undone))) return;
    // Before the sheet would grow again.
    queueMicrotask(() => this.grid.model?.dispatch("REQUEST_UNDO"));
  }

  private takesBack(undone: Command): boolean {
    if (undone.type !== "ADD_COLUMNS_ROWS") return false;
    const { sheetId, dimension, base } = undone;
    const index = this.added.findIndex(
      (added) =>
        added.model === this.grid.model &&
        added.sheetId === sheetId &&
        added.dimension === dimension &&
        added.base === base,
    );
    if (index >= 0) this.added.splice(index, 1);
    return index >= 0;
  }

  private fits({ position: { sheetId }, rows, columns }: Due): boolean {
    const { getters } = this.grid.model ?? {};
    if (getters?.tryGetSheet(sheetId) === undefined) return true;
    const { numberOfCols, numberOfRows } = getters.getSheetSize(sheetId);
    return columns <= numberOfCols && rows <= numberOfRows;
  }

  private grow(): void {
    for (const due of this.due.splice(0)) {
      if (this.fits(due)) continue;
      const { position, rows, columns } = due;
      // Within another function, such as a sum, it may need no room at all.
      if (this.grid.model?.getters.getEvaluatedCell(position).value !== "#SPILL!") continue;
      this.extend(position.sheetId, "ROW", rows);
      this.extend(position.sheetId, "COL", columns);
    }
  }

  private extend(sheetId: string, dimension: Dimension, needed: number): void {
    const { model } = this.grid;
    if (model === undefined) return;
    const end = dimension === "ROW" ? "numberOfRows" : "numberOfCols";
    const present = model.getters.getSheetSize(sheetId)[end];
    if (needed <= present || needed > EXCEL_SHEET[end]) return;
    const base = present - 1;
    this.added.push({ model, sheetId, dimension, base });
    this.isGrowing = true;
    try {
      model.dispatch("ADD_COLUMNS_ROWS", {
        sheetId,
        sheetName: model.getters.getSheetName(sheetId),
        dimension,
        base,
        quantity: needed - present,
        position: "after",
      });
    } finally {
      this.isGrowing = false;
    }
  }
}
