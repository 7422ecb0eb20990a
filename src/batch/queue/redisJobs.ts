import { createRedisBackend } from "bullmq";
import Redis from "ioredis";
import {
  AwayError,
  CONNECTION_TIMEOUT_MS,
  ServiceError,
  faultText,
  patiently,
  type Watcher,
} from "../../postgres/database";
import {
  ENDLESS_MS,
  QUEUE_PREFIX,
  UNHEARD_MS,
  type JobBackend,
  type JobQueue,
  type JobStore,
  type StuckJob,
} from "./jobs";

// Jobs in a Redis; their results are in the database all the same.

/** Before the name of each key, apart from those of other projects on the same server. */
const KEYS = "hashcell";

/** For an answer: a machine that is gone does not say so. */
const ANSWER_TIMEOUT_MS = 60_000;

const patience = { connectTimeout: CONNECTION_TIMEOUT_MS, keepAlive: 10_000 };

/** What is asked of a server that is away fails, and does not wait in silence. */
const impatience = {
  ...patience,
  commandTimeout: ANSWER_TIMEOUT_MS,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
};

/** Faults of the way to the server, and what it says while it starts. */
const AWAY = /^(?:E(?:CONN|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN|NOTFOUND)|LOADING|MASTERDOWN|BUSY)/;
/** What the driver says of a connection that is gone. */
const CLOSED =
  /connection is closed|connection close|isn't writeable|max retries per request|command timed out/i;

const away = (why: string) => new AwayError(`Redis does not answer: ${why}`);
const closed = () => away("the connection is closed");

/** A fault of the server, as what to say of it; others as they are. */
function said(error: unknown): unknown {
  const { name, code = "", message } = error as NodeJS.ErrnoException;
  if (AWAY.test(code) || AWAY.test(message)) return away(faultText(error));
  if (CLOSED.test(message)) return closed();
  return name === "ReplyError" ? new ServiceError(`Redis refuses what the queue asks: ${message}`) : error;
}

export class RedisJobs implements JobStore {
  constructor(
    private readonly address: string,
    private readonly watcher: Watcher = () => undefined,
  ) {}

  readonly backend: JobBackend = (name, options, { withBlockingConnection = false } = {}) => {
    const settings = withBlockingConnection ? patience : impatience;
    const own = { ...options, connection: { url: this.address, ...settings }, prefix: KEYS };
    const backend = createRedisBackend(name, own, { withBlockingConnection });
    const close = backend.close.bind(backend);
    // Where it is away a farewell would fail, and the connection be tried for ever.
    if (!withBlockingConnection) backend.close = () => close(true);
    // What a worker asks waits for the server.
    else {
      let isAway = false;
      backend.on("close", () => {
        if (isAway || backend.closing !== undefined) return;
        isAway = true;
        this.watcher("away", closed());
      });
      backend.on("ready", () => {
        if (isAway) this.watcher("back");
        isAway = false;
      });
    }
    return backend;
  };

  async asked<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw said(error);
    }
  }

  patiently<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return patiently(this.watcher, () => this.asked(work), signal);
  }

  /** Throws a ServiceError where the server cannot be reached, or would lose jobs. */
  async check(): Promise<void> {
    const about = await this.connected((redis) => redis.info());
    const fact = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(about)?.[1];
    const [major = 0, minor = 0] = (fact("redis_version") ?? "").split(".").map(Number);
    if (major < 6 || (major === 6 && minor < 2))
      throw new ServiceError(
        `the server is Redis ${fact("redis_version") ?? "of no version"}: use 6.2 or newer`,
      );
    if (fact("cluster_enabled") === "1")
      throw new ServiceError(
        "the Redis is one of a cluster, which a queue cannot use: give the address of a single one",
      );
    const policy = fact("maxmemory_policy") ?? "noeviction";
    if (policy !== "noeviction")
      throw new ServiceError(
        `the Redis drops keys when its memory is full (maxmemory-policy ${policy}), and jobs would be lost: set maxmemory-policy to noeviction`,
      );
  }

  workers(queue: JobQueue): Promise<number> {
    return queue.getWorkersCount();
  }

  async stuck(queue: JobQueue, most: number): Promise<StuckJob[]> {
    const active = await queue.getActive(0, most - 1);
    const now = Date.now();
    const locks = await this.connected((redis) =>
      Promise.all(active.map(({ id = "" }) => redis.exists(`${KEYS}:${queue.name}:${id}:lock`))),
    );
    return active.flatMap(({ id = "", data: { first, rows }, processedOn = now }, index) => {
      const age = now - processedOn;
      if (age < (locks[index] === 0 ? UNHEARD_MS : ENDLESS_MS)) return [];
      return [{ id, first, rows, seconds: Math.round(age / 1000) }];
    });
  }

  waitingForOthers(queue: JobQueue): Promise<{ version: string; waiting: number }[]> {
    return this.connected(async (redis) => {
      const found: { version: string; waiting: number }[] = [];
      const end = ":meta";
      const start = `${KEYS}:${QUEUE_PREFIX}`;
      for await (const keys of redis.scanStream({ match: `${start}*${end}`, count: 1000 }) as AsyncIterable<
        string[]
      >)
        for (const key of keys) {
          const version = key.slice(start.length, -end.length);
          if (QUEUE_PREFIX + version === queue.name) continue;
          const waiting =
            (await redis.llen(`${start}${version}:wait`)) + (await redis.zcard(`${start}${version}:delayed`));
          if (waiting > 0) found.push({ version, waiting });
        }
      return found;
    });
  }

  /** Has a connection of its own. Throws a ServiceError where the server cannot be reached. */
  private async connected<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(this.address, { ...impatience, lazyConnect: true, retryStrategy: () => null });
    // The reason why it does not connect; what is asked says only that it is not connected.
    let fault: unknown;
    redis.on("error", (error) => (fault ??= error));
    try {
      await redis.connect();
      return await work(redis);
    } catch (error) {
      throw said(fault ?? error);
    } finally {
      redis.disconnect();
    }
  }
}
