import { readFileSync } from "node:fs";
import { embedded } from "../../src/data/embedded/embedded";
import type { Quote } from "../../src/data/market";
import { MarketStore } from "../../src/data/store";
import { bindStream } from "../../src/functions/bind";
import { market as definition } from "../../src/functions/market/market";
import { readBook } from "../../src/workfile/evaluate/book";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { makePortable } from "../../src/workfile/portable";
import { recalculate } from "../../src/workfile/recalculate";
import { restored } from "../../src/workfile/restore";
import { openWorkbook } from "../../src/workfile/workbook";
import { contentOf, openArchive, savedArchive } from "../../src/workfile/zip";
import { duration } from "./report";
import { interleaved, timed, type Row } from "./rows";

// What the pane does with a whole workbook. No script that is built gives a hold on it: these come from the sources.

const CELLS = 10_000;

const priceOf = (value: number): Quote => ({
  series: "btc.price",
  value,
  asOf: Date.now() + value,
  source: "Benchmark",
  quality: "live",
});

/** Cells that stream MARKET get a new price. */
export async function marketCells(): Promise<Row[]> {
  const received = new Array<unknown>(CELLS);
  const callbacks = Array.from(received, (_, at) => (value: unknown) => void (received[at] = value));
  const store = new MarketStore(embedded, () => Date.now());
  const show = (price: number) => store.show({ kind: "live" }, { quotes: [priceOf(price)], history: {} });
  show(1);
  const stream = bindStream(definition, store);
  for (const setResult of callbacks) stream([["btc.price"]], null, { setResult });
  show(2);
  if (received.some((value) => JSON.stringify(value) !== "[[2]]"))
    throw new Error("a cell did not get the price");
  const [time = NaN, other = NaN] = await interleaved(31, [
    (round) => timed(() => show(round + 3)),
    (round) =>
      timed(() => {
        for (const setResult of callbacks) setResult([[round]]);
      }),
  ]);
  const work = `${CELLS.toLocaleString("en")} cells of MARKET, a new price`;
  return [
    {
      work,
      ours: duration(time),
      rival: "bare loop over the cells",
      theirs: duration(other),
      ratio: time / other,
    },
  ];
}

const SHEET = "xl/worksheets/sheet1.xml";

/** A workbook of formulas: half of them are one filled down, half have a number of their own. */
function workbook(): Uint8Array {
  const row = (number: number) => {
    const difficulty = number % 2 === 0 ? "$C$1" : `1.1E14+${number}`;
    const formula = `IF(A${number}&gt;0,_xldudf_MINING_HASHPRICE(A${number},${difficulty},3.125,0.05)*2,0)`;
    return `<row r="${number}"><c r="A${number}"><v>${60_000 + number}</v></c><c r="B${number}"><f>${formula}</f><v>${number / 7}</v></c></row>`;
  };
  const rows = Array.from({ length: CELLS }, (_, index) => row(index + 1)).join("");
  return withSheet(smallFile(), sheetOf(rows));
}

const smallFile = () => new Uint8Array(readFileSync("test/fixtures/portable/exceljs-stream.xlsx"));

const sheetOf = (rows: string) =>
  new TextEncoder().encode(
    `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`,
  );

const withSheet = (file: Uint8Array, content: Uint8Array) =>
  savedArchive(openArchive(file), { contents: new Map([[SHEET, content]]), putBack: [] }, nodeCompression);

const RECALCULATED = 100_000;

/** A workbook calculated again, beside reading it for its values and formulas. */
export async function recalculatedWorkbook(): Promise<Row[]> {
  const row = (number: number) =>
    `<row r="${number}"><c r="A${number}"><v>${30_000 + number}</v></c><c r="B${number}"><v>${1e14 + number}</v></c><c r="C${number}"><f>_xldudf_MINING_HASHPRICE(A${number},B${number},3.125,0.05)</f><v>1</v></c></row>`;
  const rows = Array.from({ length: RECALCULATED }, (_, index) => row(index + 1)).join("");
  const file = withSheet(smallFile(), sheetOf(rows));
  const calculate = () => recalculate(file, { set: [] }, nodeCompression);
  const { changed, left } = calculate();
  if (changed.length !== RECALCULATED || left.length > 0) throw new Error("not all cells were calculated");
  const [time = NaN, other = NaN] = await interleaved(5, [
    () => timed(calculate),
    () => timed(() => readBook(openWorkbook(file, nodeCompression))),
  ]);
  return [
    {
      work: `recalc of ${RECALCULATED.toLocaleString("en")} MINING cells`,
      ours: duration(time),
      rival: "reading the same file",
      theirs: duration(other),
      ratio: time / other,
      target: "2.5",
    },
  ];
}

/** A workbook made portable and restored, beside one that is only unpacked, checked and packed. */
export async function portableWorkbook(): Promise<Row[]> {
  const file = workbook();
  const given = { grade: "lambda", version: "1", at: 0, market: { state: "", quotes: [] } } as const;
  const convert = () => makePortable(file, given, nodeCompression);
  const portable = convert().file;
  const packedAgain = () => {
    const entry = openArchive(file).entries.find(({ path }) => path === SHEET);
    if (entry !== undefined) withSheet(file, contentOf(entry, nodeCompression));
  };
  const [made = NaN, back = NaN, other = NaN] = await interleaved(3, [
    () => timed(convert),
    () => timed(() => restored(portable, nodeCompression)),
    () => timed(packedAgain),
  ]);
  const line = { rival: "unpacking and packing it", theirs: duration(other) };
  const formulas = `${CELLS.toLocaleString("en")} formulas`;
  return [
    { ...line, work: `workbook of ${formulas} made portable`, ours: duration(made), ratio: made / other },
    { ...line, work: `workbook of ${formulas} restored`, ours: duration(back), ratio: back / other },
  ];
}
