import type { Model } from "@odoo/o-spreadsheet";
import type { Shown, Values } from "../books/values";
import { greatest } from "../core/numeric/extremes";
import { embedded } from "../data/embedded/embedded";
import { MarketStore } from "../data/store";
import { bind, bindStream } from "../functions/bind";
import { documented } from "../functions/documented";
import { functionsJson } from "../functions/generate/functionsJson";
import { openedFile } from "./files/openWorkbook";
import { readFile } from "./files/xlsx";
import { Grid } from "./functions/grid";
import { AddinFunctions } from "./functions/register";
import { loading } from "./functions/results";
import { addErrorType, excelErrorName, isError, useExcelErrorNames } from "./grid/errors";
import { zoneAddress } from "./host/addresses";

/** An error as the functions throw it; there is no Excel here. */
class ExcelError extends Error {
  constructor(
    readonly code: string,
    message?: string,
  ) {
    super(message);
  }
}

/** The moment of the built-in market, in milliseconds: what its values describe is always as old. */
const MOMENT = greatest(embedded.quotes.map(({ asOf }) => asOf));

/** Makes what `bookFile` needs: what the cells of a file show. To be called as `bookOpener`. */
export function bookComputer(): (file: Uint8Array) => Promise<Values> {
  const { open, close } = bookOpener();
  return async (file) => {
    const model = await open(file);
    close();
    return valuesOf(model);
  };
}

/**
 * Opens files in the spreadsheet with the add-in's functions, and the market that is built in, at its moment; one at a time.
 * To be called once, outside of a browser, with the spreadsheet as the global `o_spreadsheet`, `DOMParser` and
 * `XMLSerializer`.
 */
export function bookOpener(): { open: (file: Uint8Array) => Promise<Model>; close: () => void } {
  Object.assign(globalThis, { CustomFunctions: { Error: ExcelError } });
  useExcelErrorNames();
  addErrorType();
  const market = new MarketStore(embedded, () => MOMENT);
  market.show({ kind: "embedded" });
  const implementations = new Map(
    documented.map((definition) => {
      const bound = definition.streams ? bindStream(definition, market) : bind(definition, market);
      return [definition.name, bound] as const;
    }),
  );
  const runtime = {
    implementation: (id: string) => implementations.get(id),
    error: (code: string, message: string) => new ExcelError(code, message),
  };
  const grid = new Grid();
  const functions = new AddinFunctions(functionsJson(documented, ""), runtime, grid);
  functions.register();
  return {
    async open(file) {
      const model = new o_spreadsheet.Model(openedFile(readFile(file)).data);
      grid.model = model;
      await settled(model);
      // The spreadsheet learns which cells read a name only while it evaluates them: what spilled or arrived before is missed.
      model.dispatch("EVALUATE_CELLS");
      await settled(model);
      return model;
    },
    close: () => functions.reset(),
  };
}

const [MOST_TURNS, TURN_MS] = [600, 50];

/** Waits for functions that answer later, and for sheets that grow for a result. */
export async function settled(model: Model): Promise<void> {
  const turn = () => new Promise((resolve) => setTimeout(resolve, TURN_MS));
  await turn();
  for (let turns = 0; isLoading(model); turns++) {
    if (turns > MOST_TURNS) throw new Error("the functions of a workbook do not come to an end");
    await turn();
  }
}

const isLoading = ({ getters }: Model) =>
  getters
    .getSheetIds()
    .some((sheetId) => getters.getEvaluatedCells(sheetId).some(({ value }) => value === loading.value));

/** What the cells of an open workbook show, for `bookFile`. */
export function valuesOf({ getters }: Model): Values {
  const positionOf = (sheet: string, cell: string) => ({
    sheetId: getters.getSheetIdByName(sheet) ?? "",
    ...o_spreadsheet.helpers.toCartesian(cell),
  });
  return {
    shown(sheet, cell): Shown {
      const shown = getters.getEvaluatedCell(positionOf(sheet, cell));
      const message = "message" in shown && typeof shown.message === "string" ? shown.message : "";
      return isError(shown)
        ? { value: excelErrorName(String(shown.value)), isError: true, message }
        : { value: shown.value, isError: false, message: "" };
    },
    zone(sheet, cell) {
      const zone = getters.getSpreadZone(positionOf(sheet, cell));
      const address = zone && zoneAddress(zone);
      return address?.includes(":") === true ? address : undefined;
    },
  };
}
