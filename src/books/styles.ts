import { escapedValue } from "../workfile/xml";
import { looks, type Look, type Style } from "./looks";
import type { Mark } from "./page";

/** Texts that are written once each, and referred to by their place. */
class Places {
  private readonly places = new Map<string, number>();

  constructor(...first: readonly string[]) {
    for (const text of first) this.of(text);
  }

  of(text: string): number {
    const place = this.places.get(text) ?? this.places.size;
    this.places.set(text, place);
    return place;
  }

  list(element: string): string {
    return `<${element} count="${this.places.size}">${[...this.places.keys()].join("")}</${element}>`;
  }
}

/** Formats that Excel knows by number. ISO 29500-1, section 18.8.30. */
const BUILT_IN: Readonly<Record<string, number>> = {
  "0": 1,
  "0.00": 2,
  "#,##0": 3,
  "#,##0.00": 4,
  "0%": 9,
  "0.00%": 10,
  "@": 49,
};
/** The first number that a workbook may give to a format of its own. */
const OWN_FORMATS = 164;
/** Of the border around an input and above a total. */
const [BOX_COLOUR, LINE_COLOUR] = ["B9C7DC", "5F6B68"];

const colour = (digits: string) => `<color rgb="FF${digits}"/>`;
const solid = (digits: string) =>
  `<fill><patternFill patternType="solid"><fgColor rgb="FF${digits}"/><bgColor indexed="64"/></patternFill></fill>`;

const MARKS: readonly (readonly [Mark["look"], string])[] = [
  ["red", dxf("9C0006", "FFC7CE", true)],
  ["green", dxf("0B5548", "DDF1EB", false)],
  ["grey", dxf("8A8D91", "F2F2F2", false)],
];

function dxf(text: string, fill: string, isBold: boolean): string {
  const font = `<font>${isBold ? '<b/><i val="0"/>' : ""}${colour(text)}</font>`;
  return `<dxf>${font}<fill><patternFill><bgColor rgb="FF${fill}"/></patternFill></fill></dxf>`;
}

/** The place of a conditional format's look. */
export const markPlace = (look: Mark["look"]) => MARKS.findIndex(([name]) => name === look);

/** The formats of cells in a workbook: each combination of a look and a number format once. */
export class Styles {
  private readonly fonts = new Places(fontXml({}));
  // Excel takes the first two for these, whatever stands there.
  private readonly fills = new Places(
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
  );
  private readonly borders = new Places(borderXml(undefined));
  private readonly numberFormats = new Map<string, number>();
  private readonly cells = new Places('<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>');

  /** The place of a cell's format. */
  place(look: Look, format: string | undefined): number {
    const style: Style = looks[look];
    const number = format === undefined ? 0 : this.numberFormat(format);
    const font = this.fonts.of(fontXml(style));
    const fill = style.fill === undefined ? 0 : this.fills.of(solid(style.fill));
    const border = this.borders.of(borderXml(style.lines));
    const alignment = alignmentXml(style);
    const applied = [
      number > 0 && "NumberFormat",
      font > 0 && "Font",
      fill > 0 && "Fill",
      border > 0 && "Border",
      alignment !== "" && "Alignment",
    ].flatMap((what) => (what === false ? [] : [` apply${what}="1"`]));
    const attributes = `numFmtId="${number}" fontId="${font}" fillId="${fill}" borderId="${border}" xfId="0"`;
    const start = `<xf ${attributes}${applied.join("")}`;
    return this.cells.of(alignment === "" ? `${start}/>` : `${start}>${alignment}</xf>`);
  }

  private numberFormat(code: string): number {
    const number = BUILT_IN[code] ?? this.numberFormats.get(code) ?? OWN_FORMATS + this.numberFormats.size;
    if (BUILT_IN[code] === undefined) this.numberFormats.set(code, number);
    return number;
  }

  /** The part's content. */
  xml(): string {
    const own = [...this.numberFormats].map(
      ([code, number]) => `<numFmt numFmtId="${number}" formatCode="${escapedValue(code)}"/>`,
    );
    const numFmts = own.length === 0 ? "" : `<numFmts count="${own.length}">${own.join("")}</numFmts>`;
    return (
      '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
      numFmts +
      this.fonts.list("fonts") +
      this.fills.list("fills") +
      this.borders.list("borders") +
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
      this.cells.list("cellXfs") +
      '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>' +
      `<dxfs count="${MARKS.length}">${MARKS.map(([, xml]) => xml).join("")}</dxfs>` +
      '<tableStyles count="0" defaultTableStyle="TableStyleMedium9" defaultPivotStyle="PivotStyleLight16"/></styleSheet>'
    );
  }
}

function fontXml({ bold, size = 11, colour: digits = "000000" }: Style): string {
  const marks = bold === true ? "<b/>" : "";
  return `<font>${marks}<sz val="${size}"/>${colour(digits)}<name val="Calibri"/><family val="2"/></font>`;
}

function borderXml(lines: Style["lines"]): string {
  const side = (name: string) => {
    if (lines !== "box" && lines !== name) return `<${name}/>`;
    return `<${name} style="thin">${colour(lines === "box" ? BOX_COLOUR : LINE_COLOUR)}</${name}>`;
  };
  return `<border>${["left", "right", "top", "bottom"].map(side).join("")}<diagonal/></border>`;
}

function alignmentXml({ align, isIndented, middle, wrap }: Style): string {
  const vertical = middle === true ? "center" : wrap === true ? "top" : undefined;
  const attributes = [
    align === undefined ? "" : ` horizontal="${align}"`,
    isIndented === true ? ' indent="1"' : "",
    vertical === undefined ? "" : ` vertical="${vertical}"`,
    wrap === true ? ' wrapText="1"' : "",
  ].join("");
  return attributes === "" ? "" : `<alignment${attributes}/>`;
}
