/** The spreadsheet writes number formats nearly as Excel does; these are the differences. */

const parts = /"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|E\+0+|[$€£¥₿]|AM\/PM|A\/P|[dmyhs]+|./gi;

/** Excel's number format as the spreadsheet writes it; "" for General. */
export function fromExcelFormat(format: string): string {
  if (/^(general)?$/i.test(format.trim())) return "";
  const isDate = isDateFormat(format);
  // What dates that are texts look like.
  const written = isDate ? format.replace(/;@$/, "") : format;
  return (written.match(parts) ?? [])
    .map((part) => (isDate && fromDatePart(part)) || fromExcelPart(part))
    .join("");
}

/** Whether Excel's number format has a letter of dates outside what it quotes; "[h]" is a time, "[Red]" a colour. */
export const isDateFormat = (format: string) =>
  (format.match(parts) ?? []).some((part) => /^[dmyhs]+$/i.test(part) || isElapsed(part));

const isElapsed = (part: string) => /^\[(h+|m+|s+)\]$/i.test(part);

/** A part of a date or a time; undefined for any other. */
function fromDatePart(part: string): string | undefined {
  if (/^\[h+\]$/i.test(part)) return "hhhh";
  if (/^am\/pm$|^a\/p$/i.test(part)) return "a";
  if (/^h$/i.test(part)) return "hh";
  return /^[dmys]+$|^hh$/i.test(part) ? part.toLowerCase() : undefined;
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
  return format
    .replace(/\[\$\$\]/g, "$")
    .replace(/([0#])e(?=$|;)/g, "$1E+00")
    .replace(/hhhh(\\(?=:))?/g, "[h]")
    .replace(/([hms]) a$/, "$1 AM/PM");
}
