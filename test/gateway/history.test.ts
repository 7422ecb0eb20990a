import fc from "fast-check";
import { MarketHistory, type Point } from "../../src/gateway/history";
import { describeWithServer, rowsAt, serverForTests } from "../batch/queue/server";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOON = Date.parse("2026-03-10T12:00Z");
const own = "own.site7.power_price";
const facts = { name: own, label: "Power price of site 7", unit: "USD/kWh", numberFormat: "0.0000" };
const at = (text: string) => Date.parse(text);

const point = (asOf: string | number, value: number, source = "meter"): Point => ({
  asOf: typeof asOf === "number" ? asOf : at(asOf),
  fetchedAt: at("2026-03-01"),
  value,
  source,
  quality: "cached",
});
/** A value an hour. */
const hours = (count: number, value: (hour: number) => number = (hour) => hour) =>
  Array.from({ length: count }, (_, hour) => point(at("2020-01-01") + hour * HOUR, value(hour)));

describeWithServer("the history of a gateway", () => {
  const tests = serverForTests();
  const opened: MarketHistory[] = [];
  let count = 0;
  let clock = NOON;
  const open = (address: string) => {
    const history = new MarketHistory(address, () => clock);
    opened.push(history);
    return history;
  };
  const empty = async () => open(await tests.server.emptyDatabase(`market${++count}`));
  const prepared = async () => {
    const history = await empty();
    await history.migrate();
    await history.declare(facts);
    return history;
  };
  beforeEach(() => (clock = NOON));
  afterEach(async () => {
    for (const history of opened.splice(0)) await history.close();
  });

  const pointsOf = async (history: MarketHistory, known?: number) =>
    (await history.points(own, { limit: 1e6, ...(known === undefined ? {} : { known }) })).points;
  const valuesOf = async (history: MarketHistory, known?: number) =>
    (await pointsOf(history, known)).map(({ value }) => value);
  const rowsIn = async (history: MarketHistory) => {
    const [row] = await history.rows<{ rows: string }>(
      "select count(*) as rows from hashcell_market.observation",
    );
    return Number(row?.rows);
  };

  test("points that end in a fault while others are on their way add none, and harm nothing", async () => {
    const history = await prepared();
    // A fault that comes while the server has rows would end the process where nobody hears of them.
    const unheard = jest.fn();
    process.on("unhandledRejection", unheard);
    for (let times = 0; times < 5; times++)
      await expect(
        history.add(
          own,
          (function* () {
            yield hours(9000);
            throw new Error("no more");
          })(),
        ),
      ).rejects.toThrow("no more");
    await new Promise((later) => setTimeout(later, 200));
    process.off("unhandledRejection", unheard);
    expect(unheard).not.toHaveBeenCalled();
    expect(await rowsIn(history)).toBe(0);
    expect(await history.add(own, hours(3))).toEqual({ added: 3, known: 0 });
  });

  test("what was known while an import went on is the same at any time later", async () => {
    const history = await prepared();
    let goOn: () => void = () => undefined;
    const pause = new Promise<void>((resolve) => (goOn = resolve));
    let isHalf: () => void = () => undefined;
    const half = new Promise<void>((resolve) => (isHalf = resolve));
    const rows = hours(12_000);
    const adding = history.add(
      own,
      (async function* () {
        yield rows.slice(0, 11_000);
        isHalf();
        await pause;
        yield rows.slice(11_000);
      })(),
    );
    await half;
    clock += 1000;
    const asked = valuesOf(history, clock);
    const days = history.days(own, { known: clock });
    clock += 1000;
    goOn();
    expect(await adding).toEqual({ added: 12_000, known: 0 });
    expect((await asked).length).toBe(12_000);
    expect(await history.days(own, { known: clock - 1000 })).toEqual(await days);
    expect(await valuesOf(history, NOON - 1)).toEqual([]);
  });

  test("a declaration that changes nothing uses up no number", async () => {
    const history = await prepared();
    for (let times = 0; times < 5; times++) expect(await history.declare(facts)).toBe("same");
    await history.declare({ ...facts, name: "own.next" });
    const ids = await history.rows<{ id: number }>("select id from hashcell_market.series order by id");
    expect(ids.map(({ id }) => id)).toEqual([1, 2]);
  });

  test("a span that ends within a day does not make a day of its part", async () => {
    const history = await prepared();
    const morning = at("2026-02-01T05:00Z");
    await history.add(own, [point(morning, 1), point("2026-02-01T20:00Z", 2), point("2026-02-02T20:00Z", 3)]);
    const daysOf = async (from: number, to: number) =>
      Object.values((await history.days(own, { from, to }))?.days ?? {});
    expect(await daysOf(0, at("2026-02-01T06:00Z"))).toEqual([]);
    expect(await daysOf(0, at("2026-02-02") - 1)).toEqual([2]);
    expect(await daysOf(morning + 1, at("2026-02-03"))).toEqual([2, 3]);
  });

  describe("its tables", () => {
    test("are made once, whoever else makes them at the same time", async () => {
      const history = await empty();
      const message =
        "the database is not prepared for a gateway of this version of Hashcell: hashcell migrate does it, once";
      await expect(history.check()).rejects.toThrow(message);
      const versions = await Promise.all([history.migrate(), history.migrate(), history.migrate()]);
      expect(versions.map(({ from, to }) => `${from} to ${to}`).sort()).toEqual([
        "0 to 1",
        "1 to 1",
        "1 to 1",
      ]);
      await history.check();
    });

    test("of a later version, and of others, are left alone", async () => {
      const history = await prepared();
      await history.rows("insert into hashcell_market.migration (version) values (99)");
      await expect(history.check()).rejects.toThrow("a later version of Hashcell prepared the database");
      await expect(history.migrate()).rejects.toThrow("a later version of Hashcell prepared the database");
      const other = await empty();
      await other.rows("create schema hashcell_market");
      await other.rows("create table hashcell_market.series (id int)");
      await expect(other.migrate()).rejects.toThrow("the schema hashcell_market of this database belongs to");
    });

    test.each([
      "update hashcell_market.observation set value = 0",
      "delete from hashcell_market.observation",
      "truncate hashcell_market.observation",
      "update hashcell_market.source set name = 'another'",
      "delete from hashcell_market.source",
      "update hashcell_market.audit set about = ''",
      "delete from hashcell_market.audit",
      "truncate hashcell_market.audit",
      "delete from hashcell_market.series",
      "truncate hashcell_market.series",
    ])("refuse: %s", async (statement) => {
      const history = await prepared();
      await history.add(own, [point("2026-01-01", 1)]);
      await expect(history.rows(statement)).rejects.toThrow(
        /^rows of \w+ are never changed or deleted: a correction is another row$/,
      );
      // Not for those either who have the server skip its triggers.
      await expect(
        rowsAt(history.address, `set session_replication_role = replica; ${statement}`),
      ).rejects.toThrow(/never changed/);
      expect(await valuesOf(history)).toEqual([1]);
    });
  });

  test("keeps every bit of a value, and refuses what is none", async () => {
    const history = await prepared();
    const values = [-0, 5e-324, 1.7976931348623157e308, 0.1 + 0.2, -1 / 3, 0];
    const given = values.map((value, index) => point(at("2026-01-01") + index * DAY, value));
    expect(await history.add(own, given)).toEqual({ added: 6, known: 0 });
    const points = await pointsOf(history);
    expect(points).toEqual(given);
    expect(points.map(({ value }, index) => Object.is(value, values[index]))).toEqual(Array(6).fill(true));
    for (const value of [NaN, Infinity, -Infinity]) {
      await expect(history.add(own, [point("2026-02-01", 1), point("2026-02-02", value)])).rejects.toThrow(
        `${own} at 2026-02-02T00:00:00.000Z must be a number, got ${value}`,
      );
      await expect(
        history.rows(
          `insert into hashcell_market.observation values (default, 1, 1, 1, '${value}', 1, 1, 1)`,
        ),
      ).rejects.toThrow(/violates check constraint/);
    }
    expect(await rowsIn(history)).toBe(6);
  });

  test.each([
    [
      "a moment before the first block",
      point("2009-01-02", 1),
      `as of of ${own} must be a moment from 2009-01-03`,
    ],
    ["a moment that is no whole number", point(NOON + 0.5, 1), `as of of ${own} must be a moment`],
    ["a moment that is none", point(NaN, 1), `as of of ${own} must be a moment`],
    ["fetched at no time", { ...point(NOON, 1), fetchedAt: 0 }, `fetched at of ${own} must be a moment`],
    ["no source", point(NOON, 1, ""), `source of ${own} must be a line of 1 to 500 characters`],
    [
      "a source with a zero",
      point(NOON, 1, "a\0b"),
      `source of ${own} must be a line of 1 to 500 characters`,
    ],
    [
      "a long source",
      point(NOON, 1, "x".repeat(501)),
      `source of ${own} must be a line of 1 to 500 characters`,
    ],
  ])("refuses %s", async (_, bad, message) => {
    const history = await prepared();
    await expect(history.add(own, [bad])).rejects.toThrow(message);
    expect(await rowsIn(history)).toBe(0);
  });

  test("keeps series of the market and its daily fields; own ones only once they are declared", async () => {
    const history = await prepared();
    for (const name of ["btc.price", "btc.hashprice_subsidy"])
      expect(await history.add(name, [point("2026-01-01", 1)])).toEqual({ added: 1, known: 0 });
    await expect(history.add("own.site8", [point("2026-01-01", 1)])).rejects.toThrow(
      "own.site8 is not declared: say its label and its unit first, once",
    );
    await expect(history.add("btc.nothing", [point("2026-01-01", 1)])).rejects.toThrow(
      'series must be one of the market, as btc.price, or one of your own, as own.site7.power_price, got the text "btc.nothing"',
    );
    expect(await history.add(own, [])).toEqual({ added: 0, known: 0 });
    expect((await history.extents()).map(({ series }) => series)).toEqual([
      "btc.hashprice_subsidy",
      "btc.price",
    ]);
  });

  test("the same again adds nothing; another value is a revision, and what was known stays", async () => {
    const history = await prepared();
    const first = [point("2026-01-01", 1), point("2026-01-02", 2), point("2026-01-03", 3)];
    expect(await history.add(own, first)).toEqual({ added: 3, known: 0 });
    expect(await history.add(own, first)).toEqual({ added: 0, known: 3 });
    clock += DAY;
    expect(await history.add(own, [point("2026-01-02", 2.5), point("2026-01-03", 3)])).toEqual({
      added: 1,
      known: 1,
    });
    expect(await valuesOf(history)).toEqual([1, 2.5, 3]);
    expect(await valuesOf(history, NOON)).toEqual([1, 2, 3]);
    expect(await valuesOf(history, NOON - 1)).toEqual([]);
    expect(await rowsIn(history)).toBe(4);
  });

  test("a value that comes back is a revision, and so is the word of another source", async () => {
    const history = await prepared();
    const adds = async (value: number, source?: string) =>
      (await history.add(own, [point("2026-01-01", value, source)])).added;
    expect(await adds(1)).toBe(1);
    expect(await adds(2)).toBe(1);
    expect(await adds(1)).toBe(1);
    expect(await adds(1, "invoice")).toBe(1);
    // Both have said so, and it holds.
    expect([await adds(1), await adds(1, "invoice")]).toEqual([0, 0]);
    expect(await pointsOf(history)).toEqual([point("2026-01-01", 1, "invoice")]);
  });

  test("several values for a moment in one go count in their order, and the same one once", async () => {
    const history = await prepared();
    const given = [1, 1, 2, 1, 1, 3, 3].map((value) => point("2026-01-01", value));
    expect(await history.add(own, [...given, point("2026-01-02", 9)])).toEqual({ added: 5, known: 3 });
    expect(await valuesOf(history)).toEqual([3, 9]);
    const kept = await history.rows<{ value: number }>(
      "select value from hashcell_market.observation order by id",
    );
    expect(kept.map(({ value }) => value)).toEqual([1, 2, 1, 3, 9]);
  });

  test("what fails half way leaves nothing, whatever failed", async () => {
    const history = await prepared();
    const failing = function* () {
      yield* hours(12_000);
      throw new Error("the file ends here");
    };
    await expect(history.add(own, failing())).rejects.toThrow("the file ends here");
    await expect(history.add(own, [...hours(12_000), point("2026-01-01", NaN)])).rejects.toThrow(
      "must be a number",
    );
    expect(await rowsIn(history)).toBe(0);
    expect(await history.extents()).toEqual([]);
    expect(await history.add(own, hours(12_000))).toEqual({ added: 12_000, known: 0 });
    expect(await history.extents()).toEqual([
      { series: own, rows: 12_000, first: at("2020-01-01"), last: at("2020-01-01") + 11_999 * HOUR },
    ]);
  });

  test("of two that add the same to a series at once, one adds it", async () => {
    const history = await prepared();
    const other = open(history.address);
    const given = hours(12_000);
    const backwards = [...given].reverse();
    const both = await Promise.all([history.add(own, given), other.add(own, backwards)]);
    expect(both.map(({ added }) => added).sort()).toEqual([0, 12_000]);
    expect(both.map(({ known }) => known).sort()).toEqual([0, 12_000]);
    expect(await rowsIn(history)).toBe(12_000);
  });

  test("of two that revise at once, one comes later as a whole", async () => {
    const history = await prepared();
    const other = open(history.address);
    await Promise.all([
      history.add(
        own,
        hours(12_000, () => 1),
      ),
      other.add(
        own,
        hours(12_000, () => 2),
      ),
    ]);
    expect(new Set(await valuesOf(history)).size).toBe(1);
    expect(await rowsIn(history)).toBe(24_000);
  });

  test("imports that wait for each other leave connections for readers", async () => {
    const history = await prepared();
    let go: () => void = () => undefined;
    const gate = new Promise<void>((opens) => (go = opens));
    const slow = async function* () {
      yield* hours(6000);
      await gate;
    };
    const imports = Array.from({ length: 5 }, () => history.add(own, slow()));
    expect(await valuesOf(history)).toEqual([]);
    go();
    const added = await Promise.all(imports);
    expect(added.reduce((sum, one) => sum + one.added, 0)).toBe(6000);
  });

  test("a database that goes away in the middle has kept nothing of it, and goes on once it is back", async () => {
    const history = await prepared();
    await history.add(own, [point("2019-01-01", 7)]);
    const given = async function* () {
      yield* hours(12_000);
      await tests.server.stop();
      yield* hours(24_000).slice(12_000);
    };
    await expect(history.add(own, given())).rejects.toThrow(
      "the database went away before everything was added: do it again once it is back; rows that are there already are not added twice",
    );
    await expect(history.add(own, hours(2))).rejects.toThrow(/ECONNREFUSED|terminated/);
    await expect(history.check()).rejects.toThrow(/^the database cannot be reached: /);
    await tests.server.startAgain();
    expect(await valuesOf(history)).toEqual([7]);
    expect(await history.add(own, hours(24_000))).toEqual({ added: 24_000, known: 0 });
  });

  describe("a clock that jumps", () => {
    test.each([
      ["ahead", 400 * DAY],
      ["back", -400 * DAY],
    ])("%s loses nothing: what arrives last holds", async (_, jump) => {
      const history = await prepared();
      await history.add(own, [point("2024-01-01", 1), point("2024-01-02", 1)]);
      clock += jump;
      await history.add(own, [point("2024-01-01", 2)]);
      expect(await valuesOf(history)).toEqual([2, 1]);
      clock = NOON + HOUR;
      await history.add(own, [point("2024-01-01", 3)]);
      expect(await valuesOf(history)).toEqual([3, 1]);
      expect((await history.latest([own])).get(own)?.value).toBe(1);
      expect((await history.days(own, {}))?.days).toEqual({ 19_723: 3, 19_724: 1 });
      expect(await rowsIn(history)).toBe(4);
      // As it was recorded, right or wrong.
      expect(await valuesOf(history, NOON)).toEqual(jump > 0 ? [1, 1] : [2, 1]);
    });
  });

  test("points come in pages, each moment once, whatever is added meanwhile", async () => {
    const history = await prepared();
    await history.add(own, hours(25));
    const found: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await history.points(own, { limit: 10, ...(cursor === undefined ? {} : { cursor }) });
      found.push(...page.points.map(({ value }) => value));
      await history.add(own, [point(at("2020-01-01"), 100 + found.length)]);
      cursor = page.next;
    } while (cursor !== undefined);
    expect(found).toEqual(Array.from({ length: 25 }, (_, hour) => hour));
    await expect(history.points(own, { limit: 10, cursor: "x" })).rejects.toThrow(
      'cursor must be what the answer before calls next, got the text "x"',
    );
  });

  test("a page that ends with the last point is the last", async () => {
    const history = await prepared();
    await history.add(own, hours(10));
    expect(await history.points(own, { limit: 10 })).toEqual({ points: hours(10) });
    const span = { from: at("2020-01-01T02:00Z"), to: at("2020-01-01T04:00Z") };
    const { points, next } = await history.points(own, { ...span, limit: 2 });
    expect([points.map(({ value }) => value), next]).toEqual([[2, 3], String(at("2020-01-01T03:00Z"))]);
    expect(await history.points(own, { ...span, limit: 2, cursor: next ?? "" })).toEqual({
      points: hours(5).slice(4),
    });
    expect(await history.points("own.nothing", { limit: 2 })).toEqual({ points: [] });
  });

  test("days are the last values of UTC days that are over", async () => {
    const history = await prepared();
    await history.add(own, [
      point("2026-03-01T23:59:59.999Z", 1),
      point("2026-03-02T00:00Z", 2),
      point("2026-03-05T08:00Z", 5),
      point("2026-03-05T20:00Z", 5.5),
      point("2026-03-09T23:00Z", 9),
      point("2026-03-10T11:00Z", 10),
      point("2026-03-11T11:00Z", 11),
    ]);
    const day = (text: string) => at(text) / DAY;
    const all = {
      [day("2026-03-01")]: 1,
      [day("2026-03-02")]: 2,
      [day("2026-03-05")]: 5.5,
      [day("2026-03-09")]: 9,
    };
    expect(await history.days(own, {})).toEqual({ days: all, source: "meter", fetchedAt: at("2026-03-01") });
    clock = at("2026-03-11");
    expect((await history.days(own, {}))?.days).toEqual({ ...all, [day("2026-03-10")]: 10 });
    const span = { from: at("2026-03-02"), to: at("2026-03-05T23:59:59.999Z") };
    expect((await history.days(own, span))?.days).toEqual({
      [day("2026-03-02")]: 2,
      [day("2026-03-05")]: 5.5,
    });
    expect(await history.days(own, { from: at("2026-03-11") })).toBeUndefined();
    expect(await history.days("own.nothing", {})).toBeUndefined();
  });

  test("days are those of the latest revisions, or as they were known", async () => {
    const history = await prepared();
    await history.add(own, [point("2026-03-01T08:00Z", 1), point("2026-03-01T09:00Z", 2)]);
    clock += HOUR;
    await history.add(own, [point("2026-03-01T09:00Z", 3, "invoice"), point("2026-03-02T09:00Z", 4)]);
    clock += HOUR;
    // Earlier in the day: it is not the last value.
    await history.add(own, [point("2026-03-01T08:00Z", 9)]);
    const values = async (known?: number) => {
      const kept = await history.days(own, known === undefined ? {} : { known });
      return [Object.values(kept?.days ?? {}), kept?.source];
    };
    expect(await values()).toEqual([[3, 4], "meter and 1 more"]);
    expect(await values(NOON)).toEqual([[2], "meter"]);
    expect(await values(NOON - 1)).toEqual([[], undefined]);
    // A day that was not over then.
    clock = at("2026-03-10T12:00Z");
    await history.add(own, [point("2026-03-10T10:00Z", 5)]);
    clock = at("2026-03-12");
    expect(await values(at("2026-03-10T23:00Z"))).toEqual([[3, 4], "meter and 1 more"]);
    expect(await values(at("2026-03-11"))).toEqual([[3, 4, 5], "meter and 1 more"]);
  });

  test("the latest value is the newest of moments that have come, in its latest revision", async () => {
    const history = await prepared();
    await history.declare({ ...facts, name: "own.curve" });
    await history.add(own, [point("2026-03-09", 1), point("2026-03-08", 2)]);
    await history.add(own, [point("2026-03-09", 1.5)]);
    await history.add("own.curve", [point("2026-03-01", 3), point("2026-06-01", 4)]);
    await history.add("btc.price", [{ ...point("2026-03-10T11:59Z", 60_000), quality: "live" }]);
    expect(await history.latest([own, "own.curve", "btc.price", "own.nothing"])).toEqual(
      new Map([
        ["btc.price", { ...point("2026-03-10T11:59Z", 60_000), quality: "live" }],
        ["own.curve", point("2026-03-01", 3)],
        [own, point("2026-03-09", 1.5)],
      ]),
    );
  });

  test("a series is declared once; its unit stays where it has values", async () => {
    const history = await empty();
    await history.migrate();
    expect(await history.own()).toEqual([]);
    expect(await history.declare(facts)).toBe("added");
    expect(await history.declare(facts)).toBe("same");
    expect(await history.declare({ ...facts, unit: "EUR/kWh" })).toBe("changed");
    await history.add("btc.price", [point("2026-01-01", 1)]);
    await history.add(own, [point("2026-01-01", 1)]);
    const changed = { ...facts, unit: "EUR/kWh", label: "Power", numberFormat: "0.00" };
    expect(await history.declare(changed)).toBe("changed");
    await expect(history.declare(facts)).rejects.toThrow(
      `unit of ${own} must stay EUR/kWh, since there are values in it: declare another series, got the text "USD/kWh"`,
    );
    expect(await history.own()).toEqual([changed]);
  });

  test.each([
    ["a name of the market", { name: "btc.price" }, "name of a series must be of small letters"],
    ["a name with a capital", { name: "own.Site7" }, "name of a series must be of small letters"],
    ["no label", { label: " " }, `label of ${own} must be a line of 1 to 500 characters`],
    ["no unit", { unit: "" }, `unit of ${own} must be a line of 1 to 500 characters`],
    [
      "a format that is none",
      { numberFormat: "[Red]0" },
      `format of ${own} must be a number format of Excel`,
    ],
  ])("%s cannot be declared", async (_, change, message) => {
    const history = await empty();
    await history.migrate();
    await expect(history.declare({ ...facts, ...change })).rejects.toThrow(message);
    expect(await history.own()).toEqual([]);
  });

  test("keeps the last report of each route, and leaves out what is none", async () => {
    const history = await prepared();
    const { reports } = history;
    const report = { route: "kraken.price", report: {}, fetchedAt: NOON, source: "Kraken" };
    await reports.keep(report);
    await reports.keep({ ...report, route: "mempool.blocks" });
    await reports.keep({ ...report, fetchedAt: NOON + 1 });
    await history.rows(
      "insert into hashcell_market.report (route, body) values ('other', '{}'), ('broken', '1')",
    );
    expect(await reports.load()).toEqual([
      { ...report, fetchedAt: NOON + 1 },
      { ...report, route: "mempool.blocks" },
    ]);
  });

  test("agrees with a list of everything that was said", async () => {
    const history = await prepared();
    interface Row {
      readonly asOf: number;
      readonly value: number;
      readonly source: string;
      readonly recordedAt: number;
    }
    const said: Row[] = [];
    const quarter = fc.record({
      place: fc.integer({ min: 0, max: 12 }),
      value: fc.integer({ min: 1, max: 2 }),
      source: fc.constantFrom("meter", "invoice"),
    });
    const step = fc.record({
      points: fc.array(quarter, { maxLength: 8 }),
      jump: fc.integer({ min: -3, max: 5 }),
    });
    const asKnown = (known: number) => {
      const held = new Map<number, number>();
      for (const { asOf, value, recordedAt } of said) if (recordedAt <= known) held.set(asOf, value);
      return [...held].sort(([one], [other]) => one - other);
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: -5, max: 10 }),
        async (steps, hour) => {
          for (const { points, jump } of steps) {
            clock += jump * HOUR;
            const given = points.map(({ place, value, source }) =>
              point(at("2026-02-01") + place * 6 * HOUR, value, source),
            );
            let added = 0;
            for (const { asOf, value, source } of given) {
              const same = said.filter((row) => row.asOf === asOf);
              const isKnown =
                same.at(-1)?.value === value &&
                same.some((row) => row.value === value && row.source === source);
              if (isKnown) continue;
              said.push({ asOf, value, source, recordedAt: clock });
              added += 1;
            }
            expect(await history.add(own, given)).toEqual({ added, known: given.length - added });
          }
          const known = clock + hour * HOUR;
          const wanted = asKnown(known);
          const points = await pointsOf(history, known);
          expect(points.map(({ asOf, value }) => [asOf, value])).toEqual(wanted);
          const days = Object.fromEntries(wanted.map(([asOf, value]) => [Math.floor(asOf / DAY), value]));
          expect((await history.days(own, { known }))?.days ?? {}).toEqual(days);
        },
      ),
      { numRuns: 40 },
    );
    expect(await rowsIn(history)).toBe(said.length);
  });
});
