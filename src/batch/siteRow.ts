import { assumptionNamed } from "../core/cashflow/assumptionNames";
import { assumptionKeys, type AssumptionKey } from "../core/cashflow/assumptions";
import { seriesIn, type Setting, type Settings } from "../core/cashflow/block";
import { InputError } from "../core/errors";

// A site as a run takes it: its name with the assumptions as they are written, or with what is wrong with them.

export type SiteRow =
  | { readonly name: string; readonly settings: Settings }
  | { readonly name: string; readonly problem: string };

/** A setting as text: its key, its value, its currency. */
type Written = readonly [AssumptionKey, Setting["value"], string?];

/**
 * A site as text, the same for the same assumptions in the same units in whatever order and notation they were written.
 * Threads, the queue and the hash of a job have it in this form.
 */
export function siteText(row: SiteRow): string {
  const name = JSON.stringify(row.name);
  if ("problem" in row) return `{"site":${name},"problem":${JSON.stringify(row.problem)}}`;
  for (const [key, setting] of row.settings) {
    const place = placeOf.get(key);
    if (place === undefined) continue;
    // Many sites of a portfolio share a setting.
    if (written[place]?.setting !== setting) written[place] = { setting, text: settingText(key, setting) };
    isThere[place] = 1;
  }
  const model: string[] = [];
  for (let place = 0; place < isThere.length; place++) {
    if (isThere[place] === 1) model.push(written[place]?.text ?? "");
  }
  isThere.fill(0);
  return `{"site":${name},"model":[${model.join(",")}]}`;
}

const placeOf = new Map(assumptionKeys.map((key, place) => [key, place]));
/** The text of each assumption that was written last. */
const written: ({ readonly setting: Setting; readonly text: string } | undefined)[] = assumptionKeys.map(
  () => undefined,
);
/** Which of them a site has. */
const isThere = new Uint8Array(assumptionKeys.length);

function settingText(key: AssumptionKey, setting: Setting): string {
  const { value, currency } = setting;
  // As JSON.stringify writes it.
  if (typeof value === "number" && currency === undefined && Number.isFinite(value))
    return `["${key}",${value}]`;
  const said = faultAsText(setting) ?? value;
  return JSON.stringify(currency === undefined ? [key, said] : [key, said, currency]);
}

/** A series whose bad month has its message as text; undefined for all else. */
function faultAsText(setting: Setting): object | undefined {
  const series = seriesIn(setting);
  if (series?.fault === undefined) return undefined;
  return { ...series, fault: { place: series.fault.place, error: series.fault.error.message } };
}

/** The site of a text. */
export function siteOf(text: string): SiteRow {
  const { site, model, problem } = JSON.parse(text) as {
    site: string;
    model?: readonly Written[];
    problem?: string;
  };
  if (model === undefined) return { name: site, problem: problem ?? "" };
  const settings: Settings = new Map();
  for (const [key, value, currency] of model) {
    settings.set(key, withFault({ value, source: "given", currency }));
  }
  return { name: site, settings };
}

function withFault(setting: Setting): Setting {
  const series = seriesIn(setting);
  if (series?.fault === undefined) return setting;
  const { place, error } = series.fault;
  const said = new InputError("", "");
  // In the text it is the whole message.
  said.message = String(error);
  return { ...setting, value: { ...series, fault: { place, error: said } } };
}

/** Whether a text names an assumption. */
export function isAssumption(text: string): boolean {
  try {
    return assumptionNamed(text) !== undefined;
  } catch (error) {
    // Its name is known, and its unit is not one of its own.
    if (error instanceof InputError) return true;
    throw error;
  }
}
