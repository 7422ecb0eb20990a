import {
  CellError,
  DivisionByZeroError,
  InputError,
  NoAnswerError,
  NumericError,
  UnavailableError,
} from "../core/errors";
import { greatest } from "../core/numeric/extremes";
import { beginPart } from "../core/progress";
import type { ChangingMarket, MarketReader } from "../data/market";
import {
  argumentReader,
  argumentsOf,
  BLOCK_ROWS,
  passedOn,
  placeAmong,
  type Argument,
  type ArgumentReader,
  type Given,
} from "./arguments";
import type {
  Definition,
  RecordFunction,
  RecordValues,
  ScalarFunction,
  TableFunction,
  Value,
} from "./define";
import { fitting, refusal } from "./payload";
import { periodCount, periodTable, recordTable, rowValue, upright } from "./records";
import { rangeSize } from "./parameters";
import { remembered } from "./repeated";

export type ExcelCell = number | string | boolean | CustomFunctions.Error;

const withoutText = ({ code }: CustomFunctions.Error) => new CustomFunctions.Error(code);

/** The function that Excel calls: arguments as Excel passes them, a matrix of cells back. */
export function bind(defined: Definition, market: MarketReader): (...raw: unknown[]) => ExcelCell[][] {
  const definition = sharing(defined);
  /** Made at the first call: a workbook calls few of the functions. */
  let kept: ArgumentReader | undefined;
  const valueOf = isTable(definition) ? undefined : oneValue(definition, market);
  return (...raw) => {
    const reader = (kept ??= argumentReader(definition));
    try {
      const given = valueOf === undefined ? undefined : reader.single(raw);
      const value = given === undefined ? undefined : valueOf?.(given);
      if (value !== undefined) return [[excelCell(value)]];
      return answer(definition, reader, argumentsOf(definition, raw), market);
    } catch (error) {
      const named =
        error instanceof CellError ? passedOn(error, placeAmong(argumentsOf(definition, raw), error)) : error;
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- Excel takes errors of its own class only
      throw excelError(named);
    } finally {
      reader.clear();
    }
  };
}

/** The definition, of which equal calls share one result where that saves work. */
function sharing(definition: Definition): Definition {
  if (isRecord(definition)) return { ...definition, compute: remembered(definition) };
  if (isTable(definition)) return { ...definition, compute: remembered(definition) };
  return definition;
}

/** Computes the one value that a call asks for; undefined where it asks for a whole record. */
function oneValue(
  definition: ScalarFunction | RecordFunction,
  market: MarketReader,
): (given: Given) => Value | undefined {
  // The reader gives each argument the type that `Definition` has erased.
  if (!isRecord(definition)) return (given) => definition.compute(given as never, market);
  const { detail, selector = "output" } = definition.returns;
  return (given) => {
    const asked = given[selector];
    if (typeof asked !== "string") return undefined;
    if (detail !== undefined && given.detail === true)
      throw new InputError("detail", `returns a table: leave ${selector} out`);
    return rowValue(definition.returns, definition.compute(given as never, market), asked);
  };
}

type Answer = ExcelCell[][] | CustomFunctions.Error;

/** What Excel passes to a streaming function. */
interface Streaming {
  setResult: (value: Answer) => void;
  onCanceled?: () => void;
}

/** One computation shared by all the cells with the same call. */
interface Stream {
  readonly cells: Set<Streaming>;
  /** What all cells were last sent, also as one text. */
  last: { readonly answer: Answer; readonly text: string } | undefined;
  end: () => void;
}

/**
 * The function that Excel calls once and that sends its answer again whenever the market has changed it. Until the
 * workbook has been read it sends nothing: Excel shows the last saved value, or that it is waiting. Identical calls are
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
    // The next answer may equal the last one, and this cell must get it too.
    if (market.state.kind === "starting") stream.last = undefined;
    if (stream.last !== undefined) cell.setResult(stream.last.answer);
  };
}

/**
 * Computes and sends the answer again whenever the market changes. A bug at the first value goes through to Excel and
 * leaves nothing behind; at a later one the market notes it, and the cells keep what they show.
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

/** Distinguishes errors, whose fields JSON would leave out. */
const asText = (_key: string, value: unknown): unknown =>
  value instanceof CustomFunctions.Error ? `error ${value.code} ${value.message ?? ""}` : value;

function answer(
  definition: Definition,
  reader: ArgumentReader,
  args: readonly Argument[],
  market: MarketReader,
): ExcelCell[][] {
  if (isRecord(definition)) return recordAnswer(definition, reader, args, market);
  reader.load(args);
  if (isTable(definition)) return tableAnswer(definition, reader, args, market);
  return lifted(reader, args, oneValue(definition, market), definition.columns);
}

const isRecord = (definition: Definition): definition is RecordFunction =>
  definition.returns.shape === "record";
const isTable = (definition: Definition): definition is TableFunction => definition.returns.shape === "table";

/** The formula at one place of the result. The reader gives each argument the type that `Definition` has erased. */
function computation<R>(
  { compute }: { compute: (given: never, market: MarketReader) => R },
  reader: ArgumentReader,
  market: MarketReader,
) {
  return (row: number, column: number): R => compute(reader.at(row, column) as never, market);
}

/**
 * The errors of thousands of places need not know where in the program they were made: that takes most of their time and
 * memory.
 */
function withoutTraces<T>(work: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Computes each place of the result, a block at a time; what goes wrong in one place stays there. */
function lifted(
  reader: ArgumentReader,
  args: readonly Argument[],
  compute: (given: Given) => Value | undefined,
  overColumns?: (given: never, rows: number, out: Float64Array) => void,
): ExcelCell[][] {
  const rows = greatest(args.map((argument) => argument.rows));
  const width = greatest(args.map((argument) => argument.columns));
  if (rows === 1 && width === 1) return [[excelCell(compute(reader.at(0, 0)) ?? "")]];
  const cells = new Array<ExcelCell[]>(rows);
  const refuseTooLarge = refusal(cells, width, withoutText);
  const places = rows * width;
  const fill = (first: number) => {
    const count = Math.min(BLOCK_ROWS, places - first);
    beginPart(first, places);
    const { given, marked } = reader.block(first, count, width);
    const columns = overColumns === undefined ? undefined : reader.columns();
    if (columns !== undefined) overColumns?.(columns as never, count, results);
    if (columns !== undefined && width === 1 && areNumbers(marked, count)) {
      writeNumbers(cells, first, count);
      refuseTooLarge(first + count, true);
      return;
    }
    let numbers = 0;
    for (let index = 0; index < count; index++) {
      const result = columns === undefined ? NaN : (results[index] ?? NaN);
      const isGood = marked[index] === 0;
      if (isGood && width === 1 && Number.isFinite(result)) {
        // Written as a list of one number, which takes less memory than a list of what may be anything.
        cells[first + index] = [result];
        numbers++;
      } else {
        const isFound = isGood && Number.isFinite(result);
        // A place may take long by itself.
        if (!isFound) beginPart(first + index, places);
        const from = isGood ? given : undefined;
        const cell = isFound ? result : attempt(reader, from, compute, first, index, width);
        put(cells, first + index, width, cell);
      }
    }
    refuseTooLarge(Math.floor((first + count) / width), numbers === count);
  };
  const fillAll = () => {
    for (let first = 0; first < places; first += BLOCK_ROWS) fill(first);
  };
  try {
    withoutTraces(fillAll);
  } catch (error) {
    // A bug comes up again with its trace.
    if (!(error instanceof InputError)) fillAll();
    throw error;
  }
  return cells;
}

/** What a function over columns gives for a block. */
const results = new Float64Array(BLOCK_ROWS);

/** Whether all of a block's results are there. */
function areNumbers(marked: Uint8Array, count: number): boolean {
  for (let index = 0; index < count; index++)
    if (marked[index] !== 0 || !(Math.abs(results[index] ?? NaN) < Infinity)) return false;
  return true;
}

/** The usual block, in a loop by itself: beside other cases, every number would be made an object first. */
function writeNumbers(cells: ExcelCell[][], first: number, count: number): void {
  for (let index = 0; index < count; index++) cells[first + index] = [results[index] ?? NaN];
}

/** Computes one place of a block, from the block or from the place by itself. */
function attempt(
  reader: ArgumentReader,
  given: Given | undefined,
  compute: (given: Given) => Value | undefined,
  first: number,
  index: number,
  width: number,
): ExcelCell {
  try {
    if (given === undefined) {
      const row = Math.floor((first + index) / width);
      return excelCell(compute(reader.at(row, first + index - row * width)) ?? "");
    }
    reader.turnTo(index);
    return excelCell(compute(given) ?? "");
  } catch (error) {
    return excelError(error);
  }
}

function put(cells: ExcelCell[][], place: number, width: number, cell: ExcelCell): void {
  if (width === 1) {
    cells[place] = [cell];
    return;
  }
  const column = place % width;
  const row = (place - column) / width;
  const line = column === 0 ? (cells[row] = new Array<ExcelCell>(width)) : cells[row];
  if (line !== undefined) line[column] = cell;
}

function recordAnswer(
  definition: RecordFunction,
  reader: ArgumentReader,
  args: readonly Argument[],
  market: MarketReader,
): ExcelCell[][] {
  const { rows, total, detail, selector = "output" } = definition.returns;
  const compute = computation<RecordValues>(definition, reader, market);
  reader.load(args);
  if (args.some(({ key, cells }) => key === selector && cells !== null))
    return lifted(reader, args, oneValue(definition, market));
  const vectors = total === undefined ? args : upright(args);
  const periods = total === undefined ? 0 : periodCount(vectors);
  reader.load(vectors);
  if (total === undefined || periods === 0) {
    refuseRanges(vectors, `must be one cell unless ${selector} is given`);
    const given = reader.at(0, 0);
    if (detail !== undefined && given.detail === true)
      return excelCells([detail.columns, ...detail.rows(given as never)]);
    return excelCells(recordTable(rows, compute(0, 0)));
  }
  const outcomes = Array.from({ length: periods }, (_, period) => outcome(() => compute(period, 0)));
  return excelCells(periodTable(rows, outcomes, (good) => total(good as never)));
}

function outcome(compute: () => RecordValues): RecordValues | Error {
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
  args: readonly Argument[],
  market: MarketReader,
): ExcelCell[][] {
  const { columns: labels, header, oneCellWith } = definition.returns;
  const compute = computation<readonly (readonly Value[])[]>(definition, reader, market);
  const isGiven = (name: string) => args.some(({ key, cells }) => key === name && cells !== null);
  const missing = oneCellWith?.filter((name) => !isGiven(name));
  if (missing?.length === 0)
    return lifted(reader, args, (given) => definition.compute(given as never, market)[0]?.[0]);
  const rule =
    missing && `must be one cell unless ${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} given`;
  refuseRanges(args, rule ?? "must be one cell");
  const body = compute(0, 0);
  const given = reader.at(0, 0);
  const first = header === undefined ? labels : header(given as never, market);
  const lines = given.headers === false || first.length === 0 ? body : [first, ...body];
  const width = greatest(lines.map((line) => line.length));
  return excelCells(lines.map((line) => Array.from({ length: width }, (_, column) => line[column] ?? "")));
}

function refuseRanges(args: readonly Argument[], rule: string): void {
  const range = args.find(({ rows, columns }) => rows > 1 || columns > 1);
  if (range !== undefined) throw new InputError(range.name, `${rule}, got ${rangeSize(range.cells ?? [])}`);
}

const excelCells = (lines: readonly (readonly Value[])[]): ExcelCell[][] =>
  fitting(
    lines.map((line) => line.map(excelCell)),
    withoutText,
  );

/** NaN and Infinity would show as 0 in Excel: they become #NUM!. */
function excelCell(value: Value): ExcelCell {
  if (typeof value === "number")
    return Number.isFinite(value) ? value : new CustomFunctions.Error(invalidNumber);
  return value instanceof Error ? excelError(value) : value;
}

/** Excel's own codes as texts: a bare host need not have the enumeration. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- its values are these texts
const errorCode = (text: string) => text as CustomFunctions.ErrorCode;
const invalidValue = errorCode("#VALUE!");
const notAvailable = errorCode("#N/A");
const divisionByZero = errorCode("#DIV/0!");
const invalidNumber = errorCode("#NUM!");

/** An error of Excel's class. */
export const errorCell = (code: string, message?: string) =>
  new CustomFunctions.Error(errorCode(code), message);
export const isErrorCell = (cell: unknown): cell is CustomFunctions.Error =>
  cell instanceof CustomFunctions.Error;

/** The cell's error for what the core threw. Anything the core does not throw on purpose is a bug and goes through. */
function excelError(error: unknown): CustomFunctions.Error {
  if (error instanceof CellError) {
    const out = passedOn(error, "the values");
    return new CustomFunctions.Error(errorCode(out.code), out.message);
  }
  if (error instanceof InputError) return new CustomFunctions.Error(invalidValue, error.message);
  if (error instanceof NoAnswerError || error instanceof UnavailableError)
    return new CustomFunctions.Error(notAvailable, error.message);
  if (error instanceof DivisionByZeroError) return new CustomFunctions.Error(divisionByZero);
  if (error instanceof NumericError) return new CustomFunctions.Error(invalidNumber);
  throw error;
}
