import type { Arg } from "@odoo/o-spreadsheet";
import { argumentDefinitions, ArgumentReader } from "../../../src/workbench/functions/arguments";

const errorTypes = new Set(["#N/A", "#REF", "#DIV/0!"]);
Object.assign(globalThis, { o_spreadsheet: { registries: { errorTypes } } });

const matrix = { name: "x", description: "", type: "any", dimensionality: "matrix" } as const;
const repeating = { ...matrix, repeating: true } as const;
const reader = new ArgumentReader((code, message) => ({ code, message }));
const read = (...given: Arg[]) => reader.read([matrix, matrix, repeating], given);

test("columns become rows", () => {
  const columns = [
    [{ value: 1 }, { value: 2 }],
    [{ value: "a" }, { value: true }],
  ];
  expect(read(columns)[0]).toEqual([
    [1, "a"],
    [2, true],
  ]);
});

test("a single value is a matrix of one cell", () => {
  expect(read({ value: 7 })[0]).toEqual([[7]]);
});

test("what is omitted is null, and a blank cell 0", () => {
  expect(read(undefined, [[{ value: null }]])).toEqual([null, [[0]], []]);
});

test("all that repeats comes as one list", () => {
  expect(read({ value: 1 }, undefined, { value: "price" }, undefined, [[{ value: 2 }]])[2]).toEqual([
    [["price"]],
    [[0]],
    [[2]],
  ]);
});

test("an error arrives by Excel's name with its words; text that begins with # is text", () => {
  expect(read([[{ value: "#REF", message: "gone" }, { value: "#1" }]])[0]).toEqual([
    [{ code: "#REF!", message: "gone" }],
    ["#1"],
  ]);
});

test("a large range is converted once", () => {
  const columns = [Array.from({ length: 1000 }, (_, index) => ({ value: index }))];
  expect(read(columns)[0]).toBe(read(columns)[0]);
});

const named = (name: string, rest: { optional?: true; repeating?: true } = {}) => ({
  ...matrix,
  name,
  ...rest,
});
const repeats = named("overrides", { repeating: true });

test.each([
  [[named("a"), repeats]],
  [[named("a"), named("b", { optional: true }), repeats]],
  [[named("a"), named("b", { optional: true }), named("c", { optional: true }), repeats]],
])("the spreadsheet takes any number of repeated arguments: %j", (parameters) => {
  const definitions = argumentDefinitions(parameters);
  const repeated = definitions.filter(({ repeating }) => repeating);
  const optionals = definitions.filter(({ optional, repeating }) => optional && !repeating);
  expect(repeated).toHaveLength(optionals.length + 1);
});
