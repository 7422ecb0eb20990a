import { spawnSync } from "node:child_process";

const paths = [
  "",
  "workbench.js",
  "bridge.js",
  "style/workbench.css",
  "replay.json",
  "addin/taskpane.html",
  "addin/functions.js",
  "lib/office-js/office.js",
  "lib/o-spreadsheet/o_spreadsheet.xml",
  "addin/missing.js",
];

/** Nothing is here: what the development server offers by itself would open files in an editor, or build again. */
const offered = ["webpack-dev-server", "webpack-dev-server/open-editor?fileName=/etc/hosts"];
const byOthers = ["", "replay.json", "addin/taskpane.html", "addin/functions.js"];

/** A workbench as `npm start` serves it, but of next to no code: tells what each path answers. */
const script = `
  const config = require.resolve("./webpack.config.js");
  const code = "./src/core/errors.ts";
  const configurations = require(config)().map((one) => ({
    ...one,
    entry: one.name === "addin" ? { functions: code, taskpane: code, later: code } : { workbench: code, bridge: code },
    // No build on the disk can stand in for that in memory.
    output: { ...one.output, path: require("node:path").resolve("dist-never-written", one.name) },
    optimization: { minimize: false },
    plugins: one.plugins.filter(({ constructor }) => /^(Copy|ScriptNames)Plugin$/.test(constructor.name)),
  }));
  require.cache[config].exports = () => configurations;
  const { startWorkbench } = require("./src/workbench/server.cjs");
  (async () => {
    const { url, stop } = await startWorkbench({ port: 0, gateway: "http://127.0.0.1:4100/" });
    const answers = {};
    for (const path of ${JSON.stringify([...paths, ...offered])}) {
      const response = await fetch(url + path);
      answers[path] = [response.status, (await response.text()).slice(0, 20_000)];
    }
    const statusFor = (path, host) =>
      new Promise((resolve) => {
        const asked = require("node:http").get(url + path, { headers: { host } }, (response) => {
          response.resume();
          response.on("end", () => resolve(response.statusCode));
        });
        asked.on("error", resolve);
      });
    const refused = [];
    for (const path of ${JSON.stringify(byOthers)}) refused.push(await statusFor(path, "evil.example:80"));
    await stop();
    console.log(JSON.stringify({ answers, refused }));
  })();
`;

test("the workbench builds in memory, and serves page, pane and libraries", () => {
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  expect(stderr).toBe("");
  const { answers, refused } = JSON.parse(stdout) as {
    answers: Record<string, [number, string]>;
    refused: number[];
  };
  const found = paths.filter((path) => answers[path]?.[0] === 200);
  expect(found).toEqual(paths.filter((path) => path !== "addin/missing.js"));
  expect(offered.map((path) => answers[path]?.[0])).toEqual(offered.map(() => 404));
  // A page elsewhere whose name was made to lead to this machine.
  expect(refused).toEqual(byOthers.map(() => 403));
  const text = (path: string) => answers[path]?.[1] ?? "";
  expect(text("")).toContain('id="pane"');
  expect(text("addin/taskpane.html")).toMatch(
    /bridge\.js"><\/script>\s*<script[^>]*\/lib\/office-js\/office\.js/,
  );
  expect(text("addin/taskpane.html")).toContain('<meta name="gateway" content="http://127.0.0.1:4100"');
  expect(text("addin/taskpane.html")).toContain("connect-src 'self' http://127.0.0.1:4100;");
  expect(text("addin/functions.js")).toContain("InputError");
  expect(JSON.parse(text("replay.json"))).toEqual({});
});
