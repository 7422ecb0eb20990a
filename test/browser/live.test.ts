import { readFileSync } from "node:fs";
import type { BrowserContext, Frame } from "playwright-core";
import { LONGEST_ANSWER_MS } from "../../src/data/feed/request";
import { SETTINGS_KEY } from "../../src/data/settings";
import { startReplay, type Replay } from "../../src/replay/server";
import { failures, type Failure } from "../../src/replay/failures";
import { newUser } from "./chromium";
import { Driver } from "./driver";

const address = process.env.WORKBENCH_URL ?? "";

/** A sheet that these tests add. */
const SHEET = "Live";
const cells = { price: "M40", difficulty: "M41", height: "M42", quality: "M43", dvol: "M44", state: "M45" };
const formulas = {
  price: '=MINING.MARKET("btc.price")',
  difficulty: '=MINING.MARKET("btc.difficulty")',
  height: '=MINING.MARKET("btc.height")',
  quality: '=MINING.MARKET_STATUS("btc.price","quality")',
  dvol: '=MINING.MARKET("btc.dvol")',
  state: '=MINING.ABOUT("market state")',
};
type Name = keyof typeof cells;
const names = Object.keys(cells) as Name[];

let context: BrowserContext;
let close: () => Promise<void>;
let replay: Replay;
let driver: Driver;

/** The settings that a user of the replay would make by hand, in every page of the context. */
async function useReplay(context: BrowserContext, url: string): Promise<void> {
  const settings = { key: SETTINGS_KEY, text: JSON.stringify({ proxyUrl: url, refreshMinutes: 0 }) };
  await context.addInitScript(({ key, text }) => {
    if (localStorage.getItem(key) === null) localStorage.setItem(key, text);
  }, settings);
}

beforeAll(async () => {
  replay = await startReplay();
  ({ context, close } = await newUser());
  await useReplay(context, replay.url);
  driver = await Driver.open(context, address);
});
afterAll(async () => {
  await close();
  await replay.stop();
});

const read = (name: Name) => driver.cell(SHEET, cells[name]);
const button = (name: string | RegExp) => driver.pane.getByRole("button", { name, exact: true });

async function refresh(): Promise<void> {
  await button("Refresh").click();
  await settled();
}

/** Waits until no round is under way. */
async function settled(): Promise<void> {
  await driver.page.waitForTimeout(50);
  await driver.pane.getByRole("button", { name: "Cancel" }).waitFor({ state: "detached" });
}

/** Waits until what slides or fades has done so; what turns for ever aside. */
async function atRest(frame: Frame): Promise<void> {
  await frame.evaluate(async () => {
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await nextFrame();
    await nextFrame();
    const ending = document
      .getAnimations()
      .filter(({ effect }) => Number(effect?.getComputedTiming().endTime) < Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

/** Refreshes while the pane gives up on an answer after a second and not ten. */
async function refreshImpatiently(): Promise<void> {
  const frame = driver.paneFrame();
  await frame.evaluate((longestMs) => {
    const patient = window.setTimeout.bind(window);
    const impatient = (work: TimerHandler, ms?: number, ...given: unknown[]) =>
      patient(work, ms === longestMs ? 1000 : ms, ...given);
    Object.assign(window, { patient, setTimeout: impatient });
  }, LONGEST_ANSWER_MS);
  try {
    await refresh();
  } finally {
    await frame.evaluate(() => {
      Object.assign(window, { setTimeout: Reflect.get(window, "patient") as unknown });
    });
  }
}

/** Puts the formulas into the sheet, and waits until they show values. */
async function writeFormulas(): Promise<void> {
  const contents = Object.fromEntries(names.map((name) => [cells[name], formulas[name]]));
  await driver.addSheet(SHEET);
  await driver.write(SHEET, contents);
  const price = await driver.eventually(
    () => driver.value(SHEET, cells.price),
    (found) => typeof found === "number",
  );
  expect(typeof price).toBe("number");
}

test("before anything is loaded cells show what is built in, and nothing is asked", async () => {
  await writeFormulas();
  expect((await read("price")).value).toBe(85956.45);
  expect((await read("quality")).value).toBe("embedded");
  expect((await read("state")).value).toBe("embedded");
  expect(await read("dvol")).toMatchObject({
    value: "#N/A",
    message: expect.stringMatching(/not loaded/) as string,
  });
  expect(replay.counts()).toEqual({});
});

test("live data reach the cells with their quality, each source asked once", async () => {
  await button("Load live data").click();
  await settled();
  const price = Number(
    await driver.eventually(
      () => driver.value(SHEET, cells.price),
      (found) => found !== 85956.45,
    ),
  );
  expect(Math.abs(price / 85956.45 - 1)).toBeLessThan(0.05);
  expect(price).not.toBe(85956.45);
  expect((await read("quality")).value).toBe("live");
  expect((await read("state")).value).toBe("live");
  const dvol = await driver.eventually(
    () => driver.value(SHEET, cells.dvol),
    (found) => typeof found === "number",
  );
  expect(Number(dvol)).toBeGreaterThan(0.2);
  expect(Object.values(replay.counts()).filter((count) => count > 1)).toEqual([]);
});

test("ten thousand MARKET cells make no call, and follow one refresh", async () => {
  const before = replay.counts();
  const frame = driver.paneFrame();
  await frame.evaluate(async (formula) => {
    await Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.add("Ten thousand");
      sheet.getRange("A1:J1000").formulas = Array.from({ length: 1000 }, () =>
        new Array<string>(10).fill(formula),
      );
      await context.sync();
    });
  }, formulas.price);
  const price = await driver.value(SHEET, cells.price);
  expect(
    await driver.eventually(
      () => driver.value("Ten thousand", "J1000"),
      (found) => found === price,
    ),
  ).toBe(price);
  // Time enough for a call that should not be made.
  await driver.page.waitForTimeout(1000);
  expect(replay.counts()).toEqual(before);
  replay.fail("all", "diverging");
  await refresh();
  const moved = await driver.eventually(
    () => driver.value("Ten thousand", "J1000"),
    (found) => found !== price,
  );
  expect(Number(moved) / Number(price)).toBeCloseTo(1.03, 2);
  expect(await driver.value("Ten thousand", "A1")).toBe(moved);
  replay.fail("all", undefined);
  await frame.evaluate(async () => {
    await Excel.run(async (context) => {
      context.workbook.worksheets.getItem("Ten thousand").delete();
      await context.sync();
    });
  });
});

describe("a failing source", () => {
  const slow: readonly Failure[] = ["hang", "slow"];
  const harmless: readonly Failure[] = ["diverging", "hostile", "seconds"];
  // Doubled prices reach the cells: they have a test of their own.
  const kinds = (Object.keys(failures) as Failure[]).filter((kind) => kind !== "doubled");
  const complaints = /did not answer|could not be reached|is limiting requests|says|The answer from/;

  test.each(kinds)("%s: cells keep their values, and the pane says what is wrong", async (kind) => {
    await refresh();
    const before = [await read("price"), await read("difficulty"), await read("height")];
    for (const { value } of before) expect(Number(value)).toBeGreaterThan(0);
    replay.fail(slow.includes(kind) ? "kraken" : "all", kind);
    await (slow.includes(kind) ? refreshImpatiently() : refresh());
    const after = [await read("price"), await read("difficulty"), await read("height")];
    after.forEach(({ value }, at) => {
      expect([kind, Number(value) / Number(before[at]?.value) > 0.9]).toEqual([kind, true]);
      expect([kind, Number(value) / Number(before[at]?.value) < 1.1]).toEqual([kind, true]);
    });
    const card = await driver.pane.getByRole("region", { name: "Data of this workbook" }).textContent();
    if (!harmless.includes(kind)) expect([kind, card]).toEqual([kind, expect.stringMatching(complaints)]);
    replay.fail("all", undefined);
    replay.fail("kraken", undefined);
    // Hosts that asked for a pause are not asked again before it is over: start from a page that knows nothing of it.
    if (kind.startsWith("429") || kind === "451") {
      await driver.page.reload();
      await driver.ready();
      await writeFormulas();
    }
  });
});

test("doubled prices reach the cells with a warning, and are frozen only by who says so", async () => {
  await refresh();
  const usual = Number((await read("price")).value);
  replay.fail("all", "doubled");
  await refresh();
  const doubled = await driver.eventually(
    async () => (await read("price")).value,
    (found) => found !== usual,
  );
  // The replay's prices move a little by themselves.
  expect(Number(doubled) / usual).toBeCloseTo(2, 1);
  const warning = /further than it has gone in such a time since 2015/;
  await driver.pane.getByText(warning).first().waitFor();
  await button("Freeze").click();
  const card = driver.pane.getByRole("region", { name: "Data of this workbook" });
  await card.getByText(warning).waitFor();
  await button("Freeze anyway").waitFor();
  expect((await read("quality")).value).toBe("live");
  expect((await read("state")).value).toBe("live");
  await button("Leave it").click();
  expect(await button("Freeze anyway").count()).toBe(0);
  expect((await read("quality")).value).toBe("live");
  // Had it been frozen, the doubled price would be known, and the usual one in doubt from here on.
  replay.fail("all", undefined);
  await refresh();
  const after = await driver.eventually(
    async () => (await read("price")).value,
    (found) => found !== doubled,
  );
  expect(Number(after) / usual).toBeCloseTo(1, 1);
  await driver.pane.getByText(warning).first().waitFor({ state: "detached" });
});

describe("a frozen workbook", () => {
  let frozen: unknown[] = [];

  test("stands still while the market moves, and lists what would change before it does", async () => {
    await refresh();
    await button("Freeze").click();
    await driver.pane
      .getByText(/^Frozen on/)
      .first()
      .waitFor();
    frozen = await Promise.all(names.map(async (name) => (await read(name)).value));
    expect((await read("quality")).value).toBe("frozen");
    replay.fail("all", "diverging");
    await refresh();
    expect((await read("price")).value).toBe(frozen[0]);
    await button(/^Apply/).click();
    const moved = await driver.eventually(
      async () => (await read("price")).value,
      (found) => found !== frozen[0],
    );
    expect(Number(moved) / Number(frozen[0])).toBeCloseTo(1.03, 2);
    replay.fail("all", undefined);
    frozen = await Promise.all(names.map(async (name) => (await read(name)).value));
    const log = await driver.page.evaluate(async () => {
      const { model } = (await window.hashcellWorkbench) ?? {};
      const sheetId = model?.getters.getSheetIdByName("Hashcell log") ?? "";
      const rows = model?.getters.getNumberRows(sheetId) ?? 0;
      return Array.from(
        { length: rows },
        (_, row) => model?.getters.getEvaluatedCell({ sheetId, col: 1, row }).value,
      ).filter((event) => event !== null && event !== undefined);
    });
    expect(log[0]).toBe("Event");
    expect(log.filter((event) => event === "Frozen").length).toBeGreaterThan(10);
    expect(log.filter((event) => event === "Refreshed").length).toBeGreaterThan(2);
  });

  test("saved and opened on another machine it says the same, without asking anybody", async () => {
    const other = await newUser();
    try {
      const elsewhere = await driver.copyFor(other.context, address, "frozen.xlsx");
      await elsewhere.pane
        .getByText(/^Frozen on/)
        .first()
        .waitFor();
      await elsewhere.eventually(
        () => elsewhere.value(SHEET, cells.price),
        (found) => found === frozen[0],
      );
      const found = await Promise.all(names.map((name) => elsewhere.value(SHEET, cells[name])));
      expect(found).toEqual(frozen);
      expect(elsewhere.errors).toEqual([]);
    } finally {
      await other.close();
    }
  });
});

describe("the pane for everyone", () => {
  const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

  interface Checker {
    run(document: Document, options: object): Promise<{ violations: Violation[] }>;
  }

  interface Violation {
    id: string;
    impact: string;
    nodes: { html: string; failureSummary?: string }[];
  }

  test.each([
    ["light", { colorScheme: "light", forcedColors: "none" }, {}],
    // What has no colour is the same whatever the colours.
    [
      "dark",
      { colorScheme: "dark", forcedColors: "none" },
      { runOnly: ["color-contrast", "link-in-text-block"] },
    ],
    // The checker takes text's fill for its colour, which browsers do not force: there the palette is the user's own.
    [
      "high contrast",
      { colorScheme: "dark", forcedColors: "active" },
      { rules: { "color-contrast": { enabled: false } } },
    ],
  ] as const)(
    "in %s at 320 pixels the checker finds nothing, and nothing is cut",
    async (_, media, rules) => {
      const frame = driver.paneFrame();
      await driver.page.emulateMedia(media);
      await frame.waitForFunction((isDark) => {
        // The pane is as dark as Excel is, and looks when it gets the focus.
        Object.assign(Office.context.officeTheme, { isDarkTheme: isDark });
        window.dispatchEvent(new Event("focus"));
        const { backgroundColor } = getComputedStyle(document.querySelector("main") ?? document.body);
        return Number(/\d+/.exec(backgroundColor)) < 128 === isDark;
      }, media.colorScheme === "dark");
      await driver.page.evaluate(() => {
        const pane = document.getElementById("pane");
        if (pane !== null) pane.style.flexBasis = "320px";
      });
      await frame.evaluate(axe);
      for (const view of [
        "Market",
        "Explain",
        "History",
        "Machines",
        "Options",
        "Functions",
        "Workbook",
        "Settings",
      ]) {
        await driver.showView(view);
        await atRest(frame);
        const violations = await frame.evaluate(async (rules) => {
          document.querySelectorAll("[data-tabster-dummy]").forEach((dummy) => dummy.remove());
          const { axe } = window as unknown as { axe: Checker };
          return (await axe.run(document, rules)).violations.map(
            ({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""} ${nodes[0]?.failureSummary ?? ""}`,
          );
        }, rules);
        expect([view, violations]).toEqual([view, []]);
        const overflow = await frame.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect([view, overflow]).toEqual([view, 0]);
        if (process.env.SCREENSHOTS !== undefined)
          await driver.page.screenshot({
            path: `${process.env.SCREENSHOTS}/${_}-${view}.png`.replace(/ /g, "-"),
          });
      }
      await driver.showView("Market");
    },
  );
});

test("memory stays flat over refreshes", async () => {
  const session = await context.newCDPSession(driver.page);
  const heapAfter = async (rounds: number) => {
    for (let round = 0; round < rounds; round++) {
      replay.fail("all", round % 2 === 0 ? "diverging" : undefined);
      await refresh();
      await button(/^Keep/).click();
    }
    await session.send("HeapProfiler.collectGarbage");
    return (await session.send("Runtime.getHeapUsage")).usedSize;
  };
  let heap = await heapAfter(10);
  const growths: number[] = [];
  for (let part = 0; part < 3; part++) {
    const before = heap;
    heap = await heapAfter(6);
    growths.push(heap / before - 1);
  }
  // What refreshes leave behind is there after every six of them; what the browser does beside is not.
  expect(Math.min(...growths)).toBeLessThan(0.02);
});

test("nothing was asked of the internet, and nothing failed but what was made to fail", () => {
  const own = driver.errors.filter(
    (text) => !/^Failed to load resource|blocked by CORS policy|net::ERR_/.test(text),
  );
  expect(own).toEqual([]);
});
