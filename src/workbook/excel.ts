import { addinFormulas, enterAgain } from "./addinFormulas";
import { selectedBlanks } from "./blanks";
import { blockedCells } from "./blocked";
import { chartResult } from "./charts";
import { contents, spills } from "./contents";
import { dateShift } from "./dates";
import { fileOutlets, openFile, workbookFile } from "./file";
import { formatResult, insertFormula } from "./formula";
import { freezeStamp, keptFreeze, keepFreeze } from "./freezeStore";
import { appendLog } from "./logSheet";
import { refusalOf } from "./refusals";
import { tableSeries, updateTables } from "./registeredTables";
import { insertTable } from "./tables";
import { placeOf, type Place, type Workbook } from "./workbook";

/** The workbook that is open in Excel. */
export const excelWorkbook: Workbook = {
  selectedCell,
  onSelectionChanged,
  selectedBlanks: () => run(selectedBlanks),
  insertTable: (table, target) => run((context) => insertTable(context, table, target)),
  tableSeries: () => run(tableSeries),
  updateTables: (rowOf, onWritten) => run((context) => updateTables(context, { rowOf, onWritten })),
  keptFreeze: () => run(keptFreeze),
  freezeStamp: () => run(freezeStamp),
  keepFreeze: (text, log, expected) => run((context) => keepFreeze(context, text, { log, expected })),
  countsFrom1904: () => run(async (context) => (await dateShift(context)) !== 0),
  recalculate: () =>
    run(async (context) => {
      context.workbook.application.calculate("Full");
      await context.sync();
    }),
  appendLog: (log) => run((context) => appendLog(context, log)),
  insertFormula: (formula, target) => run((context) => insertFormula(context, formula, target)),
  blockedCells: (callOf) => run((context) => blockedCells(context, callOf)),
  addinFormulas: (entryOf, course) => run((context) => addinFormulas(context, entryOf, course)),
  enterAgain: (sheets, course) => run((context) => enterAgain(context, sheets, course)),
  contents: () => run(contents),
  spills: (places) => run((context) => spills(context, places)),
  file: workbookFile,
  fileOutlets,
  openFile,
  isManual: () =>
    run(async (context) => {
      const { application } = context.workbook;
      application.load("calculationMode");
      await context.sync();
      return application.calculationMode === "Manual";
    }),
  select: ({ sheet, range }) =>
    run(async (context) => {
      const worksheet = context.workbook.worksheets.getItem(sheet);
      worksheet.activate();
      worksheet.getRange(range).select();
      await context.sync();
    }),
  formatResult: (place, formatsOf) => run((context) => formatResult(context, place, formatsOf)),
  chartResult: (place, chart) => run((context) => chartResult(context, place, chart)),
  watch,
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

function onSelectionChanged(listener: () => void): Promise<() => void> {
  return follow(({ workbook }) => [
    workbook.worksheets.onSelectionChanged.add(() => {
      listener();
      return Promise.resolve();
    }),
  ]);
}

async function watch(place: Place, gone: () => void): Promise<() => void> {
  const written = await run((context) => firstFormula(context, place));
  // Where Excel does not answer, as while a cell is being edited, the next change is looked at.
  const look = () =>
    run(async (context) => {
      if ((await firstFormula(context, place)) !== written) gone();
    }).catch(() => undefined);
  return follow(({ workbook: { worksheets } }) => [
    worksheets.onChanged.add(look),
    worksheets.onDeleted.add(look),
  ]);
}

/** What the first cell of a place holds; undefined when its sheet is gone. */
async function firstFormula(context: Excel.RequestContext, { sheet, range }: Place): Promise<unknown> {
  const worksheet = context.workbook.worksheets.getItemOrNullObject(sheet);
  await context.sync();
  if (worksheet.isNullObject) return undefined;
  const cell = worksheet.getRange(range).getCell(0, 0);
  cell.load("formulas");
  await context.sync();
  return cell.formulas[0]?.[0];
}

type Registration = Pick<OfficeExtension.EventHandlerResult<unknown>, "context" | "remove">;

/** Listens to events; resolves to a function that stops this. */
async function follow(
  register: (context: Excel.RequestContext) => readonly Registration[],
): Promise<() => void> {
  const registrations = await run(async (context) => {
    const added = register(context);
    await context.sync();
    return added;
  });
  return () => {
    registrations.forEach(end);
  };
}

function end(registration: Registration): void {
  Excel.run(registration.context, async (context) => {
    registration.remove();
    await context.sync();
  }).catch(() => {
    // Whoever followed it has gone: where Excel refuses, as in a workbook that is being closed, nothing is lost.
  });
}
