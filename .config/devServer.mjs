// `npm run dev-server`: serves the development build over https, where manifest.xml looks for it, and builds again
// whenever a source changes. Excel takes certificates only that the machine trusts: office-addin-dev-certs makes one.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import webpack from "webpack";
import WebpackDevServer from "webpack-dev-server";

const require = createRequire(import.meta.url);
const PORT = 3000;

/** The key and certificate for localhost; the first time the machine asks whether to trust their maker. */
function certificate() {
  const { status } = spawnSync("npx", ["--yes", "office-addin-dev-certs@3.0.0", "install", "--days", "365"], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error("No certificate for https://localhost: see the message above");
  const file = (name) => readFileSync(join(homedir(), ".office-addin-dev-certs", name));
  return { ca: file("ca.crt"), cert: file("localhost.crt"), key: file("localhost.key") };
}

/** Serves what `npm run build` would write; without `https` by a certificate that nobody trusts. Gives how to end it. */
export async function serveAddin({ https, port }) {
  const addin = require("../webpack.config.js")().find(({ name }) => name === "addin");
  const compiler = webpack({ ...addin, infrastructureLogging: { level: "warn" } });
  const server = new WebpackDevServer(
    {
      host: "localhost",
      port,
      server: { type: "https", options: https },
      hot: false,
      liveReload: false,
      client: false,
      webSocketServer: false,
      static: false,
      // Excel on the web reads functions.json from a page of its own.
      headers: { "Access-Control-Allow-Origin": "*", "Cache-Control": "no-store" },
      devMiddleware: { publicPath: "/", stats: { all: false, errors: true, warnings: true } },
      setupMiddlewares: (all) => all.filter(({ name }) => !/^webpack-dev-server/.test(name)),
    },
    compiler,
  );
  await server.start();
  await new Promise((resolve) => server.middleware.waitUntilValid(resolve));
  return { port: server.server.address().port, stop: () => server.stop() };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log("Building the add-in ...");
  await serveAddin({ https: certificate(), port: PORT });
  console.log(`The add-in is at https://localhost:${PORT}/ (Ctrl+C ends it).`);
}
