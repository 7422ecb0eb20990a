import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext } from "playwright-core";
import { excelDate } from "../../src/core/calendar";
import { startReplay, type Replay } from "../../src/replay/server";
import { startWorkbench, type Workbench } from "../../src/workbench/server.cjs";
import { describeWithServer, freePort, Running } from "../batch/queue/server";
import { emptyFolder, hashcell } from "../cli/command";
import { newUser } from "./chromium";
import { Driver } from "./driver";

// A team's gateway with a pane that takes its market from it: all that a user of both sees.

const SHEET = "Team";
const POWER = "own.site7.power_price";
const DAY_MS = 86_400_000;
const TODAY = Math.floor(Date.now() / DAY_MS) * DAY_MS;
const iso = (moment: number) => new Date(moment).toISOString();

describeWithServer("a pane of a gateway", () => {
  const folder = emptyFolder();
  let replay: Replay;
  let gateway: Running;
  let workbench: Workbench;
  let context: BrowserContext;
  let close: () => Promise<void>;
  let driver: Driver;
  /** Whom the page has asked, by their ports. */
  const asked = new Set<string>();
  let port: number;

  const team = (...words: string[]) => {
    const { status, stderr } = hashcell(folder, words);
    if (status !== 0) throw new Error(stderr);
  };
  const start = async () => {
    gateway = Running.start(
      ["serve", "--data", "market", "--port", String(port), "--proxy", replay.url],
      folder,
    );
    await gateway.says("sources asked");
  };
  const button = (name: string) => driver.pane.getByRole("button", { name, exact: true });
  const shows = (cell: string, isIt: (value: unknown) => boolean) =>
    driver.eventually(() => driver.value(SHEET, cell), isIt);

  beforeAll(async () => {
    // As root the database runs as another user.
    chmodSync(folder, 0o755);
    const rows = [
      [TODAY - 3 * DAY_MS, 0.0488],
      [TODAY - 2 * DAY_MS + 1, 0.05],
      [TODAY - DAY_MS - 1, 0.0517],
      [Math.max(TODAY, Date.now() - 60_000), 0.0521],
    ].map(([moment = 0, value = 0]) => `${iso(moment)},${value}`);
    writeFileSync(join(folder, "meter.csv"), ["as of,value (USD/kWh)", ...rows].join("\n"));
    team("migrate", "--data", "market");
    const facts = ["--label", "Power price of site 7", "--unit", "USD/kWh", "--format", "0.0000"];
    team("series", "declare", POWER, ...facts, "--data", "market");
    team("series", "add", POWER, "meter.csv", "--data", "market");
    [replay, port] = await Promise.all([startReplay(), freePort()]);
    await start();
    const addin = join(process.cwd(), "dist");
    workbench = await startWorkbench({ port: 0, addin, gateway: `http://127.0.0.1:${port}` });
    ({ context, close } = await newUser());
    context.on("request", (request) => asked.add(new URL(request.url()).port));
    driver = await Driver.open(context, workbench.url);
    await driver.addSheet(SHEET);
    await driver.write(SHEET, {
      A1: `=MINING.MARKET("${POWER}")`,
      A2: '=MINING.MARKET("btc.price")',
      A3: `=MINING.MARKET_STATUS("${POWER}","source")`,
      A4: `=MINING.MARKET("${POWER}",${excelDate(TODAY - 2 * DAY_MS)})`,
      A5: '=MINING.MARKET_STATUS("btc.price","source")',
      A6: '=MINING.MARKET("own.site8.power_price")',
    });
  });
  afterAll(async () => {
    await close();
    await workbench.stop();
    await gateway.stop();
    await replay.stop();
  });

  test("says that nothing of the team's is there before it was loaded", async () => {
    const { message } = await driver.cell(SHEET, "A1");
    expect(message).toContain("load live data in a pane that takes its market from your team's gateway");
    await driver.pane.getByText(`Loading live data asks 127.0.0.1:${port}, your team's gateway.`).waitFor();
    expect(asked).toEqual(new Set([new URL(workbench.url).port]));
  });

  test("shows market and own series in cells, and asks the gateway alone", async () => {
    await button("Load live data").click();
    await shows("A1", (value) => value === 0.0521);
    // The last value of the day before yesterday.
    await shows("A4", (value) => value === 0.0517);
    await shows("A2", (value) => typeof value === "number");
    expect(await driver.value(SHEET, "A3")).toBe(`meter.csv through 127.0.0.1:${port}`);
    expect(await driver.value(SHEET, "A5")).toMatch(
      new RegExp(`^Median of Coinbase, Kraken and Bitstamp through 127\\.0\\.0\\.1:${port}$`),
    );
    expect((await driver.cell(SHEET, "A6")).message).toContain(`must be ${POWER}`);
    expect(asked).toEqual(new Set([new URL(workbench.url).port, String(port)]));
    expect(driver.errors).toEqual([]);
  });

  test("lists the team's series with their names for cells", async () => {
    await button("Your team's series").click();
    await driver.pane.getByRole("heading", { name: "Power price of site 7" }).waitFor();
    expect(await driver.pane.getByText(POWER, { exact: true }).count()).toBe(1);
  });

  test("shows them over time, and inserts that", async () => {
    await driver.showView("History");
    const history = driver.pane.getByRole("tabpanel", { name: "History" });
    await history
      .getByRole("combobox", { name: "Quantity" })
      .selectOption({ label: "Power price of site 7" });
    await history.getByText(`meter.csv through 127.0.0.1:${port}, fetched`).waitFor();
    await history.getByRole("button", { name: "All" }).click();
    // A third where the day has ended meanwhile.
    await history.getByText(/^[23] values, each at the end of a UTC day\./).waitFor();
    await driver.select("D1");
    await history.getByRole("button", { name: /^Insert into/ }).click();
    await history.getByText(/^[23] values written to/).waitFor();
    expect(await driver.value(SHEET, "E1")).toBe("Power price of site 7 (USD/kWh)");
    expect([await driver.value(SHEET, "E2"), await driver.value(SHEET, "E3")]).toEqual([0.0488, 0.0517]);
    expect(await driver.value(SHEET, "D3")).toBe(excelDate(TODAY - 2 * DAY_MS));
    await driver.showView("Market");
  });

  test("a gateway that is gone is named, and the last values stay", async () => {
    await gateway.stop();
    await button("Refresh").click();
    await driver.pane
      .getByText(/The gateway 127\.0\.0\.1:\d+ could not be reached/)
      .first()
      .waitFor();
    expect(await driver.value(SHEET, "A1")).toBe(0.0521);
    await start();
    await button("Refresh").click();
    await driver.pane
      .getByText(/could not be reached/)
      .first()
      .waitFor({ state: "detached" });
  });

  test("frozen, the workbook says the same on a machine that knows no gateway", async () => {
    await button("Freeze").click();
    await driver.pane
      .getByText(/^Frozen on/)
      .first()
      .waitFor();
    const price = await driver.value(SHEET, "A2");
    const other = await newUser();
    try {
      const elsewhere = await driver.copyFor(other.context, process.env.WORKBENCH_URL ?? "", "team.xlsx");
      await elsewhere.pane
        .getByText(/^Frozen on/)
        .first()
        .waitFor();
      await elsewhere.eventually(
        () => elsewhere.value(SHEET, "A1"),
        (value) => value === 0.0521,
      );
      expect(await elsewhere.value(SHEET, "A2")).toBe(price);
      expect(await elsewhere.value(SHEET, "A4")).toBe(0.0517);
      expect(elsewhere.errors).toEqual([]);
    } finally {
      await other.close();
    }
  });
});
