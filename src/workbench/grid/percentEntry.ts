import { cellEditor, type CellEditor } from "./cellEditor";

/**
 * Has cells of percentages take numbers as Excel does by default: 40 and 0.4 are both 40 %. Call it once, before the first
 * workbook is shown.
 *
 * The spreadsheet puts a sign after the first digit: that makes 0.4 % of 0.4, and keeps the sign that is typed as well.
 */
export function takePercentages(): void {
  const editor = cellEditor();
  const { startEdition, getCurrentCanonicalContent, numberComposerContent } = editor;
  const changed: Partial<CellEditor> = {
    startEdition(text, selection) {
      const result = startEdition.call(this, text, selection);
      if (text !== undefined && text !== "" && this._currentContent === `${text}%`)
        this.setCurrentContent(text, selection);
      return result;
    },
    getCurrentCanonicalContent() {
      const content = getCurrentCanonicalContent.call(this);
      const { format } = this.model.getters.getEvaluatedCell(this.currentEditedCell);
      if (!isPercentage(format)) return content;
      // A number with its sign is a formula to the spreadsheet.
      const isSigned = this._currentContent.startsWith("+") && isPlainNumber(content.slice(1));
      return withPercent(isSigned ? content.slice(1) : content);
    },
    numberComposerContent(value, format, locale) {
      const content = numberComposerContent.call(this, value, format, locale);
      // 0.07 times 100 is 7.000000000000001.
      return content.replace(/^(-?\d+\.\d{10,})%$/, (_all, digits: string) => `${rounded(digits)}%`);
    },
  };
  Object.assign(editor, changed);
}

/** Excel keeps 15 digits. */
const rounded = (digits: string) => String(Number(Number(digits).toPrecision(15)));

/** Whether numbers in this format are shown a hundred times as large, with a sign; not where the sign is a mere text. */
export const isPercentage = (format: string | undefined) =>
  format?.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, "").includes("%") === true;

/** What is typed into a cell of percentages: numbers from 1 on are percentages, smaller ones shares. The rest is as it was. */
export function withPercent(typed: string): string {
  const { toNumber } = o_spreadsheet.helpers;
  const { DEFAULT_LOCALE } = o_spreadsheet.constants;
  if (!isPlainNumber(typed)) return typed;
  return Math.abs(toNumber(typed.trim(), DEFAULT_LOCALE)) >= 1 ? `${typed.trim()}%` : typed;
}

const isPlainNumber = (typed: string) =>
  /^[-\d.,e+\s]+$/i.test(typed) &&
  o_spreadsheet.helpers.isNumber(typed, o_spreadsheet.constants.DEFAULT_LOCALE);
