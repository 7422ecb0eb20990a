import { escaped } from "./xml";

/** What a cell shows. */
export interface Shown {
  readonly value: string | number | boolean | null;
  readonly isError: boolean;
}

const CELL = /<c\b([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g;
const REFERENCE = /\sr="([A-Z]+\d+)"/;

/** The errors that a file can hold; any other is a value that was not there when the file was saved. */
const fileErrors = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"];

/**
 * A sheet's XML with the values that its export leaves out, for whoever opens the file without the add-in: those of
 * cells that a formula spills into; and with errors as errors, which it writes as texts.
 */
export function withShownValues(sheetXml: string, shownAt: (cell: string) => Shown): string {
  return sheetXml.replace(CELL, (cell, attributes: string, content = "") => {
    const address = REFERENCE.exec(attributes)?.[1];
    if (address === undefined) return cell;
    const formula = /<f\b[\s\S]*<\/f>/.exec(content)?.[0] ?? "";
    if (formula === "" && content.trim() !== "") return cell;
    const shown = shownAt(address);
    if (shown.value === null || (formula !== "" && !shown.isError)) return cell;
    const [type, text] = fileValue(shown);
    return `<c${attributes.replace(/\st="\w+"/, "").trimEnd()} t="${type}">${formula}<v>${text}</v></c>`;
  });
}

function fileValue({ value, isError }: Shown): [type: string, text: string] {
  if (isError) return ["e", fileErrors.find((error) => error === value) ?? "#N/A"];
  if (typeof value === "boolean") return ["b", value ? "1" : "0"];
  return typeof value === "number" ? ["n", String(value)] : ["str", escaped(value ?? "")];
}
