import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { InputError } from "../core/errors";
import { MarketHistory } from "../gateway/history";
import { addressIn, addressOfFolder, isAddress } from "../postgres/address";
import { EXIT, Failure } from "./exit";
import { CANCELLED, ownServer, served } from "./service";

// The database of a gateway, for the commands that use it without the gateway.

export interface MarketOptions {
  readonly data?: string;
  readonly database?: string;
}

/** Where the gateway keeps what it saw, unless it is told otherwise. */
export const MARKET_FOLDER = "hashcell-market";

export const DATA_HELP = "the folder in which a gateway keeps what it saw";
export const DATABASE_HELP =
  "the database of a gateway, as postgres://user:password@host/database, or a file with nothing else in it; without it the environment variable DATABASE_URL";

export const onMarketDatabase = (command: Command): Command =>
  command
    .option("--data <folder>", `${DATA_HELP} (default: ${MARKET_FOLDER})`)
    .option("--database <address>", DATABASE_HELP);

/**
 * Works with the history of a gateway: at an address, through the server that runs in a folder, or through one that is
 * started there until the work is done. `signal` is of Ctrl+C.
 */
export async function withHistory<T>(
  options: MarketOptions,
  work: (history: MarketHistory, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const folder = options.data ?? MARKET_FOLDER;
  if ((await givenAddress(options)) === undefined && !existsSync(join(folder, "data", "PG_VERSION")))
    throw new Failure(
      EXIT.service,
      `there is no database in ${folder}: hashcell migrate --data ${folder} makes one, and --data or --database names another`,
    );
  return onDatabase(options, async (history, signal) => {
    await history.check();
    return work(history, signal);
  });
}

/** The same, whether or not the database is prepared; a folder is made where there is none. */
export async function onDatabase<T>(
  options: MarketOptions,
  work: (history: MarketHistory, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const cancel = new AbortController();
  const stop = () => cancel.abort();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.once(signal, stop);
  try {
    return await served(() => opened(options, cancel.signal, work));
  } catch (error) {
    // Whatever else is said then follows from it.
    if (cancel.signal.aborted) throw new Failure(EXIT.cancelled, CANCELLED);
    if (error instanceof InputError) throw new Failure(EXIT.usage, error.message);
    throw error;
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}

async function opened<T>(
  options: MarketOptions,
  signal: AbortSignal,
  work: (history: MarketHistory, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const folder = options.data ?? MARKET_FOLDER;
  const known = (await givenAddress(options)) ?? (await addressOfFolder(folder));
  const own = known === undefined ? await ownServer(folder, { isForAll: false, signal }) : undefined;
  const history = new MarketHistory(known ?? own?.address ?? "");
  try {
    signal.throwIfAborted();
    return await work(history, signal);
  } finally {
    await history.close();
    await own?.stop();
  }
}

/** The address that is given, in a file or in the environment; undefined where a folder is used. */
export async function givenAddress({ data, database }: MarketOptions): Promise<string | undefined> {
  const { DATABASE_URL: environment = "" } = process.env;
  const given = database ?? (data === undefined && environment !== "" ? environment : undefined);
  if (given === undefined || isAddress(given)) return given;
  const isFile = (await stat(given).catch(() => undefined))?.isFile() === true;
  const address = isFile ? await addressIn(given) : undefined;
  if (address !== undefined) return address;
  throw new Failure(
    EXIT.usage,
    `${database === undefined ? "DATABASE_URL" : "--database"} must be the address of a PostgreSQL server, as postgres://user:password@host/database, or a file that holds it and nothing else`,
  );
}
