// `npm start`: builds the add-in, serves it inside the workbench and opens a browser.
import cli from "office-addin-cli";
import { openBrowser } from "./openBrowser.mjs";
import { parseOptions, usage } from "./options.mjs";
import server from "./server.cjs";

async function main() {
  const options = parseOptions(process.argv.slice(2), process.env);
  if (options.help) {
    console.log(usage);
    return;
  }
  console.log("Building the add-in ...");
  const workbench = await server.startWorkbench({
    port: options.port,
    replay: options.replay ? {} : undefined,
    gateway: options.gateway,
  });
  console.log(`The workbench is at ${workbench.url} (Ctrl+C ends it).`);
  if (workbench.replay) {
    console.log(`Its market data is made up by the replay: make it fail at ${workbench.replay.controlUrl}`);
  }
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void end(workbench));
  if (options.open) openBrowser(workbench.url);
}

async function end(workbench) {
  await workbench.stop();
  process.exit(0);
}

main().catch((error) => {
  cli.logErrorMessage(error);
  process.exit(1);
});
