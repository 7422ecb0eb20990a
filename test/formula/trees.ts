import fc from "fast-check";
import { childrenOf, parse, type Formula } from "../../src/formula/formula";
import { bare } from "../../src/formula/printed";

/** A tree in one line with all its brackets, for tests: 1+2*3 is [1 + [2 * 3]]. */
export function shape(node: Formula): string {
  const list = (items: Formula[]) => items.map(shape).join(", ");
  const sheet = "sheet" in node && node.sheet !== undefined ? `${node.sheet}!` : "";
  switch (node.type) {
    case "number":
      return String(node.value);
    case "text":
      return JSON.stringify(node.value);
    case "boolean":
      return node.value ? "TRUE" : "FALSE";
    case "error":
      return sheet + node.value;
    case "ref":
      return `${sheet}${node.ref}`;
    case "table":
      return `${sheet}<${node.text}>`;
    case "name":
      return `${sheet}${node.name}`;
    case "missing":
      return "·";
    case "call":
      return `${sheet}${node.name}(${list(node.args)})`;
    case "apply":
      return `${shape(node.fn)}->(${list(node.args)})`;
    case "binary":
      return `[${shape(node.left)} ${node.op} ${shape(node.right)}]`;
    case "prefix":
      return `[${node.op}${shape(node.arg)}]`;
    case "percent":
      return `[${shape(node.arg)}%]`;
    case "spill":
      return `[${shape(node.arg)}#]`;
    case "group":
      return shape(bare(node));
    case "array":
      return `{${node.rows.map(list).join("; ")}}`;
  }
}

export const shapeOf = (text: string) => shape(parse(text));

/** The parts of the text that the nodes say they were read from, each beside its node's shape. */
export function spans(text: string): [string, string][] {
  const all = (node: Formula): Formula[] => [node, ...childrenOf(node).flatMap(all)];
  return all(parse(text)).map((node) => [text.slice(node.start, node.end), shape(node)]);
}

const blank = fc.constantFrom("", "", "", " ", "\n  ");
const reference = fc.constantFrom(
  "A1",
  "$B$2",
  "xfd1048576",
  "A:C",
  "$2:5",
  "Sheet1!A1",
  "'My ''x'' (sheet)'!$A1",
  "'[1]Sheet 1'!A1",
  "[1]Sheet1!B2",
  "Sheet1:Sheet3!A1",
  "Table1[[#This Row],[Price (USD)]]",
  "[@Price]",
  "rate",
  "Sheet1!rate",
);
const constantText = fc.constantFrom('"a"', '""', '"say ""hi"" (A1+1"', '"MINING.HASHPRICE(1)"');
const constant = fc.oneof(
  fc.integer({ min: 0, max: 100 }).map(String),
  fc.constantFrom("0.5", ".5", "1E15", "2.5e-3", "TRUE", "false", "#N/A", "#DIV/0!"),
  constantText,
);
const array = fc
  .array(fc.array(fc.oneof(constant, fc.constantFrom("-4", "+1")), { minLength: 2, maxLength: 2 }), {
    minLength: 1,
    maxLength: 2,
  })
  .map((rows) => `{${rows.map((row) => row.join(",")).join(";")}}`);

/** Formulas of every kind, as text. */
export const formulas: fc.Arbitrary<string> = fc.letrec<{ formula: string; area: string }>((tie) => ({
  area: fc.oneof(
    { maxDepth: 2 },
    reference,
    fc
      .tuple(tie("area"), fc.constantFrom(":", " ", ":.", ".:."), reference)
      // Names that end with a point would take the one of ".:".
      .map(([left, op, right]) => `(${left})${op}(${right})`),
    reference.map((text) => `${text}#`),
    reference.map((text) => `@${text}`),
  ),
  formula: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    constant,
    tie("area"),
    array,
    fc
      .tuple(
        tie("formula"),
        blank,
        fc.constantFrom("+", "-", "*", "/", "^", "&", "=", "<>", "<", ">=", "<=", ">"),
        blank,
        tie("formula"),
      )
      .map((parts) => parts.join("")),
    tie("formula").map((text) => `(${text})`),
    tie("formula").map((text) => `-${text}`),
    tie("formula").map((text) => `(${text})%`),
    fc
      .tuple(
        fc.constantFrom("SUM", "IF", "LOG10", "STDEV.S", "FILTER", "MINING.HASHPRICE", "XLOOKUP"),
        fc.array(fc.oneof(tie("formula"), fc.constant("")), { maxLength: 3 }),
        blank,
      )
      .map(([name, args, space]) => `${name}(${args.join(`,${space}`)})`),
    fc.tuple(tie("formula"), tie("formula")).map(([value, body]) => `LET(rate,${value},${body}+rate)`),
    fc
      .tuple(tie("formula"), tie("formula"))
      .map(([body, arg]) => `LAMBDA(x,[opt],IF(ISOMITTED(opt),x,${body}))(${arg})`),
    fc.tuple(tie("area"), tie("area")).map(([first, second]) => `AREAS((${first},${second}))`),
  ),
})).formula;
