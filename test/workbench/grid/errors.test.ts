/** @jest-environment jsdom */
import { addErrorType } from "../../../src/workbench/grid/errors";
import { emptySheets, openInOffice, shown, type } from "../officeHost";

beforeAll(() => {
  openInOffice();
  addErrorType();
});

// Microsoft's help on ERROR.TYPE.
test.each([
  ["1/0", 2],
  ['VALUE("a")', 3],
  ["NOFUNCTION()", 5],
  ["NA()", 7],
  ["1", "#N/A"],
])("ERROR.TYPE(%s) is %s", (inside, number) => {
  const { model } = openInOffice(emptySheets("Model"));
  type(model, "Model!A1", `=${inside}`);
  type(model, "Model!A2", "=ERROR.TYPE(A1)");
  expect(shown(model, "Model!A2").value).toBe(number);
  type(model, "Model!A3", '=IF(ISERROR(A1),IF(ERROR.TYPE(A1)=7,"ok","LOOK"),"LOOK")');
  expect(shown(model, "Model!A3").value).toBe(inside === "NA()" ? "ok" : "LOOK");
});
