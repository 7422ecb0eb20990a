import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { convertedInput, writeOutput } from "../../src/cli/files";
import { emptyFolder } from "./command";

const folder = emptyFolder();
const contents = () => readdirSync(folder).sort();
/** So much that it is not written in one piece. */
const large = new Uint8Array(64_000_000);

/** Waits until the writing hears of signals. */
async function heard(): Promise<void> {
  while (process.listenerCount("SIGINT") === 0) await new Promise((resolve) => setImmediate(resolve));
}

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s while it writes leaves no half file, and what was there",
  async (signal) => {
    const path = join(folder, "kept.xlsx");
    writeFileSync(path, "kept");
    const writing = writeOutput({ path, force: true }, large);
    await heard();
    process.emit(signal);
    await expect(writing).rejects.toMatchObject({
      exitCode: 130,
      message: `cancelled; ${path} was not written`,
    });
    expect(contents()).toEqual(["kept.xlsx"]);
    expect(readFileSync(path, "utf8")).toBe("kept");
    expect(process.listenerCount("SIGINT")).toBe(0);
  },
);

test("a file that came to be there in the meantime is not replaced", async () => {
  const path = join(folder, "meantime.xlsx");
  writeFileSync(path, "theirs");
  await expect(writeOutput({ path, force: false }, large)).rejects.toMatchObject({ exitCode: 4 });
  expect(readFileSync(path, "utf8")).toBe("theirs");
});

test("what was written is whole, and nothing else is left", async () => {
  const path = join(folder, "whole.xlsx");
  const bytes = Uint8Array.from({ length: 1_500_000 }, (_, index) => index % 251);
  await writeOutput({ path, force: false }, bytes);
  expect(readFileSync(path).equals(Buffer.from(bytes))).toBe(true);
  expect(contents()).toEqual(["kept.xlsx", "meantime.xlsx", "whole.xlsx"]);
});

(existsSync("/dev/zero") ? test : test.skip)("a device, which has no end, is not read", async () => {
  await expect(convertedInput("/dev/zero", (bytes) => bytes.length)).rejects.toMatchObject({
    exitCode: 3,
    message: "cannot read /dev/zero: it is not a file",
  });
});
