import { isIP } from "node:net";
import proxyAddr from "@fastify/proxy-addr";
import type { FastifyRequest } from "fastify";
import { isPassing, ServiceError } from "../postgres/database";
import { isOwnName } from "../data/series";
import type { MarketHistory } from "./history";
import { Problem } from "./problem";
import { accessOf, isTokenLike, mayRead, mayWrite, note, type Access as TokenAccess } from "./tokens";

// Who may read and write. On this machine reading is free; elsewhere it takes a token, or a proxy that says who asks.

export type AccessMode =
  | { readonly kind: "open" }
  | { readonly kind: "tokens" }
  | { readonly kind: "header"; readonly header: string };

/** What a request needs. Writing always takes a token. */
export type Need =
  | { readonly kind: "nothing" }
  | { readonly kind: "read" }
  | { readonly kind: "read series" | "write series"; readonly series: string };

/** Who asks: the token, or the name that the proxy gives. */
export interface Client {
  readonly token?: TokenAccess;
  readonly user?: string;
}

/** A token that was good a moment ago need not be looked up; one that is revoked is refused after that long. */
const GOOD_FOR_MS = 10_000;
/** So long a reader with a token that was good before waits for the database. */
const PATIENCE_MS = 1_000;
const MOST_TOKENS = 2_000;
const NOTE_AGAIN_MS = 3_600_000;

interface Seen {
  readonly access: TokenAccess;
  readonly at: number;
}

/** Whether a request comes from one of these addresses or networks, as "10.0.0.0/8"; throws on what is none. */
export function trustedProxies(addresses: readonly string[]): (address: string | undefined) => boolean {
  const isOne = proxyAddr.compile([...addresses]);
  return (address) => address !== undefined && isIP(address) > 0 && isOne(address, 0);
}

export class AccessControl {
  /** By the token itself, which is in memory anyway while it is used. */
  private readonly seen = new Map<string, Seen>();
  private readonly noted = new Map<string, number>();

  constructor(
    private readonly parts: {
      readonly mode: AccessMode;
      readonly history: MarketHistory;
      readonly isProxy: (address: string | undefined) => boolean;
    },
  ) {}

  /** Whose requests are counted together: a token's, once it is known to be good, or those of an address. */
  clientKey(request: FastifyRequest): string {
    const token = tokenIn(request);
    const seen = token === undefined ? undefined : this.seen.get(token);
    return seen === undefined ? request.ip : `token ${seen.access.id}`;
  }

  /** Who asks. Throws a Problem for whoever may not have this. */
  async admit(request: FastifyRequest, need: Need): Promise<Client> {
    if (need.kind === "nothing") return {};
    const { mode } = this.parts;
    const user =
      mode.kind === "header" && need.kind !== "write series" ? this.userIn(request, mode.header) : undefined;
    const token = tokenIn(request);
    const access = token !== undefined && isTokenLike(token) ? await this.known(token) : undefined;
    if (access !== undefined) return this.admitToken(request, access, need);
    // Behind a proxy that asks for passwords itself, Authorization has one that is none of ours.
    if (user !== undefined) return { user };
    if (token !== undefined)
      throw unauthorised(
        "This token is not known, or was revoked: ask whoever runs the gateway for another.",
      );
    if (request.headers.authorization !== undefined)
      throw unauthorised(
        "The header Authorization must be Bearer and a token, or Basic with the token as password.",
      );
    if (need.kind === "write series")
      throw unauthorised(
        `Writing takes a token for this series: hashcell token add makes one with the scope write:${need.series}.`,
      );
    if (mode.kind === "open") return {};
    throw unauthorised(
      "Reading takes a token: send it as Authorization: Bearer TOKEN, or as the password of a user of any name.",
    );
  }

  private async admitToken(request: FastifyRequest, access: TokenAccess, need: Need): Promise<Client> {
    const { scopes } = access;
    const isAllowed =
      need.kind === "write series"
        ? mayWrite(scopes, need.series)
        : need.kind === "read series"
          ? mayRead(scopes, need.series)
          : scopes.includes("read");
    if (isAllowed) return { token: access };
    if (need.kind === "write series" && !isOwnName(need.series))
      throw new Problem(
        403,
        "Only series of the team's own are declared and added to: their names begin with own.",
      );
    await this.noteOnce(access, `${request.method} ${request.url.split("?")[0]}`);
    throw new Problem(
      403,
      `The token "${access.name}" is for ${scopes.join(", ")}: this takes ${need.kind === "write series" ? `write:${need.series}` : "read"}.`,
    );
  }

  /** What a token may do; where the database is away, what it could do when it was last looked up. */
  private async known(token: string): Promise<TokenAccess | undefined> {
    const seen = this.seen.get(token);
    if (seen !== undefined && performance.now() - seen.at < GOOD_FOR_MS) return seen.access;
    try {
      const found = accessOf(this.parts.history, token);
      // Where nobody waits any more, its failure is no fault of the process.
      found.catch(() => undefined);
      const access = await (seen === undefined ? found : Promise.race([found, late(seen.access)]));
      this.seen.delete(token);
      if (access === undefined) return undefined;
      if (this.seen.size >= MOST_TOKENS) this.seen.delete([...this.seen.keys()][0] ?? "");
      this.seen.set(token, { access, at: performance.now() });
      return access;
    } catch (error) {
      if (seen === undefined || !(isPassing(error) || error instanceof ServiceError)) throw error;
      return seen.access;
    }
  }

  /** The name that the proxy gives; anybody can send the header, so it counts from the proxy only. */
  private userIn(request: FastifyRequest, header: string): string | undefined {
    const value = request.headers[header.toLowerCase()];
    if (!this.parts.isProxy(request.socket.remoteAddress)) return undefined;
    return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
  }

  /** The audit log is kept for ever: the same refusal is in it once an hour. */
  private async noteOnce({ id }: TokenAccess, about: string): Promise<void> {
    const key = `${id} ${about}`;
    const now = performance.now();
    if (now - (this.noted.get(key) ?? -Infinity) < NOTE_AGAIN_MS) return;
    if (this.noted.size >= MOST_TOKENS) this.noted.clear();
    this.noted.set(key, now);
    await note(this.parts.history, { token: id, what: "access refused", about }).catch(() => undefined);
  }
}

const late = (access: TokenAccess) =>
  new Promise<TokenAccess>((resolve) => setTimeout(() => resolve(access), PATIENCE_MS).unref());

const unauthorised = (message: string) =>
  new Problem(401, message, {
    // Excel's From Web asks for a password only where it is told so.
    "www-authenticate": 'Bearer realm="Hashcell", Basic realm="Hashcell", charset="UTF-8"',
  });

const LONGEST_TOKEN = 200;

/** The token that a request carries: as it is, or as the password of whatever user. */
export function tokenIn({ headers }: Pick<FastifyRequest, "headers">): string | undefined {
  const [, scheme = "", given = ""] = /^(Bearer|Basic) +(\S+)$/i.exec(headers.authorization ?? "") ?? [];
  if (given === "") return undefined;
  const token =
    scheme.toLowerCase() === "bearer"
      ? given
      : (/^[^:]*:(.*)$/s.exec(Buffer.from(given, "base64").toString("utf8"))?.[1] ?? "");
  return token === "" || token.length > LONGEST_TOKEN ? undefined : token;
}
