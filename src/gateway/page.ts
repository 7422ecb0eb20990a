import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";

// Bodies that are written and compressed once, and sent many times.

export interface Page {
  readonly type: string;
  /** A name for the content, in the quotes that headers have around it. */
  readonly etag: string;
  readonly body: Buffer;
  /** Absent where compressing is of no use. */
  readonly packed?: { readonly gzip: Buffer; readonly br: Buffer };
}

const compressedBr = promisify(brotliCompress);
const compressedGzip = promisify(gzip);

/** A page with its compressed forms. */
export async function packedPage(type: string, body: Buffer, etag: string): Promise<Page> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5 };
  const [br, zipped] = await Promise.all([compressedBr(body, { params }), compressedGzip(body)]);
  return { type, etag, body, packed: { gzip: zipped, br } };
}

export function etagOf(parts: readonly (string | Buffer)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return `"${hash.digest("base64url").slice(0, 27)}"`;
}

/** Whether a client has what is named: what If-None-Match lists, whatever a proxy has made of the name. */
export function isKnown(etag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === "*") return true;
  return ifNoneMatch.split(",").some((name) => name.trim().replace(/^W\//, "") === etag);
}

/** Sends what the client understands, or that nothing has changed. */
export function sendPage(request: FastifyRequest, reply: FastifyReply, page: Page): FastifyReply {
  const { type, etag, body, packed } = page;
  void reply.header("etag", etag);
  addVary(reply, "accept-encoding");
  if (isKnown(etag, request.headers["if-none-match"])) return reply.code(304).send();
  const encoding = packed === undefined ? undefined : encodingFor(request.headers["accept-encoding"]);
  void reply.type(type).header("content-encoding", encoding ?? "identity");
  return reply.send(packed === undefined || encoding === undefined ? body : packed[encoding]);
}

/** Adds to what an answer depends on. */
export function addVary(reply: FastifyReply, name: string): void {
  const before = reply.getHeader("vary");
  void reply.header("vary", typeof before === "string" ? `${before}, ${name}` : name);
}

export function encodingFor(accepted: string | undefined): "br" | "gzip" | undefined {
  const offers = (accepted ?? "").toLowerCase().split(",");
  const takes = (name: string) =>
    offers.some((offer) => {
      const [encoding = "", ...rules] = offer.split(";").map((part) => part.trim());
      return encoding === name && !rules.some((rule) => /^q=0(?:\.0*)?$/.test(rule));
    });
  return takes("br") ? "br" : takes("gzip") ? "gzip" : undefined;
}
