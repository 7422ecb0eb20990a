import { fromExcelFormat, isDateFormat, toExcelFormat } from "../../../src/workbench/host/numberFormats";

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
  ["YYYY-MM-DD", "yyyy-mm-dd"],
  ["yyyy\\-mm\\-dd\\ h:mm:ss;@", "yyyy\\-mm\\-dd\\ hh:mm:ss"],
  ["[$-409]d\\-mmm\\-yy;@", "d\\-mmm\\-yy"],
  ["[$-F800]dddd\\,\\ mmmm\\ dd", "dddd\\,\\ mmmm\\ dd"],
  ["h:mm AM/PM", "hh:mm a"],
  ["[h]:mm:ss", "hhhh:mm:ss"],
  ['0.0" days"', '0.0" days"'],
  ["[Red]0.0", "0.0"],
  ["0.0\\d", "0.0\\d"],
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
  ["hh:mm a", "hh:mm AM/PM"],
  ["hhhh:mm:ss", "[h]:mm:ss"],
  ["hhhh\\:mm:ss", "[h]:mm:ss"],
])("the spreadsheet's %j is %j in Excel", (grid, excel) => {
  expect(toExcelFormat(grid)).toBe(excel);
});

test.each([
  ["yyyy", true],
  ["[h]:mm", true],
  ["[$-409]h", true],
  ["General", false],
  ['0.00" days"', false],
  ["[Red]0", false],
  ["0\\d", false],
  ["0.00E+00", false],
])("%s is a date's format: %s", (format, isDate) => expect(isDateFormat(format)).toBe(isDate));
