import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import type { FastifyInstance } from "fastify";
import { etagOf, packedPage, sendPage, type Page } from "./page";
import { Problem } from "./problem";

// The add-in as it was built, at the gateway's own address. It is read once: a page and its scripts are of one build also
// where another is made meanwhile, and no path of a request ever becomes one of this machine.

/** Where the add-in's scripts expect each other. */
export const ADDIN_PATH = "/addin/";

/** Named after what is in it: never another. */
const HASHED = /\.[0-9a-f]{16}\.js$/;
const FOR_EVER = "public, max-age=31536000, immutable";

/** Excel on the web shows the pane in a frame of one of these. Microsoft publishes no list; these were seen. */
const FRAMES = [
  "https://*.officeapps.live.com",
  "https://*.office.com",
  "https://*.sharepoint.com",
  "https://*.microsoft.com",
  "https://*.live.com",
  "https://*.cloud.microsoft",
];

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".xml": "application/xml; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".png": "image/png",
  ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};
const isText = (type: string) => type.endsWith("charset=utf-8");

export interface AssetFolders {
  /** What the build made. */
  readonly addin: string;
  /** The finished workbooks, which the command has too. */
  readonly books: string;
}

export interface Assets {
  /** By their paths below ADDIN_PATH. */
  readonly files: ReadonlyMap<string, Page>;
  readonly policy: string;
}

/** A folder that is no build of the add-in; the message says what to do. */
export class NoAddinError extends Error {}

/** The add-in of a build, for the public address of the gateway, which has no slash at its end. */
export async function readAssets(folders: AssetFolders, publicUrl: string): Promise<Assets> {
  const { addin: folder } = folders;
  let page: string;
  let builtFor: string | undefined;
  try {
    page = readFileSync(join(folder, "taskpane.html"), "utf8");
    const manifest = readFileSync(join(folder, "manifest.xml"), "utf8");
    builtFor = /"(https:\/\/[^"]*\/)taskpane\.html"/.exec(manifest)?.[1];
  } catch {
    throw new NoAddinError(`the add-in is not in ${folder}: build it with npm run build`);
  }
  const policy = policyOf(page);
  if (builtFor === undefined || policy === undefined)
    throw new NoAddinError(`${folder} is not a build of this version of the add-in: run npm run build`);
  const files = new Map<string, Page>();
  for (const [root, prefix] of [
    [folder, ""],
    [folders.books, "books/"],
  ] as const)
    for (const name of filesIn(root)) {
      const type = types[extname(name)];
      if (type === undefined) continue;
      const path = prefix + name;
      const content = readFileSync(join(root, name));
      if (!isText(type)) {
        files.set(path, { type, body: content, etag: etagOf([content]) });
        continue;
      }
      const text = content.toString("utf8").replaceAll(builtFor, publicUrl + ADDIN_PATH);
      const body = Buffer.from(path === "taskpane.html" ? withGateway(text, publicUrl) : text);
      files.set(path, await packedPage(type, body, etagOf([body])));
    }
  return { files, policy };
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));

/** Tells the pane that this gateway is all that it asks. */
const withGateway = (page: string, publicUrl: string) =>
  page.replace(/(<meta name="gateway" content=")[^"]*(")/, `$1${publicUrl}$2`);

/** What the page allows itself, without asking anybody but the gateway, and with the frames that may show it. */
function policyOf(page: string): string | undefined {
  const own = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(page)?.[1];
  if (own === undefined) return undefined;
  const rules = own.split(";").map((rule) => rule.trim());
  return [
    ...rules.filter((rule) => rule !== "" && !rule.startsWith("connect-src ")),
    "connect-src 'self'",
    ["frame-ancestors 'self'", ...FRAMES].join(" "),
  ].join("; ");
}

/** Serves the files at ADDIN_PATH. */
export function serveAssets(app: FastifyInstance, { files, policy }: Assets): void {
  app.get<{ Params: { "*": string } }>(`${ADDIN_PATH}*`, (request, reply) => {
    const path = request.params["*"];
    const page = files.get(path);
    if (page === undefined)
      throw new Problem(
        404,
        `The add-in has no file ${path.slice(0, 100)}: manifest.xml says where it begins.`,
      );
    void reply.headers({
      "content-security-policy": policy,
      // Icons are shown by Excel's own pages.
      "cross-origin-resource-policy": "cross-origin",
      "cache-control": HASHED.test(path) ? FOR_EVER : "no-cache",
    });
    return sendPage(request, reply, page);
  });
}
