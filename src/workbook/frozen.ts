import { HEAD, keptText, staleParts, textKept } from "./frozenText";
import { appendRows, findLog, type LogSheet } from "./logSheet";
import { WorkbookError, type LogRow } from "./workbook";

/**
 * The name of the log's cell that tells when the workbook was frozen. Excel keeps settings apart for an add-in from
 * the store and for the same from elsewhere, but names are the workbook's: a frozen one is never taken for a live one.
 */
const FROZEN_NAME = "HASHCELL_FROZEN";

/** What the workbook holds still; undefined when it is live. */
export async function readFrozen(context: Excel.RequestContext): Promise<string | undefined> {
  const { workbook } = context;
  const settings = workbook.settings;
  settings.load(["items/key", "items/value"]);
  const name = workbook.names.getItemOrNullObject(FROZEN_NAME);
  name.load("name");
  await context.sync();
  const text = textKept(new Map(settings.items.map((item) => [item.key, item.value as unknown])));
  if (text === undefined && !name.isNullObject) {
    throw new WorkbookError(
      "This workbook was frozen by Hashcell as installed elsewhere, and the values it holds still cannot be read here: " +
        "open it with Hashcell from the same source, or set it live to do without them.",
    );
  }
  return text;
}

/**
 * Gives the workbook something to hold still, or nothing any more, and adds rows to its log.
 *
 * Excel carries out a request in its order and stops where something fails. The log comes first, as it is what may be
 * refused; the head of the text comes last: until it is written, what was held still before is whole. If anything
 * fails after the log, its new rows are taken away again.
 */
export async function writeFrozen(
  context: Excel.RequestContext,
  text: string | undefined,
  log: readonly LogRow[],
): Promise<void> {
  const settings = context.workbook.settings;
  settings.load(["items/key", "items/value"]);
  const name = context.workbook.names.getItemOrNullObject(FROZEN_NAME);
  name.load("name");
  await context.sync();
  const before = settings.items.find(({ key }) => key === HEAD);
  const kept = text === undefined ? undefined : keptText(text, before?.value);
  const sheet = await findLog(context, log.length);
  const rows = appendRows(sheet, log);
  for (const [key, part] of kept?.parts ?? []) settings.add(key, part);
  if (!name.isNullObject) name.delete();
  if (kept === undefined) before?.delete();
  else {
    context.workbook.names.add(FROZEN_NAME, rows.getCell(0, 0));
    settings.add(HEAD, kept.head);
  }
  const keys = settings.items.map(({ key }) => key);
  for (const key of staleParts(keys, kept?.parts ?? new Map())) settings.getItem(key).delete();
  try {
    await context.sync();
  } catch (error) {
    await takeBack(context, sheet, rows);
    throw error;
  }
}

/** Adds rows to the log alone. */
export async function appendLog(context: Excel.RequestContext, log: readonly LogRow[]): Promise<void> {
  appendRows(await findLog(context, log.length), log);
  await context.sync();
}

/** As far as it can be done: what made the writing fail may make this fail too. */
async function takeBack(
  context: Excel.RequestContext,
  { sheet, isNew }: LogSheet,
  rows: Excel.Range,
): Promise<void> {
  if (isNew) sheet.delete();
  else rows.clear();
  try {
    await context.sync();
  } catch {
    // The first error is the one to tell.
  }
}
