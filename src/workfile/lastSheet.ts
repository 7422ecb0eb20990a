import { namespacesOf, type Workbook } from "./workbook";
import { attributeOf, elementsOf, escapedValue, named, tagsOf, type Edit } from "./xml";

const CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";

/** A name that no sheet has: the wanted one, or it with the next number that is free. */
export function freeSheetName({ tabs }: Pick<Workbook, "tabs">, wanted: string): string {
  const taken = new Set(tabs.map((tab) => tab.toLowerCase()));
  let name = wanted;
  for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${wanted} ${number}`;
  return name;
}

/** Adds a sheet behind all others, where it moves no sheet's place. Returns the change of the workbook's own part. */
export function addLastSheet(workbook: Workbook, name: string, text: string): { path: string; edit: Edit } {
  const { file, main, isStrict } = workbook;
  const { relations } = namespacesOf({ isStrict });
  let number = 1;
  while (file.has(`xl/worksheets/sheet${number}.xml`)) number++;
  const path = `xl/worksheets/sheet${number}.xml`;
  const id = file.add({
    path,
    contentType: CONTENT_TYPE,
    text,
    from: { path: main, type: `${relations}/worksheet` },
  });
  const xml = file.xml(main);
  let sheetId = 0;
  for (const { tag } of elementsOf(xml, "sheet"))
    sheetId = Math.max(sheetId, Number(attributeOf(xml, tag, "sheetId") ?? 0));
  for (const tag of tagsOf(xml)) {
    if (tag.local !== "sheets" || tag.kind !== "close") continue;
    const sheet = named(tag.prefix, "sheet");
    const element = `<${sheet} name="${escapedValue(name)}" sheetId="${sheetId + 1}" xmlns:r="${relations}" r:id="${id}"/>`;
    return { path, edit: { start: tag.start, end: tag.start, text: element } };
  }
  throw new Error("a workbook without sheets was opened");
}
