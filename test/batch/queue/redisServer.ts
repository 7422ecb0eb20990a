import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as later } from "node:timers/promises";
import Redis from "ioredis";
import { freePort, serverFolder, whyNoServer } from "./server";

// A Redis for tests, which listens to this machine only and ends with them.

const whyNoRedis =
  whyNoServer ??
  (spawnSync("redis-server", ["--version"]).status === 0 ? undefined : "redis-server is not installed");

/** `describe`, or a skipped one that is named after its reason. */
export const describeWithRedis = (name: string, tests: () => void) =>
  whyNoRedis === undefined ? describe(name, tests) : describe.skip(`${name} (${whyNoRedis})`, tests);

const all = new Set<ChildProcess>();

/** Ends each Redis that was started. */
export async function endRedis(): Promise<void> {
  await Promise.all([...all].map(ended));
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  await exit;
}

export class TestRedis {
  private readonly folder = serverFolder();
  private running: ChildProcess | undefined;
  readonly password = "its-secret";

  private constructor(
    readonly port: number,
    private readonly words: readonly string[],
  ) {}

  /** With settings as `redis-server` takes them. */
  static async start(...words: string[]): Promise<TestRedis> {
    const redis = new TestRedis(await freePort(), words);
    await redis.startAgain();
    return redis;
  }

  get address(): string {
    return `redis://:${this.password}@127.0.0.1:${this.port}/2`;
  }

  /** With the data that it had. */
  async startAgain(): Promise<void> {
    const settings = ["--port", String(this.port), "--bind", "127.0.0.1", "--dir", this.folder, "--save", ""];
    const kept = ["--appendonly", "yes", "--appendfsync", "always", "--requirepass", this.password];
    const child = spawn("redis-server", [...settings, ...kept, ...this.words], { stdio: "ignore" });
    all.add(child);
    child.once("exit", () => all.delete(child));
    this.running = child;
    await this.client(async (client) => {
      while ((await client.ping().catch(() => "")) !== "PONG") await later(20);
    });
  }

  async stop(): Promise<void> {
    if (this.running !== undefined) await ended(this.running);
  }

  async client<T>(use: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis(this.address, { retryStrategy: () => 50 });
    client.on("error", () => undefined);
    try {
      return await use(client);
    } finally {
      client.disconnect();
    }
  }
}
