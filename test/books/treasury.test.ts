import { Decimal } from "decimal.js";
import { placed } from "../../src/books/page";
import { treasury } from "../../src/books/treasury";
import { embedded } from "../../src/data/embedded/embedded";
import { openBook, type OpenBook } from "./openBook";

const exact = Decimal.clone({ precision: 50 });
const sum = (values: readonly Decimal[]) => values.reduce((one, other) => one.plus(other), new exact(0));

const description = treasury();
const page = (name: string) => {
  const found = description.pages.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no sheet ${name}`);
  return found;
};
/** What a cell of the description holds before anything is calculated. */
const given = (sheet: string, cell: string) => page(sheet).cells.get(cell)?.content ?? "";
const input = (name: string) => Number(given("Inputs", page("Inputs").names.get(name) ?? ""));
const quote = (series: string) => embedded.quotes.find((one) => one.series === series)?.value ?? Number.NaN;

interface Lot {
  readonly date: number;
  readonly quantity: Decimal;
  readonly cost: Decimal;
}
const lots: Lot[] = [];
for (let row = 6; given("Tax lots", `A${row}`) !== ""; row++)
  lots.push({
    date: Number(given("Tax lots", `A${row}`)),
    quantity: new exact(Number(given("Tax lots", `B${row}`))),
    cost: new exact(Number(given("Tax lots", `C${row}`))),
  });
const cents = (value: Decimal) => value.toDecimalPlaces(2, Decimal.ROUND_HALF_EVEN);
const price = quote("btc.price");

/** What a sale takes from the lots in an order: of a split lot the part that is sold is rounded. */
function basisOf(quantity: number, order: (one: Lot, other: Lot) => number): Decimal {
  let open = new exact(quantity);
  const parts = [...lots].sort(order).map((lot) => {
    const used = Decimal.min(open, lot.quantity);
    open = open.minus(used);
    return cents(used.times(lot.cost));
  });
  return sum(parts);
}

let book: OpenBook;
beforeAll(async () => {
  book = await openBook(description);
}, 120_000);

test("the committed file is the described one; else run npm run generate", () => {
  expect(book.isCommitted).toBe(true);
});

/** Fails with one check more than before, and gives what it says. */
function adviceOf(name: string): string {
  const found = book.failing().find((check) => check.name === name);
  if (found === undefined)
    throw new Error(
      `${name} passes; failing: ${book
        .failing()
        .map((check) => check.name)
        .join("; ")}`,
    );
  return found.advice;
}

/** Types into cells, looks, and puts back what was there. */
async function typed(
  changes: Readonly<Record<string, string | undefined>>,
  look: () => void | Promise<void>,
) {
  const before = Object.keys(changes).map((cell) => {
    const value = book.value(cell);
    return [cell, typeof value === "number" ? String(value) : String(value ?? "")] as const;
  });
  for (const [cell, text = ""] of Object.entries(changes)) await book.type(cell, text);
  try {
    await look();
  } finally {
    for (const [cell, text] of before) await book.type(cell, text);
  }
}

describe("as delivered", () => {
  test("everything passes, and no cell shows an error", () => {
    expect(book.failing()).toEqual([]);
    expect(book.verdict()).toMatch(/^All \d+ checks pass$/);
    expect(book.errors()).toEqual([]);
  });

  test("lots cost what the built-in history says of their days", () => {
    expect(lots).toHaveLength(12);
    for (const { date, cost } of lots) {
      const day = date - 25_569;
      const known = embedded.day("btc.price", day) ?? embedded.approximateDay?.("btc.price", day)?.value;
      expect(cost.toNumber()).toBe(known);
    }
    expect(sum(lots.map(({ quantity }) => quantity)).toNumber()).toBe(input("coins_held"));
  });

  test("the six figures", () => {
    const figure = (column: string) => book.number(`Dashboard!${column}7`);
    const [loan, pledged] = [input("loan_usd"), input("collateral_btc")];
    expect(figure("A")).toBeCloseTo(input("cash_usd") + input("coins_held") * price - loan, 4);
    const { months, coins } = plan();
    expect(figure("B")).toBeCloseTo(
      lasts(
        input("cash_usd"),
        months.map(({ due }) => due),
      ),
      6,
    );
    expect(figure("C")).toBeCloseTo(coins + pledged, 6);
    expect(figure("D")).toBeCloseTo(loan / (pledged * price), 12);
    expect(figure("E")).toBeCloseTo(1 - loan / (pledged * input("liquidation_ltv")) / price, 12);
    const proceeds = cents(new exact(input("planned_quantity")).times(price)).minus(input("planned_fees"));
    const gain = proceeds.minus(basisOf(input("planned_quantity"), (one, other) => one.date - other.date));
    expect(figure("F")).toBe(gain.toNumber());
  });

  test("gains by method, to the cent", () => {
    const quantity = input("planned_quantity");
    const proceeds = cents(new exact(quantity).times(price)).minus(input("planned_fees"));
    const held = sum(lots.map((lot) => lot.quantity));
    const cost = sum(lots.map((lot) => cents(lot.quantity.times(lot.cost))));
    const expected = [
      basisOf(quantity, (one, other) => one.date - other.date),
      basisOf(quantity, (one, other) => other.date - one.date),
      basisOf(quantity, (one, other) => other.cost.comparedTo(one.cost)),
      cents(cost.times(quantity).div(held)),
    ];
    for (const [index, basis] of expected.entries()) {
      expect(book.number(`Sale!B${21 + index}`)).toBe(basis.toNumber());
      expect(book.number(`Sale!C${21 + index}`)).toBe(proceeds.minus(basis).toNumber());
      expect(book.number(`Sale!H${21 + index}`)).toBe(cost.minus(basis).toNumber());
    }
  });

  test("the roll-forward, by hand", () => {
    let [opening, added, sold] = [new exact(0), new exact(0), new exact(0)];
    for (let row = 6; given("Movements", `A${row}`) !== ""; row++) {
      const [quantity, at] = ["B", "C"].map(
        (column) => new exact(Number(given("Movements", `${column}${row}`))),
      );
      if (quantity === undefined || at === undefined) continue;
      const type = given("Movements", `D${row}`);
      const amount = cents(quantity.times(at));
      if (type === "opening") opening = opening.plus(amount);
      else if (type === "sold") sold = sold.plus(quantity);
      else added = added.plus(amount);
    }
    expect(book.number("Roll-forward!C7")).toBe(opening.toNumber());
    expect(book.number("Roll-forward!C8") + book.number("Roll-forward!C9")).toBeCloseTo(added.toNumber(), 6);
    expect(book.number("Roll-forward!B11")).toBe(sold.toNumber());
    const closing = cents(new exact(input("coins_held")).times(input("closing_price")));
    expect(book.number("Roll-forward!C15")).toBeCloseTo(closing.toNumber(), 6);
    const cost = sum(lots.map((lot) => cents(lot.quantity.times(lot.cost))));
    expect(book.number("Roll-forward!D15")).toBeCloseTo(cost.toNumber(), 6);
  });

  test.each([
    [12, 0.7, 26],
    [13, 0.5, 15],
  ])("the runway in row %i, month by month at %d of the price", (row, share, unpaid) => {
    const low = price * share;
    const free = input("coins_held") - input("collateral_btc");
    const months = lasts(
      input("cash_usd") + free * low,
      plan().months.map(({ due, btc }) => due - btc * low),
    );
    expect(book.number(`Runway!E${row}`)).toBeCloseTo(months, 6);
    expect(book.number(`Runway!F${row}`)).toBe(Math.floor(months) + 1);
    expect(Math.floor(months) + 1).toBe(unpaid);
  });

  test("nothing runs out within 36 months at today's price", () => {
    const free = input("coins_held") - input("collateral_btc");
    const outflows = plan().months.map(({ due, btc }) => due - btc * price);
    expect(lasts(input("cash_usd") + free * price, outflows)).toBe(Number.POSITIVE_INFINITY);
    expect(book.value("Runway!E11")).toBe("more than 36");
    expect(book.value("Runway!F11")).toBe("none");
  });
});

/** How many months an amount pays, the last of them in part. */
function lasts(amount: number, outflows: readonly number[]): number {
  let left = amount;
  for (const [index, outflow] of outflows.entries()) {
    if (left < outflow) return index + left / outflow;
    left -= outflow;
  }
  return Number.POSITIVE_INFINITY;
}

/** The plan under cover, from the protocol's arithmetic and the loan's formula. */
function plan(): { months: { due: number; btc: number }[]; coins: number } {
  const start = input("start_date");
  const monthEnd = (month: number) => {
    const day = new Date((start - 25_569) * 86_400_000);
    return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + month, 1) / 86_400_000 + 25_569;
  };
  const asOf = Math.floor(Date.parse("2026-10-05") / 86_400_000 + 25_569);
  const height = Math.round(quote("btc.height") + 144 * (start - asOf));
  const rate = input("loan_rate") / 12;
  const payment = (input("loan_usd") * rate) / (1 - (1 + rate) ** -input("loan_months"));
  let [cash, coins] = [input("cash_usd"), input("coins_held") - input("collateral_btc")];
  const months: { due: number; btc: number }[] = [];
  for (let month = 1; month <= 36; month++) {
    const days = monthEnd(month) - monthEnd(month - 1);
    const first = height + 144 * (monthEnd(month - 1) - start);
    let subsidy = 0;
    for (let block = 0; block < 144 * days; block++)
      subsidy += 50 / 2 ** Math.floor((first + block) / 210_000);
    subsidy /= 144 * days;
    const difficulty = quote("btc.difficulty") * (1 + input("difficulty_growth")) ** (month - 0.5);
    const at = price * (1 + input("price_growth")) ** ((month - 0.5) / 12);
    const hashes = 1e12 * input("hashrate") * 86_400 * days * input("uptime");
    const btc = (hashes / (difficulty * 2 ** 32)) * (subsidy + quote("btc.fees")) * (1 - input("pool_fee"));
    const energy =
      ((input("hashrate") * input("efficiency")) / 1000) * 24 * days * input("uptime") * input("pue");
    const power = energy * input("power_price");
    const runs = btc * at >= power ? 1 : 0;
    const due = runs * power + input("opex") + (month <= input("loan_months") ? payment : 0);
    months.push({ due, btc: runs * btc });
    coins += runs * btc;
    cash -= due;
    const sold = Math.min(coins, Math.max(0, (input("min_cash") - cash) / at));
    coins -= sold;
    cash += sold * at;
  }
  return { months, coins };
}

describe("what bad input is told", () => {
  const lotQuantities = "Lots have quantities of 0 or more";
  test.each([
    [
      "share above 100 %, start before the market",
      { policy: "share", policy_share: "1.5", start_date: "2026-09-01" },
      {
        "Share of mined coins sold is from 0 % to 100 %": /Inputs, Share of mined/,
        "Month 1 does not begin before the day of the market in use":
          /2026-09-01 is before the market of 2026-10-05/,
      },
    ],
    [
      "limits of the loan in the wrong order",
      { liquidation_ltv: "0.6", cure_ltv: "0.9" },
      {
        "Liquidation LTV is above the margin-call LTV": /60\.0%.*70\.0%/,
        "Cure LTV is at most the margin-call LTV": /Inputs, Cure LTV/,
      },
    ],
    [
      "LTV above the limit",
      { loan_usd: "4000000" },
      { "Loan to value is below the margin-call LTV": /77\.6%.*margin-call.*pledge/ },
    ],
    [
      "more sold and pledged than held",
      { planned_quantity: "500", collateral_btc: "100" },
      {
        "Sale is no more than the lots hold": /500\.00 BTC are to be sold.*82\.29634527/,
        "Coins pledged are a part of the coins held": /100\.00 BTC are pledged/,
      },
    ],
    ["a negative lot", { "Tax lots!B8": "-1" }, { [lotQuantities]: /Tax lots, row 8/ }],
    [
      "lots of text, out of order, after the sale",
      {
        "Tax lots!B9": "five",
        "Tax lots!C10": "n/a",
        "Tax lots!A12": "2025-10-01",
        "Tax lots!A17": "2027-01-01",
      },
      {
        [lotQuantities]: /Tax lots, row 9/,
        "Lots have unit costs of 0 or more": /Tax lots, row 10/,
        "Lots are in the order of time": /Tax lots, row 12.*sort/,
        "Lots are not of days after the sale": /Tax lots, row 17/,
      },
    ],
    [
      "movements that take too much, of a wrong sign, of no type",
      { "Movements!B19": "-90", "Movements!B13": "-5", "Movements!D14": "gift" },
      {
        "No movement takes more than is held": /Movements, row 19/,
        "Signs suit the types": /Movements, row 13/,
        "Movements have a known type": /Movements, row 14/,
      },
    ],
  ])("%s", async (_name, changes, expected) => {
    await typed(changes, () => {
      for (const [check, says] of Object.entries(expected)) expect(adviceOf(check)).toMatch(says);
      expect(book.verdict()).toMatch(/fail/);
      expect(book.errors()).toEqual([]);
    });
  });

  test("afterwards all is as before", () => {
    expect(book.failing()).toEqual([]);
  });
});

describe("laws", () => {
  test("a shorter plan keeps to its months and does not repay the loan early", async () => {
    const before = ["Dashboard!B7", "Runway!E12", "Runway!E13"].map((cell) => book.number(cell));
    await typed({ plan_months: "6" }, () => {
      expect(book.failing()).toEqual([]);
      expect(["Dashboard!B7", "Runway!E12", "Runway!E13"].map((cell) => book.number(cell))).toEqual(before);
      const row = rowOf("Treasury", "Owed at the end");
      expect(book.number(`Treasury!J${row}`)).toBeGreaterThan(1_900_000);
      expect(book.number(`Treasury!K${row}`)).toBe(0);
    });
  });

  test("a loan that is paid out at the start lengthens the runway", async () => {
    await typed({ loan_status: "at the start" }, () => {
      expect(book.failing()).toEqual([]);
      const outflows = plan().months.map(({ due }) => due);
      expect(book.number("Runway!C11")).toBeCloseTo(
        lasts(input("cash_usd") + input("loan_usd"), outflows),
        6,
      );
    });
  });

  test("no loan and no pledged coins: no limits, and everything passes", async () => {
    await typed({ loan_usd: "0", collateral_btc: "0" }, () => {
      expect(book.errors()).toEqual([]);
      expect(book.failing()).toEqual([]);
      expect(book.number("Dashboard!D7")).toBe(0);
      expect(book.number("Dashboard!E7")).toBe(1);
    });
  });

  test("a price below that of liquidation is called so", async () => {
    const [chance, average] = [book.number("Loan!B11"), book.number("Loan!B12")];
    expect(average).toBeGreaterThan(0.1);
    expect(average).toBeLessThan(chance / 3);
    await typed({ loan_usd: "5000000" }, () => {
      expect(book.errors()).toEqual([]);
      expect(book.value("Dashboard!E7")).toBe("none left");
      expect(book.value("Dashboard!E8")).toMatch(/^Already below the price of liquidation, \$104,167/);
      expect(book.value("Loan!D10")).toBe("Already below the price of liquidation");
      expect(book.number("Loan!B12")).toBe(1);
    });
  });

  test("methods that tie in tax are all named", () => {
    expect(book.value("Sale!A26")).toBe("Least tax: fifo, hifo. Smallest gain: hifo.");
  });

  test("a fleet that stands still mines nothing", async () => {
    await typed({ hashrate: "0" }, () => {
      expect(book.errors()).toEqual([]);
      expect(book.failing()).toEqual([]);
      expect(book.number(`Treasury!C${rowOf("Treasury", "Mined")}`)).toBe(0);
    });
  });

  test("a share of all is sell_all, and specific takes what is named", async () => {
    await typed({ policy: "share", policy_share: "1" }, () => {
      expect(book.number("Policies!B10")).toBeCloseTo(book.number("Policies!B8"), 6);
      expect(book.failing()).toEqual([]);
    });
    await typed({ sale_method: "specific", "Tax lots!E7": "2", "Tax lots!E12": "10" }, () => {
      expect(book.failing()).toEqual([]);
      const [one, other] = [lots[1], lots[6]];
      if (one === undefined || other === undefined) throw new Error("no such lots");
      const basis = cents(one.cost.times(2)).plus(cents(other.cost.times(10)));
      expect(book.number("Sale!B12")).toBe(basis.toNumber());
    });
  });

  test("empty tables are no errors", async () => {
    const bare = treasury();
    for (const { name, cells } of bare.pages)
      if (name === "Tax lots" || name === "Movements")
        for (const [cell, kept] of cells) if (placed(cell).row > 5) cells.set(cell, { ...kept, content: "" });
    book = await openBook(bare);
    expect(book.errors()).toEqual([]);
    expect(book.failing().map(({ name }) => name)).toEqual(["Sale is no more than the lots hold"]);
  });
});

/** The row of a line, by its label in column A. */
function rowOf(sheet: string, label: string): number {
  for (const [cell, { content }] of page(sheet).cells)
    if (content === label && cell.startsWith("A")) return placed(cell).row;
  throw new Error(`no line ${label}`);
}
