import type { CellPosition, DispatchResult, Model } from "@odoo/o-spreadsheet";
import {
  columnCount,
  parseZone,
  quotedSheetName,
  rowCount,
  splitAddress,
  zoneAddress,
  type Area,
} from "./addresses";
import { accessDenied, invalidArgument, notFound } from "./requestError";

/** An area of the open workbook: what an object of the class Range remembers. */
export interface RangeState extends Area {
  readonly book: Book;
}

/** The open workbook, as the answers to a pane's requests need it. */
export class Book {
  /** Whether cells may hold values from before the writes of the request under way. */
  isStale = false;
  /** Whether the request added sheets, rows or columns. */
  isReshaped = false;
  /** Names that were given to charts, which the spreadsheet does not keep, by their ids. */
  readonly chartNames = new Map<string, string>();
  /** By sheet, the names that belong to it, which the spreadsheet does not have, with their formulas. */
  readonly sheetNames = new Map<string, ReadonlyMap<string, string>>();
  private later: (() => void)[] = [];

  /**
   * The file keeps the add-in's `settings` and, by their ids, custom XML parts: see src/workbench/files. `openFile` opens a
   * file as another workbook.
   */
  constructor(
    readonly model: Model,
    readonly settings = new Map<string, unknown>(),
    readonly customXml = new Map<string, string>(),
    readonly openFile: (file: Uint8Array) => void = () => undefined,
  ) {}

  get getters() {
    return this.model.getters;
  }

  /** Checks the outcome of a command; to change nothing is not a failure. */
  done(result: DispatchResult): void {
    this.isStale = true;
    const reasons = result.reasons.map(String).filter((reason) => reason !== "NoChanges");
    if (reasons.includes("SheetLocked")) throw accessDenied();
    if (!result.isSuccessful && reasons.length > 0) throw invalidArgument(reasons.join(", "));
  }

  /**
   * Does what follows from the cells' new values: within the step under way, if the spreadsheet can evaluate in
   * it. It cannot when sheets or rows were added in it; then the work is a step of its own.
   */
  withNewValues(work: () => void): void {
    if (this.isReshaped) {
      this.afterwards(work);
      return;
    }
    if (this.isStale) this.model.dispatch("EVALUATE_CELLS");
    work();
  }

  /** Leaves work for the end of the request, when the cells have their new values. */
  afterwards(work: () => void): void {
    this.later.push(work);
  }

  finish(): void {
    this.isStale = false;
    this.isReshaped = false;
    const later = this.later;
    this.later = [];
    for (const work of later) work();
  }

  sheetId(nameOrId: string): string | undefined {
    if (this.getters.getSheetIds().includes(nameOrId)) return nameOrId;
    return this.getters.getSheetIdByName(nameOrId);
  }

  wholeSheet(sheetId: string): Area {
    return { sheetId, zone: this.getters.getSheetZone(sheetId) };
  }

  /** The area of "B2:C3", "Sheet!A1" or a defined name. */
  area(text: string, defaultSheetId: string): Area {
    const named = this.getters.getNamedRange(text);
    if (named !== undefined) return { sheetId: named.range.sheetId, zone: named.range.zone };
    const { sheetName, local } = splitAddress(text);
    const sheetId = sheetName === undefined ? defaultSheetId : this.getters.getSheetIdByName(sheetName);
    if (sheetId === undefined) notFound();
    return { sheetId, zone: parseZone(local, this.getters.getSheetSize(sheetId)) };
  }

  /** "Sheet1!A1:B2", as Excel gives addresses. */
  address({ sheetId, zone }: Area, fixed = false): string {
    return `${quotedSheetName(this.getters.getSheetName(sheetId))}!${zoneAddress(zone, fixed)}`;
  }

  /** Adds rows and columns until the area is on the sheet; Excel's sheets are always large enough. */
  makeRoom({ sheetId, zone }: Area): void {
    const size = this.getters.getSheetSize(sheetId);
    this.extend(sheetId, "ROW", size.numberOfRows, zone.bottom + 1);
    this.extend(sheetId, "COL", size.numberOfCols, zone.right + 1);
  }

  private extend(sheetId: string, dimension: "ROW" | "COL", present: number, needed: number): void {
    if (needed <= present) return;
    this.isReshaped = true;
    const sheetName = this.getters.getSheetName(sheetId);
    const added = { sheetId, sheetName, dimension, base: present - 1, quantity: needed - present };
    this.done(this.model.dispatch("ADD_COLUMNS_ROWS", { ...added, position: "after" }));
  }

  /** A matrix of what `read` finds in each cell, row by row. */
  matrix<T>({ sheetId, zone }: Area, read: (position: CellPosition) => T): T[][] {
    const rows: T[][] = [];
    for (let row = zone.top; row <= zone.bottom; row++) {
      const line: T[] = [];
      for (let col = zone.left; col <= zone.right; col++) line.push(read({ sheetId, col, row }));
      rows.push(line);
    }
    return rows;
  }

  /** Gives each cell of the area its value: from a matrix of the area's size, or one value for all. */
  spread(area: Area, values: unknown, write: (position: CellPosition, value: unknown) => void): void {
    const { sheetId, zone } = area;
    const matrix = Array.isArray(values) ? requireSize(values, area) : undefined;
    for (let row = zone.top; row <= zone.bottom; row++) {
      for (let col = zone.left; col <= zone.right; col++) {
        write(
          { sheetId, col, row },
          matrix === undefined ? values : matrix[row - zone.top]?.[col - zone.left],
        );
      }
    }
  }
}

function requireSize(values: readonly unknown[], area: Area): readonly (readonly unknown[])[] {
  const width = columnCount(area);
  const fits = (line: unknown): line is readonly unknown[] => Array.isArray(line) && line.length === width;
  if (values.length === rowCount(area) && values.every(fits)) return values;
  throw invalidArgument(`values must be ${rowCount(area)} rows by ${width} columns`);
}
