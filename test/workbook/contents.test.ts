/** @jest-environment jsdom */
import { excelWorkbook } from "../../src/workbook/excel";
import { emptySheets, openInOffice, type, type OfficeHost } from "../workbench/officeHost";

let office: OfficeHost;
beforeEach(() => {
  office = openInOffice(emptySheets("Model", "My costs", "Hidden"));
  office.model.dispatch("HIDE_SHEET", { sheetId: "s3" });
});

test("the cells in use of all sheets are read, with their formulas, values and place", async () => {
  type(office.model, "Model!B3", "Efficiency");
  type(office.model, "Model!C3", "17.5");
  type(office.model, "Model!C4", "=C3*2");
  type(office.model, "Hidden!A1", "=1/0");
  const { sheets, tables } = await excelWorkbook.contents();
  expect(sheets).toEqual([
    {
      name: "Model",
      isHidden: false,
      row: 2,
      column: 1,
      formulas: [
        ["Efficiency", 17.5],
        ["", "=C3*2"],
      ],
      values: [
        ["Efficiency", 17.5],
        ["", 35],
      ],
    },
    { name: "My costs", isHidden: false, row: 0, column: 0, formulas: [], values: [] },
    { name: "Hidden", isHidden: true, row: 0, column: 0, formulas: [["=1/0"]], values: [["#DIV/0!"]] },
  ]);
  expect(tables).toEqual([]);
});

test("names come with what they stand for", async () => {
  type(office.model, "My costs!B2", "0.05");
  const ranges = [office.model.getters.getRangeDataFromXc("s2", "B2")];
  office.model.dispatch("CREATE_NAMED_RANGE", { name: "power_price", ranges });
  expect((await excelWorkbook.contents()).names).toEqual([
    { name: "power_price", formula: "='My costs'!$B$2" },
  ]);
});

test("a name of one sheet says which, beside one of the workbook with the same name", async () => {
  const ranges = [office.model.getters.getRangeDataFromXc("s2", "B2")];
  office.model.dispatch("CREATE_NAMED_RANGE", { name: "power_price", ranges });
  await Excel.run(async (context) => {
    const { names } = context.workbook.worksheets.getItem("Model");
    names.add("power_price", "=Model!$C$3*2");
    await context.sync();
  });
  expect((await excelWorkbook.contents()).names).toEqual([
    { name: "power_price", formula: "='My costs'!$B$2" },
    { name: "power_price", sheet: "Model", formula: "=Model!$C$3*2" },
  ]);
});

test("many rows are read in parts, and are whole", async () => {
  office.model.dispatch("ADD_COLUMNS_ROWS", {
    sheetId: "s1",
    sheetName: "Model",
    dimension: "COL",
    base: 0,
    position: "after",
    quantity: 200,
  });
  office.model.dispatch("ADD_COLUMNS_ROWS", {
    sheetId: "s1",
    sheetName: "Model",
    dimension: "ROW",
    base: 0,
    position: "after",
    quantity: 100,
  });
  type(office.model, "Model!A1", "=SEQUENCE(150,1)");
  type(office.model, "Model!GR150", "end");
  const [model] = (await excelWorkbook.contents()).sheets;
  expect(model?.values).toHaveLength(150);
  expect(model?.values.map(([first]) => first)).toEqual(Array.from({ length: 150 }, (_, row) => row + 1));
  expect(model?.values.at(-1)?.at(-1)).toBe("end");
});

test("the cells that a formula fills know it, and others know of none", async () => {
  type(office.model, "Model!B2", "=SEQUENCE(3,2)");
  type(office.model, "Model!E2", "=1+1");
  const at = (range: string) => ({ sheet: "Model", range });
  const spill = { anchor: at("B2"), place: at("B2:C4") };
  expect(await excelWorkbook.spills([at("C3"), at("B2"), at("E2"), at("H9")])).toEqual([
    spill,
    spill,
    undefined,
    undefined,
  ]);
});
