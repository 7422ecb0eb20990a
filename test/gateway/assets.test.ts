import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readAssets } from "../../src/gateway/assets";
import { addinFolders, gatewayFor, HASHED, problemIn } from "./gateways";

const folders = addinFolders();
const publicUrl = "https://market.example";
const serving = gatewayFor(folders, { publicUrl, hosts: undefined });
const get = async (path: string, headers: Record<string, string> = {}) =>
  (await serving).ask(`/addin/${path}`, { headers });

test.each([
  [HASHED, "public, max-age=31536000, immutable"],
  ["functions.js", "no-cache"],
  ["functions.json", "no-cache"],
  ["manifest.xml", "no-cache"],
  ["taskpane.html", "no-cache"],
  ["help/index.html", "no-cache"],
  ["assets/icon-32.png", "no-cache"],
  ["books/list.json", "no-cache"],
])("%s may be kept: %s", async (path, kept) => {
  const answer = await get(path);
  expect(answer.status).toBe(200);
  expect(answer.headers["cache-control"]).toBe(kept);
  const etag = answer.headers.etag ?? "";
  expect(etag).not.toBe("");
  const again = await get(path, { "if-none-match": etag });
  expect(again.status).toBe(304);
  expect(again.body).toBe("");
  expect((await get(path, { "if-none-match": '"another"' })).status).toBe(200);
});

test("the manifest and the functions have the public address, everywhere", async () => {
  const manifest = (await get("manifest.xml")).body;
  const built = readFileSync("manifest.xml", "utf8");
  expect(manifest).not.toContain("localhost:3000");
  expect(manifest.split(`${publicUrl}/addin/`)).toHaveLength(built.split("https://localhost:3000/").length);
  const functions = (await get("functions.json")).json() as {
    functions: { helpUrl: string }[];
  };
  expect(functions.functions.map(({ helpUrl }) => helpUrl)).toEqual([
    `${publicUrl}/addin/help/ONE.html`,
    `${publicUrl}/addin/help/TWO.html`,
  ]);
});

test("the pane is told to ask the gateway, and may ask nobody else", async () => {
  const { body, headers } = await get("taskpane.html");
  expect(body).toContain(`<meta name="gateway" content="${publicUrl}" />`);
  const policy = String(headers["content-security-policy"]);
  const rules = policy.split("; ");
  expect(rules).toContain("connect-src 'self'");
  expect(rules.filter((rule) => rule.startsWith("connect-src"))).toHaveLength(1);
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval' https://appsforoffice.microsoft.com");
  expect(rules).toContain("object-src 'none'");
  const frames = rules.find((rule) => rule.startsWith("frame-ancestors"));
  for (const host of ["officeapps.live.com", "office.com", "sharepoint.com", "cloud.microsoft"])
    expect(frames).toContain(`https://*.${host}`);
  expect(headers["x-frame-options"]).toBeUndefined();
  // The page's own policy holds beside the header's: what it says but for connect-src is the same.
  const own = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(body)?.[1] ?? "";
  for (const rule of own.split("; ").filter((one) => !one.startsWith("connect-src")))
    expect(rules).toContain(rule);
});

test("icons may be shown by other pages, answers of the API may not", async () => {
  expect((await get("assets/icon-32.png")).headers["cross-origin-resource-policy"]).toBe("cross-origin");
  const market = await (await serving).ask("/api/market");
  expect(market.headers["cross-origin-resource-policy"]).toBe("same-origin");
});

test.each([
  "../package.json",
  "..%2f..%2fetc/passwd",
  "%2e%2e/secret",
  ".hidden",
  "nothing.js",
  "books/../../x",
])("%s is not served", async (path) => {
  writeFileSync(join(folders.addin, ".hidden"), "nobody's business");
  const answer = await get(path);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(problemIn(answer)).toMatch(/^There? |^The add-in/);
  expect(answer.body).not.toMatch(/nobody's business|hashcell-addin/);
});

test("a folder without the add-in, and one of another version, are said", async () => {
  const empty = addinFolders();
  rmSync(join(empty.addin, "manifest.xml"));
  await expect(readAssets(empty, publicUrl)).rejects.toThrow(/is not in .*: build it with npm run build/);
  const other = addinFolders();
  writeFileSync(join(other.addin, "taskpane.html"), "<!doctype html>");
  await expect(readAssets(other, publicUrl)).rejects.toThrow(/is not a build of this version/);
});
