import type { Cell } from "../cells";
import type { GridSheet } from "../evaluate/grid";
import { GridSheet as Grid } from "../evaluate/grid";
import type { Place } from "../evaluate/references";

// How cells look: in most workbooks typed numbers look other than computed ones, as blue beside black.

/** Formats of fewer computed cells tell nothing. */
const LEAST_FORMULAS = 3;
/** A format of typed numbers has few computed ones, and the other way round. */
const FEW = 0.12;

export class Looks {
  private readonly styles = new Map<GridSheet, Grid>();
  private readonly typed = new Map<number, number>();
  private readonly computed = new Map<number, number>();

  /** To be called with each cell of the file. */
  see(sheet: GridSheet, { row, column, attributes, formula, value }: Cell): void {
    let style = 0;
    for (const { name, value: text } of attributes) {
      if (name === "s") style = Number(text);
      // A text is neither.
      if (name === "t" && text !== "n") return;
    }
    if (formula !== undefined) count(this.computed, style);
    else if (value !== undefined) {
      count(this.typed, style);
      let grid = this.styles.get(sheet);
      if (grid === undefined) this.styles.set(sheet, (grid = new Grid(sheet.name, sheet.index)));
      grid.set(row, column, style);
    }
  }

  /** Whether a typed number looks like a computed one; undefined where looks say nothing. */
  looksComputed(sheet: GridSheet, row: number, column: number): boolean | undefined {
    const style = this.styles.get(sheet)?.value(row, column);
    return typeof style === "number" ? this.isOfComputed(style) : undefined;
  }

  private isOfComputed(style: number): boolean | undefined {
    const computed = this.computed.get(style) ?? 0;
    const typed = this.typed.get(style) ?? 0;
    if (computed >= LEAST_FORMULAS && typed <= Math.max(1, FEW * computed)) return true;
    return typed >= LEAST_FORMULAS && computed <= FEW * typed ? false : undefined;
  }

  /** The typed numbers that look like computed ones, and undefined after each row. */
  *strangers(): Generator<Place | undefined, void, undefined> {
    const hasTypedLook = [...this.typed.keys()].some((style) => this.isOfComputed(style) === false);
    if (!hasTypedLook) return;
    for (const [sheet, grid] of this.styles)
      for (let row = 1; row <= grid.lastRow; row++) {
        for (const column of grid.columnsAt(row)) {
          const style = grid.value(row, column);
          if (
            typeof style === "number" &&
            this.isOfComputed(style) === true &&
            sheet.formulaAt(row, column) === undefined
          )
            yield { sheet, row, column };
        }
        yield undefined;
      }
  }

  /** A cell whose formula gave way to a number, or the other way round, as an editor of the workbook would see it. */
  turned(sheet: GridSheet, row: number, column: number, style: number, isTyped: boolean): void {
    count(this.computed, style, isTyped ? -1 : 1);
    count(this.typed, style, isTyped ? 1 : -1);
    let grid = this.styles.get(sheet);
    if (grid === undefined) this.styles.set(sheet, (grid = new Grid(sheet.name, sheet.index)));
    grid.set(row, column, isTyped ? style : null);
  }
}

const count = (counts: Map<number, number>, style: number, by = 1) =>
  void counts.set(style, (counts.get(style) ?? 0) + by);
