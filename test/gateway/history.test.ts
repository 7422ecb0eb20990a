import { MarketHistory, type Point } from "../../src/gateway/history";
import { describeWithServer, rowsAt, serverForTests } from "../batch/queue/server";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const own = "own.site7.power_price";
const facts = { name: own, label: "Power price of site 7", unit: "USD/kWh", numberFormat: "0.0000" };
const point = (asOf: string | number, value: number, source = "meter"): Point => ({
  asOf: typeof asOf === "number" ? asOf : Date.parse(asOf),
  fetchedAt: Date.parse("2026-03-01"),
  value,
  source,
  quality: "cached",
});

describeWithServer("the history of a gateway", () => {
  const tests = serverForTests();
  const opened: MarketHistory[] = [];
  let count = 0;
  let clock = Date.parse("2026-03-10T12:00Z");
  const empty = async () => {
    const history = new MarketHistory(await tests.server.emptyDatabase(`market${++count}`), () => clock);
    opened.push(history);
    return history;
  };
  const prepared = async () => {
    const history = await empty();
    await history.migrate();
    await history.declare(facts);
    return history;
  };
  beforeEach(() => (clock = Date.parse("2026-03-10T12:00Z")));
  afterEach(async () => {
    for (const history of opened.splice(0)) await history.close();
  });
  const valuesOf = async (history: MarketHistory, known?: number) => {
    const { points } = await history.points(own, { limit: 100, ...(known === undefined ? {} : { known }) });
    return points.map(({ asOf, value }) => [new Date(asOf).toISOString().slice(0, 10), value]);
  };

  test("keeps every bit of a value, and refuses what is none", async () => {
    const history = await prepared();
    const values = [-0, 5e-324, 1.7976931348623157e308, 0.1 + 0.2, -1 / 3, 0];
    const given = values.map((value, index) => point(Date.parse("2026-01-01") + index * DAY, value));
    expect(await history.add(own, given)).toEqual({ added: 6, known: 0 });
    const { points } = await history.points(own, { limit: 100 });
    expect(points).toEqual(given);
    expect(points.map(({ value }) => Object.is(value, values.shift()))).toEqual(Array(6).fill(true));
    for (const value of [NaN, Infinity, -Infinity]) {
      await expect(history.add(own, [point("2026-02-01", 1), point("2026-02-02", value)])).rejects.toThrow(
        `${own} at 2026-02-02T00:00:00.000Z must be a number, got ${value}`,
      );
      await expect(
        rowsAt(
          history.address,
          `insert into hashcell_market.observation values (default, 1, 1, 1, '${value}', 1, 1, 1)`,
        ),
      ).rejects.toThrow(/violates check constraint/);
    }
    expect((await history.points(own, { limit: 100 })).points).toHaveLength(6);
  });

  test("the same again adds nothing; another value is a revision, and what was known stays", async () => {
    const history = await prepared();
    const first = [point("2026-01-01", 1), point("2026-01-02", 2), point("2026-01-03", 3)];
    expect(await history.add(own, first)).toEqual({ added: 3, known: 0 });
    expect(await history.add(own, first)).toEqual({ added: 0, known: 3 });
    const before = clock;
    clock += DAY;
    expect(await history.add(own, [point("2026-01-02", 2.5), point("2026-01-03", 3)])).toEqual({
      added: 1,
      known: 1,
    });
    expect(await valuesOf(history)).toEqual([
      ["2026-01-01", 1],
      ["2026-01-02", 2.5],
      ["2026-01-03", 3],
    ]);
    expect(await valuesOf(history, before)).toEqual([
      ["2026-01-01", 1],
      ["2026-01-02", 2],
      ["2026-01-03", 3],
    ]);
    expect(await valuesOf(history, before - 1)).toEqual([]);
  });
});
