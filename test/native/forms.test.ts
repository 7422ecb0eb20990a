import { readdirSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "../../src/functions/catalogue";
import { parse, walk, type Formula } from "../../src/formula/formula";
import { printed } from "../../src/formula/printed";
import { nativeName } from "../../src/native/compose";
import { forms, helperNames, namesNeeded, nativeCall, nativeNames, notNative } from "../../src/native/forms";

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
function boundNames(text: string): string[] {
  return [...walk(parse(text))].flatMap((node) => {
    if (node.type !== "call") return [];
    if (node.name === "LAMBDA") return node.args.slice(0, -1).map(nameOf);
    if (node.name === "LET")
      return node.args.slice(0, -1).flatMap((arg, at) => (at % 2 === 0 ? nameOf(arg) : []));
    return [];
  });
}

/** What is bound; an optional parameter stands in brackets. */
function nameOf(node: Formula): string {
  if (node.type === "name") return node.name;
  return node.type === "table" ? node.text.slice(1, -1) : `not a name: ${printed(node)}`;
}

test.each(names)("%s can be a name in a workbook", (name, text) => {
  expect(name).toMatch(/^MINING_[A-Z][A-Z0-9_]*$/);
  expect(compactLength(text)).toBeLessThanOrEqual(2000);
  expect(nesting(text)).toBeLessThan(20);
  for (const bound of boundNames(text)) {
    expect(bound).toMatch(/^[a-z_][a-z0-9_]*$/);
    // Excel takes these for cells or for functions of old macro sheets.
    expect(bound).not.toMatch(/^(r|c|[a-z]{1,3}\d+|r\d*c\d*|return|value|yield)$/i);
  }
});

test.each(names)("%s calls only names that exist", (_, text) => {
  const called = withoutTexts(text).match(/\bMINING_[A-Z0-9_]+/g) ?? [];
  expect(called.filter((other) => !nativeNames().has(other))).toEqual([]);
});

test("names that a formula binds are found", () => {
  expect(boundNames('LAMBDA(x, [y], LET(a, x + 1, b, MAP(a, LAMBDA(p, p & ", c, ")), b))')).toEqual([
    "x",
    "y",
    "a",
    "b",
    "p",
  ]);
});

/** What the modules of the room define under each name, as forms or as helper names; a group may be made of others. */
async function definedIn(end: "Forms" | "Names"): Promise<Map<string, Set<unknown>>> {
  const room = join(__dirname, "../../src/native");
  const defined = new Map<string, Set<unknown>>();
  for (const file of readdirSync(room)) {
    const constants = (await import(join(room, file))) as Record<string, unknown>;
    for (const [constant, group] of Object.entries(constants)) {
      if (!constant.endsWith(end) || constant === "helperNames" || typeof group !== "object") continue;
      for (const [name, value] of Object.entries(group ?? {}))
        defined.set(name, (defined.get(name) ?? new Set()).add(value));
    }
  }
  return defined;
}

test.each([
  ["Forms", forms],
  ["Names", helperNames],
] as const)(
  "no two groups define different %s under one name, and each group is listed",
  async (end, listed) => {
    const defined = await definedIn(end);
    expect([...defined].flatMap(([name, values]) => (values.size > 1 ? [name] : []))).toEqual([]);
    expect([...defined.keys()].sort()).toEqual(Object.keys(listed).sort());
  },
);

test("a helper name is none that a function's form has or might have", () => {
  const functions = catalogue.map(({ name }) => nativeName(name));
  expect(Object.keys(helperNames).filter((name) => functions.includes(name))).toEqual([]);
  // A table by period has names of its own behind it.
  for (const [name, { text }] of Object.entries(helperNames)) expect(nativeNames().get(name)).toBe(text);
});

test("each function has either a form or the reason why not, and nothing else has", () => {
  const known = catalogue.map(({ name }) => name).sort();
  expect([...Object.keys(forms), ...Object.keys(notNative)].sort()).toEqual(known);
});

test("most functions have a form", () => {
  expect(Object.keys(forms).length).toBeGreaterThanOrEqual(65);
});

test.each(Object.entries(notNative))("why %s has no form is the end of a sentence", (_, reason) => {
  expect(reason).toMatch(/^(it|its|an?) .*[^.]$/);
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

test.each([
  "A2:B9",
  "Sheet1!$A$2:$B$9",
  "Übersicht!A2:B9",
  "'It''s A1'!A2:B9",
  "(A2:B9)",
  "A:B",
  "A2:.B9",
  '{"capex",1}',
  // What spills or ends at a cell that is calculated, as typed and as in a file, and columns of a table.
  "A2#",
  "_xlfn.ANCHORARRAY(A2)",
  "A2:INDEX(B2:B9,3)",
  "Site[#All]",
  "Site[#Totals]",
  "Site[@]",
  "Site[#This Row]",
  "Site[[#Data],[#Headers]]",
  "Site[[name]:[value]]",
])("an override %s is a block", (block) =>
  expect(nativeCall("MINER_NPV", ["D1:E9", block, '"fees"', "0"])).toBe(
    `MINING_MINER_NPV(MINING_WITH(D1:E9,MINING_STACKED(${block},MINING_PAIR("fees",0))))`,
  ),
);

test.each(["A2", "A2:A9", "$A:$A", '"A1:B2"', "name", "Site[@name]", "INDEX(A2:A9,3)"])(
  "an override %s is a name",
  (name) =>
    expect(nativeCall("MINER_NPV", ["D1:E9", name, "0"])).toBe(
      `MINING_MINER_NPV(MINING_WITH(D1:E9,MINING_PAIR(${name},0)))`,
    ),
);
