import { catalogue } from "../../src/functions/catalogue";
import { forms, namesNeeded, nativeCall, nativeNames } from "../../src/native/forms";

const names = [...nativeNames()];

/** A text without what stands in quotes. */
const withoutTexts = (text: string) => text.replace(/"[^"]*"/g, '""');

function nesting(text: string): number {
  let [depth, deepest] = [0, 0];
  for (const letter of withoutTexts(text)) {
    if (letter === "(") deepest = Math.max(deepest, ++depth);
    if (letter === ")") depth--;
  }
  return deepest;
}

/** The text without the spaces and line ends between its parts. */
const compactLength = (text: string) =>
  text
    .split('"')
    .map((part, index) => (index % 2 === 0 ? part.replace(/\s+/g, "") : part))
    .join('"').length;

/** Names of parameters and of the pairs of a LET. */
const boundNames = (text: string) => [
  ...[...withoutTexts(text).matchAll(/LAMBDA\(((?:\s*\[?[a-z_][a-z0-9_]*\]?,)*)/g)].flatMap(([, list = ""]) =>
    [...list.matchAll(/[a-z_][a-z0-9_]*/g)].map(([name]) => name),
  ),
  ...[...withoutTexts(text).matchAll(/(?:LET\(|, )\s*([a-z_][a-z0-9_]*), /g)].map(([, name = ""]) => name),
];

test.each(names)("%s can be a name in a workbook", (name, text) => {
  expect(name).toMatch(/^MINING_[A-Z][A-Z0-9_]*$/);
  expect(compactLength(text)).toBeLessThanOrEqual(2000);
  expect(nesting(text)).toBeLessThan(20);
  for (const bound of boundNames(text)) {
    // Excel takes these for cells or for functions of old macro sheets.
    expect(bound).not.toMatch(/^(r|c|[a-z]{1,3}\d+|r\d*c\d*|return|value|yield)$/i);
  }
});

test.each(names)("%s calls only names that exist", (_, text) => {
  const called = withoutTexts(text).match(/\bMINING_[A-Z0-9_]+/g) ?? [];
  expect(called.filter((other) => !nativeNames().has(other))).toEqual([]);
});

test("every form belongs to a function", () => {
  const known = catalogue.map(({ name }) => name);
  expect(Object.keys(forms).filter((name) => !known.includes(name))).toEqual([]);
});

test("a name comes after those that it calls", () => {
  const needed = namesNeeded(["MINING_MINER_PNL"], nativeNames());
  expect(needed[needed.length - 1]).toBe("MINING_MINER_PNL");
  expect(needed.indexOf("MINING_TEXT_KEY")).toBeLessThan(needed.indexOf("MINING_ROW_OF"));
});

test("a call keeps what is left out between its arguments, and nothing after the last", () => {
  expect(nativeCall("HASHPRICE", ["A1", "B1", "3.125", "", '"TH"'])).toBe(
    'MINING_HASHPRICE(A1,B1,3.125,,"TH")',
  );
  expect(nativeCall("HASHPRICE", ["A1", "B1", "3.125", "", ""])).toBe("MINING_HASHPRICE(A1,B1,3.125)");
  expect(nativeCall("MARKET", ['"btc.price"'])).toBeUndefined();
});
