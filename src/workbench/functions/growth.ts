import type { CellPosition, Command } from "@odoo/o-spreadsheet";
import type { Grid } from "./grid";
import type { GridResult } from "./results";

/** Excel's sheets end here. */
const MOST = { ROW: 1_048_576, COL: 16_384 } as const;

type Dimension = keyof typeof MOST;

interface Added {
  readonly sheetId: string;
  readonly dimension: Dimension;
  /** The last row or column before. */
  readonly base: number;
}

/**
 * Lets sheets grow for results that reach beyond them, as Excel's never need to.
 *
 * A sheet cannot grow while it is computed: it grows at once thereafter, which is a step of its own for the user to
 * undo. Whoever undoes it means the step before, which is undone with it.
 */
export class Growth {
  private due: { position: CellPosition; result: GridResult }[] = [];
  private readonly added: Added[] = [];
  /** Whether the command under way is no edit of the user. */
  isGrowing = false;

  constructor(private readonly grid: Grid) {}

  /** Takes note of a result, before it is known whether the cell shows the whole of it. */
  note(position: CellPosition | undefined, result: GridResult): void {
    if (position === undefined || !Array.isArray(result) || this.fits(position, result)) return;
    if (this.due.length === 0) setTimeout(() => this.grow());
    this.due.push({ position, result });
  }

  /** Goes on with an undo that took a growth back. */
  follow(command: Command): void {
    if (command.type !== "UNDO" || !command.commands.some((undone) => this.takesBack(undone))) return;
    // Before the sheet would grow again.
    queueMicrotask(() => this.grid.model?.dispatch("REQUEST_UNDO"));
  }

  private takesBack(undone: Command): boolean {
    if (undone.type !== "ADD_COLUMNS_ROWS") return false;
    const { sheetId, dimension, base } = undone;
    const index = this.added.findIndex(
      (added) => added.sheetId === sheetId && added.dimension === dimension && added.base === base,
    );
    if (index >= 0) this.added.splice(index, 1);
    return index >= 0;
  }

  private fits({ sheetId, col, row }: CellPosition, columns: readonly (readonly unknown[])[]): boolean {
    const { getters } = this.grid.model ?? {};
    if (getters?.tryGetSheet(sheetId) === undefined) return true;
    const { numberOfCols, numberOfRows } = getters.getSheetSize(sheetId);
    return col + columns.length <= numberOfCols && row + (columns[0]?.length ?? 0) <= numberOfRows;
  }

  private grow(): void {
    const due = this.due;
    this.due = [];
    for (const { position, result } of due) {
      if (!Array.isArray(result) || this.fits(position, result)) continue;
      // Within another function, such as a sum, it may need no room at all.
      if (this.grid.model?.getters.getEvaluatedCell(position).value !== "#SPILL!") continue;
      this.extend(position.sheetId, "ROW", position.row + (result[0]?.length ?? 0));
      this.extend(position.sheetId, "COL", position.col + result.length);
    }
  }

  private extend(sheetId: string, dimension: Dimension, needed: number): void {
    const { model } = this.grid;
    if (model === undefined || needed > MOST[dimension]) return;
    const { numberOfRows, numberOfCols } = model.getters.getSheetSize(sheetId);
    const present = dimension === "ROW" ? numberOfRows : numberOfCols;
    if (needed <= present) return;
    const base = present - 1;
    this.added.push({ sheetId, dimension, base });
    this.isGrowing = true;
    model.dispatch("ADD_COLUMNS_ROWS", {
      ...{ sheetId, sheetName: model.getters.getSheetName(sheetId), dimension },
      ...{ base, quantity: needed - present, position: "after" },
    });
    this.isGrowing = false;
  }
}
