import { NAMESPACE } from "../../functions/define";
import { columnIndex, columnLetters, EXCEL_SHEET } from "../host/addresses";

// Formulas as files write them: names of functions, and one formula that several cells share.

const FORMULA = /<f[ >][\s\S]*?<\/f>/g;
/** In a file Excel writes `MINING.HASHPRICE(` as `_xldudf_MINING_HASHPRICE(`. */
const FILE_PREFIX = `_xldudf_${NAMESPACE}_`;

/** LibreOffice makes small letters of that. */
const FILE_CALL = new RegExp(`${FILE_PREFIX}(\\w+)(\\(?)`, "gi");

/** A formula of a file as the spreadsheet knows it: add-in functions by name, newer functions without mark. */
export const withGridNames = (formula: string) =>
  formula
    .replace(FILE_CALL, (word, name: string, call: string) => (call === "" ? word : `${NAMESPACE}.${name}(`))
    .replace(/_xlfn\.(_xlws\.)?/g, "");

/** The functions that a formula calls, but for what looks like a call within a text. */
export const functionNames = (formula: string): string[] =>
  [...formula.matchAll(/"[^"]*"?|([\p{L}\p{N}_.]+)(\()?/gu)].flatMap(([, name, call]) =>
    name === undefined || call === undefined ? [] : [name.toUpperCase()],
  );

/** A text in a formula, a quoted name of a sheet, or a call of one of the add-in's functions. */
const TEXT_OR_CALL = new RegExp(
  `"[^"]*"|'[^']*'|&quot;[^]*?&quot;|(?<![\\w.])${NAMESPACE}\\.(\\w+)\\(`,
  "gi",
);

/** Formulas of a sheet's XML as Excel reads them. Only formulas are changed, not what users wrote. */
export function withFileNames(sheetXml: string): string {
  // An attribute of the formula's element looks like a text, and holds no call.
  return sheetXml.replace(FORMULA, (formula) =>
    formula.replace(TEXT_OR_CALL, (found: string, name: string | undefined) =>
      name === undefined ? found : `${FILE_PREFIX}${name.toUpperCase()}(`,
    ),
  );
}

/** What formulas are made of: texts, quoted names of sheets, what is in brackets, words with their $ signs, the rest. */
const TOKENS = /"[^"]*"?|'[^']*'?|\[[^\]]*\]?|[\p{L}\p{N}_.$\\]+|[^]/gu;
const CELL = /^(\$?)([A-Z]{1,3})(\$?)([1-9]\d{0,6})$/i;
const COLUMN = /^(\$?)([A-Z]{1,3})()()$/i;
const ROW = /^()()(\$?)([1-9]\d{0,6})$/;

/** A formula as it reads so many columns and rows away: cells that share a formula hold it once, for the first. */
export function movedFormula(formula: string, columns: number, rows: number): string {
  const tokens = formula.match(TOKENS) ?? [];
  const moved = tokens.map((token, index) => {
    const next = tokens[index + 1];
    if (next === "(" || next === "!") return token;
    const cell =
      CELL.exec(token) ?? lineOf(token, tokens[index - 1], tokens[index - 2], next, tokens[index + 2]);
    return cell === undefined ? token : movedReference(cell, columns, rows);
  });
  return moved.join("");
}

/** A column or a row on one side of a colon: A:B, $2:5. */
function lineOf(token: string, before = "", first = "", after = "", second = "") {
  const other = after === ":" ? second : before === ":" ? first : "";
  for (const kind of [COLUMN, ROW]) if (kind.test(other)) return kind.exec(token) ?? undefined;
  return undefined;
}

function movedReference(
  [, fixed = "", letters = "", fixedRow = "", digits = ""]: RegExpExecArray,
  columns: number,
  rows: number,
): string {
  const column = letters === "" ? 0 : columnIndex(letters) + (fixed === "" ? columns : 0);
  const row = digits === "" ? 1 : Number(digits) + (fixedRow === "" ? rows : 0);
  // Excel counts on from the other end of the sheet.
  const [left, top] = [
    wrapped(column, EXCEL_SHEET.numberOfCols),
    wrapped(row - 1, EXCEL_SHEET.numberOfRows) + 1,
  ];
  return `${fixed}${letters === "" ? "" : columnLetters(left)}${fixedRow}${digits === "" ? "" : top}`;
}

const wrapped = (index: number, count: number) => ((index % count) + count) % count;
