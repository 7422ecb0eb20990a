import { FUTURE_FUNCTIONS, SHEET_FUNCTIONS } from "../../../src/formula/futureFunctions";
import { cellKey, cellOfKey } from "../../../src/workfile/sheetContent";
import { columnLetters } from "../../../src/formula/tokens";
import {
  addressOf,
  cellIn,
  isConstant,
  numberIn,
  readBy,
  textOf,
  type Book,
  type BookCell,
  type BookSheet,
  type Validation,
} from "./bookModel";
import { CLASSIC_FUNCTIONS } from "./excelFunctions";
import { areasAt, areasOf, isIn, readingOf, relative, type Area } from "./formulas";
import {
  allCells,
  at,
  distinctFormulas,
  fast,
  finding,
  formulaCells,
  icaew,
  isBlue,
  isInputs,
  type Rule,
} from "./rule";

const inputSheets = (book: Book) => book.sheets.filter(isInputs);

function* blueCells(book: Book): Generator<BookCell> {
  for (const sheet of inputSheets(book))
    for (const cell of sheet.cells.values()) if (isBlue(cell)) yield cell;
}

/** The rule of a cell, if it has one. */
function validationAt({ sheet, row, column }: BookCell): Validation | undefined {
  return sheet.validations.find(({ areas }) => areas.some((area) => isIn(row, column, area)));
}

/** Blue cells in column B that stand on a line of their own, with label, unit and note. */
function* singleInputs(book: Book): Generator<BookCell> {
  for (const sheet of inputSheets(book)) {
    const inRow = new Map<number, BookCell[]>();
    for (const cell of sheet.cells.values())
      if (isBlue(cell)) inRow.set(cell.row, [...(inRow.get(cell.row) ?? []), cell]);
    for (const [cell, ...others] of inRow.values())
      if (cell?.column === 2 && others.length === 0 && !isInTable(book, cell)) yield cell;
  }
}

/** Whether a name of several cells, or a rule for a block, makes a table of it. */
function isInTable(book: Book, { sheet, row, column }: BookCell): boolean {
  return book.names.some(({ areas }) =>
    (areas ?? []).some(
      (area) =>
        area.sheet === sheet.name &&
        (area.top < area.bottom || area.left < area.right) &&
        isIn(row, column, area),
    ),
  );
}

/** Names that only formulas in the file use, wherever: cells, rules, formats, names, charts. */
function usedNames(book: Book): Set<string> {
  const used = new Set<string>();
  const add = (text: string) => {
    for (const name of readingOf(`elsewhere ${text}`, text.replace(/^=/, ""), 1, 1).names) used.add(name);
  };
  for (const cell of distinctFormulas(book)) for (const name of cell.formula.reading.names) used.add(name);
  for (const sheet of book.sheets) {
    for (const { type, formulas } of sheet.validations)
      for (const text of formulas) if (!(type === "list" && text.startsWith('"'))) add(text);
    for (const { formulas } of sheet.marks) for (const text of formulas) add(text);
  }
  for (const { text } of book.names) add(text);
  // A rule's list may give a name's cells in its place.
  const lists = new Set(
    book.sheets.flatMap(({ validations }) =>
      validations.flatMap(({ formulas }) => formulas.map((text) => text.replace(/^=/, ""))),
    ),
  );
  for (const { name, text } of book.names) if (lists.has(text)) used.add(name.toLowerCase());
  return used;
}

const ofList = (text: string) =>
  text
    .slice(1, -1)
    .split(",")
    .map((item) => item.trim());

/** Why a value is not what its own rule allows; undefined where it is, or where that cannot be told. */
function breach(book: Book, cell: BookCell, { type, operator, formulas }: Validation): string | undefined {
  const value = numberIn(cell);
  const bound = (text: string | undefined): number | undefined => {
    if (text === undefined || text === "") return undefined;
    const plain = Number(text);
    if (Number.isFinite(plain)) return plain;
    const [area] = areasOf(text) ?? book.named(text)?.areas ?? [];
    const sheet = area?.sheet === undefined ? cell.sheet : book.sheet(area.sheet);
    return area === undefined || sheet === undefined
      ? undefined
      : numberIn(cellIn(sheet, area.top, area.left));
  };
  if (type === "list") {
    const [source = ""] = formulas;
    if (source.startsWith('"'))
      return ofList(source).includes(textOf(cell)) ? undefined : `is not one of ${ofList(source).join(", ")}`;
    const areas = areasOf(source) ?? book.named(source)?.areas;
    if (areas === undefined) return undefined;
    for (const area of areas) {
      const sheet = area.sheet === undefined ? cell.sheet : book.sheet(area.sheet);
      for (let row = area.top; row <= area.bottom; row++)
        for (let column = area.left; column <= area.right; column++)
          if (sheet !== undefined && textOf(cellIn(sheet, row, column)) === textOf(cell)) return undefined;
    }
    return "is not in its list";
  }
  if (!["whole", "decimal", "date", "time"].includes(type)) return undefined;
  if (value === undefined) return "is not a number";
  if (type === "whole" && !Number.isInteger(value)) return "is not a whole number";
  const [first, second] = formulas.map(bound);
  const least = ["between", "greaterThanOrEqual", "greaterThan", "equal"].includes(operator)
    ? first
    : undefined;
  const most =
    operator === "between" ? second : ["lessThanOrEqual", "lessThan"].includes(operator) ? first : undefined;
  if (least !== undefined && value < least) return `is less than ${least}`;
  if (most !== undefined && value > most) return `is more than ${most}`;
  return undefined;
}

const looksLikeCell = (name: string) => /^[a-z]{1,3}\d+$/i.test(name) || /^(r|c|r\d*c\d*)$/i.test(name);
const isFunction = (name: string) =>
  [CLASSIC_FUNCTIONS, FUTURE_FUNCTIONS, SHEET_FUNCTIONS].some((names) => names.has(name.toUpperCase()));
/** Names of the add-in's own functions in Excel's functions. */
const isNativeForm = ({ name }: { name: string }) => /^MINING_/i.test(name);

/** Excel does not open a file that exceeds these without repairing it. */
const LIMITS = { promptTitle: 32, prompt: 255, list: 257, header: 255, sheet: 31, text: 32_767 } as const;

export const inputRules: readonly Rule[] = [
  {
    id: "input-blue",
    title: "Each number typed on a sheet of inputs is blue on light blue",
    source: icaew("Make inputs easy to find"),
    *check(book) {
      for (const sheet of inputSheets(book))
        for (const cell of sheet.cells.values())
          if (isConstant(cell) && cell.value?.kind !== "text" && !isBlue(cell))
            yield at(
              cell,
              `${textOf(cell)} is typed and does not look like an input; give it the look of inputs`,
            );
    },
  },
  {
    id: "blue-is-input",
    title: "Only inputs are blue: no formula, and on sheets of inputs only",
    source: fast("4.02 Formatting features"),
    *check(book) {
      for (const cell of allCells(book)) {
        if (!isBlue(cell)) continue;
        if (cell.formula !== undefined || cell.filledBy !== undefined)
          yield at(cell, "looks like an input and holds a formula; give it the look of a figure");
        else if (!isInputs(cell.sheet))
          yield at(cell, "looks like an input on a sheet that is none; move it to Inputs");
      }
    },
  },
  {
    id: "input-rule",
    title: "Each input says what may be typed: a rule with a title and a message",
    source: icaew("Consider including restrictions"),
    *check(book) {
      for (const cell of blueCells(book)) {
        const rule = validationAt(cell);
        if (rule === undefined) yield at(cell, "the input has no data validation; add one");
        else if (rule.promptTitle.trim() === "" || rule.prompt.trim() === "" || !rule.showsPrompt)
          yield at(cell, "the input shows no message with a title when it is chosen; add both");
      }
    },
  },
  {
    id: "input-bounds",
    title: "A single number or date has bounds, and Excel refuses what is outside",
    source: icaew("Consider including restrictions"),
    *check(book) {
      for (const cell of singleInputs(book)) {
        const rule = validationAt(cell);
        if (rule === undefined || numberIn(cell) === undefined) continue;
        if (["none", "custom"].includes(rule.type) && rule.formulas.length === 0)
          yield at(cell, "any number may be typed; state the least and the most");
        else if (!rule.showsError) yield at(cell, "Excel accepts what is outside the bounds; let it refuse");
      }
    },
  },
  {
    id: "input-within",
    title: "Each input keeps its own rule",
    source: icaew("Review and test your models"),
    *check(book) {
      for (const cell of blueCells(book)) {
        const rule = validationAt(cell);
        if (rule === undefined || !isConstant(cell)) continue;
        const text = breach(book, cell, rule);
        if (text !== undefined) yield at(cell, `${textOf(cell)} ${text}; correct the value or its rule`);
      }
    },
  },
  {
    id: "input-named",
    title: "Each single input has a name",
    source: icaew("Use clear range names where appropriate"),
    *check(book) {
      const named = new Set(
        book.names.flatMap(({ areas }) =>
          (areas ?? []).map(({ sheet, top, left }) => `${sheet ?? ""}!${columnLetters(left)}${top}`),
        ),
      );
      for (const cell of singleInputs(book))
        if (!named.has(`${cell.sheet.name}!${addressOf(cell)}`))
          yield at(cell, "the input has no name; define one");
    },
  },
  {
    id: "input-labelled",
    title: "Each single input has a label in A, a unit in C and a note or source in D",
    source: icaew("Use clear and meaningful labels"),
    *check(book) {
      for (const cell of singleInputs(book))
        for (const [column, what] of [
          [1, "label"],
          [3, "unit"],
          [4, "note or source"],
        ] as const)
          if (textOf(cellIn(cell.sheet, cell.row, column)).trim() === "")
            yield finding(
              cell.sheet,
              `${columnLetters(column)}${cell.row}`,
              `the input beside has no ${what}; state it`,
            );
    },
  },
  {
    id: "input-headed",
    title: "Each column of a table of inputs has a head",
    source: icaew("Use clear and meaningful labels"),
    *check(book) {
      const single = new Set(singleInputs(book));
      for (const cell of blueCells(book)) {
        if (single.has(cell)) continue;
        const above = cellIn(cell.sheet, cell.row - 1, cell.column);
        if (above !== undefined && isBlue(above)) continue;
        const sideLabel = textOf(cellIn(cell.sheet, cell.row, 1));
        const isHeaded = above !== undefined && textOf(above).trim() !== "" && above.value?.kind === "text";
        if (!isHeaded && (cell.column === 1 || sideLabel.trim() === ""))
          yield at(cell, "the column of inputs has no head above it; name it, with its unit");
      }
    },
  },
  {
    id: "input-used",
    title: "Each name of an input is used",
    source: icaew("Avoid duplication"),
    *check(book) {
      const used = usedNames(book);
      const read = readAreas(book);
      for (const { name, areas } of book.names) {
        const [area] = areas ?? [];
        const sheet = book.sheet(area?.sheet ?? "");
        const first =
          sheet === undefined || area === undefined ? undefined : cellIn(sheet, area.top, area.left);
        if (area === undefined || first === undefined || !isBlue(first)) continue;
        // A table is used where its columns or cells are.
        const isTable = area.top < area.bottom || area.left < area.right;
        if (isTable && sheet !== undefined && readsInto(read.get(sheet), area)) continue;
        if (sheet !== undefined && isInputs(sheet) && !used.has(name.toLowerCase()))
          yield finding(
            sheet,
            areas?.[0] === undefined ? "A1" : `${columnLetters(areas[0].left)}${areas[0].top}`,
            `no formula uses ${name}; use or remove it`,
          );
      }
    },
  },
  {
    id: "input-read",
    title: "Each input is read by something",
    source: icaew("Avoid duplication"),
    *check(book) {
      const read = readAreas(book);
      const missing = new Set<string>();
      for (const cell of blueCells(book)) {
        const areas = read.get(cell.sheet);
        if (areas?.cells.has(cellKey(cell.row, cell.column)) === true) continue;
        if ([...(areas?.ranges.values() ?? [])].some((area) => isIn(cell.row, cell.column, area))) continue;
        const key = `${cell.sheet.name} ${cell.column} ${validationAt(cell)?.prompt ?? addressOf(cell)}`;
        if (missing.has(key)) continue;
        missing.add(key);
        yield at(cell, "nothing reads this input; use or remove it");
      }
    },
  },
  {
    id: "legend",
    title: "Each sheet of inputs says what its colours mean",
    source: icaew("Use clear formatting"),
    *check(book) {
      for (const sheet of inputSheets(book)) {
        const has = [...sheet.cells.values()].some(
          (cell) =>
            cell.value?.kind === "text" && /legend/i.test(cell.value.text) && /blue/i.test(cell.value.text),
        );
        if (!has) yield finding(sheet, "A4", "no legend says what blue means; add it");
      }
    },
  },
  {
    id: "name-refers",
    title: "Each name refers to cells of the workbook",
    source: icaew("Use clear range names where appropriate"),
    *check(book) {
      for (const name of book.names) {
        if (isNativeForm(name)) continue;
        if (name.areas === undefined) {
          yield finding(
            "Names",
            name.name,
            `stands for ${name.text || "nothing"}, which is no cells; define it for cells`,
          );
          continue;
        }
        for (const { sheet, top, left } of name.areas) {
          const on = book.sheet(sheet ?? "");
          // Rows below a table of inputs may be watched for what is pasted beyond it.
          const lowest = on === undefined ? 0 : on.lastRow + (isInputs(on) ? 1 : 0);
          if (on === undefined || top > lowest || left > on.lastColumn)
            yield finding("Names", name.name, `refers to ${name.text}, where nothing is; correct it`);
        }
      }
    },
  },
  {
    id: "name-form",
    title: "Names are words in small letters with underscores; none is a cell or a function of Excel",
    source: fast("4.03 Excel names"),
    *check(book) {
      const seen = new Set<string>();
      for (const name of book.names) {
        const key = name.name.toLowerCase();
        if (seen.has(key)) yield finding("Names", name.name, "is defined twice; keep one");
        seen.add(key);
        if (isNativeForm(name)) continue;
        if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name.name))
          yield finding("Names", name.name, "is not in small letters with underscores; rename it");
        else if (looksLikeCell(name.name)) yield finding("Names", name.name, "looks like a cell; rename it");
        else if (isFunction(name.name))
          yield finding("Names", name.name, "is a function of Excel too; rename it");
      }
    },
  },
  {
    id: "name-absolute",
    title: "Names refer to fixed cells, and belong to the workbook",
    source: fast("4.03 Excel names"),
    *check(book) {
      for (const name of book.names) {
        if (isNativeForm(name)) continue;
        if (name.sheet !== undefined)
          yield finding("Names", name.name, "belongs to one sheet only; define it for the workbook");
        if (name.areas !== undefined && /(^|[!:])(?:[A-Z]{1,3}\$?\d|\$[A-Z]{1,3}\d)/.test(name.text))
          yield finding(
            "Names",
            name.name,
            "moves with the cell that uses it; write $ before column and row",
          );
      }
    },
  },
  {
    id: "excel-limits",
    title: "Messages, headers and names are as short as Excel allows",
    source: "Excel: specifications and limits",
    *check(book) {
      const tooLong = (text: string, most: number) => text.length > most;
      for (const sheet of book.sheets) {
        if (tooLong(sheet.name, LIMITS.sheet))
          yield finding(sheet, "A1", "the sheet's name has more than 31 characters; shorten it");
        for (const { promptTitle, prompt, formulas, type } of sheet.validations) {
          if (tooLong(promptTitle, LIMITS.promptTitle))
            yield finding(sheet, "A1", `the title "${promptTitle}" has more than 32 characters; shorten it`);
          if (tooLong(prompt, LIMITS.prompt))
            yield finding(
              sheet,
              "A1",
              `the message "${prompt.slice(0, 40)}…" has more than 255 characters; shorten it`,
            );
          if (type === "list" && tooLong(formulas[0] ?? "", LIMITS.list))
            yield finding(sheet, "A1", "a list has more than 255 characters; put it into cells");
        }
        for (const text of [sheet.print.header, sheet.print.footer])
          if (tooLong(text, LIMITS.header))
            yield finding(sheet, "A1", "a header or footer has more than 255 characters; shorten it");
        for (const cell of sheet.cells.values())
          if (tooLong(textOf(cell), LIMITS.text))
            yield at(cell, "the text has more than 32,767 characters; shorten it");
      }
    },
  },
];

type Rectangle = Omit<Area, "sheet">;

/** Whether something reads a cell of an area. */
function readsInto(
  read: { cells: Set<number>; ranges: Map<string, Rectangle> } | undefined,
  area: Rectangle,
): boolean {
  const meets = (one: Rectangle) =>
    one.top <= area.bottom && area.top <= one.bottom && one.left <= area.right && area.left <= one.right;
  if ([...(read?.ranges.values() ?? [])].some(meets)) return true;
  for (const key of read?.cells ?? []) {
    const { row, column } = cellOfKey(key);
    if (isIn(row, column, area)) return true;
  }
  return false;
}

/** What formulas, rules and charts read of each sheet: single cells, and ranges. */
function readAreas(book: Book): Map<BookSheet, { cells: Set<number>; ranges: Map<string, Rectangle> }> {
  const found = new Map<BookSheet, { cells: Set<number>; ranges: Map<string, Rectangle> }>();
  const add = (name: string, { top, left, bottom, right }: Rectangle) => {
    const sheet = book.sheet(name);
    if (sheet === undefined || !isInputs(sheet)) return;
    const areas = found.get(sheet) ?? { cells: new Set<number>(), ranges: new Map<string, Rectangle>() };
    found.set(sheet, areas);
    if (top === bottom && left === right) areas.cells.add(cellKey(top, left));
    else areas.ranges.set(`${top} ${left} ${bottom} ${right}`, { top, left, bottom, right });
  };
  for (const cell of formulaCells(book)) for (const area of readBy(book, cell)) add(area.sheet, area);
  for (const sheet of book.sheets) {
    for (const { formulas } of sheet.validations)
      for (const text of formulas)
        for (const area of areasOf(text) ?? book.named(text)?.areas ?? [])
          add(area.sheet ?? sheet.name, area);
    for (const { formulas, areas } of sheet.marks)
      for (const text of formulas) {
        const { top = 1, left = 1 } = areas[0] ?? {};
        const reading = readingOf(relative(text, top, left), text, top, left);
        for (const area of areasAt(reading, top, left)) add(area.sheet ?? sheet.name, area);
      }
    for (const { series } of sheet.charts)
      for (const { values, labels } of series)
        for (const text of [values, labels])
          for (const area of areasOf(text) ?? []) add(area.sheet ?? sheet.name, area);
  }
  return found;
}
