import { embedded } from "../../src/data/embedded/embedded";
import { MarketStore } from "../../src/data/store";
import { addCapsule, capsuleIn } from "../../src/workfile/capsule";
import { FileError } from "../../src/workfile/fileError";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { recalculate } from "../../src/workfile/recalculate";
import { verify, type DifferenceKind } from "../../src/workfile/verify";
import { openWorkbook } from "../../src/workfile/workbook";
import { partsOf, partText, replaced, workbookFile, workbookNames } from "./fixtures";
import { smallBook } from "./smallBook";

const store = new MarketStore(embedded, () => 0);
store.show({ kind: "embedded" });
const check = (file: Uint8Array) => verify(file, { marketOf: () => store }, nodeCompression);

const rows = (price = 60000, formula = "_xldudf_MINING_HASHPRICE(A1,1E+14,3.125)") => [
  [price, { f: "A1*2", v: 120000 }],
  [
    { f: formula, v: 1 },
    { f: "_xldudf_MINING_HASHPRICE(B1,1E+14,3.125)", v: 1 },
  ],
  [{ f: "_xldudf_MINING_HASHPRICE(A1:B1,1E+14,3.125)", v: 1, ref: "A3:B3", spills: true as const }],
];
const book = (...given: Parameters<typeof rows>) => smallBook({ sheets: { S: rows(...given) } });
const withCapsule = (file: Uint8Array, version = "1.6.0") =>
  recalculate(
    file,
    { set: [], capsule: { version, at: Date.UTC(2026, 10, 30), market: undefined } },
    nodeCompression,
  ).file;

const SHEET = "xl/worksheets/sheet1.xml";
const capsuled = withCapsule(book());
const sheetOf = (file: Uint8Array) => partText(file, SHEET);
const kinds = (file: Uint8Array) =>
  check(file).differences.map(({ at, kind }): [string, DifferenceKind] => [at, kind]);

test("a workbook with a capsule is verified", () => {
  const found = check(capsuled);
  expect(found).toMatchObject({
    capsule: { version: "1.6.0", at: Date.UTC(2026, 10, 30) },
    mining: 3,
    checked: 3,
    differences: [],
    left: [],
  });
});

test("a second capsule takes the place of the first", () => {
  expect(check(withCapsule(capsuled, "1.7.0")).capsule?.version).toBe("1.7.0");
});

// The only MINING cell of the file that is left out has too few arguments.
test.each(workbookNames.filter((name) => name !== "openpyxl-1904.xlsx"))(
  "%s, from another program, is verified after it was calculated",
  (name) => {
    const { file } = recalculate(
      workbookFile(name),
      { set: [], market: store, capsule: { version: "1.6.0", at: 0, market: "given" } },
      nodeCompression,
    );
    const found = check(file);
    expect(found.differences).toEqual([]);
    expect(found.checked).toBe(found.mining - found.left.length);
    expect(found.checked).toBeGreaterThan(0);
  },
);

test("a value that was typed over is found", () => {
  const hashprice = /<c r="A2"><f>[^<]*<\/f><v>([^<]*)<\/v>/.exec(sheetOf(capsuled))?.[1] ?? "";
  const file = replaced(capsuled, SHEET, `<v>${hashprice}</v>`, `<v>${Number(hashprice) * (1 + 2e-12)}</v>`);
  expect(kinds(file)).toEqual([["A2", "value"]]);
  const nearer = replaced(
    capsuled,
    SHEET,
    `<v>${hashprice}</v>`,
    `<v>${Number(hashprice) * (1 + 4e-13)}</v>`,
  );
  expect(kinds(nearer)).toEqual([]);
});

test("so is one within a result of several cells", () => {
  const second = /<c r="B3"[^>]*><v>([^<]*)<\/v>/.exec(sheetOf(capsuled))?.[1] ?? "";
  const file = replaced(capsuled, SHEET, `<c r="B3"><v>${second}</v>`, `<c r="B3"><v>17</v>`);
  expect(check(file).differences).toMatchObject([{ at: "A3", kind: "value", saved: 17 }]);
});

test("an input that was changed is found in every cell that depends on it, with what it gives now", () => {
  const file = replaced(capsuled, SHEET, "<v>60000</v>", "<v>30000</v>");
  const found = kinds(file);
  expect(found).toEqual([
    ["A2", "value"],
    ["A2", "inputs"],
    ["B2", "value"],
    ["B2", "inputs"],
    ["A3", "value"],
    ["A3", "inputs"],
  ]);
  // Once it is calculated, the values are right, and the capsule still knows the inputs of then.
  const set = [{ name: "S!A1", value: "30000" }];
  const calculated = recalculate(capsuled, { set }, nodeCompression).file;
  expect(kinds(calculated).filter(([, kind]) => kind === "value")).toEqual([]);
  expect(kinds(calculated).filter(([, kind]) => kind === "inputs").length).toBe(3);
});

describe("the inputs", () => {
  const formula = "_xldudf_MINING_HASHPRICE(SUM(B:B),1E+14,3.125)";
  const made = (value: number | string, more: number | null = null) => {
    const file = withCapsule(
      smallBook({ sheets: { S: [[{ f: formula, v: 1 }, value], [null, 60000], [more]] } }),
    );
    return (from: string, to: string) => kinds(replaced(file, SHEET, from, to));
  };

  test("are the same without the last of 17 digits", () => {
    expect(made(0.30000000000000004)("0.30000000000000004", "0.3")).toEqual([]);
    expect(made(1.2345678901234567)("1.2345678901234567", "1.23456789012346")).toEqual([]);
  });

  test("are the same where the sheet has more rows elsewhere", () => {
    expect(made(1)("</sheetData>", '<row r="9"><c r="D9"><v>5</v></c></row></sheetData>')).toEqual([]);
  });

  test("are others where a text becomes a number, or a value moves", () => {
    const text = '<c r="B1" t="inlineStr"><is><t>0</t></is></c>';
    expect(made("0")(text, '<c r="B1"><v>0</v></c>')).toEqual([["A1", "inputs"]]);
    expect(made("0")(text, '<c r="B1" t="e"><v>#N/A</v></c>').at(-1)).toEqual(["A1", "inputs"]);
    const moved = made(1)(
      '<c r="B2"><v>60000</v></c></row>',
      '</row><row r="3"><c r="B3"><v>60000</v></c></row>',
    );
    expect(moved).toEqual([["A1", "inputs"]]);
  });
});

describe("a result that changed", () => {
  const SMALL = "xl/workbook.xml";
  /** A workbook with such a formula in A1 and values in column B, after a capsule was made. */
  const made = (formula: string, names: Readonly<Record<string, string>> = {}) =>
    withCapsule(
      smallBook({
        sheets: { S: [[{ f: formula, v: 1 }, 60000], [null, 2], [{ f: "B2*1", v: 2 }]] },
        names,
      }),
    );
  const lastKinds = (file: Uint8Array) => kinds(file).filter(([, kind]) => kind !== "value");
  /** The same file, whose capsule says that A1 was 1. */
  function withOtherResult(file: Uint8Array, at = "A1") {
    const workbook = openWorkbook(file, nodeCompression);
    const capsule = capsuleIn(workbook);
    if (capsule === undefined) throw new Error("no capsule");
    const cells = capsule.cells.map((cell) => (cell.at === at ? { ...cell, values: [[1]] } : cell));
    addCapsule(workbook, { ...capsule, cells });
    return workbook.file.saved();
  }

  test("has other inputs where a name holds another number, itself or by another name", () => {
    const fees = made("_xldudf_MINING_HASHPRICE(B1,1E+14,3.125,FEES)", { FEES: "0.25", UNUSED: "0.5" });
    expect(lastKinds(replaced(fees, SMALL, ">0.25<", ">0.30<"))).toEqual([["A1", "inputs"]]);
    expect(lastKinds(replaced(fees, SMALL, ">0.25<", ">2.5E-1<"))).toEqual([]);
    expect(lastKinds(replaced(fees, SMALL, ">0.5<", ">0.6<"))).toEqual([]);
    const inner = made("_xldudf_MINING_HASHPRICE(B1,1E+14,3.125,FEES)", { FEES: "HALF/2", HALF: "0.5" });
    expect(lastKinds(replaced(inner, SMALL, ">0.5<", ">0.6<"))).toEqual([["A1", "inputs"]]);
    const lambda = made("_xldudf_MINING_HASHPRICE(MORE(B1),1E+14,3.125)", {
      MORE: "_xlfn.LAMBDA(_xlpm.x,_xlpm.x*1.5)",
    });
    expect(lastKinds(replaced(lambda, SMALL, "*1.5", "*1.6"))).toEqual([["A1", "inputs"]]);
  });

  test("has the same inputs where a name refers to another cell with the same value", () => {
    const file = made("_xldudf_MINING_HASHPRICE(B1,1E+14,FEES)", { FEES: "S!$B$2" });
    expect(lastKinds(replaced(file, SMALL, "$B$2", "$A$3"))).toEqual([]);
    expect(lastKinds(replaced(file, SHEET, "<v>2</v></c></row>", "<v>3</v></c></row>")).at(0)).toEqual([
      "A1",
      "inputs",
    ]);
  });

  test.each([
    ["OFFSET", "_xldudf_MINING_HASHPRICE(OFFSET(B2,-1,0),1E+14,3.125)"],
    ["INDIRECT", '_xldudf_MINING_HASHPRICE(INDIRECT("B1"),1E+14,3.125)'],
    ["a name with OFFSET", "_xldudf_MINING_HASHPRICE(PRICE,1E+14,3.125)"],
  ])("is unclear where %s finds what it reads, unless nothing in the workbook was changed", (_, formula) => {
    const file = made(formula, { PRICE: "OFFSET(S!$B$2,-1,0)" });
    expect(kinds(file)).toEqual([]);
    expect(lastKinds(replaced(file, SHEET, "<v>60000</v>", "<v>30000</v>"))).toEqual([["A1", "unclear"]]);
    expect(lastKinds(withOtherResult(file))).toEqual([["A1", "version"]]);
  });

  test("is the version's where it follows from one that is, and nothing in the workbook was changed", () => {
    const file = withCapsule(
      smallBook({
        sheets: {
          S: [
            [
              { f: "_xldudf_MINING_HASHPRICE(60000,1E+14,3.125)", v: 1 },
              { f: "A1*1000", v: 1 },
            ],
            [{ f: "_xldudf_MINING_HASHPRICE(B1,1E+14,3.125)", v: 1 }],
          ],
        },
      }),
    );
    const workbook = openWorkbook(file, nodeCompression);
    const capsule = capsuleIn(workbook);
    if (capsule === undefined) throw new Error("no capsule");
    const cells = capsule.cells.map((cell) => ({
      ...cell,
      values: [[1]],
      inputs: cell.at === "A2" ? "0" : cell.inputs,
    }));
    addCapsule(workbook, { ...capsule, cells });
    const later = workbook.file.saved();
    expect(lastKinds(later)).toEqual([
      ["A1", "version"],
      ["A2", "version"],
    ]);
    expect(lastKinds(replaced(later, SHEET, "60000", "30000"))).toEqual([
      ["A1", "formula"],
      ["A2", "inputs"],
    ]);
  });

  test("has other inputs where a cell that is not computed here was saved with another value", () => {
    const file = withCapsule(
      smallBook({
        sheets: {
          S: [
            [
              { f: "NOW()", v: 60000 },
              { f: "_xldudf_MINING_HASHPRICE(A1,1E+14,3.125)", v: 1 },
            ],
          ],
        },
      }),
    );
    expect(kinds(file)).toEqual([]);
    expect(lastKinds(replaced(file, SHEET, "<v>60000</v>", "<v>30000</v>"))).toEqual([["B1", "inputs"]]);
  });
});

test("a formula is the same however its numbers, names and spaces are written", () => {
  const as = (text: string) =>
    kinds(replaced(capsuled, SHEET, "_xldudf_MINING_HASHPRICE(A1,1E+14,3.125)", text));
  expect(as("_xldudf_mining_hashprice(a1, 100000000000000,3.1250)")).toEqual([]);
  expect(as("_xldudf_MINING_HASHPRICE(A1,1E+13,3.125)").at(-1)).toEqual(["A2", "formula"]);
});

test("a formula that was changed is named with what it was", () => {
  const file = replaced(capsuled, SHEET, "HASHPRICE(A1,1E+14,3.125)", "HASHPRICE(A1,1E+14,1.5625)");
  expect(check(file).differences).toMatchObject([
    { at: "A2", kind: "value" },
    {
      at: "A2",
      kind: "formula",
      keptFormula: "=MINING.HASHPRICE(A1,1E+14,3.125)",
      formula: "=MINING.HASHPRICE(A1,1E+14,1.5625)",
    },
  ]);
});

test("cells that came and went are named", () => {
  const gone = replaced(capsuled, SHEET, "<f>_xldudf_MINING_HASHPRICE(A1,1E+14,3.125)</f>", "");
  expect(kinds(gone)).toEqual([["A2", "gone"]]);
  const added = replaced(
    capsuled,
    SHEET,
    "</sheetData>",
    '<row r="9"><c r="A9"><f>_xldudf_MINING_BLOCK_SUBSIDY(0)</f><v>50</v></c></row></sheetData>',
  );
  expect(kinds(added)).toEqual([["A9", "new"]]);
});

test("a capsule that was edited is not believed", () => {
  const part = "customXml/item1.xml";
  const edited = replaced(capsuled, part, '"A2"', '"A9"');
  expect(check(edited).capsuleProblem).toBe(`its capsule (${part}) is damaged or was edited`);
  const later = replaced(capsuled, part, 'format="1"', 'format="2"');
  expect(check(later).capsuleProblem).toBe(
    `its capsule (${part}) was written by Hashcell 1.6.0, and this version cannot read it`,
  );
});

test("a capsule of another workbook shows as another version, with the same formulas and inputs", () => {
  const value = /<c r="A2"><f>[^<]*<\/f><v>([^<]*)<\/v>/.exec(sheetOf(capsuled))?.[1] ?? "";
  const workbook = openWorkbook(capsuled, nodeCompression);
  const capsule = capsuleIn(workbook);
  if (capsule === undefined) throw new Error("no capsule");
  const cells = capsule.cells.map((cell) => (cell.at === "A2" ? { ...cell, values: [[1]] } : cell));
  addCapsule(workbook, { ...capsule, version: "0.9.0", cells });
  expect(check(workbook.file.saved()).differences).toMatchObject([
    { at: "A2", kind: "version", kept: 1, now: Number(value) },
  ]);
});

// A file that lost a bit cannot be read, wherever the bit was: in a part that nothing here reads, too.
test("no bit of a part can be altered unseen", () => {
  let unseen = 0;
  for (let at = 0; at < capsuled.length; at += 7) {
    const file = capsuled.slice();
    file[at] = (file[at] ?? 0) ^ (1 << (at % 8));
    try {
      const { differences, capsuleProblem } = check(file);
      const isSame = differences.length === 0 && capsuleProblem === undefined;
      if (isSame && !isHarmless(file)) unseen += 1;
    } catch (error) {
      // Said to be damaged.
      expect(error).toBeInstanceOf(FileError);
    }
  }
  expect(unseen).toBe(0);
});

/** Whether all parts of a file still have the same contents: the altered bit was in what describes them. */
function isHarmless(file: Uint8Array): boolean {
  const [one, two] = [partsOf(capsuled), partsOf(file)];
  return [...one].every(([path, { text }]) => two.get(path)?.text === text);
}
