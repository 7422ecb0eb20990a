import type { CellPosition, DataValidationRule, Model } from "@odoo/o-spreadsheet";
import { refusalAt } from "../files/keptPlugin";
import { cellEditor, type CellEditor } from "../grid/cellEditor";
import { isPercentage } from "../grid/percentEntry";

/**
 * Says once what a cell takes when it refuses an entry: the spreadsheet says it twice, since its message takes the focus
 * from the editor, which then looks at the entry again. Call it once, before the first workbook is shown.
 */
export function explainRefusals(): void {
  const editor = cellEditor();
  const { stopEdition } = editor;
  const changed: Partial<CellEditor> = {
    stopEdition(direction) {
      if (this.canStopEdition()) {
        stopEdition.call(this, direction);
        return;
      }
      const text = refusal(this.model, this.currentEditedCell, this._currentContent);
      this.cancelEdition();
      this.notificationStore.raiseError(text);
    },
  };
  Object.assign(editor, changed);
}

/** Says the same of what stands in a cell against its rule, where the pointer is over it. */
export function explainInvalidCells(model: Model): void {
  const { getters } = model;
  const { getInvalidDataValidationMessage } = getters;
  Object.assign(getters, {
    getInvalidDataValidationMessage(position: CellPosition) {
      if (getInvalidDataValidationMessage(position) === undefined) return undefined;
      const { value } = getters.getEvaluatedCell(position);
      return explanation(model, position, value);
    },
  });
}

/** What is said when a cell does not take what was typed. */
function refusal(model: Model, position: CellPosition, typed: string): string {
  const cell = o_spreadsheet.helpers.toXC(position.col, position.row);
  const shown = typed.length > LONGEST_ENTRY ? `${typed.slice(0, LONGEST_ENTRY)}…` : typed;
  return `${cell} does not take ${shown}. ${explanation(model, position, typed)}`.trimEnd();
}

const LONGEST_ENTRY = 40;

/** What a cell takes: its rule in plain words, where it has any, and then what the file says of it. */
function explanation(model: Model, position: CellPosition, value: CellValue): string {
  const rule = model.getters.getValidationRuleForCell(position);
  const sentence = rule === undefined ? "" : ruleSentence(model, position, rule, value);
  return [sentence, refusalAt(model, position) ?? ""].filter((text) => text !== "").join("\n\n");
}

type CellValue = string | number | boolean | null;

function ruleSentence(
  { getters }: Model,
  position: CellPosition,
  { criterion }: DataValidationRule,
  value: CellValue,
): string {
  switch (criterion.type) {
    case "isValueInList":
      return `The value must be ${oneOf(criterion.values)}.`;
    case "isValueInRange": {
      const values = getters.getDataValidationRangeValues(position.sheetId, criterion);
      const place = String(criterion.values[0]).replaceAll("$", "");
      return `The value must be ${oneOf(values.map(({ label }) => label))} (see ${place}).`;
    }
    case "isBoolean":
      return "The value must be TRUE or FALSE.";
    case "customFormula":
      return "";
  }
  // Unlike that of the rule itself, this text has the values of formulas in it.
  const result = getters.getValidationResultForCellValue(value, position);
  if (result.isValid) return "";
  const { format } = getters.getEvaluatedCell(position);
  const isOfShares = isPercentage(format) && OF_NUMBERS.test(criterion.type);
  return `${isOfShares ? result.error.replace(NUMBER, percentage) : result.error}.`;
}

const OF_NUMBERS = /^is(?:Not)?(?:Equal|Between|(?:Greater|Less)\w+)$/;
const NUMBER = /-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/gi;

const percentage = (number: string) => `${Number((Number(number) * 100).toPrecision(12))}%`;

const MOST_VALUES = 10;

/** Of a long list the first few. */
function oneOf(values: readonly string[]): string {
  const isLong = values.length > MOST_VALUES;
  const named = (isLong ? values.slice(0, 3) : values).join(", ");
  return isLong ? `one of ${values.length}, such as ${named}` : `one of: ${named}`;
}
