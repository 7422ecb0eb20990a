import type { Cell } from "../cells";
import type { GridSheet } from "../evaluate/grid";
import { GridSheet as Grid } from "../evaluate/grid";
import type { Place } from "../evaluate/references";
import type { Workbook } from "../workbook";
import { attributeOf, elementsOf, tagsOf } from "../xml";

// How cells look: in most workbooks typed numbers look other than computed ones, as blue beside black.

/** Formats of fewer computed cells tell nothing. */
const LEAST_FORMULAS = 3;
/** A format of typed numbers has few computed ones, and the other way round. */
const FEW = 0.12;

export class Looks {
  /** The font and the filling of each style; none where the file does not say. */
  private readonly inks: readonly string[];
  private readonly styles = new Map<GridSheet, Grid>();
  private readonly typed = new Map<number, number>();
  private readonly computed = new Map<number, number>();

  constructor(workbook: Workbook) {
    this.inks = inksOf(workbook);
  }

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

  private readonly isOfComputed = (style: number) =>
    verdict(this.computed.get(style) ?? 0, this.typed.get(style) ?? 0);

  /** The same of the font and the filling of a style: many number formats are those of typed and of computed cells. */
  private isInkOfComputed(style: number): boolean | undefined {
    const inkOf = (other: number) => this.inks[other] ?? other;
    const sumOf = (counts: ReadonlyMap<number, number>) =>
      [...counts].reduce((sum, [other, many]) => sum + (inkOf(other) === inkOf(style) ? many : 0), 0);
    return verdict(sumOf(this.computed), sumOf(this.typed));
  }

  /**
   * The typed numbers that look like computed ones, on sheets where others have the look of typed ones, and undefined after
   * each row.
   */
  *strangers(): Generator<Place | undefined, void, undefined> {
    const inks = new Map([...this.typed.keys()].map((style) => [style, this.isInkOfComputed(style)]));
    if (![...inks.values()].includes(false)) return;
    for (const [sheet, grid] of this.styles) {
      const found: Place[] = [];
      let hasTypedLook = false;
      for (let row = 1; row <= grid.lastRow; row++) {
        for (const column of grid.columnsAt(row)) {
          const style = grid.value(row, column);
          if (typeof style !== "number") continue;
          const isInkOfComputed = inks.get(style);
          hasTypedLook ||= isInkOfComputed === false;
          if (
            isInkOfComputed !== false &&
            this.isOfComputed(style) === true &&
            sheet.formulaAt(row, column) === undefined
          )
            found.push({ sheet, row, column });
        }
        yield undefined;
      }
      if (hasTypedLook) yield* found;
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

/** Whether cells of which so many are computed and so many typed are computed ones; undefined where it cannot be said. */
function verdict(computed: number, typed: number): boolean | undefined {
  if (computed >= LEAST_FORMULAS && typed <= Math.max(1, FEW * computed)) return true;
  return typed >= LEAST_FORMULAS && computed <= FEW * typed ? false : undefined;
}

function inksOf({ file, main }: Workbook): string[] {
  const path = file.relations(main).find(({ kind, target }) => kind === "styles" && file.has(target))?.target;
  if (path === undefined) return [];
  const xml = file.xml(path);
  const [formats] = elementsOf(xml, "cellXfs");
  if (formats === undefined) return [];
  const inks: string[] = [];
  for (const tag of tagsOf(xml))
    if (
      tag.kind !== "close" &&
      tag.local === "xf" &&
      tag.start > formats.tag.start &&
      tag.end <= formats.contentEnd
    )
      inks.push(`${attributeOf(xml, tag, "fontId") ?? "0"},${attributeOf(xml, tag, "fillId") ?? "0"}`);
  return inks;
}

const count = (counts: Map<number, number>, style: number, by = 1) =>
  void counts.set(style, (counts.get(style) ?? 0) + by);
