/** @jest-environment jsdom */
import { showWideNumbers } from "../../../src/workbench/grid/wideNumbers";
import { emptySheets, openInOffice, type } from "../officeHost";

/** What a column of so many pixels shows of what is typed; a character takes 7 pixels. */
function shownIn(width: number, text: string, format?: string): string {
  const { model } = openInOffice(emptySheets("Model"));
  type(model, "Model!A1", text);
  const target = [{ left: 0, right: 0, top: 0, bottom: 0 }];
  if (format !== undefined) model.dispatch("SET_FORMATTING", { sheetId: "s1", target, format });
  model.dispatch("RESIZE_COLUMNS_ROWS", { sheetId: "s1", dimension: "COL", elements: [0], size: width });
  Object.assign(model.getters, { getTextWidth: (shown: string) => shown.length * 7 });
  showWideNumbers(model);
  return model.getters.getCellMultiLineText({ sheetId: "s1", col: 0, row: 0 }, { maxWidth: 0 }).join("|");
}

test.each([
  [96, "85956.45", undefined, "85956.45"],
  [46, "85956.45", undefined, "85956"],
  [53, "85956.45", undefined, "85956.5"],
  [30, "85956.45", undefined, "###"],
  [74, "142345678901234", undefined, "##########"],
  [60, "85956.45", "#,##0.00", "########"],
  [74, "85956.45", "#,##0.00", "85,956.45"],
  [40, "46000", "yyyy-mm-dd", "#####"],
  [4, "7", undefined, "#"],
  [30, "a long text", undefined, "a long text"],
])("a column of %d pixels shows %s in the format %s as %s", (width, typed, format, shown) =>
  expect(shownIn(width, typed, format)).toBe(shown),
);
