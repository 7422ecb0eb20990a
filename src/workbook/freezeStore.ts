import { NAMESPACE } from "../core/keptText";
import { partText, partXml } from "./freezePart";
import { HEAD, isPartKey, settingsText } from "./freezeSettings";
import { appendRows, findLog, type LogSheet } from "./logSheet";
import { ChangedElsewhere, WorkbookError, type KeptFreeze, type LogRow } from "./workbook";

/**
 * The name of the log's cell that says when the workbook was frozen. A program that saves the file may drop what it
 * does not know, but it keeps names: a frozen workbook is never taken for a live one.
 */
const FREEZE_NAME = "HASHCELL_FROZEN";

/** What a request finds of a freeze: enough to see whether it is another one than before, at little cost. */
interface Traces {
  readonly parts: Excel.CustomXmlPartScopedCollection;
  readonly name: Excel.NamedItem;
  readonly head: Excel.Setting;
}

function traces({ workbook }: Excel.RequestContext): Traces {
  const parts = workbook.customXmlParts.getByNamespace(NAMESPACE);
  parts.load("items/id");
  const name = workbook.names.getItemOrNullObject(FREEZE_NAME);
  name.load("formula");
  const head = workbook.settings.getItemOrNullObject(HEAD);
  head.load("value");
  return { parts, name, head };
}

/**
 * Another after every freeze, refresh and setting live, wherever that is done: each writes a new part, whose id is its
 * own, and leads the name to a new row of the log.
 */
function stampOf({ parts, name, head }: Traces): string {
  return stampText(
    parts.items.map(({ id }) => id),
    name.isNullObject ? "" : String(name.formula),
    head.isNullObject ? "" : String(head.value),
  );
}

const stampText = (ids: readonly string[], formula: string, head: string) =>
  JSON.stringify([[...ids].sort(), formula, head]);

/** What changes whenever the workbook's freeze does. */
export async function freezeStamp(context: Excel.RequestContext): Promise<string> {
  const found = traces(context);
  await context.sync();
  return stampOf(found);
}

/** The workbook's freeze; no texts when it is live. */
export async function keptFreeze(context: Excel.RequestContext): Promise<KeptFreeze> {
  const found = traces(context);
  await context.sync();
  const stamp = stampOf(found);
  const xmls = found.parts.items.map((part) => part.getXml());
  const settings = context.workbook.settings;
  if (!found.head.isNullObject) settings.load(["items/key", "items/value"]);
  await context.sync();
  const texts = [...new Set(xmls.map(({ value }) => partText(value)))];
  if (texts.length > 0) return { texts, stamp };
  const old = found.head.isNullObject
    ? undefined
    : settingsText(new Map(settings.items.map((item) => [item.key, item.value as unknown])));
  if (old !== undefined) return { texts: [old], stamp };
  if (found.name.isNullObject) return { texts: [], stamp };
  throw new WorkbookError(
    "This workbook was frozen by Hashcell, but its frozen values are no longer in it, or were kept by an earlier " +
      "version installed elsewhere: open an earlier copy of it, or set it live to continue without them.",
  );
}

/**
 * Gives the workbook a freeze, or none, and adds rows to its log. Writes nothing, and throws `ChangedElsewhere`, where
 * its stamp is not the one expected. Gives the new stamp.
 *
 * Excel carries out a request in its order and stops where something fails. The log comes first, as it is what may be
 * refused; the old freeze goes last: until the new part is whole, the old one is. If anything fails, the new rows and
 * the new part are taken away again.
 */
export async function keepFreeze(
  context: Excel.RequestContext,
  text: string | undefined,
  { log, expected }: { readonly log: readonly LogRow[]; readonly expected: string | undefined },
): Promise<string> {
  const xml = text === undefined ? undefined : partXml(text);
  const { settings, names, customXmlParts } = context.workbook;
  settings.load("items/key");
  const before = traces(context);
  await context.sync();
  if (expected !== undefined && stampOf(before) !== expected) throw new ChangedElsewhere();
  const sheet = await findLog(context, log.length);
  const rows = appendRows(sheet, log);
  const part = xml === undefined ? undefined : customXmlParts.add(xml);
  part?.load("id");
  if (!before.name.isNullObject) before.name.delete();
  const name = part === undefined ? undefined : names.add(FREEZE_NAME, rows.getCell(0, 0));
  name?.load("formula");
  for (const old of before.parts.items) old.delete();
  // Without its head, what earlier versions kept is nothing; without a part of it, it would be damage.
  if (!before.head.isNullObject) before.head.delete();
  for (const { key } of settings.items) if (isPartKey(key)) settings.getItem(key).delete();
  try {
    await context.sync();
  } catch (error) {
    await takeBack(context, { sheet, rows, xml, before });
    throw error;
  }
  return stampText(part === undefined ? [] : [part.id], String(name?.formula ?? ""), "");
}

interface Failed {
  readonly sheet: LogSheet;
  readonly rows: Excel.Range;
  readonly xml: string | undefined;
  readonly before: Traces;
}

/** As far as possible: what made the writing fail may make this fail too. */
async function takeBack(context: Excel.RequestContext, { sheet, rows, xml, before }: Failed): Promise<void> {
  try {
    if (xml !== undefined) await removeNew(context, xml, before);
    if (sheet.isNew) sheet.sheet.delete();
    else rows.clear();
    await context.sync();
  } catch {
    // The user is shown the first error.
  }
}

/** Removes the part that was added, unless the old freeze has gone already. */
async function removeNew(context: Excel.RequestContext, xml: string, before: Traces): Promise<void> {
  const old = new Set(before.parts.items.map(({ id }) => id));
  const now = traces(context);
  await context.sync();
  const added = now.parts.items.filter(({ id }) => !old.has(id));
  const wasFrozen = old.size > 0 || !before.head.isNullObject;
  const isFrozen = added.length < now.parts.items.length || !now.head.isNullObject;
  if (wasFrozen && !isFrozen) return;
  const texts = added.map((part) => ({ part, text: part.getXml() }));
  await context.sync();
  const written = partText(xml);
  for (const { part, text } of texts) if (partText(text.value) === written) part.delete();
}
