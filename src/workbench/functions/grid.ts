import type { Model } from "@odoo/o-spreadsheet";

/** The cells of the open workbook, as functions that answer later need them. */
export class Grid {
  model: Model | undefined;

  hasFormula(cell: number): boolean {
    const position = this.model?.getters.tryGetCellPosition(cell);
    return position !== undefined && this.model?.getters.getCell(position)?.isFormula === true;
  }

  /** Evaluates these cells, as far as they are still there, and what depends on them. */
  evaluate(cells: Iterable<number>): void {
    const cellIds = [...cells].filter((cell) => this.hasFormula(cell));
    if (cellIds.length > 0) this.model?.dispatch("EVALUATE_CELLS", { cellIds });
  }

  evaluateAll(): void {
    this.model?.dispatch("EVALUATE_CELLS");
  }
}
