import type { CallNode, Formula } from "../../formula/formula";
import { walk } from "../../formula/formula";
import { miningName } from "../../formula/miningCalls";
import { bare } from "../../formula/printed";
import type { Definition, Parameter } from "../../functions/define";
import { documented } from "../../functions/documented";
import type { Evaluation } from "../evaluate/evaluation";
import type { FormulaCell } from "../evaluate/grid";
import { areaAt, type RelativeArea } from "../evaluate/references";
import type { Shape } from "../evaluate/shape";
import type { Area } from "../evaluate/values";
import type { MiningCell } from "../miningCells";

// What the calls of the add-in's functions read, argument by argument.

/** An argument of a call, as all cells with the same formula write it. */
export interface ArgumentPlan {
  readonly definition: Definition;
  /** The parameter's key in the definition. */
  readonly key: string;
  readonly parameter: Parameter<unknown>;
  readonly kind: "reference" | "number" | "expression" | "omitted";
  /** The one range that a reference stands for. */
  readonly area: RelativeArea | undefined;
  /** What a reference is multiplied by: 1, or the factor of a conversion such as B4*1000. */
  readonly factor: number;
  /** The value of a number that the formula holds. */
  readonly value: number;
  /** The name of the workbook by which it is called; "" for an address. */
  readonly name: string;
  /** Which call of the formula it belongs to. */
  readonly call: number;
}

/** An argument in one cell. */
export interface Input {
  readonly plan: ArgumentPlan;
  readonly cell: FormulaCell;
  /** What it refers to; undefined for a number or an expression. */
  readonly area: Area | undefined;
}

const byName = new Map(documented.map((definition) => [definition.name, definition]));

/** The arguments of all calls, by the shape of their formulas. */
export class Inputs {
  private readonly known = new Map<Shape, readonly ArgumentPlan[]>();

  constructor(private readonly evaluation: Evaluation) {}

  of({ cell }: MiningCell): Input[] {
    const plans = this.plansOf(this.evaluation.shapeOf(cell));
    return plans.map((plan) => ({
      plan,
      cell,
      area: plan.area === undefined ? undefined : areaAt(plan.area, cell),
    }));
  }

  plansOf(shape: Shape): readonly ArgumentPlan[] {
    let plans = this.known.get(shape);
    if (plans === undefined) this.known.set(shape, (plans = this.read(shape)));
    return plans;
  }

  private read(shape: Shape): ArgumentPlan[] {
    if (shape.tree === undefined) return [];
    const plans: ArgumentPlan[] = [];
    let call = 0;
    for (const node of walk(shape.tree)) {
      const definition = byName.get(miningName(node) ?? "");
      if (definition === undefined) continue;
      call += 1;
      const parameters = Object.entries(definition.parameters);
      for (const [index, arg] of (node as CallNode).args.entries()) {
        const last = parameters.at(-1);
        const entry = parameters[index] ?? (last?.[1].shape === "repeating" ? last : undefined);
        if (entry === undefined) continue;
        const [key, parameter] = entry;
        plans.push({ definition, key, parameter, call, ...this.planOf(arg, shape) });
      }
    }
    return plans;
  }

  private planOf(arg: Formula, { text, home }: Shape) {
    const { node, factor } = scaled(arg);
    const nothing = { area: undefined, factor, value: 0, name: "" };
    if (node.type === "number") return { ...nothing, kind: "number" as const, value: node.value * factor };
    if (text.slice(arg.start, arg.end).trim() === "") return { ...nothing, kind: "omitted" as const };
    const isReference =
      node.type === "ref" || node.type === "name" || (node.type === "binary" && node.op === ":");
    if (isReference) {
      const { areas, isDynamic } = this.evaluation.precedentsIn(text.slice(node.start, node.end), home);
      const [area] = areas;
      const name = node.type === "name" ? node.name : "";
      // A name may stand for a formula, whose value is not that of a cell.
      if (areas.length === 1 && !isDynamic && area !== undefined && (name === "" || this.isPlace(name)))
        return { area, factor, value: 0, name, kind: "reference" as const };
    }
    return { ...nothing, kind: "expression" as const };
  }

  private isPlace(name: string): boolean {
    const named = this.evaluation.book.names.find((other) => other.name.toLowerCase() === name.toLowerCase());
    return named !== undefined && PLACE.test(named.text);
  }
}

const PLACE = /^=?(?:'(?:[^']|'')+'|[\p{L}\p{N}_.]+)?!?\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?$/u;

/** A reference without the numbers that it is multiplied with or divided by. */
export function scaled(arg: Formula): { node: Formula; factor: number } {
  let node = bare(arg);
  let factor = 1;
  for (;;) {
    if (node.type === "percent") {
      factor /= 100;
      node = bare(node.arg);
    } else if (node.type === "prefix" && node.op !== "@") {
      if (node.op === "-") factor = -factor;
      node = bare(node.arg);
    } else if (node.type === "binary" && (node.op === "*" || node.op === "/")) {
      const [left, right] = [bare(node.left), bare(node.right)];
      const [first, second] = [constantOf(left), constantOf(right)];
      if (second !== undefined && second !== 0) {
        factor = node.op === "*" ? factor * second : factor / second;
        node = left;
      } else if (first !== undefined && node.op === "*") {
        factor *= first;
        node = right;
      } else return { node, factor };
    } else return { node, factor };
  }
}

/** The value of a number, also as a power: 1000000 or 10^6. */
function constantOf(node: Formula): number | undefined {
  if (node.type === "number") return node.value;
  if (node.type !== "binary" || node.op !== "^") return undefined;
  const [base, power] = [bare(node.left), bare(node.right)];
  return base.type === "number" && power.type === "number" ? base.value ** power.value : undefined;
}
