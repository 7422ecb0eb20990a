import { bind } from "../../src/functions/bind";
import { hazardLoss } from "../../src/functions/risk/hazardLoss";
import { exampleBlock } from "../../src/functions/lifecycle/exampleBlock";
import { simMiner } from "../../src/functions/simulation/simMiner";
import { market } from "../functions/host";
import { newUser } from "./chromium";
import { Driver } from "./driver";

const address = process.env.WORKBENCH_URL ?? "";

let driver: Driver;
let close: () => Promise<void>;

beforeAll(async () => {
  const user = await newUser();
  ({ close } = user);
  driver = await Driver.open(user.context, address);
});
afterAll(() => close());

interface PaneWindow {
  readonly CustomFunctions: {
    readonly _association: { readonly mappings: Record<string, (...raw: unknown[]) => unknown> };
  };
}

test("a long simulation leaves the page free, and gives the bits that it gives elsewhere", async () => {
  const frame = driver.page.frame({ url: /taskpane\.html/ });
  if (frame === null) throw new Error("no pane");
  const block = exampleBlock.map((row) => (row[0] === "months" ? ["months", 60] : row));
  const given = [block, [[100_000]], null, null];
  const { first, answer } = await frame.evaluate(async (given) => {
    const run = (window as unknown as PaneWindow).CustomFunctions._association.mappings.SIM_MINER;
    const answer = Promise.resolve(run?.(...given, { functionName: "SIM_MINER" }));
    // A timer comes first only where the answer is not computed in this thread.
    const timer = new Promise((resolve) => setTimeout(() => resolve("the timer")));
    const first = await Promise.race([answer.then(() => "the answer"), timer]);
    return { first, answer: await answer };
  }, given);
  expect(first).toBe("the timer");
  expect(answer).toEqual(bind(simMiner, market)(...given));
});

test("the pane says how far a run is, until its cell is cancelled", async () => {
  const frame = driver.page.frame({ url: /taskpane\.html/ });
  if (frame === null) throw new Error("no pane");
  const block = exampleBlock.map((row) => (row[0] === "months" ? ["months", 240] : row));
  // Minutes of work.
  const seeds = Array.from({ length: 1000 }, (_, seed) => [seed]);
  await frame.evaluate(
    (given) => {
      const run = (window as unknown as PaneWindow).CustomFunctions._association.mappings.SIM_MINER;
      const cell = { functionName: "SIM_MINER", onCanceled: () => undefined };
      void run?.(...given, cell);
      Object.assign(window, { cell });
    },
    [block, [[100_000]], [["Median"]], seeds],
  );
  const line = frame.getByRole("status", { name: "Long computations" });
  const text = () => line.textContent();
  const isFar = /^Computing: SIM_MINER, \d+ % done\./;
  expect(await driver.eventually(text, (shown) => isFar.test(shown ?? ""))).toMatch(isFar);
  await frame.evaluate(() => (window as unknown as { cell: { onCanceled: () => void } }).cell.onCanceled());
  expect(await driver.eventually(text, (shown) => shown === "")).toBe("");
});

test("a cell waits for it, and then shows it", async () => {
  const register = [["Outage", 10, 5000, 1.5]];
  await driver.addSheet("Runs");
  await driver.page.evaluate(async (register) => {
    const { model } = (await window.hashcellWorkbench) ?? {};
    const sheetId = model?.getters.getSheetIdByName("Runs") ?? "";
    const put = (col: number, row: number, content: string) =>
      model?.dispatch("UPDATE_CELL", { sheetId, col, row, content });
    for (const [col, value] of (register[0] ?? []).entries()) put(col, 0, String(value));
    put(0, 2, "=MINING.HAZARD_LOSS(A1:D1, 0.95, FALSE)");
  }, register);
  const last = () => driver.cell("Runs", "E5");
  await driver.computed();
  const [, , line] = bind(hazardLoss, market)(register, [[0.95]], [[false]], null);
  const { value } = await driver.eventually(last, (cell) => typeof cell.value === "number");
  expect(value).toBe(line?.[4]);
  expect(driver.errors).toEqual([]);
});
