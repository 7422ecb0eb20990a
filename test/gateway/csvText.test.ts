import { csvText } from "../../src/gateway/csvText";

const row = (...fields: (string | number | undefined)[]) => csvText(["a"], [fields]).split("\r\n")[1];

test("says that it is UTF-8, so that Excel reads it as that", () => {
  expect(csvText(["price (€/MWh)"], [])).toBe("\uFEFFprice (€/MWh)\r\n");
});

test.each([
  "=1+1",
  "=1\n+1",
  "+1",
  "-1",
  "@SUM(A1)",
  "\t=1+1",
  "\r=1+1",
  '=HYPERLINK("https://evil.example","a")',
])("%j is no formula", (text) => {
  expect(row(text)?.replace(/^"/, "")).toMatch(/^'/);
});

test("numbers are numbers, blanks are blank, and separators are quoted", () => {
  expect(row(-1, 1e-7, undefined, 'a "b", c')).toBe('-1,1e-7,,"a ""b"", c"');
});
