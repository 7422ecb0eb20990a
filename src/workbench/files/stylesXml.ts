import { fromExcelFormat, isDateFormat } from "../host/numberFormats";
import { MAIN } from "./canonicalXml";
import { elements, makeOpaque, XmlElement } from "./xmlTree";

/** For a workbook without: one style, the plain one. */
export function plainStyles(): XmlElement {
  const root = new XmlElement("styleSheet", MAIN);
  const font = root.add("fonts").add("font");
  font.add("sz", { val: "11" });
  font.add("name", { val: "Calibri" });
  root.add("fills").add("fill").add("patternFill", { patternType: "none" });
  root.add("borders").add("border");
  root.add("cellXfs").add("xf", { numFmtId: "0", fontId: "0", fillId: "0", borderId: "0" });
  return root;
}

/** Formats that a file names only by number and the import takes for others, or for no format. ISO 29500-1, section 18.8.30. */
const builtIn: Readonly<Record<string, string>> = {
  3: "#,##0",
  11: "0.00E+00",
  48: "0.0E+0",
  37: "#,##0;(#,##0)",
  38: "#,##0;(#,##0)",
  39: "#,##0.00;(#,##0.00)",
  40: "#,##0.00;(#,##0.00)",
  15: "d-mmm-yy",
  16: "d-mmm",
  17: "mmm-yy",
  18: "h:mm AM/PM",
  19: "h:mm:ss AM/PM",
  20: "h:mm",
  21: "h:mm:ss",
  45: "mm:ss",
  46: "[h]:mm:ss",
  47: "mm:ss",
};
/** Numbers that no program gives to a format. */
const OWN_NUMBERS = 100_000;

/** Reduces the styles to what the spreadsheet's import reads. */
export function adaptStyles(root: XmlElement): void {
  makeOpaque(root);
  const formats = elements(root, "numFmt");
  const named = new Set(formats.map((format) => format.attribute("numFmtId")));
  for (const format of formats) {
    format.set("formatCode", gridFormat(format.attribute("formatCode") ?? ""));
  }
  for (const [id, code] of Object.entries(builtIn)) {
    if (named.has(id)) continue;
    root.add("numFmt", { numFmtId: String(OWN_NUMBERS + Number(id)), formatCode: gridFormat(code) });
  }
  for (const style of cellStyles(root)) {
    const id = style.attribute("numFmtId") ?? "0";
    if (builtIn[id] !== undefined && !named.has(id)) style.set("numFmtId", String(OWN_NUMBERS + Number(id)));
  }
  // One without a pattern would be left out, and those after it take its place.
  for (const fill of elements(root, "fill")) {
    if (fill.children.length === 0) fill.add("patternFill", { patternType: "none" });
  }
}

/** The import takes all hours for hours of the day, unless it cannot see that the format is a time. */
const gridFormat = (code: string) =>
  (code.length <= LONGEST_FORMAT && fromExcelFormat(code).replace(/hhhh:/g, "hhhh\\:")) || "General";
/** Excel's own limit. */
const LONGEST_FORMAT = 255;

/** The formats of cells, in the order of their styles. */
const cellStyles = (root: XmlElement) => elements(root, "cellXfs").flatMap(({ children }) => children);

/** Those of ISO 29500-1, section 18.8.30, that show a date or a time. */
const isBuiltInDate = (id: number) =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** The styles that show dates. */
export function dateStylesOf(root: XmlElement): ReadonlySet<number> {
  const codes = new Map(
    elements(root, "numFmt").map((format) => [
      Number(format.attribute("numFmtId")),
      format.attribute("formatCode") ?? "",
    ]),
  );
  const isDate = (id: number) => {
    const code = codes.get(id);
    return code === undefined ? isBuiltInDate(id) : isDateFormat(code);
  };
  return new Set(
    cellStyles(root).flatMap((style, index) => (isDate(Number(style.attribute("numFmtId"))) ? [index] : [])),
  );
}

/** What a cell of a style has besides its looks: a format and borders, by the numbers that they have in the file. */
export interface StyleParts {
  readonly format: number;
  readonly border: number;
}

export const stylePartsOf = (root: XmlElement): StyleParts[] =>
  cellStyles(root).map((style) => ({
    format: Number(style.attribute("numFmtId") ?? 0),
    border: Number(style.attribute("borderId") ?? 0),
  }));
