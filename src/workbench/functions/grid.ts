import type { Model } from "@odoo/o-spreadsheet";
import { NAMESPACE } from "../../functions/define";

/** The cells of the open workbook, as functions that answer later need them. */
export class Grid {
  model: Model | undefined;

  hasFormula(cell: number): boolean {
    const position = this.model?.getters.tryGetCellPosition(cell);
    return position !== undefined && this.model?.getters.getCell(position)?.isFormula === true;
  }

  /** Whether a cell's formula calls the function, whatever the arguments. */
  calls(cell: number, functionName: string): boolean {
    return this.countCalls(cell, functionName) > 0;
  }

  /** How often it does. */
  countCalls(cell: number, functionName: string): number {
    const position = this.model?.getters.tryGetCellPosition(cell);
    const held = position && this.model?.getters.getCell(position);
    if (held?.isFormula !== true) return 0;
    const call = new RegExp(`\\b${NAMESPACE}\\.${functionName}\\s*\\(`, "gi");
    return held.compiledFormula.normalizedFormula.match(call)?.length ?? 0;
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
