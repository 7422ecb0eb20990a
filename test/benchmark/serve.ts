// How fast a gateway answers 200 readers at once, beside a bare server that sends the same bytes, and whether its memory
// grows over 100,000 requests:
// node -r ./.config/typescript.cjs test/benchmark/serve.ts
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as later } from "node:timers/promises";
import { MarketHistory } from "../../src/gateway/history";
import { addToken } from "../../src/gateway/tokens";
import { startReplay } from "../../src/replay/server";

const READERS = 200;
const READS = 100;
const REQUESTS = 100_000;
const PORT = 4177;
const PATH = "/api/market";

interface Reader {
  readonly agent: Agent;
  readonly headers: Readonly<Record<string, string>>;
}

/** Milliseconds until the last byte; throws where the answer is none. */
function read(port: number, { agent, headers }: Reader): Promise<number> {
  const began = performance.now();
  return new Promise((told, failed) => {
    request({ port, host: "127.0.0.1", path: PATH, agent, headers }, (answer) => {
      if (answer.statusCode !== 200) failed(new Error(`HTTP ${answer.statusCode}`));
      answer.resume().on("end", () => told(performance.now() - began));
    })
      .on("error", failed)
      .end();
  });
}

/** Each reader asks again as soon as it has an answer; gives all times, in ascending order. */
async function readAtOnce(port: number, readers: readonly Reader[], reads: number): Promise<number[]> {
  const times: number[] = [];
  await Promise.all(
    readers.map(async (reader) => {
      for (let count = 0; count < reads; count++) times.push(await read(port, reader));
    }),
  );
  return times.sort((one, other) => one - other);
}

const at = (times: readonly number[], share: number) =>
  (times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? NaN).toFixed(1);

const line = (name: string, times: readonly number[], seconds: number) =>
  `${name.padEnd(24)}p50 ${at(times, 0.5).padStart(6)} ms   p99 ${at(times, 0.99).padStart(6)} ms   most ${at(times, 1).padStart(6)} ms   ${Math.round(times.length / seconds)} a second`;

/** Of the process, in MB; on Linux. */
const memoryOf = (process: ChildProcess) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${process.pid}/status`, "utf8"))?.[1]) / 1024;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "hashcell-serve-"));
  chmodSync(folder, 0o755);
  const data = join(folder, "market");
  const replay = await startReplay();
  const asked = () => Object.values(replay.counts()).reduce((sum, count) => sum + count, 0);
  const words = [
    "serve",
    "--data",
    data,
    "--port",
    String(PORT),
    "--access",
    "tokens",
    "--proxy",
    replay.url,
  ];
  const gateway = spawn(process.execPath, ["src/cli/hashcell.mjs", ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const said of createInterface(gateway.stdout)) if (said.includes('"written"')) break;
  gateway.stdout.resume();

  const history = new MarketHistory(readFileSync(join(data, "address"), "utf8").trim());
  const readers: Reader[] = [];
  for (let count = 0; count < READERS; count++) {
    const token = await addToken(history, { name: `reader ${count}`, scopes: ["read"] });
    const headers = { authorization: `Bearer ${token}`, "accept-encoding": "br" };
    readers.push({ agent: new Agent({ keepAlive: true, maxSockets: 1 }), headers });
  }
  await history.close();
  const timed = async (name: string, port: number, reads = READS) => {
    const began = performance.now();
    const times = await readAtOnce(port, readers, reads);
    console.log(line(name, times, (performance.now() - began) / 1000));
  };

  const answer = await fetch(`http://127.0.0.1:${PORT}${PATH}`, {
    headers: { ...readers[0]?.headers, "accept-encoding": "identity" },
  });
  const plain = Buffer.from(await answer.arrayBuffer());
  const packed = await new Promise<Buffer>((told) => {
    request({ port: PORT, host: "127.0.0.1", path: PATH, headers: readers[0]?.headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part)).on("end", () => told(Buffer.concat(parts)));
    }).end();
  });
  console.log(
    `${READERS} readers at once, ${READS} times each: ${plain.length} bytes, ${packed.length} as they are sent`,
  );
  const bare = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "br" }).end(packed);
  }).listen(0, "127.0.0.1");
  await once(bare, "listening");
  const barePort = (bare.address() as AddressInfo).port;

  const before = asked();
  for (const name of ["warming up", "first", "second"]) {
    await timed(`gateway, ${name}`, PORT);
    await timed(`bare server, ${name}`, barePort);
  }
  // Rounds may have gone by meanwhile: what they ask is no more than without readers.
  console.log(`questions to the sources before ${before}, after ${asked()}`);
  bare.closeAllConnections();
  bare.close();

  // A client may ask a thousand times a minute.
  await later(61_000);
  const part = 125 * READERS;
  console.log(`memory before ${memoryOf(gateway).toFixed(0)} MB`);
  for (let sent = 0; sent < REQUESTS; sent += part) {
    await timed(`requests from ${sent}`, PORT, part / READERS);
    console.log(`memory after ${sent + part} requests ${memoryOf(gateway).toFixed(0)} MB`);
  }
  for (const { agent } of readers) agent.destroy();
  gateway.kill("SIGINT");
  await once(gateway, "exit");
  await replay.stop();
  rmSync(folder, { recursive: true, force: true });
}

void main();
