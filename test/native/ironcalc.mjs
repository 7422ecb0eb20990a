// Runs formulas in IronCalc: reads batches as JSON from standard input, writes the values as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { initSync, Model } from "@ironcalc/wasm";

const wasm = createRequire(import.meta.url).resolve("@ironcalc/wasm/wasm_bg.wasm");
initSync({ module: readFileSync(wasm) });

/** More digits than a number has; IronCalc keeps 15 of them. */
const ALL_DIGITS = "0.00000000000000000E+00";
const [NUMBER, TEXT, BOOLEAN, ERROR] = [1, 2, 4, 16];
/** So many calls share one sheet: the time grows with the square of the cells that call LAMBDA names. */
const TOGETHER = 60;
/** Calls that need many names are long, and fill many cells. */
const MANY_NAMES = 40;
const FEWER = 12;
/** Columns that arguments and answers may take. */
const COLUMNS = 500;
const ROWS = 2 ** 20;

/** Workbooks with nothing but names, by these: names take longer to define than to load. */
const saved = new Map();

const answers = JSON.parse(readFileSync(0, "utf8")).map(({ names, calls }) => {
  const key = JSON.stringify(names);
  if (!saved.has(key)) saved.set(key, withNames(names));
  const together = names.length > MANY_NAMES ? FEWER : TOGETHER;
  const values = [];
  for (let start = 0; start < calls.length; start += together)
    values.push(...evaluated(saved.get(key), calls.slice(start, start + together)));
  return values;
});
process.stdout.write(JSON.stringify(answers));

function withNames(names) {
  const model = new Model("test", "en", "UTC", "en");
  model.pauseEvaluation();
  for (const [name, text] of names) model.newDefinedName(name, null, `=${text}`);
  const everywhere = { sheet: 0, row: 1, column: 1, width: COLUMNS, height: ROWS };
  model.updateRangeStyle(everywhere, "num_fmt", ALL_DIGITS);
  const bytes = model.toBytes();
  model.free();
  return bytes;
}

/** Each batch in a workbook of its own: emptying the cells of the last one takes the longer, the more there were before. */
function evaluated(workbook, batch) {
  const model = Model.from_bytes(workbook, "en");
  model.pauseEvaluation();
  let row = 1;
  const places = batch.map(({ cells, formula, rows = 1 }) => {
    const place = row;
    for (const [index, line] of cells.entries())
      for (const [column, cell] of line.entries())
        if (cell !== null) model.setUserInput(0, place + index, column + 1, typed(cell));
    const width = Math.max(0, ...cells.map((line) => line.length));
    model.setUserInput(
      0,
      place,
      width + 2,
      `=${formula.replace(/#(\d+)/g, (_, line) => String(place + Number(line) - 1))}`,
    );
    row += Math.max(cells.length, rows) + 1;
    return { row: place, column: width + 2 };
  });
  model.evaluate();
  const answers = places.map((place) => read(model, place));
  model.free();
  return answers;
}

function typed(cell) {
  if (typeof cell === "string") return cell.startsWith("=") ? cell : `'${cell}`;
  if (typeof cell === "boolean") return String(cell).toUpperCase();
  return String(cell);
}

/** The cells of an answer, row by row. */
function read(model, { row, column }) {
  const shape = model.getCellArrayStructure(0, row, column);
  const [columns, rows] = shape.DynamicAnchor ?? [1, 1];
  return Array.from({ length: rows }, (_, down) =>
    Array.from({ length: columns }, (_, right) => valueOf(model, row + down, column + right)),
  );
}

function valueOf(model, row, column) {
  const shown = model.getFormattedCellValue(0, row, column);
  switch (model.getCellType(0, row, column)) {
    case NUMBER:
      return shown === "" ? "" : numberOf(shown);
    case BOOLEAN:
      return shown === "TRUE";
    case ERROR:
      return { error: shown };
    case TEXT:
      return shown;
    default:
      throw new Error(`a cell of an unknown type shows ${shown}`);
  }
}

/** IronCalc writes an exponent of three digits as its first two and then all three: E+19199. */
function numberOf(shown) {
  const [mantissa, exponent = "+0"] = shown.split("E");
  const digits = exponent.slice(1);
  return Number(`${mantissa}e${exponent[0]}${digits.length === 5 ? digits.slice(2) : digits}`);
}
