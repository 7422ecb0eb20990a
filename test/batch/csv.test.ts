import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { parse, unparse } from "papaparse";
import {
  recordsOf,
  rowsOf,
  scenarioRows,
  siteReader,
  surveyOf,
  textsOf,
  type Records,
} from "../../src/batch/csv";
import type { PinnedMarket } from "../../src/batch/plan";
import type { SiteRow } from "../../src/batch/siteRow";
import { assumptions, type AssumptionKey } from "../../src/core/cashflow/assumptions";

const folder = mkdtempSync(join(tmpdir(), "hashcell-csv-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(content: string | Uint8Array): string {
  const path = join(folder, "table.csv");
  writeFileSync(path, content);
  return path;
}

async function recordsIn(path: string, most: number): Promise<Records[]> {
  const all: Records[] = [];
  for await (const records of recordsOf(path, most)) all.push(records);
  return all;
}

const HEAD = "site,btc price,difficulty,start height,hashrate,efficiency,power price";
const MODEL = "60000,1e14,900000,200,17.5,0.05";

async function refusal(content: string | Uint8Array): Promise<string> {
  return surveyOf(file(content)).then(
    () => "read",
    (error: unknown) => (error as Error).message,
  );
}

/** The site of a single row. */
function siteIn(head: string, row: string, separator = ",", market?: PinnedMarket): SiteRow {
  const [, ...heads] = head.split(separator);
  const [site] = siteReader(heads, separator, market)(textsOf(Buffer.from(row), separator, 2), 2);
  if (site === undefined) throw new Error("the row is blank");
  return site;
}

function valueIn(head: string, text: string, separator = ","): unknown {
  const site = siteIn(`site${separator}${head}`, `A${separator}${text}`, separator);
  if ("problem" in site) return site.problem;
  const [setting] = site.settings.values();
  return setting?.value;
}

const cell = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom(
    "",
    " ",
    "1.5",
    'a "quoted" word',
    "two\nlines",
    "two\r\nlines",
    ",",
    ";",
    '"',
    "é€😀",
    '19" rack',
  ),
);
const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 30 });

describe("rows of a file", () => {
  test("are those that were written, in whatever pieces they are read", async () => {
    const layout = fc.record({
      rows: table,
      newline: fc.constantFrom("\n", "\r\n"),
      separator: fc.constantFrom(",", ";", "\t"),
      quotes: fc.boolean(),
      mark: fc.constantFrom("", "\ufeff"),
      isEnded: fc.boolean(),
      most: fc.integer({ min: 1, max: 7 }),
    });
    await fc.assert(
      fc.asyncProperty(layout, async ({ rows, newline, separator, quotes, mark, isEnded, most }) => {
        const text =
          mark + unparse(rows, { delimiter: separator, newline, quotes }) + (isEnded ? newline : "");
        const records = await recordsIn(file(text), most);
        const found: string[][] = [];
        for (const { bytes, first, count } of records) {
          expect(first).toBe(found.length + 1);
          const own = textsOf(bytes, separator, first);
          expect(own).toHaveLength(count);
          expect([...rowsOf(bytes, separator, first)]).toEqual(own);
          expect(count).toBeLessThanOrEqual(most);
          found.push(...own);
        }
        // A row of blank cells has nothing that shows where it ends.
        expect(found).toEqual(rows);
        const joined = Buffer.concat(records.map(({ bytes }) => bytes));
        expect(joined.toString("utf8")).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  test("without quotation marks are those that the library finds", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "7", ",", ";", " ", "\r", "\n", "\ufeff", "é"),
      minLength: 1,
    });
    fc.assert(
      fc.property(text, fc.constantFrom(",", ";"), (text, separator) => {
        const bytes = Buffer.from(text);
        expect([...rowsOf(bytes, separator, 2)]).toEqual(textsOf(bytes, separator, 2));
      }),
      { numRuns: 500 },
    );
  });

  test("beyond the size in which a file is read, with quotation marks on the borders", async () => {
    const rows = Array.from({ length: 9000 }, (_, row) => [
      `Site ${row}`,
      `"${"x,\n".repeat(row % 37)}`,
      "1",
    ]);
    // Between these marks a whole piece of the file has none.
    rows.push(["Long", "two\nlines\n".repeat(60_000), "1"]);
    const text = unparse(rows, { newline: "\r\n" });
    expect(text.length).toBeGreaterThan(1 << 18);
    const hash = createHash("sha256");
    const found: string[][] = [];
    for await (const { bytes, first } of recordsOf(file(text), 100, hash))
      found.push(...textsOf(bytes, ",", first));
    expect(found).toEqual(parse<string[]>(text, { delimiter: "," }).data);
    expect(hash.digest("hex")).toBe(createHash("sha256").update(text).digest("hex"));
  });

  test("may end in one way and in another", async () => {
    const [records] = await recordsIn(file("a,b\r\nc,d\ne,f\r\n"), 10);
    expect(textsOf(records?.bytes ?? Buffer.alloc(0), ",", 1)).toEqual([
      ["a", "b"],
      ["c", "d"],
      ["e", "f"],
    ]);
  });

  test("a quotation mark within a text is a letter of it", async () => {
    const rows = await recordsIn(file('site,capex\n19" rack,1\n21" rack,2\nB,3\n'), 1);
    expect(rows.flatMap(({ bytes, first }) => textsOf(bytes, ",", first))).toEqual([
      ["site", "capex"],
      ['19" rack', "1"],
      ['21" rack', "2"],
      ["B", "3"],
    ]);
  });
});

describe("what a file is", () => {
  test.each([",", ";", "\t", "|"])("its separator is found: %j", async (separator) => {
    const text = `${HEAD}\nA, B; C,${MODEL}\n`.replace(/,(?! )/g, separator);
    const quoted = text.replace("A, B; C", '"A, B; C"');
    expect(await surveyOf(file(quoted))).toMatchObject({
      separator,
      sites: 1,
      heads: HEAD.split(",").slice(1),
    });
  });

  test("blank rows and blank columns at the end count for nothing", async () => {
    const text = `${HEAD},,\r\n\r\nA,${MODEL},,\r\n ,,\r\nB,${MODEL}\r\n,,,,,,,,\r\n`;
    expect(await surveyOf(file(text))).toMatchObject({ sites: 2, heads: HEAD.split(",").slice(1) });
  });

  test("rows far down count as those at the beginning do, with quotation marks and without", async () => {
    const first = Array.from({ length: 2500 }, (_, row) => `Site ${row},${MODEL}`);
    const rows = ["", " , ,", `,${MODEL}`, `Last,${MODEL}`, "Name only", `site 2499 ,${MODEL}`];
    const quoted = rows.map((row) => row.replace(/^([^,]*\w)/, '"$1"'));
    expect(quoted).not.toEqual(rows);
    for (const end of ["\n", "\r\n"])
      for (const last of [rows, quoted]) {
        // Without the one that stands twice.
        expect(await surveyOf(file([HEAD, ...first, ...last.slice(0, -1)].join(end)))).toMatchObject({
          sites: 2503,
        });
        expect(await refusal([HEAD, ...first, ...last].join(end))).toContain(
          "Site 2499 is in rows 2501 and 2507",
        );
      }
  });

  test("its hash and size are those of the file", async () => {
    const text = `\ufeff${HEAD}\n${Array.from({ length: 5000 }, (_, row) => `Site ${row},${MODEL}`).join("\n")}`;
    expect(await surveyOf(file(text))).toMatchObject({
      sites: 5000,
      bytes: Buffer.byteLength(text),
      sha256: createHash("sha256").update(text).digest("hex"),
    });
  });
});

test.each<[string, string | Uint8Array, string]>([
  ["an empty file", "", "the file is empty"],
  ["a blank one", "\n\n", "row 1 must name an assumption above each column"],
  ["no site", `${HEAD}\n`, "there is no row of a site below the names of the assumptions"],
  [
    "an unknown name",
    "site,btc price,dificulty\nA,1,2\n",
    'must be a known assumption (nearest: "difficulty")',
  ],
  [
    "no known name",
    "name,price,country\nA,1,2\n",
    'as "site,btc price,difficulty,..."; got "name,price,country"',
  ],
  [
    "an assumption twice",
    "site,capex,difficulty,Capex (kUSD)\nA,1,2,3\n",
    "capex must be one column, is columns 2 and 4",
  ],
  ["a unit that is another's", "site,btc price,power price (TH/s)\nA,1,2\n", "power price"],
  [
    "no column of names",
    `${HEAD.slice(5)}\n${MODEL}\n`,
    "the first column must hold the names of the sites, and is btc price",
  ],
  [
    "UTF-16 as Excel writes it",
    Buffer.from(`\ufeff${HEAD}\n`, "utf16le"),
    "it is UTF-16, or no text: save the file as",
  ],
  ["UTF-16 the other way", Buffer.from(`\ufeff${HEAD}\n`, "utf16le").swap16(), "it is UTF-16, or no text"],
  ["UTF-16 without its mark", Buffer.from(`${HEAD}\n`, "utf16le"), "it is UTF-16, or no text"],
  ["lines of old Macs", `${HEAD}\rA,${MODEL}\r`, "its lines end as those of old Macs"],
  [
    "Latin-1",
    Buffer.from(`${HEAD}\nA,${MODEL}\nZürich,${MODEL}\n`, "latin1"),
    'row 3 is not UTF-8: save the file as "CSV UTF-8',
  ],
  [
    "a comma for a decimal point",
    `${HEAD}\n\nA,60000,1e14,900000,200,17,5,0,05\n`,
    "row 3 has 9 cells, and row 1 has 7: write decimals with a point",
  ],
  [
    "a name twice",
    `${HEAD}\nA,${MODEL}\nB,${MODEL}\n a,${MODEL}\n`,
    "each site must have a name of its own: A is in rows 2 and 4",
  ],
  [
    "a quotation mark left open",
    `${HEAD}\nA,${MODEL}\n"B,${MODEL}\nC,${MODEL}\n`,
    "row 3: a quotation mark is left open",
  ],
  [
    "text behind a quotation mark",
    `${HEAD}\n"A" b,${MODEL}\n`,
    "row 2: a quotation mark is left open, or stands within a text",
  ],
  [
    "a row without an end",
    `${HEAD}\nA,${MODEL}\n"${"x".repeat(1 << 20)}`,
    "row 3 does not end: a quotation mark in it may not be closed",
  ],
])("%s is refused", async (_, content, message) => {
  expect(await refusal(content)).toContain(message);
});

test("of many names that stand twice three are named, however far apart they are", async () => {
  const names = Array.from({ length: 6000 }, (_, row) => `Site ${row % 5995}`);
  const text = `${HEAD}\n${names.map((name) => `${name},${MODEL}`).join("\n")}`;
  expect(await refusal(text)).toBe(
    "each site must have a name of its own: Site 0 is in rows 2 and 5997, Site 1 is in rows 3 and 5998, Site 2 is in rows 4 and 5999, and 2 more",
  );
});

describe("a cell", () => {
  const ambiguous = (a: string, b: string) => `can be read as ${a} or as ${b}: write one of the two`;

  test.each<[string, unknown, string?]>([
    ["1.5", 1.5],
    [" 1.5 ", 1.5],
    ["+1.5", 1.5],
    ["1e6", 1e6],
    [".5", 0.5],
    ["0.1234", 0.1234],
    ["1 234,5", 1234.5, ";"],
    ["1'234.5", 1234.5],
    ["1.5", 1.5, ";"],
    ["1,5", 1.5, ";"],
    ["1.234,5", 1234.5, ";"],
    ["0.125", 0.125, ";"],
    ["1.234", ambiguous("1234", "1.234"), ";"],
    ["1,234", ambiguous("1234", "1.234"), ";"],
    ["1.234", 1.234],
    ["7%", 0.07],
    ["7.3%", 0.073],
    ["7,3 %", 0.073, ";"],
    ["1e400", "must be a number"],
    ["$5", "must be a number"],
    ["2026-01-31", "a date stored as text"],
    ["-5", -5],
    ["TRUE", "must be a number, got TRUE"],
    ["default", undefined],
  ])("capex %s is %s", (text, expected, separator = ",") => {
    const found = valueIn("capex", text, separator);
    if (typeof expected === "string") expect(found).toContain(expected);
    else expect(found).toBe(expected);
  });

  test("is a date, a word or a flag where that is due", () => {
    expect(valueIn("start date", "2026-01-31")).toBe(46053);
    expect(valueIn("start date", "46053")).toBe(46053);
    expect(valueIn("start date", "2026-02-30")).toContain("a date stored as text");
    expect(valueIn("start date", "31/01/2026")).toContain("a date stored as text");
    expect(valueIn("depreciation", "MACRS5")).toBe("macrs5");
    expect(valueIn("depreciation", "never")).toContain("must be one of sln");
    expect(valueIn("shutdown", "false")).toBe(false);
    expect(valueIn("shutdown", "no")).toBe(false);
    expect(valueIn("shutdown", "")).toContain("must not be blank or 0");
  });

  test("a blank one is 0 where 0 is a value, else the default", () => {
    expect(valueIn("discount rate", "")).toBe(0);
    expect(valueIn("months", "")).toBeUndefined();
  });

  test("has the unit of its heading", () => {
    expect(valueIn("power price (USD/MWh)", "50")).toBe(0.05);
    expect(valueIn("pool fee", "2%")).toBe(0.02);
  });

  test("a series, and same, need a workbook", () => {
    expect(valueIn("btc price", "series forecast")).toContain("a series needs a table in a workbook");
    expect(valueIn("btc price", "monthly")).toContain("must be one value");
    expect(valueIn("btc price", "same")).toContain("there is no site before it");
  });
});

describe("a row", () => {
  test.each([
    [",1", "row 2 must begin with the name of the site"],
    [`${"x".repeat(256)},1`, "row 2 must begin with the name of the site, of at most 255 characters"],
    ["A,1,2", "row 2 has 3 cells, and row 1 has 2: write decimals with a point"],
    ["A,x", 'capex of A must be a number, got the text "x"'],
  ])("%s carries what is wrong with it", (row, problem) => {
    const site = siteIn("site,capex", row);
    expect("problem" in site && site.problem).toContain(problem);
    expect(site.name).toBe(problem.startsWith("row 2 must") ? "row 2" : "A");
  });
});

describe("market", () => {
  const market: PinnedMarket = { frozenAt: 0, values: { btcPrice: 91_000, difficulty: 1.5e14 }, text: "" };
  const settingOf = (head: string, given?: PinnedMarket) => {
    const site = siteIn(`site,${head}`, "A, Market ", ",", given);
    return "problem" in site ? site.problem : [...site.settings.values()];
  };

  test("stands for the value of the market, in the assumption's own unit", () => {
    expect(settingOf("btc price", market)).toEqual([{ value: 91_000, source: "given", currency: "USD" }]);
    expect(settingOf("difficulty", market)).toEqual([{ value: 1.5e14, source: "given" }]);
    expect(settingOf("difficulty (T)", market)).toEqual([{ value: 1.5e14, source: "given" }]);
  });

  test.each<[string, PinnedMarket | undefined, string]>([
    ["btc price", undefined, "btc price of A is market, and no market is given: name its file with --market"],
    ["fees", market, "fees of A is market, which the market has no value for"],
    ["capex", market, "capex of A is market, which the market has no value for"],
    ["btc price (EUR)", market, "btc price of A is market, which is in USD, and its heading says EUR"],
  ])("of %s cannot be said", (head, given, message) => {
    expect(settingOf(head, given)).toBe(message);
  });
});

describe("a table of scenarios", () => {
  const read = (text: string) => scenarioRows(Buffer.from(text));

  test("has numbers as a table of sites has, and factors", () => {
    expect(
      read("scenario;btc price;power price;probability\r\nLow; 50000;1,5%;30%\r\nHigh;x1,2;;70 %\r\n"),
    ).toEqual([
      ["scenario", "btc price", "power price", "probability"],
      ["Low", 50000, 0.015, 0.3],
      ["High", "x1,2", null, 0.7],
    ]);
  });

  test("names of scenarios are texts, and a number below no name is not lost", () => {
    expect(read('scenario,btc price,\n2026,x1.1,5\n"A; B",,note\n')).toEqual([
      ["scenario", "btc price", null],
      ["2026", "x1.1", 5],
      ["A; B", null, "note"],
    ]);
  });

  test("a number with two readings is refused with its place", () => {
    expect(() => read('scenario,capex\nLow,"1,234"\n')).toThrow(
      "scenarios, row 2, capex, can be read as 1234 or as 1.234",
    );
  });
});

test("each assumption may be a column", async () => {
  const names = Object.keys(assumptions).map((key) => assumptions[key as AssumptionKey].name);
  const text = `site,${names.join(",")}\nA${",".repeat(names.length)}\n`;
  expect((await surveyOf(file(text))).heads).toEqual(names);
});
