import { unzipSync, zipSync } from "fflate";
import { embedded } from "../../data/embedded/embedded";
import { MarketStore } from "../../data/store";
import { bind } from "../../functions/bind";
import { catalogue } from "../../functions/catalogue";
import { functionsJson } from "../../functions/generate/functionsJson";
import { workbookBytes } from "../files/saveCopy";
import { Grid } from "../functions/grid";
import { AddinFunctions } from "../functions/register";
import { useExcelErrorNames } from "../grid/errors";
import { workbookData } from "../workbookData";
import { siteSheets } from "./workbook";

/** An error as the functions throw it; there is no Excel here. */
class ExcelError extends Error {
  constructor(
    readonly code: string,
    message?: string,
  ) {
    super(message);
  }
}

/**
 * The example site without the tour, as the file that `hashcell new site-valuation` copies: the same bytes every time.
 * To be called once, outside of a browser, with the spreadsheet as the global `o_spreadsheet`, `DOMParser` and
 * `XMLSerializer`.
 */
export async function siteFile(): Promise<Uint8Array> {
  Object.assign(globalThis, { CustomFunctions: { Error: ExcelError } });
  useExcelErrorNames();
  // No cell of these sheets reads the market or the clock.
  const market = new MarketStore(embedded, () => 0);
  market.show({ kind: "embedded" });
  const implementations = new Map(
    catalogue.map((definition) => [definition.name, bind(definition, market)] as const),
  );
  const grid = new Grid();
  const runtime = {
    implementation: (id: string) => implementations.get(id),
    error: (code: string, message: string) => new ExcelError(code, message),
  };
  new AddinFunctions(functionsJson(catalogue, ""), runtime, grid).register();
  const model = new o_spreadsheet.Model(workbookData(siteSheets()));
  grid.model = model;
  const parts = unzipSync(await workbookBytes({ model, settings: new Map(), customXml: new Map() }));
  return zipSync(parts, { level: 9, mtime: new Date(2026, 0, 1) });
}
