import { readFile, stat } from "node:fs/promises";
import { addressIn, addressOfFolder, isAddress } from "../../postgres/address";
import { ServiceError } from "../../postgres/database";

const isRedis = (text: string) => /^rediss?:\/\//i.test(text);

/** An address as it may be shown: without who and with which password. */
const shown = (address: string) => address.replace(/\/\/.*@/s, "//...@");

/** The address of a Redis: one that is given, or in a file; undefined where none is. Throws a ServiceError. */
export async function redisAddressOf(redis: string | undefined): Promise<string | undefined> {
  if (redis === undefined) return undefined;
  const isGiven = /^\w+:\/\//.test(redis);
  const address = isGiven ? redis : (await readFile(redis, "utf8").catch(() => "")).trim();
  if (isRedis(address) && URL.canParse(address)) return address;
  throw new ServiceError(
    isGiven
      ? `a Redis is given as redis://user:password@host:6379; got ${shown(redis)}`
      : `${redis} must be a file that holds the address of a Redis, as redis://user:password@host:6379, and nothing else`,
  );
}

/** The address of a queue: one that is given, in a file, or of the server that runs in a folder. Throws a ServiceError. */
export async function addressOf(queue: string): Promise<string> {
  if (isAddress(queue)) return queue;
  const isFile = (await stat(queue).catch(() => undefined))?.isFile() === true;
  const address = isFile ? await addressIn(queue) : await addressOfFolder(queue);
  if (address !== undefined) return address;
  if (isFile)
    throw new ServiceError(
      `${queue} must hold the address of a PostgreSQL server, as postgres://user:password@host/database, and nothing else`,
    );
  throw new ServiceError(
    /^\w+:\/\//.test(queue)
      ? `a queue is a PostgreSQL server, as postgres://user:password@host/database; got ${shown(queue)}${isRedis(queue) ? "; a Redis for the jobs goes beside it, with --redis" : ""}`
      : `no server runs in ${queue}: hashcell queue --serve ${queue} starts one, or give the address of another, as postgres://user:password@host/database`,
  );
}
