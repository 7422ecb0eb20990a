import type { CallNode } from "../../formula/formula";
import { forms, nativeCall } from "../../native/forms";
import { ownForm, whyNone } from "../../native/shown";
import type { Evaluation } from "../evaluate/evaluation";
import type { Place } from "../evaluate/references";
import { ErrorValue, type Scalar } from "../evaluate/scalar";
import { Area, Lambda, Matrix, NotComputed, isScalar, type Operand } from "../evaluate/values";
import { nativeEvaluation } from "../nativeEvaluation";
import { COMPUTED, distance, isSameResult } from "../sameResult";
import type { NativeResult } from "./explanation";
import { valueOf } from "./values";

// The native form of a function, computed with the arguments that the function itself got.

export function nativeResult(
  evaluation: Evaluation,
  at: Place,
  name: string,
  width: number,
  {
    node,
    text,
    args,
    own,
  }: { node: CallNode; text: string; args: readonly Operand[] | undefined; own: Operand | undefined },
): NativeResult {
  const none = whyNone(name);
  if (none !== undefined) return { why: none };
  const form = ownForm(name, width);
  const texts = node.args.map(({ start, end }) => text.slice(start, end));
  const call = nativeCall(name, texts);
  const shown = { ...(call === undefined ? {} : { call }), name: form.name, formula: form.text };
  if (own === undefined) return { ...shown, why: "the formula did not need it, or could not calculate it" };
  if (args === undefined) return { ...shown, why: "its arguments are not known here" };
  try {
    const value = computed(nativeEvaluation(evaluation), at, name, texts, args);
    const found = { value: valueOf(value, evaluation.around), ...compared(own, value, evaluation) };
    const differs = found.isSame === false ? (forms[name]?.differs ?? []) : [];
    return { ...shown, ...found, ...(differs.length === 0 ? {} : { differs }) };
  } catch (error) {
    if (!(error instanceof NotComputed)) throw error;
    // Names that call each other each say which of them was not computed.
    return { ...shown, why: error.message.split(": ").at(-1) ?? error.message };
  }
}

/** Calls the form with values: its arguments may hold names that only the formula around it knows. */
function computed(
  evaluation: Evaluation,
  at: Place,
  name: string,
  texts: readonly string[],
  args: readonly Operand[],
): Operand {
  const given = texts.map((text, index) => (text.trim() === "" ? "" : `arg_${index + 1}_given`));
  const call = nativeCall(name, given);
  if (call === undefined) throw new NotComputed("there is none");
  const wanted = given.flatMap((text, index): { text: string; value: Operand }[] =>
    text === "" ? [] : [{ text, value: args[index] ?? null }],
  );
  if (wanted.length === 0) return evaluation.valueOf(call, at);
  const lambda = evaluation.valueOf(`LAMBDA(${wanted.map(({ text }) => text).join(",")},${call})`, at);
  if (!(lambda instanceof Lambda)) throw new NotComputed("its form cannot be called");
  return evaluation.around.call(
    lambda,
    wanted.map(({ value }) => value),
  );
}

function compared(own: Operand, other: Operand, evaluation: Evaluation) {
  const [a, b] = [matrixOf(own, evaluation), matrixOf(other, evaluation)];
  if (a === undefined || b === undefined) return { isSame: undefined };
  if (a.rows !== b.rows || a.columns !== b.columns) return { isSame: false };
  let most = 0;
  let isSame = true;
  for (const [index, cell] of a.cells.entries()) {
    const apart = difference(cell, b.cells[index] ?? null);
    if (apart === undefined) isSame = false;
    else most = Math.max(most, apart);
  }
  return { difference: most, isSame: isSame && most <= COMPUTED };
}

const matrixOf = (operand: Operand, { around }: Evaluation): Matrix | undefined => {
  if (operand instanceof Matrix) return operand;
  if (operand instanceof Area) return around.matrix(operand);
  return isScalar(operand) ? new Matrix(1, 1, [operand]) : undefined;
};

/** The relative difference of two numbers; 0 for what is the same otherwise, undefined for what is not. */
function difference(a: Scalar, b: Scalar): number | undefined {
  if (a instanceof ErrorValue || b instanceof ErrorValue)
    return a instanceof ErrorValue && b instanceof ErrorValue ? 0 : undefined;
  if (typeof a === "number" && typeof b === "number") return distance(a, b);
  return isSameResult(a, b) ? 0 : undefined;
}
