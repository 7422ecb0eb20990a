/** The spreadsheet writes number formats nearly as Excel does; these are the differences. */

const parts = /"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|E\+0+|[$€£¥₿]|./g;

/** Excel's number format as the spreadsheet writes it; "" for General. */
export function fromExcelFormat(format: string): string {
  if (/^(general)?$/i.test(format.trim())) return "";
  return (format.match(parts) ?? []).map(fromExcelPart).join("");
}

function fromExcelPart(part: string): string {
  if (part.startsWith("E+")) return "e";
  if (/^[$€£¥₿]$/.test(part)) return `[$${part}]`;
  // Padding and filling have no counterpart, and a colour would be taken for text.
  if (part.startsWith("_") || part.startsWith("*")) return "";
  if (part.startsWith("[")) return currencyPart(part);
  return part;
}

/** "[$€-407]" keeps its sign; colours and conditions are dropped. */
function currencyPart(part: string): string {
  const sign = /^\[\$([^-\]]*)(-[^\]]*)?\]$/.exec(part)?.[1];
  return sign === undefined || sign === "" ? "" : `[$${sign}]`;
}

/** The spreadsheet's number format as Excel writes it. */
export function toExcelFormat(format: string | undefined): string {
  if (format === undefined || format === "") return "General";
  return format.replace(/\[\$\$\]/g, "$").replace(/([0#])e(?=$|;)/g, "$1E+00");
}
