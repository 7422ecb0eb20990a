import { childrenOf, parse, walk, withEdits, type CallNode, type Formula } from "./formula";

/** How files and people write the add-in's functions; LibreOffice makes small letters of what a file holds. */
const MINING = /^(?:_xldudf_MINING_|(?:_xll\.)?MINING\.)([\p{L}\p{N}_]+)$/iu;

/** The add-in function that a node calls, as HASHPRICE. */
export function miningName(node: Formula): string | undefined {
  return node.type === "call" && node.sheet === undefined
    ? MINING.exec(node.name)?.[1]?.toUpperCase()
    : undefined;
}

/** The add-in's functions that a formula calls, each once, without MINING; not those that stand in its texts. */
export function miningCalls(text: string): string[] {
  const found = new Set<string>();
  // Most formulas call none, and need not be parsed.
  if (!/MINING/i.test(text)) return [];
  for (const node of walk(parse(text))) {
    const name = miningName(node);
    if (name !== undefined) found.add(name);
  }
  return [...found];
}

interface Rewritten {
  text: string;
  /** The add-in functions that were replaced, and those that were left, once for each call. */
  replaced: string[];
  left: string[];
}

/**
 * A formula with its calls of add-in functions replaced by what `convert` makes of them, inner calls first; undefined
 * leaves a call as it is. `args` are the texts of the arguments, with the calls in them replaced, "" where one is left
 * out. All else stays as it is, to the letter.
 */
export function rewritten(
  text: string,
  convert: (name: string, args: string[]) => string | undefined,
): Rewritten {
  const result: Rewritten = { text, replaced: [], left: [] };
  let edits: { start: number; end: number; text: string }[] = [];
  const within = (start: number, end: number) =>
    edits.filter((edit) => edit.start >= start && edit.end <= end);
  /** A part of the text with the edits made in it. */
  const part = ({ start, end }: Formula) =>
    withEdits(
      text.slice(start, end),
      within(start, end).map((edit) => ({
        start: edit.start - start,
        end: edit.end - start,
        text: edit.text,
      })),
    );
  // A call stands before those in its arguments, so that from the end inner ones come first.
  for (const { call, name, isOperand } of miningNodes(text).reverse()) {
    const replacement = convert(name, call.args.map(part));
    if (replacement === undefined) {
      result.left.unshift(name);
      continue;
    }
    result.replaced.unshift(name);
    const inner = within(call.start, call.end);
    edits = edits.filter((edit) => !inner.includes(edit));
    const whole = isOperand && needsBrackets(replacement) ? `(${replacement})` : replacement;
    edits.push({ start: call.start, end: call.end, text: whole });
  }
  result.text = withEdits(text, edits);
  return result;
}

interface MiningNode {
  call: CallNode;
  name: string;
  /** Whether an operator stands beside it. */
  isOperand: boolean;
}

function miningNodes(text: string): MiningNode[] {
  const found: MiningNode[] = [];
  const operands = new Set<Formula>();
  for (const node of walk(parse(text))) {
    if (node.type === "apply") operands.add(node.fn);
    else if (node.type !== "call" && node.type !== "group")
      for (const child of childrenOf(node)) operands.add(child);
    const name = miningName(node);
    if (name !== undefined && node.type === "call")
      found.push({ call: node, name, isOperand: operands.has(node) });
  }
  return found;
}

const needsBrackets = (text: string) => ["binary", "prefix", "percent"].includes(parse(text).type);
