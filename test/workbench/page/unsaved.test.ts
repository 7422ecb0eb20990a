/** @jest-environment jsdom */
import "fake-indexeddb/auto";
import type { Model } from "@odoo/o-spreadsheet";
import { FileMistake } from "../../../src/workbench/files/limits";
import { contentOf, draftContent, Drafts } from "../../../src/workbench/page/drafts";
import { Unsaved } from "../../../src/workbench/page/unsaved";

// The window of jsdom has no dialogs.
Object.assign(HTMLDialogElement.prototype, {
  showModal: () => undefined,
  close(this: HTMLDialogElement) {
    this.remove();
  },
});

beforeEach(() => {
  jest.useFakeTimers();
  document.body.innerHTML = '<h1 id="title"></h1><span id="unsaved"></span>';
});
afterEach(() => jest.useRealTimers());

const answer = async (label: string) => {
  for (let tick = 0; tick < 5; tick++) await Promise.resolve();
  const buttons = [...document.querySelectorAll("dialog button")];
  buttons.find(({ textContent }) => textContent === label)?.dispatchEvent(new Event("click"));
};

const drafts: Pick<Drafts, "drop" | "keep"> = {
  drop: () => Promise.resolve(),
  keep: () => Promise.resolve(true),
};

test("what is edited while a copy is saved is asked about once more", async () => {
  const open = { model: undefined, settings: new Map(), customXml: new Map(), onEdit: () => undefined };
  const unsaved = new Unsaved(open, drafts as Drafts);
  await unsaved.opening("Book.xlsx", () => Promise.resolve());
  open.onEdit();
  let saves = 0;
  const save = () =>
    unsaved.saving(() => {
      // The user types once, while the first copy is being written.
      if (++saves === 1) open.onEdit();
      return Promise.resolve();
    });
  const gone = unsaved.mayGo(save);
  await answer("Save a copy first");
  await answer("Cancel");
  expect([await gone, saves]).toEqual([false, 1]);
  const again = unsaved.mayGo(save);
  await answer("Save a copy first");
  expect([await again, saves]).toEqual([true, 2]);
});

describe("a workbook that is edited while its task pane starts", () => {
  const [first, second] = ["first", "second"].map((name) => ({ name }) as unknown as Model);

  async function edited() {
    const open = { model: first, settings: new Map(), customXml: new Map(), onEdit: () => undefined };
    const unsaved = new Unsaved(open, drafts as Drafts);
    await unsaved.opening("First.xlsx", () => Promise.resolve());
    let end: (error?: Error) => void = () => undefined;
    const opening = unsaved.opening("Second.xlsx", () => {
      open.model = second;
      return new Promise((resolve, reject) => {
        end = (error) => (error === undefined ? resolve() : reject(error));
      });
    });
    open.onEdit();
    const saved: string[] = [];
    const save = () => unsaved.saving((title) => Promise.resolve(void saved.push(title)));
    return { unsaved, open, opening, end, saved, save };
  }
  const isMarked = () => document.getElementById("unsaved")?.hidden === false;

  test("is not saved", async () => {
    const { opening, end } = await edited();
    end();
    await opening;
    expect(isMarked()).toBe(true);
  });

  test("is saved under its own title, with what was typed", async () => {
    const { end, saved, save } = await edited();
    const saving = save();
    end();
    await saving;
    expect([saved, isMarked()]).toEqual([["Second.xlsx"], false]);
  });

  test("is not given up without a question", async () => {
    const { unsaved, opening, end, save } = await edited();
    const gone = unsaved.mayGo(save);
    end();
    await opening;
    await answer("Cancel");
    expect(await gone).toBe(false);
  });

  test("leaves nothing behind where it cannot be shown", async () => {
    const { unsaved, open, opening, end, saved, save } = await edited();
    open.model = first;
    end(new Error("no pane"));
    await expect(opening).rejects.toThrow("no pane");
    expect([isMarked(), await unsaved.mayGo(save)]).toEqual([false, true]);
    await save();
    expect(saved).toEqual(["First.xlsx"]);
  });
});

describe("a draft", () => {
  const draft = (content: string) => ({ key: "k", title: "Book.xlsx", keptAt: 0, content });

  test("gives the workbook that it keeps", () => {
    const data = { sheets: [{ id: "s", name: "Data" }] };
    const [settings, customXml] = [new Map([["a", 1]]), new Map([["{1}", "<a/>"]])];
    const written = draftContent({ data: data as never, settings, customXml });
    expect(contentOf(draft(written))).toEqual({ data, settings, customXml });
  });

  test.each(['{"data":', "null", "{}", '{"data":{},"settings":[],"customXml":[]}', '{"data":{"sheets":[]}}'])(
    "that is damaged is never an empty workbook: %s",
    (content) => {
      expect(() => contentOf(draft(content))).toThrow(FileMistake);
      expect(() => contentOf(draft(content))).toThrow("The kept copy of “Book.xlsx” is damaged");
    },
  );
});

test("a draft that another tab has opened again, or discarded, is left behind no more", async () => {
  jest.useRealTimers();
  const held = new Set<string>();
  const request = (name: string) => {
    held.add(name);
    return new Promise(() => undefined);
  };
  const query = () => Promise.resolve({ held: [...held].map((name) => ({ name })) });
  Object.assign(navigator, { locks: { request, query } });
  let pages = 0;
  Object.assign(globalThis.crypto, { randomUUID: () => `page-${++pages}` });
  Object.assign(globalThis, {
    structuredClone: (value: unknown): unknown => JSON.parse(JSON.stringify(value)),
  });
  const crashed = new Drafts();
  await crashed.keep("Book.xlsx", "{}");
  held.clear();
  const [one, other] = [new Drafts(), new Drafts()];
  const [first, second] = [await one.leftBehind(), await other.leftBehind()];
  if (first === undefined || second === undefined) throw new Error("nothing was offered");
  expect([first.title, await other.isLeftBehind(second)]).toEqual(["Book.xlsx", true]);
  await one.adopt(first);
  expect(await other.isLeftBehind(second)).toBe(false);
  // A tab that has gone leaves it behind again; what is discarded is not.
  held.clear();
  expect(await other.isLeftBehind(second)).toBe(true);
  await one.drop(first.key);
  expect(await other.isLeftBehind(second)).toBe(false);
});
