import type { WorkbookData } from "@odoo/o-spreadsheet";
import { createStore, del, entries, get, set } from "idb-keyval";
import * as v from "valibot";
import { FileMistake } from "../files/limits";
import type { WorkbookContent } from "../workbench";
import { button, element } from "./elements";

/** The longest content that is kept, in characters. */
const LONGEST = 40_000_000;
/** Before the name of the lock that a page holds as long as it lives. */
const LOCK = "hashcell-workbench-";

const draftSchema = v.object({ title: v.string(), keptAt: v.number(), content: v.string() });

/** The last state of a workbook that was never saved. */
interface Draft {
  readonly key: string;
  readonly title: string;
  /** Milliseconds since 1970 UTC. */
  readonly keptAt: number;
  readonly content: string;
}

/**
 * Keeps the workbook of this page in the browser's database, and finds those that pages left behind: a living
 * page holds a lock, so that no tab is offered what another one still has open.
 */
export class Drafts {
  private key: string = crypto.randomUUID();
  private readonly store;
  /** What is written, one after the other: the last to be asked for is the last to be done. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(database = "hashcell-workbench") {
    this.store = createStore(database, "drafts");
    hold(this.key);
  }

  /** Whether it could be kept: false when it is too long, and then nothing older is kept either. */
  keep(title: string, content: string): Promise<boolean> {
    if (content.length > LONGEST) return this.drop().then(() => false);
    const draft = { title, keptAt: Date.now(), content };
    return this.next(() => set(this.key, draft, this.store)).then(() => true);
  }

  /** Forgets the workbook of this page, or another one's. */
  drop(key: string = this.key): Promise<void> {
    return this.next(() => del(key, this.store));
  }

  /** Keeps the workbook of this page in the place of one that was left behind and is open again. */
  async adopt({ key }: Draft): Promise<void> {
    await this.drop();
    this.key = key;
    hold(key);
  }

  /** Whether no other tab has opened it again, or discarded it, since it was found. */
  async isLeftBehind({ key }: Draft): Promise<boolean> {
    return !(await locks()).has(LOCK + key) && (await get(key, this.store)) !== undefined;
  }

  /** The newest that was left behind. */
  async leftBehind(): Promise<Draft | undefined> {
    const alive = await locks();
    const found = (await entries<string, unknown>(this.store)).flatMap(([key, value]) => {
      const { success, output } = v.safeParse(draftSchema, value);
      return success && !alive.has(LOCK + key) ? [{ key, ...output }] : [];
    });
    return found.sort((one, other) => other.keptAt - one.keptAt)[0];
  }

  private next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work);
    this.last = done.catch(() => undefined);
    return done;
  }
}

/** The names of the locks that living pages hold. */
const locks = async () => new Set((await navigator.locks.query()).held?.map(({ name }) => name));

/** Holds a lock that only the browser releases, when the page ends in whatever way. */
const hold = (key: string) => void navigator.locks.request(LOCK + key, () => new Promise(() => undefined));

/** A workbook as a draft keeps it. */
export function draftContent({ data, settings, customXml }: WorkbookContent): string {
  return JSON.stringify({ data, settings: [...(settings ?? [])], customXml: [...(customXml ?? [])] });
}

const contentSchema = v.object({
  data: v.object({ sheets: v.pipe(v.array(v.unknown()), v.minLength(1)) }),
  settings: v.array(v.tuple([v.string(), v.unknown()])),
  customXml: v.array(v.tuple([v.string(), v.string()])),
});

/** The workbook that a draft keeps. Throws a `FileMistake` where it is damaged. */
export function contentOf({ title, content }: Draft): WorkbookContent {
  const read = parsed(content);
  if (!v.is(contentSchema, read))
    throw new FileMistake(`The kept copy of “${title}” is damaged and cannot be opened again: discard it.`);
  const { data, settings, customXml } = read;
  return { data: data as Partial<WorkbookData>, settings: new Map(settings), customXml: new Map(customXml) };
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" });

/** Offers a workbook that was left behind: a sentence with two buttons, until the offer is withdrawn. */
export function offerDraft({ title, keptAt }: Draft, reopen: () => void, discard: () => void): void {
  const sentence = document.createElement("p");
  sentence.textContent = `“${title}” had unsaved changes, from ${moment.format(keptAt)}.`;
  element("offer", HTMLElement).replaceChildren(
    sentence,
    button("Open it again", reopen),
    button("Discard it", discard),
  );
}

export const withdrawOffer = () => element("offer", HTMLElement).replaceChildren();
