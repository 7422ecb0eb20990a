import { isArrayFormula } from "../formula/arrays";
import { parse } from "../formula/formula";
import { typed } from "../formula/stored";
import { addressText, type Cell } from "./cells";
import type { Compression } from "./compression";
import { checksum } from "./customPart";
import { addCoverSheet, coverName, needsOf } from "./coverSheet";
import { FileError, NothingToConvert } from "./fileError";
import { metadataPath, spillRecord } from "./metadata";
import { nameEdits } from "./names";
import { dayText } from "./wording";
import {
  addOriginals,
  keptTakenOut,
  originalsIn,
  undone,
  type Kept,
  type OriginalCell,
  type OriginalSheet,
} from "./originals";
import { outcomesOf, type FormulaOutcome, type Outcome } from "./outcomes";
import { planOf, type PlannedCell, type PlannedFormula, type PlannedSheet } from "./plan";
import { formulaPrint, valuePrints } from "./prints";
import type { Converted, ConvertedCell, Grade, PortableOptions } from "./reports";
import { spillReferences, withoutCalls } from "./rewriting";
import { landmarks } from "./landmarks";
import { takeOutSignature } from "./signature";
import { openWorkbook, type Workbook } from "./workbook";
import { attributeEdit, attributesOf, escaped, escapedValue, named, type Edit } from "./xml";

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
  const { grade } = options;
  const needs = needsOf(workbook)[grade];
  const { outcomes, formulas, names } = outcomesOf(workbook, plan, grade);
  const rewrittenFormulas = formulas.filter((formula) => "text" in formula);
  if (plan.sheets.every(({ cells }) => cells.length === 0) && rewrittenFormulas.length === 0) {
    if (plan.formulas.length === 0)
      throw new NothingToConvert(
        "no cell of the workbook calls a MINING function, so there is nothing to convert",
      );
    throw new FileError(
      `no cell of the workbook calls a MINING function, only ${plan.formulas.map(labelOf).join(", ")}, which cannot be converted to ${grade}`,
    );
  }
  const warnings = [...formulas.flatMap(stayingWarning), ...plan.warnings];

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
  for (const { planned, text } of rewrittenFormulas) {
    const { path, start, end } = planned;
    file.edit(path, [{ start, end, text: escaped(text) }]);
  }
  takeOutStale(workbook);

  const coverSheet = coverName(workbook);
  const renamed = [...names.renamed].map(([name, as]) => ({ name, as }));
  const added = names.added.map(({ name }) => name);
  for (const { name, as } of renamed)
    warnings.push(`The workbook has a name ${name} of its own: ours is called ${as}.`);
  const convertedFormulas = rewrittenFormulas.map(({ planned, text }) => ({
    place: labelOf(planned),
    was: `=${typed(planned.formula)}`,
    now: `=${typed(text)}`,
  }));
  const cover = addCoverSheet(workbook, coverSheet, {
    options,
    needs,
    cells,
    formulas: convertedFormulas,
    names: added,
    renamed,
    warnings,
  });
  const calculates = convertedFormulas.length > 0 || cells.some(({ became }) => became === "formula");
  file.edit(main, [cover.edit, ...nameEdits(workbook, names, calculates)]);

  const changedSheets = new Set(plan.sheets.map(({ sheet }) => sheet.path));
  const metadata = metadataPath(workbook) ?? file.added.find((path) => path.startsWith("xl/metadata"));
  const { at, version } = options;
  addOriginals(workbook, { grade, version, at }, (): Kept => ({
    sheets,
    cover: { name: coverSheet, path: cover.path },
    names: names.added.map(({ name, text }) => ({ name, text })),
    formulas: rewrittenFormulas.map(({ planned: { kind, name, formula }, text }) => ({
      kind,
      name,
      was: formula,
      print: formulaPrint(text),
    })),
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
  const needsAddin =
    plan.staying > 0 ||
    rewrittenFormulas.length < formulas.length ||
    cells.some(({ became }) => became === "unchanged");
  return {
    file: file.saved(),
    cells,
    formulas: convertedFormulas,
    names: added,
    renamed,
    coverSheet,
    needs,
    needsAddin,
    warnings,
  };
}

function requireUnconverted(workbook: Workbook): void {
  const before = originalsIn(workbook);
  if (before !== undefined)
    throw new FileError(
      `the workbook was already made portable on ${dayText(before.at)} by Hashcell ${before.version}: restore it first`,
    );
}

const labelOf = ({ kind, name }: PlannedFormula) =>
  kind === "name" ? `the name ${name}` : `the formula of ${name}`;

function stayingWarning(outcome: FormulaOutcome): string[] {
  if ("text" in outcome) return [];
  const { planned, why } = outcome;
  const label = labelOf(planned);
  const reason = why === undefined ? "" : `, since ${why}`;
  const effect =
    planned.kind === "name" ? "Cells that use it still need the add-in." : "New rows still need the add-in.";
  return [
    `${label.charAt(0).toUpperCase()}${label.slice(1)} calls MINING functions and stays as it is${reason}: "=${typed(planned.formula)}". ${effect}`,
  ];
}

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
  { xml }: PlannedSheet,
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
    // What spilled spills, what filled a range still fills it, and what gave one value of a range gives that one: Excel
    // shows it with @, as it showed the add-in's function.
    if (grade === "lambda" && isSpilling) record = spills();
    const isArray =
      grade === "lambda"
        ? isSpilling || range !== undefined
        : filled === undefined && isClassicArray(planned, text, isSpilling);
    if (isArray) attributes = ` t="array" ref="${range ?? at}"`;
  }
  if (became !== "unchanged") {
    const edit = attributeEdit(xml, tag, "cm", record);
    if (edit !== undefined) edits.push(edit);
    // Whether it is calculated whatever changes.
    for (const { name, value } of attributesOf(xml, formula.tag))
      if (name === "ca" || (name === "aca" && attributes !== ""))
        attributes += ` ${name}="${escapedValue(value)}"`;
  }
  const element = became === "value" ? "" : `<${f}${attributes}>${escaped(text)}</${f}>`;
  edits.push({ start: formula.tag.start, end: formula.end, text: element });
  return edits;
}

/**
 * Whether earlier Excel needs a formula entered as an array. One that was entered as such, or in Excel with dynamic arrays
 * in one cell, mostly does not. In one that was not, what the add-in's functions became may calculate with ranges.
 */
function isClassicArray({ formula, range, at }: PlannedCell, text: string, isSpilling: boolean): boolean {
  if (range !== undefined && (range !== at || !isSpilling)) return true;
  return isArrayFormula(parse(text)) && (isSpilling || !isArrayFormula(parse(withoutCalls(formula))));
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
      ? { now: "value", ...valuePrints(values, cell, range) }
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
function takeOutStale(workbook: Workbook): void {
  const { file, main } = workbook;
  for (const { kind, target, isExternal } of file.relations(main))
    if (kind === "calcChain" && !isExternal) file.takeOut(target, main);
  takeOutSignature(workbook);
}
