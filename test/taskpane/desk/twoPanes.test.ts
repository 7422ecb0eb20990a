import { readFreeze } from "../../../src/data/freeze";
import { WorkbookError } from "../../../src/workbook/workbook";
import { fakeWorkbook } from "../fakeWorkbook";
import { frozenPrice, openDesk, price, stillTime } from "../openDesk";

const MINUTE = 60_000;
/** The panes look at least as often. */
const A_LOOK = 20_000;

const { opened, pass } = stillTime();

/** Two authors, each with a pane beside the same workbook; the second one's sources say 80,000. */
async function openBoth() {
  const fake = fakeWorkbook();
  const [mine, hers] = [openDesk({}, fake), openDesk({}, fake)];
  hers.fed.price = 79_999;
  for (const { desk } of [mine, hers]) opened.push(desk);
  await Promise.all([mine.start(), hers.start()]);
  return { mine, hers, fake };
}

const shows = ({ market }: ReturnType<typeof openDesk>) => [market.state.kind, price(market)];
const BUILT_IN = 85_956.45;

test("what one author freezes, refreshes and sets live the other one sees", async () => {
  const { mine, hers, fake } = await openBoth();
  await hers.desk.refresh();
  await hers.desk.freeze();
  expect(shows(mine)).toEqual(["embedded", BUILT_IN]);
  await pass(A_LOOK);
  expect(shows(mine)).toEqual(["frozen", 80_000]);
  expect(mine.market.quotes).toEqual(hers.market.quotes);
  expect(mine.desk.state.notice).toEqual({
    intent: "success",
    text: "The workbook was frozen or refreshed elsewhere: its new values are shown.",
  });
  await hers.desk.refresh();
  await hers.desk.apply();
  await pass(A_LOOK);
  expect(shows(mine)).toEqual(["frozen", 80_001]);
  await hers.desk.goLive();
  await pass(A_LOOK);
  expect(shows(mine)).toEqual(["embedded", BUILT_IN]);
  expect(mine.desk.state.notice?.text).toMatch(/^The workbook was set live elsewhere/);
  expect(fake.workbook.keepFreeze).toHaveBeenCalledTimes(3);
  expect(hers.desk.state.notice?.text ?? "").not.toMatch(/elsewhere/);
});

test("as long as nothing changes only the stamp is read, and nobody is notified", async () => {
  const { mine, hers, fake } = await openBoth();
  await hers.desk.freeze();
  await pass(A_LOOK);
  const [read, noticed] = [fake.workbook.keptFreeze.mock.calls.length, mine.states.mock.calls.length];
  await pass(10 * MINUTE);
  expect(fake.workbook.keptFreeze).toHaveBeenCalledTimes(read);
  expect(mine.states).toHaveBeenCalledTimes(noticed);
});

test("a freeze over one that was not seen writes nothing, and shows that one", async () => {
  const { mine, hers, fake } = await openBoth();
  await hers.desk.refresh();
  await hers.desk.freeze();
  const log = [...fake.state.log];
  await mine.desk.freeze();
  expect(shows(mine)).toEqual(["frozen", 80_000]);
  expect(mine.desk.state).toMatchObject({
    notice: {
      intent: "error",
      text: "Nothing was written. The workbook was frozen or refreshed elsewhere: its new values are shown.",
    },
    isWriting: false,
  });
  expect(fake.state.log).toEqual(log);
  expect(mine.fake.workbook.updateTables).toHaveBeenCalledTimes(2);
});

test("staged changes to values that have changed are dropped, not applied", async () => {
  const { mine, hers, fake } = await openBoth();
  await mine.desk.freeze();
  await pass(A_LOOK);
  await mine.desk.refresh();
  expect(mine.desk.state.staged).not.toHaveLength(0);
  await hers.desk.refresh();
  await hers.desk.apply();
  await mine.desk.apply();
  expect(shows(mine)).toEqual(["frozen", 80_000]);
  expect(mine.desk.state.staged).toBeUndefined();
  expect(readFreeze(fake.state.frozen ?? "").content).toEqual(hers.market.content);
  await mine.desk.apply();
  expect(shows(mine)).toEqual(["frozen", 80_000]);
});

test("setting live what was refreshed in the meantime leaves it frozen", async () => {
  const { mine, hers, fake } = await openBoth();
  await mine.desk.freeze();
  await pass(A_LOOK);
  await hers.desk.refresh();
  await hers.desk.apply();
  await mine.desk.goLive();
  expect(fake.state.frozen).toBeDefined();
  expect(shows(mine)).toEqual(["frozen", 80_000]);
  await mine.desk.goLive();
  expect([fake.state.frozen, mine.market.state.kind]).toEqual([undefined, "embedded"]);
});

test("a refresh of a workbook that was frozen in the meantime does not touch its tables", async () => {
  const { mine, hers, fake } = await openBoth();
  await hers.desk.freeze();
  const updates = fake.workbook.updateTables.mock.calls.length;
  await mine.desk.refresh();
  expect(fake.workbook.updateTables).toHaveBeenCalledTimes(updates);
  expect(shows(mine)).toEqual(["frozen", BUILT_IN]);
});

test("rows that move in the log are not another freeze", async () => {
  const { mine, fake } = await openBoth();
  await mine.desk.freeze();
  fake.state.writes += 1;
  await mine.desk.refresh();
  await mine.desk.apply();
  expect(shows(mine)).toEqual(["frozen", 90_001]);
});

test("two sets of frozen values show the latest and say so, until one is written", async () => {
  const { mine, hers, fake } = await openBoth();
  const [early, late] = [frozenPrice(70_000, Date.now() - MINUTE), frozenPrice(71_000, Date.now())];
  fake.state.frozen = late;
  fake.state.others = [early];
  await pass(A_LOOK);
  for (const pane of [mine, hers]) {
    expect(shows(pane)).toEqual(["frozen", 71_000]);
    expect(pane.desk.state.notice?.intent).toBe("error");
    expect(pane.desk.state.notice?.text).toMatch(/more than one set of frozen values.*the latest is shown/);
  }
  await mine.desk.refresh();
  await mine.desk.apply();
  expect(fake.state.others).toEqual([]);
  const third = openDesk({}, fake);
  opened.push(third.desk);
  await third.start();
  expect(third.desk.state.notice).toBeUndefined();
});

test("values that have become unreadable are no longer shown, and those that can be read again are", async () => {
  const { mine, fake } = await openBoth();
  await mine.desk.freeze();
  const whole = fake.state.frozen;
  fake.state.frozen = "broken";
  await pass(A_LOOK);
  expect(shows(mine)).toEqual(["unreadable", undefined]);
  expect(mine.desk.state.notice?.intent).toBe("error");
  fake.state.frozen = whole;
  await pass(A_LOOK);
  expect(shows(mine)).toEqual(["frozen", BUILT_IN]);
});

test("while Excel refuses to answer, as during an edit, everything stays as it is", async () => {
  const { mine, hers, fake } = await openBoth();
  fake.workbook.freezeStamp.mockRejectedValue(new WorkbookError("A cell is being edited: press Enter."));
  await hers.desk.freeze();
  await pass(MINUTE);
  expect([mine.market.state.kind, mine.desk.state.notice]).toEqual(["embedded", undefined]);
});

test("a look that the focus asks for does not wait", async () => {
  const { mine, hers } = await openBoth();
  await hers.desk.freeze();
  await mine.desk.look();
  expect(mine.market.state.kind).toBe("frozen");
});
