import { excelName } from "../../src/functions/arguments";
import { catalogue } from "../../src/functions/catalogue";
import { golden1 } from "../core/cashflow/golden";
import { exampleCall } from "../../src/functions/formulaCall";
import { call, errorOf, ExcelError, one } from "./host";

const column = (...values: unknown[]) => values.map((value) => [value]);
const market = [85956.45, 132716002350731.3, 3.125] as const;
const put = [10, 60000, 55000, 0.25, 0.6] as const;

describe("lifting", () => {
  test("columns and rows broadcast as Excel's operators do", () => {
    const answer = call("HASHCOST", column(10, 20), [[0.05, 0.1, 0.2]]);
    expect(answer).toEqual([
      [12, 24, 48],
      [24, 48, 96],
    ]);
  });

  test("a place outside the overlap is #N/A, and the others are computed", () => {
    const answer = call("HASHCOST", column(10, 20, 30), column(0.05, 0.1));
    expect(answer.slice(0, 2)).toEqual([[12], [48]]);
    expect(answer[2]?.[0]).toMatchObject({ code: "#N/A" });
  });

  test("a bad row gives an error in its own cell", () => {
    const answer = call("HASHPRICE", column(100000, -1, "x", null, new ExcelError("#REF!")), 1e14, 3.125);
    expect(
      answer.map(([cell]) => (cell instanceof ExcelError ? `${cell.code} ${cell.message}` : cell)),
    ).toEqual([
      62.8642737865448,
      "#VALUE! btc_price must be above 0, got -1",
      '#VALUE! btc_price must be a number, got the text "x"',
      "#VALUE! btc_price must be above 0, got 0 (a blank cell reads as 0 in desktop Excel)",
      "#VALUE! there is #REF! in btc_price",
    ]);
  });

  test("a wrong single argument is wrong in every place", () => {
    const answer = call("HASHCOST", column(10, 20), "dear");
    expect(answer.map(([cell]) => (cell as ExcelError).code)).toEqual(["#VALUE!", "#VALUE!"]);
  });

  test("enumerations and outputs lift too", () => {
    expect(call("HASHCOST", 10, 0.05, null, null, [["th", "PH", "eh"]])[0]).toEqual([0.012, 12, 12000]);
    const [answer] = call("MINER_PNL", ...market, 0, 270, 13.5, 0.05, null, null, null, null, [
      ["energy", "Profit (USD per day)"],
    ]);
    expect(answer?.[0]).toBeWithin(87.48, { absolute: 5e-11 });
    expect(answer?.[1]).toBeWithin(0.000127892293481770688 * 85956.45 - 87.48 * 0.05, { absolute: 5e-11 });
  });
});

describe("blank and omitted arguments", () => {
  test("an omitted argument takes its default, a blank cell is 0, as null or as 0", () => {
    const price = one("HASHPRICE", ...market);
    expect(one("HASHPRICE", ...market, null, "PH")).toBe(price);
    for (const blank of [[[null]], [[0]]]) expect(one("HASHPRICE", ...market, blank)).toBe(price);
    for (const blank of [[[null]], [[0]]]) {
      expect(errorOf("EXPECTED_BTC", 100, market[1], 3.125, 0, 1, blank)).toBe(
        "#VALUE! uptime must be above 0 and at most 1, got 0 (a blank cell reads as 0 in desktop Excel)",
      );
    }
  });

  test("a missing required argument is named", () => {
    expect(errorOf("HASHPRICE", 100000, null, 3.125)).toBe("#VALUE! difficulty is missing");
    expect(errorOf("MINER_NPV")).toBe("#VALUE! model is missing");
  });
});

describe("records", () => {
  test("spill label and value", () => {
    const answer = call("MINER_PNL", ...market, 0, 270, 13.5, 0.05);
    expect(answer.map(([label]) => label)).toEqual([
      "BTC mined (BTC per day)",
      "Revenue (USD per day)",
      "Energy (kWh per day)",
      "Power cost (USD per day)",
      "Other opex (USD per day)",
      "Profit (USD per day)",
      "Margin (share)",
      "Hashprice (USD per PH per day)",
      "Hashcost (USD per PH per day)",
    ]);
  });

  test("refuse a range without output, and name it", () => {
    expect(errorOf("MINER_PNL", column(1, 2), market[1], 3.125, 0, 270, 13.5, 0.05)).toBe(
      "#VALUE! btc_price must be one cell unless output is given, got a 2 x 1 range",
    );
  });

  test("an error in output is passed on, a blank one is refused", () => {
    const given = [...market, 0, 270, 13.5, 0.05, null, null, null, null];
    expect(errorOf("MINER_PNL", ...given, new ExcelError("#N/A", "gone"))).toBe(
      "#N/A there is #N/A in output: gone",
    );
    for (const blank of [[[null]], [[""]]])
      expect(errorOf("MINER_PNL", ...given, blank)).toMatch(/output must be a label/);
  });

  test("an unknown output names the labels", () => {
    expect(errorOf("MINER_PNL", ...market, 0, 270, 13.5, 0.05, null, null, null, null, "profits")).toMatch(
      /^#VALUE! output must be one of: BTC mined \(BTC per day\); .*got the text "profits"$/,
    );
  });

  test("a row without an answer says why in its own cell", () => {
    const answer = call("MINER_PNL", market[0], market[1], 0, 0, 270, 13.5, 0.05);
    expect(answer[6]?.[1]).toMatchObject({
      code: "#N/A",
      message: "no revenue, so no margin",
    });
    expect(answer[5]?.[1]).toBeWithin(-87.48 * 0.05, { absolute: 5e-11 });
  });
});

describe("PUT_HEDGE by period", () => {
  test("a row and a column of one length mean the same periods", () => {
    const upright = call("PUT_HEDGE", column(10, 20), 60000, column(55000, 50000), 0.25, 0.6);
    const mixed = call("PUT_HEDGE", [[10, 20]], 60000, column(55000, 50000), 0.25, 0.6);
    expect(mixed).toEqual(upright);
    expect(upright.map(([first]) => first)).toEqual(["Period", 1, 2, "Total"]);
    expect(upright[0]?.[3]).toBe("Premium (USD)");
    const premium = (row: number) => Number(upright[row]?.[3]);
    expect(premium(3)).toBeWithin(premium(1) + premium(2), { absolute: 5e-9 });
  });

  test("unequal lengths are an error that names both", () => {
    expect(errorOf("PUT_HEDGE", column(10, 20), column(1, 2, 3), 55000, 0.25, 0.6)).toBe(
      "#VALUE! forward must have as many values as production_btc (2), got 3",
    );
  });

  test("headings and blanks at either end of the vectors are skipped", () => {
    const plain = call("PUT_HEDGE", column(10, 20), 60000, column("85%", "90%"), 0.25, 0.6);
    const headed = call(
      "PUT_HEDGE",
      column("BTC", 10, 20, ""),
      60000,
      column("Strike", "85%", "90%", null),
      0.25,
      0.6,
    );
    expect(headed).toEqual(plain);
  });

  test("a bad period spoils its row and the total, not the others", () => {
    const answer = call("PUT_HEDGE", column(10, -1), 60000, 55000, 0.25, 0.6);
    expect(answer[1]?.[1]).toBe(10);
    expect(answer[2]?.[1]).toMatchObject({ message: "production_btc must be at least 0, got -1" });
    expect(answer[3]?.[1]).toMatchObject({ code: "#VALUE!" });
  });

  test("output gives one value for each period", () => {
    const answer = call(
      "PUT_HEDGE",
      column(10, 20),
      ...put.slice(1),
      null,
      null,
      null,
      null,
      null,
      "BTC hedged",
    );
    expect(answer).toEqual([[10], [20]]);
  });

  test("contracts are empty without a contract size, and asking for them says what they need", () => {
    expect(call("PUT_HEDGE", ...put)[1]).toEqual(["Contracts (contracts)", ""]);
    expect(errorOf("PUT_HEDGE", ...put, null, null, null, null, null, "contracts")).toBe(
      "#N/A needs contract_btc",
    );
  });
});

describe("tables", () => {
  test("headers can be left out", () => {
    const headed = call("MODEL_TEMPLATE");
    expect(headed[0]).toEqual(["Assumption", "Value", "Unit", "Note"]);
    expect(call("MODEL_TEMPLATE", false)).toEqual(headed.slice(1));
  });

  test("all rows are as wide as the widest", () => {
    const widths = new Set(call("MODEL", golden1, "fees", [[0.01, 0.02]]).map(({ length }) => length));
    expect(widths).toEqual(new Set([8]));
  });

  test("refuse a range where one cell is due", () => {
    expect(errorOf("MODEL_TEMPLATE", column(true, false))).toBe(
      "#VALUE! headers must be one cell, got a 2 x 1 range",
    );
  });
});

describe("what an argument's rule refuses", () => {
  const ruled = catalogue.flatMap(({ name, parameters }) =>
    Object.entries(parameters).flatMap(([key, { shape, rule }], index) => {
      const [, bound, limit] = /(above|below|at least|at most) (-?[\d.e+]+)/.exec(rule) ?? [];
      return shape !== "cell" || bound === undefined
        ? []
        : [{ name, key, index, rule, bound, limit: Number(limit) }];
    }),
  );

  test.each(ruled)("$name: $key $rule", ({ name, key, index, bound, limit, rule }) => {
    const given = sampleCall(name);
    const outside = { above: limit, below: limit, "at least": limit - 1, "at most": limit + 1 }[bound];
    given[index] = outside;
    // An argument that the sample's own choices leave unread may be anything.
    const error = errorOf(name, ...given);
    if (!error.startsWith("no error")) expect(error).toContain(excelName(key));
    if (!error.startsWith("no error") && rule.startsWith("must be"))
      expect(error).toContain(`got ${outside}`);
  });

  // Read only with another choice of solve_for, method, scheme, shape or objective than the sample's.
  const readOtherwise = [
    "DIFFICULTY_PATH limit",
    "BREAKEVEN btcPrice",
    "DEPRECIATION month",
    "POOL_PAYOUT poolHashrateTh",
    "POOL_PAYOUT window",
    "YIELD_WATERFALL poolHashrateTh",
    "YIELD_WATERFALL confidence",
    "REALIZED_VOL lambda",
    "ALLOCATE riskAversion",
    "DEPRECIATION factor",
  ];

  test("no other argument goes unread", () => {
    const unread = ruled.filter(({ name, index, bound, limit }) => {
      const given = sampleCall(name);
      given[index] = { above: limit, below: limit, "at least": limit - 1, "at most": limit + 1 }[bound];
      return errorOf(name, ...given).startsWith("no error");
    });
    const names = unread
      .map(({ name, key }) => `${name} ${key}`)
      .filter((name) => !readOtherwise.includes(name));
    if (names.length > 0)
      throw new Error(
        `${names.join(", ")}: out of bounds, and yet the first example has an answer. If it reads the argument only with another choice, add it to readOtherwise`,
      );
  });
});

test("an error passed as a model is passed on", () => {
  const broken = new ExcelError("#VALUE!", "pue must be at least 1, got 0.5");
  expect(errorOf("MINER_NPV", [[broken]])).toBe(
    "#VALUE! there is #VALUE! in model: pue must be at least 1, got 0.5",
  );
});

test("a hundred thousand rows, good and bad", () => {
  const prices = Array.from({ length: 100_000 }, (_, row) => [row % 10 === 1 ? -row : 100000]);
  const answer = call("HASHPRICE", prices, 1e14, 3.125);
  expect(answer.length).toBe(100_000);
  expect(answer[99_999]?.[0]).toBeWithin(62.8642737865448, { absolute: 5e-11 });
  expect(answer[9_991]?.[0]).toMatchObject({ message: "btc_price must be above 0, got -9991" });
  expect(answer[99_991]?.[0]).toMatchObject({ code: "#VALUE!", message: "" });
});

describe("numbers that are none", () => {
  test("overflow is #NUM!, in its own cell", () => {
    const answer = call("HASHPRICE", column(1e308, 100000), 5e-324, 3.125);
    expect(answer.map(([cell]) => (cell as ExcelError).code)).toEqual(["#NUM!", "#NUM!"]);
    expect(errorOf("MINER_NPV", golden1, "btc price", 1e308, "difficulty", 5e-324)).toMatch(/^#NUM!/);
  });

  test.each(catalogue)("$name survives every value in every argument", (definition) => {
    const { name, parameters } = definition;
    const base = sampleCall(name);
    const values = [
      "text",
      "",
      true,
      -1,
      0,
      null,
      1e308,
      5e-324,
      1.5,
      new ExcelError("#DIV/0!"),
      [["a"], ["b"]],
      [[1, 2]],
    ];
    for (const index of Object.keys(parameters).keys()) {
      for (const value of values) {
        const given = [...base];
        given[index] = Array.isArray(value) ? value : [[value]];
        for (const cell of safely(() => call(name, ...given)).flat()) {
          expect(["number", "string", "boolean", "object"]).toContain(typeof cell);
          if (typeof cell === "number")
            expect([name, index, value, Number.isFinite(cell)]).toEqual([name, index, value, true]);
          if (typeof cell === "object")
            expect([name, index, value, cell instanceof ExcelError]).toEqual([name, index, value, true]);
        }
      }
    }
  });
});

/** The cells of a call; the error alone when it throws one. */
function safely(
  compute: () => (number | string | boolean | ExcelError)[][],
): (number | string | boolean | ExcelError)[][] {
  try {
    return compute();
  } catch (error) {
    if (error instanceof ExcelError) return [[error]];
    throw error;
  }
}

/** A call that works: the function's first example. */
function sampleCall(name: string): unknown[] {
  const example = catalogue.find((definition) => definition.name === name)?.examples[0];
  return example === undefined ? [] : exampleCall(example.formula, example.cells).given;
}

describe("cases that once went wrong", () => {
  test("a first row of numbers stored as text is not taken for headings", () => {
    const lots = [
      ["45000", "1", "100"],
      [45001, 1, 5],
    ];
    expect(errorOf("COST_BASIS", lots, 0.5)).toMatch(
      /lots, row 1, date, must be a number, got the text "45000"/,
    );
  });

  test("a heading W/TH means J/TH", () => {
    const fleet = [
      ["Count", "TH/s", "W/TH"],
      [10, 200, 15],
    ];
    // 10 x 200 TH/s x 15 J/TH = 30 kW
    expect(one("FLEET", fleet, 1, "IT power")).toBeWithin(30, { absolute: 5e-13 });
  });

  test("an exact half cent of the average method goes to the even cent", () => {
    const lots = [
      [45000, 1, 0.05],
      [45001, 2, 0],
    ];
    // 0.3 x 0.05 / 3 = 0.005 exactly
    const basis = call("COST_BASIS", lots, 0.3, "average", null, false).map(([, , cents]) => cents);
    expect(basis[0]).toBe(0);
  });

  test("a table of 150,000 rows does not overflow the stack, but is more than Excel takes", () => {
    const day = Array.from({ length: 150_000 }, () => [0.01]);
    const flat = (value: number) => Array.from({ length: 150_000 }, () => [value]);
    expect(errorOf("POOL_AUDIT", day, flat(100), flat(1e14), 3.125, 0, 0.02)).toMatch(
      /^#VALUE! the result of 150002 x 5 cells takes .* MB, more than the 4 MB that one formula/,
    );
  });

  test("a blank single cell for a vector is 0 on every host", () => {
    for (const blank of [[[null]], [[0]]])
      expect(one("POWER_BILL", 100, 730, blank, null, null, null, null, null, "Total")).toBe(0);
  });

  test("a start height that gives way to a subsidy has no effect of its own", () => {
    const to = golden1.map((row) => (row[0] === "start height" ? ["subsidy", 3.125] : row));
    const effects = call("BRIDGE", golden1, to, "npv").map(([name, value]) => [name, value]);
    const subsidy = effects.find(([name]) => name === "subsidy")?.[1];
    expect(subsidy).toBeWithin(162.61234512964105, {
      absolute: 5e-9,
      source: "NPV at a subsidy of 3.125 less NPV on the schedule, by a separate 60-digit computation",
    });
  });

  test("too many hazards for the simulation leave the closed forms standing", () => {
    const answer = call("HAZARD_LOSS", [["a", 30, 1000, 0.5]]);
    expect(answer[1]?.[1]).toBe(30000);
    expect(answer.at(-1)?.[4]).toMatchObject({ code: "#NUM!" });
  });
});
