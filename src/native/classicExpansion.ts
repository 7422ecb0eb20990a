import { greatest, least } from "../core/numeric/extremes";
import {
  parse,
  walk,
  type BinaryOperator,
  type CallNode,
  type Formula,
  PRECEDENCE,
} from "../formula/formula";
import { bare } from "../formula/printed";
import {
  asNumber,
  boolean,
  call,
  either,
  eitherByCalculation,
  error,
  isCondition,
  isConstant,
  isTrue,
  LIFTING,
  negative,
  NotClassicError,
  number,
  numberIn,
  operation,
  text,
  type Operator,
} from "./classicNodes";
import {
  cellsOf,
  many,
  OMITTED,
  once,
  one,
  part,
  rowsOf,
  type Cells,
  type Lambda,
  type Scope,
  type Value,
} from "./classicValues";
import { nativeNames } from "./forms";

// What native forms compute, with LAMBDA and LET put in and what is known decided.

/** Repetitions that are written out. */
const MOST_STEPS = 100;
const MOST_KNOWN = 2_000;
/** Cells that are listed one by one in a call. */
const MOST_LISTED = 250;

type Thunk = () => Value;

const names = once(nativeNames);
const lambdas = new Map<string, Lambda>();

/** A name of the native forms as what it calls. */
export function lambdaOf(name: string): Lambda {
  const known = lambdas.get(name);
  if (known !== undefined) return known;
  const definition = names().get(name);
  if (definition === undefined) throw new NotClassicError(`no name ${name}`);
  const lambda = reduced(parse(definition), new Map());
  if (lambda.type !== "lambda") throw new NotClassicError(`${name} is no LAMBDA`);
  lambdas.set(name, lambda);
  return lambda;
}

export function applied({ parameters, body, scope }: Lambda, args: readonly Thunk[]): Value {
  const inner = new Map(scope);
  parameters.forEach((parameter, index) => inner.set(parameter, args[index] ?? (() => OMITTED)));
  return reduced(body, inner);
}

function reduced(node: Formula, scope: Scope): Value {
  switch (node.type) {
    case "group":
      return reduced(node.arg, scope);
    case "name": {
      const bound = scope.get(node.name.toLowerCase());
      if (bound !== undefined) return bound();
      return lambdaOf(node.name.toUpperCase());
    }
    case "array":
      return cellsOf(
        node.rows.length,
        node.rows[0]?.length ?? 0,
        (row, column) => node.rows[row]?.[column] ?? error("#N/A"),
      );
    case "missing":
      return OMITTED;
    case "percent":
      return lifted([reduced(node.arg, scope)], ([arg = MISSING]) => operation("/", arg, number(100)));
    case "prefix":
      if (node.op === "@") throw new NotClassicError("@");
      if (node.op === "+") return reduced(node.arg, scope);
      return lifted([reduced(node.arg, scope)], ([arg = MISSING]) => negative(arg));
    case "binary": {
      const { op } = node;
      if (!isOperator(op)) throw new NotClassicError("a reference");
      return lifted(
        [reduced(node.left, scope), reduced(node.right, scope)],
        ([left = MISSING, right = MISSING]) => operation(op, left, right),
      );
    }
    case "apply": {
      const callee = reduced(node.fn, scope);
      if (callee.type !== "lambda") throw new NotClassicError("only a LAMBDA can be called");
      return applied(callee, thunks(node.args, scope));
    }
    case "call":
      return called(node, scope);
    default:
      if (isConstant(node)) return node;
      throw new NotClassicError(`a form refers to ${node.type}`);
  }
}

const isOperator = (op: BinaryOperator): op is Operator => Object.hasOwn(PRECEDENCE, op);
const thunks = (args: readonly Formula[], scope: Scope): Thunk[] =>
  args.map((arg) => once(() => reduced(arg, scope)));

/** Excel's functions that came later than 2013, and those that only dynamic arrays have; the ones below are put in. */
const LATER =
  /^(?:LET|LAMBDA|MAP|REDUCE|SCAN|MAKEARRAY|BYROW|BYCOL|ISOMITTED|SEQUENCE|FILTER|SORT|SORTBY|UNIQUE|[VH]STACK|TOCOL|TOROW|TAKE|DROP|CHOOSE(?:COLS|ROWS)|EXPAND|WRAP(?:ROWS|COLS)|XLOOKUP|XMATCH|IFS|SWITCH|CONCAT|TEXTJOIN|(?:MAX|MIN)IFS|TEXT(?:BEFORE|AFTER|SPLIT)|RANDARRAY|(?:ARRAY|VALUE)TOTEXT|TRIMRANGE|REGEX\w+|GROUPBY|PIVOTBY|PERCENTOF|IMAGE|STOCKHISTORY|FIELDVALUE|MINING_.*)$/;

/** Whether not every Excel has a function, or what a file says as one: A1# and @. */
export const isLater = (name: string) => LATER.test(name) || /^(?:ANCHORARRAY|SINGLE|_TRO_\w+)$/.test(name);

function called(node: CallNode, scope: Scope): Value {
  const name = node.name.toUpperCase();
  const local = scope.get(node.name.toLowerCase());
  const args = thunks(node.args, scope);
  if (local !== undefined) {
    const callee = local();
    if (callee.type !== "lambda") throw new NotClassicError(`${node.name} is no LAMBDA`);
    return applied(callee, args);
  }
  if (name === "LET") return letOf(node, scope);
  if (name === "LAMBDA") return lambdaFrom(node, scope);
  const put = functions[name];
  if (put !== undefined) return put(args);
  const total = totals[name];
  if (total !== undefined)
    return totalOf(
      name,
      args.map((arg) => arg()),
      total,
    );
  if (names().has(name)) return remembered(name, args);
  if (LATER.test(name)) throw new NotClassicError(name);
  return lifted(
    args.map((arg) => arg()),
    (nodes) => constantCall(name, nodes) ?? call(name, nodes),
    LIFTING.has(name),
  );
}

const known = new Map<string, Value>();

/** What a name gives for a text, such as a label in small letters, which is needed for each cell again. */
function remembered(name: string, args: Thunk[]): Value {
  const [only] = args;
  const value = only !== undefined && args.length === 1 ? only() : undefined;
  if (value?.type !== "text") return applied(lambdaOf(name), args);
  const key = `${name} ${value.value}`;
  const result = known.get(key) ?? applied(lambdaOf(name), args);
  if (known.size < MOST_KNOWN) known.set(key, result);
  return result;
}

function letOf(node: CallNode, scope: Scope): Value {
  const inner = new Map(scope);
  const result = node.args.at(-1);
  for (let index = 0; index + 1 < node.args.length; index += 2) {
    const [name, value] = node.args.slice(index, index + 2);
    if (name?.type !== "name" || value === undefined) throw new NotClassicError("LET");
    const known = new Map(inner);
    inner.set(
      name.name.toLowerCase(),
      once(() => reduced(value, known)),
    );
  }
  if (result === undefined) throw new NotClassicError("LET");
  return reduced(result, inner);
}

function lambdaFrom(node: CallNode, scope: Scope): Lambda {
  const body = node.args.at(-1);
  const parameters = node.args.slice(0, -1).map((arg) => {
    if (arg.type === "name") return arg.name.toLowerCase();
    if (arg.type === "table") return arg.text.slice(1, -1).trim().toLowerCase();
    throw new NotClassicError("LAMBDA");
  });
  if (body === undefined) throw new NotClassicError("LAMBDA");
  return { type: "lambda", parameters, body, scope };
}

/**
 * A calculation of single cells over all cells that are given. `isWhole` says that Excel makes it for ranges as well, where
 * they stand within SUMPRODUCT.
 */
function lifted(values: readonly Value[], of: (nodes: Formula[]) => Formula, isWhole = true): Value {
  if (!values.some((value) => value.type === "cells")) return of(values.map(argumentNode));
  const all = values.map((value) => (value.type === "omitted" ? value : many(value)));
  const sizes = all.flatMap((value) => (value.type === "omitted" ? [] : [value]));
  const rows = greatest(sizes.map((cells) => cells.rows));
  const columns = greatest(sizes.map((cells) => cells.columns));
  const fits = sizes.every((cells) => [1, rows].includes(cells.rows) && [1, columns].includes(cells.columns));
  if (!fits) throw new NotClassicError("ranges of different sizes");
  const at = (row: number, column: number) =>
    of(all.map((value) => (value.type === "omitted" ? MISSING : value.at(row, column))));
  const whole = () => {
    const nodes = all.map((value) => (value.type === "omitted" ? MISSING : value.whole()));
    return isWhole && nodes.every((node) => node !== undefined) ? of(nodes) : undefined;
  };
  return cellsOf(rows, columns, at, { whole });
}

const MISSING: Formula = { type: "missing", start: 0, end: 0 };
const argumentNode = (value: Value) => (value.type === "omitted" ? MISSING : one(value));

/** What Excel's function gives for constants, where that is sure to the last digit; undefined otherwise. */
function constantCall(name: string, nodes: Formula[]): Formula | undefined {
  const [first] = nodes;
  if (first === undefined) return name === "NA" ? error("#N/A") : undefined;
  if (first.type === "error" && name !== "ISNUMBER" && name !== "ISTEXT" && name !== "ISERROR") return first;
  if (!nodes.every(isConstant)) return undefined;
  const words = nodes.map((node) => (node.type === "text" ? node.value : undefined));
  const numbers = nodes.map(numberIn);
  const [word, second, third] = words;
  const [value, count] = numbers;
  switch (name) {
    case "ISNUMBER":
      return boolean(first.type === "number");
    case "ISTEXT":
      return boolean(first.type === "text");
    case "ISERROR":
      return boolean(first.type === "error");
    case "NOT":
      return value === undefined ? undefined : boolean(value === 0);
    case "N":
      return number(value ?? 0);
    case "ABS":
      return value === undefined ? undefined : number(Math.abs(value));
    case "SIGN":
      return value === undefined ? undefined : number(Math.sign(value));
    case "INT":
      return value === undefined ? undefined : number(Math.floor(value));
    case "EXP":
      return value === 0 ? number(1) : undefined;
    case "LN":
      return value === 1 ? number(0) : undefined;
    case "SQRT":
      return value === 0 || value === 1 ? number(value) : undefined;
    case "MOD":
      return value === undefined ||
        count === undefined ||
        count <= 0 ||
        !Number.isInteger(value) ||
        !Number.isInteger(count)
        ? undefined
        : number(((value % count) + count) % count);
    case "LEN":
      return word === undefined ? undefined : number(word.length);
    case "LOWER":
      return word === undefined ? undefined : text(word.toLowerCase());
    case "UPPER":
      return word === undefined ? undefined : text(word.toUpperCase());
    case "TRIM":
      return word === undefined ? undefined : text(word.trim().replace(/ +/g, " "));
    case "LEFT":
      return word === undefined ? undefined : text(word.slice(0, count ?? 1));
    case "SUBSTITUTE":
      return word === undefined ||
        second === undefined ||
        third === undefined ||
        nodes.length > 3 ||
        second === ""
        ? undefined
        : text(word.split(second).join(third));
    case "SEARCH": {
      const place =
        second === undefined || word === undefined ? -1 : second.toLowerCase().indexOf(word.toLowerCase());
      return place < 0 || /[?*~]/.test(word ?? "") ? undefined : number(place + 1);
    }
    default:
      return undefined;
  }
}

/** Functions that only newer Excel has, or that decide by what is known. */
const functions: Readonly<Record<string, (args: Thunk[]) => Value>> = {
  ISOMITTED: ([arg]) => boolean(arg?.().type === "omitted"),
  IF: ([condition = nothing, yes = nothing, no]) => choice(condition(), yes, no ?? (() => boolean(false))),
  IFS: (args) => firstOf(pairsOf(args), () => error("#N/A")),
  SWITCH: ([value = nothing, ...rest]) => {
    const otherwise = rest.length % 2 === 1 ? rest[rest.length - 1] : undefined;
    const cases = pairsOf(rest.slice(0, rest.length - (rest.length % 2))).map(
      ([key, result]): [Thunk, Thunk] => [
        () => lifted([value(), key()], ([a = MISSING, b = MISSING]) => operation("=", a, b)),
        result,
      ],
    );
    return firstOf(cases, otherwise ?? (() => error("#N/A")));
  },
  IFERROR: ([value = nothing, other = nothing]) => instead(value, other, "IFERROR", () => true),
  IFNA: ([value = nothing, other = nothing]) => instead(value, other, "IFNA", (what) => what === "#N/A"),
  CHOOSE: ([place = nothing, ...results]) => {
    const index = place();
    const chosen = index.type === "number" ? results[index.value - 1] : undefined;
    if (chosen !== undefined) return chosen();
    return lifted([index, ...results.map((result) => result())], (nodes) => call("CHOOSE", nodes), false);
  },
  AND: (args) => allOf(args, true),
  OR: (args) => allOf(args, false),
  COUNTA: (args) =>
    number(args.map((arg) => many(arg())).reduce((sum, cells) => sum + cells.rows * cells.columns, 0)),
  ROWS: ([arg = nothing]) => number(many(arg()).rows),
  COLUMNS: ([arg = nothing]) => number(many(arg()).columns),
  MAP: (args) => mapped(args),
  REDUCE: ([start = nothing, cells = nothing, step = nothing]) => {
    const lambda = lambdaIn(step());
    return listOf(cells()).reduce<Value>(
      (so_far, node) => applied(lambda, [() => so_far, () => node]),
      start(),
    );
  },
  SCAN: ([start = nothing, given = nothing, step = nothing]) => {
    const lambda = lambdaIn(step());
    const cells = many(given());
    let so_far = start();
    const results = listOf(cells).map((node) =>
      one((so_far = applied(lambda, [constantly(so_far), () => node]))),
    );
    return cellsOf(
      cells.rows,
      cells.columns,
      (row, column) => results[row * cells.columns + column] ?? error("#N/A"),
    );
  },
  MAKEARRAY: ([rows = nothing, columns = nothing, of = nothing]) => {
    const lambda = lambdaIn(of());
    return cellsOf(countIn(rows()), countIn(columns()), (row, column) =>
      one(applied(lambda, [() => number(row + 1), () => number(column + 1)])),
    );
  },
  BYROW: ([given = nothing, of = nothing]) => {
    const [cells, lambda] = [many(given()), lambdaIn(of())];
    return cellsOf(cells.rows, 1, (row) =>
      one(applied(lambda, [() => part(cells, row, 0, 1, cells.columns)])),
    );
  },
  BYCOL: ([given = nothing, of = nothing]) => {
    const [cells, lambda] = [many(given()), lambdaIn(of())];
    return cellsOf(1, cells.columns, (_, column) =>
      one(applied(lambda, [() => part(cells, 0, column, cells.rows, 1)])),
    );
  },
  SEQUENCE: ([rows = nothing, columns, start, step]) => {
    const width = columns === undefined || columns().type === "omitted" ? 1 : countIn(columns());
    const [first, by] = [start?.() ?? OMITTED, step?.() ?? OMITTED];
    return cellsOf(countIn(rows()), width, (row, column) =>
      operation(
        "+",
        first.type === "omitted" ? number(1) : one(first),
        operation("*", number(row * width + column), by.type === "omitted" ? number(1) : one(by)),
      ),
    );
  },
  INDEX: ([given = nothing, row, column]) =>
    indexed(many(given()), row?.() ?? OMITTED, column?.() ?? OMITTED),
  MATCH: ([sought = nothing, given = nothing, kind]) =>
    matched(one(sought()), many(given()), kind?.() ?? OMITTED),
  XMATCH: ([sought = nothing, given = nothing, ...rest]) => {
    if (rest.length > 0) throw new NotClassicError("XMATCH");
    return matched(one(sought()), many(given()), number(0));
  },
  TOCOL: ([given = nothing, ...rest]) => {
    if (rest.length > 0) throw new NotClassicError("TOCOL");
    return column(many(given()));
  },
  // A vector holds only numbers here, which its guard makes sure of: it is all of the range.
  MINING_EXTENT: ([given = nothing]) => {
    const { rows, columns } = many(given());
    return text(rows * columns === 1 ? "" : `1-${rows * columns}`);
  },
  MINING_VECTOR: ([given = nothing]) => column(many(given())),
  TRANSPOSE: ([given = nothing]) => {
    const cells = many(given());
    return cellsOf(cells.columns, cells.rows, (row, place) => cells.at(place, row));
  },
  TAKE: ([given = nothing, rows, columns]) => {
    const cells = many(given());
    const [top, height] = taken(rows?.() ?? OMITTED, cells.rows);
    const [from, width] = taken(columns?.() ?? OMITTED, cells.columns);
    return part(cells, top, from, height, width);
  },
  DROP: ([given = nothing, rows, columns]) => {
    const cells = many(given());
    const [top, height] = dropped(rows?.() ?? OMITTED, cells.rows);
    const [from, width] = dropped(columns?.() ?? OMITTED, cells.columns);
    return part(cells, top, from, height, width);
  },
  VSTACK: (args) => {
    const parts = args.map((arg) => many(arg()));
    const rows = parts.flatMap((cells) => Array.from({ length: cells.rows }, (_, row) => ({ cells, row })));
    const width = greatest(parts.map((cells) => cells.columns));
    return cellsOf(rows.length, width, (place, column) => {
      const { cells, row } = rows[place] ?? { cells: many(error("#N/A")), row: 0 };
      return column < cells.columns ? cells.at(row, column) : error("#N/A");
    });
  },
  HSTACK: (args) => {
    const parts = args.map((arg) => many(arg()));
    const columns = parts.flatMap((cells) =>
      Array.from({ length: cells.columns }, (_, column) => ({ cells, column })),
    );
    const height = greatest(parts.map((cells) => cells.rows));
    return cellsOf(height, columns.length, (row, place) => {
      const { cells, column } = columns[place] ?? { cells: many(error("#N/A")), column: 0 };
      return row < cells.rows ? cells.at(row, column) : error("#N/A");
    });
  },
  EXPAND: ([given = nothing, rows = nothing, columns, padding]) => {
    const cells = many(given());
    const width = columns === undefined || columns().type === "omitted" ? cells.columns : countIn(columns());
    const pad = padding === undefined ? error("#N/A") : one(padding());
    return cellsOf(countIn(rows()), width, (row, column) =>
      row < cells.rows && column < cells.columns ? cells.at(row, column) : pad,
    );
  },
  FILTER: ([given = nothing, wanted = nothing, empty]) => {
    const cells = many(given());
    const keep = listOf(wanted()).map((node) => {
      const decided = isTrue(node);
      if (decided === undefined) throw new NotClassicError("FILTER");
      return decided;
    });
    const rows = keep.flatMap((isKept, row) => (isKept ? [row] : []));
    if (keep.length !== cells.rows) throw new NotClassicError("FILTER");
    if (rows.length === 0) return empty?.() ?? error("#CALC!");
    return cellsOf(rows.length, cells.columns, (row, column) => cells.at(rows[row] ?? 0, column));
  },
  SORT: ([given = nothing, ...rest]) => {
    const cells = many(given());
    const whole = cells.area ?? cells.whole();
    if (rest.length > 0 || cells.columns > 1 || whole === undefined) throw new NotClassicError("SORT");
    const places = many(cellsOf(cells.rows, 1, (row) => number(row + 1)));
    const small = (place: Formula) => call("SMALL", [whole, place]);
    return cellsOf(cells.rows, 1, (row) => forced(small(number(row + 1)), [whole]), {
      whole: () => {
        const all = places.whole();
        return all === undefined ? undefined : small(all);
      },
    });
  },
  TEXTBEFORE: ([given = nothing, mark = nothing, ...rest]) => {
    const [words, sign] = [given(), mark()];
    if (rest.length > 0 || sign.type !== "text") throw new NotClassicError("TEXTBEFORE");
    return lifted(
      [words],
      ([node = MISSING]) => {
        if (node.type !== "text") throw new NotClassicError("TEXTBEFORE");
        const place = node.value.indexOf(sign.value);
        return place < 0 ? error("#N/A") : text(node.value.slice(0, place));
      },
      false,
    );
  },
};

const nothing: Thunk = () => OMITTED;
const constantly =
  (value: Value): Thunk =>
  () =>
    value;

function pairsOf(args: Thunk[]): [Thunk, Thunk][] {
  const pairs: [Thunk, Thunk][] = [];
  for (let index = 0; index + 1 < args.length; index += 2)
    pairs.push([args[index] ?? nothing, args[index + 1] ?? nothing]);
  return pairs;
}

/** The result of the first condition that holds. */
function firstOf(cases: [Thunk, Thunk][], otherwise: Thunk): Value {
  const [next, ...rest] = cases;
  return next === undefined ? otherwise() : choice(next[0](), next[1], () => firstOf(rest, otherwise));
}

function choice(condition: Value, yes: Thunk, no: Thunk): Value {
  if (condition.type !== "cells") {
    const decided = isTrue(one(condition));
    if (decided !== undefined) return decided ? yes() : no();
    if (condition.type === "error") return condition;
  }
  const values = [condition, yes(), no()];
  const result = lifted(values, ([test = MISSING, a = MISSING, b = MISSING]) => either(test, a, b), false);
  if (result.type !== "cells") return result;
  const whole = () => {
    const [test, a, b] = values.map((value) => (value.type === "omitted" ? undefined : many(value).whole()));
    return test === undefined || a === undefined || b === undefined
      ? undefined
      : eitherByCalculation(test, a, b);
  };
  return cellsOf(result.rows, result.columns, result.at, { whole });
}

function instead(value: Thunk, other: Thunk, name: string, isMeant: (what: string) => boolean): Value {
  const given = value();
  if (given.type !== "cells" && given.type !== "omitted" && given.type !== "lambda" && isConstant(given))
    return given.type === "error" && isMeant(given.value) ? other() : given;
  return lifted(
    [given, other()],
    ([node = MISSING, otherwise = MISSING]) => {
      if (isConstant(node)) return node.type === "error" && isMeant(node.value) ? otherwise : node;
      return call(name, [node, otherwise]);
    },
    false,
  );
}

/** So many conditions are listed, more are counted. */
const FEW = 3;

/** AND, or OR where `isAll` is false. */
function allOf(args: Thunk[], isAll: boolean): Value {
  const open: Formula[] = [];
  for (const arg of args) {
    const cells = many(arg());
    const isKnown = cells.area === undefined && rowsOf(cells).flat().every(isConstant);
    const whole = isKnown || cells.rows * cells.columns <= FEW ? undefined : cells.whole();
    if (whole !== undefined && isCondition(whole)) {
      const held = call("SUMPRODUCT", [asNumber(whole)]);
      open.push(
        isAll ? operation("=", held, number(cells.rows * cells.columns)) : operation(">", held, number(0)),
      );
      continue;
    }
    for (const node of listOf(cells)) open.push(node);
  }
  const undecided: Formula[] = [];
  for (const node of open) {
    const decided = isTrue(node);
    if (decided === !isAll) return boolean(!isAll);
    if (decided === undefined) undecided.push(node);
  }
  if (undecided.length === 0) return boolean(isAll);
  return undecided.length === 1 && undecided[0] !== undefined && isCondition(undecided[0])
    ? undecided[0]
    : call(isAll ? "AND" : "OR", undecided);
}

/** Whether a function of many cells also takes them listed one by one. */
const totals: Readonly<Record<string, "listed" | "whole">> = {
  SUM: "listed",
  PRODUCT: "listed",
  MAX: "listed",
  MIN: "listed",
  AVERAGE: "listed",
  MEDIAN: "listed",
  COUNT: "listed",
  SUMSQ: "listed",
  "STDEV.S": "listed",
  "STDEV.P": "listed",
  "VAR.S": "listed",
  "VAR.P": "listed",
  SUMPRODUCT: "whole",
  "PERCENTILE.INC": "whole",
  "QUARTILE.INC": "whole",
  LARGE: "whole",
  SMALL: "whole",
  CORREL: "whole",
  SLOPE: "whole",
  INTERCEPT: "whole",
  RSQ: "whole",
  "COVARIANCE.S": "whole",
  IRR: "whole",
  NPV: "whole",
  SUMXMY2: "whole",
};

function totalOf(name: string, values: Value[], kind: "listed" | "whole"): Value {
  const given = values.map((value) => many(value));
  const decided =
    name === "SUM" || name === "MAX" || name === "MIN" ? totalOfConstants(name, given) : undefined;
  if (decided !== undefined) return decided;
  const nodes: Formula[] = [];
  const calculated: Formula[] = [];
  for (const cells of given) {
    const whole = cells.area ?? (cells.rows * cells.columns === 1 ? cells.at(0, 0) : cells.whole());
    if (whole !== undefined) {
      nodes.push(whole);
      if (cells.rows * cells.columns > 1) calculated.push(whole);
    } else {
      if (kind === "whole") throw new NotClassicError(name);
      for (const node of listOf(cells, MOST_LISTED)) nodes.push(node);
    }
  }
  const [only] = nodes;
  if (
    nodes.length === 1 &&
    calculated.length === 0 &&
    only !== undefined &&
    ["SUM", "MAX", "MIN", "PRODUCT", "AVERAGE"].includes(name)
  )
    return only;
  if (nodes.length > MOST_LISTED) throw new NotClassicError(name);
  if (name === "SUM" && nodes.length === 1 && only !== undefined && !isPlain(only))
    return call("SUMPRODUCT", [only]);
  return forced(call(name, nodes), calculated);
}

/** Whether Excel reads a node as many cells wherever it stands. */
const isPlain = (node: Formula) => {
  const inner = bare(node);
  return inner.type === "array" || inner.type === "ref" || (inner.type === "binary" && inner.op === ":");
};

/** A call within SUMPRODUCT where it calculates with ranges, which Excel would otherwise do for one cell of them. */
const forced = (node: Formula, calculated: readonly Formula[]) =>
  calculated.every(isPlain) ? node : call("SUMPRODUCT", [node]);

function totalOfConstants(name: "SUM" | "MAX" | "MIN", given: readonly Cells[]): Formula | undefined {
  if (given.some((cells) => cells.area !== undefined || cells.rows * cells.columns > MOST_LISTED))
    return undefined;
  const found: number[] = [];
  for (const node of given.flatMap((cells) => rowsOf(cells).flat())) {
    if (node.type === "error") return node;
    if (node.type === "number" && (name !== "SUM" || Number.isInteger(node.value))) found.push(node.value);
    else return undefined;
  }
  if (name === "SUM")
    return found.reduce<Formula>((sum, value) => operation("+", sum, number(value)), number(0));
  return number(name === "MAX" ? greatest(found) : least(found));
}

function lambdaIn(value: Value): Lambda {
  if (value.type !== "lambda") throw new NotClassicError("a LAMBDA is expected");
  return value;
}

/** The cells one after the other. */
function listOf(value: Value, most = MOST_STEPS): Formula[] {
  const cells = many(value);
  if (cells.rows * cells.columns > most) throw new NotClassicError("too many steps");
  return rowsOf(cells).flat();
}

function countIn(value: Value): number {
  if (value.type !== "number" || !Number.isInteger(value.value) || value.value < 1)
    throw new NotClassicError("a number of cells that depends on others");
  return value.value;
}

function mapped(args: Thunk[]): Value {
  const lambda = lambdaIn((args[args.length - 1] ?? nothing)());
  const given = args.slice(0, -1).map((arg) => arg());
  const of = (nodes: Formula[]) =>
    one(
      applied(
        lambda,
        nodes.map((node) => () => node),
      ),
    );
  const result = lifted(given, of, false);
  if (result.type !== "cells") return result;
  const whole = () => {
    const nodes = given.map((value) => many(value).whole());
    if (!nodes.every((node) => node !== undefined)) return undefined;
    const node = of(nodes);
    return liftsOver(node, new Set(nodes.filter((inner) => !isConstant(inner)))) ? node : undefined;
  };
  return cellsOf(result.rows, result.columns, result.at, { whole });
}

/** Whether a formula computes cell by cell what it does with these ranges. */
function liftsOver(tree: Formula, ranges: ReadonlySet<Formula>): boolean {
  const holds = (node: Formula) => [...walk(node)].some((inner) => ranges.has(inner));
  const lifts = (node: Formula): boolean => {
    if (ranges.has(node) || !holds(node)) return true;
    switch (node.type) {
      case "binary":
        return lifts(node.left) && lifts(node.right);
      case "prefix":
        return lifts(node.arg);
      case "call":
        return LIFTING.has(node.name) && node.args.every(lifts);
      default:
        return false;
    }
  };
  return lifts(tree);
}

/** One column of all cells. */
function column(cells: Cells): Value {
  const { rows, columns, area } = cells;
  const whole = columns === 1 ? cells.whole : undefined;
  return cellsOf(rows * columns, 1, (place) => cells.at(Math.floor(place / columns), place % columns), {
    ...(whole === undefined ? {} : { whole }),
    ...(area === undefined ? {} : { area }),
  });
}

function taken(count: Value, size: number): [first: number, length: number] {
  if (count.type === "omitted") return [0, size];
  if (count.type !== "number" || count.value === 0) throw new NotClassicError("TAKE");
  const length = Math.min(Math.abs(count.value), size);
  return [count.value < 0 ? size - length : 0, length];
}

function dropped(count: Value, size: number): [first: number, length: number] {
  if (count.type === "omitted") return [0, size];
  if (count.type !== "number") throw new NotClassicError("DROP");
  return [Math.max(count.value, 0), size - Math.abs(count.value)];
}

/** Places that one call of CHOOSE can have here. */
const MOST_CHOICES = 30;

function indexed(cells: Cells, row: Value, place: Value): Value {
  const isRow = cells.rows === 1 && cells.columns > 1;
  const [down, right] = place.type === "omitted" && isRow ? [number(1), row] : [row, place];
  const decided = (value: Value, size: number) => {
    if (value.type === "omitted") return size === 1 ? 1 : 0;
    return value.type === "number" ? value.value : undefined;
  };
  const [y, x] = [decided(down, cells.rows), decided(right, cells.columns)];
  if (y !== undefined && x !== undefined) {
    if (y > cells.rows || x > cells.columns || y < 0 || x < 0) return error("#REF!");
    return part(
      cells,
      y === 0 ? 0 : y - 1,
      x === 0 ? 0 : x - 1,
      y === 0 ? cells.rows : 1,
      x === 0 ? cells.columns : 1,
    );
  }
  const whole = cells.area ?? cells.whole();
  if (whole !== undefined && isPlain(whole) && y !== 0 && x !== 0)
    return call("INDEX", [
      whole,
      ...(cells.area === undefined || !isRow
        ? [one(down), one(right.type === "omitted" ? number(1) : right)]
        : [one(right)]),
    ]);
  const along = x === 1 || cells.columns === 1 ? down : right;
  const list = listOf(cells, MOST_CHOICES);
  if (cells.rows > 1 && cells.columns > 1) throw new NotClassicError("INDEX");
  return call("CHOOSE", [one(along), ...list]);
}

function matched(sought: Formula, cells: Cells, kind: Value): Value {
  const list = cells.rows * cells.columns > MOST_LISTED ? [] : rowsOf(cells).flat();
  if (
    isConstant(sought) &&
    list.length > 0 &&
    list.every(isConstant) &&
    kind.type === "number" &&
    kind.value === 0
  ) {
    const place = list.findIndex((node) => isTrue(operation("=", sought, node)) === true);
    return place < 0 ? error("#N/A") : number(place + 1);
  }
  const whole = cells.area ?? cells.whole();
  if (whole === undefined || !isPlain(whole)) throw new NotClassicError("MATCH");
  return call("MATCH", [sought, whole, ...(kind.type === "omitted" ? [] : [one(kind)])]);
}
