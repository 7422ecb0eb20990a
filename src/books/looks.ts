/** How a cell looks, without its number format. */
export interface Style {
  readonly bold?: boolean;
  /** In points; 11 where it is left out. */
  readonly size?: number;
  /** Six hexadecimal digits. */
  readonly colour?: string;
  readonly fill?: string;
  readonly align?: "left" | "center" | "right";
  /** Keeps clear of the figure beside it. */
  readonly isIndented?: boolean;
  readonly middle?: boolean;
  readonly wrap?: boolean;
  /** Lines of the cell's border. */
  readonly lines?: "top" | "bottom" | "box";
}

const INPUT = { colour: "0B4FA8", fill: "EEF4FF", lines: "box" } as const;

/** The looks of a finished workbook. Only what a reader may change is blue. */
export const looks = {
  plain: {},
  title: { bold: true, size: 16, colour: "0B5548" },
  verdict: { bold: true, colour: "0F6C5C" },
  note: { colour: "616161" },
  section: { bold: true, colour: "FFFFFF", fill: "0F6C5C" },
  sectionFigure: { bold: true, colour: "FFFFFF", fill: "0F6C5C", align: "right" },
  head: { bold: true, fill: "E6F2EF", wrap: true, middle: true, align: "center" },
  leftHead: { bold: true, fill: "E6F2EF", wrap: true, middle: true },
  axis: { bold: true, fill: "E6F2EF", align: "right" },
  axisLabel: { bold: true, fill: "E6F2EF" },
  label: {},
  strongLabel: { bold: true },
  unit: { colour: "616161", align: "left", isIndented: true, middle: true },
  input: { ...INPUT, align: "right" },
  textInput: { ...INPUT, align: "left" },
  figure: { align: "right", middle: true },
  strong: { bold: true, align: "right" },
  total: { bold: true, align: "right", lines: "top" },
  totalLabel: { bold: true, lines: "top" },
  text: { align: "left" },
  wrapped: { wrap: true, middle: true },
  /** A figure of the dashboard, its name above it, and what is said below it. */
  cardName: { colour: "616161", fill: "F3F7F6", wrap: true, middle: true, align: "center" },
  cardFigure: { bold: true, size: 16, colour: "0B5548", fill: "F3F7F6", align: "center", middle: true },
  cardNote: { colour: "616161", fill: "F3F7F6", wrap: true, align: "center" },
  pass: { bold: true, colour: "0F6C5C", align: "center", middle: true },
} as const satisfies Record<string, Style>;
export type Look = keyof typeof looks;

/** Number formats of Excel. A negative amount has a minus: costs are negative in cash flows. */
export const formats = {
  usd: "$#,##0;-$#,##0",
  usdCents: "$#,##0.00;-$#,##0.00",
  usdPerKwh: "$0.0000",
  count: "#,##0",
  decimal: "#,##0.00",
  oneDecimal: "#,##0.0",
  btc: "#,##0.00000000",
  btcShort: "#,##0.0000",
  percent: "0.0%",
  percentWhole: "0%",
  percentFine: "0.00%",
  difficulty: "0.000E+00",
  date: "yyyy-mm-dd",
  moment: "yyyy-mm-dd hh:mm",
  month: "mmm yyyy",
  flag: "0",
  text: "@",
} as const;
/** One of the usual number formats, or Excel's own code for another. */
export type Format = keyof typeof formats | { readonly code: string };

export const codeOf = (format: Format | undefined): string | undefined =>
  typeof format === "string" ? formats[format] : format?.code;
