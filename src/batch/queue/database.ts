import { setTimeout as later } from "node:timers/promises";
import { Pool, type PoolClient, type QueryResultRow } from "pg";
import {
  assertSchemaCompatibility,
  LATEST_SCHEMA_VERSION,
  runMigrations,
  SchemaMigrationRequiredError,
  SchemaVersionMismatchError,
  UnsupportedPostgresVersionError,
} from "bullmq";

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

export class Database {
  private readonly pool: Pool;

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
  async patiently<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    let wait = FIRST_WAIT_MS;
    for (let isAway = false; ; isAway = true) {
      try {
        const found = await work();
        if (isAway) this.watcher("back");
        return found;
      } catch (error) {
        if (!isPassing(error) || signal?.aborted === true) throw error;
        if (!isAway) this.watcher("away", error);
        await later(wait, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
        wait = Math.min(2 * wait, LONGEST_WAIT_MS);
      }
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  /** Makes the tables, or brings them up to date; says from which version to which. Throws a ServiceError. */
  async migrate(): Promise<{ from: number; to: number }> {
    const client = await connected(this.pool);
    try {
      refuseLater(await versionOf(client));
      await runMigrations(client, QUEUE_SCHEMA);
      await client.query("begin");
      // Two that migrate at once would stand in each other's way.
      await client.query("select pg_advisory_xact_lock(hashtext('hashcell migrate'))");
      const from = await versionOf(client);
      if (from === 0) {
        await client.query("create schema if not exists hashcell");
        await client.query(
          "create table hashcell.migration (version integer primary key, at timestamptz not null default now())",
        );
      }
      for (const [index, sql] of migrations.entries()) {
        if (index < from) continue;
        await client.query(sql);
        await client.query("insert into hashcell.migration (version) values ($1)", [index + 1]);
      }
      await client.query("commit");
      return { from, to: migrations.length };
    } catch (error) {
      await client.query("rollback").catch(() => undefined);
      throw refusal(error);
    } finally {
      client.release();
    }
  }

  /** Throws a ServiceError where the server cannot be reached, or its tables are not those of this version. */
  async check(): Promise<void> {
    const client = await connected(this.pool);
    try {
      const version = await versionOf(client);
      refuseLater(version);
      if (version < migrations.length || (await queueVersionOf(client)) < LATEST_SCHEMA_VERSION)
        throw new ServiceError(
          version === 0
            ? "the database is not prepared: hashcell migrate does it, once"
            : "the database is of an earlier version of Hashcell: stop all workers, and hashcell migrate brings it up to date",
        );
    } catch (error) {
      throw refusal(error);
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

function refuseLater(version: number): void {
  if (version > migrations.length)
    throw new ServiceError(
      "a later version of Hashcell prepared the database: use that version, on all machines",
    );
}

/** 0 where nothing is there yet. */
async function versionOf(client: PoolClient): Promise<number> {
  const { rows: tables } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'hashcell'",
  );
  if (tables.length === 0) return 0;
  if (tables.some(({ name }) => name === "migration"))
    try {
      const { rows } = await client.query<{ version: number | null }>(
        "select max(version) as version from hashcell.migration",
      );
      const version = rows[0]?.version;
      if (typeof version === "number") return version;
    } catch (error) {
      // No such column.
      if ((error as { code?: string }).code !== "42703") throw error;
    }
  throw new ServiceError(
    "the schema hashcell of this database belongs to something else: use another database",
  );
}

async function queueVersionOf(client: PoolClient): Promise<number> {
  try {
    return await assertSchemaCompatibility(client, QUEUE_SCHEMA);
  } catch (error) {
    if (error instanceof SchemaMigrationRequiredError) return 0;
    throw error;
  }
}

/** What the server refuses, as what to do about it. */
function refusal(error: unknown): unknown {
  const { code } = error as { code?: string };
  if (error instanceof SchemaVersionMismatchError)
    return new ServiceError(
      "a later version of Hashcell prepared the database: use that version, on all machines",
    );
  if (error instanceof UnsupportedPostgresVersionError)
    return new ServiceError(
      `the server is PostgreSQL ${error.serverVersion}: use ${error.minimumVersion} or newer`,
    );
  if (code === NOT_ALLOWED)
    return new ServiceError(
      `the user of the database may not do this (${faultText(error)}): grant it, or use the owner of the database`,
    );
  // Something is there that has the name, or lacks what is looked for.
  if (code !== undefined && /^42(?:P0[1-7]|70[13]|71\d|723|883)$/.test(code))
    return new ServiceError(
      `the schema ${QUEUE_SCHEMA} of this database belongs to something else: use another database`,
    );
  return error;
}

const NOT_ALLOWED = "42501";
