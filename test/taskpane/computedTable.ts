import { bind, bindStream } from "../../src/functions/bind";
import { catalogue } from "../../src/functions/catalogue";
import { functionsJson } from "../../src/functions/generate/functionsJson";
import { settled } from "../../src/workbench/bookValues";
import { Grid } from "../../src/workbench/functions/grid";
import { AddinFunctions } from "../../src/workbench/functions/register";
import { addErrorType } from "../../src/workbench/grid/errors";
import { excelWorkbook } from "../../src/workbook/excel";
import type { Table } from "../../src/workbook/workbook";
import { ExcelError, market } from "../functions/host";
import { emptySheets, openInOffice, select, shown } from "../workbench/officeHost";

let grid: Grid | undefined;

/** The add-in's functions in the spreadsheet, once for each file of tests. */
function withFunctions(): Grid {
  if (grid !== undefined) return grid;
  addErrorType();
  const bound = new Map(
    catalogue.map((definition) => [
      definition.name,
      definition.streams ? bindStream(definition, market) : bind(definition, market),
    ]),
  );
  const runtime = {
    implementation: (id: string) => bound.get(id),
    error: (code: string, message: string) => new ExcelError(code, message),
  };
  grid = new Grid();
  new AddinFunctions(functionsJson(catalogue, ""), runtime, grid).register();
  return grid;
}

/** A table at B2 of an empty sheet, computed with the add-in's functions: what its cells show. Needs jsdom. */
export async function computedTable(table: Table) {
  openInOffice(emptySheets("Before"));
  const functions = withFunctions();
  const { model } = openInOffice(emptySheets("Model"));
  functions.model = model;
  select(model, "B2");
  const { place } = await excelWorkbook.insertTable(table, { kind: "selection" });
  await settled(model);
  return { model, place, cell: (address: string) => shown(model, `Model!${address}`) };
}
