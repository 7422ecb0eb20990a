import { parse, walk, type Formula } from "../formula/formula";
import { FormulaError } from "../formula/tokens";
import { typed } from "../formula/stored";
import { addressText, cellsOf } from "./cells";
import type { Compression } from "./compression";
import { FileError } from "./fileError";
import { originalsIn } from "./originals";
import { sharedTextsOf } from "./plan";
import type { Address, ClientCopy } from "./reports";
import { cellKey, readSheet } from "./sheetContent";
import { relationsPath } from "./package";
import { openWorkbook, relationId, type Sheet, type Workbook } from "./workbook";
import {
  attributeEdit,
  attributeOf,
  elementsOf,
  escaped,
  named,
  tagsOf,
  textBetween,
  type Edit,
  type Element,
  type Xml,
} from "./xml";

/** What a copy for a client holds, and whose it is. */
export interface ClientCopyOptions {
  /** The sheets that it keeps, by name; all where it is left out. */
  readonly sheets?: readonly string[] | undefined;
  /** What the file's properties say; as they are where it is left out. */
  readonly title?: string | undefined;
  readonly author?: string | undefined;
}

/**
 * A copy of a workbook with some of its sheets. Nothing of the others stays in the file: not their cells, texts, names or
 * charts. What a kept cell, name, rule or chart took from them stays as the value that it had. Throws a `FileError`.
 */
export function clientCopy(
  bytes: Uint8Array,
  { sheets, title, author }: ClientCopyOptions,
  compression?: Compression,
): ClientCopy {
  const workbook = openWorkbook(bytes, compression);
  const keeps = keptTabs(workbook, sheets);
  const values: (Address & { was: string })[] = [];
  const warnings: string[] = [];
  if (keeps.size < workbook.tabs.length) {
    if (originalsIn(workbook) !== undefined)
      throw new FileError("the workbook was already made portable: restore it before you leave out sheets");
    const gone = goneFrom(workbook, keeps);
    for (const sheet of workbook.sheets)
      if (keeps.has(key(sheet.name))) cutReferences(workbook, sheet, gone, values, warnings);
    takeOutSheets(workbook, keeps, gone);
    forgetTexts(workbook, keeps);
    if (workbook.file.relations(workbook.main).some(({ kind }) => kind === "pivotCacheDefinition"))
      warnings.push(
        "The workbook has pivot tables: they keep the data that they were made from, of sheets that were left out too.",
      );
  }
  setProperties(workbook, { title, author });
  return { file: workbook.file.saved(), values, warnings };
}

const key = (name: string) => name.toLowerCase();

function keptTabs({ tabs }: Workbook, sheets: readonly string[] | undefined): ReadonlySet<string> {
  if (sheets === undefined) return new Set(tabs.map(key));
  const known = new Set(tabs.map(key));
  for (const name of sheets)
    if (!known.has(key(name)))
      throw new FileError(`the workbook has no sheet "${name}", only ${tabs.join(", ")}`);
  if (sheets.length === 0) throw new FileError("a workbook needs at least one sheet: choose one");
  return new Set(sheets.map(key));
}

/** What formulas may no longer name. */
interface Gone {
  readonly tabs: readonly string[];
  /** Small letters. */
  readonly sheets: ReadonlySet<string>;
  /** Names of the workbook and of tables, in small letters. */
  readonly names: ReadonlySet<string>;
}

function goneFrom(workbook: Workbook, keeps: ReadonlySet<string>): Gone {
  const { tabs, names, sheets, file } = workbook;
  const goneSheets = new Set(tabs.map(key).filter((tab) => !keeps.has(tab)));
  const goneNames = new Set<string>();
  for (const { name, path } of sheets)
    if (goneSheets.has(key(name)))
      for (const { kind, target } of file.relations(path))
        if (kind === "table" && file.has(target))
          for (const tag of tagsOf(file.xml(target)))
            if (tag.local === "table" && tag.kind !== "close")
              goneNames.add(key(attributeOf(file.xml(target), tag, "displayName") ?? ""));
  const gone = { tabs, sheets: goneSheets, names: goneNames };
  // A name may stand for another.
  for (let before = -1; before !== goneNames.size;) {
    before = goneNames.size;
    for (const { name, text, sheet } of names)
      if (sheet === undefined && refersTo(text, gone)) goneNames.add(key(name));
  }
  return gone;
}

/** Whether a formula of the file takes something from what is gone. One that cannot be read does if it says a name of it. */
function refersTo(formula: string, gone: Gone): boolean {
  const text = key(formula);
  const isSaid = (name: string) => text.includes(name.replaceAll("'", "''")) || text.includes(name);
  if (![...gone.sheets, ...gone.names].some(isSaid)) return false;
  try {
    for (const node of walk(parse(formula))) if (isGone(node, gone)) return true;
    return false;
  } catch (error) {
    if (error instanceof FormulaError) return true;
    throw error;
  }
}

function isGone(node: Formula, { tabs, sheets, names }: Gone): boolean {
  if ("sheet" in node && node.sheet !== undefined) {
    const said = key(node.sheet.replace(/^'(.*)'$/s, "$1").replaceAll("''", "'"));
    const [first = said, last] = said.split(":");
    if (last === undefined) return sheets.has(said);
    // A block of sheets, of which each counts.
    const lower = tabs.map(key);
    const inside = lower.slice(lower.indexOf(first), lower.indexOf(last) + 1);
    return inside.some((tab) => sheets.has(tab)) || !lower.includes(first);
  }
  if (node.type === "name") return names.has(key(node.name));
  if (node.type === "call") return names.has(key(node.name));
  return node.type === "table" && names.has(key(node.text.split("[")[0] ?? ""));
}

/** Formulas, rules and charts of a kept sheet that take something from what is gone. */
function cutReferences(
  workbook: Workbook,
  sheet: Sheet,
  gone: Gone,
  values: (Address & { was: string })[],
  warnings: string[],
): void {
  const { file } = workbook;
  const xml = file.xml(sheet.path);
  const { formulas, values: shown } = readSheet(xml, sharedTextsOf(workbook));
  const masters = new Map<string, string>();
  for (const { kind, group, formula } of formulas)
    if (kind === "shared" && formula.text !== "" && !masters.has(group)) masters.set(group, formula.text);
  const edits: Edit[] = [];
  for (const cell of formulas) {
    const { formula, kind, group, tag, row, column } = cell;
    const text = formula.text === "" && kind === "shared" ? (masters.get(group) ?? "") : formula.text;
    if (!refersTo(text, gone)) continue;
    edits.push({ start: formula.tag.start, end: formula.end, text: "" });
    const record = attributeEdit(xml, tag, "cm", undefined);
    if (record !== undefined) edits.push(record);
    const at = addressText(row, column);
    values.push({ sheet: sheet.name, cell: at, was: `=${typed(text)}` });
    if (!shown.has(cellKey(row, column)))
      warnings.push(`${sheet.name}!${at} is empty in the copy: the file holds no value for its formula.`);
  }
  file.edit(sheet.path, edits);
  file.edit(sheet.path, ruleEdits(xml, sheet.name, gone, warnings));
  for (const { kind, target } of file.relations(sheet.path)) {
    if (kind !== "drawing" || !file.has(target)) continue;
    for (const { kind: inner, target: chart } of file.relations(target))
      if (inner === "chart" && file.has(chart)) file.edit(chart, chartEdits(file.xml(chart), gone));
  }
}

/** The elements of a name within a piece of a part, with their places in the part. */
function* elementsWithin(
  xml: Xml,
  { tag, end }: Element,
  local: string,
): Generator<Element, void, undefined> {
  const piece = { part: xml.part, text: xml.text.slice(tag.start, end) };
  const moved = (at: number) => at + tag.start;
  for (const inner of elementsOf(piece, local))
    yield {
      tag: { ...inner.tag, start: moved(inner.tag.start), end: moved(inner.tag.end) },
      contentEnd: moved(inner.contentEnd),
      end: moved(inner.end),
    };
}

/** More ranges than these are counted. */
const MOST_NAMED = 8;

function someOf(ranges: readonly string[]): string {
  const more = ranges.length - MOST_NAMED;
  const said = ranges.slice(0, MOST_NAMED).join(", ");
  return more > 0 ? `${said} and ${more} more` : said;
}

/** Rules and conditional formats that need what is gone go with it. */
function ruleEdits(xml: Xml, sheet: string, gone: Gone, warnings: string[]): Edit[] {
  const edits: Edit[] = [];
  for (const [element, words] of [
    ["dataValidation", "a rule for what may be typed"],
    ["conditionalFormatting", "a conditional format"],
    ["hyperlink", "a link"],
  ] as const) {
    const cells = new Set<string>();
    for (const found of elementsOf(xml, element)) {
      const { tag, end } = found;
      const target = attributeOf(xml, tag, "location") ?? "";
      const parts = ["formula1", "formula2", "formula", "f"].flatMap((local) => [
        ...elementsWithin(xml, found, local),
      ]);
      const texts = parts.map((part) => textBetween(xml, part.tag.end, part.contentEnd));
      if (![target, ...texts].some((text) => refersTo(text, gone))) continue;
      edits.push({ start: tag.start, end, text: "" });
      // Rules that Excel 2010 added hold their cells in an element.
      const listed = [...elementsWithin(xml, found, "sqref")].map((part) =>
        textBetween(xml, part.tag.end, part.contentEnd),
      );
      const own = attributeOf(xml, tag, "sqref") ?? attributeOf(xml, tag, "ref");
      for (const range of [...(own === undefined ? [] : [own]), ...listed].join(" ").split(/\s+/))
        if (range !== "") cells.add(range);
    }
    if (cells.size > 0)
      warnings.push(
        `${sheet} (${someOf([...cells])}): ${words} needed a sheet that was left out, and is left out too.`,
      );
  }
  // An element that must hold some is not left empty.
  for (const [list, item] of [
    ["dataValidations", "dataValidation"],
    ["hyperlinks", "hyperlink"],
  ] as const)
    for (const found of elementsOf(xml, list)) {
      const { tag, end } = found;
      const inside = [...elementsWithin(xml, found, item)];
      const left = inside.filter((inner) => !edits.some(({ start }) => start === inner.tag.start));
      if (inside.length === left.length) continue;
      if (left.length > 0) {
        const count = attributeEdit(xml, tag, "count", String(left.length));
        if (attributeOf(xml, tag, "count") !== undefined && count !== undefined) edits.push(count);
        continue;
      }
      for (let index = edits.length - 1; index >= 0; index--) {
        const edit = edits[index];
        if (edit !== undefined && edit.start >= tag.start && edit.end <= end) edits.splice(index, 1);
      }
      edits.push({ start: tag.start, end, text: "" });
    }
  return edits;
}

const LITERALS: Readonly<Record<string, readonly [cache: string, literal: string]>> = {
  numRef: ["numCache", "numLit"],
  strRef: ["strCache", "strLit"],
};

/** Series of a chart that show what is gone show the values that they had. */
function chartEdits(xml: Xml, gone: Gone): Edit[] {
  const edits: Edit[] = [];
  const names = [...elementsOf(xml, "tx")];
  for (const [reference, [cache, literal]] of Object.entries(LITERALS))
    for (const found of elementsOf(xml, reference)) {
      const { tag, end } = found;
      const within = (local: string) => [...elementsWithin(xml, found, local)][0];
      const formula = within("f");
      if (formula === undefined || !refersTo(textBetween(xml, formula.tag.end, formula.contentEnd), gone))
        continue;
      const kept = within(cache);
      const name = named(tag.prefix, literal);
      const isName = names.some((inner) => inner.tag.end <= tag.start && inner.contentEnd >= end);
      if (isName) {
        const value = kept === undefined ? undefined : within("v");
        const text = value === undefined ? "" : textBetween(xml, value.tag.end, value.contentEnd);
        const v = named(tag.prefix, "v");
        edits.push({ start: tag.start, end, text: `<${v}>${escaped(text)}</${v}>` });
      } else {
        const content = kept === undefined ? "" : xml.text.slice(kept.tag.end, kept.contentEnd);
        edits.push({ start: tag.start, end, text: `<${name}>${content}</${name}>` });
      }
    }
  return edits;
}

/** Takes out the sheets, what only they lead to, and what the workbook's own part says of them. */
function takeOutSheets(workbook: Workbook, keeps: ReadonlySet<string>, gone: Gone): void {
  const { file, main, tabs, names } = workbook;
  const xml = file.xml(main);
  const relations = new Map(file.relations(main).map((relation) => [relation.id, relation]));
  const edits: Edit[] = [];
  const left: string[] = [];
  const taken: string[] = [];
  const [root] = tagsOf(xml);
  for (const { tag, end } of elementsOf(xml, "sheet")) {
    const target = relations.get((root && relationId(xml, tag, root)) ?? "")?.target;
    if (target === undefined) continue;
    if (keeps.has(key(attributeOf(xml, tag, "name") ?? ""))) left.push(target);
    else {
      taken.push(target);
      edits.push({ start: tag.start, end, text: "" });
    }
  }
  const needed = new Set(left.flatMap((path) => partsUnder(workbook, path)));
  for (const path of taken) {
    const parts = partsUnder(workbook, path).filter((part) => !needed.has(part));
    for (const part of parts) {
      file.takeOut(part, part === path ? main : undefined);
      file.takeOut(relationsPath(part));
    }
  }
  const places = tabs.map((tab) =>
    keeps.has(key(tab)) ? tabs.filter((other) => keeps.has(key(other))).indexOf(tab) : -1,
  );
  for (const [index, { tag, end }] of [...elementsOf(xml, "definedName")].entries()) {
    const name = names[index];
    if (name === undefined) continue;
    const place = name.sheet === undefined ? undefined : places[name.sheet];
    if (place === -1 || refersTo(name.text, gone)) edits.push({ start: tag.start, end, text: "" });
    else if (place !== undefined) {
      const edit = attributeEdit(xml, tag, "localSheetId", String(place));
      if (edit !== undefined) edits.push(edit);
    }
  }
  withoutEmptyNames(xml, edits);
  for (const tag of tagsOf(xml)) {
    if (tag.local !== "workbookView" || tag.kind === "close") continue;
    for (const attribute of ["activeTab", "firstSheet"]) {
      const edit = attributeEdit(xml, tag, attribute, undefined);
      if (edit !== undefined) edits.push(edit);
    }
  }
  file.edit(main, edits);
  for (const { kind, target, isExternal } of file.relations(main))
    if (kind === "calcChain" && !isExternal) file.takeOut(target, main);
  forgetTitles(workbook);
}

/** Where no name is left, the element that lists them goes. */
function withoutEmptyNames(xml: Xml, edits: Edit[]): void {
  for (const { tag, contentEnd, end } of elementsOf(xml, "definedNames")) {
    const inside = [...elementsOf(xml, "definedName")].filter((inner) => inner.end <= contentEnd);
    const removed = inside.filter((inner) =>
      edits.some(({ start, text }) => start === inner.tag.start && text === ""),
    );
    if (inside.length > removed.length) continue;
    for (const inner of removed)
      edits.splice(
        edits.findIndex(({ start }) => start === inner.tag.start),
        1,
      );
    edits.push({ start: tag.start, end, text: "" });
  }
}

/** A part and all that it leads to inside the file. */
function partsUnder({ file }: Workbook, path: string): string[] {
  const found: string[] = [];
  const open = [path];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.includes(next) || !file.has(next)) continue;
    found.push(next);
    for (const { target, isExternal } of file.relations(next)) if (!isExternal) open.push(target);
  }
  return found;
}

/** The texts that only cells of other sheets show. The others keep their places. */
function forgetTexts(workbook: Workbook, keeps: ReadonlySet<string>): void {
  const { file, main, sheets } = workbook;
  const path = file
    .relations(main)
    .find(({ kind, target }) => kind === "sharedStrings" && file.has(target))?.target;
  if (path === undefined) return;
  const used = new Set<number>();
  for (const sheet of sheets) {
    if (!keeps.has(key(sheet.name))) continue;
    for (const { attributes, value } of cellsOf(file.xml(sheet.path)))
      if (value !== undefined && attributes.some(({ name, value: type }) => name === "t" && type === "s"))
        used.add(Number(value));
  }
  const xml = file.xml(path);
  const edits: Edit[] = [];
  let place = 0;
  for (const { tag, end } of elementsOf(xml, "si")) {
    const si = named(tag.prefix, "si");
    const t = named(tag.prefix, "t");
    if (!used.has(place)) edits.push({ start: tag.start, end, text: `<${si}><${t}/></${si}>` });
    place += 1;
  }
  file.edit(path, edits);
}

/** The file's properties list the sheets; Excel writes that again. */
function forgetTitles({ file }: Workbook): void {
  for (const { kind, target, isExternal } of file.relations("")) {
    if (kind !== "extended-properties" || isExternal || !file.has(target)) continue;
    const xml = file.xml(target);
    for (const local of ["HeadingPairs", "TitlesOfParts"])
      for (const { tag, end } of elementsOf(xml, local))
        file.edit(target, [{ start: tag.start, end, text: "" }]);
  }
}

const CORE = {
  contentType: "application/vnd.openxmlformats-package.core-properties+xml",
  relation: "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
  namespaces:
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ' +
    'xmlns:dc="http://purl.org/dc/elements/1.1/"',
};

const corePath = (file: Workbook["file"]) =>
  file.relations("").find(({ kind, target }) => kind === "core-properties" && file.has(target))?.target;

/** The title in a workbook's properties; undefined where it has none. */
export function titleOf({ file }: Workbook): string | undefined {
  const path = corePath(file);
  if (path === undefined) return undefined;
  const xml = file.xml(path);
  for (const { tag, contentEnd } of elementsOf(xml, "title")) {
    const text = textBetween(xml, tag.end, contentEnd).trim();
    if (text !== "") return text;
  }
  return undefined;
}

/** The title and the author in the file's properties, and who saved it last. */
function setProperties(
  { file }: Workbook,
  { title, author }: { readonly title: string | undefined; readonly author: string | undefined },
): void {
  const wanted = [
    ["title", "dc", title],
    ["creator", "dc", author],
    ["lastModifiedBy", "cp", author],
  ] as const;
  if (wanted.every(([, , text]) => text === undefined)) return;
  const path = corePath(file);
  const elements = wanted.flatMap(([local, prefix, text]) =>
    text === undefined ? [] : [`<${prefix}:${local}>${escaped(text)}</${prefix}:${local}>`],
  );
  if (path === undefined) {
    file.add({
      path: "docProps/core.xml",
      contentType: CORE.contentType,
      text: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties ${CORE.namespaces}>${elements.join("")}</cp:coreProperties>`,
      from: { path: "", type: CORE.relation },
    });
    return;
  }
  const xml = file.xml(path);
  const edits: Edit[] = [];
  let root = "";
  for (const tag of tagsOf(xml)) {
    if (tag.depth !== 0) continue;
    root = tag.name;
    if (tag.kind !== "close") continue;
    edits.push({ start: tag.start, end: tag.start, text: withNamespaces(elements.join("")) });
  }
  if (root === "") throw new FileError(`${path} is empty: the workbook is damaged`);
  for (const [local, , text] of wanted)
    if (text !== undefined)
      for (const { tag, end } of elementsOf(xml, local)) edits.push({ start: tag.start, end, text: "" });
  file.edit(path, edits);
}

/** Each element says its own namespace: the part may call them otherwise. */
const withNamespaces = (elements: string) =>
  elements.replace(/<(dc|cp):(\w+)>/g, (_, prefix: string, local: string) => {
    const declared = prefix === "dc" ? CORE.namespaces.split(" ")[1] : CORE.namespaces.split(" ")[0];
    return `<${prefix}:${local} ${declared}>`;
  });
