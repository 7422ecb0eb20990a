import { createHash } from "node:crypto";
import { MarketHistory } from "../../src/gateway/history";
import { accessOf, addToken, mayRead, mayWrite, note, revoke, tokens } from "../../src/gateway/tokens";
import { describeWithServer, serverForTests } from "../batch/queue/server";

const HOUR = 3_600_000;
const NOON = Date.parse("2026-03-10T12:00Z");

test("a token to write a series may read that series, and no other", () => {
  const [one, other] = ["own.site7.power_price", "own.site7.power_price_eur"];
  expect([mayWrite([`write:${one}`], one), mayRead([`write:${one}`], one)]).toEqual([true, true]);
  expect([mayWrite([`write:${one}`], other), mayRead([`write:${one}`], other)]).toEqual([false, false]);
  expect([mayWrite(["read"], one), mayRead(["read"], one)]).toEqual([false, true]);
  expect([mayWrite([], one), mayRead([], one)]).toEqual([false, false]);
});

describeWithServer("tokens", () => {
  const tests = serverForTests();
  let history: MarketHistory;
  let clock = NOON;
  let count = 0;
  beforeEach(async () => {
    clock = NOON;
    history = new MarketHistory(await tests.server.emptyDatabase(`tokens${++count}`), () => clock);
    await history.migrate();
  });
  afterEach(() => history.close());

  const log = async () =>
    (
      await history.rows<{ at: string; token: number | null; what: string; about: string }>(
        "select at, token, what, about from hashcell_market.audit order by id",
      )
    ).map(({ at, token, what, about }) => [Number(at), token, what, about]);
  const anna = { name: "pool export, Anna", scopes: ["read", "write:own.site7.power_price"] };

  test("are random, of 256 bits, and only their hash is kept", async () => {
    const made = [];
    for (let index = 0; index < 20; index++)
      made.push(await addToken(history, { name: `token ${index}`, scopes: ["read"] }));
    expect(new Set(made).size).toBe(20);
    for (const token of made) {
      expect(token).toMatch(/^hashcell_[\w-]{43}$/);
      expect(Buffer.from(token.slice(9), "base64url")).toHaveLength(32);
    }
    const rows = await history.rows<{ sha256: Buffer }>("select * from hashcell_market.token order by id");
    expect(rows.map(({ sha256 }) => sha256.toString("hex"))).toEqual(
      made.map((token) => createHash("sha256").update(token).digest("hex")),
    );
    const everything = JSON.stringify([rows, await log(), await tokens(history)]);
    for (const token of made) expect(everything).not.toContain(token.slice(9));
  });

  test("give access until they are revoked", async () => {
    const token = await addToken(history, anna);
    expect(await accessOf(history, token)).toEqual({ id: 1, ...anna });
    for (const wrong of ["", "hashcell_", token.slice(0, -1), `${token}x`, token.toUpperCase()])
      expect(await accessOf(history, wrong)).toBeUndefined();
    clock += HOUR;
    expect(await revoke(history, "another")).toBe(false);
    expect(await revoke(history, anna.name)).toBe(true);
    expect(await revoke(history, anna.name)).toBe(false);
    expect(await accessOf(history, token)).toBeUndefined();
    expect(await tokens(history)).toEqual([
      { id: 1, ...anna, createdAt: NOON, lastUsedAt: NOON, revokedAt: NOON + HOUR },
    ]);
    const about = "pool export, Anna";
    expect(await log()).toEqual([
      [NOON, null, "token added", `${about}: read, write:own.site7.power_price`],
      [NOON + HOUR, null, "token revoked", about],
    ]);
  });

  test("of a name there is one at a time", async () => {
    const first = await addToken(history, anna);
    await expect(addToken(history, anna)).rejects.toThrow(
      'name is that of another token, got the text "pool export, Anna"',
    );
    await revoke(history, anna.name);
    const second = await addToken(history, { ...anna, scopes: ["read", "read"] });
    expect(await accessOf(history, first)).toBeUndefined();
    expect(await accessOf(history, second)).toMatchObject({ name: anna.name, scopes: ["read"] });
    expect((await tokens(history)).map(({ revokedAt }) => revokedAt)).toEqual([NOON, undefined]);
  });

  test("say when they were last used, to the hour, also after the clock was put back", async () => {
    const token = await addToken(history, anna);
    const lastUsedAt = async () => (await tokens(history))[0]?.lastUsedAt;
    expect(await lastUsedAt()).toBeUndefined();
    const uses = async (moment: number) => {
      clock = moment;
      await accessOf(history, token);
      return lastUsedAt();
    };
    expect(await uses(NOON)).toBe(NOON);
    expect(await uses(NOON + HOUR - 1)).toBe(NOON);
    expect(await uses(NOON + HOUR)).toBe(NOON + HOUR);
    expect(await uses(NOON - 24 * HOUR)).toBe(NOON - 24 * HOUR);
  });

  test.each([
    ["no name", { name: "" }, "name of a token must be a line of 1 to 100 characters"],
    ["a long name", { name: "x".repeat(101) }, "name of a token must be a line of 1 to 100 characters"],
    ["a blank before the name", { name: " Anna" }, "name of a token must be a line of 1 to 100 characters"],
    ["a line break in the name", { name: "Anna\nBert" }, "name of a token must be a line"],
    ["no scope", { scopes: [] }, "scope must be given"],
    [
      "another scope",
      { scopes: ["read", "admin"] },
      "scope must be read, or write: and the name of an own series",
    ],
    [
      "a series of the market",
      { scopes: ["write:btc.price"] },
      'as write:own.site7.power_price, got the text "write:btc.price"',
    ],
    ["all series", { scopes: ["write:*"] }, "scope must be read, or write:"],
  ])("with %s are refused", async (_, change, message) => {
    await expect(addToken(history, { ...anna, ...change })).rejects.toThrow(message);
    expect(await tokens(history)).toEqual([]);
    expect(await log()).toEqual([]);
  });

  test("the log says which token did what; a long text is cut", async () => {
    await addToken(history, anna);
    await note(history, { token: 1, what: "import", about: "own.site7.power_price: 12 added, 3 known" });
    await note(history, { what: "access refused", about: `/api\0/${"x".repeat(10_000)}` });
    expect((await log()).slice(1)).toEqual([
      [NOON, 1, "import", "own.site7.power_price: 12 added, 3 known"],
      [NOON, null, "access refused", `/api/${"x".repeat(495)}`],
    ]);
  });
});
