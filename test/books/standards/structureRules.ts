import { columnLetters } from "../../../src/formula/tokens";
import { cellAt, numberIn, readBy, textOf, type BookSheet } from "./bookModel";
import {
  AXIS_NAMES,
  AXIS_TOP,
  FIRST_LINE,
  FIRST_MONTH,
  allCells,
  at,
  fast,
  finding,
  formulaCells,
  icaew,
  isAbout,
  isChecks,
  isDashboard,
  isInputs,
  isModel,
  lastMonth,
  monthLines,
  monthlySheets,
  type Rule,
} from "./rule";
import { cellIn, isConstant } from "./bookModel";

/** Where a sheet belongs among the tabs. */
function stage(sheet: BookSheet): number {
  if (isDashboard(sheet)) return 0;
  if (isInputs(sheet)) return 1;
  if (isModel(sheet)) return 2;
  return isChecks(sheet) ? 3 : 4;
}

/** Layout: what stands on which sheet, and where on it. */
export const structureRules: readonly Rule[] = [
  {
    id: "sheet-order",
    title: "Sheets follow the order Dashboard, inputs, calculations and outputs, Checks, About",
    source: fast("1.02 Sheet organisation"),
    *check({ sheets }) {
      for (const name of ["Dashboard", "Checks", "About"])
        if (!sheets.some((sheet) => sheet.name === name))
          yield finding(name, "A1", "the workbook has no such sheet; add it");
      if (!sheets.some(isInputs))
        yield finding("Inputs", "A1", "no sheet has the blue tab of inputs; add one");
      let before = sheets[0];
      for (const sheet of sheets) {
        if (before !== undefined && stage(sheet) < stage(before))
          yield finding(sheet, "A1", `stands after ${before.name}; move it in front of that sheet`);
        before = sheet;
      }
    },
  },
  {
    id: "sheet-head",
    title: "Each sheet has its title in A1 and a line of explanation in A3",
    source: fast("2.03 Header design"),
    *check({ sheets }) {
      for (const sheet of sheets)
        for (const [cell, what] of [
          ["A1", "title"],
          ["A3", "line of explanation"],
        ] as const)
          if (textOf(cellAt(sheet, cell)).trim() === "")
            yield finding(sheet, cell, `has no ${what}; write it there`);
    },
  },
  {
    id: "verdict-everywhere",
    title: "The verdict of all checks stands in A2 of each sheet, and turns red when a check fails",
    source: icaew("Include a master check"),
    *check({ sheets }) {
      for (const sheet of sheets) {
        const verdict = cellAt(sheet, "A2");
        if (verdict?.formula?.text.toLowerCase() !== "checks_verdict")
          yield finding(sheet, "A2", "does not show the verdict of the checks; put =checks_verdict there");
        else if (!sheet.marks.some(({ areas }) => areas.some(({ top, left }) => top === 2 && left === 1)))
          yield finding(
            sheet,
            "A2",
            "does not change its colour when a check fails; add a conditional format",
          );
      }
    },
  },
  {
    id: "sheet-names",
    title: "Names of sheets are short words a reader understands",
    source: icaew("Use easily understandable worksheet names"),
    *check({ sheets }) {
      for (const sheet of sheets)
        if (/^(sheet|tab|table|tmp|temp|copy)[ _]*\(?\d*\)?$/i.test(sheet.name) || sheet.name.length > 25)
          yield finding(sheet, "A1", "says nothing or is too long as a sheet's name; name what is on it");
    },
  },
  {
    id: "frozen-head",
    title: "The head of each sheet stays in view",
    source: fast("2.03 Header design"),
    *check({ sheets }) {
      for (const sheet of sheets) {
        const { isFrozen, rows, topLeft } = sheet.pane;
        if (lastMonth(sheet) > 0) {
          if (!isFrozen || topLeft !== "E9")
            yield finding(
              sheet,
              "E9",
              "the pane is not frozen at E9; freeze it so that the time axis stays in view",
            );
        } else if (!isFrozen || rows < 3)
          yield finding(sheet, "A4", "title and verdict scroll away; freeze the pane below row 3 or lower");
      }
    },
  },
  {
    id: "axis-place",
    title: "The time axis stands in rows 4 to 8 of each monthly sheet",
    source: fast("2.01 Universal design layout principles"),
    *check(book) {
      const labels = AXIS_NAMES.map((name) => name.toLowerCase());
      for (const sheet of monthlySheets(book))
        for (const [index, label] of labels.entries()) {
          const row = AXIS_TOP + index;
          if (
            !textOf(cellAt(sheet, `A${row}`))
              .toLowerCase()
              .startsWith(label)
          )
            yield finding(
              sheet,
              `A${row}`,
              `is not the axis' line "${AXIS_NAMES[index] ?? ""}"; put it there`,
            );
          for (let column = FIRST_MONTH; column <= lastMonth(sheet); column++)
            if (cellIn(sheet, row, column)?.formula === undefined) {
              yield finding(
                sheet,
                `${columnLetters(column)}${row}`,
                "the axis has no formula here; fill the row",
              );
              break;
            }
        }
    },
  },
  {
    id: "axis-linked",
    title: "Each monthly sheet takes its axis from the sheet Time, from the same cell",
    source: fast("2.01 Universal design layout principles"),
    *check(book) {
      const months = monthlySheets(book);
      if (months.length > 0 && book.sheet("Time") === undefined)
        yield finding("Time", "A1", "the workbook has months and no sheet Time; add it");
      for (const sheet of months) {
        if (sheet.name === "Time") continue;
        for (let row = AXIS_TOP; row < FIRST_LINE; row++)
          for (let column = FIRST_MONTH; column <= lastMonth(sheet); column++) {
            const cell = cellIn(sheet, row, column);
            const expected = `Time!${columnLetters(column)}${row}`;
            if (cell?.formula === undefined || cell.formula.text.replaceAll("$", "") === expected) continue;
            yield at(cell, `is not the time axis; put =${expected} there`);
          }
      }
    },
  },
  {
    id: "axis-same",
    title: "One column is the same month on all monthly sheets",
    source: fast("2.01 Universal design layout principles"),
    *check(book) {
      const time = book.sheet("Time");
      if (time === undefined) return;
      for (const sheet of monthlySheets(book)) {
        if (lastMonth(sheet) !== lastMonth(time))
          yield finding(
            sheet,
            `${columnLetters(lastMonth(sheet))}${AXIS_TOP}`,
            `is its last month, on Time it is ${columnLetters(lastMonth(time))}; use the same columns`,
          );
        for (let column = FIRST_MONTH; column <= lastMonth(sheet); column++) {
          const cell = cellIn(sheet, AXIS_TOP + 1, column);
          if (cell !== undefined && numberIn(cell) !== numberIn(cellIn(time, AXIS_TOP + 1, column)))
            yield at(cell, "shows another period end than the sheet Time; link it to the same column");
        }
        for (const { row } of monthLines(sheet))
          for (let column = lastMonth(sheet) + 1; column <= sheet.lastColumn; column++) {
            const cell = cellIn(sheet, row, column);
            if (cell !== undefined && (cell.formula !== undefined || isConstant(cell)))
              yield at(cell, "stands beyond the last month of the axis; move or remove it");
          }
      }
    },
  },
  {
    id: "axis-rises",
    title: "Months count up by one, period ends rise by a month, days are those of the month",
    source: fast("3.07 Timing flags and period counters"),
    *check(book) {
      for (const sheet of monthlySheets(book)) {
        const value = (line: number, column: number) => numberIn(cellIn(sheet, AXIS_TOP + line, column));
        for (let column = FIRST_MONTH; column <= lastMonth(sheet); column++) {
          const place = columnLetters(column);
          const [month, end, days, flag] = [
            value(0, column),
            value(1, column),
            value(2, column),
            value(4, column),
          ];
          if (month === undefined || end === undefined || days === undefined) {
            yield finding(
              sheet,
              `${place}${AXIS_TOP}`,
              "the axis shows no numbers here; calculate the workbook",
            );
            continue;
          }
          if (month !== column - FIRST_MONTH + 1)
            yield finding(
              sheet,
              `${place}4`,
              `is month ${column - FIRST_MONTH + 1} and shows ${month}; correct the counter`,
            );
          const before = value(1, column - 1);
          if (column > FIRST_MONTH && before !== undefined && end - before !== days)
            yield finding(
              sheet,
              `${place}5`,
              "period end, days and the period end before do not agree; correct them",
            );
          if (days < 28 || days > 31)
            yield finding(sheet, `${place}6`, `a month of ${days} days; correct the days`);
          if (flag !== undefined && flag !== 0 && flag !== 1)
            yield finding(sheet, `${place}8`, "a flag is 0 or 1; correct it");
        }
      }
    },
  },
  {
    id: "line-unit",
    title: "Each line has a label in A and a unit in B",
    source: icaew("Use clear units"),
    *check(book) {
      for (const sheet of monthlySheets(book)) {
        for (let row = AXIS_TOP; row < FIRST_LINE; row++)
          if (textOf(cellIn(sheet, row, 2)).trim() === "")
            yield finding(sheet, `B${row}`, "the line of the axis has no unit; state it");
        for (const { row } of monthLines(sheet)) {
          if (cellIn(sheet, row, 1)?.style.fill === "0F6C5C") continue;
          if (textOf(cellIn(sheet, row, 1)).trim() === "")
            yield finding(sheet, `A${row}`, "the line has no label; name it");
          if (textOf(cellIn(sheet, row, 2)).trim() === "")
            yield finding(sheet, `B${row}`, "the line has no unit; state it");
        }
      }
    },
  },
  {
    id: "line-label-once",
    title: "A label stands once on a monthly sheet under its heading",
    source: fast("3.05 Labelling conventions"),
    *check(book) {
      for (const sheet of monthlySheets(book)) {
        let seen = new Map<string, number>();
        for (let row = FIRST_LINE; row <= sheet.lastRow; row++) {
          const cell = cellIn(sheet, row, 1);
          const label = textOf(cell).trim().toLowerCase();
          if (cell?.style.fill === "0F6C5C") seen = new Map();
          else if (label !== "") {
            const before = seen.get(label);
            if (before !== undefined)
              yield finding(
                sheet,
                `A${row}`,
                `has the same label as row ${before}; tell the two lines apart`,
              );
            seen.set(label, row);
          }
        }
      }
    },
  },
  {
    id: "flow",
    title: "Formulas read from sheets to their left",
    source: fast("1.02 Sheet organisation"),
    *check(book) {
      for (const cell of formulaCells(book)) {
        const { sheet } = cell;
        if (!isModel(sheet) && !isInputs(sheet)) continue;
        if (cell.row === 2 && cell.column === 1) continue;
        for (const area of readBy(book, cell)) {
          const source = book.sheet(area.sheet);
          if (source === undefined || source === sheet) continue;
          // The time axis comes from one sheet, on sheets of inputs as well.
          if (source.name === "Time" && cell.row >= AXIS_TOP && cell.row < FIRST_LINE) continue;
          if (isDashboard(source) || isChecks(source) || isAbout(source))
            yield at(
              cell,
              `calculates with the sheet ${source.name}, which only shows; read where that comes from`,
            );
          else if (source.place > sheet.place && !(isInputs(source) && isInputs(sheet)))
            yield at(
              cell,
              `reads ${source.name}, which comes later; move that sheet to the left or the line`,
            );
          else if (isInputs(sheet) && isModel(source))
            yield at(cell, "a sheet of inputs reads a calculation; move it");
        }
      }
    },
  },
  {
    id: "daisy-chain",
    title: "A link leads to where a figure is made, not to another link",
    source: fast("3.06 Links"),
    *check(book) {
      const link = /^(?:'(?:[^']|'')+'|[A-Za-z0-9_]+)!\$?[A-Z]{1,3}\$?\d+$/;
      for (const cell of formulaCells(book)) {
        if (!link.test(cell.formula.text) || !isModel(cell.sheet)) continue;
        const [area] = readBy(book, cell);
        const target =
          area === undefined
            ? undefined
            : cellAt(book.sheet(area.sheet), `${columnLetters(area.left)}${area.top}`);
        if (target?.formula !== undefined && link.test(target.formula.text))
          yield at(
            cell,
            `links to ${cell.formula.text}, which is itself a link; put =${target.formula.text} there`,
          );
      }
    },
  },
  {
    id: "merged",
    title: "No cells are merged",
    source: fast("4.02 Formatting features"),
    *check({ sheets }) {
      for (const sheet of sheets)
        for (const merge of sheet.merges) yield finding(sheet, merge, "cells are merged; unmerge them");
    },
  },
  {
    id: "hidden",
    title: "Nothing is hidden: no sheet, row, column or name",
    source: icaew("Don't hide things"),
    *check({ sheets, names }) {
      for (const sheet of sheets) {
        if (sheet.state !== "visible") yield finding(sheet, "A1", "the sheet is hidden; show it");
        for (const row of sheet.hiddenRows) yield finding(sheet, `A${row}`, "the row is hidden; show it");
        for (const column of sheet.hiddenColumns)
          yield finding(sheet, `${columnLetters(column)}1`, "the column is hidden; show it");
      }
      for (const name of names)
        if (name.isHidden) yield finding("Names", name.name, "the name is hidden; show it");
    },
  },
  {
    id: "hidden-content",
    title: "No text has the colour of its background or a format that shows nothing",
    source: icaew("Don't hide things"),
    *check(book) {
      for (const cell of allCells(book)) {
        if (cell.value === undefined || cell.value.text === "") continue;
        const { colour, fill = "FFFFFF", format } = cell.style;
        if (colour === fill) yield at(cell, "has the colour of its background; make it readable");
        if (/^;+$/.test(format)) yield at(cell, "has a format that shows nothing; use one that does");
      }
    },
  },
  {
    id: "outside",
    title: "The workbook stands on its own: no link to other files, no connection, no macro",
    source: icaew("Use VBA and macros sparingly"),
    *check(book) {
      for (const text of book.outside) yield finding("File", text, "leads out of the workbook; remove it");
      if (book.hasMacros) yield finding("File", "macros", "the workbook has macros; save it without them");
      for (const cell of formulaCells(book))
        if (/\[[^\]]+\][^!]*!/.test(cell.formula.text.replace(/"[^"]*"/g, "")))
          yield at(cell, "reads another workbook; bring the figure in as an input");
    },
  },
  {
    id: "calculation",
    title: "Excel calculates by itself, in full precision and without iterations",
    source: icaew("Avoid circular references"),
    *check({ calculation }) {
      if (["1", "true"].includes(calculation.get("iterate") ?? ""))
        yield finding(
          "File",
          "calculation",
          "iterations are on, which hides circular references; turn them off",
        );
      if ((calculation.get("calcMode") ?? "auto") !== "auto")
        yield finding("File", "calculation", "Excel does not calculate by itself; set it to automatic");
      if (["0", "false"].includes(calculation.get("fullPrecision") ?? "1"))
        yield finding("File", "calculation", "Excel rounds to what is shown; turn that off");
    },
  },
  {
    id: "opens-first",
    title: "The workbook opens on the Dashboard, with one sheet selected",
    source: icaew("Make navigation simple"),
    *check({ sheets, activeTab }) {
      const active = sheets[activeTab];
      if (active !== undefined && !isDashboard(active))
        yield finding(active, "A1", "the workbook opens here; let it open on the Dashboard");
      for (const sheet of sheets)
        if (sheet.isSelected && sheet.place !== activeTab)
          yield finding(
            sheet,
            "A1",
            "is selected together with another sheet, so typing changes both; select one",
          );
    },
  },
];
