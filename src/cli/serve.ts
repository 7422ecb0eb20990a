import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import { join } from "node:path";
import { createSecureContext } from "node:tls";
import { InvalidArgumentError, Option, type Command } from "commander";
import pino from "pino";
import { routes } from "../data/providers/routes";
import { cleanSettings, defaultSettings, settingsProblem, type Settings } from "../data/settings";
import { build } from "../functions/build";
import { trustedProxies, type AccessMode } from "../gateway/access";
import { NoAddinError, readAssets, type Assets } from "../gateway/assets";
import { MarketHistory } from "../gateway/history";
import { createGateway, hostOf, LOOPBACK, type RunningGateway } from "../gateway/server";
import type { EmbeddedServer } from "../postgres/embedded";
import { wholeNumber } from "./arguments";
import { EXIT, Failure, exitCodeHelp } from "./exit";
import { DATABASE_HELP, givenAddress, MARKET_FOLDER, type MarketOptions } from "./marketDatabase";
import { ownServer, served, untilStopped } from "./service";

interface Options extends MarketOptions {
  readonly port: number;
  readonly host: string;
  readonly url?: string;
  readonly access: AccessMode;
  readonly trustProxy: readonly string[];
  readonly cert?: string;
  readonly key?: string;
  readonly proxy: string;
  readonly mempool: string;
}

/** Beside the bundle: the add-in as it was built, and the workbooks that both have. */
const ADDIN = join(__dirname, "..", "dist");
const BOOKS = join(__dirname, "books");

export function addServe(program: Command): void {
  program
    .command("serve")
    .summary("serve the add-in and its market data to a team, and keep what was seen")
    .description(
      "Run a gateway: one address that serves the add-in, asks the market's sources once a minute for everybody, keeps a history of what they said, and takes series of the team's own. It serves this machine only, unless --host and --access say otherwise. What it keeps is in a PostgreSQL server of its own in a folder, or in one that you name. A key for CoinGecko is read from HASHCELL_COINGECKO_KEY. What it does is said as a line of JSON each on standard output.",
    )
    .option("--port <number>", "its port", wholeNumber(1, 65_535), 4100)
    .option(
      "--host <address>",
      "the address of this machine that it serves; another than 127.0.0.1 needs --access",
      "127.0.0.1",
    )
    .option("--data <folder>", `the folder in which it keeps what it saw (default: ${MARKET_FOLDER})`)
    .option("--database <address>", DATABASE_HELP)
    .option("--url <address>", "where clients find it, as https://market.example; by default its own address")
    .addOption(
      new Option(
        "--access <way>",
        "who may read: tokens, or header:NAME with the name of whoever asks, which a proxy sends",
      )
        .argParser(accessIn)
        .default({ kind: "open" }, "everybody on this machine"),
    )
    .addOption(
      new Option(
        "--trust-proxy <addresses...>",
        "addresses or networks of proxies that are believed about who asks",
      )
        .argParser(proxiesIn)
        .default([], "none"),
    )
    .option("--cert <file>", "serve https with this certificate, in PEM")
    .option("--key <file>", "the key of the certificate, in PEM")
    .option("--proxy <address>", "ask the sources through a proxy, as in the settings of the pane", "")
    .option("--mempool <address>", "ask a mempool instance of your own instead of mempool.space", "")
    .addHelpText("after", exitCodeHelp(["done", "usage", "input", "service", "bug", "cancelled"]))
    .action(serve);
}

function accessIn(text: string): AccessMode {
  if (text === "tokens") return { kind: "tokens" };
  const [, header] = /^header:([A-Za-z0-9-]{1,60})$/.exec(text) ?? [];
  if (header === undefined)
    throw new InvalidArgumentError("Give tokens, or header: and a name as header:X-Forwarded-User.");
  return { kind: "header", header };
}

function proxiesIn(text: string, before: readonly string[]): readonly string[] {
  const given = text.split(",").filter((address) => address !== "");
  try {
    trustedProxies(given);
  } catch {
    throw new InvalidArgumentError("Give addresses or networks, as 10.0.0.5 or 10.0.0.0/8.");
  }
  return [...before, ...given];
}

const isLoopback = (host: string) => LOOPBACK.includes(isIP(host) === 6 ? `[${host}]` : host.toLowerCase());

async function serve(options: Options): Promise<void> {
  const { port, host, access, trustProxy } = options;
  checkAccess(options);
  const tls = await certificate(options);
  const name = isIP(host) === 6 ? `[${host}]` : host;
  const publicUrl = addressIn(options.url) ?? `${tls === undefined ? "http" : "https"}://${name}:${port}`;
  const settings = settingsOf(options);
  const assets = await addin(publicUrl);
  const log = pino({ base: { version: build.version } });
  const { signal, stopped } = untilStopped("SIGINT", "SIGTERM");
  const given = await givenAddress(options);
  let database: EmbeddedServer | undefined;
  let history: MarketHistory | undefined;
  let gateway: RunningGateway | undefined;
  try {
    if (given === undefined)
      database = await served(() => ownServer(options.data ?? MARKET_FOLDER, { isForAll: true, signal }));
    const kept = new MarketHistory(given ?? database?.address ?? "");
    history = kept;
    // A database of the team's own is changed by hashcell migrate only.
    await served(async () => {
      if (database === undefined) await kept.check();
      else await kept.migrate();
    });
    gateway = await createGateway({
      history: kept,
      assets,
      routes,
      fetch,
      clock: Date.now,
      random: Math.random,
      settings: () => settings,
      version: build.version,
      publicUrl,
      mode: access,
      proxies: trustProxy,
      ...(isLoopback(host) ? { hosts: [...LOOPBACK, hostOf(new URL(publicUrl).host)] } : {}),
      ...(tls === undefined ? {} : { tls }),
      log,
    });
    await listening(gateway, host, port);
    log.info({ event: "started", url: publicUrl, access: access.kind }, startedText(publicUrl));
    gateway.run();
    await stopped;
    log.info({ event: "stopping" }, "the gateway stops; a second Ctrl+C stops it at once");
  } finally {
    await gateway?.close();
    await history?.close();
    await database?.stop();
  }
  log.info({ event: "stopped" }, "the gateway has stopped");
}

const startedText = (url: string) =>
  `the gateway is at ${url}: the manifest for Excel is ${url}/addin/manifest.xml, the market ${url}/api/market`;

/** What may be reached from elsewhere must say who may read. */
function checkAccess({ host, url, access, trustProxy, cert, key }: Options): void {
  const usage = (message: string) => new Failure(EXIT.usage, message);
  const publicHost = addressIn(url);
  if (access.kind === "open" && !isLoopback(host))
    throw usage(
      `--host ${host} is reached from other machines: say who may read, with --access tokens or --access header:NAME`,
    );
  if (access.kind === "open" && publicHost !== undefined && !isLoopback(hostOf(new URL(publicHost).host)))
    throw usage(
      `--url ${publicHost} is reached from other machines: say who may read, with --access tokens or --access header:NAME`,
    );
  if (access.kind === "header" && trustProxy.length === 0)
    throw usage(
      `--access header:${access.header} believes a header that anybody can send: name the proxy that it comes from, with --trust-proxy ADDRESS`,
    );
  if ((cert === undefined) !== (key === undefined)) throw usage("https takes both, --cert and --key");
}

function addressIn(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (
    parsed === undefined ||
    !/^https?:$/.test(parsed.protocol) ||
    !["", "/"].includes(parsed.pathname + parsed.search)
  )
    throw new Failure(
      EXIT.usage,
      `--url must be an address without a path, as https://market.example; got ${url}`,
    );
  return parsed.origin;
}

async function certificate({ cert, key }: Options) {
  if (cert === undefined || key === undefined) return undefined;
  const textOf = (path: string) =>
    readFile(path, "utf8").catch(() => {
      throw new Failure(EXIT.input, `cannot read ${path}`);
    });
  const found = { cert: await textOf(cert), key: await textOf(key) };
  try {
    createSecureContext(found);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(EXIT.input, `${cert} and ${key} are no certificate with its key, in PEM: ${why}`);
  }
  return found;
}

/** The settings of a pane that asks for everybody. */
function settingsOf({ proxy, mempool }: Options): Settings {
  const coingecko = process.env.HASHCELL_COINGECKO_KEY ?? "";
  const settings = {
    ...defaultSettings,
    isOnline: true,
    proxyUrl: proxy,
    mempoolUrl: mempool,
    keys: { coingecko },
  };
  for (const [field, name] of [
    ["proxyUrl", "--proxy"],
    ["mempoolUrl", "--mempool"],
    ["keys", "HASHCELL_COINGECKO_KEY"],
  ] as const) {
    const problem = settingsProblem(field, settings[field]);
    if (problem !== undefined) throw new Failure(EXIT.usage, `${name}: ${problem}`);
  }
  return cleanSettings(settings);
}

async function addin(publicUrl: string): Promise<Assets> {
  try {
    return await readAssets({ addin: ADDIN, books: BOOKS }, publicUrl);
  } catch (error) {
    if (error instanceof NoAddinError) throw new Failure(EXIT.input, error.message);
    throw error;
  }
}

async function listening({ app }: RunningGateway, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Failure(
      EXIT.service,
      code === "EADDRINUSE"
        ? `port ${port} of ${host} is in use: end what uses it, or choose another with --port`
        : `cannot listen at ${host}, port ${port}: ${message}`,
    );
  }
}
