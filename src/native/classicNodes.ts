import { power } from "../core/numeric/elementary";
import type { BinaryOperator, Formula, ReferenceOperator } from "../formula/formula";

// Parts of classic formulas, simplified as they are put together where that cannot change a digit.

/** A function has no classic form for these arguments. */
export class NotClassicError extends Error {}

export type Operator = Exclude<BinaryOperator, ReferenceOperator>;
/** What a cell can hold, as it stands in a formula. */
export type Constant = Extract<Formula, { type: "number" | "text" | "boolean" | "error" }>;

/** A formula holds 8,192 characters; what is far longer is not put together. */
const MOST_CHARACTERS = 12_000;

/** What is put together was read from no text: it ends where one of its length would. */
function sized(own: number, parts: readonly Formula[]): number {
  let length = own + parts.length;
  for (const { start, end } of parts) length += end - start;
  if (length > MOST_CHARACTERS) throw new NotClassicError("the formula would be too long");
  return length;
}

export const isConstant = (node: Formula): node is Constant =>
  node.type === "number" || node.type === "text" || node.type === "boolean" || node.type === "error";

export function number(value: number, text = String(value).toUpperCase().replace("E+", "E")): Formula {
  return { start: 0, end: sized(text.length, []), type: "number", value, text };
}
export const text = (value: string): Formula => ({
  start: 0,
  end: sized(value.length + 2, []),
  type: "text",
  value,
});
export const boolean = (value: boolean): Formula => ({ start: 0, end: sized(5, []), type: "boolean", value });
export const error = (value: string): Formula => ({
  start: 0,
  end: sized(value.length, []),
  type: "error",
  value,
});
export const call = (name: string, args: Formula[]): Formula => ({
  start: 0,
  end: sized(name.length + 2, args),
  type: "call",
  name,
  nameEnd: name.length,
  args,
});
export const arrayOf = (rows: Formula[][]): Formula => ({
  start: 0,
  end: sized(2, rows.flat()),
  type: "array",
  rows,
});
export const range = (left: Formula, right: Formula): Formula => plain(":", left, right);

function plain(op: BinaryOperator, left: Formula, right: Formula): Formula {
  return { start: 0, end: sized(op.length, [left, right]), type: "binary", op, left, right };
}

/** The number that Excel takes a constant for in a calculation; undefined for texts and errors. */
export function numberIn(node: Formula): number | undefined {
  if (node.type === "number") return node.value;
  if (node.type === "boolean") return node.value ? 1 : 0;
  return undefined;
}

/** Whether a constant counts as TRUE; undefined for what is no constant condition. */
export function isTrue(node: Formula): boolean | undefined {
  const value = numberIn(node);
  return value === undefined ? undefined : value !== 0;
}

/** Excel keeps 15 digits of a constant. */
const isExact = (value: number) => Number.isInteger(value) && Math.abs(value) < 1e15;

const isComparison = (op: string) => ["=", "<>", "<", ">", "<=", ">="].includes(op);

/** Whether a node is TRUE or FALSE, or a product of such, which is 1 or 0. */
export function isCondition(node: Formula): boolean {
  if (node.type === "boolean") return true;
  if (node.type === "number") return node.value === 0 || node.value === 1;
  if (node.type === "group") return isCondition(node.arg);
  if (node.type !== "binary") return false;
  return isComparison(node.op) || (node.op === "*" && isCondition(node.left) && isCondition(node.right));
}

/** Whether a node is TRUE or FALSE, which Excel does not count as numbers in a range. */
function isLogical(node: Formula): boolean {
  if (node.type === "call") return /^(?:AND|OR|NOT|IS[A-Z]+)$/.test(node.name);
  return node.type === "boolean" || (node.type === "binary" && isComparison(node.op));
}

/** A condition as 1 or 0. */
export const asNumber = (condition: Formula): Formula =>
  isLogical(condition) ? plain("*", number(1), condition) : condition;

/** A condition without the factors that are 1 and the summands that are 0. */
function conditionOf(node: Formula): Formula {
  if (node.type !== "binary" || (node.op !== "*" && node.op !== "+")) return node;
  const neutral = node.op === "*" ? 1 : 0;
  if (numberIn(node.left) === neutral) return conditionOf(node.right);
  if (numberIn(node.right) === neutral) return conditionOf(node.left);
  return node;
}

/** Calculations have both of their sides. */
function needed(...nodes: Formula[]): void {
  if (nodes.some(({ type }) => type === "missing"))
    throw new NotClassicError("an argument that was left out is needed");
}

export function negative(arg: Formula): Formula {
  needed(arg);
  const value = numberIn(arg);
  if (value !== undefined) return number(value === 0 ? 0 : -value);
  if (arg.type === "prefix" && arg.op === "-" && !isLogical(arg.arg)) return arg.arg;
  return { start: 0, end: sized(1, [arg]), type: "prefix", op: "-", arg };
}

/**
 * An operation on two values of one cell each. Whole numbers are calculated and what changes nothing is left out; other
 * numbers stay as they are, since Excel may round them in another way.
 */
export function operation(op: Operator, left: Formula, right: Formula): Formula {
  needed(left, right);
  if (left.type === "error") return left;
  if (right.type === "error") return right;
  if (isComparison(op)) return compared(op, left, right);
  if (op === "&") {
    const [a, b] = [textIn(left), textIn(right)];
    return a === undefined || b === undefined ? plain(op, left, right) : text(a + b);
  }
  const [a, b] = [numberIn(left), numberIn(right)];
  if (a !== undefined && b !== undefined) {
    const result = calculated(op, a, b);
    if (result !== undefined && isExact(result)) return number(result);
  }
  const isZero =
    (op === "*" && (a === 0 || b === 0)) || (op === "/" && a === 0 && b !== undefined && b !== 0);
  if (isZero) return number(0);
  if (!isLogical(left) && ((b === 0 && (op === "+" || op === "-")) || (b === 1 && "*/^".includes(op))))
    return left;
  if (!isLogical(right) && ((a === 0 && op === "+") || (a === 1 && op === "*"))) return right;
  if ((op === "+" || op === "-") && right.type === "prefix" && right.op === "-")
    return plain(op === "+" ? "-" : "+", left, right.arg);
  return plain(op, left.type === "boolean" ? number(Number(left.value)) : left, right);
}

function calculated(op: Operator, a: number, b: number): number | undefined {
  if (!isExact(a) || !isExact(b)) return undefined;
  switch (op) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return b === 0 ? undefined : a / b;
    case "^":
      // A large power is easier to read as one.
      return b >= 0 && power(Math.abs(a), b) < 1e6 && !(a === 0 && b === 0) ? power(a, b) : undefined;
    default:
      return undefined;
  }
}

function textIn(node: Formula): string | undefined {
  if (node.type === "text") return node.value;
  return node.type === "number" && isExact(node.value) ? String(node.value) : undefined;
}

/** Numbers are less than texts, texts less than TRUE and FALSE; small and capital letters are the same. */
function compared(op: Operator, left: Formula, right: Formula): Formula {
  if (!isConstant(left) || !isConstant(right)) return plain(op, left, right);
  const rank = ({ type }: Constant) => ["number", "text", "boolean", "error"].indexOf(type);
  const value = (node: Constant) =>
    typeof node.value === "string" ? node.value.toLowerCase() : Number(node.value);
  const [a, b] = rank(left) === rank(right) ? [value(left), value(right)] : [rank(left), rank(right)];
  const order = a < b ? -1 : a > b ? 1 : 0;
  switch (op) {
    case "=":
      return boolean(order === 0);
    case "<>":
      return boolean(order !== 0);
    case "<":
      return boolean(order < 0);
    case ">":
      return boolean(order > 0);
    case "<=":
      return boolean(order <= 0);
    default:
      return boolean(order >= 0);
  }
}

/** IF; the branch where the condition is a constant. */
export function either(condition: Formula, yes: Formula, no: Formula): Formula {
  needed(condition);
  const decided = isTrue(condition);
  if (decided !== undefined) return decided ? yes : no;
  if (yes.type === "error" && no.type === "error" && yes.value === no.value) return yes;
  return condition.type === "error" ? condition : call("IF", [conditionOf(condition), yes, no]);
}

/**
 * A choice between whole ranges as a calculation, since IF looks at one cell of them only; undefined where the branch
 * that is not taken might be an error.
 */
export function eitherByCalculation(condition: Formula, yes: Formula, no: Formula): Formula | undefined {
  const decided = isTrue(condition);
  if (decided !== undefined) return decided ? yes : no;
  if (!isCondition(condition) || !isHarmless(yes) || !isHarmless(no)) return undefined;
  const taken = plain("*", condition, yes);
  if (numberIn(no) === 0) return taken;
  return plain("+", taken, plain("*", plain("-", number(1), condition), no));
}

/** Functions of one cell that Excel also computes for a range within SUMPRODUCT. */
export const LIFTING: ReadonlySet<string> = new Set(
  "ABS EXP LN LOG LOG10 SQRT INT SIGN ROUND ROUNDUP ROUNDDOWN TRUNC MOD POWER NORM.S.DIST NORM.S.INV NORM.DIST ISNUMBER ISTEXT".split(
    " ",
  ),
);

/** Whether a formula is one for many cells. */
export function isMany(node: Formula): boolean {
  switch (node.type) {
    case "array":
      return true;
    case "ref":
      return node.ref.includes(":");
    case "prefix":
    case "group":
      return isMany(node.arg);
    case "binary":
      return node.op === ":" || isMany(node.left) || isMany(node.right);
    case "call":
      // Of the nth smallest there are as many as there are n.
      if (node.name === "SMALL") return node.args.slice(1).some(isMany);
      return LIFTING.has(node.name) && node.args.some(isMany);
    default:
      return false;
  }
}

function isHarmless(node: Formula): boolean {
  switch (node.type) {
    case "number":
    case "ref":
      return true;
    case "prefix":
    case "group":
      return isHarmless(node.arg);
    case "array":
      return node.rows.every((row) => row.every((item) => item.type === "number"));
    case "binary":
      return !["/", "^", "&"].includes(node.op) && isHarmless(node.left) && isHarmless(node.right);
    default:
      return false;
  }
}
