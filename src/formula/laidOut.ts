import { parse, walk, PRECEDENCE, type BinaryNode, type CallNode, type Formula } from "./formula";
import { bare, LEVEL, levelOfOperator, printed, text } from "./printed";
import { tokens } from "./tokens";

/** A formula without the blanks and line breaks that are there for the reader; those in texts and between areas stay. */
export function compact(formula: string): string {
  const areas = new Set<number>();
  for (const node of walk(parse(formula)))
    if (node.type === "binary" && node.op === " ") areas.add(node.right.start);
  return tokens(formula)
    .map(({ start, end }) => (areas.has(start) ? " " : "") + formula.slice(start, end))
    .join("");
}

const STEP = 2;
/** Calls of more arguments fill their lines, others have one to a line. */
const MOST_LISTED = 3;

interface Place {
  /** Where the text starts. */
  column: number;
  /** Where its further lines start. */
  indent: number;
  /** How much follows on its last line. */
  after: number;
}

/**
 * A formula for people to read: one name of LET to a line, the parameters of LAMBDA on one, what is longer than a line
 * broken at its arguments or operators, with brackets only where they are needed.
 */
export function laidOut(formula: string, width = 80): string {
  return laid(parse(formula), LEVEL.union, { indent: 0, column: 0, after: 0 });

  function laid(node: Formula, level: number, place: Place): string {
    const flat = text(node, level, true);
    if (place.column + flat.length + place.after <= width && !hasSteps(node)) return flat;
    const inner = bare(node);
    if (text(inner, level, true) !== printed(inner, true)) {
      const { indent, column, after } = place;
      return `(${broken(inner, { indent, column: column + 1, after: after + 1 })})`;
    }
    return broken(inner, place);
  }

  function broken(node: Formula, place: Place): string {
    const { indent, column, after } = place;
    switch (node.type) {
      case "call": {
        const name = node.name.toUpperCase();
        if (name === "LET" && node.args.length > 2) return brokenLet(node, indent, after);
        if (name === "LAMBDA") return brokenLambda(node, place);
        if (name === "IF") return brokenIf(node, place);
        return brokenCall(node, place);
      }
      case "apply": {
        const callee = { ...node, args: [] };
        const list: CallNode = { type: "call", start: 0, end: 0, name: "", nameEnd: 0, args: node.args };
        const flat = printed(list, true);
        const fn = bare(node.fn);
        const start =
          fn.type === "call"
            ? broken(fn, { indent, column, after: after + flat.length })
            : printed(callee, true).slice(0, -2);
        const end = start.includes("\n") ? start.length - start.lastIndexOf("\n") - 1 : column + start.length;
        return start + laid(list, LEVEL.argument, { indent, column: end, after });
      }
      case "binary":
        return Object.hasOwn(PRECEDENCE, node.op) ? brokenChain(node, place) : printed(node, true);
      case "prefix":
        return node.op + laid(node.arg, LEVEL.prefix, { indent, column: column + 1, after });
      case "percent":
        return `${laid(node.arg, LEVEL.percent, { indent, column, after: after + 1 })}%`;
      case "array": {
        const items = printed(node, true)
          .slice(1, -1)
          .split(/(?<=[,;]) (?=(?:[^"]*"[^"]*")*[^"]*$)/);
        return `{${filled(items, { indent: indent + 1, column: column + 1, after: after + 1 })}}`;
      }
      default:
        return printed(node, true);
    }
  }

  /** Names and values in pairs, and the result. */
  function brokenLet(call: CallNode, indent: number, after: number): string {
    const inner = indent + STEP;
    const lines: string[] = [];
    for (let index = 0; index + 1 < call.args.length; index += 2) {
      const [name, value] = call.args.slice(index, index + 2);
      if (name === undefined || value === undefined) continue;
      const start = `${printed(name)}, `;
      const place = { indent: inner, column: inner + start.length, after: 1 };
      lines.push(`${start}${laid(value, LEVEL.argument, place)},`);
    }
    const result = call.args.at(-1);
    if (result !== undefined && call.args.length % 2 === 1)
      lines.push(laid(result, LEVEL.argument, { indent: inner, column: inner, after: after + 1 }));
    return `${call.name}(${lines.map((line) => newLine(inner) + line).join("")})`;
  }

  function brokenLambda(call: CallNode, { indent, column, after }: Place): string {
    const inner = indent + STEP;
    const parameters = call.args.slice(0, -1).map((arg) => `${printed(arg)},`);
    const start = `${call.name}(`;
    const head = filled(parameters, { indent: inner + STEP, column: column + start.length, after: 0 });
    const body = call.args.at(-1);
    const rest =
      body === undefined
        ? ""
        : laid(body, LEVEL.argument, { indent: inner, column: inner, after: after + 1 });
    return `${start}${head}${newLine(inner)}${rest})`;
  }

  /** One condition and its value to a line; what holds otherwise on the next, an IF there no further to the right. */
  function brokenIf(call: CallNode, place: Place): string {
    const { indent, column, after } = place;
    const otherwise = call.args[2] ?? call;
    const head = headOfIf(call);
    if (head === undefined || column + head.length > width) return brokenCall(call, place);
    const inner = indent + STEP;
    const next = headOfIf(otherwise);
    const isChain = next !== undefined && inner + next.length <= width;
    const rest = { indent: isChain ? indent : inner, column: inner, after: after + 1 };
    return `${head}${newLine(inner)}${laid(otherwise, LEVEL.argument, rest)})`;
  }

  function brokenCall(call: CallNode, { indent, column, after }: Place): string {
    const inner = indent + STEP;
    const start = printed({ ...call, args: [] }).slice(0, -1);
    const last = call.args.at(-1);
    const others = call.args.slice(0, -1).map((arg) => `${text(arg, LEVEL.argument, true)},`);
    // REDUCE(0, values, LAMBDA(sum, value, and the body on the next line.
    if (
      last?.type === "call" &&
      last.name.toUpperCase() === "LAMBDA" &&
      !call.args.slice(0, -1).some(hasSteps)
    ) {
      const head = `${start}${others.map((other) => `${other} `).join("")}`;
      const parameters = last.args.slice(0, -1).map((arg) => `${printed(arg)},`);
      if (column + head.length + last.name.length + 1 + parameters.join(" ").length <= width)
        return `${head}${brokenLambda(last, { indent, column: column + head.length, after: after + 1 })})`;
    }
    if (call.args.length > MOST_LISTED && !call.args.some(hasSteps)) {
      const items = last === undefined ? [] : [...others, text(last, LEVEL.argument, true)];
      if (items.every((item) => inner + item.length + after < width))
        return `${start}${newLine(inner)}${filled(items, { indent: inner, column: inner, after: after + 1 })})`;
    }
    const lines = call.args.map((arg, index) => {
      const isLast = index === call.args.length - 1;
      const line = laid(arg, LEVEL.argument, { indent: inner, column: inner, after: isLast ? after + 1 : 1 });
      return `${newLine(inner)}${line}${isLast ? "" : ","}`;
    });
    return `${start}${lines.join("")})`;
  }

  /** Operations of one rank, as many to a line as fit, each operator before its operand. */
  function brokenChain(node: BinaryNode, { indent, column, after }: Place): string {
    const inner = indent + STEP;
    const level = levelOfOperator(node.op);
    if (node.op === "^") {
      const power = `^${text(node.right, level + 1, true)}`;
      return laid(node.left, level, { indent, column, after: after + power.length }) + power;
    }
    const operands: { start: string; node: Formula }[] = [];
    let left: Formula = node;
    while (left.type === "binary" && levelOfOperator(left.op) === level) {
      operands.unshift({ start: `${left.op} `, node: left.right });
      left = bare(left.left);
    }
    const first = text(left, level, true);
    const items = operands.map((operand) => operand.start + text(operand.node, level + 1, true));
    const areShort = [first, ...items].every((item) => inner + item.length + after <= width);
    if (areShort && !hasSteps(node)) return filled([first, ...items], { indent: inner, column, after });
    const lines = operands.map((operand, index) => {
      const isLast = index === operands.length - 1;
      const place = { indent: inner, column: inner + operand.start.length, after: isLast ? after : 0 };
      return newLine(inner) + operand.start + laid(operand.node, level + 1, place);
    });
    return laid(left, level, { indent, column, after: 0 }) + lines.join("");
  }

  /** Items beside each other, as many as fit. */
  function filled(items: readonly string[], { indent, column, after }: Place): string {
    let result = "";
    let end = column;
    items.forEach((item, index) => {
      const room = index === items.length - 1 ? after : 0;
      if (index === 0) {
        result = item;
        end += item.length;
      } else if (end + 1 + item.length + room <= width) {
        result += ` ${item}`;
        end += 1 + item.length;
      } else {
        result += newLine(indent) + item;
        end = indent + item.length;
      }
    });
    return result;
  }
}

/** "IF(condition, value," of an IF of three arguments. */
function headOfIf(node: Formula): string | undefined {
  if (node.type !== "call" || node.name.toUpperCase() !== "IF" || node.args.length !== 3) return undefined;
  const [condition, value] = node.args;
  if (condition === undefined || value === undefined || hasSteps(condition) || hasSteps(value))
    return undefined;
  return `${node.name}(${text(condition, LEVEL.argument, true)}, ${text(value, LEVEL.argument, true)},`;
}

const newLine = (indent: number) => `\n${" ".repeat(indent)}`;

/** Whether a node holds a LET of several names, which has a line for each. */
function hasSteps(tree: Formula): boolean {
  for (const node of walk(tree))
    if (node.type === "call" && node.name.toUpperCase() === "LET" && node.args.length > 3) return true;
  return false;
}
