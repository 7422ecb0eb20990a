import { spawnSync, type SpawnSyncOptionsWithStringEncoding } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const COMMAND = resolve("src/cli/hashcell.mjs");

/** Room for the first call of a test file, which builds what is older than its sources. */
export const BUILD_MS = 200_000;

export interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in a folder, as its user would. */
export function hashcell(
  folder: string,
  words: readonly string[],
  options: Partial<SpawnSyncOptionsWithStringEncoding> & { script?: string } = {},
): Said {
  const { status, stdout, stderr } = spawnSync(process.execPath, [options.script ?? COMMAND, ...words], {
    cwd: folder,
    encoding: "utf8",
    ...options,
  });
  return { status, stdout, stderr };
}

/** A new empty folder, which goes after the tests. */
export function emptyFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "hashcell-cli-")));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The command as npm packs it, without its sources, in a folder that every user can read. */
export function packedCommand(folder: string): string {
  mkdirSync(join(folder, "src/cli"), { recursive: true });
  cpSync("dist-cli", join(folder, "dist-cli"), { recursive: true });
  const packed = join(folder, "src/cli/hashcell.mjs");
  cpSync(COMMAND, packed);
  return packed;
}
