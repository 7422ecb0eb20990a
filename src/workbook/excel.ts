import { selectedBlanks } from "./blanks";
import { areEmpty } from "./cells";
import { appendLog, readFrozen, writeFrozen } from "./frozen";
import { refusalOf } from "./refusals";
import { formatResult } from "./resultFormat";
import { tableSeries } from "./registeredTables";
import { insertTable } from "./tables";
import { startOf } from "./target";
import { updateTables } from "./updateTables";
import { placeOf, type Outcome, type Place, type Target, type Workbook } from "./workbook";

/** The workbook that is open in Excel. */
export const excelWorkbook: Workbook = {
  selectedCell,
  onSelectionChanged,
  selectedBlanks: () => run(selectedBlanks),
  insertTable: (table, target) => run((context) => insertTable(context, table, target)),
  tableSeries: () => run(tableSeries),
  updateTables: (rowOf, onWritten) => run((context) => updateTables(context, { rowOf, onWritten })),
  readFrozen: () => run(readFrozen),
  writeFrozen: (text, log) => run((context) => writeFrozen(context, text, log)),
  appendLog: (log) => run((context) => appendLog(context, log)),
  insertFormula,
  formatResult: (place, formatsOf) => run((context) => formatResult(context, place, formatsOf)),
};

async function run<T>(batch: (context: Excel.RequestContext) => Promise<T>): Promise<T> {
  try {
    return await Excel.run(batch);
  } catch (error) {
    throw refusalOf(error);
  }
}

function selectedCell(): Promise<Place> {
  return run(async (context) => {
    const cell = context.workbook.getSelectedRange().getCell(0, 0);
    cell.load("address");
    await context.sync();
    return placeOf(cell.address);
  });
}

async function onSelectionChanged(listener: () => void): Promise<() => void> {
  const registration = await run(async (context) => {
    const added = context.workbook.worksheets.onSelectionChanged.add(async () => listener());
    await context.sync();
    return added;
  });
  return () => {
    Excel.run(registration.context, async (context) => {
      registration.remove();
      await context.sync();
    }).catch(() => {
      // Whoever followed it has gone: where Excel refuses, as in a workbook that is being closed, nothing is lost.
    });
  };
}

function insertFormula(formula: string, target: Target): Promise<Outcome> {
  return run(async (context) => {
    const cell = startOf(context, target);
    cell.load(["address", "formulas"]);
    await context.sync();
    const place = placeOf(cell.address);
    if (target.kind === "selection" && !areEmpty(cell.formulas)) return { status: "occupied", place };

    cell.formulas = [[formula]];
    await context.sync();
    return { status: "written", place, names: [], moved: [], kept: [] };
  });
}
