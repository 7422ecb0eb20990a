import { escaped, escapedValue } from "../workfile/xml";
import { fixed, type Page, type Rule } from "./page";

/** Whole addresses by the names of a workbook. */
type Names = ReadonlyMap<string, string>;

/** What may be typed into the cells of a sheet, as its part holds it. */
export function rulesXml({ rules, name }: Page, names: Names): string {
  if (rules.length === 0) return "";
  const written = rules.map((rule) => ruleXml(rule, name, names));
  return `<dataValidations count="${rules.length}">${written.join("")}</dataValidations>`;
}

/** Excel's own limits. */
const [LONGEST_TITLE, LONGEST_PROMPT, LONGEST_ERROR, LONGEST_LIST] = [32, 255, 225, 255];

function ruleXml({ range, allows, title, prompt }: Rule, sheet: string, names: Names): string {
  const refuse = (what: string) => new Error(`${sheet}!${range}: ${what}`);
  if (title.length > LONGEST_TITLE) throw refuse(`the title "${title}" is longer than ${LONGEST_TITLE}`);
  if (prompt.length > LONGEST_PROMPT) throw refuse(`the prompt "${prompt}" is longer than ${LONGEST_PROMPT}`);
  const error = prompt.length > LONGEST_ERROR ? `${prompt.slice(0, LONGEST_ERROR - 1)}…` : prompt;
  const { attributes, formulas } = allowed(allows, names, refuse);
  const texts =
    (allows.kind === "any" ? "" : ` errorTitle="${escapedValue(title)}" error="${escapedValue(error)}"`) +
    ` promptTitle="${escapedValue(title)}" prompt="${escapedValue(prompt)}"`;
  const start = `<dataValidation${attributes} allowBlank="1" showInputMessage="1" showErrorMessage="1"${texts} sqref="${range}"`;
  return formulas === "" ? `${start}/>` : `${start}>${formulas}</dataValidation>`;
}

function allowed(
  allows: Rule["allows"],
  names: Names,
  refuse: (what: string) => Error,
): { attributes: string; formulas: string } {
  const formula = (place: 1 | 2, text: string | number) =>
    `<formula${place}>${typeof text === "number" ? text : escaped(text)}</formula${place}>`;
  switch (allows.kind) {
    case "any":
      return { attributes: "", formulas: "" };
    case "list": {
      const list = allows.values.join(",");
      if (allows.values.some((value) => value.includes(","))) throw refuse("a value of the list has a comma");
      if (list.length > LONGEST_LIST) throw refuse(`the list is longer than ${LONGEST_LIST} characters`);
      return { attributes: ' type="list"', formulas: formula(1, `"${list.replaceAll('"', '""')}"`) };
    }
    case "listFrom": {
      // Not every program looks up a name there.
      const range = names.get(allows.range) ?? allows.range.replace(/[^!]*$/, fixed);
      if (!ADDRESS.test(range)) throw refuse(`the list is to be from ${allows.range}, which is no range`);
      return { attributes: ' type="list"', formulas: formula(1, range) };
    }
    default: {
      const { kind, least, most } = allows;
      const type = ` type="${kind}"`;
      if (least !== undefined && most !== undefined)
        return { attributes: type, formulas: formula(1, least) + formula(2, most) };
      if (most !== undefined)
        return { attributes: `${type} operator="lessThanOrEqual"`, formulas: formula(1, most) };
      const lowest = kind === "date" ? 1 : -LARGEST;
      return { attributes: `${type} operator="greaterThanOrEqual"`, formulas: formula(1, least ?? lowest) };
    }
  }
}
const ADDRESS = /^(?:(?:'(?:[^']|'')+'|\w+)!)?\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?$/;
/** A bound that nothing reaches. */
const LARGEST = 1e15;
