import type { Schema } from "../postgres/schema";

// The tables of a gateway. Moments are milliseconds since 1970 UTC, as in the rest of the product.

/** Refuses changes to a table, also to those who have the server skip triggers. */
const refused = (table: string, changes: string) =>
  `create trigger refuse_change before ${changes} on hashcell_market.${table}
     for each statement execute function hashcell_market.refuse_change();
   alter table hashcell_market.${table} enable always trigger refuse_change;`;

/**
 * Rows of observations are small: a year of a value a minute is half a million of them. So they have numbers for series,
 * source and quality, and no foreign keys, which would be checked for each row: what the numbers stand for can only be
 * added.
 *
 * What was recorded is never changed or deleted, by the database itself and not by good conduct: a decision that was made on
 * a value can be looked at years later only if nobody, the program included, was able to replace what was known then. A
 * correction is another row. Of the rows for one moment the one with the highest id holds: they are numbered as they
 * arrive, whatever the clock says.
 */
const migrations = [
  `create function hashcell_market.refuse_change() returns trigger language plpgsql as $$
   begin
     raise exception 'rows of % are never changed or deleted: a correction is another row', tg_table_name
       using errcode = 'restrict_violation';
   end $$;

   create table hashcell_market.series (
     id smallint generated always as identity primary key,
     name text not null unique,
     -- Of a team's own series; the others are known to the program.
     label text,
     unit text,
     number_format text,
     -- Counting millions of rows takes seconds.
     observations bigint not null default 0
   );
   create table hashcell_market.source (
     id integer generated always as identity primary key,
     name text not null unique
   );
   create table hashcell_market.observation (
     id bigint generated always as identity,
     as_of bigint not null,
     fetched_at bigint not null,
     recorded_at bigint not null,
     -- NaN is more than every number here.
     value double precision not null check (value > '-infinity' and value < 'infinity'),
     source integer not null,
     series smallint not null,
     quality smallint not null
   );
   create unique index observation_order on hashcell_market.observation (series, as_of, id desc);
   create table hashcell_market.report (
     route text primary key,
     body json not null
   );
   create table hashcell_market.token (
     id integer generated always as identity primary key,
     name text not null,
     sha256 bytea not null unique,
     scopes text[] not null,
     created_at bigint not null,
     last_used_at bigint,
     revoked_at bigint
   );
   -- A name may be given again once its token is revoked.
   create unique index token_name on hashcell_market.token (name) where revoked_at is null;
   create table hashcell_market.audit (
     id bigint generated always as identity primary key,
     at bigint not null,
     token integer,
     what text not null,
     about text not null
   );

${["observation", "source", "audit"].map((table) => refused(table, "update or delete or truncate")).join("\n")}
   ${refused("series", "delete or truncate")}`,
];

export const tables: Schema = { name: "hashcell_market", migrations };
