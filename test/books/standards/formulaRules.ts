import { childrenOf, type CallNode, type Formula } from "../../../src/formula/formula";
import { FUTURE_FUNCTIONS, SHEET_FUNCTIONS } from "../../../src/formula/futureFunctions";
import { columnLetters } from "../../../src/formula/tokens";
import {
  cellIn,
  isConstant,
  numberIn,
  readBy,
  textOf,
  type Book,
  type BookCell,
  type BookSheet,
} from "./bookModel";
import { circles } from "./circles";
import { CLASSIC_FUNCTIONS } from "./excelFunctions";
import { areasAt } from "./formulas";
import {
  FIRST_MONTH,
  allCells,
  at,
  distinctFormulas,
  fast,
  finding,
  formulaCells,
  icaew,
  isDashboard,
  isInputs,
  lastMonth,
  monthLines,
  monthlySheets,
  type Rule,
} from "./rule";

/** Numbers that mean a unit or a count of the calendar, and not an assumption. */
export const UNITS_OF_MEASURE: ReadonlySet<number> = new Set([
  0, 1, 2, 7, 12, 24, 60, 100, 365, 365.25, 1000, 3600, 86400, 1e6, 1e8, 1e9, 1e12, 1e15, 1e18,
]);
const LONGEST = 300;
const MOST_NESTED = 3;
const VOLATILE: ReadonlySet<string> = new Set([
  "OFFSET",
  "INDIRECT",
  "NOW",
  "TODAY",
  "RAND",
  "RANDBETWEEN",
  "RANDARRAY",
  "CELL",
  "INFO",
]);

/** Arguments that count digits, places or parts of a date; from the first, counted from 0. */
const PLACES: Readonly<Record<string, readonly number[]>> = {
  ROUND: [1],
  ROUNDUP: [1],
  ROUNDDOWN: [1],
  TRUNC: [1],
  INDEX: [1, 2, 3],
  CHOOSE: [0],
  MATCH: [2],
  XMATCH: [2, 3],
  XLOOKUP: [4, 5],
  VLOOKUP: [2, 3],
  DATE: [0, 1, 2],
  TIME: [0, 1, 2],
  TEXT: [1],
  LEFT: [1],
  RIGHT: [1],
  MID: [1, 2],
  TAKE: [1, 2],
  DROP: [1, 2],
  CHOOSECOLS: [1, 2, 3, 4, 5, 6, 7, 8],
  CHOOSEROWS: [1, 2, 3, 4, 5, 6, 7, 8],
  SUBTOTAL: [0],
  AGGREGATE: [0, 1],
  LARGE: [1],
  SMALL: [1],
  LOG: [1],
  WEEKDAY: [1],
  SEQUENCE: [0, 1, 2, 3],
  TEXTBEFORE: [2],
  TEXTAFTER: [2],
};

/** Numbers in a formula that are assumptions, as they are written. */
function typedNumbers(tree: Formula): string[] {
  const found: string[] = [];
  const open: { node: Formula; isPlace: boolean }[] = [{ node: tree, isPlace: false }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, isPlace } = next;
    if (node.type === "number" && !isPlace && !UNITS_OF_MEASURE.has(Math.abs(node.value)))
      found.push(node.text);
    if (node.type === "percent" && node.arg.type === "number") {
      found.push(`${node.arg.text}%`);
      continue;
    }
    const places = node.type === "call" ? (PLACES[node.name.toUpperCase()] ?? []) : [];
    for (const [index, child] of childrenOf(node).entries())
      open.push({ node: child, isPlace: node.type === "call" ? places.includes(index) : isPlace });
  }
  return found;
}

/** How many calls of IF are in each other at most. */
function nested(node: Formula): number {
  const inside = Math.max(0, ...childrenOf(node).map(nested));
  return inside + (node.type === "call" && node.name.toUpperCase() === "IF" ? 1 : 0);
}

function* inEachFormula(
  book: Book,
  find: (cell: BookCell, calls: readonly CallNode[]) => Iterable<string>,
): Generator<string> {
  for (const cell of distinctFormulas(book))
    for (const text of find(cell, cell.formula.reading.calls)) yield at(cell, text);
}

const called = (calls: readonly CallNode[], isIt: (name: string) => boolean) => [
  ...new Set(calls.map(({ name }) => name.toUpperCase()).filter(isIt)),
];

/** Cells beside a cell, by steps in a direction. */
const besides = (sheet: BookSheet, { row, column }: BookCell, down: number, right: number) =>
  cellIn(sheet, row + down, column + right);

export const formulaRules: readonly Rule[] = [
  {
    id: "readable-formula",
    title: "Excel can read each formula",
    source: "Excel: formulas",
    *check(book) {
      for (const cell of distinctFormulas(book)) {
        const { problem, isMarked } = cell.formula.reading;
        if (problem !== undefined) yield at(cell, `Excel cannot read the formula: ${problem}; correct it`);
        else if (!isMarked)
          yield at(
            cell,
            "a newer function lacks its mark in the file, and shows #NAME?; store it with _xlfn.",
          );
      }
    },
  },
  {
    id: "known-names",
    title: "Formulas use names and sheets that exist",
    source: icaew("Build traceable references"),
    *check(book) {
      for (const cell of distinctFormulas(book)) {
        const { names, reads } = cell.formula.reading;
        for (const name of names)
          if (book.named(name) === undefined)
            yield at(cell, `the name ${name} does not exist; define or correct it`);
        for (const { sheet } of reads)
          if (sheet !== undefined && book.sheet(sheet) === undefined && !sheet.includes("["))
            yield at(cell, `the sheet ${sheet} does not exist; correct the reference`);
      }
    },
  },
  {
    id: "known-functions",
    title: "Formulas call functions of Excel or of the add-in",
    source: "Excel: functions",
    check: (book) =>
      inEachFormula(book, function* (_cell, calls) {
        for (const name of called(calls, (one) => !isKnown(book, one)))
          yield `${name} is no function of Excel or of the add-in; correct it`;
      }),
  },
  {
    id: "typed-constant",
    title: "No assumption is typed into a formula",
    source: icaew("Avoid hardcoding"),
    *check(book) {
      for (const cell of distinctFormulas(book)) {
        const { tree } = cell.formula.reading;
        const numbers = tree === undefined ? [] : typedNumbers(tree);
        if (numbers.length > 0)
          yield at(cell, `the formula holds the number ${numbers.join(", ")}; make it an input with a name`);
      }
    },
  },
  {
    id: "formula-of-constants",
    title: "A formula reads something: it is not a number in disguise",
    source: icaew("Avoid hardcoding"),
    *check(book) {
      for (const cell of distinctFormulas(book)) {
        const { tree, reads, names, calls } = cell.formula.reading;
        const isPlain =
          tree?.type === "text" ||
          tree?.type === "boolean" ||
          (tree?.type === "number" && [0, 1].includes(tree.value));
        if (tree !== undefined && !isPlain && reads.length + names.size + calls.length === 0)
          yield at(cell, "the formula reads nothing; make its figure an input");
      }
    },
  },
  {
    id: "typed-number",
    title: "Numbers are typed on sheets of inputs only",
    source: fast("1.02 Sheet organisation"),
    *check(book) {
      for (const cell of allCells(book))
        if (!isInputs(cell.sheet) && isConstant(cell) && cell.value?.kind === "number")
          yield at(cell, `the number ${textOf(cell)} is typed here; make it an input, and read it`);
    },
  },
  {
    id: "one-formula-a-row",
    title: "A line has one formula, the same in each month",
    source: fast("3.02 Formula design fundamentals"),
    *check(book) {
      for (const sheet of monthlySheets(book)) {
        for (const { row, months } of monthLines(sheet)) {
          const counts = new Map<string, number>();
          for (const cell of months) {
            const key = cell?.formula?.relative ?? "";
            counts.set(key, (counts.get(key) ?? 0) + 1);
          }
          const [usual = ""] = [...counts].sort(([, one], [, other]) => other - one)[0] ?? [];
          for (const [index, cell] of months.entries())
            if ((cell?.formula?.relative ?? "") !== usual)
              yield finding(
                sheet,
                `${columnLetters(FIRST_MONTH + index)}${row}`,
                "has another formula than the rest of its row; fill the row with one formula",
              );
        }
        if (sheet.name !== "Time") continue;
        for (let row = 4; row <= 8; row++) {
          const first = cellIn(sheet, row, FIRST_MONTH + 1)?.formula?.relative;
          for (let column = FIRST_MONTH + 2; column <= lastMonth(sheet); column++)
            if (cellIn(sheet, row, column)?.formula?.relative !== first)
              yield finding(
                sheet,
                `${columnLetters(column)}${row}`,
                "has another formula than the rest of the axis; fill the row",
              );
        }
      }
    },
  },
  {
    id: "overwritten",
    title: "No formula in the middle of a block is overwritten or changed",
    source: icaew("Use consistent formulas"),
    *check({ sheets }) {
      for (const sheet of sheets) {
        if (isDashboard(sheet)) continue;
        for (const cell of sheet.cells.values()) {
          if (lastMonth(sheet) > 0 && cell.column >= FIRST_MONTH) continue;
          if (cell.formula === undefined && !isConstant(cell)) continue;
          for (const [down, right, least, where] of [
            [1, 0, 1, "above and below it"],
            // Totals side by side may well differ from each other.
            [0, 1, 4, "on both sides of it"],
          ] as const) {
            if (down === 1 && lastMonth(sheet) > 0) continue;
            const own = cell.formula?.relative;
            const around = (step: number) =>
              besides(sheet, cell, step * down, step * right)?.formula?.relative;
            const before = around(-1);
            if (before === undefined || before !== around(1) || own === before) continue;
            // Two more of them on one side: it is a block and not chance.
            if (around(-2) !== before && around(2) !== before) continue;
            const isLong = Array.from({ length: least }, (_, index) => index + 1).every(
              (step) => around(-step) === before && around(step) === before,
            );
            if (!isLong) continue;
            yield at(cell, `differs from the formulas ${where}; fill the block with one formula`);
            break;
          }
        }
      }
    },
  },
  {
    id: "sum-of-line",
    title: "A total in column C takes all months of its line, and is their sum",
    source: fast("3.02 Formula design fundamentals"),
    *check(book) {
      for (const sheet of monthlySheets(book)) {
        const last = lastMonth(sheet);
        for (const { row, months } of monthLines(sheet)) {
          const total = cellIn(sheet, row, 3);
          if (total === undefined || (total.formula === undefined && total.value?.kind !== "number"))
            continue;
          if (total.formula === undefined) {
            yield at(total, "the total is typed; sum the months");
            continue;
          }
          const own = areasAt(total.formula.reading, row, 3).filter(
            ({ sheet: other, top, bottom, right }) =>
              other === undefined && top === row && bottom === row && right >= FIRST_MONTH,
          );
          for (const { left, right } of own)
            if (left > FIRST_MONTH || right < last)
              yield at(
                total,
                `takes ${columnLetters(left)} to ${columnLetters(right)} only; take all months to ${columnLetters(last)}`,
              );
          const isSum = /^SUM\(/i.test(total.formula.text) && own.length > 0;
          if (!isSum) continue;
          const opening =
            own.some(({ left }) => left <= 4) || /\bD\d/.test(total.formula.text.replaceAll("$", ""));
          let expected = opening ? (numberIn(cellIn(sheet, row, 4)) ?? 0) : 0;
          let size = Math.abs(expected);
          for (const cell of months) {
            expected += numberIn(cell) ?? 0;
            size += Math.abs(numberIn(cell) ?? 0);
          }
          const shown = numberIn(total);
          if (shown === undefined || Math.abs(shown - expected) > 1e-9 * size + 1e-9)
            yield at(
              total,
              `shows ${textOf(total)}, its months add up to ${expected}; calculate the workbook`,
            );
        }
      }
    },
  },
  {
    id: "total-adds-up",
    title: "A sum of lines takes a whole run of lines, without a gap at its end",
    source: icaew("Review and test your models"),
    *check(book) {
      for (const sheet of monthlySheets(book))
        for (const { row, months } of monthLines(sheet)) {
          const [first] = months;
          if (first?.formula === undefined || !/^SUM\(/i.test(first.formula.text)) continue;
          for (const { sheet: other, top, bottom, left, right } of areasAt(
            first.formula.reading,
            row,
            FIRST_MONTH,
          )) {
            if (other !== undefined || left !== right || top === bottom || bottom >= row - 1) continue;
            // A line right under what is summed, of the same unit, and above the sum, was most likely forgotten.
            const next = cellIn(sheet, bottom + 1, FIRST_MONTH);
            const unit = (line: number) => textOf(cellIn(sheet, line, 2));
            if (next?.formula !== undefined && unit(bottom + 1) === unit(bottom))
              yield at(
                first,
                `leaves out row ${bottom + 1}, which follows what it sums; take it in or set it apart`,
              );
          }
        }
    },
  },
  {
    id: "nested-if",
    title: `No IF stands in more than ${MOST_NESTED} of them`,
    source: fast("3.03 Formula simplicity"),
    *check(book) {
      for (const cell of distinctFormulas(book)) {
        const { tree } = cell.formula.reading;
        const depth = tree === undefined ? 0 : nested(tree);
        if (depth > MOST_NESTED)
          yield at(cell, `${depth} IFs in each other; use lines of their own, CHOOSE or a lookup`);
      }
    },
  },
  {
    id: "formula-length",
    title: `A formula has at most ${LONGEST} characters, not counting its texts`,
    source: fast("3.03 Formula simplicity"),
    *check(book) {
      for (const cell of distinctFormulas(book)) {
        const { length } = cell.formula.reading.text.replace(/"(?:[^"]|"")*"/g, '""');
        if (length > LONGEST) yield at(cell, `the formula has ${length} characters; split it into lines`);
      }
    },
  },
  {
    id: "volatile",
    title: "No function that calculates at each change: OFFSET, INDIRECT, NOW, TODAY, RAND",
    source: fast("4.01 Excel functions"),
    check: (book) =>
      inEachFormula(book, function* (_cell, calls) {
        for (const name of called(calls, (one) => VOLATILE.has(one)))
          yield `${name} calculates at each change and hides what it reads; use INDEX or an input`;
      }),
  },
  {
    id: "whole-lines",
    title: "No formula reads whole columns or rows",
    source: icaew("Minimise calculation complexity"),
    *check(book) {
      for (const cell of distinctFormulas(book))
        if (cell.formula.reading.hasWholeLines)
          yield at(cell, "reads a whole column or row; name the cells that it needs");
    },
  },
  {
    id: "lost-reference",
    title: "No formula, name, chart or rule has lost what it refers to",
    source: icaew("Build traceable references"),
    *check(book) {
      const isLost = (text: string) => text.includes("#REF!");
      for (const cell of distinctFormulas(book))
        if (isLost(cell.formula.text)) yield at(cell, "has lost a reference; write it again");
      for (const { name, text } of book.names)
        if (isLost(text)) yield finding("Names", name, "has lost its cells; define it again or delete it");
      for (const sheet of book.sheets) {
        for (const { formulas } of [...sheet.validations, ...sheet.marks])
          if (formulas.some(isLost))
            yield finding(sheet, "A1", "a rule of the sheet has lost its reference; correct it");
        for (const { title, series } of sheet.charts)
          if (series.some(({ values, labels }) => isLost(values) || isLost(labels)))
            yield finding(sheet, "A1", `the chart "${title}" has lost a reference; correct it`);
      }
    },
  },
  {
    id: "error-value",
    title: "No cell shows an error",
    source: icaew("Include checks"),
    *check(book) {
      for (const cell of allCells(book))
        if (
          cell.value?.kind === "error" ||
          /^#(N\/A|VALUE!|REF!|DIV\/0!|NUM!|NAME\?|NULL!|SPILL!|CALC!|BUSY!)/.test(textOf(cell))
        )
          yield at(cell, `shows ${textOf(cell)}; correct what it reads, or say what is missing`);
    },
  },
  {
    id: "value-kept",
    title: "The file keeps what each formula shows",
    source: "Excel: a file opened without calculating",
    *check(book) {
      for (const cell of formulaCells(book))
        if (cell.value === undefined)
          yield at(cell, "the file holds no value for the formula; calculate before saving");
    },
  },
  {
    id: "swallowed-error",
    title: "No error is turned into 0",
    source: icaew("Include checks"),
    check: (book) =>
      inEachFormula(book, function* (_cell, calls) {
        for (const { name, args } of calls) {
          const [, instead] = args;
          // What is not in a list has no place there: 0 says so.
          const isSearch =
            args[0]?.type === "call" && ["MATCH", "XMATCH"].includes(args[0].name.toUpperCase());
          const isZero = instead?.type === "missing" || (instead?.type === "number" && instead.value === 0);
          if (["IFERROR", "IFNA"].includes(name.toUpperCase()) && isZero && !isSearch)
            yield `${name.toUpperCase()} turns any error into 0; test the reason, or say what is missing`;
        }
      }),
  },
  {
    id: "circular",
    title: "No formula reads itself, nor through others",
    source: icaew("Avoid circular references"),
    *check(book) {
      for (const cell of circles(book)) yield at(cell, "reads itself through other cells; break the circle");
    },
  },
  {
    id: "array-constant",
    title: "No data in braces within a formula",
    source: icaew("Avoid hardcoding"),
    *check(book) {
      for (const cell of distinctFormulas(book)) {
        const open: Formula[] = cell.formula.reading.tree === undefined ? [] : [cell.formula.reading.tree];
        for (let node = open.pop(); node !== undefined; node = open.pop()) {
          if (node.type === "array" && node.rows.flat().some(({ type }) => type === "number")) {
            yield at(cell, "holds numbers in braces; put them into cells of inputs");
            break;
          }
          open.push(...childrenOf(node));
        }
      }
    },
  },
  {
    id: "reads-nothing",
    title: "No formula reads cells that are all empty",
    source: icaew("Build traceable references"),
    *check(book) {
      const filled = new Map<string, boolean>();
      for (const cell of distinctFormulas(book))
        for (const area of readBy(book, cell)) {
          const sheet = book.sheet(area.sheet);
          if (sheet === undefined || isInputs(sheet)) continue;
          const key = `${area.sheet} ${area.top} ${area.left} ${area.bottom} ${area.right}`;
          const isFilled = filled.get(key) ?? hasContent(sheet, area);
          filled.set(key, isFilled);
          if (!isFilled)
            yield at(
              cell,
              `reads ${area.sheet}!${columnLetters(area.left)}${area.top}, where nothing stands; correct the reference`,
            );
        }
    },
  },
  {
    id: "no-text-number",
    title: "Numbers are numbers, not text that looks like them",
    source: icaew("Review and test your models"),
    *check(book) {
      for (const cell of allCells(book)) {
        if (cell.sheet.name === "About" || cell.formula !== undefined || cell.value?.kind !== "text")
          continue;
        if (/^[-+]?[$€£]?\d[\d,]*(\.\d+)?%?$/.test(cell.value.text.trim()))
          yield at(cell, `"${cell.value.text}" is a text; type it as a number`);
      }
    },
  },
];

function hasContent(
  sheet: BookSheet,
  area: { top: number; left: number; bottom: number; right: number },
): boolean {
  for (let row = area.top; row <= Math.min(area.bottom, sheet.lastRow); row++)
    for (let column = area.left; column <= Math.min(area.right, sheet.lastColumn); column++) {
      const cell = cellIn(sheet, row, column);
      if (
        cell !== undefined &&
        (cell.formula !== undefined || textOf(cell) !== "" || cell.filledBy !== undefined)
      )
        return true;
    }
  return false;
}

function isKnown(book: Book, name: string): boolean {
  return (
    CLASSIC_FUNCTIONS.has(name) ||
    FUTURE_FUNCTIONS.has(name) ||
    SHEET_FUNCTIONS.has(name) ||
    name.startsWith("MINING.") ||
    book.named(name) !== undefined
  );
}
