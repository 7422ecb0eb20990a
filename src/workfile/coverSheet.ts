import { cellsOf } from "./cells";
import { addLastSheet, freeSheetName, type SheetRow } from "./lastSheet";
import type { ConvertedCell, ConvertedFormula, Grade, MarketNote, PortableOptions } from "./reports";
import { laterFunctions } from "./rewriting";
import type { Workbook } from "./workbook";
import { momentText } from "./wording";
import type { Edit } from "./xml";

// The last sheet of a portable workbook: what was converted, by which version, when, with which market.

export const COVER_TITLE = "Made portable by Hashcell";
const NAME = "Hashcell";

/** Which Excel a workbook of each grade needs. Its own formulas may need a later one. */
export function needsOf(workbook: Workbook): Readonly<Record<Grade, string>> {
  const later = laterFunctionsIn(workbook);
  const more =
    later.length === 0
      ? ""
      : `; formulas of the workbook itself use ${later.join(", ")}, which not every Excel has`;
  return {
    values: `any Excel, or LibreOffice${more}`,
    lambda: "Microsoft 365, Excel 2024 or Excel for the web",
    classic: `any Excel from 2013 on, or LibreOffice${more}`,
  };
}

/** Functions that came after Excel 2013, which formulas other than MINING formulas use. */
function laterFunctionsIn({ file, sheets, names }: Workbook): string[] {
  const formulas = names.map(({ text }) => text);
  for (const { path } of sheets) {
    const xml = file.xml(path);
    if (!xml.text.includes("_xlfn.")) continue;
    for (const { formula } of cellsOf(xml)) if (formula !== undefined) formulas.push(formula.text);
  }
  const found = new Set<string>();
  for (const formula of formulas)
    if (!/MINING/i.test(formula)) for (const name of laterFunctions(formula)) found.add(name);
  return [...found].sort();
}

const became: Readonly<Record<Grade, string>> = {
  values: "Values",
  lambda: "Formulas with LAMBDA names",
  classic: "Formulas without LAMBDA",
};

/** The name of the sheet that is to be added: the next one that is free. */
export const coverName = (workbook: Workbook): string => freeSheetName(workbook, NAME);

interface CoverContent {
  readonly options: PortableOptions;
  readonly needs: string;
  readonly cells: readonly ConvertedCell[];
  readonly formulas: readonly ConvertedFormula[];
  readonly names: readonly string[];
  readonly renamed: readonly { readonly name: string; readonly as: string }[];
  readonly warnings: readonly string[];
}

/** Adds the sheet behind all others, where it moves no sheet's place. Returns the change of the workbook's own part. */
export function addCoverSheet(
  workbook: Workbook,
  name: string,
  content: CoverContent,
): { path: string; edit: Edit } {
  return addLastSheet(workbook, name, { rows: rowsOf(content), widths: WIDTHS });
}

function rowsOf({ options, needs, cells, formulas, names, renamed, warnings }: CoverContent): SheetRow[] {
  const { grade, version, at, market } = options;
  const blank: SheetRow = { cells: [] };
  const counts = (what: ConvertedCell["became"]) => cells.filter(({ became }) => became === what).length;
  const rows: SheetRow[] = [
    { cells: [COVER_TITLE], style: "title" },
    blank,
    { cells: ["Version", version] },
    { cells: ["Date", momentText(at)] },
    { cells: ["MINING formulas became", became[grade]] },
    { cells: ["Needs", needs] },
    { cells: ["Formulas", counts("formula")] },
    { cells: ["Values", counts("value")] },
  ];
  if (counts("unchanged") > 0) rows.push({ cells: ["Not converted", counts("unchanged")] });
  rows.push({
    cells: ["Original formulas", "Kept in this file: Hashcell can restore them"],
  });
  if (warnings.length > 0) {
    rows.push(blank, { cells: ["Please note"], style: "head" });
    for (const warning of warnings) rows.push({ cells: [warning] });
  }
  rows.push(blank);
  for (const row of marketRows(market)) rows.push(row);
  if (names.length > 0) {
    rows.push(blank, { cells: ["Names added to this workbook"], style: "head" });
    for (const name of names) rows.push({ cells: [name] });
    for (const { name, as } of renamed)
      rows.push({ cells: [as, `stands for ${name}, a name that was taken`] });
  }
  rows.push(blank, { cells: ["Sheet", "Cell", "Formula before", "Now", "Note"], style: "head" });
  for (const { sheet, cell, was, now, why = "" } of cells)
    rows.push({ cells: [sheet, cell, was, now, why], style: "wrapped" });
  for (const { place, was, now } of formulas) rows.push({ cells: ["", place, was, now], style: "wrapped" });
  return rows;
}

function marketRows({ state, quotes }: MarketNote): SheetRow[] {
  const rows: SheetRow[] = [{ cells: ["Market", state], style: "head" }];
  if (quotes.length === 0) return rows;
  rows.push({ cells: ["Series", "Value", "As of", "Source"], style: "head" });
  for (const { series, value, asOf, source } of quotes)
    rows.push({ cells: [series, value, momentText(asOf), source] });
  return rows;
}

const WIDTHS = [26, 30, 60, 60, 60];
