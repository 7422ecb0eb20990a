import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { addressFile } from "./embedded";

// Where a PostgreSQL server is found.

export const isAddress = (text: string) => /^postgres(?:ql)?:\/\//i.test(text);

/** The address that a file holds, and nothing else; undefined where it does not. */
export async function addressIn(file: string): Promise<string | undefined> {
  const text = await readFile(file, "utf8").catch(() => "");
  const address = text.trim();
  return isAddress(address) ? address : undefined;
}

/** The address of the server that runs in a folder; undefined where none does. */
export async function addressOfFolder(folder: string): Promise<string | undefined> {
  const address = await addressIn(addressFile(folder));
  // The file stays behind where the server was killed.
  return address !== undefined && (await answers(address)) ? address : undefined;
}

function answers(address: string): Promise<boolean> {
  if (!URL.canParse(address)) return Promise.resolve(false);
  const { hostname, port } = new URL(address);
  return new Promise((found) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: 5000 });
    const end = (isThere: boolean) => {
      socket.destroy();
      found(isThere);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false)).once("timeout", () => end(false));
  });
}
