import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startWorkbench } from "../../src/workbench/server.cjs";
import build from "../build";
import { launch } from "./chromium";

declare global {
  var endBrowserTests: (() => Promise<void>) | undefined;
}

/** One browser and one workbench, which serves the add-in as built, for all browser tests. */
export default async function setup(): Promise<void> {
  build();
  const folder = mkdtempSync(join(tmpdir(), "hashcell-browser-"));
  const [workbench, browser] = await Promise.all([
    startWorkbench({ port: 0, addin: join(process.cwd(), "dist") }),
    launch(folder),
  ]);
  process.env.WORKBENCH_URL = workbench.url;
  process.env.BROWSER_ENDPOINT = browser.wsEndpoint();
  globalThis.endBrowserTests = async () => {
    await browser.close();
    await workbench.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
