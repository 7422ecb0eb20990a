import { readFile, stat } from "node:fs/promises";
import { connect } from "node:net";
import { ServiceError } from "../../postgres/database";
import { addressFile } from "../../postgres/embedded";

const isAddress = (text: string) => /^postgres(?:ql)?:\/\//i.test(text);

/** The address of a queue: one that is given, in a file, or of the server that runs in a folder. Throws a ServiceError. */
export async function addressOf(queue: string): Promise<string> {
  if (isAddress(queue)) return queue;
  const isFile = (await stat(queue).catch(() => undefined))?.isFile() === true;
  try {
    const address = (await readFile(isFile ? queue : addressFile(queue), "utf8")).trim();
    // The file stays behind where the server of a folder was killed.
    if (!isFile) await answering(address);
    if (isAddress(address)) return address;
  } catch {
    // What is wrong is said below.
  }
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

function answering(address: string): Promise<void> {
  const { hostname, port } = new URL(address);
  return new Promise((answered, refused) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: 5000 });
    socket.once("connect", () => {
      socket.destroy();
      answered();
    });
    socket.once("error", refused).once("timeout", () => socket.destroy(new Error()));
  });
}
