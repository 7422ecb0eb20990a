import {
  CellError,
  DivisionByZeroError,
  InputError,
  NoAnswerError,
  NumericError,
  UnavailableError,
} from "../core/errors";
import { greatest } from "../core/numeric/extremes";
import type { ChangingMarket, MarketReader } from "../data/market";
import {
  argumentReader,
  columnsOf,
  handedOut,
  placeAmong,
  type ArgumentReader,
  type Column,
} from "./arguments";
import type { Definition, Fields, RecordFunction, TableFunction, Value } from "./define";
import { fitting } from "./payload";
import { fieldNamed, periodCount, periodTable, recordTable, upright } from "./records";
import { rangeSize } from "./parameters";

type ExcelCell = number | string | boolean | CustomFunctions.Error;

const withoutText = ({ code }: CustomFunctions.Error) => new CustomFunctions.Error(code);

/** The function that Excel calls: arguments as Excel hands them over, a matrix of cells back. */
export function bind(definition: Definition, market: MarketReader): (...raw: unknown[]) => ExcelCell[][] {
  const reader = argumentReader(definition);
  return (...raw) => {
    let columns: readonly Column[] = [];
    try {
      columns = columnsOf(definition, raw);
      return fitting(answer(definition, reader, columns, market), withoutText);
    } catch (error) {
      throw excelError(error instanceof CellError ? handedOut(error, placeAmong(columns, error)) : error);
    } finally {
      reader.clear();
    }
  };
}

type Answer = ExcelCell[][] | CustomFunctions.Error;

/** What Excel hands to a function that goes on sending values. */
interface Streaming {
  setResult: (value: Answer) => void;
  onCanceled?: () => void;
}

/** One computation for all the cells that ask the same. */
interface Stream {
  readonly cells: Set<Streaming>;
  /** What all cells were last sent, and the same in one text. */
  last: { readonly answer: Answer; readonly text: string } | undefined;
  end: () => void;
}

/**
 * The function that Excel calls once and that sends its answer anew whenever the market has changed it. While the
 * workbook has not been read it sends nothing: Excel shows the value of yesterday, or that it waits. Equal calls are
 * computed once.
 */
export function bindStream(definition: Definition, market: ChangingMarket): (...raw: unknown[]) => void {
  const compute = bind(definition, market);
  const streams = new Map<string, Stream>();
  return (...raw) => {
    const cell = raw.pop() as Streaming;
    const key = JSON.stringify(raw, asText);
    const stream = streams.get(key) ?? started(market, () => settled(() => compute(...raw)));
    streams.set(key, stream);
    cell.onCanceled = () => {
      stream.cells.delete(cell);
      if (stream.cells.size > 0 || streams.get(key) !== stream) return;
      streams.delete(key);
      stream.end();
    };
    stream.cells.add(cell);
    // What was last sent to the others may come again: then this cell is to have it too.
    if (market.state.kind === "starting") stream.last = undefined;
    if (stream.last !== undefined) cell.setResult(stream.last.answer);
  };
}

/**
 * Computes and sends for as long as the market changes. A bug at the first value goes through to Excel and leaves
 * nothing behind; at a later one the market notes it, and the cells keep what they show.
 */
function started(market: ChangingMarket, compute: () => Answer): Stream {
  const stream: Stream = { cells: new Set(), last: undefined, end: () => undefined };
  const onlooker = market.onlooker();
  const send = () => {
    if (market.state.kind === "starting") return;
    const answer = onlooker.watch(compute);
    const text = JSON.stringify(answer, asText);
    if (text === stream.last?.text) return;
    stream.last = { answer, text };
    for (const cell of stream.cells) cell.setResult(answer);
  };
  send();
  onlooker.follow(send);
  stream.end = onlooker.leave;
  return stream;
}

function settled(compute: () => ExcelCell[][]): Answer {
  try {
    return compute();
  } catch (error) {
    if (error instanceof CustomFunctions.Error) return error;
    throw error;
  }
}

/** Tells one error from another, whose fields JSON would leave out. */
const asText = (_key: string, value: unknown): unknown =>
  value instanceof CustomFunctions.Error ? `error ${value.code} ${value.message ?? ""}` : value;

function answer(
  definition: Definition,
  reader: ArgumentReader,
  columns: readonly Column[],
  market: MarketReader,
): ExcelCell[][] {
  if (isRecord(definition)) return recordAnswer(definition, reader, columns, market);
  reader.load(columns);
  if (isTable(definition)) return tableAnswer(definition, reader, columns, market);
  return lifted(columns, computation<Value>(definition, reader, market));
}

const isRecord = (definition: Definition): definition is RecordFunction =>
  definition.returns.shape === "record";
const isTable = (definition: Definition): definition is TableFunction => definition.returns.shape === "table";

/** The formula at one place of the result. The reader gives each parameter its own type, which erasure forgot. */
function computation<R>(
  { compute }: { compute: (given: never, market: MarketReader) => R },
  reader: ArgumentReader,
  market: MarketReader,
) {
  return (row: number, at: number): R => compute(reader.at(row, at) as never, market);
}

/** Computes each place of the result; what goes wrong in one place stays there. */
function lifted(columns: readonly Column[], compute: (row: number, at: number) => Value): ExcelCell[][] {
  const rows = greatest(columns.map((column) => column.rows));
  const width = greatest(columns.map((column) => column.columns));
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
  market: MarketReader,
): ExcelCell[][] {
  const { rows, total, selector = "output" } = definition.returns;
  const compute = computation<Fields>(definition, reader, market);
  reader.load(columns);
  if (columns.some(({ key, cells }) => key === selector && cells !== null)) {
    return lifted(columns, (row, at) => {
      const fields = compute(row, at);
      return fieldNamed(definition.returns, fields, String(reader.at(row, at)[selector]));
    });
  }
  const vectors = total === undefined ? columns : upright(columns);
  const periods = total === undefined ? 0 : periodCount(vectors);
  reader.load(vectors);
  if (total === undefined || periods === 0) {
    refuseRanges(vectors, `needs ${selector} to be given before it can be a range`);
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
  market: MarketReader,
): ExcelCell[][] {
  const { columns: labels, header, oneCellWith } = definition.returns;
  const compute = computation<readonly (readonly Value[])[]>(definition, reader, market);
  const isGiven = (name: string) => columns.some(({ key, cells }) => key === name && cells !== null);
  const missing = oneCellWith?.filter((name) => !isGiven(name));
  if (missing?.length === 0) return lifted(columns, (row, at) => compute(row, at)[0]?.[0] ?? "");
  const rule = missing && `needs ${missing.join(" and ")} to be given before it can be a range`;
  refuseRanges(columns, rule ?? "must be one cell");
  const body = compute(0, 0);
  const given = reader.at(0, 0);
  const first = header === undefined ? labels : header(given as never);
  const lines = given.headers === false || first.length === 0 ? body : [first, ...body];
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
const code = (text: string) => text as CustomFunctions.ErrorCode;
const invalidValue = code("#VALUE!");
const notAvailable = code("#N/A");
const divisionByZero = code("#DIV/0!");
const invalidNumber = code("#NUM!");

/** The cell's error for what the core threw. Anything the core does not throw on purpose is a bug and goes through. */
function excelError(error: unknown): CustomFunctions.Error {
  if (error instanceof CellError) {
    const out = handedOut(error, "the values");
    return new CustomFunctions.Error(code(out.code), out.message);
  }
  if (error instanceof InputError) return new CustomFunctions.Error(invalidValue, error.message);
  if (error instanceof NoAnswerError || error instanceof UnavailableError)
    return new CustomFunctions.Error(notAvailable, error.message);
  if (error instanceof DivisionByZeroError) return new CustomFunctions.Error(divisionByZero);
  if (error instanceof NumericError) return new CustomFunctions.Error(invalidNumber);
  throw error;
}
