import type { PoolClient } from "pg";
import { faultText, ServiceError } from "./database";

/** The tables of a part of Hashcell: a schema of their own, which nothing else in the database knows. */
export interface Schema {
  readonly name: string;
  /** What brings its tables from each version to the next, the first from none to 1. */
  readonly migrations: readonly string[];
}

export interface Migrated {
  readonly from: number;
  readonly to: number;
}

/** Makes the tables, or brings them up to date, all or nothing. Throws a ServiceError. */
export async function migrated(client: PoolClient, schema: Schema): Promise<Migrated> {
  const { name, migrations } = schema;
  try {
    await client.query("begin");
    // Two that migrate at once would stand in each other's way.
    await client.query("select pg_advisory_xact_lock(hashtext('hashcell migrate'))");
    const from = await versionOf(client, schema);
    if (from === 0) {
      await client.query(`create schema if not exists ${name}`);
      await client.query(
        `create table ${name}.migration (version integer primary key, at timestamptz not null default now())`,
      );
    }
    for (const [index, sql] of migrations.entries()) {
      if (index < from) continue;
      await client.query(sql);
      await client.query(`insert into ${name}.migration (version) values ($1)`, [index + 1]);
    }
    await client.query("commit");
    return { from, to: migrations.length };
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw refusal(error, name);
  }
}

/** The version of the tables that are there, 0 where there are none. Throws a ServiceError for later ones, and others'. */
export async function versionOf(client: PoolClient, { name, migrations }: Schema): Promise<number> {
  const { rows: tables } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = $1",
    [name],
  );
  if (tables.length === 0) return 0;
  const version = tables.some((table) => table.name === "migration")
    ? await writtenVersion(client, name)
    : undefined;
  if (version === undefined) throw belongsToOthers(name);
  if (version > migrations.length)
    throw new ServiceError(
      "a later version of Hashcell prepared the database: use that version, on all machines",
    );
  return version;
}

async function writtenVersion(client: PoolClient, name: string): Promise<number | undefined> {
  try {
    const { rows } = await client.query<{ version: number | null }>(
      `select max(version) as version from ${name}.migration`,
    );
    return rows[0]?.version ?? undefined;
  } catch (error) {
    // No such column.
    if ((error as { code?: string }).code === "42703") return undefined;
    throw error;
  }
}

const belongsToOthers = (name: string) =>
  new ServiceError(`the schema ${name} of this database belongs to something else: use another database`);

/** What the server refuses, as what to do about it. */
export function refusal(error: unknown, name: string): unknown {
  const { code } = error as { code?: string };
  if (code === NOT_ALLOWED)
    return new ServiceError(
      `the user of the database may not do this (${faultText(error)}): grant it, or use the owner of the database`,
    );
  // Something is there that has the name, or lacks what is looked for.
  if (code !== undefined && /^42(?:P0[1-7]|70[13]|71\d|723|883)$/.test(code)) return belongsToOthers(name);
  return error;
}

const NOT_ALLOWED = "42501";
