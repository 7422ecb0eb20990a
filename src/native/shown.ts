import { compact, laidOut } from "../formula/laidOut";
import { nativeName } from "./compose";
import { forms, namesNeeded, nativeNames } from "./forms";

/** Fits into the pane at its usual width. */
const WIDTH = 60;

/** A name of a workbook with its formula, each with "=". */
interface ShownName {
  readonly name: string;
  /** In lines, for people. */
  readonly text: string;
  /** In one line, to be pasted. */
  readonly oneLine: string;
}

/** The native form of a function for people to read. */
export interface ShownForm extends ShownName {
  /** Where it differs from the add-in's function, each in a sentence. */
  readonly differs: readonly string[];
  /** The other names that it needs, each after those that it calls itself. */
  readonly needs: readonly ShownName[];
}

const names = nativeNames();
const shown = new Map<string, ShownName>();

function shownName(name: string): ShownName {
  const known = shown.get(name);
  if (known !== undefined) return known;
  const text = laidOut(names.get(name) ?? "", WIDTH);
  const made = { name, text: `=${text}`, oneLine: `=${compact(text)}` };
  shown.set(name, made);
  return made;
}

/** The native form of a function, or why it has none. */
export function shownForm(functionName: string): ShownForm | { readonly why: string } {
  const form = forms[functionName];
  if (form === undefined)
    return { why: "It has no form in Excel's own functions: a portable workbook keeps its value." };
  const name = nativeName(functionName);
  const needs = namesNeeded([name], names).filter((other) => other !== name);
  return { ...shownName(name), differs: form.differs ?? [], needs: needs.map(shownName) };
}
