import { assumptionKeys, assumptions } from "../../../src/core/cashflow/assumptions";
import { parseBlock, type Settings } from "../../../src/core/cashflow/block";
import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import { templateRows } from "../../../src/core/cashflow/modelTable";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { CellError, type Cell } from "../../../src/core/errors";

const minimal: Cell[][] = [
  ["btc price", 80000],
  ["difficulty", 1e14],
  ["start height", 970000],
  ["hashrate", 100],
  ["efficiency", 20],
  ["power price", 0.05],
];
const withRow = (...row: Cell[]): Cell[][] => [...minimal, row];
const model = (cells: Cell[][], ...overrides: Cell[][][]) => modelOf(cells, overrides);
const given = (cells: Cell[][]): Settings => parseBlock(cells, "given").settings;

describe("names", () => {
  test("case, spaces, punctuation and a unit in brackets do not matter", () => {
    expect(model(withRow("  Risk-Free RATE (p.a.)", 0.03)).riskFreeRate).toBe(0.03);
    expect(model(withRow("PRICE difficulty-correlation", 0.5)).correlation).toBe(0.5);
  });

  test.each<[string, Cell[][], RegExp]>([
    [
      "unknown",
      withRow("elektricity", 3),
      /row 7 of the model block must be a known assumption.*got the text "elektricity"/,
    ],
    ["near miss without a value", withRow("capexx", ""), /nearest: "capex"/],
    [
      "twice",
      withRow("Hashrate (TH/s)", 3),
      /hashrate in the model block must appear once, is in rows 4 and 7/,
    ],
    [
      "a number as a name",
      withRow(7, 3),
      /row 7 of the model block must begin with the name of an assumption, got 7/,
    ],
    ["one column", [["btc price"]], /at least two columns/],
  ])("%s is refused", (_, cells, message) => expect(() => given(cells)).toThrow(message));

  test("blank rows, a header and headings are skipped", () => {
    const cells: Cell[][] = [
      ["Assumption", "Value"],
      [null, null],
      [0, 0],
      ["", 5],
      ["Finance and tax", null],
      ["Machines of the site", 0],
      ["Assumptions about energy", ""],
    ];
    expect(given(cells).size).toBe(0);
    expect(given([["Input", "Value"], ...minimal]).size).toBe(minimal.length);
  });
});

describe("values", () => {
  test.each<[string, Cell[][], RegExp]>([
    [
      "a number stored as text",
      withRow("capex", "4000"),
      /^capex must be a number, got the text "4000": a number stored as text$/,
    ],
    ["another text", withRow("capex", "soon"), /^capex must be a number, got the text "soon"$/],
    ["a truth value for a number", withRow("capex", true), /^capex must be a number, got TRUE$/],
    [
      "an unknown method",
      withRow("depreciation", "macrs9"),
      /must be one of sln, ddb, macrs3, macrs5, bonus, none, macrs7, macrs15/,
    ],
    ["a number for shutdown", withRow("shutdown", 2), /shutdown must be TRUE or FALSE, got 2/],
    [
      "months 0",
      withRow("months", 0),
      /months must be a whole number at least 1 and at most 240, got 0 \(a blank cell/,
    ],
    ["months 1000", withRow("months", 1000), /at most 240, got 1000/],
    ["half a month", withRow("months", 1.5), /whole number/],
    ["a PUE below 1", withRow("pue", 0.9), /pue must be at least 1 and at most 10, got 0.9/],
    ["a share over 1", withRow("uptime", 1.01), /uptime must be above 0 and at most 1, got 1.01/],
    ["a fee of 1", withRow("pool fee", 1), /pool fee must be at least 0 and below 1, got 1/],
    ["growth of -100 %", withRow("difficulty growth", -1), /difficulty growth must be above -1, got -1/],
    ["a correlation over 1", withRow("price-difficulty correlation", 1.2), /at most 1, got 1.2/],
    [
      "missing required ones",
      [["capex", 3]],
      /must give btc price, hashrate, efficiency, power price, difficulty \(or hashprice\), start height \(or subsidy\)/,
    ],
  ])("%s is refused", (_, cells, message) => expect(() => model(cells)).toThrow(message));

  test("an error in a cell is passed on, one in the notes is not", () => {
    const error = new CellError("#REF!");
    expect(() => model(withRow("capex", error))).toThrow(error);
    expect(model(withRow("capex", 10, "note", error, 99)).capex).toBe(10);
  });

  test("a blank or default takes the default", () => {
    for (const blank of [null, "", " ", "Default"])
      expect(model(withRow("discount rate", blank)).discountRate).toBe(0.1);
    expect(model(withRow("discount rate", 0)).discountRate).toBe(0);
    expect(model(withRow("months", 24)).depreciationLife).toBe(24);
  });

  test("shutdown in words and numbers", () => {
    for (const no of [false, 0, "No"]) expect(model(withRow("shutdown", no)).shutdown).toBe(false);
    for (const yes of [true, 1, "yes", null]) expect(model(withRow("shutdown", yes)).shutdown).toBe(true);
  });

  test("a subsidy stands in for the start height", () => {
    const cells = minimal.map(([name, value]): Cell[] =>
      name === "start height" ? ["subsidy", 3] : [name ?? "", value ?? ""],
    );
    expect(model(cells)).toMatchObject({ subsidy: 3, startHeight: undefined });
  });
});

describe("overrides", () => {
  const block = withRow("difficulty growth", 0.02);

  test("replace values and series, and the growth that a series takes the place of", () => {
    expect(model(block, [["Power Price"]], [[0.04]]).usdPerKwh).toBe(0.04);
    expect(model(block, [["difficulty"]], [[1e14, 2e14, 3e14]])).toMatchObject({
      difficulty: [1e14, 2e14, 3e14],
      difficultyGrowth: 0,
    });
    expect(model(block, [["difficulty growth"]], [["default"]]).difficultyGrowth).toBe(0);
  });

  test("a range of two columns is read as a block of overrides", () => {
    const scenario: Cell[][] = [
      ["Bad year", ""],
      ["power price", 0.09],
      ["pue", 1.2],
    ];
    expect(model(block, scenario, [["capex"]], [[7]])).toMatchObject({ usdPerKwh: 0.09, pue: 1.2, capex: 7 });
  });

  test("default in a block of overrides sets back, as it does in a pair", () => {
    const defaults: Cell[][] = [
      ["difficulty growth", "Default"],
      ["pue", 1.2],
    ];
    expect(model(block, defaults)).toMatchObject({ difficultyGrowth: 0, pue: 1.2 });
    expect(() => model(block, defaults, [["difficulty growth"]], [[0.01]])).toThrow(
      "overrides, difficulty growth, must be given once",
    );
  });

  test("a hashprice clears what it takes the place of, a difficulty the hashprice", () => {
    const site: Cell[][] = [...withRow("fees", 0.1), ["difficulty growth", 0.02], ["subsidy", 3]];
    expect(model(site, [["hashprice"]], [[50]])).toMatchObject({
      hashprice: 50,
      difficulty: undefined,
      difficultyGrowth: 0,
      startHeight: undefined,
      subsidy: undefined,
      fees: 0,
    });
    const back = model(
      [...byHashprice, ["hashprice growth", -0.01]],
      [["difficulty"]],
      [[1.5e14]],
      [["subsidy"]],
      [[3.125]],
    );
    expect(back).toMatchObject({
      hashprice: undefined,
      hashpriceGrowth: 0,
      difficulty: 1.5e14,
      subsidy: 3.125,
    });
    expect(() => model(byHashprice, [["difficulty"]], [[1.5e14]])).toThrow("start height (or subsidy)");
    expect(model(site, [["hashprice"]], [["default"]])).toEqual(model(site));
  });

  test("a series of other opex or hashprices clears its growth; a shape is a row or a column", () => {
    const grown: Cell[][] = [
      ...byHashprice,
      ["hashprice growth", -0.01],
      ["other opex", 5],
      ["other opex growth", 0.1],
    ];
    expect(model(grown, [["hashprice"]], [[50, 49]], [["other opex"]], [[5], [6]])).toMatchObject({
      hashprice: [50, 49],
      hashpriceGrowth: 0,
      otherOpex: [5, 6],
      otherOpexGrowth: 0,
    });
    expect(model(grown, [["power price shape"]], [[0.5, 1.5]]).powerPriceShape).toEqual({
      multipliers: [0.5, 1.5],
    });
    expect(model(grown, [["power price shape"]], [["night"], [0.5], [1.5]]).powerPriceShape).toEqual({
      multipliers: [0.5, 1.5],
    });
    expect(model(grown, [["power price shape"]], [[1.2]]).powerPriceShape).toBe(1.2);
  });

  test.each<[string, Cell[][][], RegExp]>([
    [
      "a hashprice against a difficulty",
      [[["hashprice"]], [[50]], [["difficulty"]], [[1e14]]],
      /difficulty must be left out when a hashprice is given/,
    ],
    [
      "fees against a hashprice",
      [[["fees"]], [[0.1]], [["hashprice"]], [[50]]],
      /fees must be left out when a hashprice is given/,
    ],
    [
      "a growth against a series of other opex",
      [[["other opex"]], [[1, 2]], [["other opex growth"]], [[0.1]]],
      /other opex growth must be 0 or left out/,
    ],
    ["a shape of 0", [[["power price shape"]], [[0]]], /power price shape must not be 0/],
    [
      "a shape that ends in 0",
      [[["power price shape"]], [[1, 0]]],
      /multiplier 2, is 0 up to the end of the range/,
    ],
    ["dated discounting without a date", [[["discounting"]], [["dated"]]], /needs a start date/],
    [
      "a start month after a shorter horizon",
      [[["start month"]], [[12]], [["months"]], [[6]]],
      /at most months, which is 6/,
    ],
    ["an odd number", [[["capex"]]], /must be pairs, "capex" has no value/],
    ["no name", [[[""]], [[1]]], /must name an assumption before each value/],
    ["a number for a name", [[[5]], [[1]]], /got 5/],
    ["an unknown name", [[["power prize"]], [[1]]], /nearest: "power price"/],
    ["a name twice", [[["capex"]], [[1]], [["CAPEX"]], [[2]]], /capex, must be given once/],
    ["no value", [[["capex"]], [[null]]], /capex, must have a value, got a blank cell/],
    ["a blank text", [[["capex"]], [[" "]]], /capex, must have a value, got a blank cell/],
    ["the word for a series", [[["fees"]], [["monthly"]]], /fees, .* its values in one row or one column/],
    ["the word for a shape", [[["power price shape"]], [["Shape"]]], /its values in one row or one column/],
    [
      "a square of values",
      [
        [["fees"]],
        [
          [1, 2],
          [3, 4],
        ],
      ],
      /one row or one column, got a 2 x 2 range/,
    ],
    [
      "a growth against a series",
      [[["btc price"]], [[1], [2]], [["btc price growth"]], [[0.1]]],
      /btc price growth must be 0 or left out/,
    ],
  ])("%s is refused", (_, overrides, message) => expect(() => model(block, ...overrides)).toThrow(message));
});

/** The least that a model with a hashprice needs. */
const byHashprice: Cell[][] = [
  ["btc price", 80000],
  ["hashprice", 50],
  ["hashrate", 100],
  ["efficiency", 20],
  ["power price", 0.05],
];
const network = ["difficulty", "difficulty growth", "start height", "subsidy", "fees"];

describe("what does not go together", () => {
  test.each<[string, Cell[][], string]>([
    [
      "dated discounting without a date",
      withRow("discounting", "dated"),
      "discounting dated needs a start date: give one, or write periodic",
    ],
    [
      "a bonus share with bonus",
      [...minimal, ["bonus share", 0.2], ["depreciation", "bonus"]],
      "bonus share must be 0 or left out when depreciation is bonus: it goes with sln, ddb and macrs, got 0.2",
    ],
    [
      "a bonus share without depreciation",
      [...minimal, ["bonus share", 0.2], ["depreciation", "none"]],
      "bonus share must be 0 or left out when depreciation is none: it goes with sln, ddb and macrs, got 0.2",
    ],
    [
      "a start month after the horizon",
      [...minimal, ["months", 12], ["start month", 13]],
      "start month must be at most months, which is 12, got 13",
    ],
    [
      "a growth beside a series of other opex",
      [...minimal, ["other opex", "monthly", "USD", 1, 2], ["other opex growth", 0.1]],
      "other opex growth must be 0 or left out when other opex is a monthly series",
    ],
    [
      "a growth beside a series of hashprices",
      [
        ...byHashprice.filter(([name]) => name !== "hashprice"),
        ["hashprice", "monthly", 1, 2],
        ["hashprice growth", 0.1],
      ],
      "hashprice growth must be 0 or left out when hashprice is a monthly series",
    ],
    [
      "a hashprice growth without a hashprice",
      withRow("hashprice growth", 0.01),
      "hashprice growth must be 0 or left out without a hashprice",
    ],
    ...network.flatMap((name): [string, Cell[][], string][] => [
      [
        `a hashprice beside a ${name}`,
        [...byHashprice, [name, 0.5]],
        `${name} must be left out when a hashprice is given, which takes its place`,
      ],
    ]),
    ...["difficulty", "difficulty growth", "subsidy", "fees"].map((name): [string, Cell[][], string] => [
      `a hashprice beside a series of ${name}`,
      [...byHashprice, [name, "monthly", "note", 0.1, 0.2]],
      `${name} must be left out when a hashprice is given, which takes its place`,
    ]),
    [
      "neither difficulty nor hashprice",
      byHashprice.filter(([name]) => name !== "hashprice"),
      "difficulty (or hashprice)",
    ],
  ])("%s is refused", (_, cells, message) => expect(() => model(cells)).toThrow(message));

  test("beside a hashprice the template's own values, and blanks, say nothing", () => {
    for (const nothing of [0, "", " ", null, "default"])
      for (const name of network)
        expect(model([...byHashprice, [name, nothing]])).toEqual(model(byHashprice));
    expect(model(byHashprice)).toMatchObject({
      hashprice: 50,
      difficulty: undefined,
      startHeight: undefined,
      subsidy: undefined,
    });
  });

  test("a growth of 0 beside a series, a share of 0 beside a method, a date without dated discounting", () => {
    expect(model([...minimal, ["other opex", "monthly", 1], ["other opex growth", 0]]).otherOpex).toEqual([
      1,
    ]);
    expect(model([...minimal, ["bonus share", 0], ["depreciation", "none"]]).bonusShare).toBe(0);
    expect(model(withRow("hashprice growth", 0)).hashpriceGrowth).toBe(0);
    expect(model(withRow("start date", 46053))).toMatchObject({ startDate: 46053, discounting: "periodic" });
  });
});

describe("the new assumptions", () => {
  test.each<[string, Cell, RegExp]>([
    ["start date", 0, /must be a whole number at least 61 and at most 2900000, got 0 \(a blank cell/],
    ["start date", 60, /must be a whole number at least 61 and at most 2900000, got 60$/],
    ["start date", 2_900_001, /must be a whole number at least 61 and at most 2900000, got 2900001$/],
    ["start date", 45000.5, /must be a whole number.*, got 45000.5$/],
    ["start date", true, /^start date must be a number, got TRUE$/],
    ["start date", "2027-01-31", /got the text "2027-01-31": a date stored as text$/],
    ["hashprice", 0, /^hashprice must be above 0, got 0 \(a blank cell/],
    ["hashprice", -1, /^hashprice must be above 0, got -1$/],
    ["hashprice growth", -1, /^hashprice growth must be above -1, got -1$/],
    ["start month", 0, /^start month must be a whole number at least 1/],
    ["start month", 1.5, /whole number/],
    ["start month", 241, /at most 240, got 241/],
    ["discounting", "monthly", /^discounting must be one value, not a monthly series$/],
    ["discounting", "yearly", /^discounting must be one of periodic, dated, got the text "yearly"$/],
    ["discounting", 1, /^discounting must be one of periodic, dated, got 1$/],
    ["loan type", "anuity", /^loan type must be one of annuity, bullet, linear, got the text "anuity"$/],
    ["depreciation", "macrs10", /must be one of sln, ddb, macrs3, macrs5, bonus, none, macrs7, macrs15/],
    ["capex schedule", -1, /^capex schedule must be at least 0, got -1$/],
    ["other opex growth", -1, /^other opex growth must be above -1/],
    ["heat price", -0.01, /^heat price must be at least 0, got -0.01$/],
    ["profit share", 1.01, /^profit share must be at least 0 and at most 1, got 1.01$/],
    ["profit share", 15, /got 15: is it 15 %\? write 0.15$/],
    ["bonus share", -0.1, /^bonus share must be at least 0/],
    ["loss limit", 0, /^loss limit must be above 0 and at most 1, got 0 \(a blank cell/],
    ["loss limit", 1.2, /^loss limit must be .*at most 1, got 1.2$/],
    ["loss limit", 80, /got 80: is it 80 %\? write 0.8$/],
    [
      "power price shape",
      0,
      /^power price shape must not be 0 \(a blank cell reads as 0 in desktop Excel\)$/,
    ],
    [
      "power price shape",
      "night",
      /^power price shape must be a number, or the word shape with multipliers to the right/,
    ],
    ["power price shape", true, /^power price shape must be a number, or the word shape.*got TRUE$/],
    ["fees", "shape", /^fees must be a number, got the text "shape"$/],
    ["hashprize", 50, /nearest: "hashprice"/],
  ])("%s %p is refused", (name, value, message) => {
    const block = name === "hashprice" || name === "hashprice growth" ? byHashprice : minimal;
    const cells: Cell[][] = [...block.filter(([known]) => known !== name), [name, value]];
    expect(() => model(cells)).toThrow(message);
  });

  test.each<[string, Cell, object]>([
    ["start date", 61, { startDate: 61 }],
    ["start date", 1900, { startDate: 1900 }],
    ["start date", 2_900_000, { startDate: 2_900_000 }],
    ["profit share", 1, { profitShare: 1 }],
    ["profit share", 0, { profitShare: 0 }],
    ["bonus share", 1, { bonusShare: 1 }],
    ["loss limit", 0.001, { lossLimit: 0.001 }],
    ["loan type", " Bullet ", { loanType: "bullet" }],
    ["discounting", "PERIODIC", { discounting: "periodic" }],
    ["depreciation", "macrs15", { depreciation: "macrs15" }],
    ["power price shape", -1, { powerPriceShape: -1 }],
    ["power price shape", "default", { powerPriceShape: 1 }],
    ["start month", 36, { startMonth: 36, loanMonths: 1 }],
  ])("%s %p is legal", (name, value, expected) =>
    expect(model(withRow(name, value))).toMatchObject(expected),
  );

  test("left out they are what the model was without them", () => {
    expect(model(minimal)).toMatchObject({
      hashprice: undefined,
      hashpriceGrowth: 0,
      startDate: undefined,
      startMonth: 1,
      discounting: "periodic",
      capexSchedule: 0,
      otherOpexGrowth: 0,
      heatPrice: 0,
      profitShare: 0,
      powerPriceShape: 1,
      loanType: "annuity",
      bonusShare: 0,
      lossLimit: 1,
      loanMonths: 36,
    });
  });

  test("the longest dates stay dates", () => {
    // 240 months after 2,900,000 is still before the year 10000.
    const late = model([...minimal, ["start date", 2_900_000], ["discounting", "dated"], ["months", 240]]);
    expect(Math.max(...(cashflowsOf(late).months.dates ?? []))).toBeLessThan(2_958_466);
  });
});

/** Assumptions of which a 0 is meant, although what is left out is something else. */
const legalZeros = [
  "power price",
  "discount rate",
  "shutdown",
  "volatility",
  "difficulty volatility",
  "price-difficulty correlation",
  "risk-free rate",
];

test.each(assumptionKeys.map((key) => assumptions[key].name))(
  "%s: a blank cell, null on the web and 0 on the desktop, is the same or is refused",
  (name) => {
    const outcome = (value: Cell) => {
      try {
        return model([...minimal.filter(([known]) => known !== name), [name, value]]);
      } catch (error) {
        return (error as Error).message;
      }
    };
    const [web, desktop] = [outcome(null), outcome(0)];
    if (typeof desktop === "string" || legalZeros.includes(name)) return;
    expect(desktop).toEqual(web);
  },
);

describe("MODEL_TEMPLATE", () => {
  test("the template is a legal block once the required values are filled in", () => {
    const filled = templateRows().map(([name, value, ...rest]): Cell[] => [
      name ?? "",
      minimal.find(([known]) => known === name)?.[1] ?? value ?? "",
      ...rest,
    ]);
    expect(model(filled)).toEqual(model(minimal));
  });
});

describe("a block that was read before", () => {
  test("is read once", () => {
    const again = () => minimal.map((row) => [...row]);
    expect(parseBlock(again(), "given")).toBe(parseBlock(again(), "given"));
    expect(parseBlock(again(), "override")).not.toBe(parseBlock(again(), "given"));
  });

  test("is read again when a cell has changed, in the same array too", () => {
    const cells = withRow("capex", 4000);
    expect(model(cells).capex).toBe(4000);
    cells[6] = ["capex", 5000];
    expect(model(cells).capex).toBe(5000);
    const [row = []] = cells.slice(6);
    row[1] = 6000;
    expect(model(cells).capex).toBe(6000);
    row.push("a note");
    cells.push(["resale value", 100]);
    expect(model(cells)).toMatchObject({ capex: 6000, resaleValue: 100 });
  });

  test("gives its own model after others, and keeps its overrides to itself", () => {
    const blocks = Array.from({ length: 12 }, (_, index) => withRow("capex", index));
    for (let round = 0; round < 2; round++)
      for (const [index, cells] of blocks.entries()) {
        expect(model(cells, [["capex"]], [[-1 - index + 100]]).capex).toBe(99 - index);
        expect(model(cells).capex).toBe(index);
      }
  });

  test("is refused again", () => {
    const failed = withRow("capex", new CellError("#DIV/0!"));
    for (let time = 0; time < 2; time++) {
      expect(() => model(withRow("capexx", 3))).toThrow(/nearest: "capex"/);
      expect(() => model(failed)).toThrow(CellError);
      expect(() => model(withRow("fees", "monthly", 0.1, true))).toThrow("fees, month 2,");
    }
  });
});
