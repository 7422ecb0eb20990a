import { catalogue } from "../../src/functions/catalogue";
import { exampleCall } from "../../src/functions/formulaCall";
import { call, errorOf, ExcelError, one } from "./host";

const column = (...values: unknown[]) => values.map((value) => [value]);

/** What a call answers, its errors in words. */
function shown(name: string, given: readonly unknown[]): string {
  try {
    return call(name, ...given)
      .flat()
      .map((cell) => (cell instanceof ExcelError ? cell.message : String(cell)))
      .join("\n");
  } catch (error) {
    if (error instanceof ExcelError) return error.message;
    throw error;
  }
}

describe("a number stored as text is refused at every place of every range", () => {
  const cases = catalogue.flatMap((definition) =>
    definition.examples.flatMap(({ formula, cells }) => {
      const { given } = exampleCall(formula, cells);
      return Object.values(definition.parameters).flatMap(({ shape, doc }, index) => {
        const range = given[index];
        const isBlock = shape === "repeating" || doc.startsWith("Model block");
        if (isBlock || !Array.isArray(range) || range.flat().length < 2) return [];
        // In a series of a table of models a number with a unit is a heading, as in a block.
        const places = (range as unknown[][]).flatMap((line, row) =>
          String(line[0]).startsWith("series ")
            ? []
            : line.flatMap((cell, at) => (typeof cell === "number" ? [{ row, at, cell }] : [])),
        );
        return places.map((place) => ({ name: definition.name, given, index, ...place }));
      });
    }),
  );

  test("there are many such places", () => expect(cases.length).toBeGreaterThan(200));

  test.each(cases)(
    "$name, argument $index, row $row, column $at",
    ({ name, given, index, row, at, cell }) => {
      for (const text of [String(cell), ` ${String(cell)} `, `${String(cell)} BTC`]) {
        const changed = (given[index] as unknown[][]).map((line) => [...line]);
        (changed[row] ?? [])[at] = text;
        const answer = shown(
          name,
          given.map((value, place) => (place === index ? changed : value)),
        );
        // In a table of scenarios a text may be a factor; the other places of texts are names.
        expect(answer).toContain(`got the text "${text}"`);
        expect(answer).toContain("a number stored as text");
      }
    },
  );
});

describe("vectors", () => {
  test.each([
    ["REALIZED_VOL", [column(100, 101, 99, "150")], "prices, value 4,"],
    ["REALIZED_VOL", [column("100", 101, 99)], "prices, value 1,"],
    ["VAR_CVAR", [column(10, "-20 USD", 5)], "pnl, value 2,"],
    ["CONCENTRATION", [column("30", 30, 20)], "weights, value 1,"],
    ["SPOF_LOSS", [column(50, "30 TH/s"), 0.1, 3, 1000], "weights, value 2,"],
    ["PRICE_FAN", [50000, column(0.5, "1"), 0.6], "years, value 2,"],
    ["CURVE", [0.5, [["0.1", 0.5, 1]], [[60000, 61000, "62000"]]], "xs, value 1,"],
  ])("%s %j", (name, given, place) => {
    const error = errorOf(name, ...given);
    expect(error).toContain(`#VALUE! ${place} must be a number, got the text`);
    expect(error).toMatch(/: a number stored as text$/);
  });

  test("headings and ends are skipped, digits or not", () => {
    const plain = one("REALIZED_VOL", column(100, 101, 99));
    for (const heading of ["2026 close", "as of 5 Oct 2026", "Month 1", "USD"])
      expect(one("REALIZED_VOL", column(heading, "", 100, 101, 99, "Total", ""))).toBe(plain);
  });

  test("a text between numbers is refused", () => {
    expect(errorOf("REALIZED_VOL", column(100, "holiday", 99))).toBe(
      '#VALUE! prices, value 2, must be a number, got the text "holiday"',
    );
  });

  test("a period of a hedge whose production is a text shows it, and has no total", () => {
    const answer = call("PUT_HEDGE", column(10, 10, "10"), 70000, 60000, 0.25, 0.6);
    expect(answer[1]?.[1]).toBe(10);
    for (const row of [3, 4])
      expect(answer[row]?.[1]).toMatchObject({
        message: 'production_btc must be a number, got the text "10": a number stored as text',
      });
    const strikes = call("PUT_HEDGE", 10, 70000, column("$60,000", "90%"), 0.25, 0.6);
    expect(strikes[1]?.[1]).toMatchObject({ code: "#VALUE!" });
    expect(strikes[2]?.[1]).toBe(10);
  });
});

describe("vectors that belong together are never shifted", () => {
  const started = (name: string, other: string, own: number, others: number) =>
    `#VALUE! ${name} must line up with ${other}: its first value is in cell ${own}, that of ${other} in cell ${others}`;

  test.each([
    ["CURVE", [0.5, column("T", 0.1, 0.5), column(60000, 61000, "end")], started("ys", "xs", 1, 2)],
    [
      "HEDGE_RATIO",
      [column(1, 2, 3, ""), column("", 1, 2, 3)],
      started("hedge_changes", "exposure_changes", 2, 1),
    ],
    ["POWER_BILL", [100, column("Hours", 300, 400), [[0.05, 0.06]]], started("usd_per_kwh", "hours", 1, 2)],
    [
      "POWER_BLOCK",
      [column(30, 40), column("MW", 10, 12), 10, 45],
      started("load_mw", "power_prices_usd_per_mwh", 2, 1),
    ],
    [
      "SPOF_LOSS",
      [column("Pool", 50, 50), column(0.1, 0.2), 3, 1000],
      started("outage_probability", "weights", 1, 2),
    ],
    [
      "POOL_AUDIT",
      [column("", 0.01, 0.01), column("", 100, 100), column(1e14, 1e14, ""), 3.125, 0, 0.02],
      started("difficulties", "payouts_btc", 1, 2),
    ],
    [
      "PUT_HEDGE",
      [column("BTC", 10, 20), column(60000, 61000, ""), 55000, 0.25, 0.6],
      started("forward", "production_btc", 1, 2),
    ],
  ])("%s", (name, given, message) => expect(errorOf(name, ...given)).toBe(message));

  const fewer = (name: string, other: string) =>
    new RegExp(`^#VALUE! ${name} must have as many values as ${other} \\(`);
  test.each<[string, unknown[], RegExp]>([
    [
      "PUT_HEDGE",
      [column(10, null), column(90000, 91000), 80000, 0.5, 0.6],
      fewer("forward", "production_btc"),
    ],
    ["PUT_HEDGE", [column(10, 10), 90000, column(80000, "n/a"), 0.5, 0.6], fewer("strike", "production_btc")],
    ["PUT_HEDGE", [column(10, 10), 90000, 80000, column(0.5, ""), 0.6], fewer("years", "production_btc")],
    ["SPOF_LOSS", [column(0.5, 0.5), column(0.1, null), 10, 100], fewer("outage_probability", "weights")],
    ["POWER_BLOCK", [column(50, 60), column(10, null), 5, 40], fewer("load_mw", "power_prices_usd_per_mwh")],
    [
      "POOL_AUDIT",
      [column(0.1, 0.1), column(100, 100), column(1e14, 1e14), column(3.125, "n/a"), 0, 0.02],
      fewer("subsidy_btc", "payouts_btc"),
    ],
    ["HASHPRICE_FORWARD", [50, 10, 30, column(45, null, null)], /^#VALUE! settlements must be one number or/],
  ])("%s: one value that blanks leave does not count for all places", (name, given, message) => {
    expect(errorOf(name, ...given)).toMatch(message);
  });

  test("a row beside a column, headings in both", () => {
    expect(one("CURVE", 0.3, [["T", 0.1, 0.5]], column("USD", 60000, 62000))).toBeWithin(61000, {
      absolute: 5e-10,
    });
    const prices = [["USD", 0.05, 0.06]];
    expect(
      one("POWER_BILL", 100, column("h", 300, 430), prices, null, null, null, null, null, "Energy"),
    ).toBe(73000);
  });
});

describe("tables", () => {
  test.each([
    [
      "ROLLFORWARD",
      [
        [
          ["1 Jan 2025", "10 BTC", "93,500", "opening"],
          [45688, 1, 100000, "mined"],
        ],
        100000,
      ],
      "movements, row 1,",
    ],
    [
      "FLEET",
      [
        [
          ["100 pcs", "200 TH/s", "3500 W"],
          [10, 200, 3500],
        ],
      ],
      "units, row 1, count,",
    ],
    [
      "COST_BASIS",
      [
        [
          ["", "1.0 BTC", "$30,000"],
          [45000, 1, 100],
        ],
        1,
      ],
      "lots, row 1, date,",
    ],
    [
      "COIN_RANK",
      [
        [
          ["BTC", "60000", "8e8", "3.125", "144"],
          ["BCH", 400, 5e6, 3.125, 144],
        ],
        0.2,
        3500,
        0.05,
      ],
      "coins, row 1, price,",
    ],
    [
      "HASHCOST_CURVE",
      [
        [
          ["Ours", "2 EH/s", 16, 0.045],
          ["Theirs", 3, 20, 0.05],
        ],
      ],
      "fleets, row 1, EH/s,",
    ],
  ])("%s takes no row of data for headings", (name, given, place) => {
    expect(errorOf(name, ...given)).toContain(`#VALUE! ${place}`);
  });

  test("a heading that happens to begin with a digit stays one", () => {
    const lots = [
      ["Date", "BTC", "2026 cost"],
      [45000, 1, 100],
    ];
    expect(call("COST_BASIS", lots, 1, null, null, false)[0]).toEqual([1, 1, 100, "", 0, "", ""]);
  });

  test("a unit in a heading converts the numbers below, or is refused", () => {
    const fleet = (hashrate: string, value: number) => [
      ["Count", hashrate, "W"],
      [10, value, 3500],
    ];
    const th = call("FLEET", fleet("TH/s", 200));
    for (const [heading, value] of [
      ["PH/s", 0.2],
      ["Hashrate (PH/s)", 0.2],
      ["hashrate [GH/s]", 200_000],
      ["Hashrate", 200],
    ] as const)
      expect(call("FLEET", fleet(heading, value))).toEqual(th);
    expect(errorOf("FLEET", fleet("Hashrate (USD)", 200))).toBe(
      "#VALUE! Hashrate (USD): units, column 2 is in TH/s, GH/s, PH/s, EH/s",
    );
    const curve =
      (...headings: string[]) =>
      (...row: unknown[]) =>
        call("HASHCOST_CURVE", [headings, row])[1];
    expect(curve("Fleet", "PH/s", "J/GH", "ct/kWh")("Ours", 2000, 0.016, 4.5)).toEqual(
      curve("Fleet", "EH/s", "J/TH", "USD/kWh")("Ours", 2, 16, 0.045),
    );
    expect(curve("n", "EH/s", "J/TH", "price, USD/MWh")("a", 100, 15, 40)).toEqual(
      curve("n", "EH/s", "J/TH", "price")("a", 100, 15, 0.04),
    );
    expect(
      errorOf("HASHCOST_CURVE", [
        ["n", "EH/s", "J/TH", "USD per month"],
        ["a", 100, 15, 40],
      ]),
    ).toBe("#VALUE! USD per month: fleets, column 4 is in USD/kWh, ct/kWh, USD/MWh");
    const book =
      (strike: string, years: string, quantity: string) =>
      (...leg: unknown[]) =>
        call("HEDGE_BOOK", [["type", strike, years, quantity, "volatility"], leg], 60000, 10, [[50000]])[1];
    expect(book("Strike (kUSD)", "Months", "sats")("put", 55, 3, 1e9, 0.6)).toEqual(
      book("Strike", "Years", "BTC")("put", 55000, 0.25, 10, 0.6),
    );
    expect(
      call("HAZARD_LOSS", [
        ["n", "Events per month", "Mean (kUSD)", "CV"],
        ["a", 0.01, 5, 0],
      ])[1],
    ).toEqual(
      call("HAZARD_LOSS", [
        ["n", "Events a year", "Mean", "CV"],
        ["a", 0.12, 5000, 0],
      ])[1],
    );
    const lots =
      (...headings: string[]) =>
      (...row: unknown[]) =>
        call("COST_BASIS", [headings, row], 0.25)[1];
    expect(lots("Date", "Quantity (sat)", "Cost (kUSD)")(45000, 5e7, 30)).toEqual(
      lots("Date", "BTC", "USD per BTC")(45000, 0.5, 30000),
    );
  });

  test("the heading of a fleet's power", () => {
    const efficiency = (heading: string, power: number) =>
      one(
        "FLEET",
        [
          ["Count", "TH/s", heading],
          [100, 200, power],
        ],
        1,
        "Efficiency",
      );
    for (const heading of ["J/TH", "W/T", "J / T", "W/(TH/s)", "watts per terahash", "Efficiency (W/THs)"])
      expect(efficiency(heading, 17.5)).toBeWithin(17.5, { absolute: 5e-13 });
    for (const heading of ["W", "Power (W)", "watts"])
      expect(efficiency(heading, 3500)).toBeWithin(17.5, { absolute: 5e-13 });
    for (const power of [17.5, 3500])
      expect(efficiency("J/TH or W", power)).toBeWithin(17.5, { absolute: 5e-13 });
    expect(
      errorOf(
        "FLEET",
        [
          ["Count", "TH/s", "W/GH"],
          [100, 200, 0.0175],
        ],
        1,
      ),
    ).toContain("must say J/TH or W");
  });

  test("TRUE or an error in the first row makes it data", () => {
    const lots = (cell: unknown) => [
      ["n/a", cell, "n/a"],
      [45000, 1, 100],
    ];
    expect(errorOf("COST_BASIS", lots(true), 1)).toContain("lots, row 1, date,");
    expect(errorOf("COST_BASIS", lots(new ExcelError("#REF!")), 1)).toContain("lots, row 1, date,");
  });

  test("names of correlations that are numbers stored as text are values, and refused", () => {
    const candidates = [
      ["A", 0.05, 0.01],
      ["B", 0.06, 0.02],
    ];
    const matrix = [
      [1, "0.25"],
      [0.25, 1],
    ];
    expect(errorOf("ALLOCATE", candidates, 100, matrix)).toBe(
      '#VALUE! correlations, row 1, column 2, must be a number, got the text "0.25": a number stored as text',
    );
  });
});
