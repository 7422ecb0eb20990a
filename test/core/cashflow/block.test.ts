import { parseBlock, type Settings } from "../../../src/core/cashflow/block";
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

  test.each<[string, Cell[][][], RegExp]>([
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
