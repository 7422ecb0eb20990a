import type { Command } from "@odoo/o-spreadsheet";

/** Proposals while the name of a function is typed: enough for all of one add-in's. */
const MOST_PROPOSALS = 200;

/** What the spreadsheet says, and what to do. */
const clearer: Readonly<Partial<Record<string, string>>> = {
  "Wrong function call": "Put commas between the arguments and points before decimals, as in =SUM(1.5, A2)",
};

/** Makes formulas easier to type than the spreadsheet does by itself; call it once, before the first model. */
export function easeFormulaEntry(): void {
  o_spreadsheet.setTranslationMethod((...[text]) => clearer[text] ?? text);
  listAllFunctions();
  readAsMeant();
}

/** The spreadsheet proposes ten, and has no way to the others. */
function listAllFunctions(): void {
  const { autoCompleteProviders } = o_spreadsheet.registries;
  autoCompleteProviders.get("functions_and_named_ranges").maxDisplayedProposals = MOST_PROPOSALS;
  // Under the mouse it would select at most the eleventh, and scroll back to that one.
  const keepStill = (event: Event) => {
    if (event.target instanceof Element && event.target.closest(".o-autocomplete-dropdown") !== null)
      event.stopPropagation();
  };
  document.addEventListener("pointermove", keepStill, { capture: true });
}

/** Formulas that are typed or pasted with semicolons are kept with commas. */
function readAsMeant(): void {
  class EntryPlugin extends o_spreadsheet.UIPlugin {
    override beforeHandle(command: Command) {
      if (command.type !== "UPDATE_CELL" || typeof command.content !== "string") return;
      if (command.content.startsWith("=")) command.content = withCommas(command.content);
    }
  }
  o_spreadsheet.registries.featurePluginRegistry.add("hashcell_entry", EntryPlugin);
}

/**
 * The formula with commas in place of the semicolons between arguments, as Excel has them in much of Europe; unchanged
 * where there are commas as well, which may be decimal. Within braces both mean what they mean in English.
 */
export function withCommas(formula: string): string {
  if (!formula.includes(";")) return formula;
  let depth = 0;
  let written = "";
  for (const { type, value } of o_spreadsheet.tokenize(formula)) {
    if (type === "LEFT_BRACE") depth += 1;
    if (type === "RIGHT_BRACE") depth -= 1;
    if (depth === 0 && type === "ARG_SEPARATOR") return formula;
    written += depth === 0 && type === "ARRAY_ROW_SEPARATOR" ? "," : value;
  }
  return written;
}
