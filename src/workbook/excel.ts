import { areEmpty, blockCells, blockFormats, blockHeader, VALUE_COLUMN } from "./cells";
import { findNames, giveNames } from "./names";
import { refusalOf } from "./refusals";
import {
  placeOf,
  type LabelledValue,
  type Outcome,
  type Place,
  type Target,
  type Workbook,
} from "./workbook";

/** The workbook that is open in Excel. */
export const excelWorkbook: Workbook = {
  ...{ selectedCell, onSelectionChanged, insertBlock, insertFormula },
  ...{ insertTable: notYet, updateTables: notYet, readFrozen: notYet },
  ...{ writeFrozen: notYet, appendLog: notYet },
};

function notYet(): never {
  throw new Error("not yet");
}

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
    void Excel.run(registration.context, async (context) => {
      registration.remove();
      await context.sync();
    });
  };
}

/** The first cell to be written. */
function startOf({ workbook }: Excel.RequestContext, target: Target): Excel.Range {
  switch (target.kind) {
    case "selection":
      return workbook.getSelectedRange().getCell(0, 0);
    case "replace":
      return workbook.worksheets.getItem(target.place.sheet).getRange(target.place.range).getCell(0, 0);
    case "newSheet": {
      const sheet = workbook.worksheets.add();
      sheet.activate();
      return sheet.getRange("A1");
    }
  }
}

function insertBlock(rows: readonly LabelledValue[], target: Target): Promise<Outcome> {
  return run(async (context) => {
    const range = startOf(context, target).getResizedRange(rows.length, blockHeader.length - 1);
    range.load(["address", "formulas"]);
    const found = findNames(
      context,
      rows.map(({ name }) => name),
    );
    await context.sync();
    const place = placeOf(range.address);
    if (target.kind === "selection" && !areEmpty(range.formulas)) return { status: "occupied", place };

    range.numberFormat = blockFormats(rows);
    range.values = blockCells(rows);
    range.getCell(0, 0).getResizedRange(0, blockHeader.length - 1).format.font.bold = true;
    range.format.autofitColumns();
    const given = giveNames(context, found, (index) => range.getCell(index + 1, VALUE_COLUMN));
    await context.sync();
    return { status: "written", place, ...given };
  });
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
