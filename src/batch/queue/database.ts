import type { PoolClient } from "pg";
import {
  assertSchemaCompatibility,
  LATEST_SCHEMA_VERSION,
  runMigrations,
  SchemaMigrationRequiredError,
  SchemaVersionMismatchError,
  UnsupportedPostgresVersionError,
} from "bullmq";
import { Database, ServiceError } from "../../postgres/database";
import { migrated, refusal, versionOf, type Migrated, type Schema } from "../../postgres/schema";

// The PostgreSQL server of a queue: the jobs in one schema, runs and results in another. The tables of results decide what
// has been computed; the queue only brings jobs to workers.

/** The schema of the queue's own tables, apart from those of other projects on the same server. */
export const QUEUE_SCHEMA = "hashcell_queue";

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

const tables: Schema = { name: "hashcell", migrations };

/** The server of a queue. */
export class QueueDatabase extends Database {
  /** Makes the tables, or brings them up to date; says from which version to which. Throws a ServiceError. */
  migrate(): Promise<Migrated> {
    return this.connected(async (client) => {
      try {
        await versionOf(client, tables);
        await runMigrations(client, QUEUE_SCHEMA);
      } catch (error) {
        throw queueRefusal(error);
      }
      return migrated(client, tables);
    });
  }

  /** Throws a ServiceError where the server cannot be reached, or its tables are not those of this version. */
  check(): Promise<void> {
    return this.connected(async (client) => {
      try {
        const version = await versionOf(client, tables);
        if (version < migrations.length || (await queueVersionOf(client)) < LATEST_SCHEMA_VERSION)
          throw new ServiceError(
            version === 0
              ? "the database is not prepared: hashcell migrate does it, once"
              : "the database is of an earlier version of Hashcell: stop all workers, and hashcell migrate brings it up to date",
          );
      } catch (error) {
        throw queueRefusal(error);
      }
    });
  }
}

async function queueVersionOf(client: PoolClient): Promise<number> {
  try {
    return await assertSchemaCompatibility(client, QUEUE_SCHEMA);
  } catch (error) {
    if (error instanceof SchemaMigrationRequiredError) return 0;
    throw error;
  }
}

/** What the server or its queue refuses, as what to do about it. */
function queueRefusal(error: unknown): unknown {
  if (error instanceof SchemaVersionMismatchError)
    return new ServiceError(
      "a later version of Hashcell prepared the database: use that version, on all machines",
    );
  if (error instanceof UnsupportedPostgresVersionError)
    return new ServiceError(
      `the server is PostgreSQL ${error.serverVersion}: use ${error.minimumVersion} or newer`,
    );
  return refusal(error, QUEUE_SCHEMA);
}
