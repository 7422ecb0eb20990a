import { hedgeDesk } from "../../src/books/hedgeDesk";
import { openBook, type OpenBook } from "./openBook";

// The market that is built in, and the inputs as delivered.
const market = { price: 85956.45, difficulty: 132716002350731.3, height: 969991, fees: 0.014073 };
const asOf = Date.UTC(2026, 9, 5);
const DAY = 86_400_000;
const rate = 0.04;
const fall = 0.4;
const share = { puts: 0.4, collars: 0.2, futures: 0.15, hashprice: 0.15 };
const contract = 0.1;
const hashprice = 39;
const volatilityCurve = [
  [Date.UTC(2026, 9, 30), 0.42],
  [Date.UTC(2026, 10, 27), 0.44],
  [Date.UTC(2026, 11, 25), 0.45],
  [Date.UTC(2027, 2, 26), 0.48],
  [Date.UTC(2027, 5, 25), 0.5],
  [Date.UTC(2027, 8, 24), 0.51],
] as const;
const yearsTo = (moment: number) => (moment - asOf) / DAY / 365;

/** Standard normal distribution, by the series of Marsaglia (2004). */
function normal(x: number): number {
  let [term, total, before] = [x, x, 0];
  for (let odd = 3; total !== before; odd += 2) {
    before = total;
    term *= (x * x) / odd;
    total += term;
  }
  return 0.5 + (total * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** Black (1976), equation 16. */
function black(
  type: "put" | "call",
  forward: number,
  strike: number,
  years: number,
  volatility: number,
  interest: number,
) {
  const spread = volatility * Math.sqrt(years);
  const d1 = Math.log(forward / strike) / spread + spread / 2;
  const call = forward * normal(d1) - strike * normal(d1 - spread);
  return Math.exp(-interest * years) * (type === "call" ? call : call - forward + strike);
}

/** Linear in the variance from today on. */
function volatilityAt(years: number): number {
  const after = volatilityCurve.findIndex(([date]) => yearsTo(date) > years);
  const [high, low] = [volatilityCurve.at(after), volatilityCurve.at(after - 1)];
  if (after === -1 || high === undefined || low === undefined) return volatilityCurve[5][1];
  const [from, to] = [yearsTo(low[0]), yearsTo(high[0])];
  const variance =
    low[1] ** 2 * from + ((high[1] ** 2 * to - low[1] ** 2 * from) * (years - from)) / (to - from);
  return Math.sqrt(variance / years);
}

const whole = (coins: number, part: number) => Math.floor((coins * part) / contract + 1e-9) * contract;

/** A month of the plan, from 1, as plain arithmetic has it. */
function monthOf(month: number) {
  const start = Date.UTC(2026, 9 + month, 1);
  const end = Date.UTC(2026, 10 + month, 1) - DAY;
  const days = (end - start) / DAY + 1;
  const years = yearsTo(end);
  const forward = market.price * Math.exp(rate * years);
  const volatility = volatilityAt(years);
  const months = (((start - asOf) / DAY + days / 2) * 12) / 365.25;
  const difficulty = market.difficulty * 1.01 ** months;
  const perPh = ((1e15 * 86_400) / (difficulty * 2 ** 32)) * (3.125 + market.fees);
  const coins = 1400 * 0.96 * 0.99 * days * perPh;
  const cost = 1400 * 13.5 * 1.05 * 0.96 * days * 24 * 0.045 + 150_000;
  const [puts, collars, futures] = [
    whole(coins, share.puts),
    whole(coins, share.collars),
    whole(coins, share.futures),
  ];
  const strike = 0.9 * forward;
  const cap = 1.2 * forward;
  const put = black("put", forward, strike, years, volatility, rate);
  const call = black("call", forward, cap, years, volatility, rate);
  const premium = puts * put + collars * (put - call);
  const sold = share.hashprice * 1400 * 0.96 * 0.99;
  const locked = hashprice * sold * days;
  const floor = (puts + collars) * strike - premium + futures * forward + locked;
  const hedged = puts + collars + futures + share.hashprice * coins;
  /** What the hedge brings at a price. */
  const result = (price: number) =>
    (puts + collars) * Math.max(strike - price, 0) -
    collars * Math.max(price - cap, 0) -
    premium +
    futures * (forward - price) +
    locked -
    sold * days * perPh * price;
  return {
    start,
    days,
    years,
    forward,
    volatility,
    coins,
    cost,
    puts,
    collars,
    futures,
    strike,
    cap,
    put,
    call,
    premium,
    floor,
    hedged,
    result,
  };
}

const window = [1, 2, 3, 4, 5, 6].map(monthOf);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const near = (found: number, expected: number, share: number) =>
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(share * Math.abs(expected));

let book: OpenBook;
/** Types something, looks, and types what was there. */
async function whileTyped(
  typed: readonly (readonly [cell: string, text: string])[],
  look: () => void,
): Promise<void> {
  const before = typed.map(([cell]) => [cell, String(book.value(cell) ?? "")] as const);
  try {
    for (const [cell, text] of typed) await book.type(cell, text);
    look();
  } finally {
    for (const [cell, text] of before) await book.type(cell, text);
  }
}

beforeAll(async () => {
  book = await openBook(hedgeDesk());
}, 120_000);

test("the committed file is the described one; else run npm run generate", () => {
  expect(book.isCommitted).toBe(true);
});

describe("as delivered", () => {
  it("passes all checks and shows no error", () => {
    expect(book.failing()).toEqual([]);
    expect(book.verdict()).toMatch(/^All \d+ checks pass$/);
    expect(book.errors()).toEqual([]);
  });

  it("shows the board's figures as plain arithmetic has them", () => {
    near(book.number("Dashboard!A7"), sum(window.map(({ coins }) => coins)), 1e-9);
    near(
      book.number("Dashboard!B7"),
      sum(window.map(({ hedged }) => hedged)) / sum(window.map(({ coins }) => coins)),
      1e-9,
    );
    near(book.number("Dashboard!C7"), -sum(window.map(({ premium }) => premium)), 1e-9);
    near(
      book.number("Dashboard!D7"),
      sum(window.map(({ floor }) => floor)) / sum(window.map(({ hedged }) => hedged)),
      1e-9,
    );
    const margins = window.map(({ coins, forward, cost, result }) => {
      const price = forward * (1 - fall);
      return [coins * price - cost, coins * price - cost + result(price)] as const;
    });
    near(book.number("Dashboard!E7"), Math.min(...margins.map(([, hedged]) => hedged)), 1e-9);
    near(book.number("worst_month_open"), Math.min(...margins.map(([open]) => open)), 1e-9);
  });

  it("says what is hedged", () => {
    expect(book.value("hedge_state")).toMatch(
      /^Hedged: 9\d\.\d\d of 110\.\d\d BTC in 6 months, to Apr 2027$/,
    );
  });

  it("shows the book of all months at one price", () => {
    const price = book.number("Book by price!A50");
    const coins = sum(window.map((month) => month.coins));
    near(book.number("Book by price!B50"), coins * price, 1e-9);
    near(book.number("Book by price!H50"), sum(window.map(({ result }) => result(price))), 1e-9);
    near(
      book.number("Book by price!I50"),
      coins * price + sum(window.map(({ result, cost }) => result(price) - cost)),
      1e-9,
    );
  });

  it("shows the fan of a lognormal price", () => {
    for (const [row, z] of [
      [10, -1.6448536269514722],
      [12, 0],
      [14, 1.6448536269514722],
    ] as const) {
      const { forward, volatility, years } = monthOf(6);
      const expected =
        forward * Math.exp((-(volatility ** 2) / 2) * years + volatility * Math.sqrt(years) * z);
      near(book.number(`Price fan!J${row}`), expected, 1e-9);
    }
  });
});

describe("cash at risk", () => {
  it("is that of a lognormal price, hedged and not, where price is the only risk", async () => {
    await whileTyped([["difficulty_volatility", "0"]], () => {
      // The simulation begins with month 1, at the curve's volatility at the plan's end, whatever is hedged.
      const { volatility } = monthOf(12);
      for (const [index, month] of window.entries()) {
        const column = "EFGHIJ".charAt(index);
        const years = (index + 0.5) / 12;
        const low =
          month.forward *
          Math.exp((-(volatility ** 2) / 2) * years - 1.6448536269514722 * volatility * Math.sqrt(years));
        near(book.number(`Cash at risk!${column}23`), month.coins * (month.forward - low), 0.06);
        const fair = (type: "put" | "call", strike: number) =>
          black(type, month.forward, strike, years, volatility, 0);
        const mean =
          month.puts * fair("put", month.strike) +
          month.collars * (fair("put", month.strike) - fair("call", month.cap)) +
          month.result(month.forward) +
          month.coins * month.forward;
        near(book.number(`Cash at risk!${column}24`), mean - month.coins * low - month.result(low), 0.06);
      }
      expect(book.failing()).toEqual([]);
    });
  }, 60_000);
});

describe("other numbers", () => {
  // The simulation is held against its law above; here it only has to be there.
  beforeAll(async () => {
    await book.type("risk_paths", "100");
  }, 60_000);

  it("has an unhedged risk that the hedge does not move", async () => {
    const [before, later] = [book.number("Cash at risk!E23"), book.number("Cash at risk!H23")];
    for (const [name, text] of [
      ["hedge_months", "1"],
      ["hedge_first", "4"],
    ] as const)
      await whileTyped([[name, text]], () => {
        expect(book.number("Cash at risk!E23")).toBe(before);
        expect(book.number("Cash at risk!H23")).toBe(later);
      });
    const { volatility, years } = monthOf(1);
    near(
      book.number("Cash at risk!E38"),
      (monthOf(12).volatility * Math.sqrt(0.5 / 12)) / (volatility * Math.sqrt(years)),
      1e-9,
    );
    await whileTyped([["start_date", "2027-11-01"]], () =>
      expect(book.number("simulated_volatility")).toBeCloseTo(0.51, 9),
    );
  }, 60_000);

  it("is the same with no hedge as without one", async () => {
    await whileTyped([["hedge_months", "0"]], () => {
      expect(book.value("hedge_state")).toMatch(/^Nothing is hedged/);
      expect(book.value("Dashboard!D7")).toBe("none");
      expect(book.number("Dashboard!B7")).toBe(0);
      expect(book.number("Dashboard!C7")).toBeCloseTo(0, 9);
      for (let row = 31; row <= 71; row += 10)
        near(book.number(`Book by price!C${row}`), book.number(`Book by price!B${row}`), 1e-12);
      expect(book.number("worst_month_hedged")).toBe(book.number("worst_month_open"));
      near(book.number("Cash at risk!C24"), book.number("Cash at risk!C23"), 1e-12);
      expect(book.failing()).toEqual([]);
      expect(book.errors()).toEqual([]);
    });
  }, 60_000);

  it("follows 36 months through the halving, all of them hedged", async () => {
    await whileTyped(
      [
        ["plan_months", "36"],
        ["hedge_months", "36"],
      ],
      () => {
        expect(book.failing()).toEqual([]);
        expect(book.errors()).toEqual([]);
        expect(book.value("hedge_state")).toMatch(/in 36 months, to Oct 2029$/);
        // April 2028 holds the halving at block 1,050,000; the months around it do not.
        expect(book.number("Production!U15")).toBe(3.125);
        expect(book.number("Production!W15")).toBe(1.5625);
        const days = (1_050_000 - market.height) / 144 - (Date.UTC(2028, 3, 1) - asOf) / DAY;
        near(book.number("Production!V15"), 1.5625 + (1.5625 * days) / 30, 1e-9);
      },
    );
  }, 120_000);

  it("finds the call that pays for a collar's put, and says where there is none", async () => {
    await whileTyped([["collar_kind", "costless"]], () => {
      expect(book.number("Collars!C20")).toBeCloseTo(0, 4);
      expect(book.number("Collars!E16")).toBeGreaterThan(book.number("Curve by month!E12"));
      expect(book.failing()).toEqual([]);
    });
  }, 60_000);

  it("takes a month's own figures", async () => {
    const { coins, forward } = monthOf(2);
    await whileTyped(
      [
        ["By month!F10", "700"],
        ["By month!F15", "0"],
        ["By month!F20", "80%"],
      ],
      () => {
        near(book.number("Production!F21"), coins / 2, 1e-9);
        expect(book.number("Puts!F14")).toBe(0);
        near(book.number("Futures!F12"), whole(coins / 2, 0.8), 1e-9);
        expect(book.failing().map(({ name }) => name)).toEqual(["No month has more coins hedged than mined"]);
        near(book.number("Curve by month!F12"), forward, 1e-9);
      },
    );
  }, 60_000);

  const legal: readonly (readonly (readonly [cell: string, text: string])[])[] = [
    [["power_price", "0"]],
    [
      ["power_price", "0"],
      ["plan_months", "36"],
    ],
    [
      ["power_price", "0"],
      ["By month!F11", "0.05"],
    ],
    [["opex_per_month", "0"]],
  ];
  it.each(legal.map((typed) => ({ typed })))(
    "simulates also with $typed",
    async ({ typed }) => {
      await whileTyped(typed, () => {
        expect(book.number("Dashboard!F7")).toBeGreaterThan(0);
        expect(book.failing()).toEqual([]);
      });
    },
    60_000,
  );

  it("shows no cash at risk where the simulation failed", async () => {
    await whileTyped([["difficulty_volatility", "-1"]], () => {
      expect(book.value("Dashboard!F7")).toBe("see Checks");
      expect(book.value("Cash at risk!E23")).toBe("see Checks");
      expect(book.failing()[0]?.advice).toMatch(/^First correct Volatility of the difficulty \(Inputs!B/);
    });
  }, 60_000);

  it("follows a forward curve of prices and of a basis", async () => {
    await whileTyped(
      [
        ["Curves!B10", "90000"],
        ["Curves!C11", "10%"],
      ],
      () => {
        // Between 26 March and 25 June the continuous basis is interpolated.
        const [from, to, end] = [Date.UTC(2027, 2, 26), Date.UTC(2027, 5, 25), Date.UTC(2027, 3, 30)];
        const carry = Math.log(90_000 / market.price) / yearsTo(from);
        const between = carry + ((Math.log(1.1) - carry) * (end - from)) / (to - from);
        near(book.number("Curve by month!J12"), market.price * Math.exp(between * yearsTo(end)), 1e-9);
        expect(book.failing()).toEqual([]);
      },
    );
  }, 60_000);
});

describe("bad input", () => {
  const cases: readonly (readonly [
    what: string,
    typed: readonly (readonly [string, string])[],
    check: string,
    advice: RegExp,
  ])[] = [
    [
      "more coins hedged than mined",
      [["put_share", "60%"]],
      "No month has more coins hedged than mined",
      /In Nov 2026 more coins/,
    ],
    [
      "more coins in one month",
      [["By month!H15", "90%"]],
      "No month has more coins hedged than mined",
      /In Feb 2027 more coins/,
    ],
    [
      "more hashrate sold than there is",
      [["By month!G21", "120%"]],
      "No month has more hashrate sold than the fleet has",
      /In Jan 2027 hashprice forwards sell/,
    ],
    [
      "a forward curve that does not rise",
      [["Curves!A9", "2026-11-01"]],
      "Dates of the forward curve rise",
      /row 9 of the sheet is not later/,
    ],
    [
      "a doubled date of the volatility curve",
      [["Curves!A25", "2026-11-27"]],
      "Dates of the volatility curve rise",
      /row 25 of the sheet is not later/,
    ],
    [
      "a strike typed as a price",
      [["put_strike", "77000"]],
      "Strikes are shares of the forward, not prices",
      /a strike is above 500% of the forward/,
    ],
    [
      "a negative volatility",
      [["Curves!B24", "-0.44"]],
      "Volatilities are above 0",
      /row 24 of the sheet has no volatility above 0/,
    ],
    [
      "a call strike under the put strike",
      [["By month!I19", "80%"]],
      "Call strikes are not under the put strikes",
      /In Mar 2027 the collar's call strike is under/,
    ],
    [
      "a start before the day of the market",
      [["start_date", "2026-09-01"]],
      "Month 1 does not begin before the day of the market",
      /Month 1 begins on 2026-09-01, the market is of 2026-10-05/,
    ],
    [
      "a hedge beyond the plan",
      [["hedge_months", "20"]],
      "The hedged months are within the plan",
      /months 1 to 20, the plan has 12/,
    ],
    [
      "a costless collar from above the forward",
      [
        ["collar_kind", "costless"],
        ["collar_put_strike", "105%"],
      ],
      "A costless collar has its put strike at or under the forward",
      /100 % counts/,
    ],
    ["a negative share", [["futures_share", "-10%"]], "No share hedged is negative", /type 0 for no hedge/],
  ];

  it.each([
    ["fleet_hashrate", "0", /^First correct Hashrate of the fleet \(Inputs!B\d+\)/],
    ["price_fall", "100%", /^First correct Fall of the price \(Inputs!B\d+\)/],
    ["uptime", "96 %%", /^First correct Uptime \(Inputs!B\d+\)/],
    ["By month!F10", "0", /^First correct Hashrate of the fleet \('?By month, row 10'?\)/],
  ])(
    "sends the reader to %s first where it is %s",
    async (cell, text, advice) => {
      await whileTyped([[cell, text]], () => {
        const [first, ...others] = book.failing();
        expect(first?.name).toBe("Each input is of its kind and within its bounds");
        expect(first?.advice).toMatch(advice);
        expect(others.filter(({ advice: other }) => /^#|was changed/.test(other))).toEqual([]);
        expect(book.errors().filter((error) => error.startsWith("Dashboard"))).toEqual([]);
        if (cell !== "uptime")
          expect(["C7", "D7", "E7"].map((at) => book.value(`Dashboard!${at}`))).toContain("see Checks");
      });
    },
    60_000,
  );

  it.each(cases)(
    "names %s",
    async (_, typed, check, advice) => {
      await whileTyped(typed, () => {
        const found = book.failing().find(({ name }) => name === check);
        expect(found?.advice).toMatch(advice);
        expect(book.verdict()).toMatch(/checks fail: see the sheet Checks$/);
      });
    },
    60_000,
  );

  it("is well again after all of it", () => {
    expect(book.failing()).toEqual([]);
    expect(book.errors()).toEqual([]);
  });
});
