import Decimal from "decimal.js";
import { dateOfDay, dayOf } from "../../src/core/calendar";
import { difficultyByDay, valueOn } from "../../src/data/embedded/history";
import type { Book } from "../../src/books/book";
import type { Content } from "../../src/books/page";
import { poolAudit } from "../../src/books/poolAudit";
import { samplePayouts } from "../../src/books/poolAudit/samplePayouts";
import { type OpenBook, openBook } from "./openBook";

const Exact = Decimal.clone({ precision: 50 });
const FIRST_ROW = 7;
const DAYS = 92;
const SUBSIDY = 3.125;
const [FEES, FEE, NAMEPLATE, UPTIME, STALE, REJECTED] = [0.02, 0.02, 270_000, 0.975, 0.0015, 0.001];
const firstDay = dayOf(Date.parse("2025-10-01"));
const difficulties = difficultyByDay();
/** Blocks that 1 TH/s is expected to find on a day, from its hashes. */
const blocksPerTh = (day: number) =>
  new Exact(1e12).times(86_400).div(new Exact(valueOn(difficulties, firstDay + day)).times(2 ** 32));

let book: OpenBook;
const row = (day: number) => FIRST_ROW + day;
const days = Array.from({ length: DAYS }, (_, day) => day);
const pasted = (letter: string, day: number) => book.number(`Payouts!${letter}${row(day)}`);
const total = (of: (day: number) => Decimal) => days.reduce((sum, day) => sum.plus(of(day)), new Exact(0));
const owedOn = (day: number) =>
  blocksPerTh(day)
    .times(pasted("B", day))
    .times(new Exact(SUBSIDY).plus(FEES))
    .times(1 - FEE);
const owed = () => total(owedOn);
const paid = () => total((day) => new Exact(pasted("C", day)));
const failing = (name: string) => book.failing().find((check) => check.name === name)?.advice;

/** Probability that a Poisson variable is at most `most`. */
function poissonAtMost(mean: number, most: number): number {
  let term = Math.exp(-mean);
  let sum = 0;
  for (let count = 0; count <= most; count++) {
    sum += term;
    term *= mean / (count + 1);
  }
  return sum;
}

beforeAll(async () => {
  book = await openBook(poolAudit());
});

test("the committed file is the described one; else run npm run generate", () => {
  expect(book.isCommitted).toBe(true);
});

describe("pool-audit as delivered", () => {
  it("shows no error and passes its checks, on each sheet", () => {
    expect(book.errors()).toEqual([]);
    expect(book.failing()).toEqual([]);
    expect(book.verdict()).toMatch(/^All \d+ checks pass$/);
    for (const sheet of ["Inputs", "Expected", "Luck", "About"])
      expect(book.value(`${sheet}!A2`)).toBe(book.verdict());
  });

  it("has a quarter of payouts at the real difficulty of their days, and says that they are made up", () => {
    expect(book.number("Payouts!A7")).toBe(dateOfDay(firstDay));
    expect(book.number("Read!F7")).toBe(150839487445890.5);
    expect(book.number(`Read!F${row(DAYS - 1)}`)).toBe(148258433855481.3);
    for (const day of days)
      expect(book.number(`Read!D${row(day)}`)).toBe(valueOn(difficulties, firstDay + day));
    expect(book.value("Payouts!A3")).toMatch(/made-up/i);
  });

  it("computes what is owed, paid and missing", () => {
    const [due, got] = [owed(), paid()];
    expect(book.number("Dashboard!A7")).toBeCloseTo(due.toNumber(), 10);
    expect(book.number("Dashboard!B7")).toBeCloseTo(got.toNumber(), 10);
    expect(book.number("Dashboard!C7")).toBeCloseTo(due.minus(got).toNumber(), 10);
    expect(book.number("Dashboard!D7")).toBeCloseTo(got.div(due).toNumber(), 12);
    const beforeFee = due.div(1 - FEE);
    expect(book.number("Dashboard!E7")).toBeCloseTo(new Exact(1).minus(got.div(beforeFee)).toNumber(), 12);
    const usd = due.minus(got).times(book.number("market_price")).toFixed(0);
    expect(String(book.value("Dashboard!C8")).replaceAll(",", "")).toContain(`$${usd}`);
  });

  it("gives luck with the exact interval", () => {
    const poolTh = 45_000_000;
    const expected = total((day) => blocksPerTh(day).times(poolTh)).toNumber();
    const found = days.reduce((sum, day) => sum + pasted("D", day), 0);
    expect(book.number("Dashboard!F7")).toBeCloseTo(found / expected, 10);
    const [lower, upper] = [book.number("luck_lower"), book.number("luck_upper")];
    expect(1 - poissonAtMost(lower * expected, found - 1)).toBeCloseTo(0.025, 8);
    expect(poissonAtMost(upper * expected, found)).toBeCloseTo(0.025, 8);
    expect(book.value("Dashboard!F8")).toContain(
      `${Math.round(100 * lower)}% to ${Math.round(100 * upper)}%`,
    );
  });

  it("leads from the nameplate to what was paid", () => {
    const reward = SUBSIDY + FEES;
    const nameplate = total((day) => blocksPerTh(day).times(NAMEPLATE).times(reward));
    const credited = owed().div(1 - FEE);
    const submitted = credited.div(1 - STALE - REJECTED);
    const hashing = submitted.div(UPTIME);
    const steps = [
      nameplate,
      hashing.minus(nameplate),
      submitted.minus(hashing),
      submitted.times(-STALE),
      submitted.times(-REJECTED),
      credited.times(-FEE),
      owed(),
      paid().minus(owed()),
      paid(),
    ];
    for (const [index, step] of steps.entries())
      expect(book.number(`Waterfall!B${7 + index}`)).toBeCloseTo(step.toNumber(), 9);
    expect(book.value("Waterfall!D14")).toBe("");
    expect(book.value("verdict_on_paid")).toContain("pays without luck");
  });

  it("adds months up, and lists the days to ask about", () => {
    const november = days.filter((day) => day >= 31 && day < 61);
    const due = november.reduce((sum, day) => sum.plus(owedOn(day)), new Exact(0));
    expect(book.number("Months!E8")).toBeCloseTo(due.toNumber(), 10);
    expect(book.number("Months!B8")).toBe(30);
    expect(book.value("Months!A10")).toBe("");
    const underpaid = days.filter(
      (day) => owedOn(day).gt(0) && new Exact(pasted("C", day)).div(owedOn(day)).lt(0.99),
    );
    expect(underpaid).toEqual([40, 41, 42, 43, 44, 45, 46]);
    for (const [index, day] of underpaid.entries())
      expect(book.number(`Underpaid!B${7 + index}`)).toBe(dateOfDay(firstDay + day));
    expect(book.value("Underpaid!B14")).toBe("");
    // The hashrate of 6 December is 0, and so is its payout: the day counts, and earns nothing.
    expect(book.number("Outages!C9")).toBe(0);
    expect(book.number("Outages!I9")).toBeCloseTo(
      blocksPerTh(66)
        .times(NAMEPLATE)
        .times(SUBSIDY + FEES)
        .times(1 - FEE)
        .toNumber(),
      9,
    );
    expect(book.value("Outages!B11")).toBe("");
  });

  it("compares schemes, and says what the pool must hold", () => {
    const work = total((day) => blocksPerTh(day).times(pasted("B", day)));
    const byScheme = {
      B: [SUBSIDY + FEES, 0.02],
      C: [SUBSIDY, 0.02],
      D: [SUBSIDY + FEES, 0.01],
      E: [SUBSIDY + FEES, 0.01],
    };
    for (const [letter, [reward = 0, fee = 0]] of Object.entries(byScheme))
      expect(book.number(`Schemes!${letter}14`)).toBeCloseTo(
        work
          .times(reward)
          .times(1 - fee)
          .toNumber(),
        8,
      );
    const block = (SUBSIDY + FEES) * 0.99;
    const blocks = work.toNumber();
    const least = (share: number) => {
      let count = 0;
      while (poissonAtMost(blocks, count) < share) count++;
      return count * block;
    };
    expect(book.number("Schemes!E17")).toBeCloseTo(Math.exp(-blocks), 10);
    expect(book.number("Schemes!E18")).toBeCloseTo(least(0.05), 8);
    expect(book.number("Schemes!E19")).toBeCloseTo(least(0.95), 8);
    const [reserve, coefficient, reward] = ["B9", "B10", "B7"].map((cell) => book.number(`Reserve!${cell}`));
    const exponent = (coefficient ?? 0) * (reward ?? 0);
    expect(1 - Math.exp(-exponent)).toBeCloseTo(0.98 * exponent, 12);
    expect(Math.exp(-(coefficient ?? 0) * (reserve ?? 0))).toBeCloseTo(0.01, 10);
  });
});

describe("pool-audit with other terms", () => {
  it("owes no fees under pps, and says what luck explains under pplns", async () => {
    await book.type("scheme", "pps");
    expect(book.number("total_owed")).toBeCloseTo(
      owed()
        .times(SUBSIDY)
        .div(SUBSIDY + FEES)
        .toNumber(),
      9,
    );
    expect(book.failing()).toEqual([]);
    await book.type("scheme", "pplns");
    expect(book.number("total_owed")).toBeCloseTo(owed().toNumber(), 9);
    const [luck, lower, upper] = ["B14", "D14", "E14"].map((cell) => book.number(`Waterfall!${cell}`));
    expect(lower).toBeLessThan(luck ?? 0);
    expect(upper).toBeGreaterThan(luck ?? 0);
    expect(book.value("verdict_on_paid")).toContain("within luck");
    expect(book.failing()).toEqual([]);
    await book.type("scheme", "fpps");
  });

  it("takes the fees of a day where they are pasted", async () => {
    await book.type("Payouts!E7", "0.12");
    const more = blocksPerTh(0)
      .times(pasted("B", 0))
      .times(0.12 - FEES)
      .times(1 - FEE);
    expect(book.number("total_owed")).toBeCloseTo(owed().plus(more).toNumber(), 9);
    expect(book.failing()).toEqual([]);
    await book.type("Payouts!E7", "");
  });

  it("reads a fee of 2 as 2 %, and says so", async () => {
    await book.type("pool_fee", "2");
    expect(failing("The pool fee is a share")).toMatch(
      /pool fee is 2, and is read as 2\.0%.*Type 2% or 0\.02/,
    );
    expect(book.number("total_owed")).toBeCloseTo(owed().toNumber(), 9);
    await book.type("pool_fee", "0.3");
    expect(failing("The pool fee is plausible")).toMatch(/30\.0% is above 10\.0%/);
    await book.type("pool_fee", "0.02");
  });

  // They stay, one after another: each check must still find its own.
  it.each([
    ["nameplate", "0", "Nameplate hashrate: read as typed"],
    ["uptime", "97.5", "Uptime: read as typed"],
    ["luck_confidence", "2", "Confidence of intervals: read as typed"],
    ["pool_hashrate", "0.1", "The pool is at least as large as you"],
    ["scheme", "score", "Payout scheme: read as typed"],
  ])("says that %s cannot be %s, without errors", async (name, text, check) => {
    await book.type(name, text);
    expect(failing(check)).toMatch(/Inputs/);
    expect(book.errors()).toEqual([]);
  });
});

/** The workbook with other contents in cells of Payouts. */
function withPayouts(contents: Iterable<readonly [cell: string, content: Content]>): Book {
  const made = poolAudit();
  const page = made.pages.find(({ name }) => name === "Payouts");
  for (const [at, content] of contents) {
    const cell = page?.cells.get(at);
    if (cell === undefined) throw new Error(`Payouts has no ${at}`);
    page?.cells.set(at, { ...cell, content });
  }
  return made;
}

describe("pool-audit with faults in what is pasted", () => {
  beforeAll(async () => {
    book = await openBook(
      withPayouts([
        ["A20", ""],
        ["B20", ""],
        ["C20", ""],
        ["D20", ""],
        ["A32", "some day"],
        ["C40", "0,1x"],
        ["C41", -0.1],
        ["B50", 0],
        ["B51", "none"],
        ["A60", dateOfDay(dayOf(Date.parse("2026-11-02")))],
        ["D70", "many"],
      ]),
    );
  });

  it("names a day that is missing", () => {
    expect(failing("No day is missing")).toMatch(/^No row is read for 2025-10-14 \(first of \d+\)/);
  });

  it("names a date that is a text, a text for a payout, and a negative one", () => {
    expect(failing("Each row has a date")).toContain("Row 32 of Payouts (no date)");
    expect(failing("Each row has a payout")).toContain("Row 40 of Payouts (2025-11-03)");
    expect(book.number("rows_no_payout")).toBe(2);
    expect(book.value("Read!T41")).toBe("no payout, a text or below 0");
  });

  it("names a payout without hashrate, a row without one, and a text for blocks", () => {
    expect(failing("No payout without hashrate")).toContain("Row 50 of Payouts (2025-11-13)");
    expect(failing("Each row has a hashrate")).toContain("Row 51 of Payouts (2025-11-14)");
    expect(failing("Optional columns hold numbers")).toMatch(/columns D to F/);
  });

  it("counts what can be read, without an error, and its totals agree", () => {
    const left = days.filter((day) => ![13, 25, 33, 34, 43, 44, 53].includes(day));
    const due = left.reduce((sum, day) => sum.plus(owedOn(day)), new Exact(0));
    expect(book.number("total_owed")).toBeCloseTo(due.toNumber(), 9);
    expect(book.number("days_read")).toBe(DAYS - 7);
    expect(book.errors()).toEqual([]);
    for (const { name } of book.failing())
      expect(name).not.toMatch(/POOL_AUDIT|Waterfall|Luck|Schemes|Months|Shortfall/);
  });

  it("names a day in the future until its difficulty is typed, and dates that do not rise", async () => {
    expect(failing("Each day has a difficulty")).toContain("Row 60 of Payouts (2026-11-02)");
    expect(failing("Dates rise")).toContain("Row 61 of Payouts (2025-11-24)");
    await book.type("Payouts!F60", "150000000000000");
    expect(failing("Each day has a difficulty")).toBeUndefined();
    expect(failing("The market in use is not before the payouts")).toMatch(/last payout/);
    expect(book.value("Read!T60")).toBe("read");
    expect(book.value("last_day")).toBe(dateOfDay(dayOf(Date.parse("2026-11-02"))));
  });

  it("names a day that is there twice, and counts the first", async () => {
    const before = book.number("total_owed");
    await book.type("Payouts!A30", "2025-10-23");
    expect(failing("No day is there twice")).toContain("Row 30 of Payouts (2025-10-23)");
    expect(book.value("Read!T30")).toBe("the day is there twice");
    expect(book.number("total_owed")).toBeCloseTo(before - owedOn(23).toNumber(), 9);
  });
});

describe("pool-audit with a full table", () => {
  it("takes 400 days, newest first, and follows an edit", async () => {
    const sample = samplePayouts();
    const cells = Array.from({ length: 400 }, (_, day) => {
      const [, ...rest] = sample[day % DAYS] ?? [];
      const contents = [dateOfDay(firstDay + DAYS - 1 - day), ...rest];
      return contents.map((content, index) => [`${"ABCD".charAt(index)}${row(day)}`, content] as const);
    }).flat();
    const full = await openBook(withPayouts(cells));
    expect(full.errors()).toEqual([]);
    expect(full.failing().map(({ name }) => name)).toEqual(["Dates rise"]);
    expect(full.number("days_read")).toBe(400);
    expect(full.number("Expected!B7")).toBe(dateOfDay(firstDay + DAYS - 400));
    const before = full.number("total_paid");
    await full.type("Payouts!C200", "5");
    const replaced = Number(sample[(200 - FIRST_ROW) % DAYS]?.[2]);
    expect(full.number("total_paid")).toBeCloseTo(before + 5 - replaced, 9);
  });
});
