import { addressText } from "./cells";
import { coverStyles, type CoverStyles } from "./coverStyles";
import { namespacesOf, type Workbook } from "./workbook";
import { attributeOf, elementsOf, escaped, escapedValue, named, tagsOf, type Edit } from "./xml";

// A sheet of ours behind those of a workbook.

const CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";

/** A name that no sheet has: the wanted one, or it with the next number that is free. */
export function freeSheetName({ tabs }: Pick<Workbook, "tabs">, wanted: string): string {
  const taken = new Set(tabs.map((tab) => tab.toLowerCase()));
  let name = wanted;
  for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${wanted} ${number}`;
  return name;
}

type Content = string | number | { readonly formula: string; readonly value: string | number };

export interface SheetRow {
  /** From column A on; an undefined one is blank. */
  readonly cells: readonly (Content | undefined)[];
  readonly style?: keyof CoverStyles;
}

interface SheetContent {
  readonly rows: readonly SheetRow[];
  /** Of the columns, in characters. */
  readonly widths: readonly number[];
}

/** Adds a sheet behind all others, where it moves no sheet's place. Returns the change of the workbook's own part. */
export function addLastSheet(
  workbook: Workbook,
  name: string,
  content: SheetContent,
): { path: string; edit: Edit } {
  const { file, main } = workbook;
  const namespaces = namespacesOf(workbook);
  const { relations } = namespaces;
  const text = sheetXml(namespaces.main, content, coverStyles(workbook));
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

function sheetXml(namespace: string, { rows, widths }: SheetContent, styles: CoverStyles): string {
  const columns = widths
    .map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`)
    .join("");
  const lines = rows.map(({ cells, style }, index) => {
    const row = index + 1;
    const format = style === undefined ? "" : ` s="${styles[style]}"`;
    const written = cells.map((content, column) =>
      content === undefined ? "" : cellXml(`r="${addressText(row, column + 1)}"${format}`, content),
    );
    return `<row r="${row}">${written.join("")}</row>`;
  });
  return (
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="${namespace}">` +
    `<cols>${columns}</cols><sheetData>${lines.join("")}</sheetData></worksheet>`
  );
}

function cellXml(attributes: string, content: Content): string {
  if (typeof content === "number") return `<c ${attributes}><v>${content}</v></c>`;
  if (typeof content === "string")
    return content === ""
      ? ""
      : `<c ${attributes} t="inlineStr"><is><t xml:space="preserve">${escaped(content)}</t></is></c>`;
  const { formula, value } = content;
  const type = typeof value === "string" ? ' t="str"' : "";
  return `<c ${attributes}${type}><f>${escaped(formula)}</f><v>${typeof value === "string" ? escaped(value) : value}</v></c>`;
}
