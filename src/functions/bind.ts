import { CellError, DivisionByZeroError, InputError, NoAnswerError, NumericError } from "../core/errors";
import { argumentReader, columnsOf, type ArgumentReader, type Column } from "./arguments";
import type { Definition, Fields, RecordFunction, TableFunction, Value } from "./define";
import { fieldNamed, periodCount, periodTable, recordTable, upright } from "./records";
import { rangeSize } from "./parameters";

type ExcelCell = number | string | boolean | CustomFunctions.Error;

/** The function that Excel calls: arguments as Excel hands them over, a matrix of cells back. */
export function bind(definition: Definition): (...raw: unknown[]) => ExcelCell[][] {
  const reader = argumentReader(definition);
  return (...raw) => {
    try {
      return answer(definition, reader, columnsOf(definition, raw));
    } catch (error) {
      throw excelError(error);
    } finally {
      reader.clear();
    }
  };
}

function answer(definition: Definition, reader: ArgumentReader, columns: readonly Column[]): ExcelCell[][] {
  if (isRecord(definition)) return recordAnswer(definition, reader, columns);
  reader.load(columns);
  if (isTable(definition)) return tableAnswer(definition, reader, columns);
  return lifted(columns, computation<Value>(definition, reader));
}

const isRecord = (definition: Definition): definition is RecordFunction =>
  definition.returns.shape === "record";
const isTable = (definition: Definition): definition is TableFunction => definition.returns.shape === "table";

/** The formula at one place of the result. The reader gives each parameter its own type, which erasure forgot. */
function computation<R>({ compute }: { compute: (given: never) => R }, reader: ArgumentReader) {
  return (row: number, at: number): R => compute(reader.at(row, at) as never);
}

/** Computes each place of the result; what goes wrong in one place stays there. */
function lifted(columns: readonly Column[], compute: (row: number, at: number) => Value): ExcelCell[][] {
  const rows = Math.max(...columns.map((column) => column.rows));
  const width = Math.max(...columns.map((column) => column.columns));
  if (rows === 1 && width === 1) return [[excelCell(compute(0, 0))]];
  const line = (row: number): ExcelCell[] =>
    width === 1
      ? [attempt(compute, row, 0)]
      : Array.from({ length: width }, (_, at) => attempt(compute, row, at));
  const places: ExcelCell[][] = new Array(rows);
  for (let row = 0; row < rows; row++) places[row] = line(row);
  return places;
}

function attempt(compute: (row: number, at: number) => Value, row: number, at: number): ExcelCell {
  try {
    return excelCell(compute(row, at));
  } catch (error) {
    return excelError(error);
  }
}

function recordAnswer(
  definition: RecordFunction,
  reader: ArgumentReader,
  columns: readonly Column[],
): ExcelCell[][] {
  const { rows, total } = definition.returns;
  const compute = computation<Fields>(definition, reader);
  reader.load(columns);
  if (columns.some(({ key, cells }) => key === "output" && cells !== null)) {
    return lifted(columns, (row, at) => {
      const fields = compute(row, at);
      return fieldNamed(rows, fields, String(reader.at(row, at).output));
    });
  }
  const vectors = total === undefined ? columns : upright(columns);
  const periods = total === undefined ? 0 : periodCount(vectors);
  reader.load(vectors);
  if (total === undefined || periods === 0) {
    refuseRanges(vectors, "needs output to be given before it can be a range");
    return recordTable(rows, compute(0, 0)).map((line) => line.map(excelCell));
  }
  const fields = Array.from({ length: periods }, (_, period) => outcome(() => compute(period, 0)));
  return periodTable(rows, fields, (good) => total(good as never)).map((line) => line.map(excelCell));
}

function outcome(compute: () => Fields): Fields | Error {
  try {
    return compute();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

function tableAnswer(
  definition: TableFunction,
  reader: ArgumentReader,
  columns: readonly Column[],
): ExcelCell[][] {
  refuseRanges(columns, "must be one cell");
  const given = reader.at(0, 0);
  const body = definition.compute(given as never);
  const { columns: labels, header } = definition.returns;
  const lines = given.headers === false ? body : [header?.(given as never) ?? labels, ...body];
  const width = lines.reduce((most, line) => Math.max(most, line.length), 0);
  return lines.map((line) => Array.from({ length: width }, (_, at) => excelCell(line[at] ?? "")));
}

function refuseRanges(columns: readonly Column[], rule: string): void {
  const range = columns.find(({ rows, columns: width }) => rows > 1 || width > 1);
  if (range !== undefined) throw new InputError(range.name, `${rule}, got ${rangeSize(range.cells ?? [])}`);
}

/** NaN and Infinity would show as 0 in Excel: they become #NUM!. */
function excelCell(value: Value): ExcelCell {
  if (typeof value === "number")
    return Number.isFinite(value) ? value : new CustomFunctions.Error(invalidNumber);
  return value instanceof Error ? excelError(value) : value;
}

/** Excel's own codes as texts: a bare host need not have the enumeration. */
const [invalidValue, notAvailable, divisionByZero, invalidNumber] = [
  "#VALUE!",
  "#N/A",
  "#DIV/0!",
  "#NUM!",
].map((code) => code as CustomFunctions.ErrorCode);

/** The cell's error for what the core threw. Anything the core does not throw on purpose is a bug and goes through. */
function excelError(error: unknown): CustomFunctions.Error {
  if (error instanceof CellError)
    return new CustomFunctions.Error(error.code as CustomFunctions.ErrorCode, error.message);
  if (error instanceof InputError) return new CustomFunctions.Error(invalidValue, error.message);
  if (error instanceof NoAnswerError) return new CustomFunctions.Error(notAvailable, error.message);
  if (error instanceof DivisionByZeroError) return new CustomFunctions.Error(divisionByZero);
  if (error instanceof NumericError) return new CustomFunctions.Error(invalidNumber);
  throw error;
}
