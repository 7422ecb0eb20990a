import { columnLetters, columnNumber } from "../../../src/formula/tokens";
import { cellIn, numberIn, textOf, type Book, type BookCell, type BookSheet } from "./bookModel";
import { shownNumber, textWidth } from "./shown";
import {
  AXIS_TOP,
  FIRST_LINE,
  FIRST_MONTH,
  allCells,
  at,
  fast,
  finding,
  icaew,
  isDashboard,
  lastMonth,
  monthLines,
  monthlySheets,
  type Rule,
} from "./rule";

/** Width and height of paper on its side, in inches, by Excel's number. */
const PAPERS: Readonly<Record<string, readonly [width: number, height: number]>> = {
  1: [11, 8.5],
  9: [11.69, 8.27],
};
/** A character's width at 96 dots an inch, with Excel's usual font. */
const INCHES_PER_CHARACTER = 7 / 96;
const POINTS_PER_INCH = 72;
const USUAL_HEIGHT = 15;
const SMALLEST_SCALE = 40;

const printable = ({ print }: BookSheet) => {
  const [width, height] = PAPERS[print.paper] ?? [11, 8.27];
  return {
    width: width - print.margins.left - print.margins.right,
    height: height - print.margins.top - print.margins.bottom,
  };
};

/** What is filled, the charts included. */
function extent(sheet: BookSheet): { columns: number; rows: number } {
  let [columns, rows] = [0, 0];
  for (const cell of sheet.cells.values())
    if (textOf(cell) !== "") {
      columns = Math.max(columns, cell.column);
      rows = Math.max(rows, cell.row);
    }
  for (const { over } of sheet.charts) {
    columns = Math.max(columns, over?.right ?? 0);
    rows = Math.max(rows, over?.bottom ?? 0);
  }
  return { columns, rows };
}

function widthOf(sheet: BookSheet, from: number, to: number): number {
  let characters = 0;
  for (let column = from; column <= to; column++) characters += sheet.widthOf(column);
  return characters * INCHES_PER_CHARACTER;
}

function heightOf(sheet: BookSheet, rows: number): number {
  let points = 0;
  for (let row = 1; row <= rows; row++) points += sheet.heightOf(row) ?? USUAL_HEIGHT;
  return points / POINTS_PER_INCH;
}

/** What a printed page shows the sheet at, in hundredths. */
function scaleOf(sheet: BookSheet): number {
  if (!sheet.print.fits) return sheet.print.scale;
  const { columns } = extent(sheet);
  return Math.min(
    100,
    (100 * printable(sheet).width * sheet.print.fitToWidth) / Math.max(0.1, widthOf(sheet, 1, columns)),
  );
}

/** In inches, at full size: the widest page between breaks, with the columns that each repeats. */
function widestPage(sheet: BookSheet): number {
  const { columns } = extent(sheet);
  const last = columnNumber(repeatedColumns(sheet)?.[1] ?? "");
  let [widest, from] = [0, 1];
  for (const to of [...sheet.print.columnBreaks].sort((one, other) => one - other).concat(columns)) {
    widest = Math.max(widest, widthOf(sheet, from, to) + (from > last ? widthOf(sheet, 1, last) : 0));
    from = to + 1;
  }
  return widest;
}

const repeatedRows = ({ print }: BookSheet) => /\$(\d+):\$(\d+)/.exec(print.titles)?.slice(1).map(Number);
const repeatedColumns = ({ print }: BookSheet) => /\$([A-Z]+):\$([A-Z]+)/.exec(print.titles)?.slice(1);

/** The next filled cell to the right, which cuts a text. */
function nextFilled(sheet: BookSheet, { row, column }: BookCell): number {
  for (let next = column + 1; next <= sheet.lastColumn; next++) {
    const cell = cellIn(sheet, row, next);
    if (cell !== undefined && (textOf(cell) !== "" || cell.formula !== undefined)) return next;
  }
  return sheet.lastColumn + 1;
}

/** How wide what a cell shows is, in characters of its column. */
function shownWidth(cell: BookCell): number {
  const { size, isBold, format } = cell.style;
  const value = numberIn(cell);
  const text = value === undefined ? textOf(cell) : shownNumber(value, format);
  return textWidth(text) * (size / 11) * (isBold ? 1.07 : 1);
}

/** Padding on both sides of a cell, in characters. */
const PADDING = 0.7;

export const printRules: readonly Rule[] = [
  {
    id: "print-landscape",
    title: "Each sheet prints in landscape, on the same paper",
    source: fast("2.05 Presentation sheets"),
    *check({ sheets }) {
      const paper = sheets[0]?.print.paper;
      for (const sheet of sheets) {
        if (!sheet.print.isLandscape) yield finding(sheet, "A1", "prints in portrait; set landscape");
        if (sheet.print.paper !== paper)
          yield finding(sheet, "A1", "prints on other paper than the first sheet; use the same");
      }
    },
  },
  {
    id: "print-width",
    title: "Each sheet without months prints one page wide, and can still be read",
    source: fast("2.05 Presentation sheets"),
    *check({ sheets }) {
      for (const sheet of sheets) {
        if (lastMonth(sheet) > 0) continue;
        const { fits, fitToWidth, fitToHeight, rowBreaks, columnBreaks, scale } = sheet.print;
        // What a board sees first may be one page.
        const isHighEnough = fitToHeight === 0 || (isDashboard(sheet) && fitToHeight === 1);
        const hasBreaks = rowBreaks.length + columnBreaks.length > 0;
        const wide = (widestPage(sheet) * scale) / 100;
        if (!fits && hasBreaks && wide > printable(sheet).width + 0.05)
          yield finding(
            sheet,
            "A1",
            `a page is ${wide.toFixed(1)} inches wide, the paper ${printable(sheet).width.toFixed(1)}; set a smaller scale`,
          );
        else if (fits ? fitToWidth !== 1 || !isHighEnough : !hasBreaks)
          yield finding(
            sheet,
            "A1",
            "does not print one page wide and as many long as it takes; set the fit to 1 by 0",
          );
        else if (scaleOf(sheet) < SMALLEST_SCALE)
          yield finding(
            sheet,
            "A1",
            `prints at ${Math.round(scaleOf(sheet))} %, too small to read; use fewer or narrower columns`,
          );
      }
    },
  },
  {
    id: "print-months",
    title: "Monthly sheets print a year a page, with labels on each",
    source: fast("2.05 Presentation sheets"),
    *check(book) {
      for (const sheet of monthlySheets(book)) {
        const last = lastMonth(sheet);
        if (repeatedColumns(sheet)?.join(":") !== "A:D")
          yield finding(sheet, "A1", "does not repeat the columns A:D on each page; set the print titles");
        for (let column = FIRST_MONTH + 11; column < last; column += 12)
          if (!sheet.print.columnBreaks.includes(column))
            yield finding(
              sheet,
              `${columnLetters(column + 1)}1`,
              "no page begins with this year; add a page break",
            );
        for (const column of sheet.print.columnBreaks)
          if ((column - FIRST_MONTH + 1) % 12 !== 0 || column >= last)
            yield finding(
              sheet,
              `${columnLetters(column + 1)}1`,
              "a page begins in the middle of a year; remove the break",
            );
        if (sheet.print.fits) {
          const years = Math.ceil((last - FIRST_MONTH + 1) / 12);
          if (years > 1)
            yield finding(
              sheet,
              "A1",
              "fits pages, so that Excel ignores the breaks between years; set a scale",
            );
          continue;
        }
        const wide = widthOf(sheet, 1, Math.min(last, FIRST_MONTH + 11)) * (sheet.print.scale / 100);
        if (wide > printable(sheet).width + 0.05)
          yield finding(
            sheet,
            "A1",
            `labels and a year are ${wide.toFixed(1)} inches wide, the page ${printable(sheet).width.toFixed(1)}; set a smaller scale`,
          );
      }
    },
  },
  {
    id: "print-titles",
    title: "A sheet that is longer than a page repeats its head",
    source: fast("2.05 Presentation sheets"),
    *check({ sheets }) {
      for (const sheet of sheets) {
        const rows = repeatedRows(sheet);
        if (lastMonth(sheet) > 0) {
          const [first = Infinity, last = 0] = rows ?? [];
          if (first > AXIS_TOP || last < FIRST_LINE - 1)
            yield finding(
              sheet,
              "A4",
              "does not repeat the time axis on each page; set rows 1 to 8 as print titles",
            );
          continue;
        }
        const high = heightOf(sheet, extent(sheet).rows) * (scaleOf(sheet) / 100);
        if (rows === undefined && high > printable(sheet).height && sheet.charts.length === 0)
          yield finding(
            sheet,
            "A1",
            "is longer than a page and does not repeat its head; set the print titles",
          );
      }
    },
  },
  {
    id: "print-header",
    title: "Each page says the workbook's title, its sheet and the page of all",
    source: fast("2.05 Presentation sheets"),
    *check({ sheets, title }) {
      for (const sheet of sheets) {
        const { header, footer } = sheet.print;
        const plain = header.replace(/&&|&"[^"]*"|&[LCRBIUSXYE]|&\d+|&K[0-9A-Fa-f]{6}/g, (code) =>
          code === "&&" ? "&" : "",
        );
        if (title === "" || !plain.includes(title))
          yield finding(
            sheet,
            "A1",
            `the header lacks the title "${title}" of the file's properties; add it`,
          );
        if (!`${header}${footer}`.includes("&A"))
          yield finding(sheet, "A1", "header and footer lack the sheet's name; add &A");
        if (!footer.includes("&P") || !footer.includes("&N"))
          yield finding(sheet, "A1", "the footer lacks the page or the number of pages; add &P of &N");
      }
    },
  },
  {
    id: "number-fits",
    title: "Each number fits its column",
    source: icaew("Use clear formatting"),
    *check(book) {
      const said = new Set<string>();
      for (const cell of allCells(book)) {
        if (numberIn(cell) === undefined || (cell.style.wraps && cell.style.format === "General")) continue;
        const width = cell.sheet.widthOf(cell.column);
        if (shownWidth(cell) + PADDING <= width + 0.3) continue;
        const key = `${cell.sheet.name} ${cell.column}`;
        if (said.has(key)) continue;
        said.add(key);
        yield at(
          cell,
          `${shownNumber(numberIn(cell) ?? 0, cell.style.format)} does not fit a column of ${Math.round(width)}; widen it`,
        );
      }
    },
  },
  {
    id: "text-fits",
    title: "No text is cut off by the cell beside it",
    source: icaew("Use clear formatting"),
    *check({ sheets }) {
      for (const sheet of sheets)
        for (const cell of sheet.cells.values()) {
          if (cell.value?.kind !== "text" || cell.value.text === "" || cell.style.wraps) continue;
          const needed = shownWidth(cell) + PADDING;
          const own = sheet.widthOf(cell.column);
          if (needed <= own * 1.05) continue;
          if (cell.style.align === "right" || cell.style.align === "center") {
            const before = cellIn(sheet, cell.row, cell.column - 1);
            const isTight = cell.column === 1 || (before !== undefined && textOf(before) !== "");
            if (isTight)
              yield at(cell, `"${textOf(cell).slice(0, 40)}" is cut off; widen the column or wrap it`);
            continue;
          }
          const next = nextFilled(sheet, cell);
          if (next > sheet.lastColumn) continue;
          let room = 0;
          for (let column = cell.column; column < next; column++) room += sheet.widthOf(column);
          if (needed > room * 1.05)
            yield at(cell, `"${textOf(cell).slice(0, 40)}" is cut off; widen the column or wrap it`);
        }
    },
  },
  {
    id: "wrapped-fits",
    title: "Wrapped text is not cut off by the height of its row",
    source: icaew("Use clear formatting"),
    *check({ sheets }) {
      for (const sheet of sheets)
        for (const cell of sheet.cells.values()) {
          const height = sheet.heightOf(cell.row);
          if (!cell.style.wraps || height === undefined || cell.value?.kind !== "text") continue;
          const room = Math.max(1, sheet.widthOf(cell.column) - PADDING);
          const lines = textOf(cell)
            .split("\n")
            .reduce(
              (sum, line) =>
                sum + Math.max(1, Math.ceil((textWidth(line) * cell.style.size) / 11 / room - 0.1)),
              0,
            );
          if (lines * cell.style.size * 1.3 > height * 1.08 + 1)
            yield at(
              cell,
              `needs ${lines} lines and its row is ${height} points high; make it higher or the text shorter`,
            );
        }
    },
  },
  {
    id: "decimals",
    title: "Each figure has a number format with sensible digits",
    source: icaew("Use clear formatting"),
    *check(book) {
      for (const cell of figureCells(book)) {
        const value = numberIn(cell) ?? 0;
        if (cell.style.format === "General" && !Number.isInteger(value))
          yield at(cell, `${value} has no number format; give it one`);
        else if (cell.style.format === "General" && Math.abs(value) >= 10_000)
          yield at(cell, `${value} has no separator of thousands; give it a format`);
      }
    },
  },
  {
    id: "unit-format",
    title: "Number formats agree with the unit of the line",
    source: icaew("Use clear units"),
    *check(book) {
      for (const sheet of monthlySheets(book))
        for (const { row, months } of monthLines(sheet)) {
          const unit = textOf(cellIn(sheet, row, 2));
          for (const cell of [cellIn(sheet, row, 3), cellIn(sheet, row, 4), ...months.slice(0, 1)]) {
            if (cell === undefined || numberIn(cell) === undefined) continue;
            const { format } = cell.style;
            const isShare = /%|percent|share|rate|part|fraction|probability|per (year|month)$/i.test(unit);
            if ((/^(%|percent)/i.test(unit) && !format.includes("%")) || (format.includes("%") && !isShare))
              yield at(cell, `the unit is "${unit}" and the format ${format}; make them agree`);
            else if (format.includes("$") && !/usd|\$/i.test(unit))
              yield at(cell, `shows dollars and the unit is "${unit}"; make them agree`);
            else if (
              /^date$/i.test(unit) !== /[yd]{2}/i.test(format) &&
              (/^date$/i.test(unit) || /yy/i.test(format))
            )
              yield at(cell, `the unit is "${unit}" and the format ${format}; make them agree`);
          }
        }
    },
  },
  {
    id: "one-look-a-row",
    title: "The months of a line look the same",
    source: fast("4.02 Formatting features"),
    *check(book) {
      for (const sheet of monthlySheets(book))
        for (const { row, months } of monthLines(sheet)) {
          const [first] = months;
          const other = months.find(
            (cell) => cell !== undefined && first !== undefined && cell.style.format !== first.style.format,
          );
          if (other !== undefined) yield at(other, `has another format than the rest of row ${row}; use one`);
        }
    },
  },
  {
    id: "one-font",
    title: "The workbook has one typeface",
    source: icaew("Use clear formatting"),
    *check(book) {
      const fonts = book.fonts.filter((font) => font !== "");
      if (fonts.length > 1) yield finding("File", "styles", `${fonts.join(", ")} are used; use one typeface`);
    },
  },
];

function* figureCells(book: Book): Generator<BookCell> {
  const seen = new Set<string>();
  for (const cell of allCells(book)) {
    if (numberIn(cell) === undefined) continue;
    const key = `${cell.sheet.name} ${cell.formula?.relative ?? `${cell.row} ${cell.column}`}`;
    if (seen.has(key)) continue;
    seen.add(key);
    yield cell;
  }
}
