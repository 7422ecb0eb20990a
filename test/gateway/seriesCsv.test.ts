import fc from "fast-check";
import type { Point } from "../../src/gateway/history";
import { pointsOfCsv } from "../../src/gateway/seriesCsv";

const own = { name: "own.site7.power_price", unit: "USD/kWh" };
const origin = { fetchedAt: Date.UTC(2026, 2, 1), source: "meter.csv", quality: "cached" } as const;

// eslint-disable-next-line @typescript-eslint/require-await -- a file gives its bytes one after the other
async function* piecesOf(bytes: Uint8Array, size = bytes.length) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string | Uint8Array, size?: number): Promise<Point[]> {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const points: Point[] = [];
  for await (const together of pointsOfCsv(piecesOf(bytes, size), own, origin)) points.push(...together);
  return points;
}
const pairs = async (text: string) =>
  (await read(text)).map(({ asOf, value }) => [new Date(asOf).toISOString(), value]);

test("a row is a moment and a value, with the origin of the file", async () => {
  expect(await read("as of,value (USD/kWh)\n2026-01-31,0.05\n2026-01-31T12:00Z,-6e-2\n")).toEqual([
    { asOf: Date.UTC(2026, 0, 31), value: 0.05, ...origin },
    { asOf: Date.UTC(2026, 0, 31, 12), value: -0.06, ...origin },
  ]);
});

test.each([
  ["a semicolon with decimal commas", "as of;value\n2026-01-31;0,05\n2026-02-01;1 234,5"],
  ["a tab", "as of\tvalue\n2026-01-31\t0.05\n2026-02-01\t1234.5"],
  ["quotation marks", '"as of","value"\n"2026-01-31","0.05"\n"2026-02-01","1,234.5"'],
  [
    "a byte order mark and Windows' line ends",
    "\ufeffas of,value\r\n2026-01-31,0.05\r\n2026-02-01,1234.5\r\n",
  ],
  ["blank rows and cells behind", "as of,value,\n2026-01-31,0.05,\n\n,,\n2026-02-01,1234.5,,\n\n"],
  ["the name of the series", "Date,own.site7.power_price (USD/kWh)\n2026-01-31,0.05\n2026-02-01,1234.5"],
  ["blanks around everything", " Time (UTC) , Value [ USD/kWh ] \n 2026-01-31 , 0.05 \n2026-02-01, 1234.5"],
])("%s may be in it", async (_, text) => {
  expect(await pairs(text)).toEqual([
    ["2026-01-31T00:00:00.000Z", 0.05],
    ["2026-02-01T00:00:00.000Z", 1234.5],
  ]);
});

test("rows may go back in time, and the same row may come twice", async () => {
  const text = "as of,value\n2026-02-02,3\n2026-02-02,3\n2026-02-01,2\n2026-01-31,1";
  expect((await pairs(text)).map(([, value]) => value)).toEqual([3, 3, 2, 1]);
});

const head = "as of,value";
const day = "must begin with a date as 2026-01-31 or 2026-01-31T12:00Z";
const heading = "row 1 must be the heading as of,value (USD/kWh)";
test.each([
  ["an empty file", "", "the file is empty"],
  ["a heading alone", `${head}\n\n`, "the file has no row below its heading"],
  ["a heading alone without a line end", head, "the file has no row below its heading"],
  [
    "no heading",
    "2026-01-31,0.05\n2026-02-01,0.06",
    `${heading}, with a comma, a semicolon or a tab between the two, got the text "2026-01-31,0.05": it seems to be a row of values, and the heading is missing`,
  ],
  ["a blank first row", `\n${head}\n2026-01-31,1`, `${heading}, and is blank`],
  [
    "another heading",
    "day of month,price\n31,1",
    `${heading}, with a comma, a semicolon or a tab between the two, got the text "day of month,price"`,
  ],
  ["a heading of more columns", "as of,value,source\n2026-01-31,1,x", `${heading}, with a comma`],
  ["another separator", "as of|value\n2026-01-31|1", `${heading}, with a comma`],
  [
    "another unit",
    "as of,value (EUR/MWh)\n2026-01-31,1",
    'row 1 must name the unit that own.site7.power_price is declared in, USD/kWh, got the text "EUR/MWh"',
  ],
  ["a unit that differs by case", "as of,value (USD/KWh)\n2026-01-31,1", "row 1 must name the unit"],
  ["the name of another series", "as of,own.site8.power_price\n2026-01-31,1", `${heading}, with a comma`],
  [
    "a comma for a decimal point in a comma file",
    `${head}\n2026-01-31,0.05\n2026-02-01,0,06`,
    "row 3 has 3 cells, and row 1 has 2: write decimals with a point, as 0.05",
  ],
  ["too many cells between semicolons", "as of;value\n2026-01-31;1;2", "row 2 has 3 cells, and row 1 has 2"],
  [
    "a number with two readings",
    "as of;value\n2026-01-31;1,234",
    'row 2: the value can be read as 1234 or as 1.234: write one of the two, got the text "1,234"',
  ],
  [
    "a point that may separate thousands",
    "as of;value\n2026-01-31;1.234",
    'row 2: the value can be read as 1234 or as 1.234: write one of the two, got the text "1.234"',
  ],
  [
    "a date that begins with its day",
    `${head}\n31/01/2026,1`,
    `row 2 ${day}, got the text "31/01/2026": day and month are written in either order, so put the year first`,
  ],
  [
    "a date with points",
    `${head}\n01.02.2026 12:00,1`,
    `row 2 ${day}, got the text "01.02.2026 12:00": day and month are written in either order, so put the year first`,
  ],
  [
    "Excel's serial numbers",
    `${head}\n46053.5,1`,
    `row 2 ${day}, got the text "46053.5": it may be one of Excel's serial numbers: give the column the format yyyy-mm-dd before you save the file`,
  ],
  [
    "a day that is not in the calendar",
    `${head}\n2026-02-30,1`,
    `row 2 ${day}, got the text "2026-02-30": there is no such time in the calendar`,
  ],
  ["no date", `${head}\n,1`, `row 2 ${day}, got a blank cell`],
  [
    "a date before the first block",
    `${head}\n2009-01-02,1`,
    "row 2 must begin with a date from 2009-01-03 to 2099-12-31",
  ],
  [
    "a date beyond the century",
    `${head}\n2100-01-01,1`,
    "row 2 must begin with a date from 2009-01-03 to 2099-12-31",
  ],
  [
    "rows that ascend and then descend",
    `${head}\n2026-01-02,1\n2026-01-03,2\n2026-01-01,3`,
    'row 4 must go on forward in time, from 2026-01-03, got the text "2026-01-01": some dates may be written day-month and others month-day',
  ],
  [
    "rows that descend and then ascend",
    `${head}\n2026-01-03,1\n\n2026-01-02,2\n2026-01-04,3`,
    'row 5 must go on back in time, from 2026-01-02, got the text "2026-01-04"',
  ],
  [
    "another value for the same moment",
    `${head}\n2026-10-25T02:00,1\n2026-10-25T02:00,2`,
    "row 3 has another value for 2026-10-25T02:00:00Z than the row before, got 2: where clocks go back an hour, write times with their offset",
  ],
  [
    "a text for a number",
    `${head}\n2026-01-31,n/a`,
    'row 2 must have a number as its value, got the text "n/a"',
  ],
  [
    "a number with a unit",
    `${head}\n2026-01-31,5 %`,
    'row 2 must have a number as its value, got the text "5 %"',
  ],
  ["no number", `${head}\n2026-01-31,NaN`, 'row 2 must have a number as its value, got the text "NaN"'],
  [
    "an infinite number",
    `${head}\n2026-01-31,1e999`,
    'row 2 must have a number as its value, got the text "1e999"',
  ],
  ["a blank cell", `${head}\n2026-01-31,1\n2026-02-01,`, "row 3 has no value: leave the whole row out"],
  ["a row of one cell", `${head}\n2026-01-31`, "row 2 has no value: leave the whole row out"],
  [
    "an open quotation mark",
    `${head}\n2026-01-31,1\n"2026-02-01,2\n2026-02-02,3`,
    "row 3 has a quotation mark that is left open, or stands within a text",
  ],
  ["a line end in a cell", `${head}\n"2026-01-31\n",1`, "row 2 has a quotation mark that is left open"],
  ["line ends of old Macs", "as of,value\r2026-01-31,1\r", "the file ends its lines as old Macs do"],
  [
    "a row without an end",
    `${head}\n2026-01-31,1\n${"9".repeat(20_000)}`,
    "row 3 is too long to be a date and a value, or does not end",
  ],
  [
    "a long row among others",
    `${head}\n${"9".repeat(20_000)}\n2026-01-31,1\n`,
    "row 2 is too long to be a date and a value, or does not end",
  ],
])("%s is refused", async (_, text, message) => {
  for (const size of [undefined, 7]) await expect(read(text, size)).rejects.toThrow(message);
});

test.each([
  [
    "Latin-1",
    Buffer.from(`${head}\n2026-01-31,1\n2026-02-01,2 \xa3\n`, "latin1"),
    "row 3 is not UTF-8: save the file as",
  ],
  [
    "UTF-16",
    Buffer.from(`\ufeff${head}\n2026-01-31,1\n`, "utf16le"),
    "the file is UTF-16, or no text: save the file as",
  ],
  [
    "UTF-16 without its mark",
    Buffer.from(`${head}\n2026-01-31,1\n`, "utf16le"),
    "the file is UTF-16, or no text",
  ],
  [
    "a program",
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 10]),
    "the file is UTF-16, or no text",
  ],
])("%s is refused", async (_, bytes, message) => {
  await expect(read(bytes)).rejects.toThrow(message);
});

/** A gigabyte of the same block, and how much of it has been asked for. */
function gigabyte(begin: string, block: Buffer) {
  const state = { given: 0 };
  // eslint-disable-next-line @typescript-eslint/require-await -- as above
  async function* bytes() {
    yield Buffer.from(begin);
    for (; state.given < 1e9; state.given += block.length) yield block;
  }
  return { state, bytes: bytes() };
}

test.each([
  ["that is no text", "", Buffer.alloc(65_536, 0xc3)],
  ["of one line", `${head}\n`, Buffer.alloc(65_536, "9")],
  ["of other lines", "", Buffer.from("lorem ipsum dolor sit amet,\n".repeat(2000))],
  ["below a heading", `${head}\n`, Buffer.from("lorem ipsum dolor sit amet,\n".repeat(2000))],
])("a gigabyte %s is refused at its beginning", async (_, begin, block) => {
  const { state, bytes } = gigabyte(begin, block);
  const points = pointsOfCsv(bytes, own, origin);
  await expect(points.next()).rejects.toThrow(/^row [12] /);
  expect(state.given).toBeLessThanOrEqual(2 * block.length);
});

test("no more of a file is read than its points are taken", async () => {
  const rows = Array.from({ length: 2000 }, () => "2026-01-31,1\n").join("");
  const { state, bytes } = gigabyte(`${head}\n`, Buffer.from(rows));
  let count = 0;
  for await (const points of pointsOfCsv(bytes, own, origin)) {
    expect(new Set(points.map(({ value }) => value))).toEqual(new Set([1]));
    count += points.length;
    if (count >= 10_000) break;
  }
  expect(state.given).toBeLessThanOrEqual(6 * rows.length);
});

test("a file gives the same points however its bytes arrive", async () => {
  const row = fc.tuple(fc.integer({ min: 0, max: 1e6 }), fc.double({ noNaN: true, noDefaultInfinity: true }));
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(row, { minLength: 1, maxLength: 50, selector: ([at]) => at }),
      fc.integer({ min: 1, max: 40 }),
      async (given, size) => {
        const wanted = given
          .map(([minute, value]) => ({ asOf: Date.UTC(2026, 0, 1) + minute * 60_000, value }))
          .sort((one, other) => one.asOf - other.asOf);
        const lines = wanted.map(
          ({ asOf, value }) => `${new Date(asOf).toISOString()},${Object.is(value, -0) ? "-0" : value}`,
        );
        const points = await read([`${head} (USD/kWh)`, ...lines, ""].join("\n"), size);
        expect(points.map(({ asOf, value }) => ({ asOf, value }))).toEqual(wanted);
      },
    ),
  );
});
