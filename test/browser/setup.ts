import { startWorkbench, type Workbench } from "../../src/workbench/server.cjs";

declare global {
  var workbenchServer: Workbench | undefined;
}

/** One workbench, as `npm start` serves it, for all browser tests. */
export default async function setup(): Promise<void> {
  globalThis.workbenchServer = await startWorkbench({ port: 0 });
  process.env.WORKBENCH_URL = globalThis.workbenchServer.url;
}
