import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { auditSteps, openedForAudit } from "../../src/workfile/audit/audit";
import { withAuditSheet } from "../../src/workfile/audit/auditSheet";
import { readBook } from "../../src/workfile/evaluate/book";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { recalculate } from "../../src/workfile/recalculate";
import { openWorkbook } from "../../src/workfile/workbook";
import { hasLibreOffice } from "../native/libreOffice";
import { smallBook, type SmallCell } from "./smallBook";

const f = (text: string): SmallCell => ({ f: text.replaceAll("MINING.", "_xldudf_MINING_") });

const book = (hashprice?: number) => {
  const file = smallBook({
    sheets: {
      "My inputs": [
        ["Bitcoin price", 86000],
        ["Network difficulty", 1.327e14],
        ["Block subsidy", 3.125],
        ["Efficiency", 17.5],
        ["Power price", 0.055],
        [
          "Hashprice",
          hashprice === undefined
            ? f("MINING.HASHPRICE(B1,B2,B3)")
            : { f: "_xldudf_MINING_HASHPRICE(B1,B2,B3)", v: hashprice },
        ],
        ["Hashcost", f("MINING.HASHCOST(B4,B5)")],
      ],
      Audit: [["a sheet that is called as ours would be"]],
    },
  });
  return hashprice === undefined ? recalculate(file, { set: [] }, nodeCompression).file : file;
};

function withSheet(bytes: Uint8Array) {
  const workbook = openWorkbook(bytes, nodeCompression);
  const steps = auditSteps(openedForAudit(workbook, {}), {});
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return withAuditSheet(workbook, step.value, { at: Date.UTC(2026, 0, 31), version: "1.6.0" });
}

function cellsOf(bytes: Uint8Array, name: string) {
  const sheet = readBook(openWorkbook(bytes, nodeCompression)).sheets.find((one) => one.name === name);
  if (sheet === undefined) throw new Error(`there is no sheet ${name}`);
  const rows: unknown[][] = [];
  for (let row = 1; row <= sheet.lastRow; row++) {
    const cells: unknown[] = [];
    for (let column = 1; column <= sheet.lastColumn; column++) cells.push(sheet.value(row, column));
    rows.push(cells);
  }
  return { rows, sheet };
}

test("the sheet comes last, under a free name, with a row for each MINING cell", () => {
  const { file, sheet: name } = withSheet(book());
  expect(name).toBe("Audit 2");
  expect(openWorkbook(file, nodeCompression).tabs).toEqual(["My inputs", "Audit", "Audit 2"]);
  const { rows } = cellsOf(file, name);
  expect(rows.find(([head]) => head === "Master check")?.[1]).toBe("In order");
  const lines = rows.filter(([at]) => typeof at === "string" && at.startsWith("'My inputs'!"));
  expect(lines.map(([at, , , , , status]) => [at, status])).toEqual([
    ["'My inputs'!B6", "agrees"],
    ["'My inputs'!B7", "agrees"],
  ]);
});

test("each line computes again, in Excel's own functions, from the cells of its sheet", () => {
  const { file, sheet: name } = withSheet(book());
  const { sheet } = cellsOf(file, name);
  const native = sheet.formulas.filter(({ column }) => column === 4).map(({ formula }) => formula.text);
  expect(native).toHaveLength(2);
  for (const text of native) {
    expect(text).toMatch(/'My inputs'!B/);
    expect(text).not.toMatch(/MINING|LAMBDA|(?<![!A-Z'])B\d/);
  }
});

test("a saved value that is wrong shows in the status and in the master check", () => {
  const { file, sheet } = withSheet(book(12));
  const { rows } = cellsOf(file, sheet);
  expect(rows.find(([head]) => head === "Master check")?.[1]).toMatch(/to correct/);
  expect(rows.find(([severity]) => severity === "error")?.[1]).toMatch(/The saved value is 12/);
});

(hasLibreOffice() ? test : test.skip)("LibreOffice computes the native column without errors", () => {
  const folder = mkdtempSync(join(tmpdir(), "audit-"));
  try {
    const profile = join(folder, "profile");
    mkdirSync(join(profile, "user"), { recursive: true });
    writeFileSync(
      join(profile, "user", "registrymodifications.xcu"),
      `<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>`,
    );
    const { file } = withSheet(book());
    writeFileSync(join(folder, "book.xlsx"), file);
    const run = spawnSync(
      "soffice",
      [
        `-env:UserInstallation=file://${profile}`,
        "--headless",
        "--convert-to",
        "fods",
        "--outdir",
        folder,
        join(folder, "book.xlsx"),
      ],
      { encoding: "utf8", timeout: 300_000, killSignal: "SIGKILL" },
    );
    expect(run.status).toBe(0);
    const text = readFileSync(join(folder, "book.fods"), "utf8");
    const audit = text.slice(text.indexOf('table:name="Audit 2"'));
    const native = [...audit.matchAll(/table:formula="of:=IFERROR\([^"]*"[^>]*office:value="([^"]*)"/g)];
    // LibreOffice has no add-in, so that only what is computed in its own functions has a value.
    const values = native.map(([, value]) => Number(value));
    expect(values).toHaveLength(2);
    expect(values[0]).toBeCloseTo((1e15 * 86400 * 3.125 * 86000) / (1.327e14 * 2 ** 32), 8);
    // Joules per TH, as kWh of a PH/s in a day, at the price.
    expect(values[1]).toBeCloseTo(17.5 * 24 * 0.055, 8);
    expect(audit).not.toMatch(/Err:\d+|#REF!/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
