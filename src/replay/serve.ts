// `npm run replay`: answers in place of the services on the internet until Ctrl+C.
import { parseReplayOptions, usage } from "./options";
import { startReplay, type Replay, type ReplayOptions } from "./server";

const FIRST_PORT = 3200;
const LAST_PORT = 3299;

async function main(): Promise<void> {
  const { port, mode, fail, help } = parseReplayOptions(process.argv.slice(2));
  if (help) {
    console.log(usage);
    return;
  }
  const replay = port === undefined ? await onFreePort({ mode }) : await onPort({ mode, port });
  for (const [target, kind] of fail) replay.fail(target, kind);
  const values = mode === "fresh" ? "current values, made up in the recorded shapes" : "bodies as recorded";
  console.log(`The replay is at ${replay.url} with ${values} (Ctrl+C ends it).`);
  console.log(`Set this as the proxy of the task pane; failures and counts: ${replay.controlUrl}`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void replay.stop());
}

async function onPort(options: ReplayOptions): Promise<Replay> {
  try {
    return await startReplay(options);
  } catch (error) {
    if (!isTaken(error)) throw error;
    throw new Error(`Port ${options.port} is in use; choose another with --port`, { cause: error });
  }
}

async function onFreePort(options: ReplayOptions): Promise<Replay> {
  for (let port = FIRST_PORT; port <= LAST_PORT; port++) {
    try {
      return await startReplay({ ...options, port });
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
  throw new Error(`No free port from ${FIRST_PORT} to ${LAST_PORT}; choose one with --port`);
}

const isTaken = (error: unknown) => error instanceof Error && "code" in error && error.code === "EADDRINUSE";

main().catch((error: unknown) => {
  console.error(`Error: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
