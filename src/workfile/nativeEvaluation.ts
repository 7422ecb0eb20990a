import { once } from "../core/once";
import { nativeNames } from "../native/forms";
import { Evaluation } from "./evaluate/evaluation";

const names = once(() => [...nativeNames()].map(([name, text]) => ({ name, sheet: undefined, text })));

const known = new WeakMap<Evaluation, Evaluation>();

/**
 * An evaluation of the same cells that knows the native forms of the add-in's functions. A workbook's own names of these names
 * do not count: a function has one form, whatever a portable workbook of another version brings.
 */
export function nativeEvaluation(evaluation: Evaluation): Evaluation {
  let made = known.get(evaluation);
  if (made !== undefined) return made;
  const { book, context } = evaluation;
  made = new Evaluation(
    { ...book, names: [...names(), ...book.names] },
    { excel: context.functions, mining: (name) => context.mining(name) },
  );
  known.set(evaluation, made);
  return made;
}
