import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { get } from "node:https";
import { dirname, join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { startReplay, type Replay } from "../../src/replay/server";
import build from "../build";
import { describeWithServer, freePort, Running } from "../batch/queue/server";
import { ask, type Told } from "../gateway/gateways";
import { BUILD_MS, COMMAND, emptyFolder, hashcell } from "./command";

// The gateway as its users have it: through the command.

const folder = emptyFolder();
const path = (name: string) => join(folder, name);
const run = (...words: string[]) => hashcell(folder, ["serve", ...words]);
beforeAll(() => {
  // As root the database runs as another user.
  chmodSync(folder, 0o755);
  build();
  hashcell(folder, ["--version"]);
}, BUILD_MS);

describe("is refused with a sentence", () => {
  test.each([
    [["--host", "0.0.0.0"], "--host 0.0.0.0 is reached from other machines: say who may read"],
    [["--host", "192.168.0.7"], "say who may read, with --access tokens or --access header:NAME"],
    [["--url", "https://market.example"], "--url https://market.example is reached from other machines"],
    [
      ["--access", "header:X-Forwarded-User"],
      "name the proxy that it comes from, with --trust-proxy ADDRESS",
    ],
    [["--access", "everybody"], "Give tokens, or header: and a name as header:X-Forwarded-User."],
    [["--trust-proxy", "10.0.0.300"], "Give addresses or networks, as 10.0.0.5 or 10.0.0.0/8."],
    [["--url", "https://localhost/path"], "--url must be an address without a path"],
    [["--cert", "cert.pem"], "https takes both, --cert and --key"],
    [["--proxy", "ftp://proxy.example"], "--proxy: The address of the proxy must be a full address"],
    [
      ["--mempool", "http://mempool.example"],
      "--mempool: The address of your mempool instance must begin with https://",
    ],
  ])("%j", (words, message) => {
    const { status, stderr, stdout } = run(...words);
    expect(stderr).toContain(message);
    expect([status, stdout]).toEqual([2, ""]);
    expect(existsSync(path("hashcell-market"))).toBe(false);
  });

  test("a key that is none", () => {
    const { status, stderr } = hashcell(folder, ["serve"], {
      env: { ...process.env, HASHCELL_COINGECKO_KEY: "a key" },
    });
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining("HASHCELL_COINGECKO_KEY: The key for CoinGecko"),
    ]);
  });

  test("a certificate that cannot be read", () => {
    expect(run("--cert", "none.pem", "--key", "none.pem")).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("cannot read none.pem") as string,
    });
  });

  test("a database that does not answer, or is not prepared", () => {
    expect(run("--database", "postgres://nobody@127.0.0.1:1/nothing")).toMatchObject({
      status: 6,
      stderr: expect.stringContaining("the database cannot be reached") as string,
    });
  });
});

describeWithServer("hashcell serve", () => {
  let replay: Replay;
  let port: number;
  beforeAll(async () => {
    replay = await startReplay();
    port = await freePort();
  });
  afterAll(async () => {
    for (const gateway of started) await gateway.stop();
    await replay.stop();
  });
  const started: Running[] = [];
  const start = async (...words: string[]) => {
    const gateway = Running.start(
      ["serve", "--data", path("market"), "--port", String(port), "--proxy", replay.url, ...words],
      folder,
    );
    started.push(gateway);
    await gateway.says("sources asked");
    return gateway;
  };
  const read = (what: string, headers = {}): Promise<Told> => ask(port, what, { headers });
  const priceIn = async () => {
    const { values } = (await read("/api/market")).json() as { values: Record<string, unknown>[] };
    return values.find(({ series }) => series === "btc.price");
  };

  test("serves the built add-in and the market, and stops when it is told", async () => {
    const gateway = await start();
    expect(await gateway.says(`the gateway is at http://127.0.0.1:${port}`)).toContain('"event":"started"');
    const manifest = (await read("/addin/manifest.xml")).body;
    expect(manifest).toContain(`http://127.0.0.1:${port}/addin/taskpane.html`);
    expect(manifest).not.toContain("localhost:3000");
    const page = (await read("/addin/taskpane.html")).body;
    expect(page).toContain(`<meta name="gateway" content="http://127.0.0.1:${port}" />`);
    for (const [, script = ""] of page.matchAll(/<script src="([^":]+)"/g)) {
      const answer = await read(`/addin/${script}`);
      expect([answer.status, answer.headers["cache-control"]]).toEqual([
        200,
        "public, max-age=31536000, immutable",
      ]);
    }
    expect((await read("/addin/books/list.json")).status).toBe(200);
    // Composed at once, but not within the round.
    while ((await priceIn())?.quality === "embedded") await later(50);
    expect(await priceIn()).toMatchObject({ quality: "live" });
    while (((await read("/ready")).json() as { waitingRows: number }).waitingRows > 0) await later(50);
    expect((await read("/ready")).json()).toMatchObject({ isReady: true, failing: 0 });

    const second = run("--data", path("market"), "--port", String(await freePort()));
    expect([second.status, second.stderr]).toEqual([
      6,
      expect.stringContaining(`a server runs in ${path("market")} already`),
    ]);
    const taken = run("--data", path("other"), "--port", String(port));
    expect([taken.status, taken.stderr]).toEqual([
      6,
      expect.stringContaining(`port ${port} of 127.0.0.1 is in use`),
    ]);

    const { code } = await gateway.stop("SIGTERM");
    expect(code).toBe(0);
    expect(gateway.faults).toEqual([]);
    for (const line of gateway.lines)
      expect(JSON.parse(line)).toMatchObject({ version: expect.any(String) as string });
    expect(existsSync(join(path("market"), "address"))).toBe(false);
    expect(gateway.lines.at(-1)).toContain("the gateway has stopped");
  });

  test("started again with its sources dead, shows what it knew", async () => {
    const rows = async () =>
      ((await read("/api/history/btc.price?limit=10000")).json() as { points: unknown[] }).points;
    replay.fail("all", "reset");
    const gateway = await start();
    expect(await priceIn()).toMatchObject({ source: expect.stringContaining("Median of") as string });
    expect((await rows()).length).toBeGreaterThan(300);
    replay.fail("all", undefined);
    expect((await gateway.stop()).code).toBe(0);
  });

  test("waits where a command is at work on its folder, until Ctrl+C", async () => {
    const lock = join(path("market"), "lock");
    writeFileSync(lock, String(process.pid));
    const gateway = Running.start(["serve", "--data", path("market"), "--port", String(port)], folder);
    const said = `hashcell: process ${process.pid} is at work on the database in ${path("market")}; waiting for it`;
    await gateway.says(said);
    expect(await gateway.stop()).toEqual({ code: 130, signal: null });
    expect([gateway.lines, gateway.faults]).toEqual([[], [said, "hashcell: cancelled; nothing was changed"]]);
    rmSync(lock);
  });

  test("for other machines over https, with tokens", async () => {
    execFileSync("openssl", [
      ..."req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost".split(
        " ",
      ),
      "-keyout",
      path("key.pem"),
      "-out",
      path("cert.pem"),
    ]);
    const words = ["--data", path("market")];
    const tls = ["--cert", path("cert.pem"), "--key", path("key.pem")];
    const token = hashcell(folder, ["token", "add", "desk", "--scope", "read", ...words]);
    expect(token.status).toBe(0);
    const [secret = ""] = /hashcell_\S+/.exec(token.stdout) ?? [];
    const gateway = await start(
      "--host",
      "0.0.0.0",
      "--access",
      "tokens",
      "--url",
      "https://market.example",
      ...tls,
    );
    const readOver = (what: string, headers = {}) =>
      new Promise<{ status?: number; body: string }>((told, failed) => {
        get(
          {
            port,
            host: "127.0.0.1",
            path: what,
            headers,
            ca: readFileSync(path("cert.pem")),
            servername: "localhost",
          },
          (answer) => {
            let body = "";
            answer.on("data", (part) => (body += String(part)));
            answer.on("end", () => told({ status: answer.statusCode, body }));
          },
        ).on("error", failed);
      });
    expect((await readOver("/api/market")).status).toBe(401);
    expect((await readOver("/api/market", { authorization: `Bearer ${secret}` })).status).toBe(200);
    expect((await readOver("/addin/manifest.xml")).body).toContain(
      "https://market.example/addin/taskpane.html",
    );
    expect((await gateway.stop()).code).toBe(0);
    expect(gateway.lines.join("")).not.toContain(secret);
  });
});

/** What looks like a clone to the command, and has only what is written into it. */
function cloneIn(clone: string) {
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(clone, name)), { recursive: true });
    writeFileSync(join(clone, name), text);
  };
  const script = join(clone, "src/cli/hashcell.mjs");
  cpSync(COMMAND, script);
  write("webpack.config.js", "");
  return { script, write };
}

test("in a clone builds the command again where a build was stopped before all was written", () => {
  const { script, write } = cloneIn(path("stopped"));
  write(".config/install.mjs", "");
  write("dist-cli/hashcell.js", 'require("./part-1.js")');
  write(
    "node_modules/webpack/bin/webpack.js",
    `const { writeFileSync } = require("node:fs");
     writeFileSync("dist-cli/part-1.js", "console.log('whole')");
     writeFileSync("dist-cli/built", "");`,
  );
  const run = () => hashcell(folder, ["audit"], { script });
  expect(run()).toEqual({
    status: 0,
    stdout: "whole\n",
    stderr: expect.stringMatching(/^Building the command/) as string,
  });
  expect(run()).toEqual({ status: 0, stdout: "whole\n", stderr: "" });
});

test("in a clone builds the add-in where there is none, and only to serve it", () => {
  const clone = path("clone");
  const { script, write } = cloneIn(clone);
  write(
    "node_modules/webpack/bin/webpack.js",
    `const { mkdirSync, writeFileSync } = require("node:fs");
     mkdirSync("dist");
     writeFileSync("dist/taskpane.html", process.argv.slice(2).join(" "));`,
  );
  write("dist-cli/hashcell.js", "");
  write("dist-cli/built", "");
  // Newer than what it is made from.
  utimesSync(join(clone, "dist-cli/built"), new Date(), new Date(Date.now() + 60_000));
  expect(hashcell(folder, ["audit"], { script })).toMatchObject({ status: 0, stderr: "" });
  expect(existsSync(join(clone, "dist"))).toBe(false);
  expect(hashcell(folder, ["serve"], { script }).stderr).toContain("Building the add-in");
  expect(readFileSync(join(clone, "dist/taskpane.html"), "utf8")).toBe("--config-name addin");
  expect(hashcell(folder, ["serve"], { script }).stderr).toBe("");
});
