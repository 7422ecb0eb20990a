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

const answers = JSON.parse(readFileSync(0, "utf8")).map(({ names, calls }) => {
  const model = new Model("test", "en", "UTC", "en");
  model.pauseEvaluation();
  for (const [name, text] of names) model.newDefinedName(name, null, `=${text}`);
  const values = [];
  const together = names.length > MANY_NAMES ? FEWER : TOGETHER;
  for (let start = 0; start < calls.length; start += together)
    values.push(...evaluated(model, calls.slice(start, start + together)));
  model.free();
  return values;
});
process.stdout.write(JSON.stringify(answers));

/** The cells are emptied again for the next batch: names take longer to define than calls to compute. */
function evaluated(model, batch) {
  let row = 1;
  let columns = 1;
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
    columns = Math.max(columns, width + 2);
    return { row: place, column: width + 2 };
  });
  model.evaluate();
  const answers = places.map((place) => read(model, place));
  for (const { row: top, column } of places) model.rangeClearAll(0, top, column, top, column);
  model.rangeClearAll(0, 1, 1, row, columns);
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
  model.updateRangeStyle({ sheet: 0, row, column, width: columns, height: rows }, "num_fmt", ALL_DIGITS);
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
