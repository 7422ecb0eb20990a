import { attributeEdit, childCount, elementsOf, named } from "./xml";
import { namespacesOf, type Workbook } from "./workbook";

/** The places of cell formats, for the cover sheet. */
export interface CoverStyles {
  readonly title: number;
  readonly head: number;
  readonly wrapped: number;
}

const PLAIN: CoverStyles = { title: 0, head: 0, wrapped: 0 };
const CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";
/** Excel's own. */
const MOST_FORMATS = 64_000;

/** Adds a title's, a heading's and a wrapped text's format to the workbook. Those that are there keep their places. */
export function coverStyles({ file, main, isStrict }: Workbook): CoverStyles {
  const path = file.relations(main).find(({ kind, target }) => kind === "styles" && file.has(target))?.target;
  if (path === undefined) {
    const { main: namespace, relations } = namespacesOf({ isStrict });
    file.add({
      path: freePath(file),
      contentType: CONTENT_TYPE,
      text:
        `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="${namespace}">` +
        `<fonts count="3"><font><sz val="11"/><name val="Calibri"/></font>${fontsXml("")}</fonts>` +
        `<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
        `<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
        `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
        `<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>${formatsXml("", 1)}</cellXfs>` +
        `<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
      from: { path: main, type: `${relations}/styles` },
    });
    return { title: 1, head: 2, wrapped: 3 };
  }
  const xml = file.xml(path);
  const [fonts] = elementsOf(xml, "fonts");
  const [formats] = elementsOf(xml, "cellXfs");
  if (fonts?.tag.kind !== "open" || formats?.tag.kind !== "open") return PLAIN;
  const fontCount = childCount(xml, "fonts", "font");
  const formatCount = childCount(xml, "cellXfs", "xf");
  if (formatCount + 3 > MOST_FORMATS) return PLAIN;
  const { prefix } = fonts.tag;
  for (const [{ tag, contentEnd }, count, text] of [
    [fonts, fontCount + 2, fontsXml(prefix)],
    [formats, formatCount + 3, formatsXml(prefix, fontCount)],
  ] as const) {
    const edit = attributeEdit(xml, tag, "count", String(count));
    file.edit(path, [...(edit === undefined ? [] : [edit]), { start: contentEnd, end: contentEnd, text }]);
  }
  return { title: formatCount, head: formatCount + 1, wrapped: formatCount + 2 };
}

function freePath(file: Workbook["file"]): string {
  let path = "xl/styles.xml";
  for (let number = 2; file.has(path); number++) path = `xl/styles${number}.xml`;
  return path;
}

/** A large bold font and a bold one. */
function fontsXml(prefix: string): string {
  const name = (local: string) => named(prefix, local);
  return [14, 11]
    .map(
      (size) =>
        `<${name("font")}><${name("b")}/><${name("sz")} val="${size}"/><${name("name")} val="Calibri"/></${name("font")}>`,
    )
    .join("");
}

function formatsXml(prefix: string, firstFont: number): string {
  const xf = named(prefix, "xf");
  const alignment = `<${named(prefix, "alignment")} vertical="top" wrapText="1"/>`;
  const format = (font: number) => `${xf} numFmtId="0" fontId="${font}" fillId="0" borderId="0" xfId="0"`;
  return (
    `<${format(firstFont)} applyFont="1"/><${format(firstFont + 1)} applyFont="1"/>` +
    `<${format(0)} applyAlignment="1">${alignment}</${xf}>`
  );
}
