import { columnLetters } from "../../../src/formula/tokens";
import {
  addressOf,
  cellAt,
  cellIn,
  numberIn,
  readBook,
  readBy,
  textOf,
  type Book,
  type BookCell,
  type BookSheet,
  type Memory,
} from "./bookModel";
import { beside, Planting, some } from "./planting";
import {
  FIRST_MONTH,
  isBlue,
  isDashboard,
  isInputs,
  isModel,
  lastMonth,
  monthLines,
  monthlySheets,
} from "./rule";
import { rules } from "./rules";

/** Something that a careless hand could do to a finished workbook. */
export interface Breach {
  readonly what: string;
  /** The rule that it breaks first of all. */
  readonly rule: string;
  /** False where the workbook has nothing that it could be done to. */
  readonly plant: (file: Planting) => boolean;
}

/** What became of a breach in a workbook. */
export interface Outcome {
  readonly breach: Breach;
  readonly isFound: boolean;
  /** Rules that found it. */
  readonly by: readonly string[];
}

const months = (book: Book) => monthlySheets(book).filter(({ name }) => name !== "Time");
const modelSheets = (book: Book) => book.sheets.filter(isModel);

/** Cells of months with formulas, of the sheets other than Time. */
function monthCells(book: Book, fraction = 0.6): BookCell[] {
  const lines = months(book).flatMap((sheet) => [...monthLines(sheet)]);
  const line = some(
    lines.filter(({ months: cells }) => cells.filter((cell) => cell?.formula !== undefined).length > 3),
    fraction,
  );
  return (
    line?.months.filter((cell) => cell?.formula !== undefined).filter((cell) => cell !== undefined) ?? []
  );
}

/** A cell in the middle of a line of months, or of any sheet of calculations where there are no months. */
function modelCell(book: Book, fraction = 0.6): BookCell | undefined {
  const cells = monthCells(book, fraction);
  if (cells.length > 0) return some(cells, fraction);
  return some(
    modelSheets(book).flatMap((sheet) =>
      [...sheet.cells.values()].filter(
        (cell) => cell.formula !== undefined && cell.row > 4 && numberIn(cell) !== undefined,
      ),
    ),
    fraction,
  );
}

/** Inputs on a line of their own, with a name. */
function singleInputs(book: Book): BookCell[] {
  return book.names.flatMap(({ areas }) => {
    const [area] = areas ?? [];
    const sheet = book.sheet(area?.sheet ?? "");
    if (area === undefined || sheet === undefined || area.left !== 2 || area.top !== area.bottom) return [];
    const cell = cellIn(sheet, area.top, 2);
    const others = [...sheet.cells.values()].filter((one) => one.row === area.top && isBlue(one));
    return cell !== undefined && isBlue(cell) && others.length === 1 ? [cell] : [];
  });
}

const numberInputs = (book: Book) => singleInputs(book).filter((cell) => numberIn(cell) !== undefined);
const nameOf = (book: Book, cell: BookCell | undefined) =>
  book.names.find(({ areas }) =>
    areas?.some(
      ({ sheet, top, left }) => sheet === cell?.sheet.name && top === cell?.row && left === cell.column,
    ),
  );

/** The element of the rule of a cell. */
function editRule(file: Planting, cell: BookCell | undefined, edit: (rule: string) => string): boolean {
  if (cell === undefined) return false;
  return file.sheet(cell.sheet, (xml) =>
    xml.replace(/<dataValidation\b[^>]*?\/>|<dataValidation\b.*?<\/dataValidation>/gs, (rule) => {
      const ranges = (/sqref="([^"]*)"/.exec(rule)?.[1] ?? "").split(" ");
      return ranges.includes(addressOf(cell)) ? edit(rule) : rule;
    }),
  );
}

const addName = (file: Planting, name: string, text: string, more = "") =>
  file.workbook((xml) =>
    xml.replace(
      "</definedNames>",
      () => `<definedName name="${name}"${more}>${text}</definedName></definedNames>`,
    ),
  );

const labelled = (sheet: BookSheet | undefined, label: RegExp) =>
  [...(sheet?.cells.values() ?? [])].find(
    (cell) => cell.column === 1 && cell.row > 3 && label.test(textOf(cell)),
  );

const checks = (book: Book) => {
  const sheet = book.sheet("Checks");
  return [...(sheet?.cells.values() ?? [])].filter(
    (cell) => cell.column === 4 && ["OK", "Check"].includes(textOf(cell)),
  );
};

const figures = (book: Book) =>
  [...(book.sheet("Dashboard")?.cells.values() ?? [])].filter(
    (cell) => cell.style.size >= 16 && cell.row > 3 && cell.formula !== undefined,
  );

/** The total of a line of months, which sums them. */
const totals = (book: Book) =>
  months(book).flatMap((sheet) =>
    [...sheet.cells.values()].filter(
      (cell) => cell.column === 3 && /^SUM\(/.test(cell.formula?.text ?? "") && cell.row > 8,
    ),
  );

const chart = (file: Planting, edit: (xml: string) => string) =>
  file
    .chartPaths()
    .slice(0, 1)
    .some((path) => file.change(path, edit));
const setup = (file: Planting, sheet: BookSheet | undefined, edit: (xml: string) => string) =>
  file.sheet(sheet, (xml) => xml.replace(/<pageSetup\b[^>]*\/>/, edit));

/** What is put into the formula of a month, and nothing else changes. */
const inMonth =
  (edit: (formula: string, cell: BookCell) => string, fraction = 0.6) =>
  (file: Planting): boolean => {
    const cell = modelCell(file.book, fraction);
    return cell !== undefined && file.reformulate(cell, (formula) => edit(formula, cell));
  };

export const breaches: readonly Breach[] = [
  // Layout.
  {
    what: "Checks moved behind About",
    rule: "sheet-order",
    plant: (file) =>
      file.workbook((xml) =>
        xml.replace(/(<sheet name="Checks"[^>]*\/>)(<sheet name="About"[^>]*\/>)/, "$2$1"),
      ),
  },
  {
    what: "Dashboard renamed",
    rule: "sheet-order",
    plant: (file) => file.workbook((xml) => xml.replace('<sheet name="Dashboard"', '<sheet name="Overview"')),
  },
  {
    what: "explanation deleted",
    rule: "sheet-head",
    plant: (file) => file.put(some(file.book.sheets), "A3", {}),
  },
  {
    what: "verdict typed",
    rule: "verdict-everywhere",
    plant: (file) => file.put(some(modelSheets(file.book)), "A2", { text: "All checks pass" }),
  },
  {
    what: "colour of the verdict deleted",
    rule: "verdict-everywhere",
    plant: (file) =>
      file.sheet(some(file.book.sheets, 0.3), (xml) =>
        xml.replace(/<conditionalFormatting sqref="A2">.*?<\/conditionalFormatting>/s, ""),
      ),
  },
  {
    what: "a sheet called Sheet3",
    rule: "sheet-names",
    plant: (file) => {
      const sheet = some(modelSheets(file.book));
      return (
        sheet !== undefined &&
        file.workbook((xml) => xml.replace(`<sheet name="${sheet.name}"`, '<sheet name="Sheet3"'))
      );
    },
  },
  {
    what: "pane of months unfrozen",
    rule: "frozen-head",
    plant: (file) => file.sheet(some(months(file.book)), (xml) => xml.replace(/<pane\b[^>]*\/>/, "")),
  },
  {
    what: "pane of inputs unfrozen",
    rule: "frozen-head",
    plant: (file) => file.sheet(file.book.sheets.find(isInputs), (xml) => xml.replace(/<pane\b[^>]*\/>/, "")),
  },
  {
    what: "axis relabelled",
    rule: "axis-place",
    plant: (file) => file.put(some(months(file.book)), "A5", { text: "Quarter" }),
  },
  {
    what: "axis calculated on the spot",
    rule: "axis-linked",
    plant: (file) => file.put(some(months(file.book)), "H5", { formula: "EOMONTH(G5,1)" }),
  },
  {
    what: "axis linked to the next month",
    rule: "axis-linked",
    plant: (file) => file.put(some(months(file.book)), "H4", { formula: "Time!I4" }),
  },
  {
    what: "a month beyond the axis",
    rule: "axis-same",
    plant: (file) => {
      const cell = monthCells(file.book).at(-1);
      return (
        cell !== undefined &&
        file.put(cell.sheet, `${columnLetters(cell.column + 1)}${cell.row}`, {
          formula: cell.formula?.text ?? "0",
        })
      );
    },
  },
  {
    what: "a period end that does not rise",
    rule: "axis-rises",
    plant: (file) => {
      const time = file.book.sheet("Time");
      const cell = cellAt(time, "J5");
      return file.putAt(cell, { formula: cell?.formula?.text ?? "", number: (numberIn(cell) ?? 0) - 31 });
    },
  },
  {
    what: "a month skipped",
    rule: "axis-rises",
    plant: (file) => {
      const cell = cellAt(file.book.sheet("Time"), "J4");
      return file.putAt(cell, { formula: cell?.formula?.text ?? "", number: 7 });
    },
  },
  {
    what: "unit of a line deleted",
    rule: "line-unit",
    plant: (file) => {
      const [cell] = monthCells(file.book);
      return cell !== undefined && file.put(cell.sheet, `B${cell.row}`, {});
    },
  },
  {
    what: "label of a line deleted",
    rule: "line-unit",
    plant: (file) => {
      const [cell] = monthCells(file.book, 0.2);
      return cell !== undefined && file.put(cell.sheet, `A${cell.row}`, {});
    },
  },
  {
    what: "two lines of the same label",
    rule: "line-label-once",
    plant: (file) => {
      const sheet = some(months(file.book));
      const rows = sheet === undefined ? [] : [...monthLines(sheet)].map(({ row }) => row);
      const row = rows.find((one) => rows.includes(one + 1));
      return (
        sheet !== undefined &&
        row !== undefined &&
        file.put(sheet, `A${row + 1}`, { text: textOf(cellAt(sheet, `A${row}`)) })
      );
    },
  },
  {
    what: "a calculation that reads the dashboard",
    rule: "flow",
    plant: (file) => {
      const figure = some(figures(file.book));
      return (
        figure !== undefined &&
        inMonth((formula) => `${formula}+0*Dashboard!$${columnLetters(figure.column)}$${figure.row}`)(file)
      );
    },
  },
  {
    what: "an input sheet that reads a calculation",
    rule: "flow",
    plant: (file) => {
      const cell = modelCell(file.book);
      return (
        cell !== undefined &&
        file.put(file.book.sheets.find(isInputs), "H40", {
          formula: `'${cell.sheet.name}'!${addressOf(cell)}`,
          number: 1,
        })
      );
    },
  },
  {
    what: "a link to a link",
    rule: "daisy-chain",
    plant: (file) => {
      const [sheet] = months(file.book);
      const target = file.book.sheets.find((one) => isModel(one) && one.place > (sheet?.place ?? 99));
      return (
        sheet !== undefined &&
        file.put(target, `B${(target?.lastRow ?? 0) + 2}`, { formula: `'${sheet.name}'!E5`, number: 46053 })
      );
    },
  },
  {
    what: "cells merged",
    rule: "merged",
    plant: (file) =>
      file.sheet(some(file.book.sheets), (xml) =>
        xml.replace(
          "</sheetData>",
          '</sheetData><mergeCells count="1"><mergeCell ref="A1:D1"/></mergeCells>',
        ),
      ),
  },
  {
    what: "a row hidden",
    rule: "hidden",
    plant: (file) =>
      file.sheet(some(modelSheets(file.book)), (xml) =>
        xml.replace(/<row r="(7|8|9|10)"/, '<row r="$1" hidden="1"'),
      ),
  },
  {
    what: "a column hidden",
    rule: "hidden",
    plant: (file) =>
      file.sheet(some(file.book.sheets), (xml) => xml.replace(/<col min="3"/, '<col hidden="1" min="3"')),
  },
  {
    what: "a row of no height",
    rule: "hidden",
    plant: (file) =>
      file.sheet(file.book.sheet("Checks"), (xml) =>
        xml.replace(/<row r="8"[^>]*>/, '<row r="8" ht="0" customHeight="1">'),
      ),
  },
  {
    what: "a sheet very hidden",
    rule: "hidden",
    plant: (file) => {
      const sheet = some(modelSheets(file.book), 0.9);
      return (
        sheet !== undefined &&
        file.workbook((xml) =>
          xml.replace(`<sheet name="${sheet.name}"`, `<sheet name="${sheet.name}" state="veryHidden"`),
        )
      );
    },
  },
  {
    what: "a name hidden",
    rule: "hidden",
    plant: (file) =>
      file.workbook((xml) =>
        xml.replace('<definedName name="check_tolerance"', '<definedName name="check_tolerance" hidden="1"'),
      ),
  },
  {
    what: "white figures on white",
    rule: "hidden-content",
    plant: (file) => {
      const cell = modelCell(file.book);
      return file.putAt(cell, {
        formula: cell?.formula?.text ?? "",
        style: file.addStyle(file.styleOf(cell), (xf) => xf.replace(/fontId="\d+"/, 'fontId="FONT"'), {
          font: '<font><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/></font>',
        }),
      });
    },
  },
  {
    what: "a format that shows nothing",
    rule: "hidden-content",
    plant: (file) => {
      const cell = modelCell(file.book);
      return file.putAt(cell, {
        formula: cell?.formula?.text ?? "",
        style: file.addStyle(file.styleOf(cell), (xf) => xf.replace(/numFmtId="\d+"/, 'numFmtId="399"'), {
          format: ";;;",
        }),
      });
    },
  },
  {
    what: "a formula that reads another file",
    rule: "outside",
    plant: inMonth((formula) => `${formula}+[1]Prices!$B$2`),
  },
  {
    what: "a link to another workbook",
    rule: "outside",
    plant: (file) =>
      file.change("xl/_rels/workbook.xml.rels", (xml) =>
        xml.replace(
          "</Relationships>",
          '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" Target="file:///C:/prices.xlsx" TargetMode="External"/></Relationships>',
        ),
      ),
  },
  {
    what: "iterations turned on",
    rule: "calculation",
    plant: (file) => file.workbook((xml) => xml.replace("<calcPr ", '<calcPr iterate="1" ')),
  },
  {
    what: "calculation by hand",
    rule: "calculation",
    plant: (file) => file.workbook((xml) => xml.replace("<calcPr ", '<calcPr calcMode="manual" ')),
  },
  {
    what: "opens on the third sheet",
    rule: "opens-first",
    plant: (file) => file.workbook((xml) => xml.replace("<workbookView ", '<workbookView activeTab="2" ')),
  },
  {
    what: "two sheets selected",
    rule: "opens-first",
    plant: (file) =>
      file.sheet(file.book.sheets[1], (xml) => xml.replace("<sheetView ", '<sheetView tabSelected="1" ')),
  },
  // Inputs and names.
  {
    what: "an input without its colour",
    rule: "input-blue",
    plant: (file) => {
      const cell = some(numberInputs(file.book));
      return file.putAt(cell, { number: numberIn(cell) ?? 0, style: file.styleOf(modelCell(file.book)) });
    },
  },
  {
    what: "a formula that looks like an input",
    rule: "blue-is-input",
    plant: (file) => {
      const cell = modelCell(file.book);
      return file.putAt(cell, {
        formula: cell?.formula?.text ?? "",
        style: file.styleOf(some(numberInputs(file.book))),
      });
    },
  },
  {
    what: "an input overwritten by a formula",
    rule: "blue-is-input",
    plant: (file) => {
      const [cell, other] = numberInputs(file.book);
      return other !== undefined && file.putAt(cell, { formula: addressOf(other) });
    },
  },
  {
    what: "an input on a sheet of calculations",
    rule: "blue-is-input",
    plant: (file) => {
      const sheet = some(modelSheets(file.book));
      return file.put(sheet, `A${(sheet?.lastRow ?? 0) + 2}`, {
        number: 5,
        style: file.styleOf(some(numberInputs(file.book))),
      });
    },
  },
  {
    what: "the rule of an input deleted",
    rule: "input-rule",
    plant: (file) => editRule(file, some(numberInputs(file.book)), () => ""),
  },
  {
    what: "the message of an input deleted",
    rule: "input-rule",
    plant: (file) =>
      editRule(file, some(singleInputs(file.book), 0.3), (rule) => rule.replace(/ prompt="[^"]*"/, "")),
  },
  {
    what: "the bounds of an input deleted",
    rule: "input-bounds",
    plant: (file) =>
      editRule(file, some(numberInputs(file.book)), (rule) =>
        rule.replace(/ type="[^"]*"/, "").replace(/<formula\d>.*?<\/formula\d>/g, ""),
      ),
  },
  {
    what: "an input that warns and does not refuse",
    rule: "input-bounds",
    plant: (file) =>
      editRule(file, some(numberInputs(file.book), 0.3), (rule) =>
        rule.replace('showErrorMessage="1"', 'showErrorMessage="0"'),
      ),
  },
  {
    what: "an input far too large",
    rule: "input-within",
    plant: (file) =>
      file.putAt(
        numberInputs(file.book).find((cell) =>
          cell.sheet.validations.some(
            ({ areas, formulas }) =>
              formulas.length === 2 &&
              areas.some(({ top, left }) => top === cell.row && left === cell.column),
          ),
        ),
        { number: 1e15 },
      ),
  },
  {
    what: "a choice that is not in its list",
    rule: "input-within",
    plant: (file) =>
      file.putAt(
        singleInputs(file.book).find((cell) =>
          cell.sheet.validations.some(
            ({ type, areas }) =>
              type === "list" && areas.some(({ top, left }) => top === cell.row && left === cell.column),
          ),
        ),
        { text: "sometimes" },
      ),
  },
  {
    what: "the name of an input deleted",
    rule: "input-named",
    plant: (file) => {
      const name = nameOf(file.book, some(singleInputs(file.book)));
      return (
        name !== undefined &&
        file.workbook((xml) =>
          xml.replace(new RegExp(`<definedName name="${name.name}">[^<]*</definedName>`), ""),
        )
      );
    },
  },
  {
    what: "the unit of an input deleted",
    rule: "input-labelled",
    plant: (file) => {
      const cell = some(singleInputs(file.book));
      return cell !== undefined && file.put(cell.sheet, `C${cell.row}`, {});
    },
  },
  {
    what: "the source of an input deleted",
    rule: "input-labelled",
    plant: (file) => {
      const cell = some(singleInputs(file.book), 0.3);
      return cell !== undefined && file.put(cell.sheet, `D${cell.row}`, {});
    },
  },
  {
    what: "the head of a table of inputs deleted",
    rule: "input-headed",
    plant: (file) => {
      const cell = file.book.sheets
        .filter(isInputs)
        .flatMap((sheet) => [...sheet.cells.values()])
        .find((one) => isBlue(one) && one.column === 1);
      const above = cell === undefined ? undefined : beside(cell, -1, 0);
      return above !== undefined && !isBlue(above) && file.putAt(above, {});
    },
  },
  {
    what: "a name that nothing uses",
    rule: "input-used",
    plant: (file) => {
      const cell = some(singleInputs(file.book));
      return cell !== undefined && addName(file, "spare_price", `'${cell.sheet.name}'!$B$${cell.row}`);
    },
  },
  {
    what: "an input that nothing reads",
    rule: "input-read",
    plant: (file) => {
      const sheet = file.book.sheets.find(isInputs);
      return file.put(sheet, `B${(sheet?.lastRow ?? 0) + 3}`, {
        number: 5,
        style: file.styleOf(some(numberInputs(file.book))),
      });
    },
  },
  {
    what: "the legend deleted",
    rule: "legend",
    plant: (file) => {
      const sheet = file.book.sheets.find(isInputs);
      const cell = [...(sheet?.cells.values() ?? [])].find((one) => /legend/i.test(textOf(one)));
      return file.putAt(cell, {});
    },
  },
  { what: "a name for a number", rule: "name-refers", plant: (file) => addName(file, "tax_share", "0.21") },
  {
    what: "a name for cells far outside",
    rule: "name-refers",
    plant: (file) => addName(file, "far_away", "Checks!$ZZ$9999"),
  },
  {
    what: "a name in capitals",
    rule: "name-form",
    plant: (file) => addName(file, "PowerPrice2026", "Checks!$B$4"),
  },
  {
    what: "a name that looks like a cell",
    rule: "name-form",
    plant: (file) => addName(file, "tax21", "Checks!$B$4"),
  },
  {
    what: "a name that is a function",
    rule: "name-form",
    plant: (file) => addName(file, "rate", "Checks!$B$4"),
  },
  {
    what: "a name that moves",
    rule: "name-absolute",
    plant: (file) => addName(file, "moving_cell", "Checks!B4"),
  },
  {
    what: "a name of one sheet only",
    rule: "name-absolute",
    plant: (file) => addName(file, "local_cell", "Checks!$B$4", ' localSheetId="1"'),
  },
  {
    what: "a message that Excel does not take",
    rule: "excel-limits",
    plant: (file) =>
      editRule(file, some(singleInputs(file.book)), (rule) =>
        rule.replace(/ prompt="[^"]*"/, ` prompt="${"long ".repeat(60)}"`),
      ),
  },
  // Formulas.
  { what: "a bracket too few", rule: "readable-formula", plant: inMonth((formula) => `(${formula}`) },
  {
    what: "LET without its mark",
    rule: "readable-formula",
    plant: inMonth((formula) => `LET(part,${formula},part)`),
  },
  { what: "a name misspelt", rule: "known-names", plant: inMonth((formula) => `${formula}*plan_mnths`) },
  { what: "a function misspelt", rule: "known-functions", plant: inMonth((formula) => `SUMM(${formula})`) },
  { what: "5 % added by hand", rule: "typed-constant", plant: inMonth((formula) => `(${formula})*1.05`) },
  {
    what: "an amount added by hand",
    rule: "typed-constant",
    plant: (file) =>
      file.reformulate(some(totals(file.book)) ?? modelCell(file.book), (formula) => `${formula}+50000`),
  },
  {
    what: "a rate typed as percent",
    rule: "typed-constant",
    plant: inMonth((formula) => `(${formula})*(1-21%)`),
  },
  { what: "a formula of constants", rule: "formula-of-constants", plant: inMonth(() => "1000*365*24", 0.4) },
  {
    what: "a month overwritten by its value",
    rule: "typed-number",
    plant: (file) => {
      const cell = modelCell(file.book, 0.7);
      return file.putAt(cell, { number: numberIn(cell) ?? 0 });
    },
  },
  {
    what: "a number typed on the dashboard",
    rule: "typed-number",
    plant: (file) => file.put(file.book.sheet("Dashboard"), "B4", { number: 12 }),
  },
  {
    what: "a month that reads the next column",
    rule: "one-formula-a-row",
    plant: (file) =>
      monthCells(file.book, 0.3).length > 0 &&
      inMonth(
        (formula, cell) =>
          formula.replace(
            new RegExp(`(?<![A-Za-z$])${columnLetters(cell.column)}(?=\\$?\\d)`),
            columnLetters(cell.column + 1),
          ),
        0.3,
      )(file),
  },
  {
    what: "a month left empty",
    rule: "one-formula-a-row",
    plant: (file) => {
      const cell = some(monthCells(file.book, 0.4));
      return file.putAt(cell, {});
    },
  },
  {
    what: "one of a column of formulas changed",
    rule: "overwritten",
    plant: (file) => {
      const cell = file.book.sheets
        .filter((sheet) => !isDashboard(sheet))
        .flatMap((sheet) => [...sheet.cells.values()])
        .find((one) => {
          const own = one.formula?.relative;
          const isMonth = lastMonth(one.sheet) > 0 && one.column >= FIRST_MONTH;
          return (
            own !== undefined &&
            !isMonth &&
            [-2, -1, 1].every((step) => beside(one, step, 0)?.formula?.relative === own) &&
            one.formula?.range === undefined
          );
        });
      return file.reformulate(cell, (formula) => `${formula}&""`);
    },
  },
  {
    what: "a total that misses the last month",
    rule: "sum-of-line",
    plant: (file) => {
      const cell = some(totals(file.book));
      const last = cell === undefined ? 0 : lastMonth(cell.sheet);
      return file.reformulate(cell, (formula) =>
        formula.replace(new RegExp(`\\b${columnLetters(last)}(?=\\$?\\d)`), columnLetters(last - 1)),
      );
    },
  },
  {
    what: "a total that is not up to date",
    rule: "sum-of-line",
    plant: (file) => {
      const cell = some(
        totals(file.book).filter((one) => numberIn(one) !== 0),
        0.3,
      );
      return file.putAt(cell, {
        formula: cell?.formula?.text ?? "",
        number: (numberIn(cell) ?? 0) * 1.01 + 1,
      });
    },
  },
  {
    what: "a sum of lines that misses the last of them",
    rule: "total-adds-up",
    plant: (file) => {
      const line = months(file.book)
        .flatMap((sheet) => [...monthLines(sheet)].map((one) => ({ sheet, ...one })))
        .find(({ sheet, row, months: [first] }) => {
          const [, top, bottom] = /^SUM\(E(\d+):E(\d+)\)$/.exec(first?.formula?.text ?? "") ?? [];
          return (
            Number(bottom) - Number(top) >= 2 &&
            textOf(cellIn(sheet, Number(bottom), 2)) === textOf(cellIn(sheet, Number(bottom) - 1, 2)) &&
            row > Number(bottom)
          );
        });
      let isDone = false;
      for (const cell of line?.months ?? [])
        isDone =
          file.reformulate(cell, (formula) =>
            formula.replace(/(\d+)\)$/, (_, row: string) => `${Number(row) - 1})`),
          ) || isDone;
      return isDone;
    },
  },
  {
    what: "IFs in each other",
    rule: "nested-if",
    plant: inMonth(
      (formula, { row }) => `IF($C${row}>0,IF($C${row}>1,IF($C${row}>2,IF($C${row}>7,${formula},0),0),0),0)`,
    ),
  },
  {
    what: "a formula of several lines",
    rule: "formula-length",
    plant: inMonth((formula) =>
      Array.from({ length: Math.ceil(320 / (formula.length + 1)) }, () => formula).join("+"),
    ),
  },
  { what: "TODAY in a formula", rule: "volatile", plant: inMonth((formula) => `${formula}+0*TODAY()`) },
  {
    what: "OFFSET in a formula",
    rule: "volatile",
    plant: inMonth((_formula, { row }) => `OFFSET($D${row},0,1)`),
  },
  {
    what: "a whole column summed",
    rule: "whole-lines",
    plant: (file) =>
      file.reformulate(
        some(figures(file.book)),
        () => `SUM('${some(modelSheets(file.book))?.name ?? ""}'!C:C)`,
      ),
  },
  { what: "a reference lost", rule: "lost-reference", plant: inMonth((formula) => `${formula}+#REF!`) },
  {
    what: "a name that lost its cells",
    rule: "lost-reference",
    plant: (file) => addName(file, "lost_cells", "#REF!"),
  },
  {
    what: "an error shown",
    rule: "error-value",
    plant: (file) => {
      const cell = modelCell(file.book);
      return (
        cell !== undefined &&
        file.sheet(cell.sheet, (xml) =>
          xml.replace(
            new RegExp(`<c r="${addressOf(cell)}"([^>]*)>(<f.*?</f>)<v>.*?</v>`, "s"),
            `<c r="${addressOf(cell)}"$1 t="e">$2<v>#DIV/0!</v>`,
          ),
        )
      );
    },
  },
  {
    what: "a formula without its value",
    rule: "value-kept",
    plant: (file) => {
      const cell = modelCell(file.book);
      return file.putAt(cell, { formula: cell?.formula?.text ?? "", withoutValue: true });
    },
  },
  {
    what: "errors turned into 0",
    rule: "swallowed-error",
    plant: inMonth((formula) => `IFERROR(${formula},0)`),
  },
  {
    what: "a month that reads its own total",
    rule: "circular",
    plant: (file) => {
      const total = some(totals(file.book));
      const cell = total === undefined ? undefined : cellIn(total.sheet, total.row, FIRST_MONTH + 3);
      return file.reformulate(cell, (formula) => `${formula}+0*$C${total?.row ?? 0}`);
    },
  },
  {
    what: "a circle over two sheets",
    rule: "circular",
    plant: (file) => {
      const figure = [...file.book.sheets]
        .filter(isModel)
        .flatMap((sheet) => [...sheet.cells.values()])
        .find(
          (one) =>
            one.formula !== undefined &&
            readBy(file.book, one).some(
              (area) => area.sheet !== one.sheet.name && isFormulaAt(file.book, area),
            ),
        );
      const source =
        figure === undefined
          ? undefined
          : readBy(file.book, figure).find(
              (area) => area.sheet !== figure.sheet.name && isFormulaAt(file.book, area),
            );
      const cell =
        source === undefined
          ? undefined
          : cellAt(file.book.sheet(source.sheet), `${columnLetters(source.left)}${source.top}`);
      return (
        figure !== undefined &&
        file.reformulate(cell, (formula) => `${formula}+0*'${figure.sheet.name}'!${addressOf(figure)}`)
      );
    },
  },
  {
    what: "data in braces",
    rule: "array-constant",
    plant: inMonth((formula) => `${formula}*INDEX({0.9,1,1.1},2)`),
  },
  {
    what: "a reference to empty cells",
    rule: "reads-nothing",
    plant: inMonth((formula, { sheet }) => `${formula}+$A$${sheet.lastRow + 40}`),
  },
  {
    what: "a number as text",
    rule: "no-text-number",
    plant: (file) => {
      const cell = some(numberInputs(file.book));
      return file.putAt(cell, { text: textOf(cell) });
    },
  },
  // Checks, About, Dashboard, charts.
  {
    what: "what to do deleted",
    rule: "checks-table",
    plant: (file) => {
      const cell = some(checks(file.book));
      return cell !== undefined && file.put(cell.sheet, `E${cell.row}`, {});
    },
  },
  {
    what: "a result typed",
    rule: "checks-table",
    plant: (file) => file.putAt(some(checks(file.book), 0.3), { text: "OK" }),
  },
  {
    what: "a check without tolerance",
    rule: "checks-tolerance",
    plant: (file) =>
      file.reformulate(some(checks(file.book)), (formula) => formula.replaceAll("check_tolerance", "0")),
  },
  {
    what: "a check that cannot fail",
    rule: "checks-can-fail",
    plant: (file) => {
      const cell = some(checks(file.book), 0.3);
      return cell !== undefined && file.put(cell.sheet, `B${cell.row}`, { formula: "1-1", number: 0 });
    },
  },
  {
    what: "a check that fails",
    rule: "checks-pass",
    plant: (file) => {
      const cell = some(checks(file.book));
      return (
        cell !== undefined &&
        file.sheet(cell.sheet, (xml) =>
          xml.replace(new RegExp(`(<c r="${addressOf(cell)}".*?<v>)OK(</v>)`, "s"), "$1Check$2"),
        )
      );
    },
  },
  {
    what: "a verdict that leaves out the last check",
    rule: "checks-verdict",
    plant: (file) => {
      const area = file.book.named("checks_verdict")?.areas?.[0];
      const last = checks(file.book).at(-1);
      const cell =
        area === undefined
          ? undefined
          : cellAt(file.book.sheet("Checks"), `${columnLetters(area.left)}${area.top}`);
      return (
        last !== undefined &&
        file.reformulate(cell, (formula) => formula.replaceAll(`D${last.row}`, `D${last.row - 1}`))
      );
    },
  },
  {
    what: "the verdict named elsewhere",
    rule: "checks-verdict",
    plant: (file) =>
      file.workbook((xml) => xml.replace(/(<definedName name="checks_verdict">)[^<]*/, "$1Dashboard!$$A$$1")),
  },
  {
    what: "the check of the market deleted",
    rule: "checks-needed",
    plant: (file) => {
      const rows = checks(file.book)
        .filter(
          ({ sheet, row }) =>
            /market/i.test(textOf(cellIn(sheet, row, 1))) ||
            /market/i.test(cellIn(sheet, row, 2)?.formula?.text ?? ""),
        )
        .map(({ row }) => row);
      const sheet = file.book.sheet("Checks");
      return (
        rows.length > 0 &&
        file.sheet(sheet, (xml) =>
          rows.reduce(
            (text, row) => text.replace(new RegExp(`<row r="${row}"[^>]*>.*?</row>`, "s"), ""),
            xml,
          ),
        )
      );
    },
  },
  {
    what: "an error check of one cell",
    rule: "checks-errors-everywhere",
    plant: (file) => {
      const cell = checks(file.book).find(({ sheet, row }) => /error/i.test(textOf(cellIn(sheet, row, 1))));
      return (
        cell !== undefined &&
        file.reformulate(beside(cell, 0, -2), (formula) => formula.replace(/:\$?[A-Z]+\$?\d+/g, ""))
      );
    },
  },
  {
    what: "the sign convention deleted",
    rule: "about-says",
    plant: (file) => file.putAt(labelled(file.book.sheet("About"), /^sign convention/i), {}),
  },
  {
    what: "the limits deleted",
    rule: "about-says",
    plant: (file) => file.putAt(labelled(file.book.sheet("About"), /^limits/i), {}),
  },
  {
    what: "a sheet that About does not list",
    rule: "about-sheets",
    plant: (file) => {
      const sheet = some(modelSheets(file.book));
      const cell = [...(file.book.sheet("About")?.cells.values() ?? [])].find(
        (one) => one.column === 1 && textOf(one) === sheet?.name,
      );
      return file.putAt(cell, { text: "Another sheet" });
    },
  },
  {
    what: "the market typed on About",
    rule: "about-market",
    plant: (file) => {
      const cell = [...(file.book.sheet("About")?.cells.values() ?? [])].find(
        (one) => one.formula?.text === "market_state",
      );
      return file.putAt(cell, { text: "Market: live" });
    },
  },
  {
    what: "a version without a date",
    rule: "about-versions",
    plant: (file) => {
      const head = labelled(file.book.sheet("About"), /^version/i);
      return head !== undefined && file.put(head.sheet, `B${head.row + 1}`, {});
    },
  },
  {
    what: "a figure of the dashboard deleted",
    rule: "dashboard-figures",
    plant: (file) => file.putAt(some(figures(file.book)), {}),
  },
  {
    what: "a figure of the dashboard without a name",
    rule: "dashboard-figures",
    plant: (file) => {
      const cell = some(figures(file.book), 0.3);
      return cell !== undefined && file.putAt(beside(cell, -1, 0), {});
    },
  },
  {
    what: "a figure of the dashboard typed",
    rule: "dashboard-shows",
    plant: (file) => file.putAt(some(figures(file.book)), { number: 12345 }),
  },
  {
    what: "a calculation on the dashboard",
    rule: "dashboard-shows",
    plant: (file) =>
      file.reformulate(
        some(figures(file.book)),
        (formula) => `${formula}-${some(figures(file.book), 0)?.formula?.text ?? formula}`,
      ),
  },
  {
    what: "all charts deleted",
    rule: "dashboard-charts",
    plant: (file) => file.sheet(file.book.sheet("Dashboard"), (xml) => xml.replace(/<drawing [^>]*\/>/, "")),
  },
  {
    what: "a chart without a title",
    rule: "chart-title",
    plant: (file) => chart(file, (xml) => xml.replace(/<c:title>.*?<\/c:title>/s, "")),
  },
  {
    what: "axes without titles and formats",
    rule: "chart-axes",
    plant: (file) =>
      chart(file, (xml) => {
        const at = xml.search(/<c:(catAx|dateAx|valAx)>/);
        return (
          xml.slice(0, at) +
          xml
            .slice(at)
            .replace(/<c:title>.*?<\/c:title>/gs, "")
            .replace(/<c:numFmt [^>]*\/>/g, "")
        );
      }),
  },
  {
    what: "a chart of empty cells",
    rule: "chart-data",
    plant: (file) =>
      chart(file, (xml) => xml.replace(/(<c:(?:val|yVal)>.*?<c:f>)[^<]*/s, "$1Checks!$$A$$900:$$A$$920")),
  },
  {
    what: "a chart of a sheet that is gone",
    rule: "chart-data",
    plant: (file) =>
      chart(file, (xml) => xml.replace(/(<c:(?:val|yVal)>.*?<c:f>)[^<]*/s, "$1Gone!$$A$$9:$$A$$20")),
  },
  {
    what: "a chart with a month too few",
    rule: "chart-data",
    plant: (file) =>
      chart(file, (xml) =>
        xml.replace(
          /(<c:(?:val|yVal)>.*?<c:f>)([^<]*)\$([A-Z]+)\$(\d+)(?=<)/s,
          (_all, start: string, before: string, letters: string, row: string) => {
            const isLine = new RegExp(`\\$${row}:`).test(before);
            return isLine
              ? `${start}${before}$${letters.slice(0, -1)}${previous(letters.slice(-1))}$${row}`
              : `${start}${before}$${letters}$${Number(row) - 1}`;
          },
        ),
      ),
  },
  {
    what: "a text under a chart",
    rule: "chart-place",
    plant: (file) => {
      const sheet = file.book.sheet("Dashboard");
      const over = sheet?.charts[0]?.over;
      return (
        over !== undefined && file.put(sheet, `${columnLetters(over.left)}${over.top + 2}`, { text: "Note" })
      );
    },
  },
  {
    what: "a choice on a sheet of calculations",
    rule: "kinds-apart",
    plant: (file) =>
      file.sheet(some(modelSheets(file.book)), (xml) =>
        xml.replace(
          "<pageMargins",
          '<dataValidations count="1"><dataValidation type="list" sqref="A20"><formula1>"a,b"</formula1></dataValidation></dataValidations><pageMargins',
        ),
      ),
  },
  // Print and looks.
  {
    what: "portrait",
    rule: "print-landscape",
    plant: (file) => setup(file, some(file.book.sheets), (xml) => xml.replace("landscape", "portrait")),
  },
  {
    what: "a sheet not fitted to one page's width",
    rule: "print-width",
    plant: (file) =>
      file.sheet(file.book.sheets.find(isInputs), (xml) => xml.replace(/<pageSetUpPr[^>]*\/>/, "")),
  },
  {
    what: "a page break between years deleted",
    rule: "print-months",
    plant: (file) =>
      file.sheet(some(months(file.book)), (xml) => xml.replace(/<brk id="(16|28)"[^>]*\/>/, "")),
  },
  {
    what: "months fitted to pages",
    rule: "print-months",
    plant: (file) =>
      file.sheet(some(months(file.book)), (xml) =>
        xml.replace("</sheetPr>", '<pageSetUpPr fitToPage="1"/></sheetPr>'),
      ),
  },
  {
    what: "months printed too large",
    rule: "print-months",
    plant: (file) =>
      setup(file, some(months(file.book)), (xml) => xml.replace(/ scale="\d+"/, ' scale="110"')),
  },
  {
    what: "print titles of months deleted",
    rule: "print-titles",
    plant: (file) => {
      const sheet = some(months(file.book));
      return (
        sheet !== undefined &&
        file.workbook((xml) =>
          xml.replace(
            new RegExp(
              `<definedName name="_xlnm.Print_Titles" localSheetId="${sheet.place}">[^<]*</definedName>`,
            ),
            "",
          ),
        )
      );
    },
  },
  {
    what: "the header deleted",
    rule: "print-header",
    plant: (file) =>
      file.sheet(some(file.book.sheets), (xml) => xml.replace(/<oddHeader>.*?<\/oddHeader>/s, "")),
  },
  {
    what: "page numbers deleted",
    rule: "print-header",
    plant: (file) => file.sheet(some(file.book.sheets, 0.3), (xml) => xml.replace(/&amp;P of &amp;N/, "")),
  },
  {
    what: "a column too narrow for its numbers",
    rule: "number-fits",
    plant: (file) => {
      const cell = modelCell(file.book);
      return (
        cell !== undefined &&
        file.sheet(cell.sheet, (xml) =>
          xml.replace(new RegExp(`(<col min="${cell.column}" max="${cell.column}" width=")[^"]*`), "$14"),
        )
      );
    },
  },
  {
    what: "a label cut off by its unit",
    rule: "text-fits",
    plant: (file) => {
      const [cell] = monthCells(file.book);
      return (
        cell !== undefined &&
        file.put(cell.sheet, `A${cell.row}`, {
          text: "Revenue from blocks and fees of all machines at all sites, before the share of the pool",
        })
      );
    },
  },
  {
    what: "a note of the dashboard cut off",
    rule: "wrapped-fits",
    plant: (file) => {
      const cell = some(figures(file.book));
      return (
        cell !== undefined &&
        file.putAt(beside(cell, 1, 0), {
          text: "USD, over all months of the plan and after all costs, before tax, at the price of the market in use ".repeat(
            2,
          ),
        })
      );
    },
  },
  {
    what: "a figure without a number format",
    rule: "decimals",
    plant: (file) => {
      const cell =
        monthCells(file.book)
          .concat(modelCell(file.book) ?? [])
          .find((one) => !Number.isInteger(numberIn(one))) ??
        modelSheets(file.book)
          .flatMap((sheet) => [...sheet.cells.values()])
          .find((one) => numberIn(one) !== undefined && !Number.isInteger(numberIn(one)));
      return file.putAt(cell, {
        formula: cell?.formula?.text ?? "",
        number: numberIn(cell) ?? 0,
        style: "0",
      });
    },
  },
  {
    what: "a unit that is not that of the format",
    rule: "unit-format",
    plant: (file) => {
      const total =
        totals(file.book).find((one) => one.style.format.includes("$")) ??
        modelSheets(file.book)
          .flatMap((sheet) => [...sheet.cells.values()])
          .find(
            (one) => lastMonth(one.sheet) > 0 && one.column === FIRST_MONTH && one.style.format.includes("$"),
          );
      return total !== undefined && file.put(total.sheet, `B${total.row}`, { text: "BTC" });
    },
  },
  {
    what: "a month with another format",
    rule: "one-look-a-row",
    plant: (file) => {
      const cell = some(monthCells(file.book));
      return file.putAt(cell, {
        formula: cell?.formula?.text ?? "",
        style: file.addStyle(file.styleOf(cell), (xf) => xf.replace(/numFmtId="\d+"/, 'numFmtId="11"')),
      });
    },
  },
  {
    what: "a second typeface",
    rule: "one-font",
    plant: (file) => {
      const cell = modelCell(file.book);
      return file.putAt(cell, {
        formula: cell?.formula?.text ?? "",
        style: file.addStyle(file.styleOf(cell), (xf) => xf.replace(/fontId="\d+"/, 'fontId="FONT"'), {
          font: '<font><sz val="11"/><color rgb="FF000000"/><name val="Comic Sans MS"/></font>',
        }),
      });
    },
  },
];

const previous = (letter: string) => String.fromCharCode(Math.max(65, letter.charCodeAt(0) - 1));

const isFormulaAt = (
  book: Book,
  {
    sheet,
    top,
    left,
    bottom,
    right,
  }: { sheet: string; top: number; left: number; bottom: number; right: number },
) =>
  top === bottom &&
  left === right &&
  isModelAt(book, sheet) &&
  cellAt(book.sheet(sheet), `${columnLetters(left)}${top}`)?.formula !== undefined;

function isModelAt(book: Book, name: string): boolean {
  const sheet = book.sheet(name);
  return sheet !== undefined && isModel(sheet);
}

/** Plants each breach into a file of its own, and says which rules find it. */
export function plantAll(bytes: Uint8Array): Outcome[] {
  const memory: Memory = new Map();
  const book = readBook(bytes, memory);
  const before = new Map<string, ReadonlySet<string>>();
  const outcomes: Outcome[] = [];
  for (const breach of breaches) {
    const file = new Planting(bytes, book);
    if (!breach.plant(file)) continue;
    let broken: Book;
    try {
      broken = readBook(file.saved(), new Map(memory));
    } catch (error) {
      throw new Error(`${breach.what}: the planted file cannot be read`, { cause: error });
    }
    const by: string[] = [];
    // Its own rule first; the others are asked only where that misses it.
    const own = rules.filter(({ id }) => id === breach.rule);
    for (const rule of [...own, ...rules.filter(({ id }) => id !== breach.rule)]) {
      const known = before.get(rule.id) ?? new Set(rule.check(book));
      before.set(rule.id, known);
      if ([...rule.check(broken)].some((text) => !known.has(text))) by.push(rule.id);
      if (by.length > 0) break;
    }
    outcomes.push({ breach, isFound: by.length > 0, by });
  }
  return outcomes;
}
