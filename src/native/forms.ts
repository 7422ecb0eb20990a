import { catalogue } from "../functions/catalogue";
import { composedNames, nativeName } from "./compose";
import { allocationForms } from "./allocation";
import { costsForms, costsNames } from "./costs";
import { economicsForms } from "./economics";
import type { Forms, Names } from "./form";
import { hedgingForms, hedgingNames } from "./hedging";
import { lifecycleForms, lifecycleNames } from "./lifecycle";
import { sharedNames } from "./names";
import { optionForms, optionNames } from "./options";
import { networkForms, networkNames } from "./network";
import { withOverrides } from "./overrides";
import { poolsForms, poolsNames } from "./pools";
import { pricesForms } from "./prices";
import { riskForms } from "./risk";
import { shocksForms, shocksNames } from "./shocks";
import { treasuryForms, treasuryNames } from "./treasury";

/** The native form of each function that has one. */
export const forms: Forms = {
  ...networkForms,
  ...economicsForms,
  ...lifecycleForms,
  ...poolsForms,
  ...hedgingForms,
  ...optionForms,
  ...treasuryForms,
  ...costsForms,
  ...pricesForms,
  ...allocationForms,
  ...riskForms,
  ...shocksForms,
};

/** LAMBDA texts that forms call, by name. */
export const helperNames: Names = {
  ...sharedNames,
  ...costsNames,
  ...networkNames,
  ...lifecycleNames,
  ...poolsNames,
  ...hedgingNames,
  ...optionNames,
  ...treasuryNames,
  ...shocksNames,
};

/** Every name that a workbook may need, with its LAMBDA as an analyst would type it, without "=". */
export function nativeNames(): ReadonlyMap<string, string> {
  const names = new Map(Object.entries(helperNames));
  for (const definition of catalogue) {
    const form = forms[definition.name];
    if (form === undefined) continue;
    for (const [name, text] of Object.entries(composedNames(definition, form))) names.set(name, text);
  }
  return names;
}

/** The names that these call, directly or not, and these themselves; each after those that it calls. */
export function namesNeeded(wanted: Iterable<string>, names: ReadonlyMap<string, string>): readonly string[] {
  const needed = new Set<string>();
  const seen = new Set<string>();
  const add = (name: string): void => {
    const text = names.get(name);
    if (text === undefined || seen.has(name)) return;
    seen.add(name);
    for (const other of text.match(/\bMINING_[A-Z0-9_]+/g) ?? []) add(other);
    needed.add(name);
  };
  for (const name of wanted) add(name);
  return [...needed];
}

/** A call of an add-in function by the name of its native form; undefined where there is none. */
export function nativeCall(functionName: string, argumentTexts: readonly string[]): string | undefined {
  const definition = catalogue.find(({ name }) => name === functionName);
  if (definition === undefined || forms[functionName] === undefined) return undefined;
  let count = argumentTexts.length;
  while (count > 0 && argumentTexts[count - 1]?.trim() === "") count--;
  const given = argumentTexts.slice(0, count);
  const repeating = Object.values(definition.parameters).findIndex(({ shape }) => shape === "repeating");
  const fixed = repeating < 0 ? given : given.slice(0, repeating);
  // Overrides are of the model, which stands before them.
  const model = fixed[repeating - 1];
  if (model !== undefined) fixed[repeating - 1] = withOverrides(model, given.slice(repeating));
  return `${nativeName(functionName)}(${fixed.join(",")})`;
}
