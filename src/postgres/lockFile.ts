import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { setTimeout as later } from "node:timers/promises";

// A file that says which process has something to itself.

const LOOK_MS = 100;
/** Who waits longer wants to know why. */
const SAID_MS = 1000;
/** Within this a process has written its number into the file that it made. */
const WRITTEN_MS = 2000;

export interface Waiting {
  /** Hears once which process is waited for, where that takes a while. */
  readonly waits?: (owner: number) => void;
  /** Ends the wait with an AbortError. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Takes a lock file for this process, where need be when the one that has it lets go, and waits so long for that. Gives the
 * process that still has it; undefined where this one does. What was left behind by a process that has ended is of no account.
 */
export async function takeLock(
  path: string,
  patienceMs: number,
  { waits, signal }: Waiting = {},
): Promise<number | undefined> {
  for (let waited = 0; ; waited += LOOK_MS) {
    const owner = await takenOrOwner(path);
    if (owner === undefined || waited >= patienceMs) return owner;
    if (waited === SAID_MS) waits?.(owner);
    await later(LOOK_MS, undefined, { signal });
  }
}

export const dropLock = (path: string) => rm(path, { force: true });

async function takenOrOwner(path: string): Promise<number | undefined> {
  for (;;) {
    try {
      await writeFile(path, String(process.pid), { flag: "wx" });
      return undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const text = await textIn(path);
    // The one that had it has let go: who takes it now must not lose it to this one.
    if (text === undefined) continue;
    if (text === "" && (await isNew(path))) {
      await later(LOOK_MS);
      continue;
    }
    const owner = Number(text);
    if (owner !== process.pid && isRunning(owner)) return owner;
    await dropLock(path);
  }
}

/** Undefined where there is no such file. */
async function textIn(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Whether the process that has made a file may not have written into it yet. */
async function isNew(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Math.abs(Date.now() - found.mtimeMs) < WRITTEN_MS;
}

export function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
