import * as v from "valibot";
import { currencies, type Currency } from "./series";
import { providerFacts, providers, type Provider } from "./feed/route";

/** Minutes between two rounds; 0 is never by itself. */
export const refreshIntervals = [0, 1, 5, 10, 30, 60] as const;

/** What the user of this machine has chosen. Kept on the machine, never in a workbook. */
export interface Settings {
  /** Whether the user has let the pane ask the sources at all. Nothing is fetched before. */
  readonly isOnline: boolean;
  readonly off: readonly Provider[];
  /** Base of a mempool instance of one's own: "https://mempool.example"; empty for mempool.space. */
  readonly mempoolUrl: string;
  /** Requests go to `<proxyUrl>/<host>/<path>` when it is not empty. */
  readonly proxyUrl: string;
  readonly refreshMinutes: (typeof refreshIntervals)[number];
  readonly currency: Currency;
  /** Keys by provider; sent to that provider alone. */
  readonly keys: Readonly<Partial<Record<Provider, string>>>;
}

export const defaultSettings: Settings = {
  isOnline: false,
  off: [],
  mempoolUrl: "",
  proxyUrl: "",
  refreshMinutes: 10,
  currency: "usd",
  keys: {},
};

const LONGEST_ADDRESS = 500;
const LONGEST_KEY = 200;

/** Hosts that a policy of the page can name: no IPv6, no underscore. */
const isHost = (name: string) => /^([a-z0-9-]+\.)*[a-z0-9-]+$/.test(name);
const isLoopback = (name: string) => name === "localhost" || name === "127.0.0.1";

/** What is wrong with an address, as a rule; undefined for a good one and for none. */
function addressRule(text: string): string | undefined {
  if (text === "") return undefined;
  const url = text.length <= LONGEST_ADDRESS ? parsed(text) : undefined;
  if (url === undefined || !/^https?:\/\//i.test(text))
    return "must be a whole address, such as https://mining.example";
  if (!isHost(url.hostname)) return "must name its host in letters, digits, dots and hyphens";
  if (url.protocol !== "https:" && !isLoopback(url.hostname))
    return "must begin with https:// (http:// only with localhost or 127.0.0.1)";
  if (url.username !== "" || url.password !== "") return "must hold no user name and no password";
  if (/[?#]/.test(text)) return "must have nothing after a ? or a #";
  return undefined;
}

function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** As settings keep an address: without a slash at its end. */
const cleanAddress = (text: string) => (text === "" ? "" : new URL(text).href.replace(/\/+$/, ""));

const address = (name: string) =>
  v.pipe(
    v.string(`${name} must be a text.`),
    v.trim(),
    v.rawCheck(({ dataset, addIssue }) => {
      const rule = dataset.typed ? addressRule(dataset.value) : undefined;
      if (rule !== undefined) addIssue({ message: `${name} ${rule}: correct it, or leave it empty.` });
    }),
    v.transform(cleanAddress),
  );

const key = v.pipe(
  v.string(),
  v.trim(),
  v.check((text) => text.length <= LONGEST_KEY && /^[!-~]*$/.test(text)),
);
const isKey = (value: unknown) => v.is(key, value);

function keysRule(keys: Record<string, unknown>): string | undefined {
  const bad = providers.find((provider) => keys[provider] !== undefined && !isKey(keys[provider]));
  if (bad === undefined) return undefined;
  return `The key for ${providerFacts[bad].label} must be letters, digits and signs without spaces, ${LONGEST_KEY} at most.`;
}

/** The known providers' keys; an empty one is none. */
const cleanKeys = (keys: Record<string, unknown>): Settings["keys"] =>
  Object.fromEntries(
    providers.flatMap((provider) => {
      const read = v.safeParse(key, keys[provider]);
      return read.success && read.output !== "" ? [[provider, read.output]] : [];
    }),
  );

const fields = {
  isOnline: v.boolean("Whether to ask the sources must be yes or no."),
  off: v.pipe(
    v.array(v.string(), "The sources to leave out must be a list."),
    v.transform((names) => providers.filter((provider) => names.includes(provider))),
  ),
  mempoolUrl: address("The address of your mempool instance"),
  proxyUrl: address("The address of the proxy"),
  refreshMinutes: v.picklist(refreshIntervals, "Choose one of the intervals in the list."),
  currency: v.picklist(currencies, "Choose one of the currencies in the list."),
  keys: v.pipe(
    v.record(v.string(), v.unknown(), "The keys must be texts by source."),
    v.transform(cleanKeys),
  ),
};

/** What is wrong with a value that the user has given, as a sentence. */
export function settingsProblem<F extends keyof Settings>(field: F, value: Settings[F]): string | undefined {
  const read = v.safeParse(fields[field], value);
  if (!read.success) return read.issues[0].message;
  return field === "keys" ? keysRule(value as Settings["keys"]) : undefined;
}

/** The settings as they are kept: addresses without a slash at their end, no empty keys. For those without a problem. */
export const cleanSettings = (settings: Settings): Settings => v.parse(v.object(fields), settings);

/**
 * The settings that a text holds, field by field: what is missing or not as it should be is the default. Where it can
 * no longer be told whom the user wanted to be asked, nobody is asked until the user says so again.
 */
export function readSettings(text: string | null): Settings {
  const given = objectIn(text);
  const broken = new Set<string>();
  const read = <T>(name: keyof Settings, schema: v.GenericSchema<unknown, T>, fallback: T): T => {
    if (given[name] === undefined) return fallback;
    const result = v.safeParse(schema, given[name]);
    if (!result.success) broken.add(name);
    return result.success ? result.output : fallback;
  };
  const settings: Settings = {
    isOnline: read("isOnline", fields.isOnline, defaultSettings.isOnline),
    off: read("off", fields.off, defaultSettings.off),
    mempoolUrl: read("mempoolUrl", fields.mempoolUrl, defaultSettings.mempoolUrl),
    proxyUrl: read("proxyUrl", fields.proxyUrl, defaultSettings.proxyUrl),
    refreshMinutes: read("refreshMinutes", fields.refreshMinutes, defaultSettings.refreshMinutes),
    currency: read("currency", fields.currency, defaultSettings.currency),
    keys: read("keys", fields.keys, defaultSettings.keys),
  };
  const isUnsure = ["off", "mempoolUrl", "proxyUrl"].some((name) => broken.has(name));
  return isUnsure ? { ...settings, isOnline: false } : settings;
}

function objectIn(text: string | null): Record<string, unknown> {
  try {
    const read = v.safeParse(v.record(v.string(), v.unknown()), JSON.parse(text ?? "{}"));
    return read.success ? read.output : {};
  } catch {
    return {};
  }
}
