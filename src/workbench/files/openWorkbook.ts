import type { WorkbookData } from "@odoo/o-spreadsheet";
import { definedNames } from "./definedNames";
import { withGridNames } from "./formulaNames";
import { withPlainTexts } from "./inlineTexts";
import { FileMistake } from "./mistakes";
import { unpack } from "./xlsx";

/** Reads an .xlsx or .xlsm file of the user. Throws a `FileMistake` when it cannot. */
export async function readWorkbook(file: File): Promise<WorkbookData> {
  const parts = unpack(new Uint8Array(await file.arrayBuffer()));
  for (const [path, part] of Object.entries(parts)) {
    if (typeof part === "string" && path.startsWith("xl/worksheets/"))
      parts[path] = withPlainTexts(withGridNames(part));
  }
  const workbookXml = parts["xl/workbook.xml"];
  try {
    const data = o_spreadsheet.load(parts);
    // The import leaves out defined names.
    data.namedRanges = typeof workbookXml === "string" ? definedNames(workbookXml) : {};
    return data;
  } catch (error) {
    console.error(error);
    throw new FileMistake("This workbook holds something that the workbench cannot read.");
  }
}
