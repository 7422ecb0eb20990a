import { createHash, randomBytes } from "node:crypto";
import { InputError } from "../core/errors";
import { isOwnName } from "../data/series";
import type { MarketHistory } from "./history";

// Who may read, and who may write which series. A token is shown once, when it is made; the database has only its hash.

/** `read`, or `write:` and the name of one own series, which includes reading that series. */
export type Scope = "read" | `write:${string}`;

export interface TokenFacts {
  readonly id: number;
  /** As people call it: "pool export, Anna". */
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: number;
  /** To the hour; absent where it has not been used. */
  readonly lastUsedAt?: number;
  readonly revokedAt?: number;
}

export interface Access {
  readonly id: number;
  readonly name: string;
  readonly scopes: readonly Scope[];
}

/** A line of the audit log. */
export interface AuditEntry {
  /** The token that did it; absent for a command, and for somebody without one. */
  readonly token?: number;
  readonly what: "token added" | "token revoked" | "series declared" | "import" | "access refused";
  /** Which token, which series with how many rows, or what was asked for. */
  readonly about: string;
}

/** One as it is read. */
export interface LoggedEntry extends Omit<AuditEntry, "token"> {
  readonly at: number;
  /** The name of the token that did it; absent for a command, and for somebody without one. */
  readonly by?: string;
}

const BYTES = 32;
/** Says what it is to whoever finds it in a file, and to programs that look for secrets. */
const PREFIX = "hashcell_";
const LONGEST_NAME = 100;
const LONGEST_ABOUT = 500;
const HOUR_MS = 3_600_000;

/**
 * Tokens are looked up by their hash. How long that takes may tell how much of the hash of a guess is right, but nobody can
 * choose the hash of a guess: comparing in constant time would protect nothing. For the same reason the hash needs no salt:
 * there are too many tokens to make a table of them.
 */
const hashOf = (token: string) => createHash("sha256").update(token).digest();

/** Whether it can be a token: passwords of other systems are not looked up. */
export const isTokenLike = (text: string) => text.startsWith(PREFIX);

/** Makes a token, which cannot be had again. Throws an InputError. */
export async function addToken(
  history: MarketHistory,
  { name, scopes }: { name: string; scopes: readonly string[] },
): Promise<string> {
  if (name.trim() !== name || name === "" || name.length > LONGEST_NAME || /\p{Cc}/u.test(name))
    throw new InputError(
      "name of a token",
      `must be a line of 1 to ${LONGEST_NAME} characters, with no blank before or behind them`,
      name,
    );
  if (scopes.length === 0) throw new InputError("scope", "must be given");
  for (const scope of scopes) checkScope(scope);
  const token = PREFIX + randomBytes(BYTES).toString("base64url");
  const made = await history.rows(
    `insert into hashcell_market.token (name, sha256, scopes, created_at) values ($1, $2, $3, $4)
     on conflict (name) where revoked_at is null do nothing returning id`,
    [name, hashOf(token), [...new Set(scopes)], history.now()],
  );
  if (made.length === 0) throw new InputError("name", "is that of another token", name);
  await note(history, { what: "token added", about: `${name}: ${scopes.join(", ")}` });
  return token;
}

function checkScope(scope: string): void {
  if (scope === "read") return;
  const [, series = ""] = /^write:(.*)$/s.exec(scope) ?? [];
  if (!isOwnName(series))
    throw new InputError(
      "scope",
      "must be read, or write: and the name of an own series, as write:own.site7.power_price",
      scope,
    );
}

interface TokenRow extends Record<string, unknown> {
  readonly id: number;
  readonly name: string;
  readonly scopes: Scope[];
  readonly created_at: string;
  readonly last_used_at: string | null;
  readonly revoked_at: string | null;
}

/** All that were ever made, the newest last. */
export async function tokens(history: MarketHistory): Promise<TokenFacts[]> {
  const rows = await history.rows<TokenRow>(
    `select id, name, scopes, created_at, last_used_at, revoked_at from hashcell_market.token order by id`,
  );
  return rows.map(({ id, name, scopes, created_at, last_used_at, revoked_at }) => ({
    id,
    name,
    scopes,
    createdAt: Number(created_at),
    ...(last_used_at === null ? {} : { lastUsedAt: Number(last_used_at) }),
    ...(revoked_at === null ? {} : { revokedAt: Number(revoked_at) }),
  }));
}

/** Whether there was such a token, which nobody can use any more. */
export async function revoke(history: MarketHistory, name: string): Promise<boolean> {
  const gone = await history.rows(
    "update hashcell_market.token set revoked_at = $2 where name = $1 and revoked_at is null returning id",
    [name, history.now()],
  );
  if (gone.length === 0) return false;
  await note(history, { what: "token revoked", about: name });
  return true;
}

/** What a token may do; undefined for one that is none, or was revoked. */
export async function accessOf(history: MarketHistory, token: string): Promise<Access | undefined> {
  const [row] = await history.rows<TokenRow>(
    "select id, name, scopes, last_used_at from hashcell_market.token where sha256 = $1 and revoked_at is null",
    [hashOf(token)],
  );
  if (row === undefined) return undefined;
  const { id, name, scopes, last_used_at } = row;
  // To the hour: not every question is worth a write.
  const now = history.now();
  if (last_used_at === null || Math.abs(now - Number(last_used_at)) >= HOUR_MS)
    await history.rows("update hashcell_market.token set last_used_at = $2 where id = $1", [id, now]);
  return { id, name, scopes };
}

/** Whether a token with these scopes may read a series. */
export const mayRead = (scopes: readonly Scope[], series: string) =>
  scopes.includes("read") || mayWrite(scopes, series);

/** Whether a token with these scopes may add to a series. */
export const mayWrite = (scopes: readonly Scope[], series: string) => scopes.includes(`write:${series}`);

/** Writes into the audit log. */
export async function note(history: MarketHistory, { token, what, about }: AuditEntry): Promise<void> {
  await history.rows("insert into hashcell_market.audit (at, token, what, about) values ($1, $2, $3, $4)", [
    history.now(),
    token ?? null,
    what,
    // PostgreSQL's texts cannot hold a zero, which an address may.
    about.replaceAll("\0", "").slice(0, LONGEST_ABOUT),
  ]);
}

/** The latest entries of the audit log, or all, the newest last. */
export async function auditLog(history: MarketHistory, last: number | undefined): Promise<LoggedEntry[]> {
  const rows = await history.rows<{ at: string; by: string | null } & Pick<AuditEntry, "what" | "about">>(
    `select at, name as by, what, about
     from hashcell_market.audit left join hashcell_market.token on token.id = audit.token
     order by audit.id desc limit $1`,
    [last ?? null],
  );
  return rows
    .reverse()
    .map(({ at, by, what, about }) => ({ at: Number(at), ...(by === null ? {} : { by }), what, about }));
}
