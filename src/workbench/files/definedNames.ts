import { quotedSheetName, splitAddress } from "../host/addresses";
import { escaped } from "./xml";
import { elements, type XmlElement } from "./xmlTree";

const reference = /^('(?:[^']|'')+'|[\p{L}\p{N}_.]+)!\$?[A-Z]{1,3}\$?\d+(:\$?[A-Z]{1,3}\$?\d+)?$/u;

/**
 * The names of ranges in a workbook, with what they stand for; those of formulas are left out, and those of sheets that
 * it does not have, with which it could not be saved again.
 */
export function definedNames(workbook: XmlElement): Record<string, string> {
  const names: Record<string, string> = {};
  const sheets = new Set(elements(workbook, "sheet").map((sheet) => keyOf(sheet.attribute("name"))));
  for (const element of elements(workbook, "definedName")) {
    const name = element.attribute("name") ?? "";
    const target = element.text.trim();
    if (!isUsable(name) || !reference.test(target)) continue;
    const { sheetName = "", local } = splitAddress(target);
    if (!sheets.has(keyOf(sheetName))) continue;
    names[name] ??= `${quotedSheetName(sheetName)}!${local.replace(/\$/g, "")}`;
  }
  return names;
}

const keyOf = (sheetName = "") => sheetName.toLowerCase();

/** Excel's own names (print areas and the like) begin with `_xlnm.`. */
const isUsable = (name: string) => /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name) && !name.startsWith("_xlnm.");

/** The part of workbook.xml that holds the names, for a file to be written, after those that belong to sheets. */
export function definedNamesXml(names: readonly { name: string; target: string }[], ofSheets = ""): string {
  if (names.length === 0 && ofSheets === "") return "";
  const entries = names.map(
    ({ name, target }) => `<definedName name="${escaped(name)}">${escaped(target)}</definedName>`,
  );
  return `<definedNames>${ofSheets}${entries.join("")}</definedNames>`;
}
