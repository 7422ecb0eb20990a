import { bare } from "../../formula/printed";
import type { CallNode, Formula } from "../../formula/formula";
import { miningName } from "../../formula/miningCalls";
import type { Surroundings } from "./define";
import type { GridSheet } from "./grid";
import { firstOf, type Callable } from "./invoke";
import { mapped, operation, valuesOf, withoutRest } from "./operators";
import {
  areaAt,
  columnAt,
  common,
  relativeArea,
  rowAt,
  spanned,
  type Place,
  type RelativeArea,
} from "./references";
import { structured, type Table } from "./tables";
import { toNumber } from "./convert";
import {
  ErrorValue,
  errorOf,
  NAME_ERROR,
  NULL_ERROR,
  REFERENCE_ERROR,
  VALUE_ERROR,
  type Scalar,
} from "./scalar";
import { Area, Areas, isScalar, Lambda, Matrix, NotComputed, OMITTED, type Operand } from "./values";

// Formulas as functions: the tree is gone through once for all cells that have the same formula.

/** What the names of LET and LAMBDA stand for, the innermost first. */
export interface Names {
  readonly value: Operand;
  readonly next: Names | undefined;
}

/** A part of a formula, ready to be computed for a cell. */
export type Code = (at: Place, names: Names | undefined) => Operand;

/**
 * Whether ranges stand for all their cells, or, as in formulas of the old kind, for the one in the formula's row or column.
 * Within an argument that makes a formula of the old kind take all of them, as SUMPRODUCT's, they do so as `forced`; and
 * where programs differ in what they take, as in SUMPRODUCT(IF(A1:A9>0,1)), a range is `unsure`, and not computed.
 */
export type Mode = "single" | "array" | "forced" | "unsure";

/** What holds within an argument that takes all cells. */
const forced = (mode: Mode): Mode => (mode === "array" ? "array" : "forced");

/** What holds within IF and its kin, and within functions that are younger than formulas of the old kind. */
export const unsure = (mode: Mode): Mode => (mode === "array" ? "array" : "unsure");

export const notCertain = () =>
  new NotComputed("it is not certain whether a plain formula takes all cells of a range here");

/** Functions that came with arrays that spill: Excel writes them as such where they have several values to compute with. */
const YOUNG = new Set(
  "ANCHORARRAY BYCOL BYROW CHOOSECOLS CHOOSEROWS DROP EXPAND FILTER HSTACK MAKEARRAY MAP RANDARRAY REDUCE SCAN SEQUENCE SORT SORTBY TAKE TEXTAFTER TEXTBEFORE TEXTSPLIT TOCOL TOROW UNIQUE VALUETOTEXT VSTACK WRAPCOLS WRAPROWS XLOOKUP XMATCH".split(
    " ",
  ),
);

/** The names that are bound where a part of a formula stands, in small letters, the innermost first. */
export type Scope = readonly string[];

/** A function that is not called like others: it gets its arguments as they are written. */
export type Form = (compiler: Compiler, args: readonly Formula[], scope: Scope, mode: Mode) => Code;

/** What formulas are compiled against. */
export interface Context {
  readonly around: Surroundings;
  readonly sheets: readonly GridSheet[];
  readonly tables: ReadonlyMap<string, Table>;
  readonly functions: ReadonlyMap<string, Callable>;
  readonly forms: ReadonlyMap<string, Form>;
  /** A function of the add-in; undefined where there is none of the name. */
  mining(name: string): Callable | undefined;
  /** A defined name as it is seen from a sheet. */
  definedName(name: string, sheet: GridSheet): Code | undefined;
  /** The value of a cell, which is computed first where it is due. */
  cell(sheet: GridSheet, row: number, column: number): Scalar;
  /** Whether a cell has a formula, and which. */
  formulaText(sheet: GridSheet, row: number, column: number): string | undefined;
  /** The cells that the formula in a cell fills. */
  filled(sheet: GridSheet, row: number, column: number): Area | undefined;
  /** A formula that is made while computing, as by INDIRECT. */
  readReference(text: string, at: Place): Operand;
}

/** What watches a computation: each part of the formula with what it gave. */
export type Watch = (node: Formula, value: Operand) => void;

const MARK = /^_xl(?:fn\.(?:_xlws\.)?|pm\.|op\.|eta\.)/i;

/** A name as people write it, in small letters. */
export const plainName = (name: string) => name.replace(MARK, "").toLowerCase();

const EXTERNAL = /^'?[^!]*\[[^\]]+\]/;

/** Thrown where a workbook's formula calls what the evaluator does not have. */
const unknownFunction = (name: string) =>
  new NotComputed(`${name.replace(MARK, "").toUpperCase()} is not computed here`);

/** The result of a formula: one value where it is of the old kind. */
export function compile(tree: Formula, home: Place, context: Context, mode: Mode, watch?: Watch): Code {
  return new Compiler(home, context, watch, tree).whole(tree, mode);
}

/** A formula that may be a reference: what a name stands for. */
export function compileOperand(tree: Formula, home: Place, context: Context): Code {
  return new Compiler(home, context, undefined, undefined).operand(tree, [], "array");
}

export class Compiler {
  constructor(
    private readonly home: Place,
    readonly context: Context,
    private readonly watch: Watch | undefined,
    /** The formula as a whole: what it does last is done in it. */
    private readonly last: Formula | undefined,
  ) {}

  whole(tree: Formula, mode: Mode): Code {
    const code = this.value(tree, [], mode);
    if (mode !== "single") return code;
    const { around } = this.context;
    return (at, names) => firstOf(code(at, names), around);
  }

  /** A part as a reference where it is one. */
  operand(node: Formula, scope: Scope, mode: Mode): Code {
    const code = this.made(node, scope, mode);
    const { watch } = this;
    if (watch === undefined) return code;
    return (at, names) => {
      const value = code(at, names);
      watch(node, value);
      return value;
    };
  }

  /** A part as its values: where one is wanted, a range gives the one beside the formula. */
  value(node: Formula, scope: Scope, mode: Mode): Code {
    const { context } = this;
    const inner = bare(node);
    const code = this.operand(node, scope, mode);
    if (inner.type === "number" || inner.type === "text" || inner.type === "boolean") return code;
    if (inner.type === "ref" && this.watch === undefined) {
      const area = this.areaOf(inner.ref, inner.sheet);
      if (area !== undefined && isCell(inner.ref)) return this.cellValue(area);
    }
    if (mode === "unsure")
      return (at, names) => {
        const operand = code(at, names);
        const isRange = operand instanceof Area && operand.rows * operand.columns > 1;
        if (isRange || operand instanceof Areas) throw notCertain();
        return operand instanceof Area ? intersected(operand, at, context) : operand;
      };
    if (mode === "single")
      return (at, names) => {
        const operand = code(at, names);
        if (operand instanceof Area) return intersected(operand, at, context);
        return operand instanceof Areas ? VALUE_ERROR : operand;
      };
    return (at, names) => {
      const operand = code(at, names);
      return operand instanceof Area || operand instanceof Areas
        ? valuesOf(operand, context.around)
        : operand;
    };
  }

  private cellValue({ sheet, first }: RelativeArea): Code {
    const { context } = this;
    return (at) => context.cell(sheet ?? at.sheet, rowAt(first, at), columnAt(first, at));
  }

  private made(node: Formula, scope: Scope, mode: Mode): Code {
    switch (node.type) {
      case "number":
      case "text":
      case "boolean": {
        const { value } = node;
        return () => value;
      }
      case "missing":
        return () => OMITTED;
      case "error": {
        const error = errorOf(node.value);
        return () => error;
      }
      case "group":
        return this.operand(node.arg, scope, mode);
      case "array": {
        const matrix = Matrix.of(node.rows.map((row) => row.map((item) => constantOf(item))));
        return () => matrix;
      }
      case "ref": {
        const dots = /\.?:\.?/.exec(node.ref)?.[0] ?? ":";
        const code = this.reference(node.ref, node.sheet);
        return dots === ":" ? code : this.trimmed(code, dots);
      }
      case "table": {
        if (node.sheet !== undefined && EXTERNAL.test(node.sheet)) throw external();
        return structured(node.text, this.context.tables).at;
      }
      case "name":
        return this.name(node.name, node.sheet, scope);
      case "percent": {
        const { dateOffset } = this.context.around;
        const code = this.value(node.arg, scope, mode);
        return this.lifted(code, (value) => {
          const number = toNumber(value, dateOffset);
          return number instanceof ErrorValue ? number : number / 100;
        });
      }
      case "prefix":
        return this.prefix(node.op, node.arg, scope, mode);
      case "spill":
        return this.spill(node.arg, scope);
      case "binary":
        return this.binary(node, scope, mode);
      case "apply": {
        const fn = this.value(node.fn, scope, mode);
        return this.calling(fn, node.args, scope, mode);
      }
      case "call":
        return this.call(node, scope, mode);
    }
  }

  /** A rectangle, or undefined where the reference is to several sheets. */
  private areaOf(reference: string, sheet: string | undefined): RelativeArea | undefined {
    if (sheet === undefined) return relativeArea(reference, this.home, undefined);
    const named = this.sheetsOf(sheet);
    return named.length === 1 ? relativeArea(reference, this.home, named[0]) : undefined;
  }

  private sheetsOf(text: string): readonly GridSheet[] {
    return sheetsNamed(text, this.context.sheets);
  }

  reference(reference: string, sheet: string | undefined): Code {
    if (sheet === "#REF") return () => REFERENCE_ERROR;
    const one = this.areaOf(reference, sheet);
    if (one !== undefined) return (at) => areaAt(one, at);
    const several = this.sheetsOf(sheet ?? "").map((each) => relativeArea(reference, this.home, each));
    return (at) => new Areas(several.map((area) => areaAt(area, at)));
  }

  private name(written: string, sheet: string | undefined, scope: Scope): Code {
    const name = plainName(written);
    if (sheet === undefined) {
      const depth = scope.indexOf(name);
      if (depth >= 0) return bound(depth);
      if (/^_xleta\./i.test(written)) return this.functionValue(name);
    }
    if (sheet !== undefined && EXTERNAL.test(sheet)) throw external();
    const from = sheet === undefined ? this.home.sheet : (this.sheetsOf(sheet)[0] ?? this.home.sheet);
    const defined = this.context.definedName(name, from);
    if (defined === undefined) return this.functionNamed(name) ?? (() => NAME_ERROR);
    return (at) => defined(at, undefined);
  }

  /** A function as a value, as in BYROW(A1:B9, SUM). */
  private functionValue(name: string): Code {
    const found = this.functionNamed(name);
    if (found === undefined) throw unknownFunction(name);
    return found;
  }

  private functionNamed(name: string): Code | undefined {
    const fn = this.context.functions.get(name.toUpperCase());
    if (fn === undefined) return undefined;
    const { around } = this.context;
    const lambda = new Lambda(fn.least, fn.most, (args) => fn.call(args, around));
    return () => lambda;
  }

  private prefix(op: "+" | "-" | "@", arg: Formula, scope: Scope, mode: Mode): Code {
    if (op === "@") return this.value(arg, scope, "single");
    // It changes nothing but that a range becomes its values.
    if (op === "+") return this.value(arg, scope, mode);
    const { dateOffset } = this.context.around;
    const code = this.value(arg, scope, mode);
    return this.lifted(code, (value) => {
      const number = toNumber(value, dateOffset);
      return number instanceof ErrorValue ? number : -number + 0;
    });
  }

  /** All cells that the formula in a cell fills: A1#. */
  spill(arg: Formula, scope: Scope): Code {
    const { context } = this;
    const code = this.operand(arg, scope, "array");
    return (at, names) => {
      const cell = code(at, names);
      if (cell instanceof ErrorValue) return cell;
      if (!(cell instanceof Area) || cell.rows !== 1 || cell.columns !== 1) return REFERENCE_ERROR;
      return context.filled(cell.sheet, cell.top, cell.left) ?? REFERENCE_ERROR;
    };
  }

  /** One value for each of an operand's. */
  private lifted(code: Code, compute: (value: Scalar) => Scalar): Code {
    const { around } = this.context;
    return (at, names) => {
      const operand = code(at, names);
      return isScalar(operand) ? compute(operand) : mapped(compute, operand, null, around);
    };
  }

  private binary(node: Extract<Formula, { type: "binary" }>, scope: Scope, mode: Mode): Code {
    const { op, left, right } = node;
    switch (op) {
      case ":":
        return this.range(left, right, scope, mode);
      case ":.":
      case ".:":
      case ".:.":
        return this.trimmed(this.range(left, right, scope, mode), op);
      case ",": {
        const [a, b] = [this.operand(left, scope, mode), this.operand(right, scope, mode)];
        return (at, names) => {
          const x = a(at, names);
          const y = b(at, names);
          const list = [...areasIn(x), ...areasIn(y)];
          return x instanceof ErrorValue ? x : y instanceof ErrorValue ? y : new Areas(list);
        };
      }
      case " ": {
        const [a, b] = [this.operand(left, scope, mode), this.operand(right, scope, mode)];
        return (at, names) => {
          const x = a(at, names);
          const y = b(at, names);
          if (x instanceof ErrorValue) return x;
          if (!(x instanceof Area && y instanceof Area)) return y instanceof ErrorValue ? y : VALUE_ERROR;
          return common(x, y) ?? NULL_ERROR;
        };
      }
      default: {
        const compute = operation(op, this.context.around.dateOffset);
        const isLast = scope.length === 0 && (op === "+" || op === "-") && node === this.last;
        const { around } = this.context;
        const [a, b] = [this.value(left, scope, mode), this.value(right, scope, mode)];
        return (at, names) => {
          const x = a(at, names);
          const y = b(at, names);
          if (!isScalar(x) || !isScalar(y)) return mapped(compute, x, y, around);
          const result = compute(x, y);
          return isLast ? withoutRest(result, x, y) : result;
        };
      }
    }
  }

  private range(left: Formula, right: Formula, scope: Scope, mode: Mode): Code {
    const end = bare(right);
    const start = bare(left);
    if (
      start.type === "ref" &&
      end.type === "ref" &&
      (end.sheet === undefined || end.sheet === start.sheet)
    ) {
      if (start.sheet === "#REF") return () => REFERENCE_ERROR;
      const sheets = start.sheet === undefined ? [undefined] : this.sheetsOf(start.sheet);
      const areas = sheets.map((sheet) => relativeArea(`${start.ref}:${end.ref}`, this.home, sheet));
      const [only] = areas;
      if (areas.length === 1 && only !== undefined) return (at) => areaAt(only, at);
      return (at) => new Areas(areas.map((area) => areaAt(area, at)));
    }
    const [a, b] = [this.operand(left, scope, mode), this.operand(right, scope, mode)];
    return (at, names) => {
      const x = a(at, names);
      const y = b(at, names);
      if (x instanceof ErrorValue) return x;
      if (!(x instanceof Area && y instanceof Area)) return y instanceof ErrorValue ? y : REFERENCE_ERROR;
      return spanned(x, y) ?? VALUE_ERROR;
    };
  }

  /** A range without the empty rows and columns at its ends: of its end `:.`, of its start `.:`, of both. */
  trimmed(code: Code, op: string): Code {
    const { around, functions } = this.context;
    const trim = functions.get("TRIMRANGE");
    if (trim === undefined) throw unknownFunction("TRIMRANGE");
    const kind = op === ":." ? 2 : op === ".:" ? 1 : 3;
    return (at, names) => trim.call([code(at, names), kind, kind], around);
  }

  private call(node: CallNode, scope: Scope, mode: Mode): Code {
    const name = plainName(node.name);
    if (node.sheet === undefined) {
      const depth = scope.indexOf(name);
      if (depth >= 0) return this.calling(bound(depth), node.args, scope, mode);
      const mining = miningName(node);
      if (mining !== undefined) {
        const fn = this.context.mining(mining);
        if (fn === undefined) throw new NotComputed(`there is no function MINING.${mining}`);
        return this.library(fn, node.args, scope, mode);
      }
      const special = this.context.forms.get(name.toUpperCase());
      if (special !== undefined) return special(this, node.args, scope, mode);
      const fn = this.context.functions.get(name.toUpperCase());
      if (fn !== undefined) return this.library(fn, node.args, scope, mode);
    }
    if (node.sheet !== undefined && EXTERNAL.test(node.sheet)) throw external();
    const from =
      node.sheet === undefined ? this.home.sheet : (this.sheetsOf(node.sheet)[0] ?? this.home.sheet);
    const defined = this.context.definedName(name, from);
    if (defined === undefined) throw unknownFunction(node.name);
    return this.calling((at) => defined(at, undefined), node.args, scope, mode);
  }

  /** Calls what a part of a formula gives. */
  private calling(fn: Code, args: readonly Formula[], scope: Scope, mode: Mode): Code {
    const codes = args.map((arg) => this.operand(arg, scope, mode));
    return (at, names) => {
      const lambda = fn(at, names);
      if (lambda instanceof ErrorValue) return lambda;
      if (!(lambda instanceof Lambda)) return REFERENCE_ERROR;
      if (codes.length < lambda.least || codes.length > lambda.most) return VALUE_ERROR;
      return lambda.call(codes.map((code) => code(at, names)));
    };
  }

  /** Calls one of Excel's functions or of the add-in's. */
  private library(fn: Callable, args: readonly Formula[], scope: Scope, mode: Mode): Code {
    if (args.length < fn.least || args.length > fn.most)
      throw new NotComputed(`${fn.name} does not take ${args.length} arguments`);
    const own = YOUNG.has(fn.name) ? unsure(mode) : mode;
    const whole = fn.arrays && own === mode ? forced(mode) : own;
    const codes = args.map((arg, index) =>
      fn.lifts(index) ? this.value(arg, scope, own) : this.operand(arg, scope, whole),
    );
    const { around } = this.context;
    return (at, names) => {
      const values: Operand[] = [];
      for (const code of codes) values.push(code(at, names));
      return fn.call(values, around);
    };
  }
}

const bound =
  (depth: number): Code =>
  (_at, names) => {
    let at = names;
    for (let step = 0; step < depth; step++) at = at?.next;
    return at === undefined ? NAME_ERROR : at.value;
  };

const isCell = (reference: string) => !reference.includes(":");

const external = () => new NotComputed("it refers to another workbook");

/** A sheet's name without its quotation marks. */
export const unquoted = (sheet: string) =>
  sheet.startsWith("'") ? sheet.slice(1, -1).replace(/''/g, "'") : sheet;

/** The sheets that stand before "!": one, or from one to another. */
export function sheetsNamed(text: string, sheets: readonly GridSheet[]): readonly GridSheet[] {
  if (EXTERNAL.test(text)) throw external();
  const name = unquoted(text).toLowerCase();
  const placeOf = (wanted: string) => sheets.findIndex((sheet) => sheet.name.toLowerCase() === wanted);
  const place = placeOf(name);
  if (place >= 0) return sheets.slice(place, place + 1);
  const [first = -1, last = -1] = name.split(":").map(placeOf);
  if (first < 0 || last < 0) throw new NotComputed(`there is no sheet ${unquoted(text)}`);
  return sheets.slice(Math.min(first, last), Math.max(first, last) + 1);
}

const areasIn = (operand: Operand): readonly Area[] =>
  operand instanceof Area ? [operand] : operand instanceof Areas ? operand.list : [];

function constantOf(node: Formula): Scalar {
  if (node.type === "number" || node.type === "text" || node.type === "boolean") return node.value;
  return node.type === "error" ? errorOf(node.value) : VALUE_ERROR;
}

/** The cell of a range that is in the formula's own row or column. */
export function intersected(area: Area, at: Place, context: Context): Scalar {
  const { sheet, top, left, bottom, right } = area;
  if (top === bottom && left === right) return context.cell(sheet, top, left);
  if (left === right && at.row >= top && at.row <= bottom) return context.cell(sheet, at.row, left);
  if (top === bottom && at.column >= left && at.column <= right) return context.cell(sheet, top, at.column);
  return VALUE_ERROR;
}
