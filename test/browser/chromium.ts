import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import bundled from "@sparticuz/chromium";
import { chromium, type BrowserContext } from "playwright-core";

/** Where browsers of the family are usually installed. */
const installed = [
  "/usr/bin/google-chrome",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/microsoft-edge",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

const quiet = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
  ...["--disable-background-networking", "--disable-component-update"],
];

/** A browser with a profile of its own: an installed one, else the Chromium that comes as a package. */
export async function launch(): Promise<{ context: BrowserContext; close: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "hashcell-browser-"));
  const own = installed.find((path) => existsSync(path));
  const context = await chromium.launchPersistentContext(join(folder, "profile"), {
    executablePath: own ?? (await unpacked(folder)),
    args: own === undefined ? [...packagedArguments(), ...quiet] : quiet,
    viewport: { width: 1440, height: 900 },
  });
  const close = async () => {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { context, close };
}

/** The package reuses whatever "chromium" lies in the temporary folder, so it gets one that is empty. */
async function unpacked(folder: string): Promise<string> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    return await bundled.executablePath();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

/** Some of the package's arguments break it here; others switch off what is tested, such as the rules of origins. */
const packagedArguments = () =>
  bundled.args.filter(
    (flag) =>
      !/^--(single-process|no-zygote|headless|disable-web-security|allow-running-insecure-content)/.test(
        flag,
      ),
  );
