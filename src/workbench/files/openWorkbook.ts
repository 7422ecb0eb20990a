import type { WorkbookData } from "@odoo/o-spreadsheet";
import { settingsIn, type SettingsRead } from "./addinSettings";
import { withoutSpilledValues } from "./cellValues";
import { definedNames } from "./definedNames";
import { withGridNames } from "./formulaNames";
import { withPlainTexts } from "./inlineTexts";
import { withMarkedValues, withMarks } from "./literalTexts";
import { FileMistake } from "./mistakes";
import { unpack, type XlsxParts } from "./xlsx";

export interface OpenedFile extends SettingsRead {
  readonly data: WorkbookData;
}

/** Reads an .xlsx or .xlsm file of the user. Throws a `FileMistake` when it cannot. */
export async function readWorkbook(file: Pick<File, "arrayBuffer">): Promise<OpenedFile> {
  const parts = unpack(new Uint8Array(await file.arrayBuffer()));
  for (const [path, part] of Object.entries(parts)) {
    if (typeof part === "string") parts[path] = adapted(path, part);
  }
  const workbookXml = parts["xl/workbook.xml"];
  const addin = settingsIn(parts);
  try {
    const data = o_spreadsheet.load(withoutAddins(parts));
    // The import leaves out defined names.
    data.namedRanges = typeof workbookXml === "string" ? definedNames(workbookXml) : {};
    return { data, ...addin };
  } catch (error) {
    console.error(error);
    throw new FileMistake("This workbook holds something that the workbench cannot read.");
  }
}

/** The import reads every part, and would fail where one of an add-in is damaged. */
const withoutAddins = (parts: XlsxParts): XlsxParts =>
  Object.fromEntries(Object.entries(parts).filter(([path]) => !path.startsWith("xl/webextensions/")));

function adapted(path: string, xml: string): string {
  if (path === "xl/sharedStrings.xml") return withMarks(xml);
  // The spreadsheet has its own way of writing scientific formats.
  if (path === "xl/styles.xml") return xml.replace(/(formatCode="[^"]*[0#])E\+0+(?=["; ])/g, "$1e");
  if (!path.startsWith("xl/worksheets/")) return xml;
  return withMarkedValues(withPlainTexts(withoutSpilledValues(withGridNames(xml))));
}
