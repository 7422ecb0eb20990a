import { documented } from "../functions/documented";
import type { Definition } from "../functions/define";
import { compact, laidOut } from "../formula/laidOut";
import { composedNames, nativeName } from "./compose";
import { called, forms, helperNames, nativeNames, notNative } from "./forms";

/** A name of a workbook with its formula, each with "=". */
interface ShownName {
  readonly name: string;
  /** In lines, for people. */
  readonly text: string;
  /** In one line, to be pasted. */
  readonly oneLine: string;
}

/** A name that a form needs, with what it returns, in sentences. */
interface ShownHelper extends ShownName {
  readonly what: string;
}

/** The native form of a function for people to read. */
export interface ShownForm extends ShownName {
  /** How overrides of the model are written, as an example; undefined where the function takes none. */
  readonly overrides: string | undefined;
  /** Where it differs from the add-in's function, each in a sentence. */
  readonly differs: readonly string[];
  /** The other names that it needs, first those that it calls itself. */
  readonly needs: readonly ShownHelper[];
}

const names = nativeNames();

function shownName(name: string, width: number): ShownName {
  const text = laidOut(names.get(name) ?? "", width);
  return { name, text: `=${text}`, oneLine: `=${compact(text)}` };
}

/** Why a function has no native form; undefined where it has one. */
export function whyNone(functionName: string): string | undefined {
  if (forms[functionName] !== undefined) return undefined;
  const reason = notNative[functionName] ?? "none was written";
  return `There is none, since ${reason}. In a portable workbook its cells become values.`;
}

/** The name of a function's native form with its formula in lines, without those that it needs. */
export const ownForm = (functionName: string, width: number): ShownName =>
  shownName(nativeName(functionName), width);

/** The native form of a function in lines of so many characters, or why it has none. */
export function shownForm(functionName: string, width = 80): ShownForm | { readonly why: string } {
  const form = forms[functionName];
  const definition = documented.find(({ name }) => name === functionName);
  if (form === undefined || definition === undefined) return { why: whyNone(functionName) ?? "" };
  const name = nativeName(functionName);
  return {
    ...shownName(name, width),
    overrides: overridesExample(definition),
    differs: form.differs ?? [],
    needs: helpersOf(name).map((other) => ({ ...shownName(other, width), what: helperMeaning(other) })),
  };
}

/**
 * The names behind one, as a reader meets them: those that it calls, then those that they call, and so on. Last come those that
 * only a model with overrides needs.
 */
export function helpersOf(name: string): readonly string[] {
  const read = new Set([name]);
  const readOn = () => {
    for (const next of read)
      for (const other of called(names.get(next) ?? "")) if (names.has(other)) read.add(other);
  };
  readOn();
  const definition = documented.find((known) => nativeName(known.name) === name);
  if (definition !== undefined && overridesExample(definition) !== undefined) {
    read.add("MINING_WITH");
    readOn();
  }
  read.delete(name);
  return [...read];
}

/** What a name returns, in sentences; of a function its summary. */
export function helperMeaning(name: string): string {
  const helper = helperNames[name];
  if (helper !== undefined) return helper.what;
  for (const definition of documented) {
    const form = forms[definition.name];
    if (form === undefined) continue;
    const own = nativeName(definition.name);
    if (name === own) return `${definition.summary}.`;
    if (!(name in composedNames(definition, form))) continue;
    return name.endsWith("_TABLE")
      ? `The answer of ${own} where it is a table by period.`
      : `The rows of the answer of ${own} that place picks, for each period.`;
  }
  return "";
}

/** A call whose model has overrides; undefined where the function takes none. */
export const overridesExample = ({ name, parameters }: Definition): string | undefined =>
  "overrides" in parameters
    ? `=${nativeName(name)}(MINING_WITH(model, {"capex", 0; "tax rate", 0}))`
    : undefined;
