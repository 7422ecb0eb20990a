import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Where the manifest looks, as paths. */
const addresses = [...readFileSync("manifest.xml", "utf8").matchAll(/"https:\/\/localhost:3000\/([^"]+)"/g)];
const paths = [...new Set(addresses.map(([, path]) => path ?? ""))];

/** The server for Excel with the add-in's files but next to no code: tells what each path answers over https. */
const script = `
  const config = require.resolve("./webpack.config.js");
  const addin = require(config)()[0];
  const code = "./src/core/errors.ts";
  require.cache[config].exports = () => [
    {
      ...addin,
      entry: { functions: code, taskpane: code, later: code },
      output: { ...addin.output, path: require("node:path").resolve("dist-never-written") },
      optimization: { minimize: false },
    },
  ];
  (async () => {
    const { serveAddin } = await import("./.config/devServer.mjs");
    // Without a certificate of this machine the server makes one that nobody trusts.
    const { port, stop } = await serveAddin({ https: undefined, port: 0 });
    const get = (path, headers) =>
      new Promise((resolve, reject) => {
        const options = { host: "localhost", port, path, rejectUnauthorized: false, headers };
        require("node:https")
          .get(options, (response) => {
            response.resume();
            response.on("end", () =>
              resolve([response.statusCode, response.headers["access-control-allow-origin"]]));
          })
          .on("error", reject);
      });
    const answers = [];
    for (const path of ${JSON.stringify(paths)}) answers.push(await get("/" + path));
    const editor = await get("/webpack-dev-server/open-editor?fileName=/etc/hosts");
    const elsewhere = await get("/taskpane.html", { host: "evil.example" });
    await stop();
    console.log(JSON.stringify({ answers, editor, elsewhere }));
  })();
`;

test("the server for Excel answers over https where the manifest looks, and to nobody else", () => {
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], {
    encoding: "utf8",
    // A build that fails is never ready.
    timeout: 120_000,
  });
  expect(stderr).toBe("");
  expect(paths.length).toBeGreaterThan(7);
  expect(JSON.parse(stdout)).toEqual({
    answers: paths.map(() => [200, "*"]),
    editor: [404, "*"],
    elsewhere: [403, null],
  });
});
