import { helpers } from "@odoo/o-spreadsheet";
import type { CellPosition, Model } from "@odoo/o-spreadsheet";
import { bind, bindStream } from "../../../src/functions/bind";
import { catalogue } from "../../../src/functions/catalogue";
import { functionsJson } from "../../../src/functions/generate/functionsJson";
import { Grid } from "../../../src/workbench/functions/grid";
import { columnLetters } from "../../../src/workbench/host/addresses";
import type { Implementation, PaneRuntime } from "../../../src/workbench/functions/paneRuntime";
import { AddinFunctions } from "../../../src/workbench/functions/register";
import { exampleWorkbook } from "../../../src/workbench/example/workbook";
import { ExcelError, market } from "../../functions/host";
import { openInOffice } from "../officeHost";

/** The example workbook, computed by the add-in's own functions. Needs jest's environment jsdom. */
export function openExample(): Model {
  openInOffice();
  const implementations = new Map<string, Implementation>(
    catalogue.map((definition) => [
      definition.name,
      definition.streams ? bindStream(definition, market) : bind(definition, market),
    ]),
  );
  const pane = {
    implementation: (id: string) => implementations.get(id),
    error: (code: string, message: string) => new ExcelError(code, message),
  } as unknown as PaneRuntime;
  const grid = new Grid();
  new AddinFunctions(functionsJson(catalogue, ""), pane, grid).register();
  const { model } = openInOffice(exampleWorkbook());
  grid.model = model;
  return model;
}

/** The cells of a sheet that hold or show something. */
export const filledCells = ({ getters }: Model, sheetId: string): readonly CellPosition[] =>
  getters.getEvaluatedCellsPositions(sheetId);

/** What a cell shows. */
export const evaluated = ({ getters }: Model, position: CellPosition) => getters.getEvaluatedCell(position);

/** "Put hedge!G10". */
export function addressOf({ getters }: Model, { sheetId, col, row }: CellPosition): string {
  return `${getters.getSheetName(sheetId)}!${columnLetters(col)}${row + 1}`;
}

/** The cell at such an address. */
export function cellAt({ getters }: Model, address: string): CellPosition {
  const [sheet = "", cell = ""] = address.split("!");
  return { sheetId: getters.getSheetIdByName(sheet) ?? "", ...helpers.toCartesian(cell) };
}
