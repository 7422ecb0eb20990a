import { Pool, type PoolClient, type QueryResultRow } from "pg";
import { runMigrations } from "bullmq";

// The PostgreSQL server of a queue: the jobs in one schema, runs and results in another. The tables of results decide what
// has been computed; the queue only brings jobs to workers.

/** The schema of the queue's own tables, apart from those of other projects on the same server. */
export const QUEUE_SCHEMA = "hashcell_queue";

/** A database that does not answer, is not prepared, or is not ours; the message says what to do. */
export class ServiceError extends Error {}

/** What brings the tables of runs and results from each version to the next, the first from none to 1. */
const migrations = [
  `create table hashcell.run (
     id text primary key,
     version text not null,
     plan text not null,
     created_at timestamptz not null default now()
   );
   create table hashcell.result (
     key text primary key,
     run text not null references hashcell.run (id) on delete cascade,
     body bytea not null,
     sha256 text not null,
     models text not null,
     sites integer not null,
     lines integer not null,
     failed integer not null,
     worker text not null,
     seconds double precision not null,
     at timestamptz not null default now()
   );
   create index result_run on hashcell.result (run);
   create table hashcell.alarm (
     id bigint generated always as identity primary key,
     key text not null,
     kept text not null,
     other text not null,
     worker text not null,
     at timestamptz not null default now()
   );`,
];

/** Of those that say that the server is going, coming or full, not that a statement is wrong. */
const PASSING = /^(?:08|57P0[123]|53300|E(?:CONN|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN))/;

/** Whether a fault passes once the server is back. */
export function isPassing(error: unknown): boolean {
  const { code, message, errors } = error as NodeJS.ErrnoException & { errors?: unknown[] };
  if (errors !== undefined) return errors.some(isPassing);
  if (code !== undefined) return PASSING.test(code);
  return /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error/i.test(
    message,
  );
}

/** First and longest wait between two tries. */
const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [200, 5000];

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Hears that the server does not answer, and that it does again. */
export type Watcher = (state: "away" | "back", error?: unknown) => void;

export class Database {
  private readonly pool: Pool;

  constructor(
    readonly address: string,
    private readonly watcher: Watcher = () => undefined,
  ) {
    this.pool = new Pool({
      connectionString: address,
      max: 4,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    });
    // An idle connection that breaks is replaced by the next statement.
    this.pool.on("error", () => undefined);
  }

  async rows<R extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    const { rows } = await this.pool.query<R>(text, [...values]);
    return rows;
  }

  /** Tries until the server answers, or `isOver`. For statements that may be repeated. */
  async patiently<T>(work: () => Promise<T>, isOver: () => boolean = () => false): Promise<T> {
    let wait = FIRST_WAIT_MS;
    for (let isAway = false; ; isAway = true) {
      try {
        const found = await work();
        if (isAway) this.watcher("back");
        return found;
      } catch (error) {
        if (!isPassing(error) || isOver()) throw error;
        if (!isAway) this.watcher("away", error);
        await later(wait);
        wait = Math.min(2 * wait, LONGEST_WAIT_MS);
      }
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  /** Makes the tables, or brings them up to date; says from which version to which. */
  async migrate(): Promise<{ from: number; to: number }> {
    const client = await connected(this.pool);
    try {
      await runMigrations(client, QUEUE_SCHEMA);
      await client.query("begin");
      await client.query("create schema if not exists hashcell");
      await client.query(
        "create table if not exists hashcell.migration (version integer primary key, at timestamptz not null default now())",
      );
      await client.query("lock table hashcell.migration in exclusive mode");
      const from = await versionOf(client);
      for (const [index, sql] of migrations.entries()) {
        if (index < from) continue;
        await client.query(sql);
        await client.query("insert into hashcell.migration (version) values ($1)", [index + 1]);
      }
      await client.query("commit");
      return { from, to: Math.max(from, migrations.length) };
    } catch (error) {
      await client.query("rollback").catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  /** Throws a ServiceError where the server cannot be reached, or its tables are not those of this version. */
  async check(): Promise<void> {
    const client = await connected(this.pool);
    try {
      const version = await versionOf(client);
      if (version > migrations.length)
        throw new ServiceError(
          "a later version of Hashcell prepared the database: use that version, on all machines",
        );
      if (version < migrations.length)
        throw new ServiceError("the database is not prepared: hashcell migrate does it, once");
    } finally {
      client.release();
    }
  }
}

async function connected(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw new ServiceError(`the database cannot be reached: ${faultText(error)}`);
  }
}

/** What the server, or the way to it, says is wrong. */
export function faultText(error: unknown): string {
  const { message, code, errors } = error as NodeJS.ErrnoException & { errors?: unknown[] };
  if (errors !== undefined && errors.length > 0) return faultText(errors[0]);
  return message === "" ? (code ?? "it does not answer") : message;
}

/** 0 where nothing is there yet. */
async function versionOf(client: PoolClient): Promise<number> {
  try {
    const { rows } = await client.query<{ version: number | null }>(
      "select max(version) as version from hashcell.migration",
    );
    return rows[0]?.version ?? 0;
  } catch (error) {
    const { code } = error as { code?: string };
    // No such schema, no such table.
    if (code === "3F000" || code === "42P01") return 0;
    if (code === "42703")
      throw new ServiceError(
        "the schema hashcell of this database belongs to something else: use another database",
      );
    throw error;
  }
}
