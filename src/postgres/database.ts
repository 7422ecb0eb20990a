import { setTimeout as later } from "node:timers/promises";
import { Pool, type PoolClient, type QueryResultRow } from "pg";

// A PostgreSQL server, which may go away and come back.

/** A database that does not answer, is not prepared, or is not ours; the message says what to do. */
export class ServiceError extends Error {}

/** A server that does not answer, where it is not this one; the message says which. */
export class AwayError extends ServiceError {}

/** Of those that say that the server is going, coming or full, not that a statement is wrong. */
const PASSING = /^(?:08|57P0[123]|53300|E(?:CONN|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN))/;

/** Whether a fault passes once the server is back. */
export function isPassing(error: unknown): boolean {
  if (error instanceof AwayError) return true;
  const { code, message, errors } = error as NodeJS.ErrnoException & { errors?: unknown[] };
  if (errors !== undefined) return errors.some(isPassing);
  if (code !== undefined) return PASSING.test(code);
  return /connection terminated|timeout exceeded when trying to connect|query read timeout|client has encountered a connection error/i.test(
    message,
  );
}

/** First and longest wait between two tries. */
const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [200, 5000];

/** For a connection to be made, and for an answer: a machine that is gone does not say so. */
export const CONNECTION_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 60_000;

interface Breakable {
  on(event: "error", hears: (error: Error) => void): unknown;
}

/** Has a connection that breaks fail what is asked next, and not the process. */
export function quietly(
  pool: Breakable & { on(event: "connect", hears: (client: Breakable) => void): unknown },
): void {
  pool.on("error", () => undefined);
  pool.on("connect", (client) => void client.on("error", () => undefined));
}

/** Hears that the server does not answer, and that it does again. */
export type Watcher = (state: "away" | "back", error?: unknown) => void;

/** Tries until a server answers, or nobody waits any more. For what may be repeated. */
export async function patiently<T>(
  watcher: Watcher,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  let wait = FIRST_WAIT_MS;
  for (let isAway = false; ; isAway = true) {
    try {
      const found = await work();
      if (isAway) watcher("back");
      return found;
    } catch (error) {
      if (!isPassing(error) || signal?.aborted === true) throw error;
      if (!isAway) watcher("away", error);
      await later(wait, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
      wait = Math.min(2 * wait, LONGEST_WAIT_MS);
    }
  }
}

export class Database {
  protected readonly pool: Pool;

  constructor(
    readonly address: string,
    private readonly watcher: Watcher = () => undefined,
  ) {
    this.pool = new Pool({
      connectionString: address,
      max: 3,
      connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
      keepAlive: true,
    });
    quietly(this.pool);
  }

  async rows<R extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    const statement = { text, values: [...values], query_timeout: ANSWER_TIMEOUT_MS };
    const { rows } = await this.pool.query<R>(statement);
    return rows;
  }

  /** Tries until the server answers, or nobody waits any more. For statements that may be repeated. */
  patiently<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return patiently(this.watcher, work, signal);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  /** Has a connection of its own for what belongs together. Throws a ServiceError where the server cannot be reached. */
  async connected<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.client();
    let isWell = false;
    try {
      const found = await work(client);
      isWell = true;
      return found;
    } finally {
      // Where something failed the connection may be in the middle of it: the server undoes that when it ends.
      client.release(!isWell);
    }
  }

  private async client(): Promise<PoolClient> {
    try {
      return await this.pool.connect();
    } catch (error) {
      throw new ServiceError(`the database cannot be reached: ${faultText(error)}`);
    }
  }
}

/** What the server, or the way to it, says is wrong. */
export function faultText(error: unknown): string {
  const { message, code, errors } = error as NodeJS.ErrnoException & { errors?: unknown[] };
  if (errors !== undefined && errors.length > 0) return faultText(errors[0]);
  return message === "" ? (code ?? "it does not answer") : message;
}
