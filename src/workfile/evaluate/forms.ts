import type { Formula } from "../../formula/formula";
import { bare } from "../../formula/printed";
import { columnLetters, LAST_COLUMN, LAST_ROW } from "../../formula/tokens";
import { compare } from "./compare";
import {
  intersected,
  notCertain,
  plainName,
  unsure,
  type Code,
  type Compiler,
  type Form,
  type Mode,
  type Names,
} from "./compile";
import { toLogical, toNumber, toText } from "./convert";
import { broadcast, firstOf, overPlaces } from "./invoke";
import { valuesOf } from "./operators";
import { ErrorValue, NOT_AVAILABLE, REFERENCE_ERROR, VALUE_ERROR, type Scalar } from "./scalar";
import { Area, Areas, isScalar, Lambda, Matrix, NotComputed, OMITTED, type Operand } from "./values";

// Functions that are not called like others: they compute only what they need, bind names, or ask where something is.

/** What a part gives where it is the result: an argument that is left out counts as 0. */
const given = (operand: Operand): Operand => (operand === OMITTED ? 0 : operand);

function requireArguments(name: string, args: readonly Formula[], least: number, most: number): void {
  if (args.length < least || args.length > most)
    throw new NotComputed(`${name} does not take ${args.length} arguments`);
}

const asMatrix = (value: Scalar | Matrix) => (value instanceof Matrix ? value : new Matrix(1, 1, [value]));

/** One value for each place of what decides and of what there is to choose from. */
function chosenByPlace(
  by: Matrix,
  choices: readonly (Scalar | Matrix)[],
  choose: (value: Scalar) => number | ErrorValue,
): Operand {
  const matrices = choices.map(asMatrix);
  return overPlaces([by, ...matrices], (row, column) => {
    const value = broadcast(by, row, column);
    const choice = value === undefined ? NOT_AVAILABLE : choose(value);
    if (choice instanceof ErrorValue) return choice;
    const matrix = matrices[choice];
    const found = matrix === undefined ? VALUE_ERROR : broadcast(matrix, row, column);
    return found === undefined ? NOT_AVAILABLE : found;
  });
}

/** What holds in a function that chooses: it is not certain that a plain SUMPRODUCT makes it choose for each cell. */
const chosenMode = (mode: Mode): Mode => (mode === "forced" ? "unsure" : mode);

const ifForm: Form = (compiler, args, scope, outer) => {
  const mode = chosenMode(outer);
  requireArguments("IF", args, 1, 3);
  const { around } = compiler.context;
  const [condition, yes, no] = args;
  const test = compiler.value(condition as Formula, scope, mode);
  const whenTrue = yes === undefined ? () => true : compiler.operand(yes, scope, mode);
  const whenFalse = no === undefined ? () => false : compiler.operand(no, scope, mode);
  return (at, names) => {
    const tested = test(at, names);
    if (tested instanceof Matrix) {
      const choices = [whenTrue, whenFalse].map((code) => valuesOf(given(code(at, names)), around));
      return chosenByPlace(tested, choices, (value) => {
        const truth = toLogical(value);
        return truth instanceof ErrorValue ? truth : truth ? 0 : 1;
      });
    }
    const truth = toLogical(firstOf(tested, around));
    if (truth instanceof ErrorValue) return truth;
    return given((truth ? whenTrue : whenFalse)(at, names));
  };
};

/** IFERROR and IFNA. */
const instead =
  (name: string, isReplaced: (value: Scalar) => boolean): Form =>
  (compiler, args, scope, outer) => {
    const mode = chosenMode(outer);
    requireArguments(name, args, 2, 2);
    const { around } = compiler.context;
    const [value, other] = args;
    const tried = compiler.value(value as Formula, scope, mode);
    const replacement = compiler.value(other as Formula, scope, mode);
    return (at, names) => {
      const result = valuesOf(given(tried(at, names)), around);
      if (!(result instanceof Matrix)) return isReplaced(result) ? given(replacement(at, names)) : result;
      const { cells, whole } = result;
      if (!cells.some(isReplaced) && !(whole !== undefined && isReplaced(whole.rest))) return result;
      return chosenByPlace(result, [result, valuesOf(given(replacement(at, names)), around)], (cell) =>
        isReplaced(cell) ? 1 : 0,
      );
    };
  };

const ifsForm: Form = (compiler, args, scope, outer) => {
  const mode = chosenMode(outer);
  if (args.length < 2 || args.length % 2 !== 0) throw new NotComputed("IFS needs pairs of arguments");
  const { around } = compiler.context;
  const tests = args.filter((_, index) => index % 2 === 0).map((arg) => compiler.value(arg, scope, mode));
  const results = args.filter((_, index) => index % 2 === 1).map((arg) => compiler.operand(arg, scope, mode));
  return (at, names) => {
    const tested: Matrix[] = [];
    for (const [index, test] of tests.entries()) {
      const value = test(at, names);
      if (value instanceof Matrix || tested.length > 0) {
        tested.push(asMatrix(valuesOf(value, around)));
        continue;
      }
      const truth = toLogical(firstOf(value, around));
      if (truth instanceof ErrorValue) return truth;
      if (truth) return given(results[index]?.(at, names) ?? null);
    }
    if (tested.length === 0) return NOT_AVAILABLE;
    const first = tests.length - tested.length;
    const values = results.slice(first).map((code) => valuesOf(given(code(at, names)), around));
    const matrices = values.map(asMatrix);
    return overPlaces([...tested, ...matrices], (row, column) => {
      for (const [index, matrix] of tested.entries()) {
        const cell = broadcast(matrix, row, column);
        const truth = cell === undefined ? NOT_AVAILABLE : toLogical(cell);
        if (truth === false) continue;
        const value = matrices[index];
        if (truth !== true || value === undefined) return truth;
        const found = broadcast(value, row, column);
        return found === undefined ? NOT_AVAILABLE : found;
      }
      return NOT_AVAILABLE;
    });
  };
};

const chooseForm: Form = (compiler, args, scope, outer) => {
  const mode = chosenMode(outer);
  requireArguments("CHOOSE", args, 2, 255);
  const { around } = compiler.context;
  const [index, ...choices] = args;
  const which = compiler.value(index as Formula, scope, mode);
  const codes = choices.map((choice) => compiler.operand(choice, scope, mode));
  const placeOf = (value: Scalar): number | ErrorValue => {
    const number = toNumber(value);
    if (number instanceof ErrorValue) return number;
    const place = Math.trunc(number) - 1;
    return place >= 0 && place < codes.length ? place : VALUE_ERROR;
  };
  return (at, names) => {
    const chosen = which(at, names);
    if (chosen instanceof Matrix) {
      const values = codes.map((code) => valuesOf(given(code(at, names)), around));
      return chosenByPlace(chosen, values, placeOf);
    }
    const place = placeOf(firstOf(chosen, around));
    return place instanceof ErrorValue ? place : given(codes[place]?.(at, names) ?? null);
  };
};

const switchForm: Form = (compiler, args, scope, outer) => {
  const mode = chosenMode(outer);
  requireArguments("SWITCH", args, 3, 254);
  const { around } = compiler.context;
  const [expression, ...rest] = args;
  const of = compiler.value(expression as Formula, scope, mode);
  const hasDefault = rest.length % 2 === 1;
  const pairs = hasDefault ? rest.length - 1 : rest.length;
  const cases = rest.slice(0, pairs).filter((_, index) => index % 2 === 0);
  const tests = cases.map((arg) => compiler.value(arg, scope, mode));
  const results = rest
    .filter((_, index) => index >= pairs || index % 2 === 1)
    .map((arg) => compiler.operand(arg, scope, mode));
  const isCase = (value: Scalar, test: Scalar) =>
    !(value instanceof ErrorValue) &&
    !(test instanceof ErrorValue) &&
    typeof (value ?? 0) === typeof (test ?? 0) &&
    compare(value, test) === 0;
  return (at, names) => {
    const value = of(at, names);
    if (value instanceof Matrix) {
      const wanted = tests.map((test) => firstOf(test(at, names), around));
      const values = results.map((code) => valuesOf(given(code(at, names)), around));
      return chosenByPlace(value, values, (cell) => {
        if (cell instanceof ErrorValue) return cell;
        const place = wanted.findIndex((test) => isCase(cell, test));
        return place >= 0 ? place : hasDefault ? tests.length : NOT_AVAILABLE;
      });
    }
    const cell = firstOf(value, around);
    if (cell instanceof ErrorValue) return cell;
    for (const [index, test] of tests.entries()) {
      const wanted = firstOf(test(at, names), around);
      if (wanted instanceof ErrorValue) return wanted;
      if (isCase(cell, wanted)) return given(results[index]?.(at, names) ?? null);
    }
    return hasDefault ? given(results[tests.length]?.(at, names) ?? null) : NOT_AVAILABLE;
  };
};

/** The name that an argument of LET or LAMBDA binds. */
function boundName(node: Formula | undefined, form: string): { name: string; isOptional: boolean } {
  if (node?.type === "name" && node.sheet === undefined)
    return { name: plainName(node.name), isOptional: /^_xlop\./i.test(node.name) };
  if (node?.type === "table" && form === "LAMBDA")
    return { name: plainName(node.text.slice(1, -1).trim()), isOptional: true };
  throw new NotComputed(`${form} needs a name`);
}

const letForm: Form = (compiler, args, scope, outer) => {
  const mode = unsure(outer);
  if (args.length < 3 || args.length % 2 === 0)
    throw new NotComputed("LET needs names with values, and a result");
  const codes: Code[] = [];
  let inner = scope;
  for (let index = 0; index + 1 < args.length; index += 2) {
    const { name } = boundName(args[index], "LET");
    codes.push(compiler.operand(args[index + 1] as Formula, inner, mode));
    inner = [name, ...inner];
  }
  const result = compiler.operand(args[args.length - 1] as Formula, inner, mode);
  return (at, names) => {
    let known: Names | undefined = names;
    for (const code of codes) known = { value: code(at, known), next: known };
    return result(at, known);
  };
};

/** Calls within calls, before the evaluator gives up on a function that calls itself without end. */
const DEEPEST_CALLS = 1_000;
let depth = 0;

const lambdaForm: Form = (compiler, args, scope) => {
  if (args.length === 0) throw new NotComputed("LAMBDA needs a result");
  const parameters = args.slice(0, -1).map((arg) => boundName(arg, "LAMBDA"));
  const inner = [...parameters.map(({ name }) => name).reverse(), ...scope];
  const result = compiler.operand(args[args.length - 1] as Formula, inner, "array");
  const least = parameters.filter(({ isOptional }) => !isOptional).length;
  return (at, names) =>
    new Lambda(least, parameters.length, (values) => {
      let known = names;
      for (let index = 0; index < parameters.length; index++)
        known = { value: values[index] ?? (index < values.length ? null : OMITTED), next: known };
      if (depth >= DEEPEST_CALLS) throw new NotComputed("a LAMBDA calls itself too many times");
      depth += 1;
      try {
        return result(at, known);
      } finally {
        depth -= 1;
      }
    });
};

const isOmittedForm: Form = (compiler, args, scope, mode) => {
  requireArguments("ISOMITTED", args, 1, 1);
  const code = compiler.operand(args[0] as Formula, scope, mode);
  return (at, names) => code(at, names) === OMITTED;
};

/** ROW and COLUMN. */
const placeForm =
  (name: string, own: "row" | "column"): Form =>
  (compiler, args, scope, mode) => {
    requireArguments(name, args, 0, 1);
    const [arg] = args;
    if (arg === undefined) return (at) => at[own];
    const code = compiler.operand(arg, scope, mode);
    return (at, names) => {
      const area = code(at, names);
      if (area instanceof ErrorValue) return area;
      if (!(area instanceof Area)) return VALUE_ERROR;
      const first = own === "row" ? area.top : area.left;
      if (mode === "single") return first;
      const count = own === "row" ? area.rows : area.columns;
      if (mode === "unsure" && count > 1) throw notCertain();
      const cells = Array.from({ length: count }, (_, index) => first + index);
      if (count === 1) return first;
      return own === "row" ? new Matrix(count, 1, cells) : new Matrix(1, count, cells);
    };
  };

const offsetForm: Form = (compiler, args, scope, mode) => {
  requireArguments("OFFSET", args, 3, 5);
  const { around } = compiler.context;
  const base = compiler.operand(args[0] as Formula, scope, mode);
  const codes = args.slice(1).map((arg) => compiler.value(arg, scope, mode));
  return (at, names) => {
    const start = base(at, names);
    if (start instanceof ErrorValue) return start;
    if (!(start instanceof Area)) return VALUE_ERROR;
    const numbers: (number | undefined)[] = [];
    for (const code of codes) {
      const value = code(at, names);
      if (value instanceof Matrix)
        throw new NotComputed("OFFSET with arrays of numbers is not computed here");
      if (value === OMITTED) {
        numbers.push(undefined);
        continue;
      }
      const number = toNumber(firstOf(value, around));
      if (number instanceof ErrorValue) return number;
      numbers.push(Math.trunc(number));
    }
    const [rows = 0, columns = 0, height = start.rows, width = start.columns] = numbers;
    if (height === 0 || width === 0) return REFERENCE_ERROR;
    const top = start.top + rows + (height < 0 ? height + 1 : 0);
    const left = start.left + columns + (width < 0 ? width + 1 : 0);
    const [bottom, right] = [top + Math.abs(height) - 1, left + Math.abs(width) - 1];
    if (top < 1 || left < 1 || bottom > LAST_ROW || right > LAST_COLUMN) return REFERENCE_ERROR;
    return new Area(start.sheet, top, left, bottom, right);
  };
};

const indirectForm: Form = (compiler, args, scope, mode) => {
  requireArguments("INDIRECT", args, 1, 2);
  const { around } = compiler.context;
  const code = compiler.value(args[0] as Formula, scope, mode);
  const style = args[1] === undefined ? () => true : compiler.value(args[1], scope, mode);
  return (at, names) => {
    const text = code(at, names);
    if (text instanceof Matrix) throw new NotComputed("INDIRECT with several texts is not computed here");
    const isA1 = toLogical(firstOf(style(at, names), around));
    if (isA1 instanceof ErrorValue) return isA1;
    if (!isA1) throw new NotComputed("INDIRECT with R1C1 references is not computed here");
    const reference = toText(firstOf(text, around));
    return reference instanceof ErrorValue ? reference : compiler.context.readReference(reference, at);
  };
};

const singleForm: Form = (compiler, args, scope) => {
  requireArguments("SINGLE", args, 1, 1);
  const { context } = compiler;
  const code = compiler.operand(args[0] as Formula, scope, "single");
  return (at, names) => {
    const operand = code(at, names);
    return operand instanceof Area ? intersected(operand, at, context) : firstOf(operand, context.around);
  };
};

const anchorForm: Form = (compiler, args, scope) => {
  requireArguments("ANCHORARRAY", args, 1, 1);
  return compiler.spill(args[0] as Formula, scope);
};

const trimForm =
  (op: string): Form =>
  (compiler, args, scope, mode) => {
    requireArguments("A range that ends at its last filled cell", args, 1, 1);
    return compiler.trimmed(compiler.operand(args[0] as Formula, scope, mode), op);
  };

/** A function of the cell that a reference begins with. */
const ofCell =
  (name: string, compute: (compiler: Compiler, area: Area) => Operand): Form =>
  (compiler, args, scope) => {
    requireArguments(name, args, 1, 1);
    const code = compiler.operand(args[0] as Formula, scope, "array");
    return (at, names) => {
      const area = code(at, names);
      if (area instanceof ErrorValue) return area;
      if (!(area instanceof Area)) return VALUE_ERROR;
      if (area.rows * area.columns > 1)
        throw new NotComputed(`${name} of several cells is not computed here`);
      return compute(compiler, area);
    };
  };

const cellForm: Form = (compiler, args, scope, mode) => {
  requireArguments("CELL", args, 1, 2);
  const { context } = compiler;
  const [kind, reference] = args;
  const what = compiler.value(kind as Formula, scope, mode);
  if (reference === undefined) throw new NotComputed("CELL without a reference gives what was changed last");
  const code = compiler.operand(reference, scope, "array");
  return (at, names) => {
    const asked = toText(firstOf(what(at, names), context.around));
    const area = code(at, names);
    if (asked instanceof ErrorValue) return asked;
    if (area instanceof ErrorValue) return area;
    if (!(area instanceof Area)) return VALUE_ERROR;
    switch (asked.toLowerCase()) {
      case "row":
        return area.top;
      case "col":
        return area.left;
      case "address":
        if (area.sheet !== at.sheet) break;
        return `$${columnLetters(area.left)}$${area.top}`;
      case "contents":
        return context.cell(area.sheet, area.top, area.left);
      case "type": {
        const value = context.cell(area.sheet, area.top, area.left);
        return value === null ? "b" : typeof value === "string" ? "l" : "v";
      }
    }
    throw new NotComputed(`CELL("${asked}", ...) is not computed here`);
  };
};

const isReferenceForm: Form = (compiler, args, scope, mode) => {
  requireArguments("ISREF", args, 1, 1);
  const node = args[0] as Formula;
  const code = compiler.operand(node, scope, mode);
  const inner = bare(node);
  // A reference whose cells are gone is none.
  if (inner.type === "number" || inner.type === "text" || inner.type === "boolean") return () => false;
  return (at, names) => {
    const operand = code(at, names);
    return operand instanceof Area || operand instanceof Areas;
  };
};

const sheetForm: Form = (compiler, args, scope, mode) => {
  requireArguments("SHEET", args, 0, 1);
  const { context } = compiler;
  const [arg] = args;
  if (arg === undefined) return (at) => at.sheet.index + 1;
  const code = compiler.operand(arg, scope, mode);
  return (at, names) => {
    const operand = code(at, names);
    if (operand instanceof Area) return operand.sheet.index + 1;
    if (!isScalar(operand) || operand instanceof ErrorValue)
      return operand instanceof ErrorValue ? operand : VALUE_ERROR;
    const name = String(operand).toLowerCase();
    const found = context.sheets.find((sheet) => sheet.name.toLowerCase() === name);
    return found === undefined ? NOT_AVAILABLE : found.index + 1;
  };
};

const sheetsForm: Form = (compiler, args) => {
  requireArguments("SHEETS", args, 0, 0);
  const { length } = compiler.context.sheets;
  return () => length;
};

/** What gives another value whenever Excel calculates. */
const volatile =
  (name: string): Form =>
  () => {
    throw new NotComputed(`${name} gives another value at each calculation`);
  };

const VOLATILE = ["NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY", "INFO"];

export const specialForms: ReadonlyMap<string, Form> = new Map<string, Form>([
  ["IF", ifForm],
  ["IFERROR", instead("IFERROR", (value) => value instanceof ErrorValue)],
  ["IFNA", instead("IFNA", (value) => value instanceof ErrorValue && value.code === NOT_AVAILABLE.code)],
  ["IFS", ifsForm],
  ["CHOOSE", chooseForm],
  ["SWITCH", switchForm],
  ["LET", letForm],
  ["LAMBDA", lambdaForm],
  ["ISOMITTED", isOmittedForm],
  ["ROW", placeForm("ROW", "row")],
  ["COLUMN", placeForm("COLUMN", "column")],
  ["OFFSET", offsetForm],
  ["INDIRECT", indirectForm],
  ["SINGLE", singleForm],
  ["ANCHORARRAY", anchorForm],
  ["_TRO_TRAILING", trimForm(":.")],
  ["_TRO_LEADING", trimForm(".:")],
  ["_TRO_ALL", trimForm(".:.")],
  [
    "FORMULATEXT",
    ofCell("FORMULATEXT", ({ context }, { sheet, top, left }) => {
      const text = context.formulaText(sheet, top, left);
      return text === undefined ? NOT_AVAILABLE : text;
    }),
  ],
  [
    "ISFORMULA",
    ofCell(
      "ISFORMULA",
      ({ context }, { sheet, top, left }) => context.formulaText(sheet, top, left) !== undefined,
    ),
  ],
  ["CELL", cellForm],
  ["ISREF", isReferenceForm],
  ["SHEET", sheetForm],
  ["SHEETS", sheetsForm],
  ...VOLATILE.map((name): [string, Form] => [name, volatile(name)]),
]);
