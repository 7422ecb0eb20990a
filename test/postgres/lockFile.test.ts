import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dropLock, isRunning, takeLock } from "../../src/postgres/lockFile";
import { emptyFolder } from "../cli/command";

// What a process has to itself while its lock file says so.

const folder = emptyFolder();
const path = join(folder, "lock");
let other: ChildProcess;
beforeEach(() => {
  other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
});
afterEach(async () => {
  await ended();
  await dropLock(path);
});

async function ended(): Promise<void> {
  if (other.exitCode !== null || other.signalCode !== null) return;
  const exit = once(other, "exit");
  other.kill("SIGKILL");
  await exit;
}

test("who comes first has it until it lets go", async () => {
  expect(await takeLock(path, 0)).toBeUndefined();
  expect(readFileSync(path, "utf8")).toBe(String(process.pid));
  await dropLock(path);
  expect(existsSync(path)).toBe(false);
});

test("another process has it, and is named when that takes too long", async () => {
  writeFileSync(path, String(other.pid));
  expect(await takeLock(path, 0)).toBe(other.pid);
  expect(await takeLock(path, 250)).toBe(other.pid);
  expect(readFileSync(path, "utf8")).toBe(String(other.pid));
});

test("who waits has it once the other lets go", async () => {
  writeFileSync(path, String(other.pid));
  const waiting = takeLock(path, 60_000);
  await dropLock(path);
  expect(await waiting).toBeUndefined();
  expect(readFileSync(path, "utf8")).toBe(String(process.pid));
});

test("who waits hears once for whom", async () => {
  writeFileSync(path, String(other.pid));
  const heard: number[] = [];
  const waits = (owner: number) => heard.push(owner);
  expect(await takeLock(path, 500, { waits })).toBe(other.pid);
  expect(heard).toEqual([]);
  expect(await takeLock(path, 1500, { waits })).toBe(other.pid);
  expect(heard).toEqual([other.pid]);
});

test("who waits can be told to wait no longer, and leaves the file as it is", async () => {
  writeFileSync(path, String(other.pid));
  const ending = new AbortController();
  const waiting = takeLock(path, 60_000, { signal: ending.signal });
  ending.abort();
  await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
  expect(readFileSync(path, "utf8")).toBe(String(other.pid));
});

test("who waits has it once the other has ended", async () => {
  writeFileSync(path, String(other.pid));
  const waiting = takeLock(path, 60_000);
  await ended();
  expect(await waiting).toBeUndefined();
});

test.each(["", "0", "-1", "nobody", "999999999"])("a file that says %j is nobody's", async (text) => {
  writeFileSync(path, text);
  expect(await takeLock(path, 0)).toBeUndefined();
  expect(readFileSync(path, "utf8")).toBe(String(process.pid));
});

test("of many at once one has it", async () => {
  const script = `
    const { takeLock } = require("./src/postgres/lockFile");
    takeLock(process.argv[1], 0).then((owner) => {
      process.stdout.write(owner === undefined ? "mine" : "taken");
      setInterval(() => {}, 1000);
    });`;
  const words = ["-r", "./.config/typescript.cjs", "-e", script, path];
  const all = Array.from({ length: 6 }, () =>
    spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] }),
  );
  try {
    const said = await Promise.all(all.map(async ({ stdout }) => String((await once(stdout, "data"))[0])));
    expect(said.sort()).toEqual(["mine", ...new Array<string>(5).fill("taken")]);
  } finally {
    const ends = all.map((process) => once(process, "exit"));
    for (const process of all) process.kill("SIGKILL");
    await Promise.all(ends);
  }
});

test("of many that hand it on one has it at a time", async () => {
  const log = join(folder, "log");
  const script = `
    const { appendFileSync } = require("node:fs");
    const { dropLock, takeLock } = require("./src/postgres/lockFile");
    const [path, log] = process.argv.slice(1);
    (async () => {
      for (let time = 0; time < 10; time++) {
        if ((await takeLock(path, 60_000)) !== undefined) throw new Error("it took too long");
        appendFileSync(log, "in\\n");
        await new Promise((later) => setTimeout(later, 3));
        appendFileSync(log, "out\\n");
        await dropLock(path);
      }
    })();`;
  const words = ["-r", "./.config/typescript.cjs", "-e", script, path, log];
  const all = Array.from({ length: 4 }, () => spawn(process.execPath, words, { stdio: "inherit" }));
  const codes = await Promise.all(all.map(async (process) => (await once(process, "exit"))[0] as number));
  expect(codes).toEqual([0, 0, 0, 0]);
  expect(readFileSync(log, "utf8")).toBe("in\nout\n".repeat(40));
});

test("a folder that is not there is said at once", async () => {
  await expect(takeLock(join(folder, "missing", "lock"), 60_000)).rejects.toThrow("ENOENT");
});

test("of processes this one runs, and one that has ended does not", async () => {
  expect(isRunning(process.pid)).toBe(true);
  await ended();
  expect(isRunning(other.pid ?? 0)).toBe(false);
});
