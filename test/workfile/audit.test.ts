import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { audit, auditSteps, openedForAudit, type Audit } from "../../src/workfile/audit/audit";
import { fullAddress } from "../../src/workfile/addresses";
import type { FindingKind } from "../../src/workfile/audit/finding";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { recalculate } from "../../src/workfile/recalculate";
import { openWorkbook } from "../../src/workfile/workbook";
import { calculator, days, SITES, sites, withMining as f } from "../audit/plainBooks";
import { smallBook, type SmallCell } from "./smallBook";

type Rows = SmallCell[][];
type Sheets = Record<string, Rows>;

const clean = (): Sheets => ({ Calculator: calculator(), Sites: sites(), Days: days() });

/** The file with all values saved, as after a calculation in Excel. */
const saved = (sheets: Sheets, more: Partial<Parameters<typeof smallBook>[0]> = {}) =>
  recalculate(smallBook({ sheets, ...more }), { set: [] }, nodeCompression).file;

const audited = (file: Uint8Array): Audit => audit(file, {}, nodeCompression);

const said = ({ findings }: Audit) =>
  findings
    .filter(({ severity }) => severity !== "note")
    .map(({ kind, place }) => `${kind} ${place === undefined ? "" : fullAddress(place)}`);

function changed(
  sheet: keyof ReturnType<typeof clean>,
  row: number,
  column: number,
  cell: SmallCell,
): Sheets {
  const sheets = clean();
  const cells = sheets[sheet]?.[row - 1];
  if (cells === undefined) throw new Error(`there is no row ${row}`);
  cells[column - 1] = cell;
  return sheets;
}

test("a workbook in order has no findings, and every MINING cell agrees with its native form", () => {
  const result = audited(saved(clean()));
  expect(said(result)).toEqual([]);
  expect(result.lines.length).toBe(4 + 2 * SITES + 2);
  for (const { status } of result.lines) expect(status).toBe("agrees");
  const native = result.lines.filter((line) => line.native !== undefined);
  expect(native.length).toBeGreaterThan(2 * SITES);
  for (const line of native) expect(line.native).toBeCloseTo(line.computed as number, 8);
});

test("a running total may begin with a cell where its neighbours have ranges, but not with another cell", () => {
  const totals = (first: string): Sheets => ({
    Totals: [
      ["Month", 1, 2, 3, 4, 5, 6],
      ["BTC", 5, 4, 6, 3, 7, 2],
      ["Sum", { f: `SUM(${first})` }, ..."CDEFG".split("").map((column) => ({ f: `SUM($B2:${column}2)` }))],
    ],
  });
  for (const same of ["$B2", "$B2:B2"]) expect(said(audited(saved(totals(same))))).toEqual([]);
  for (const other of ["$B1", "$C2"])
    expect(said(audited(saved(totals(other))))).toContain("inconsistent Totals!B3");
});

test.each<
  [
    what: string,
    sheet: "Calculator" | "Sites" | "Days",
    row: number,
    column: number,
    cell: SmallCell,
    kind: FindingKind,
    at: string,
  ]
>([
  [
    "an argument of another quantity",
    "Calculator",
    11,
    2,
    f("MINING.HASHPRICE(B2,B6,B4,B5)"),
    "wrongInput",
    "Calculator!B11",
  ],
  [
    "arguments in another order",
    "Calculator",
    11,
    2,
    f("MINING.HASHPRICE(B3,B2,B4,B5)"),
    "wrongInput",
    "Calculator!B11",
  ],
  [
    "subsidy and fees in the other order",
    "Calculator",
    11,
    2,
    f("MINING.HASHPRICE(B2,B3,B5,B4)"),
    "wrongInput",
    "Calculator!B11",
  ],
  [
    "power price and efficiency in the other order",
    "Calculator",
    12,
    2,
    f("MINING.HASHCOST(B8,B7,B9)"),
    "wrongInput",
    "Calculator!B12",
  ],
  [
    "a pool fee for an uptime",
    "Calculator",
    14,
    2,
    f('MINING.BREAKEVEN("power",B2,B3,B4,B5,B7,,B9,B10)'),
    "wrongInput",
    "Calculator!B14",
  ],
  [
    "the same cell twice",
    "Calculator",
    11,
    2,
    f("MINING.HASHPRICE(B2,B2,B4,B5)"),
    "wrongInput",
    "Calculator!B11",
  ],
  ["a power price in USD/MWh", "Calculator", 8, 2, 55, "implausible", "Calculator!B8"],
  ["a power price in cents", "Calculator", 8, 2, 5.5, "implausible", "Calculator!B8"],
  ["a unit that needs a factor", "Calculator", 8, 3, "USD/MWh", "unit", "Calculator!B12"],
  [
    "a factor that the unit does not want",
    "Calculator",
    12,
    2,
    f("MINING.HASHCOST(B7,B8/1000,B9)"),
    "unit",
    "Calculator!B12",
  ],
  ["a price in thousands", "Calculator", 2, 2, 86, "implausible", "Calculator!B2"],
  ["a number stored as text", "Calculator", 7, 2, "17.5", "textNumber", "Calculator!B7"],
  ["a blank input", "Calculator", 5, 2, null, "blank", "Calculator!B11"],
  ["a negative input", "Calculator", 9, 2, -1.05, "error", "Calculator!B12"],
  ["a value over a formula", "Sites", 6, 6, 48.1, "typedOver", "Sites!F6"],
  ["a value over the last formula", "Sites", 10, 6, 48.1, "typedOver", "Sites!F10"],
  ["a reference to another row", "Sites", 6, 6, f("MINING.HASHCOST(C7,D6)"), "inconsistent", "Sites!F6"],
  [
    "a reference to another row in the first",
    "Sites",
    2,
    6,
    f("MINING.HASHCOST(C3,D2)"),
    "inconsistent",
    "Sites!F2",
  ],
  [
    "arguments in another order in one row",
    "Sites",
    5,
    6,
    f("MINING.HASHCOST(D5,C5)"),
    "inconsistent",
    "Sites!F5",
  ],
  [
    "a number within one row's formula",
    "Sites",
    5,
    6,
    f("MINING.HASHCOST(C5,0.05)"),
    "inconsistent",
    "Sites!F5",
  ],
  ["a sign in one row", "Sites", 7, 8, f("-B7*C7/1000"), "inconsistent", "Sites!H7"],
  [
    "a factor around one row's formula",
    "Sites",
    5,
    6,
    f("(MINING.HASHCOST(C5,D5))*1000"),
    "inconsistent",
    "Sites!F5",
  ],
  [
    "a sign around the last row's formula",
    "Sites",
    10,
    6,
    f("-(MINING.HASHCOST(C10,D10))"),
    "inconsistent",
    "Sites!F10",
  ],
  ["an efficiency of another unit", "Sites", 4, 3, 17000, "implausible", "Sites!C4"],
  ["a hashrate of another unit", "Sites", 4, 2, 134, "outlier", "Sites!B4"],
  ["a sum that ends a row too early", "Sites", 11, 7, f("SUM(G2:G9)"), "rangeShort", "Sites!G11"],
  [
    "a range that ends a row too early",
    "Days",
    32,
    2,
    f('MINING.VAR_CVAR(B2:B30,0.95,"historical","VaR")'),
    "rangeShort",
    "Days!B32",
  ],
  [
    "a range that begins a row too late",
    "Days",
    33,
    2,
    f("MINING.REALIZED_VOL(C3:C31)"),
    "rangeShort",
    "Days!B33",
  ],
  ["a text among numbers", "Days", 9, 2, "1250", "textNumber", "Days!B9"],
  ["a price that is twelve times those beside it", "Days", 9, 3, 1_032_000, "outlier", "Days!C9"],
  ["a price with another comma", "Days", 9, 3, 8600000, "outlier", "Days!C9"],
])("finds %s", (_, sheet, row, column, cell, kind, at) => {
  const found = said(audited(saved(changed(sheet, row, column, cell))));
  expect(found).toContain(`${kind} ${at}`);
});

test("the first month of a loan reads what was lent, all others the balance of the month before", () => {
  const loan: Rows = [
    ["Lent", f("MINING.HASHCOST(17,0.05)*1000000"), null, "Rate", 0.12],
    ["Month", "Interest", "Repaid", "Balance"],
    ...[3, 4, 5, 6, 7].map((row, index): SmallCell[] => [
      index + 1,
      f(index === 0 ? "$B$1*$E$1/12" : `D${row - 1}*$E$1/12`),
      f("$B$1/24"),
      f(index === 0 ? "$B$1-C3" : `D${row - 1}-C${row}`),
    ]),
  ];
  expect(said(audited(saved({ Loan: loan })))).toEqual([]);
});

/** Twelve months, each third followed by its quarter: coins mined, and coins held from month to month. */
function quarters(): Rows {
  const columns = "BCDEFGHIJKLMNOPQ".split("");
  const isQuarter = (index: number) => index % 4 === 3;
  const before = (index: number) => columns[index - (index % 4 === 0 ? 2 : 1)] ?? "";
  return [
    ["Month", ...columns.map((_, index) => (isQuarter(index) ? `Q${(index + 1) / 4}` : `M${index}`))],
    ["Hashrate (PH/s)", ...columns.map((_, index) => (isQuarter(index) ? null : 1500 + 20 * index))],
    [
      "BTC mined",
      ...columns.map((column, index) =>
        isQuarter(index)
          ? f(`SUM(${columns[index - 3] ?? ""}3:${columns[index - 1] ?? ""}3)`)
          : f(`MINING.EXPECTED_BTC(${column}2*1000,132700000000000,3.125,0.02,30)`),
      ),
    ],
    [
      "BTC held",
      ...columns.map((column, index) =>
        index === 0 ? f("B3") : isQuarter(index) ? f(`${before(index)}4`) : f(`${before(index)}4+${column}3`),
      ),
    ],
  ];
}

test("months that skip the quarters between them, and an opening cell, are in order", () => {
  expect(said(audited(saved({ Quarters: quarters() })))).toEqual([]);
});

test.each<[what: string, row: number, column: string, cell: SmallCell, found: string]>([
  ["that reads the quarter", 4, "F", f("E4+F3"), "inconsistent"],
  ["with another sign", 4, "K", f("J4-K3"), "inconsistent"],
  [
    "in thousands",
    3,
    "J",
    f("(MINING.EXPECTED_BTC(J2*1000,132700000000000,3.125,0.02,30))*1000"),
    "inconsistent",
  ],
  ["that is typed", 3, "J", 97.5, "typedOver"],
  ["of a quarter that is typed", 3, "I", 298.4, "typedOver"],
  [
    "at the beginning, negative",
    3,
    "B",
    f("-(MINING.EXPECTED_BTC(B2*1000,132700000000000,3.125,0.02,30))"),
    "inconsistent",
  ],
])("finds a cell between quarters %s", (_, row, column, cell, kind) => {
  const rows = quarters();
  rows[row - 1]?.splice(column.charCodeAt(0) - 64 - 1, 1, cell);
  expect(said(audited(saved({ Quarters: rows })))).toContain(`${kind} Quarters!${column}${row}`);
});

test.each<[what: string, rows: Rows, found: string[]]>([
  [
    "a fixed charge of a month for a monthly bill",
    [
      ["Fixed ($/mo)", 8500],
      ["Bill", f('MINING.POWER_BILL(1000,720,0.05,1,0,0,B1,0,"Total")')],
    ],
    [],
  ],
  [
    "a price per month for one of power",
    [
      ["Price ($/mo)", 0.05],
      ["Cost", f("MINING.HASHCOST(17,B1)")],
    ],
    ["unit S!B2"],
  ],
  [
    "a depreciation in thousands from a cost in thousands",
    [
      ["Cost ($k)", 96500],
      ["Depreciation ($k)", f("MINING.DEPRECIATION(B1,0,48,1)")],
    ],
    [],
  ],
  [
    "a depreciation in dollars from a cost in thousands",
    [
      ["Cost ($k)", 96500],
      ["Depreciation ($)", f("MINING.DEPRECIATION(B1,0,48,1)")],
    ],
    ["unit S!B2"],
  ],
  [
    "a power of ten that the unit does not want",
    [
      ["Hashrate (EH/s)", 48],
      ["Coins", f("MINING.EXPECTED_BTC(B1*10^9,132700000000000,3.125)")],
    ],
    ["unit S!B2", "implausible S!B1"],
  ],
  [
    "a power of ten that the unit wants",
    [
      ["Hashrate (EH/s)", 48],
      ["Coins", f("MINING.EXPECTED_BTC(B1*10^6,132700000000000,3.125)")],
    ],
    [],
  ],
  [
    "a rate in cents for a power price",
    [
      ["Rate, cents", 6.9],
      ["Cost", f("MINING.HASHCOST(17,B1/100)")],
    ],
    [],
  ],
  [
    "a rate for a power price",
    [
      ["Rate", 0.069],
      ["Cost", f("MINING.HASHCOST(17,B1)")],
    ],
    ["wrongInput S!B2"],
  ],
  [
    "a loan to value out of all reason",
    [
      ["Liq. LTV", 0.0078],
      ["LTV", f('MINING.LOAN_HEALTH(30000000,610,86000,B1,,,,"LTV")')],
    ],
    ["implausible S!B1"],
  ],
  [
    "a margin out of all reason",
    [
      ["Margin", 0.0035],
      ["Posted", f('MINING.FORWARD_LOCK(100,86000,87000,0.25,1,B1,,,"Margin")')],
    ],
    ["implausible S!B1"],
  ],
  [
    "a hedge ratio out of all reason",
    [
      ["Hedge ratio", 60],
      ["Sold", f('MINING.FORWARD_LOCK(100,86000,87000,0.25,B1,0.3,,,"BTC hedged")')],
    ],
    ["implausible S!B1"],
  ],
])("says what is to be said of %s", (_, rows, found) => {
  expect(said(audited(saved({ S: rows })))).toEqual(found);
});

test("a typed number with the format of computed ones is found where typed numbers have a font of their own", () => {
  // Formats: 1 whole numbers, 2 the same in the font of typed numbers.
  const styles =
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="3">' +
    '<xf fontId="0" fillId="0"/><xf numFmtId="3" fontId="0" fillId="0"/><xf numFmtId="3" fontId="1" fillId="0"/>' +
    "</cellXfs></styleSheet>";
  const parts = unzipSync(
    smallBook({
      sheets: { Own: [[1]], Plain: [[1]] },
      parts: { "xl/styles.xml": styles },
      relations: [["styles", "styles.xml"]],
    }),
  );
  const rows = (typed: number) =>
    Array.from({ length: 10 }, (_, index) => index + 1).map(
      (row) =>
        `<row r="${row}"><c r="A${row}" s="${typed}"><v>${row}</v></c><c r="B${row}" s="1"><f>A${row}*2</f><v>${2 * row}</v></c></row>`,
    );
  const odd = '<row r="12"><c r="D12" s="1"><v>7</v></c></row>';
  for (const [part, typed] of [
    ["xl/worksheets/sheet1.xml", 2],
    ["xl/worksheets/sheet2.xml", 0],
  ] as const) {
    const xml = strFromU8(parts[part] ?? new Uint8Array());
    const cells = `<sheetData>${rows(typed).join("")}${odd}</sheetData>`;
    parts[part] = strToU8(xml.replace(/<sheetData>.*<\/sheetData>/, cells));
  }
  expect(said(audited(zipSync(parts)))).toEqual(["typedOver Own!D12"]);
});

test("finds a value that its formula does not give, and only the first of those that follow from it", () => {
  const result = audited(
    smallBook({
      sheets: {
        A: [
          ["Bitcoin price", 60000],
          ["Difficulty", 1e14],
          ["Hashprice", { f: "_xldudf_MINING_HASHPRICE(B1,B2,3.125)", v: 30 }],
          ["Twice", { f: "B3*2", v: 60 }],
        ],
      },
    }),
  );
  expect(said(result)).toEqual(["stale A!B3"]);
  expect(result.findings[0]?.message).toContain("1 cell that depends on such cells differs too");
  expect(result.lines[0]).toMatchObject({ status: "differs", saved: 30 });
});

test("says why a cell shows an error, at the cell where it begins", () => {
  const sheets = changed("Calculator", 10, 2, 97);
  sheets.Calculator?.push(["Coins", f("MINING.EXPECTED_BTC(100000,B3,B4,B5,30,B10)")], ["Half", f("B15/2")]);
  const result = audited(saved(sheets));
  const errors = result.findings.filter(({ kind }) => kind === "error");
  expect(errors.map(({ place }) => place && fullAddress(place))).toEqual([
    "Calculator!B13",
    "Calculator!B15",
  ]);
  expect(errors[1]?.message).toMatch(/#VALUE!: uptime must be/);
});

test("audits hidden and very hidden sheets, and other dates", () => {
  const file = saved(changed("Sites", 6, 6, 48.1), {
    states: { Sites: "veryHidden", Days: "hidden" },
    workbookPr: '<workbookPr date1904="1"/>',
  });
  expect(said(audited(file))).toContain("typedOver Sites!F6");
});

test("says circular references and links to other workbooks, and goes on", () => {
  const sheets = clean();
  sheets.Days?.push(["Circle", f("B35+1")], ["Circle", f("B34+1")], ["Link", { f: "[1]Sheet1!A1*2", v: 4 }]);
  const found = said(audited(saved(sheets)));
  expect(found.filter((text) => text.startsWith("circular")).length).toBe(1);
  expect(found).toContain("external Days!B36");
});

test("finds a model block's wrong unit, text and link", () => {
  const model = (): Rows => [
    ["Name", "Value", "Unit"],
    ["Bitcoin price", 86000, "USD"],
    ["Power price", 0.05, "USD/kWh"],
    ["btc price", { f: "B2", v: 86000 }, "USD"],
    ["difficulty", 1.327e14],
    ["start height", 970000],
    ["hashrate", 270, "TH/s"],
    ["efficiency", 13.5, "J/TH"],
    ["power price", { f: "B3", v: 0.05 }, "USD/kWh"],
    ["capex", 3500],
    ["months", 36],
    ["Value", f("MINING.MINER_NPV(A4:B11)")],
  ];
  const book = (change: (rows: Rows) => void) => {
    const rows = model();
    change(rows);
    return said(audited(saved({ Model: rows })));
  };
  expect(book(() => undefined)).toEqual([]);
  const set = (row: number, column: number, cell: SmallCell) => (rows: Rows) => {
    const cells = rows[row - 1];
    if (cells !== undefined) cells[column - 1] = cell;
  };
  expect(book(set(9, 2, { f: "B2", v: 86000 }))).toContain("wrongInput Model!B9");
  expect(book(set(9, 2, 50))).toContain("implausible Model!B9");
  expect(book(set(7, 1, "hashrate (J/TH)"))).toContain("unit Model!A7");
  expect(book(set(8, 2, "13.5"))).toContain("textNumber Model!B8");
  expect(book(set(8, 2, -13.5))).toContain("sign Model!B8");
});

test("a check of the workbook that fails is said", () => {
  const check = (row: number) => f(`IF(ABS(B${row})<1,"OK","Check")`);
  const rows = (last: number): Rows => [
    ["Check", "Difference", "Result"],
    ["one", 0, check(2)],
    ["two", 0, check(3)],
    ["three", 0, check(4)],
    ["four", last, check(5)],
  ];
  expect(said(audited(saved({ ...clean(), Checks: rows(0) })))).toEqual([]);
  expect(said(audited(saved({ ...clean(), Checks: rows(5) })))).toContain("check Checks!C5");
});

test("a workbook that was saved without the add-in is computed, and nothing is held against it", () => {
  const sheet: SmallCell[][] = [
    ["Bitcoin price", 60000],
    ["Difficulty", 1e14],
    ["Hashprice", { f: "_xldudf_MINING_HASHPRICE(B1,B2,3.125)", e: "#NAME?" }],
    ["Twice", { f: "B3*2", e: "#NAME?" }],
  ];
  const result = audited(smallBook({ sheets: { A: sheet } }));
  expect(said(result)).toEqual([]);
  expect(result.lines[0]).toMatchObject({ status: "no saved value" });
  expect(result.lines[0]?.computed).toBeCloseTo((1e15 * 86400 * 3.125 * 60000) / (1e14 * 2 ** 32), 8);
});

test("an error that IFERROR hides is said", () => {
  const sheet: SmallCell[][] = [
    ["Efficiency", 17.5],
    ["Power price", 0.05],
    ["PUE", 0.9],
    ["Hashcost", f('IFERROR(MINING.HASHCOST(B1,B2,B3),"none")')],
  ];
  const found = audited(saved({ A: sheet })).findings.filter(({ kind }) => kind === "error");
  expect(found.map(({ place }) => place && fullAddress(place))).toEqual(["A!B4"]);
  expect(found[0]?.message).toMatch(/shows "none" in place of #VALUE!: pue must be/);
});

test("a sheet with a cell in its last row and column is audited as quickly as others", () => {
  const cell = (at: string, style: number, text: string) => `<c r="${at}" s="${style}">${text}</c>`;
  const rows = [1, 2, 3, 4].map(
    (row) =>
      `<row r="${row}">${cell(`A${row}`, 1, `<v>${row}</v>`)}${cell(`B${row}`, 2, `<f>A${row}*2</f><v>${2 * row}</v>`)}</row>`,
  );
  const last = cell("XFD1048576", 2, "<v>7</v>");
  const parts = unzipSync(smallBook({ sheets: { Far: [[1]] } }));
  const part = "xl/worksheets/sheet1.xml";
  const xml = strFromU8(parts[part] ?? new Uint8Array());
  const cells = `<sheetData>${rows.join("")}<row r="1048576">${last}</row></sheetData>`;
  parts[part] = strToU8(xml.replace(/<sheetData>.*<\/sheetData>/, cells));
  const file = zipSync(parts);
  // The last cell is typed and looks as the computed ones do.
  expect(said(audited(file))).toEqual(["typedOver Far!XFD1048576"]);
});

test("whoever waits for an audit is heard between any two formulas, of each kind of check", () => {
  const opened = openedForAudit(openWorkbook(saved(clean()), nodeCompression), {});
  const formulas = opened.book.sheets.flatMap((sheet) => sheet.formulas).length;
  const counts = new Map<string, number>();
  let label = "";
  for (const step of auditSteps(opened, {})) {
    label = step?.label ?? label;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  expect(counts.get("Computing formulas")).toBeGreaterThanOrEqual(2 * formulas);
  expect(counts.get("Computing in Excel’s own functions")).toBeGreaterThan(2 * SITES);
  expect(counts.get("Looking for errors")).toBeGreaterThan(4 * formulas);
});
