import { isArrayFormula } from "../formula/arrays";
import { parse } from "../formula/formula";
import { typed } from "../formula/stored";
import { nativeNames } from "../native/forms";
import { addressText, cellsOf, parsedRange, type Cell } from "./cells";
import type { Compression } from "./compression";
import { addCoverSheet, coverName, momentText, needsOf } from "./coverSheet";
import { FileError } from "./fileError";
import { metadataPath, spillRecord } from "./metadata";
import { nameEdits, namePlan, type NamePlan } from "./names";
import {
  addOriginals,
  checksum,
  keptTakenOut,
  originalsIn,
  undone,
  type Kept,
  type OriginalCell,
  type OriginalSheet,
} from "./originals";
import { relationsPath } from "./package";
import { planOf, type PlannedCell, type PlannedSheet } from "./plan";
import { NO_VALUE } from "./preflight";
import { formulaPrint, valuePrint } from "./prints";
import type { Converted, ConvertedCell, Grade, PortableOptions } from "./reports";
import { classicFill, LONGEST_FORMULA, namesUsed, rewriter, spillReferences, withRenamed } from "./rewriting";
import { landmarks } from "./landmarks";
import { cellKey } from "./sheetContent";
import { openWorkbook, type Workbook } from "./workbook";
import { attributeEdit, escaped, named, type Edit } from "./xml";

/** What a cell becomes. */
interface Outcome {
  readonly planned: PlannedCell;
  readonly became: ConvertedCell["became"];
  /** The formula in the file; where it is unchanged, as it was. */
  readonly text: string;
  readonly why?: string;
  /** Where each cell of its range gets a formula: those of all but the first, with the cells. */
  readonly filled?: readonly { readonly cell: Cell; readonly text: string }[];
}

/**
 * A workbook that needs no add-in: each MINING formula becomes what was asked for, or a value where that cannot be. All
 * else stays as it is, to the byte. Throws a `FileError`.
 */
export function makePortable(
  bytes: Uint8Array,
  options: PortableOptions,
  compression?: Compression,
): Converted {
  const workbook = openWorkbook(bytes, compression);
  const { file, main } = workbook;
  requireUnconverted(workbook);
  const plan = planOf(workbook);
  if (plan.sheets.every(({ cells }) => cells.length === 0))
    throw new FileError("no cell of the workbook calls a MINING function, so there is nothing to convert");
  const { grade } = options;
  const needs = needsOf(workbook)[grade];
  const warnings = [...plan.warnings];
  const { outcomes, names } = outcomesOf(workbook, plan.sheets, grade);

  const cells: ConvertedCell[] = [];
  const sheets: OriginalSheet[] = [];
  let record: string | undefined;
  const spills = () => (record ??= spillRecord(workbook));
  for (const [planned, list] of outcomes) {
    const edits: Edit[] = [];
    const originals: OriginalCell[] = [];
    for (const outcome of list) {
      cells.push(converted(planned, outcome));
      const made = cellEdits(planned, outcome, grade, spills);
      if (made.length === 0) continue;
      for (const edit of made) edits.push(edit);
      originals.push(original(planned, outcome));
      for (const { cell, text } of outcome.filled ?? []) {
        edits.push({ start: cell.valueStart, end: cell.valueStart, text: fillElement(cell, text) });
        originals.push(filledOriginal(planned, outcome, cell, text));
      }
    }
    file.edit(planned.sheet.path, edits);
    const { name, id } = planned.sheet;
    const marks = originals.some(({ now }) => now === "value") ? landmarks(planned.constants) : [];
    sheets.push({ name, id, cells: originals, landmarks: marks });
  }
  for (const warning of spillWarnings(outcomes, grade)) warnings.push(warning);
  takeOutStale(workbook);

  const coverSheet = coverName(workbook);
  const renamed = [...names.renamed].map(([name, as]) => ({ name, as }));
  const added = names.added.map(({ name }) => name);
  for (const { name, as } of renamed)
    warnings.push(`The workbook has a name ${name} of its own: ours is called ${as}.`);
  const cover = addCoverSheet(workbook, coverSheet, {
    options,
    needs,
    cells,
    names: added,
    renamed,
    warnings,
  });
  file.edit(main, [
    cover.edit,
    ...nameEdits(
      workbook,
      names,
      cells.some(({ became }) => became === "formula"),
    ),
  ]);

  const changedSheets = new Set(plan.sheets.map(({ sheet }) => sheet.path));
  const metadata = metadataPath(workbook) ?? file.added.find((path) => path.startsWith("xl/metadata"));
  const { at, version } = options;
  addOriginals(workbook, { grade, version, at }, (): Kept => ({
    sheets,
    cover: { name: coverSheet, path: cover.path },
    names: names.added.map(({ name, text }) => ({ name, text })),
    parts: [...file.edits]
      .filter(([path]) => !changedSheets.has(path))
      .map(([path, edits]) => ({
        path,
        now: checksum(file.textNow(path)),
        undo: undone(file.xml(path).text, edits),
      })),
    added: [...file.added],
    takenOut: file.takenOut.map(keptTakenOut),
    metadata: metadata === undefined ? 0 : checksum(file.textNow(metadata)),
  }));
  const needsAddin = plan.staying > 0 || cells.some(({ became }) => became === "unchanged");
  return { file: file.saved(), cells, names: added, renamed, coverSheet, needs, needsAddin, warnings };
}

function requireUnconverted(workbook: Workbook): void {
  const before = originalsIn(workbook);
  if (before !== undefined)
    throw new FileError(
      `the workbook was already made portable on ${momentText(before.at).slice(0, 10)} by Hashcell ${before.version}: restore it first`,
    );
}

/** By sheet, what each cell becomes, and the names that the formulas need. */
function outcomesOf(
  workbook: Workbook,
  sheets: readonly PlannedSheet[],
  grade: Grade,
): { outcomes: Map<PlannedSheet, Outcome[]>; names: NamePlan } {
  const known = grade === "lambda" ? new Set(nativeNames().keys()) : new Set<string>();
  const rewrite = grade === "values" ? undefined : rewriter(grade);
  const used = new Set<string>();
  const outcomes = new Map<PlannedSheet, Outcome[]>();
  for (const sheet of sheets) {
    const list: Outcome[] = [];
    for (const planned of sheet.cells) {
      if (grade === "classic" && planned.range !== undefined) {
        const outcome = filledOutcome(sheet, planned);
        if (outcome !== undefined) {
          list.push(outcome);
          continue;
        }
      }
      const result = rewrite?.(planned.formula, planned.cell);
      if (result === undefined || "why" in result) {
        list.push(asValue(planned, result?.why));
        continue;
      }
      for (const name of namesUsed(result.text, known)) used.add(name);
      list.push({ planned, became: "formula", text: result.text });
    }
    outcomes.set(sheet, list);
  }
  const names = namePlan(workbook, used);
  if (names.renamed.size > 0)
    for (const [sheet, list] of outcomes)
      outcomes.set(
        sheet,
        list.map((outcome) => {
          if (outcome.became !== "formula") return outcome;
          const text = withRenamed(outcome.text, names.renamed);
          return text.length > LONGEST_FORMULA
            ? asValue(outcome.planned, "the formula would be too long with the names that are free")
            : { ...outcome, text };
        }),
      );
  return { outcomes, names };
}

/** A classic formula for each cell that a formula filled; labels stay texts. Undefined where they are not as many. */
function filledOutcome({ xml, values }: PlannedSheet, planned: PlannedCell): Outcome | undefined {
  const range = parsedRange(planned.range ?? "");
  const rows = range === undefined ? undefined : classicFill(planned.formula);
  const text = rows?.[0]?.[0];
  if (range === undefined || rows === undefined || text === undefined) return undefined;
  const { start, end } = range;
  const [height, width] = [end.row - start.row + 1, end.column - start.column + 1];
  if (rows.length !== height || rows.some((row) => row.length !== width)) return undefined;
  const wanted = new Map<number, string>();
  for (const [line, row] of rows.entries())
    for (const [place, formula] of row.entries()) {
      const key = cellKey(start.row + line, start.column + place);
      const isFirst = line === 0 && place === 0;
      if (!isFirst && values.get(key)?.kind !== "text") wanted.set(key, formula);
    }
  const filled: { cell: Cell; text: string }[] = [];
  for (const cell of cellsOf(xml)) {
    const formula = wanted.get(cellKey(cell.row, cell.column));
    if (formula !== undefined && cell.value !== undefined && cell.formula === undefined)
      filled.push({ cell, text: formula });
  }
  return filled.length === wanted.size ? { planned, became: "formula", text, filled } : undefined;
}

function asValue(planned: PlannedCell, why: string | undefined): Outcome {
  const { value, formula } = planned;
  if (value === undefined)
    return {
      planned,
      became: "unchanged",
      text: formula,
      why: why === undefined ? NO_VALUE : `${why}; ${NO_VALUE}`,
    };
  const isUncalculated = value.kind === "error" && UNCALCULATED.includes(value.text);
  const reason = isUncalculated
    ? `${why === undefined ? "" : `${why}; `}its value is ${value.text}, since it was last calculated without Hashcell`
    : why;
  return { planned, became: "value", text: value.text, ...(reason === undefined ? {} : { why: reason }) };
}

const UNCALCULATED = ["#NAME?", "#BUSY!", "#GETTING_DATA"];

function converted({ sheet }: PlannedSheet, { planned, became, text, why }: Outcome): ConvertedCell {
  return {
    sheet: sheet.name,
    cell: planned.at,
    was: `=${typed(planned.formula)}`,
    became,
    now: became === "value" ? text : `=${typed(text)}`,
    ...(why === undefined ? {} : { why }),
  };
}

/** The changes of a sheet's text; none where a cell stays as it is. */
function cellEdits(
  { xml, isMerged }: PlannedSheet,
  { planned, became, text, filled }: Outcome,
  grade: Grade,
  spills: () => string,
): Edit[] {
  const { cell, at, range, isShared } = planned;
  const { formula, tag } = cell;
  if (became === "unchanged" && !isShared) return [];
  const edits: Edit[] = [];
  const f = named(formula.tag.prefix, "f");
  const isSpilling = cell.attributes.some(({ name }) => name === "cm");
  let record: string | undefined;
  let attributes = "";
  if (became === "formula") {
    // Formulas of earlier Excel that fill a range stay what they are. In any, what calculates with ranges stays an array.
    const isArray =
      range !== undefined &&
      filled === undefined &&
      (range === at
        ? grade === "classic" && isArrayFormula(parse(text))
        : !isSpilling || grade === "classic");
    if (isArray) attributes = ` t="array" ref="${range}"`;
    // A cell of several that were merged cannot hold a formula that spills.
    else if (grade === "lambda" && !isMerged(cell)) {
      record = spills();
      attributes = ` t="array" ref="${range ?? at}"`;
    }
  }
  if (became !== "unchanged") {
    const edit = attributeEdit(xml, tag, "cm", record);
    if (edit !== undefined) edits.push(edit);
  }
  const element = became === "value" ? "" : `<${f}${attributes}>${escaped(text)}</${f}>`;
  edits.push({ start: formula.tag.start, end: formula.end, text: element });
  return edits;
}

function original({ xml, values }: PlannedSheet, { planned, became, text }: Outcome): OriginalCell {
  const { cell, at, range } = planned;
  const { tag, formula } = cell;
  return {
    at,
    tag: xml.text.slice(tag.start, tag.end),
    gap: xml.text.slice(tag.end, formula.tag.start),
    formula: xml.text.slice(formula.tag.start, formula.end),
    ...(became === "value"
      ? { now: "value", print: valuePrint(values, cell, range) }
      : { now: "formula", print: formulaPrint(text) }),
  };
}

const fillElement = ({ tag }: Cell, text: string) => {
  const f = named(tag.prefix, "f");
  return `<${f}>${escaped(text)}</${f}>`;
};

function filledOriginal({ xml }: PlannedSheet, { planned }: Outcome, cell: Cell, text: string): OriginalCell {
  return {
    at: addressText(cell.row, cell.column),
    tag: xml.text.slice(cell.tag.start, cell.tag.end),
    gap: "",
    formula: "",
    filledBy: planned.at,
    now: "formula",
    print: formulaPrint(text),
  };
}

/** Formulas that mean all cells of a spilled range, where it spills no longer. */
function spillWarnings(outcomes: ReadonlyMap<PlannedSheet, readonly Outcome[]>, grade: Grade): string[] {
  const flat = new Set<string>();
  for (const [{ sheet }, list] of outcomes)
    for (const { planned, became } of list)
      if (
        planned.range !== undefined &&
        (became === "value" || (became === "formula" && grade === "classic"))
      )
        flat.add(cellName(sheet.name, planned.at));
  const warnings: string[] = [];
  if (flat.size === 0) return warnings;
  for (const { sheet, formulas } of outcomes.keys())
    for (const { row, column, formula } of formulas)
      for (const { sheet: other, ref } of spillReferences(formula.text))
        if (flat.has(cellName(other ?? sheet.name, ref)))
          warnings.push(
            `${sheet.name}!${addressText(row, column)} will show #REF!: it refers to ${ref}#, which no longer spills. Refer to its cells instead.`,
          );
  return warnings;
}

const cellName = (sheet: string, at: string) =>
  `${sheet.toLowerCase()}!${at.split("$").join("").toUpperCase()}`;

/** The order of calculation no longer holds, nor does a signature. Excel writes the one again and removes the other. */
function takeOutStale({ file, main }: Workbook): void {
  for (const { kind, target, isExternal } of file.relations(main))
    if (kind === "calcChain" && !isExternal) file.takeOut(target, main);
  for (const origin of file.relations("")) {
    if (origin.kind !== "origin" || origin.isExternal) continue;
    for (const { target, isExternal } of file.relations(origin.target)) if (!isExternal) file.takeOut(target);
    file.takeOut(relationsPath(origin.target));
    file.takeOut(origin.target, "");
  }
}
