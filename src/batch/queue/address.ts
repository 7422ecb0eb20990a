import { stat } from "node:fs/promises";
import { addressIn, addressOfFolder, isAddress } from "../../postgres/address";
import { ServiceError } from "../../postgres/database";

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
      ? `a queue is a PostgreSQL server, as postgres://user:password@host/database; got ${queue.replace(/\/\/[^@]*@/, "//...@")}`
      : `no server runs in ${queue}: hashcell queue --serve ${queue} starts one, or give the address of another, as postgres://user:password@host/database`,
  );
}
