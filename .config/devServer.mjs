// `npm run dev-server`: serves the development build over https, where manifest.xml looks for it, and builds again
// whenever a source changes.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import webpack from "webpack";
import WebpackDevServer from "webpack-dev-server";
import { certificate } from "./certificate.mjs";
import development from "./development.cjs";

const require = createRequire(import.meta.url);

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
  await serveAddin({ https: certificate(), port: Number(new URL(development.DEVELOPMENT_URL).port) });
  console.log(`The add-in is at ${development.DEVELOPMENT_URL} (Ctrl+C ends it).`);
}
