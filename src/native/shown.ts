import { compact, laidOut } from "../formula/laidOut";
import { nativeName } from "./compose";
import { forms, namesNeeded, nativeNames, notNative } from "./forms";

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

function shownName(name: string, width: number): ShownName {
  const text = laidOut(names.get(name) ?? "", width);
  return { name, text: `=${text}`, oneLine: `=${compact(text)}` };
}

/** The native form of a function in lines of so many characters, or why it has none. */
export function shownForm(functionName: string, width = 80): ShownForm | { readonly why: string } {
  const form = forms[functionName];
  if (form === undefined) {
    const reason = notNative[functionName] ?? "none was written";
    return { why: `There is none, since ${reason}. In a portable workbook its cells become values.` };
  }
  const name = nativeName(functionName);
  const needs = namesNeeded([name], names).filter((other) => other !== name);
  return {
    ...shownName(name, width),
    differs: form.differs ?? [],
    needs: needs.map((other) => shownName(other, width)),
  };
}
