import { formulaRules } from "./formulaRules";
import { inputRules } from "./inputRules";
import { printRules } from "./printRules";
import type { Book } from "./bookModel";
import type { Rule } from "./rule";
import { sheetRules } from "./sheetRules";
import { structureRules } from "./structureRules";

// Each rule names the section that asks for it. FAST: "The FAST Standard", 02c, fast-standard.org. ICAEW: "Financial
// modelling code", 2018, icaew.com.

export const rules: readonly Rule[] = [
  ...structureRules,
  ...inputRules,
  ...formulaRules,
  ...sheetRules,
  ...printRules,
];

/** Findings of all rules, each with the rule that it breaks. */
export function findings(book: Book): { rule: Rule; text: string }[] {
  return rules.flatMap((rule) => [...rule.check(book)].map((text) => ({ rule, text })));
}
