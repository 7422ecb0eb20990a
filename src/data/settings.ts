import * as v from "valibot";
import { addressRule, cleanAddress } from "./address";
import { providerFacts, providers, type Provider } from "./providers/provider";
import { currencies } from "./series";

/** Minutes between two rounds; 0 means never automatically. */
export const refreshIntervals = [0, 1, 5, 10, 30, 60] as const;

/** Where a browser keeps the settings, in its local storage. */
export const SETTINGS_KEY = "hashcell.settings";

const LONGEST_KEY = 200;

const address = (name: string) =>
  v.pipe(
    v.string(`${name} must be text.`),
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
  return `The key for ${providerFacts[bad].label} must be letters, digits and symbols without spaces, ${LONGEST_KEY} at most.`;
}

/** The known providers' keys, without empty ones. */
const cleanKeys = (keys: Record<string, unknown>): Readonly<Partial<Record<Provider, string>>> =>
  Object.fromEntries(
    providers.flatMap((provider) => {
      const read = v.safeParse(key, keys[provider]);
      return read.success && read.output !== "" ? [[provider, read.output]] : [];
    }),
  );

const fields = {
  /** Whether the user has allowed the pane to ask the sources at all. Nothing is fetched before that. */
  isOnline: v.boolean("Whether to ask the sources must be yes or no."),
  /** Providers that are switched off. */
  off: v.pipe(
    v.array(v.string(), "The sources to leave out must be a list."),
    v.transform((names): readonly Provider[] => providers.filter((provider) => names.includes(provider))),
  ),
  /** Base of a mempool instance of one's own: "https://mempool.example"; empty for mempool.space. */
  mempoolUrl: address("The address of your mempool instance"),
  /** Requests go to `<proxyUrl>/<host>/<path>` when it is not empty. */
  proxyUrl: address("The address of the proxy"),
  /** Shown to the team's gateway; empty where it asks for none. */
  gatewayToken: v.pipe(
    v.string("The gateway's token must be text."),
    v.trim(),
    v.check(
      (text) => text.length <= LONGEST_KEY && /^[!-~]*$/.test(text),
      "The gateway's token must be letters, digits and symbols without spaces.",
    ),
  ),
  refreshMinutes: v.picklist(refreshIntervals, "Choose one of the intervals in the list."),
  currency: v.picklist(currencies, "Choose one of the currencies in the list."),
  /** Keys by provider; each is sent only to its provider. */
  keys: v.pipe(
    v.record(v.string(), v.unknown(), "The keys must be texts by source."),
    v.transform(cleanKeys),
  ),
};
const settingsSchema = v.object(fields);

/** What the user of this machine has chosen. Kept on the machine, never in a workbook. */
export type Settings = Readonly<v.InferOutput<typeof settingsSchema>>;

export const defaultSettings: Settings = {
  isOnline: false,
  off: [],
  mempoolUrl: "",
  proxyUrl: "",
  gatewayToken: "",
  refreshMinutes: 10,
  currency: "usd",
  keys: {},
};

/** What is wrong with a value that the user has given, as a sentence. */
export function settingsProblem<F extends keyof Settings>(field: F, value: Settings[F]): string | undefined {
  const read = v.safeParse(fields[field], value);
  if (!read.success) return read.issues[0].message;
  return field === "keys" ? keysRule(value as Settings["keys"]) : undefined;
}

/** The settings as they are kept: addresses without a slash at their end, no empty keys. Only for valid settings. */
export const cleanSettings = (settings: Settings): Settings => v.parse(settingsSchema, settings);

const lenientSchema = v.object({
  isOnline: v.fallback(fields.isOnline, defaultSettings.isOnline),
  off: v.fallback(fields.off, defaultSettings.off),
  mempoolUrl: v.fallback(fields.mempoolUrl, defaultSettings.mempoolUrl),
  proxyUrl: v.fallback(fields.proxyUrl, defaultSettings.proxyUrl),
  gatewayToken: v.fallback(fields.gatewayToken, defaultSettings.gatewayToken),
  refreshMinutes: v.fallback(fields.refreshMinutes, defaultSettings.refreshMinutes),
  currency: v.fallback(fields.currency, defaultSettings.currency),
  keys: v.fallback(fields.keys, defaultSettings.keys),
});

/**
 * The settings that a text holds, field by field: what is missing or invalid takes the default. Where it is no longer
 * clear which sources the user wanted to ask, none is asked until the user says so again.
 */
export function readSettings(text: string | null): Settings {
  const given = objectIn(text);
  const settings = v.parse(lenientSchema, given);
  const isUnsure = (["off", "mempoolUrl", "proxyUrl"] as const).some(
    (name) => given[name] !== undefined && !v.is(fields[name], given[name]),
  );
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
