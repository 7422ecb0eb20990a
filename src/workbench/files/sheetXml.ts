import { columnIndex, columnLetters, parseZone } from "../host/addresses";
import { withGridNames } from "./formulaNames";
import { needsMark } from "./literalTexts";
import { FileMistake } from "./mistakes";
import { childOf, elements, makeOpaque, textOf } from "./xmlElements";

/** What a sheet's cells need to know of the workbook. */
export interface SheetSurroundings {
  /** How many styles a cell may have; a cell with another is plain. */
  readonly styles: number;
  /** Styles that show dates. */
  readonly dateStyles: ReadonlySet<number>;
  /** How many texts the cells of the workbook share. */
  readonly texts: number;
  /** Whether day 0 is 1 January 1904, as on the first Macintoshes. */
  readonly is1904: boolean;
}

const DAYS_TO_1904 = 1462;
/** Excel's day 0. */
const DAY_0 = Date.UTC(1899, 11, 30);
const MS_PER_DAY = 86_400_000;

/**
 * Brings a sheet to what the import of the spreadsheet reads: every cell says where it is, texts that stand in their
 * cells are values, dates are numbers, functions have the names that the spreadsheet knows.
 */
export function adaptSheet(document: Document, name: string, surroundings: SheetSurroundings): void {
  let row = 0;
  for (const rowElement of elements(document, "row")) {
    row = Number(rowElement.getAttribute("r") ?? row + 1);
    rowElement.setAttribute("r", String(row));
    keepStyle(rowElement, "s", surroundings);
    let column = -1;
    for (let cell = rowElement.firstElementChild; cell !== null; cell = cell.nextElementSibling) {
      if (cell.localName !== "c") continue;
      const reference = cell.getAttribute("r");
      column = reference === null ? column + 1 : columnIndex(reference.replace(/\d+/, ""));
      if (reference === null) cell.setAttribute("r", `${columnLetters(column)}${row}`);
      keepStyle(cell, "s", surroundings);
      requireText(cell, name, surroundings);
      adaptCell(cell, surroundings);
    }
  }
  for (const column of elements(document, "col")) keepStyle(column, "style", surroundings);
  dropSpilledValues(document);
  makeOpaque(document);
}

const WHOLE_SHEET = { numberOfRows: 1_048_576, numberOfCols: 16_384 };

/** The spreadsheet would take the values that formulas spill for typed ones in the way. */
function dropSpilledValues(document: Document): void {
  const zones = elements(document, "f")
    .filter((formula) => formula.getAttribute("t") === "array")
    .map((formula) => formula.getAttribute("ref") ?? "")
    .filter((range) => range.includes(":"))
    .map((range) => parseZone(range, WHOLE_SHEET));
  if (zones.length === 0) return;
  for (const cell of elements(document, "c")) {
    if (childOf(cell, "f") !== undefined) continue;
    const { left, top } = parseZone(cell.getAttribute("r") ?? "", WHOLE_SHEET);
    const isSpilled = zones.some(
      (zone) => left >= zone.left && left <= zone.right && top >= zone.top && top <= zone.bottom,
    );
    if (!isSpilled) continue;
    cell.removeAttribute("t");
    cell.replaceChildren();
  }
}

function keepStyle(element: Element, name: string, { styles }: SheetSurroundings): void {
  if (Number(element.getAttribute(name) ?? 0) >= styles) element.removeAttribute(name);
}

function requireText(cell: Element, sheet: string, { texts }: SheetSurroundings): void {
  if (cell.getAttribute("t") !== "s") return;
  const index = childOf(cell, "v")?.textContent ?? "";
  if (index === "") return cell.removeAttribute("t");
  if (Number(index) < texts) return;
  const address = `${cell.getAttribute("r")} of the sheet "${sheet}"`;
  throw new FileMistake(`This workbook is damaged: the text of the cell ${address} is missing.`);
}

function adaptCell(cell: Element, { dateStyles, is1904 }: SheetSurroundings): void {
  const formula = childOf(cell, "f");
  const written = formula?.textContent ?? "";
  if (formula !== undefined && written !== "") formula.textContent = withGridNames(written);
  if (cell.getAttribute("t") === "inlineStr") plainText(cell);
  if (cell.getAttribute("t") === "d") plainDate(cell);
  else if (is1904 && dateStyles.has(Number(cell.getAttribute("s")))) movedDate(cell);
  const value = childOf(cell, "v");
  const isValue = written === "" && formula?.hasAttribute("si") !== true;
  if (isValue && cell.getAttribute("t") === "str" && value && needsMark(value.textContent ?? ""))
    value.textContent = `'${value.textContent}`;
}

/** A text that stands in its cell becomes its value. Formatting within it is lost. */
function plainText(cell: Element): void {
  const inline = childOf(cell, "is");
  const text = inline === undefined ? "" : textOf(inline);
  inline?.remove();
  childOf(cell, "v")?.remove();
  const value = cell.ownerDocument.createElementNS(cell.namespaceURI, "v");
  value.setAttribute("xml:space", "preserve");
  value.textContent = text;
  cell.setAttribute("t", "str");
  cell.append(value);
}

/** "2026-03-31" or "2026-03-31T12:00:00" becomes Excel's number of it. What is no date stays, as text. */
function plainDate(cell: Element): void {
  const value = childOf(cell, "v");
  const text = value?.textContent?.trim() ?? "";
  const time = /^\d{4}-/.test(text) ? Date.parse(text.replace(/Z?$/, text.includes("T") ? "Z" : "")) : NaN;
  if (value === undefined || Number.isNaN(time)) return cell.setAttribute("t", "str");
  cell.removeAttribute("t");
  value.textContent = String((time - DAY_0) / MS_PER_DAY);
}

function movedDate(cell: Element): void {
  const value = childOf(cell, "v");
  const number = Number(value?.textContent ?? "");
  if (value !== undefined && (cell.getAttribute("t") ?? "n") === "n" && value.textContent?.trim() !== "")
    value.textContent = String(number + DAYS_TO_1904);
}
