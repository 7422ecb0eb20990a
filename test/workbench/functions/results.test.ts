import { gridError, gridResult } from "../../../src/workbench/functions/results";

const value = (value: number | string | boolean) => ({ value });

test("rows become columns", () => {
  expect(
    gridResult([
      [1, "a", true],
      [2, "b", false],
    ]),
  ).toEqual([
    [value(1), value(2)],
    [value("a"), value("b")],
    [value(true), value(false)],
  ]);
});

test("one cell is no matrix", () => {
  expect(gridResult([[5]])).toEqual(value(5));
});

test.each([[NaN], [Infinity], [null], [undefined]])("%s shows as 0, as in Excel", (result) => {
  expect(gridResult(result)).toEqual(value(0));
  expect(gridResult([[result, 1]])).toEqual([[value(0)], [value(1)]]);
});

test.each([[[[]]], [[[1, 2], [3]]]])("%j is not a rectangle", (result) => {
  expect(gridResult(result)).toEqual({ value: "#VALUE!", message: "the result is not a rectangle" });
});

test("an error value marks its own cell and keeps its words", () => {
  const error = { code: "#N/A", message: "no value in month 3" };
  expect(gridResult([[1, error]])).toEqual([[value(1)], [{ value: "#N/A", message: "no value in month 3" }]]);
});

test("a bare error says what its code means", () => {
  expect(gridError({ code: "#DIV/0!", message: "" })).toEqual({
    value: "#DIV/0!",
    message: "Division by zero",
  });
});

test("any other thrown error loses its words, as in Excel", () => {
  expect(gridError(new Error("our bug"))).toEqual({ value: "#VALUE!", message: "" });
});
