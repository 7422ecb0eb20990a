import type { WorkbookData } from "@odoo/o-spreadsheet";
import { settingsIn, type SettingsRead } from "./addinSettings";
import { customXmlIn, type CustomXmlRead } from "./customXml";
import { definedNames } from "./definedNames";
import { FileMistake } from "./mistakes";
import { unpack } from "./xlsx";

export interface OpenedFile extends SettingsRead, CustomXmlRead {
  readonly data: WorkbookData;
}

/** Reads an .xlsx or .xlsm file of the user. Throws a `FileMistake` when it cannot. */
export async function readWorkbook(file: Pick<File, "arrayBuffer">): Promise<OpenedFile> {
  const { parts, source, workbook, main, warnings } = unpack(new Uint8Array(await file.arrayBuffer()));
  const addin = settingsIn(source);
  const kept = customXmlIn(source, main);
  try {
    const data = o_spreadsheet.load(parts);
    // The import leaves out defined names.
    data.namedRanges = definedNames(workbook);
    return {
      ...{ data, settings: addin.settings, customXml: kept.customXml },
      warnings: [...warnings, ...addin.warnings, ...kept.warnings],
    };
  } catch (error) {
    console.error(error);
    throw new FileMistake("This workbook holds something that the workbench cannot read.");
  }
}
