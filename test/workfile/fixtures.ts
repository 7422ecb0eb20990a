import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import type { Grade, PortableOptions } from "../../src/workfile/reports";
import { contentOf, openArchive, savedArchive } from "../../src/workfile/zip";

const FOLDER = "test/fixtures/portable";

/** The workbooks of several writers, by name. */
export const workbookNames = readdirSync(FOLDER).filter((name) => /\.xls[xm]$/.test(name));

export const workbookFile = (name: string): Uint8Array => new Uint8Array(readFileSync(join(FOLDER, name)));

export const optionsFor = (grade: Grade): PortableOptions => ({
  grade,
  version: "1.2.0",
  at: Date.UTC(2026, 2, 31, 18, 30),
  market: {
    state: "embedded",
    quotes: [{ series: "btc.price", value: 60000, asOf: Date.UTC(2026, 2, 31), source: "built in" }],
  },
});

/** The parts of a file: their packed bytes, and as texts. */
export function partsOf(file: Uint8Array) {
  return new Map(
    openArchive(file).entries.map((entry) => [
      entry.path,
      {
        packed: Buffer.from(entry.packed).toString("base64"),
        listed: Buffer.from(entry.listed.subarray(8, 16)).toString("base64"),
        text: Buffer.from(contentOf(entry, nodeCompression)).toString("utf8"),
      },
    ]),
  );
}

export const partText = (file: Uint8Array, path: string): string => partsOf(file).get(path)?.text ?? "";

/** A file with a part changed, or without it. */
export function withPart(
  file: Uint8Array,
  path: string,
  change: (text: string) => string | Uint8Array | undefined,
) {
  const changed = change(partText(file, path));
  const content = typeof changed === "string" ? new TextEncoder().encode(changed) : changed;
  return savedArchive(
    openArchive(file),
    { contents: new Map([[path, content]]), putBack: [] },
    nodeCompression,
  );
}

/** A file with some text of a part replaced by another. Fails where the text is not there. */
export function replaced(file: Uint8Array, path: string, was: string, now: string): Uint8Array {
  return withPart(file, path, (text) => {
    if (!text.includes(was)) throw new Error(`${path} does not hold ${was}:\n${text}`);
    return text.replace(was, () => now);
  });
}
