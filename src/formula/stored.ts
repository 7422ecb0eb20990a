import { parse, childrenOf, withEdits, type CallNode, type Formula } from "./formula";
import { FUTURE_FUNCTIONS, SHEET_FUNCTIONS } from "./futureFunctions";
import { FormulaError } from "./tokens";

// A file marks what came after its format was defined: LET(x,1,x) is _xlfn.LET(_xlpm.x,1,_xlpm.x) there. Without its mark,
// Excel does not know a function, and shows #NAME? until the formula is typed again.

interface Edit {
  start: number;
  end: number;
  text: string;
}

/** Names that LET and LAMBDA bind, in small letters. */
type Names = ReadonlySet<string>;

const FUNCTION_MARK = /^_xlfn\.(?:_xlws\.)?/i;
const NAME_MARK = /^_xl(?:pm|op)\./i;
const OPTIONAL = /^\[\s*([\p{L}_\\][\p{L}\p{N}\p{M}_.\\?]*)\s*\]$/u;
/** The add-in's functions as a file names them, LibreOffice in small letters; and as other add-ins would. */
const ADD_IN_MARK = /^(?:_xldudf_MINING_|_xll\.MINING\.)/i;
const ADD_IN = "MINING.";
const FILE_ADD_IN = "_xldudf_MINING_";

/** A range that ends at the last filled cell is a function in a file. */
const TRIMMED: Readonly<Record<string, string>> = {
  ":.": "_TRO_TRAILING",
  ".:": "_TRO_LEADING",
  ".:.": "_TRO_ALL",
};
const TRIMMED_BY_NAME = new Map(Object.entries(TRIMMED).map(([op, name]) => [name, op]));

/** A formula as a file holds it, from how it is typed. What has its marks already keeps them. */
export function stored(text: string): string {
  return edited(text, (node, bound, edits) => {
    switch (node.type) {
      case "call":
        markCall(node, bound, edits);
        break;
      case "name":
        if (node.sheet === undefined && bound.has(node.name.toLowerCase()) && !NAME_MARK.test(node.name))
          edits.push({ start: node.start, end: node.end, text: `_xlpm.${node.name}` });
        break;
      case "spill":
        edits.push({ start: node.start, end: node.start, text: "_xlfn.ANCHORARRAY(" });
        edits.push({ start: node.arg.end, end: node.end, text: ")" });
        break;
      case "prefix":
        if (node.op !== "@") break;
        edits.push({ start: node.start, end: node.arg.start, text: "_xlfn.SINGLE(" });
        edits.push({ start: node.end, end: node.end, text: ")" });
        break;
      case "binary": {
        const name = TRIMMED[node.op];
        if (name === undefined) break;
        edits.push({ start: node.start, end: node.start, text: `_xlfn.${name}(` });
        edits.push({ start: node.left.end, end: node.right.start, text: ":" });
        edits.push({ start: node.end, end: node.end, text: ")" });
        break;
      }
      case "ref": {
        const op = /\.?:\.?/.exec(node.ref)?.[0] ?? ":";
        const name = TRIMMED[op];
        if (name === undefined) break;
        const range = text.slice(node.start, node.end).replace(op, ":");
        edits.push({ start: node.start, end: node.end, text: `_xlfn.${name}(${range})` });
        break;
      }
    }
  });
}

function markCall(call: CallNode, bound: Names, edits: Edit[]): void {
  const { name, start, nameEnd } = call;
  if (call.sheet !== undefined) return;
  const upper = name.toUpperCase();
  const change = (marked: string) => edits.push({ start, end: nameEnd, text: marked });
  if (bound.has(name.toLowerCase())) change(`_xlpm.${name}`);
  else if (SHEET_FUNCTIONS.has(upper)) change(`_xlfn._xlws.${upper}`);
  else if (FUTURE_FUNCTIONS.has(upper)) change(`_xlfn.${upper}`);
  else if (upper.startsWith(ADD_IN)) change(FILE_ADD_IN + upper.slice(ADD_IN.length));
  for (const { node, name: own, optional } of binders(call)) {
    const mark = optional ? "_xlop." : "_xlpm.";
    if (!NAME_MARK.test(own)) edits.push({ start: node.start, end: node.end, text: mark + own });
  }
}

/** A formula as it is typed, from how a file holds it. */
export function typed(text: string): string {
  return edited(text, (node, _bound, edits) => {
    if (node.type === "name") {
      const name = node.name.replace(/^_xl(?:pm|eta)\./i, "");
      if (name !== node.name) edits.push({ start: node.start, end: node.end, text: name });
    }
    if (node.type !== "call" || node.sheet !== undefined) return;
    const name = node.name.replace(FUNCTION_MARK, "");
    const [arg] = node.args;
    const isMarked = name !== node.name;
    if (isMarked && arg !== undefined && node.args.length === 1) {
      const op = TRIMMED_BY_NAME.get(name.toUpperCase());
      const whole = (inner: string) => edits.push({ start: node.start, end: node.end, text: inner });
      if (name.toUpperCase() === "ANCHORARRAY" && isPlain(arg)) {
        edits.push({ start: node.start, end: arg.start, text: "" });
        edits.push({ start: arg.end, end: node.end, text: "#" });
        return;
      }
      if (name.toUpperCase() === "SINGLE" && (isPlain(arg) || isArea(arg))) {
        edits.push({ start: node.start, end: arg.start, text: "@" });
        edits.push({ start: arg.end, end: node.end, text: "" });
        return;
      }
      if (op !== undefined && arg.type === "ref" && arg.ref.includes(":")) {
        whole(text.slice(arg.start, arg.end).replace(/:(?!.*:)/, op));
        return;
      }
      if (op !== undefined && arg.type === "binary" && arg.op === ":") {
        edits.push({ start: node.start, end: arg.start, text: "" });
        edits.push({ start: arg.left.end, end: arg.right.start, text: op });
        edits.push({ start: arg.end, end: node.end, text: "" });
        return;
      }
    }
    const shown = name.replace(/^_xlpm\./i, "");
    const final = ADD_IN_MARK.test(shown) ? ADD_IN + shown.replace(ADD_IN_MARK, "").toUpperCase() : shown;
    if (final !== node.name) edits.push({ start: node.start, end: node.nameEnd, text: final });
    for (const { node: parameter, name: own } of binders(node)) {
      const without = own.replace(NAME_MARK, "");
      const isOptional = own.toLowerCase().startsWith("_xlop.");
      if (without !== own)
        edits.push({
          start: parameter.start,
          end: parameter.end,
          text: isOptional ? `[${without}]` : without,
        });
    }
  });
}

/** What # and @ may stand beside without brackets. */
const isPlain = (node: Formula) => ["ref", "name", "table", "call", "apply", "group"].includes(node.type);

const isArea = (node: Formula) => node.type === "binary" && [":", " "].includes(node.op);

interface Binder {
  node: Formula;
  name: string;
  optional: boolean;
}

/** The function's name without its mark, in capitals. */
const bareName = (call: CallNode) => call.name.replace(FUNCTION_MARK, "").toUpperCase();

/** The names that a call of LET or LAMBDA binds, in their order. Throws where something else stands there. */
function binders(call: CallNode): Binder[] {
  const name = bareName(call);
  if (name !== "LET" && name !== "LAMBDA") return [];
  return call.args
    .slice(0, -1)
    .filter((_, index) => name === "LAMBDA" || index % 2 === 0)
    .map((node) => {
      const optional = node.type === "table" && name === "LAMBDA" ? OPTIONAL.exec(node.text)?.[1] : undefined;
      if (optional !== undefined) return { node, name: optional, optional: true };
      if (node.type === "name" && node.sheet === undefined) return { node, name: node.name, optional: false };
      throw new FormulaError(`${name} needs a name that is no cell`, node.start);
    });
}

/**
 * Goes through a formula with the names that are bound at each place, and makes the edits that are found. Names of LET
 * and LAMBDA themselves are not visited, only what they stand for.
 */
function edited(text: string, visit: (node: Formula, bound: Names, edits: Edit[]) => void): string {
  const edits: Edit[] = [];
  const open: { node: Formula; bound: Names }[] = [{ node: parse(text), bound: new Set() }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, bound } = next;
    visit(node, bound, edits);
    const names = node.type === "call" ? binders(node) : [];
    if (node.type !== "call" || names.length === 0) {
      for (const child of childrenOf(node)) open.push({ node: child, bound });
      continue;
    }
    // In LET a name is known in what follows it; the parameters of LAMBDA in its last argument.
    let known = bound;
    let index = 0;
    for (const arg of node.args) {
      const binder = names[index];
      if (arg === binder?.node) {
        index += 1;
        continue;
      }
      open.push({ node: arg, bound: bareName(node) === "LAMBDA" ? withNames(bound, names) : known });
      const value = names[index - 1];
      if (value !== undefined) known = withNames(known, [value]);
    }
  }
  return withEdits(text, edits);
}

const withNames = (bound: Names, names: Binder[]): Names =>
  new Set([...bound, ...names.map(({ name }) => name.replace(NAME_MARK, "").toLowerCase())]);
