// The server of the workbench: the webpack builds in memory, and the libraries unmodified from their packages.
const { existsSync, readFileSync } = require("node:fs");
const { createServer } = require("node:net");
const path = require("node:path");
const webpack = require("webpack");
const WebpackDevServer = require("webpack-dev-server");
const { askingGateway } = require("../../.config/gatewayPage.cjs");
const { panePage } = require("./panePage.cjs");

const HOST = "127.0.0.1";
const FIRST_PORT = 3000;
const FIRST_REPLAY_PORT = 3100;

/** Folders of packages that the page loads from, by their address. */
const libraries = {
  "/lib/o-spreadsheet": ["@odoo/o-spreadsheet", "dist"],
  "/lib/owl": ["@odoo/owl", "dist"],
  "/lib/bootstrap": ["bootstrap", "dist/css"],
  "/lib/font-awesome": ["font-awesome", "."],
  "/lib/chart.js": ["chart.js", "dist"],
  "/lib/office-js": ["@microsoft/office-js", "dist"],
};

/**
 * Builds and serves. Without `port` it takes 3000 or the next free one, with a replay 3100: what browsers keep they keep by
 * port, so the settings that a replay needs do not follow the user to the plain workbench. 0 is any free port.
 */
async function startWorkbench({ port, replay: replayOptions, gateway, addin } = {}) {
  const firstPort = replayOptions === undefined ? FIRST_PORT : FIRST_REPLAY_PORT;
  const page = gateway === undefined ? undefined : askingGateway(gateway);
  const chosen = port === undefined ? await firstFreePort(firstPort) : await requireFree(port);
  const replay = replayOptions === undefined ? undefined : await startReplay(replayOptions);
  try {
    const server = await serve(chosen, { replay, page, addin });
    const stop = async () => {
      await server.stop();
      await replay?.stop();
    };
    return { url: `http://${HOST}:${server.server.address().port}/`, replay, stop };
  } catch (error) {
    await replay?.stop();
    throw error;
  }
}

/** The replay is TypeScript, which Node reads with the build's own hook. */
function startReplay(options) {
  require("../../.config/typescript.cjs");
  return require("../replay/server.ts").startReplay(options);
}

async function serve(port, { replay, page, addin }) {
  const quiet = { infrastructureLogging: { level: "warn" } };
  const configurations = require("../../webpack.config.js")().filter(
    ({ name }) => name === "workbench" || (name === "addin" && addin === undefined),
  );
  const compiler = webpack(configurations.map((configuration) => ({ ...configuration, ...quiet })));
  const firstBuild = built(compiler);
  const server = new WebpackDevServer(serverOptions(port, { replay, page, addin }, compiler), compiler);
  await server.start();
  try {
    await firstBuild;
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

function serverOptions(port, { replay, page = (html) => html, addin }, compiler) {
  return {
    host: HOST,
    port,
    // The page and the pane run as they will in Excel: nothing of the server's is added to them.
    hot: false,
    liveReload: false,
    client: false,
    webSocketServer: false,
    headers: { "Cache-Control": "no-store" },
    devMiddleware: { stats: { all: false, errors: true, warnings: true } },
    static: [
      { directory: path.join(__dirname, "style"), publicPath: "/style", watch: false },
      ...(addin === undefined ? [] : [{ directory: addin, publicPath: "/addin", watch: false }]),
      ...Object.entries(libraries).map(([publicPath, [name, folder]]) => ({
        directory: path.join(packageFolder(name), folder),
        publicPath,
        watch: false,
      })),
    ],
    setupMiddlewares(middlewares, devServer) {
      const paneReader =
        addin === undefined
          ? paneInMemory(compiler, devServer)
          : async () => readFileSync(path.join(addin, "taskpane.html"), "utf8");
      // After the server's checks of who asks, before its files; without its pages for developers, one of which opens
      // an editor.
      const isCheck = ({ name }) => /-check$/.test(name);
      const files = middlewares.filter((one) => !isCheck(one) && !/^webpack-dev-server/.test(one.name));
      return [
        ...middlewares.filter(isCheck),
        { name: "replay", path: "/replay.json", middleware: replayNotice(replay) },
        {
          name: "pane-page",
          path: "/addin/taskpane.html",
          middleware: panePage(async () => page(await paneReader())),
        },
        ...files,
      ];
    },
  };
}

/** Reads the task pane's page of the newest build. */
function paneInMemory(compiler, devServer) {
  const addin = compiler.compilers.find(({ name }) => name === "addin");
  return async () => {
    await new Promise((resolve) => devServer.middleware.waitUntilValid(resolve));
    // The server puts its memory in the place of the disk only after the middlewares were set up.
    return addin.outputFileSystem.readFileSync(path.join(addin.outputPath, "taskpane.html"), "utf8");
  };
}

/** Gives the workbench's page the replay's address; nothing where there is none. */
function replayNotice(replay) {
  return (_request, response) => {
    response.setHeader("Content-Type", "application/json");
    response.end(
      JSON.stringify(replay === undefined ? {} : { url: replay.url, controlUrl: replay.controlUrl }),
    );
  };
}

/** Found by looking, because not every package lets its files be resolved. */
function packageFolder(name) {
  const paths = require.resolve.paths(name) ?? [];
  const found = paths.map((folder) => path.join(folder, name)).find((folder) => existsSync(folder));
  if (found === undefined) throw new Error(`The package ${name} is missing: run npm ci`);
  return found;
}

function built(compiler) {
  return new Promise((resolve, reject) => {
    compiler.hooks.done.tap("workbench", (stats) => {
      if (stats.hasErrors()) reject(new Error(stats.toString({ preset: "errors-only", colors: false })));
      else resolve();
    });
    for (const { hooks } of compiler.compilers) hooks.failed.tap("workbench", reject);
  });
}

async function firstFreePort(from) {
  for (let port = from; port < from + 100; port++) if (await isFree(port)) return port;
  throw new Error(`No free port from ${from} to ${from + 99}; choose one with --port`);
}

async function requireFree(port) {
  if (await isFree(port)) return port;
  throw new Error(`Port ${port} is in use; choose another with --port`);
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, HOST, () => probe.close(() => resolve(true)));
  });
}

module.exports = { startWorkbench };
