import { fromExcelFormat, toExcelFormat } from "../../../src/workbench/host/numberFormats";

test.each([
  ["General", ""],
  ["", ""],
  ["#,##0.00", "#,##0.00"],
  ["0.00E+00", "0.00e"],
  ["$#,##0", "[$$]#,##0"],
  ["€0.00", "[$€]0.00"],
  ["[$$]#,##0", "[$$]#,##0"],
  ["[$€-407]0", "[$€]0"],
  ['"$"#,##0', '"$"#,##0'],
  ['0.0" USD"', '0.0" USD"'],
  ["\\$0", "\\$0"],
  ["#,##0_);[Red](#,##0)", "#,##0;(#,##0)"],
  ["_-* #,##0_-", "#,##0"],
  ["yyyy-mm-dd", "yyyy-mm-dd"],
  ["0.0%", "0.0%"],
])("Excel's %j is %j in the spreadsheet", (excel, grid) => {
  expect(fromExcelFormat(excel)).toBe(grid);
});

test.each([
  [undefined, "General"],
  ["", "General"],
  ["[$$]#,##0", "$#,##0"],
  ["0.00e", "0.00E+00"],
  ["#,##0.00", "#,##0.00"],
  ['0" e"', '0" e"'],
])("the spreadsheet's %j is %j in Excel", (grid, excel) => {
  expect(toExcelFormat(grid)).toBe(excel);
});
