import { parse } from "../../formula/formula";
import { rewritten } from "../../formula/miningCalls";
import { FormulaError } from "../../formula/tokens";
import { hasClassicForm } from "../../native/classic";
import { forms, nativeCall } from "../../native/forms";
import type { Evaluation } from "../evaluate/evaluation";
import type { FormulaCell } from "../evaluate/grid";
import { firstOf } from "../evaluate/invoke";
import type { Place } from "../evaluate/references";
import type { Shape } from "../evaluate/shape";
import type { Scalar } from "../evaluate/scalar";
import { NotComputed, type Operand } from "../evaluate/values";
import { nativeEvaluation } from "../nativeEvaluation";

// MINING cells computed a second time, by the native forms of their functions in Excel's own functions.

/** Whether all functions have a form for any Excel, for one with LAMBDA, or one has none. */
export type Coverage = "classic" | "native" | "none";

const known = new Map<string, Coverage>();

export function coverageOf(functions: readonly string[]): Coverage {
  let least: Coverage = "classic";
  for (const name of functions) {
    let coverage = known.get(name);
    if (coverage === undefined)
      known.set(
        name,
        (coverage = forms[name] === undefined ? "none" : hasClassicForm(name) ? "classic" : "native"),
      );
    if (coverage === "none") return "none";
    if (coverage === "native") least = "native";
  }
  return least;
}

export class NativeValues {
  private readonly evaluation: Evaluation;
  private readonly codes = new Map<Shape, ((at: Place) => Operand) | undefined>();

  constructor(private readonly own: Evaluation) {
    this.evaluation = nativeEvaluation(own);
  }

  /** What the native form gives in a cell; undefined where there is none, or it cannot be computed here. */
  of(cell: FormulaCell): Scalar | undefined {
    const shape = this.own.shapeOf(cell);
    let code = this.codes.get(shape);
    if (code === undefined && !this.codes.has(shape)) this.codes.set(shape, (code = this.compiled(shape)));
    if (code === undefined) return undefined;
    try {
      return firstOf(code(cell), this.evaluation.around);
    } catch (error) {
      if (error instanceof NotComputed) return undefined;
      throw error;
    }
  }

  private compiled({ text, home }: Shape): ((at: Place) => Operand) | undefined {
    try {
      const native = rewritten(text, (name, args) => nativeCall(name, args));
      if (native.replaced.length === 0 || native.left.length > 0) return undefined;
      parse(native.text);
      return this.evaluation.computing(native.text, home);
    } catch (error) {
      if (error instanceof FormulaError || error instanceof NotComputed) return undefined;
      throw error;
    }
  }
}
