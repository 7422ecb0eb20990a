import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

// The programs that the add-in is measured beside. One that is not installed is undefined, and its rows say so.

/** The system's own, for which Debian has NumPy, SciPy and QuantLib; elsewhere the first on the path. */
const PYTHON = existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

type Versions = Readonly<Record<string, string | null>>;

interface Reply {
  readonly seconds: number;
  readonly answer: readonly number[] | Readonly<Record<string, number>> | null;
}

interface Request {
  readonly work: "option_price" | "implied_volatility" | "sim_miner";
  /** Prepared outside the time, and kept for the rounds that follow. */
  readonly given?: object;
  readonly round?: number;
  /** Whether the reply is to hold the answer. */
  readonly answer?: boolean;
}

/** One process of rival.py for all rounds, so that starting Python and its libraries is never counted. */
export class Python {
  private constructor(
    private readonly process: ChildProcessWithoutNullStreams,
    private readonly lines: AsyncIterator<string>,
    readonly versions: Versions,
  ) {}

  static async start(): Promise<Python | undefined> {
    if (spawnSync(PYTHON, ["--version"]).status !== 0) return undefined;
    // One thread, as the add-in: linear algebra would start more.
    const env = { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" };
    const child = spawn(PYTHON, ["test/benchmark/rival.py"], { env });
    child.stderr.pipe(process.stderr);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return new Python(child, lines, JSON.parse(await nextOf(lines)) as Versions);
  }

  async ask(request: Request): Promise<Reply> {
    this.process.stdin.write(`${JSON.stringify(request)}\n`);
    return JSON.parse(await nextOf(this.lines)) as Reply;
  }

  stop(): void {
    this.process.stdin.end();
  }
}

async function nextOf(lines: AsyncIterator<string>): Promise<string> {
  const next = await lines.next();
  if (next.done === true) throw new Error("rival.py has stopped: see its message above");
  return next.value;
}

const OFFICE = "soffice";
const OFFICE_ROUNDS = 5;
/** Longer than any machine needs. */
const LONGEST_MS = 120_000;

export function officeVersion(): string | undefined {
  const { status, stdout } = spawnSync(OFFICE, ["--version"], { encoding: "utf8" });
  return status === 0 ? (/[\d.]+/.exec(stdout)?.[0] ?? "") : undefined;
}

interface Recalculation {
  /** A recalculation each. */
  readonly seconds: readonly number[];
  /** The last column, to 15 digits. */
  readonly answer: readonly number[];
}

/**
 * What LibreOffice takes to compute all formulas of a sheet: columns of numbers, and to their right formulas, which are given
 * for the first row and filled down. A macro in a fresh profile takes the time, so that starting and loading are not in it.
 */
export function recalculated(
  columns: readonly ArrayLike<number>[],
  formulas: readonly string[],
): Recalculation {
  const folder = mkdtempSync(join(tmpdir(), "benchmark-"));
  try {
    const rows = columns[0]?.length ?? 0;
    const line = (row: number) => columns.map((column) => column[row]).join(",");
    writeFileSync(join(folder, "in.csv"), Array.from({ length: rows }, (_, row) => line(row)).join("\n"));
    // A first start writes the profile, which would replace a macro.
    office(folder, "--terminate_after_init");
    const basic = join(folder, "profile", "user", "basic", "Standard");
    mkdirSync(basic, { recursive: true });
    writeFileSync(join(basic, "Module1.xba"), macro({ folder, rows, first: columns.length, formulas }));
    office(folder, "macro:///Standard.Module1.Main");
    const lines = readFileSync(join(folder, "out.txt"), "utf8").trim().split("\n").map(Number);
    return {
      seconds: lines.slice(0, OFFICE_ROUNDS).map((milliseconds) => milliseconds / 1000),
      answer: lines.slice(OFFICE_ROUNDS),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function office(folder: string, order: string): void {
  const profile = `-env:UserInstallation=file://${join(folder, "profile")}`;
  const run = spawnSync(OFFICE, [profile, "--headless", "--norestore", order], {
    encoding: "utf8",
    timeout: LONGEST_MS,
    killSignal: "SIGKILL",
  });
  if (run.status !== 0) throw new Error(`LibreOffice stopped: ${run.stderr}`);
}

interface Sheet {
  readonly folder: string;
  readonly rows: number;
  /** Place of the first column of formulas, from 0. */
  readonly first: number;
  readonly formulas: readonly string[];
}

const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

function macro({ folder, rows, first, formulas }: Sheet): string {
  const filled = formulas.map((formula, index) => {
    const place = `${first + index}, 0`;
    return `
  sheet.getCellByPosition(${place}).Formula = "${formula}"
  sheet.getCellRangeByPosition(${place}, ${first + index}, ${rows - 1}).fillAuto(com.sun.star.sheet.FillDirection.TO_BOTTOM, 1)`;
  });
  const last = first + formulas.length - 1;
  const code = `
Sub Main
  Dim load(2) As New com.sun.star.beans.PropertyValue
  load(0).Name = "FilterName"
  load(0).Value = "Text - txt - csv (StarCalc)"
  load(1).Name = "FilterOptions"
  load(1).Value = "44,34,76,1,,1033"
  load(2).Name = "Hidden"
  load(2).Value = True
  book = StarDesktop.loadComponentFromURL("file://${folder}/in.csv", "_blank", 0, load())
  sheet = book.Sheets(0)${filled.join("")}
  file = FreeFile
  Open "${folder}/out.txt" For Output As #file
  For time = 1 To ${OFFICE_ROUNDS}
    start = GetSystemTicks
    book.calculateAll()
    Print #file, GetSystemTicks - start
  Next
  values = sheet.getCellRangeByPosition(${last}, 0, ${last}, ${rows - 1}).getDataArray()
  For row = 0 To ${rows - 1}
    Print #file, values(row)(0)
  Next
  Close #file
  book.close(True)
End Sub`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">${escaped(code)}
</script:module>`;
}
