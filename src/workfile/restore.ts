import { shifted } from "../formula/shifted";
import { typed } from "../formula/stored";
import { addressText, cellsOf, parsedAddress, type Cell } from "./cells";
import type { Compression } from "./compression";
import { COVER_TITLE } from "./coverSheet";
import { FileError } from "./fileError";
import { movedCells } from "./landmarks";
import { metadataPath, spillRecord } from "./metadata";
import { originalsIn, takenOutOf, type Kept, type OriginalCell, type OriginalSheet } from "./originals";
import { checksum, takeOutCustomPart } from "./customPart";
import { relationsPath } from "./package";
import { outerFormulas, sharedTextsOf } from "./plan";
import { formulaPrint, valuePrints } from "./prints";
import type { LeftCell, Restored } from "./reports";
import { cellKey, readSheet, type FormulaCell, type SheetContent } from "./sheetContent";
import { openWorkbook, type Sheet, type Workbook } from "./workbook";
import {
  attributeEdit,
  attributeOf,
  attributesOf,
  elementsOf,
  escaped,
  escapedValue,
  named,
  spliced,
  tagsOf,
  textBetween,
  type Edit,
  type Tag,
  type Xml,
} from "./xml";

/**
 * The workbook as it was before it was made portable. Where it was changed since, cells that are as they were written get
 * their formulas again, and others stay and are listed. Throws a `FileError`.
 */
export function restored(bytes: Uint8Array, compression?: Compression): Restored {
  const workbook = openWorkbook(bytes, compression);
  const { file } = workbook;
  const originals = originalsIn(workbook);
  if (originals === undefined)
    throw new FileError(
      "the workbook keeps no original formulas: it was not made portable by Hashcell, or another program has removed them",
    );
  const kept = originals.kept();
  const cells: { sheet: string; cell: string }[] = [];
  const left: LeftCell[] = [];
  const warnings: string[] = [];
  const shared = sharedTextsOf(workbook);
  const metadata = metadataPath(workbook);
  const isSameMetadata = (metadata === undefined ? 0 : checksum(file.xml(metadata).text)) === kept.metadata;
  // By path, the changes of each sheet.
  const changes = new Map<string, Edit[]>();
  for (const before of kept.sheets) {
    const sheet = sheetNow(workbook, before, kept);
    const formulas = originalFormulas(originals.path, before);
    if (sheet === undefined) {
      for (const at of formulas.keys())
        left.push(leftCell(before.name, at, formulas, "its sheet is no longer there"));
      continue;
    }
    const xml = file.xml(sheet.path);
    const content = readSheet(xml, shared);
    const { found, changed } = cellsAsWritten(xml, content, before, formulas);
    for (const [at, why] of changed) if (formulas.has(at)) left.push(leftCell(sheet.name, at, formulas, why));
    for (const { was } of found) if (formulas.has(was.at)) cells.push({ sheet: sheet.name, cell: was.at });
    changes.set(sheet.path, sheetEdits({ workbook, xml, content, found, formulas, isSameMetadata }));
  }
  for (const [path, edits] of changes) file.edit(path, edits);

  const formulas = formulaEdits(workbook, kept);
  for (const [path, edits] of formulas.edits) changes.set(path, edits);
  const stillUsed = namesStillUsed(workbook, kept, changes);
  if (left.length === 0 && stillUsed.size === 0 && isAsWritten(workbook, kept)) undoAll(workbook, kept);
  else {
    takeOutCustomPart(workbook, originals);
    for (const [path, edits] of formulas.edits) file.edit(path, edits);
    for (const place of formulas.left)
      warnings.push(`${place} was changed since the conversion, and stays as it is.`);
    if (stillUsed.size > 0)
      warnings.push(`Names that formulas still use stay in the workbook: ${[...stillUsed].join(", ")}.`);
    file.edit(workbook.main, nameEdits(workbook, kept, stillUsed));
    if (!takeOutCover(workbook, kept))
      warnings.push(`The sheet "${kept.cover.name}" was renamed or changed, and stays in the workbook.`);
  }
  const { grade, version, at } = originals;
  return { file: file.saved(), grade, version, at, cells, left, warnings };
}

/** An original formula: its attributes, and the whole text also where it was shared. */
interface OriginalFormula {
  readonly kind: string;
  readonly group: string;
  readonly range?: string;
  readonly tag: Tag;
  readonly cellTag: Tag;
  readonly hasRecord: boolean;
  readonly text: string;
}

function originalFormulas(path: string, { cells }: OriginalSheet): Map<string, OriginalFormula> {
  const formulas = new Map<string, OriginalFormula>();
  const masters = new Map<string, { row: number; column: number; text: string }>();
  const damaged = () =>
    new FileError(`${path}, which keeps the original formulas, is damaged: use an earlier copy`);
  for (const { at, tag, formula, filledBy } of cells) {
    if (filledBy !== undefined) continue;
    const place = parsedAddress(at);
    const [xml, cellXml] = [
      { part: path, text: formula },
      { part: path, text: tag },
    ];
    const [first] = tagsOf(xml);
    const [cellTag] = tagsOf(cellXml);
    if (place === undefined || first === undefined || cellTag?.kind !== "open") throw damaged();
    const attributes = new Map(attributesOf(xml, first).map(({ name, value }) => [name, value]));
    const [kind, group] = [attributes.get("t") ?? "normal", attributes.get("si") ?? ""];
    const range = attributes.get("ref");
    let text = first.kind === "empty" ? "" : textBetween(xml, first.end, formula.lastIndexOf("</"));
    if (kind === "shared") {
      const master = masters.get(group);
      if (text !== "" && master === undefined) masters.set(group, { ...place, text });
      if (text === "") {
        if (master === undefined) throw damaged();
        text = shifted(master.text, place.row - master.row, place.column - master.column);
      }
    }
    formulas.set(at, {
      kind,
      group,
      ...(kind === "array" && range !== undefined ? { range } : {}),
      tag: first,
      cellTag,
      hasRecord: attributesOf(cellXml, cellTag).some(({ name }) => name === "cm"),
      text,
    });
  }
  return formulas;
}

function leftCell(
  sheet: string,
  cell: string,
  formulas: ReadonlyMap<string, OriginalFormula>,
  why: string,
): LeftCell {
  return { sheet, cell, was: `=${typed(formulas.get(cell)?.text ?? "")}`, why };
}

/** The sheet by its name; one that was renamed by its number, which Excel keeps. */
function sheetNow({ sheets }: Workbook, { name, id }: OriginalSheet, kept: Kept): Sheet | undefined {
  const names = new Set(kept.sheets.map((sheet) => sheet.name.toLowerCase()));
  return (
    sheets.find((sheet) => sheet.name.toLowerCase() === name.toLowerCase()) ??
    sheets.find(
      (sheet) => sheet.id === id && !names.has(sheet.name.toLowerCase()) && sheet.name !== kept.cover.name,
    )
  );
}

/** A cell with what it was. */
interface FoundCell {
  readonly was: OriginalCell;
  readonly cell: Cell;
}

/** The cells that are as they were written, and why others are not. */
function cellsAsWritten(
  xml: Xml,
  content: SheetContent,
  before: OriginalSheet,
  formulas: ReadonlyMap<string, OriginalFormula>,
) {
  const wanted = new Map<number, Cell | undefined>();
  for (const { at } of before.cells) wanted.set(keyOf(at), undefined);
  for (const cell of cellsOf(xml)) {
    const key = cellKey(cell.row, cell.column);
    if (wanted.has(key)) wanted.set(key, cell);
  }
  const texts = formulaTexts(content);
  const isMoved = movedCells(before.landmarks, content.constants);
  let found: FoundCell[] = [];
  const changed: [at: string, why: string][] = [];
  for (const was of before.cells) {
    // Some programs leave out a cell whose value is an empty text.
    const cell = wanted.get(keyOf(was.at)) ?? (was.now === "value" ? emptyCell(xml, was.at) : undefined);
    const why =
      cell === undefined
        ? "it is empty now"
        : was.now === "formula"
          ? formulaChange(was, texts.get(keyOf(was.at)))
          : valueChange(was, cell, content, formulas.get(was.at)?.range, isMoved);
    if (cell !== undefined && why === undefined) found.push({ was, cell });
    else changed.push([was.at, why ?? "it is empty now"]);
  }
  // A formula gets its range back as a whole.
  const changedCells = new Set(changed.map(([at]) => at));
  const broken = new Set<string>();
  for (const { at, filledBy } of before.cells)
    if (filledBy !== undefined && (changedCells.has(at) || changedCells.has(filledBy))) broken.add(filledBy);
  const isBroken = ({ at, filledBy }: OriginalCell) => broken.has(filledBy ?? at);
  for (const { was } of found)
    if (isBroken(was)) changed.push([was.at, "a cell of the range that its formula filled was changed"]);
  found = found.filter(({ was }) => !isBroken(was));
  return { found, changed };
}

/** A cell that the sheet leaves out, where it belongs; undefined where the sheet has nothing in its row. */
function emptyCell(xml: Xml, at: string): Cell | undefined {
  const place = parsedAddress(at);
  let isRow = false;
  for (const tag of tagsOf(xml)) {
    if (tag.local === "row" && tag.kind === "open") isRow = Number(attributeOf(xml, tag, "r")) === place?.row;
    if (!isRow || place === undefined) continue;
    const isEnd = tag.local === "row" && tag.kind === "close";
    const next = tag.local === "c" && tag.kind !== "close" ? attributeOf(xml, tag, "r") : undefined;
    if (!isEnd && (parsedAddress(next ?? "")?.column ?? 0) <= place.column) continue;
    const { start, prefix, depth } = tag;
    return {
      ...place,
      tag: {
        kind: "empty",
        name: named(prefix, "c"),
        prefix,
        local: "c",
        start,
        end: start,
        depth: isEnd ? depth + 1 : depth,
      },
      attributes: [{ name: "r", value: at, start, end: start }],
      valueStart: start,
    };
  }
  return undefined;
}

function keyOf(at: string): number {
  const place = parsedAddress(at);
  return place === undefined ? -1 : cellKey(place.row, place.column);
}

/** Of each cell with a formula its whole text, also where it is shared. */
function formulaTexts({ formulas }: SheetContent): Map<number, string> {
  const texts = new Map<number, string>();
  const masters = new Map<string, FormulaCell>();
  for (const cell of formulas) {
    const { row, column, kind, group, formula } = cell;
    if (kind === "shared" && formula.text !== "" && !masters.has(group)) masters.set(group, cell);
    const master = kind === "shared" && formula.text === "" ? masters.get(group) : undefined;
    const text =
      master === undefined
        ? formula.text
        : shifted(master.formula.text, row - master.row, column - master.column);
    texts.set(cellKey(row, column), text);
  }
  return texts;
}

function formulaChange({ print }: OriginalCell, now: string | undefined): string | undefined {
  if (now === undefined) return "its formula was removed";
  return formulaPrint(now) === print ? undefined : "its formula was changed, or the cell was moved";
}

function valueChange(
  { print, by16 }: OriginalCell,
  cell: Cell,
  { values }: SheetContent,
  range: string | undefined,
  isMoved: (row: number, column: number) => boolean,
): string | undefined {
  // LibreOffice writes TRUE and #N/A as formulas.
  if (cell.formula !== undefined && !/^(?:TRUE\(\)|FALSE\(\)|#[A-Z/0]+[!?]?)$/i.test(cell.formula.text))
    return "it has another formula now";
  if (isMoved(cell.row, cell.column))
    return "cells were inserted, deleted or moved, so it may be another cell";
  const now = valuePrints(values, cell, range).print;
  if (now === print || now === by16) return undefined;
  return range === undefined || range === addressText(cell.row, cell.column)
    ? "its value was changed"
    : `a value in ${range}, which its formula filled, was changed`;
}

interface SheetToRestore {
  readonly workbook: Workbook;
  readonly xml: Xml;
  readonly content: SheetContent;
  readonly found: readonly FoundCell[];
  readonly formulas: ReadonlyMap<string, OriginalFormula>;
  /** Whether the records of spilling formulas are at their places. */
  readonly isSameMetadata: boolean;
}

function sheetEdits(given: SheetToRestore): Edit[] {
  const { workbook, xml, content, found, formulas, isSameMetadata } = given;
  const intact = intactGroups(given);
  const edits: Edit[] = [];
  for (const { was, cell } of found) {
    const formula = formulas.get(was.at);
    if (formula === undefined) {
      if (cell.formula !== undefined)
        edits.push({ start: cell.formula.tag.start, end: cell.formula.end, text: "" });
      continue;
    }
    const text = formulaElement(xml, cell, was, formula, intact);
    if (cell.tag.kind === "empty") {
      const record = formula.hasRecord ? spillRecord(workbook) : undefined;
      edits.push({ start: cell.tag.start, end: cell.tag.end, text: cellElement(cell, text, record) });
      continue;
    }
    if (isSameTag(xml, cell, was, formula) && (isSameMetadata || !formula.hasRecord))
      edits.push({ start: cell.tag.start, end: cell.tag.end, text: was.tag });
    else {
      const present = cell.attributes.find(({ name }) => name === "cm")?.value;
      const record = formula.hasRecord ? (present ?? spillRecord(workbook)) : undefined;
      const edit = attributeEdit(xml, cell.tag, "cm", record);
      if (edit !== undefined) edits.push(edit);
    }
    const gap = xml.text.startsWith(was.gap, cell.tag.end) ? was.gap.length : 0;
    const start = cell.formula?.tag.start ?? cell.tag.end + gap;
    edits.push({ start, end: cell.formula?.end ?? start, text });
  }
  for (const edit of unsharedEdits(content, found)) edits.push(edit);
  return edits;
}

/** A cell with a formula whose value is an empty text. */
function cellElement({ tag, attributes }: Cell, formula: string, record: string | undefined): string {
  const kept = attributes.filter(({ name }) => name !== "t" && name !== "cm");
  const all = [
    ...kept,
    { name: "t", value: "str" },
    ...(record === undefined ? [] : [{ name: "cm", value: record }]),
  ];
  const start = all.map(({ name, value }) => ` ${name}="${escapedValue(value)}"`).join("");
  return `<${tag.name}${start}>${formula}<${named(tag.prefix, "v")}></${named(tag.prefix, "v")}></${tag.name}>`;
}

/** Whether a cell's tag is the original one, but for the record of a spilling formula. */
function isSameTag(xml: Xml, cell: Cell, was: OriginalCell, { cellTag }: OriginalFormula): boolean {
  const plain = (attributes: readonly { name: string; value: string }[]) =>
    attributes.flatMap(({ name, value }) => (name === "cm" ? [] : [`${name}=${value}`])).join(" ");
  const before = attributesOf({ part: xml.part, text: was.tag }, cellTag);
  return cell.tag.name === cellTag.name && plain(cell.attributes) === plain(before);
}

/** The groups of cells that can share a formula again: all of them are there, and no other group has their number. */
function intactGroups({ content, found, formulas }: SheetToRestore): Set<string> {
  const groups = new Set<string>();
  const restoredCells = new Set(found.map(({ was }) => was.at));
  for (const { kind, group } of formulas.values()) if (kind === "shared") groups.add(group);
  for (const [at, { kind, group }] of formulas)
    if (kind === "shared" && !restoredCells.has(at)) groups.delete(group);
  for (const { kind, group, row, column } of content.formulas)
    if (kind === "shared" && !restoredCells.has(addressText(row, column))) groups.delete(group);
  return groups;
}

function formulaElement(
  xml: Xml,
  cell: Cell,
  { formula }: OriginalCell,
  { kind, group, range, tag, text }: OriginalFormula,
  intact: ReadonlySet<string>,
): string {
  const name = named(cell.tag.prefix, "f");
  if (kind === "shared" && !intact.has(group)) return `<${name}>${escaped(text)}</${name}>`;
  const attributes = cell.formula === undefined ? [] : attributesOf(xml, cell.formula.tag);
  const rangeNow = attributes.find((attribute) => attribute.name === "ref")?.value;
  // What the formula fills may have grown since.
  if (range !== undefined && rangeNow !== undefined && rangeNow !== range)
    return `<${name} t="array" ref="${rangeNow}">${escaped(text)}</${name}>`;
  if (tag.name === name) return formula;
  const rest = formula.slice(1 + tag.name.length);
  return tag.kind === "empty"
    ? `<${name}${rest}`
    : `<${name}${rest.slice(0, rest.lastIndexOf("</"))}</${name}>`;
}

/** Cells that share a formula, by another program's doing, with one that is restored get it for themselves. */
function unsharedEdits(content: SheetContent, found: readonly FoundCell[]): Edit[] {
  const restoredCells = new Set(found.map(({ cell }) => cellKey(cell.row, cell.column)));
  const broken = new Set<string>();
  for (const { kind, group, row, column, formula } of content.formulas)
    if (kind === "shared" && formula.text !== "" && restoredCells.has(cellKey(row, column)))
      broken.add(group);
  const texts = formulaTexts(content);
  const edits: Edit[] = [];
  for (const { kind, group, row, column, formula } of content.formulas) {
    const key = cellKey(row, column);
    if (kind !== "shared" || !broken.has(group) || restoredCells.has(key)) continue;
    const name = formula.tag.name;
    edits.push({
      start: formula.tag.start,
      end: formula.end,
      text: `<${name}>${escaped(texts.get(key) ?? "")}</${name}>`,
    });
  }
  return edits;
}

/** The formulas outside the cells as they were, by path; and those that were changed since. */
function formulaEdits(workbook: Workbook, kept: Kept): { edits: Map<string, Edit[]>; left: string[] } {
  const present = kept.formulas.length === 0 ? [] : outerFormulas(workbook);
  const edits = new Map<string, Edit[]>();
  const left: string[] = [];
  for (const { kind, name, was, print } of kept.formulas) {
    const found = present.filter((formula) => formula.kind === kind && formula.name === name);
    const same = found.find(({ formula }) => formulaPrint(formula) === print);
    if (same === undefined) {
      if (found.length > 0) left.push(kind === "name" ? `The name ${name}` : `The formula of ${name}`);
      continue;
    }
    present.splice(present.indexOf(same), 1);
    const { path, start, end } = same;
    edits.set(path, [...(edits.get(path) ?? []), { start, end, text: escaped(was) }]);
  }
  return { edits, left };
}

/** Of the names that were added, those that formulas still use which are not restored. */
function namesStillUsed(
  { file, main, sheets, names }: Workbook,
  kept: Kept,
  changes: ReadonlyMap<string, readonly Edit[]>,
): Set<string> {
  const added = new Map(kept.names.map(({ name, text }) => [name.toUpperCase(), { name, text }]));
  if (added.size === 0) return new Set();
  const texts: string[] = [];
  for (const { name, path } of sheets) {
    if (name === kept.cover.name) continue;
    const { text } = file.xml(path);
    texts.push(spliced(text, changes.get(path) ?? []));
    for (const { kind, target } of file.relations(path))
      if (kind === "table" && file.has(target))
        texts.push(spliced(file.xml(target).text, changes.get(target) ?? []));
  }
  for (const { name, text, contentStart } of names)
    if (!added.has(name.toUpperCase()))
      texts.push(changes.get(main)?.find(({ start }) => start === contentStart)?.text ?? text);
  const used = new Set<string>();
  const open = texts.map((text) => text.toUpperCase());
  for (let text = open.pop(); text !== undefined; text = open.pop())
    for (const [key, { name, text: own }] of added)
      if (!used.has(name) && mentions(text, key)) {
        used.add(name);
        open.push(own.toUpperCase());
      }
  return used;
}

/** Whether a name stands in a text, not as part of another; `_xldudf_MINING_X` is the add-in's function. */
function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const [before, after] = [text.charAt(at - 1), text.charAt(at + name.length)];
    if (!isOfName(before) && !isOfName(after)) return true;
  }
  return false;
}

const isOfName = (character: string) => /[\w.]/.test(character);

/** Whether all parts but the sheets are as they were written. */
function isAsWritten({ file }: Workbook, { parts, added }: Kept): boolean {
  return (
    added.every((path) => file.has(path)) &&
    parts.every(({ path, now }) => file.has(path) && checksum(file.xml(path).text) === now)
  );
}

function undoAll({ file }: Workbook, { parts, added, takenOut }: Kept): void {
  for (const { path, undo } of parts)
    file.edit(
      path,
      undo.map(({ start, length, was }) => ({ start, end: start + length, text: was })),
    );
  for (const path of added) file.drop(path);
  file.putBack(takenOut.map(takenOutOf));
}

/** Takes out the names that were added, unless they were changed or are still used. */
function nameEdits({ file, main, names }: Workbook, kept: Kept, stillUsed: ReadonlySet<string>): Edit[] {
  const added = new Map(kept.names.map(({ name, text }) => [name, formulaPrint(text)]));
  const edits: Edit[] = [];
  for (const { name, sheet, text, start, end } of names)
    if (sheet === undefined && added.get(name) === formulaPrint(text) && !stillUsed.has(name))
      edits.push({ start, end, text: "" });
  const [list] = elementsOf(file.xml(main), "definedNames");
  // A list of names must not be empty.
  return list === undefined || edits.length < names.length
    ? edits
    : [{ start: list.tag.start, end: list.end, text: "" }];
}

/** Takes out the sheet that says what was converted; false where it cannot be told to be that. */
function takeOutCover(workbook: Workbook, { cover }: Kept): boolean {
  const { file, main, sheets, tabs } = workbook;
  const sheet = sheets.find(({ name }) => name === cover.name);
  if (sheet === undefined) return false;
  const { values } = readSheet(file.xml(sheet.path), sharedTextsOf(workbook));
  if (values.get(cellKey(1, 1))?.text !== COVER_TITLE) return false;
  const place = tabs.indexOf(sheet.name);
  const xml = file.xml(main);
  const edits: Edit[] = [{ start: sheet.start, end: sheet.end, text: "" }];
  const move = (tag: Tag, attribute: string) => {
    const number = Number(attributeOf(xml, tag, attribute) ?? 0);
    if (number < place || number === 0) return;
    const edit = attributeEdit(xml, tag, attribute, String(number - 1));
    if (edit !== undefined) edits.push(edit);
  };
  for (const { tag } of elementsOf(xml, "workbookView")) {
    move(tag, "activeTab");
    move(tag, "firstSheet");
  }
  for (const { tag, end } of elementsOf(xml, "definedName")) {
    const own = attributeOf(xml, tag, "localSheetId");
    if (own === undefined || Number(own) < place) continue;
    if (Number(own) === place) edits.push({ start: tag.start, end, text: "" });
    else move(tag, "localSheetId");
  }
  file.edit(main, edits);
  file.takeOut(relationsPath(sheet.path));
  file.takeOut(sheet.path, main);
  return true;
}
