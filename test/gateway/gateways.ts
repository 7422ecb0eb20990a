import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { routes } from "../../src/data/providers/routes";
import { defaultSettings } from "../../src/data/settings";
import { readAssets, type AssetFolders } from "../../src/gateway/assets";
import { MarketHistory } from "../../src/gateway/history";
import { createGateway, LOOPBACK, type GatewayParts, type RunningGateway } from "../../src/gateway/server";

// Gateways for tests, at ports of their own.

/** Nobody answers there. */
export const NO_DATABASE = "postgres://nobody@127.0.0.1:1/nothing";

export const HASHED = "functions.0123456789abcdef.js";

/** A folder with what a build has, in small. */
export function addinFolders(): AssetFolders {
  const folder = mkdtempSync(join(tmpdir(), "hashcell-addin-"));
  folders.push(folder);
  const addin = join(folder, "dist");
  const books = join(folder, "books");
  for (const path of ["dist/assets", "dist/help", "books"])
    mkdirSync(join(folder, path), { recursive: true });
  const page = readFileSync("src/taskpane/taskpane.html", "utf8");
  writeFileSync(join(addin, "taskpane.html"), page);
  writeFileSync(join(addin, HASHED), "// functions");
  writeFileSync(join(addin, "functions.js"), "// functions");
  writeFileSync(
    join(addin, "functions.json"),
    JSON.stringify({
      functions: ["ONE", "TWO"].map((id) => ({ id, helpUrl: `https://localhost:3000/help/${id}.html` })),
    }),
  );
  writeFileSync(join(addin, "help/index.html"), "<!doctype html><title>Help</title>");
  cpSync("manifest.xml", join(addin, "manifest.xml"));
  cpSync("assets/icon-32.png", join(addin, "assets/icon-32.png"));
  writeFileSync(join(books, "list.json"), "[]");
  return { addin, books };
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Told {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly body: string;
  readonly json: () => unknown;
}

/** Asks as it is said, without what `fetch` does to paths and headers. */
export function ask(
  port: number,
  path: string,
  { method = "GET", headers, body }: Question = {},
): Promise<Told> {
  return new Promise((told, failed) => {
    const asking = request({ port, host: "127.0.0.1", path, method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", failed);
      response.on("end", () => {
        const bytes = Buffer.concat(parts);
        const text = bytes.toString("utf8");
        told({
          status: response.statusCode ?? 0,
          headers: response.headers,
          bytes,
          body: text,
          json: () => JSON.parse(text) as unknown,
        });
      });
    });
    asking.on("error", failed);
    asking.end(body);
  });
}

export interface TestGateway extends RunningGateway {
  readonly history: MarketHistory;
  readonly port: number;
  readonly logged: () => string[];
  readonly ask: (path: string, question?: Question) => Promise<Told>;
}

/** A gateway, which asks its sources only in rounds that a test makes. It ends with the tests. */
export async function gatewayFor(
  folders: AssetFolders,
  { database = NO_DATABASE, ...change }: Partial<GatewayParts> & { readonly database?: string } = {},
): Promise<TestGateway> {
  const lines: string[] = [];
  const history = new MarketHistory(database);
  const publicUrl = change.publicUrl ?? "http://127.0.0.1:4100";
  const running = await createGateway({
    history,
    assets: await readAssets(folders, publicUrl),
    routes,
    fetch: () => Promise.reject(new Error("nobody is asked here")),
    clock: Date.now,
    random: () => 0,
    settings: () => ({ ...defaultSettings, isOnline: true }),
    version: "1.2.3",
    publicUrl,
    mode: { kind: "open" },
    proxies: [],
    hosts: LOOPBACK,
    log: pino({ level: "info" }, { write: (line) => void lines.push(line) }),
    ...change,
  });
  open.push(async () => {
    await running.close();
    await history.close();
  });
  await running.app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = running.app.server.address() as AddressInfo;
  return {
    ...running,
    history,
    port,
    logged: () => lines,
    ask: (path, question) => ask(port, path, question),
  };
}

const open: (() => Promise<void>)[] = [];
afterAll(async () => {
  await Promise.all(open.map((close) => close()));
});

/** What is wrong, by an answer that must be a problem. */
export function problemIn({ status, headers, json }: Told): string {
  expect(headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  const problem = json() as { type: string; title: string; status: number; detail: string };
  expect(problem).toEqual({
    type: "about:blank",
    title: expect.any(String) as string,
    status,
    detail: expect.stringMatching(/^[A-Z"].*\.$/s) as string,
  });
  return problem.detail;
}
