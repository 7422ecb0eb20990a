import type { CellPosition, Locale, Model } from "@odoo/o-spreadsheet";

/** Left and right of a cell's text, in pixels. */
const MARGINS = 4;
const MOST_DECIMALS = 10;

/**
 * Shows a number that its column is too narrow for as Excel does: a plain one with fewer decimals, any other as ####.
 * The spreadsheet cuts digits off, and what is left reads as another number.
 */
export function showWideNumbers({ getters }: Model): void {
  const { getCellMultiLineText } = getters;
  Object.assign(getters, {
    getCellMultiLineText(...[position, given]: Parameters<typeof getCellMultiLineText>): string[] {
      const lines = getCellMultiLineText(position, given);
      const { value, format } = getters.getEvaluatedCell(position);
      if (typeof value !== "number" || getters.shouldShowFormulas()) return lines;
      const style = { ...getters.getCellComputedStyle(position), rotation: 0 };
      const room = widthOf(position) - MARGINS;
      const fits = (text: string) => getters.getTextWidth(text, style) <= room;
      if (lines.length <= 1 && fits(lines[0] ?? "")) return lines;
      const rounded = format === undefined ? roundings(value, getters.getLocale()).find(fits) : undefined;
      return [rounded ?? "#".repeat(Math.max(1, Math.floor(room / getters.getTextWidth("#", style))))];
    },
  });

  function widthOf(position: CellPosition): number {
    const { sheetId, col } = position;
    const { left, right } = getters.getMerge(position) ?? { left: col, right: col };
    let width = 0;
    for (let column = left; column <= right; column++) width += getters.getColSize(sheetId, column);
    return width;
  }
}

/** The number with fewer and fewer decimals; it keeps its digits before the point. */
const roundings = (value: number, locale: Locale): string[] =>
  Array.from({ length: MOST_DECIMALS + 1 }, (_, fewer) =>
    o_spreadsheet.helpers
      .formatValue(value, { format: `0.${"#".repeat(MOST_DECIMALS - fewer)}`, locale })
      .replace(/\.$/, ""),
  );
