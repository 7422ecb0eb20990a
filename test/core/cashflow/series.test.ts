import fc from "fast-check";
import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import { valuesOf } from "../../../src/core/cashflow/model";
import { metricOf } from "../../../src/core/cashflow/metrics";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { CellError, type Cell } from "../../../src/core/errors";
import { golden1 } from "./golden";

const minimal: Cell[][] = [
  ["btc price", 80000],
  ["difficulty", 1e14],
  ["start height", 970000],
  ["hashrate", 100],
  ["efficiency", 20],
  ["power price", 0.05],
  ["months", 12],
];
const withSeries = (name: string, ...cells: Cell[]): Cell[][] => [
  ...minimal.filter(([known]) => known !== name),
  [name, "monthly", ...cells],
];
const read = (name: string, ...cells: Cell[]) => modelOf(withSeries(name, ...cells), []);
const fees = (...cells: Cell[]) => read("fees", ...cells).fees;

describe("where a series begins and ends", () => {
  test.each<[string, Cell[], number[]]>([
    ["texts before the first number are notes", ["BTC", "source: us", 0.1, 0.2], [0.1, 0.2]],
    ["a text ends it, and numbers after that text are notes", ["BTC", 0.1, 0.2, "mean", 0.15], [0.1, 0.2]],
    ["a blank inside is 0", [0.1, null, 0.2], [0.1, 0, 0.2]],
    ["blanks up to the edge are 0", [0.1, null, null], [0.1, 0, 0]],
    ["a blank before the first number is a month of 0", ["BTC", null, 0.2], [0, 0.2]],
    ["an empty text ends it", [0.1, 0.2, "", "", "note"], [0.1, 0.2]],
    ["a word carries the last value on", [0.1, 0.2, "on"], [0.1, 0.2]],
    ["a text with digits that is no number ends it", [0.1, "2 of 3 pools"], [0.1]],
    ["zeros alone are meant", [0, 0], [0, 0]],
  ])("%s", (_, cells, values) => expect(fees(...cells)).toEqual(values));

  test("desktop Excel, which hands blanks over as 0, and Excel on the web agree", () => {
    const cell = fc.oneof(fc.constant(null), fc.constantFrom<Cell>(0.1, 0.2, 3, "on", "end", ""));
    const outcome = (cells: Cell[], name: string) => {
      try {
        return read(name, ...cells);
      } catch (error) {
        return (error as Error).message;
      }
    };
    const names = fc.constantFrom(
      ...[
        "fees",
        "hashrate",
        "uptime",
        "btc price",
        "power price",
        "other opex",
        "capex schedule",
        "heat price",
      ],
      ...["pue", "pool fee", "tax rate", "hodl share"],
    );
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 15 }), names, (cells, name) => {
        const onDesktop = cells.map((value) => value ?? 0);
        expect(outcome(onDesktop, name)).toEqual(outcome(cells, name));
      }),
      { numRuns: 1000 },
    );
  });

  test("values past the horizon are neither used nor checked", () => {
    for (const past of [-3, true, "61000", new CellError("#N/A")] as Cell[]) {
      const cells = [...withSeries("fees", 1, 2, past).filter(([name]) => name !== "months"), ["months", 2]];
      expect(modelOf(cells, []).fees).toEqual([1, 2]);
    }
  });
});

test.each<[string, string, Cell[], RegExp | string]>([
  ["no number", "fees", ["BTC", ""], "fees needs the values of its monthly series to the right"],
  ["TRUE", "fees", [1, true], "fees, month 2, must be a number, got TRUE"],
  ["a negative fee", "fees", [1, -2], "fees, month 2, must be at least 0, got -2"],
  ["one value is due", "loan rate", [1, 2], "loan rate must be one value, not a monthly series"],
  [
    "a number stored as text",
    "btc price",
    ["60000", "61000", 62000],
    'btc price, month 1, must be a number, got the text "60000": a number stored as text',
  ],
  [
    "a number stored as text further on",
    "btc price",
    [60000, 61000, " 62,000 $"],
    'btc price, month 3, must be a number, got the text " 62,000 $": a number stored as text',
  ],
  [
    "a price of 0",
    "btc price",
    [60000, 61000, null],
    "btc price, month 3, must be above 0, got 0 (a blank cell is 0): write a word after the last value to carry it on",
  ],
  [
    "a price of 0 at the start",
    "btc price",
    [null, "note", 61000],
    "btc price, month 1, must be above 0, got 0 (a blank cell is 0): write a text in the unit and note columns",
  ],
  [
    "a blank unit column before the notes",
    "uptime",
    [null, "note", 1, 0.9],
    'uptime is blank or 0 in every month before "note": write a text in its unit and note columns',
  ],
  [
    "an empty text before month 1",
    "fees",
    ["BTC", "", 0.1],
    "fees has an empty text before month 1: write 0, or a word in the note column",
  ],
  [
    "an empty text inside",
    "fees",
    [0.1, 0.2, "", 0.1],
    "fees: month 3 is an empty text before a number: write 0, or a word to end the series",
  ],
  [
    "free power to the edge",
    "power price",
    [0.05, 0.04, 0, null],
    "power price, month 3, is 0 up to the end of the range, and a blank cell is 0: write a word after the last value",
  ],
  [
    "a number with its unit before further numbers",
    "hashrate",
    [200, "210 TH/s", 220],
    'hashrate, month 2, must be a number, got the text "210 TH/s": a number stored as text',
  ],
  [
    "the first of several months of free power to the edge",
    "power price",
    [0.05, 0, 0.04, null, null],
    "power price, month 4, is 0 up to the end of the range, and a blank cell is 0: write a word after the last value",
  ],
  [
    "an empty text before month 1 of payments",
    "capex schedule",
    ["USD", "", 100],
    "capex schedule has an empty text before month 1: write 0, or a word in the note column",
  ],
  ["a negative payment", "capex schedule", [100, -1], "capex schedule, month 2, must be at least 0, got -1"],
  [
    "a negative heat price",
    "heat price",
    [0.01, -0.01],
    "heat price, month 2, must be at least 0, got -0.01",
  ],
  [
    "a pue below 1",
    "pue",
    [1.1, 0],
    "pue, month 2, must be at least 1 and at most 10, got 0 (a blank cell is 0): write a word after the last value to carry it on",
  ],
  [
    "a tax rate in per cent",
    "tax rate",
    [0.2, 25],
    "tax rate, month 2, must be below 1, got 25: is it 25 %? write 0.25",
  ],
  ["a pool fee of 1", "pool fee", [0.02, 1], "pool fee, month 2, must be at least 0 and below 1, got 1"],
  [
    "a hodl share above 1",
    "hodl share",
    [0, 1.2],
    "hodl share, month 2, must be at least 0 and at most 1, got 1.2",
  ],
  [
    "TRUE among payments",
    "capex schedule",
    [100, true],
    "capex schedule, month 2, must be a number, got TRUE",
  ],
  ["a series of dates", "start date", [46053, 46081], "start date must be one value, not a monthly series"],
  [
    "a series of profit shares",
    "profit share",
    [0.1, 0.2],
    "profit share must be one value, not a monthly series",
  ],
  [
    "an uptime above 1",
    "uptime",
    [1, 97],
    "uptime, month 2, must be at most 1, got 97: is it 97 %? write 0.97",
  ],
])("%s is refused", (_, name, cells, message) => expect(() => read(name, ...cells)).toThrow(message));

test("a hashprice of 0 in a month is refused", () => {
  const cells = withSeries("hashprice", 50, 0, "end").filter(
    ([name]) => !/difficulty|height/.test(String(name)),
  );
  expect(() => modelOf(cells, [])).toThrow("hashprice, month 2, must be above 0, got 0 (a blank cell is 0)");
});

describe("payments", () => {
  const payments = (...cells: Cell[]) => {
    const model = read("capex schedule", ...cells);
    return valuesOf(model.capexSchedule, 6);
  };

  test("end with the last that is written, unless the word on ends them", () => {
    expect(payments("USD", 0, 120, 0, 80)).toEqual([0, 120, 0, 80, 0, 0]);
    expect(payments(null, 120, null, 80, 40, null)).toEqual([0, 120, 0, 80, 40, 0]);
    expect(payments(100, 50, "paid", 7)).toEqual([100, 50, 0, 0, 0, 0]);
    expect(payments(100, 50, " On ")).toEqual([100, 50, 50, 50, 50, 50]);
    expect(payments(0, "on")).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("one number is paid in every month", () => {
    const model = modelOf([...minimal, ["capex schedule", 25]], []);
    expect(valuesOf(model.capexSchedule, 12)).toEqual(new Array(12).fill(25));
    expect(cashflowsOf(model).totalOutlay).toBe(300);
  });

  test("those after the horizon are not made", () => {
    const cells = withSeries("capex schedule", 10, 20, 30, "end").filter(([name]) => name !== "months");
    const flows = cashflowsOf(modelOf([...cells, ["months", 2]], []));
    expect(flows.totalOutlay).toBe(30);
    expect(flows.capital[2]).toBe(-20);
  });
});

describe("a shape", () => {
  const shape = (...cells: Cell[]) =>
    modelOf([...minimal, ["power price shape", ...cells]], []).powerPriceShape;

  test.each<[string, Cell[], readonly number[]]>([
    ["texts before the first multiplier are notes", ["shape", "ratio", "nights", 0.5, 1.5], [0.5, 1.5]],
    ["a blank is 0", ["shape", 0.5, null, 1.5], [0.5, 0, 1.5]],
    ["a text ends it, and what follows is a note", ["shape", 0.5, 0, "end", 9], [0.5, 0]],
    ["negative multipliers are legal", ["shape", -0.2, 2.4], [-0.2, 2.4]],
    ["the word in any case", [" Shape ", 1, 2], [1, 2]],
    ["zeros alone, with a word behind them", ["shape", 0, 0, "free"], [0, 0]],
  ])("%s", (_, cells, multipliers) => expect(shape(...cells)).toEqual({ multipliers }));

  test("one multiplier is a number", () => {
    expect(shape("shape", "ratio", 1.2)).toBe(1.2);
    expect(shape(1.2)).toBe(1.2);
  });

  test("an hour of every day of a leap year, and no more", () => {
    expect(shape("shape", ...new Array<number>(8784).fill(1.5))).toMatchObject({
      multipliers: { length: 8784 },
    });
    expect(() => shape("shape", ...new Array<number>(8785).fill(1.5))).toThrow(
      "power price shape must have at most 8784 multipliers, got 8785",
    );
  });

  test.each<[string, Cell[], string]>([
    ["nothing", ["shape"], "power price shape needs its multipliers to the right"],
    ["only notes", ["shape", "ratio", ""], "power price shape needs its multipliers to the right"],
    [
      "blanks up to the edge",
      ["shape", 0.5, 1.5, null, null],
      "power price shape, multiplier 3, is 0 up to the end of the range, and a blank cell is 0: write a word after the last multiplier",
    ],
    [
      "only blanks",
      ["shape", null, null],
      "power price shape, multiplier 1, is 0 up to the end of the range",
    ],
    ["a 0 alone", ["shape", 0, "end"], "power price shape must not be 0 in its only part"],
    [
      "a number stored as text",
      ["shape", "0.5", 1.5],
      'power price shape, multiplier 1, must be a number, got the text "0.5": a number stored as text',
    ],
    ["TRUE", ["shape", 0.5, true], "power price shape, multiplier 2, must be a number, got TRUE"],
    [
      "an empty text before the first",
      ["shape", "ratio", "", 0.5],
      "power price shape has an empty text before multiplier 1: write a number, or a word in the note column",
    ],
    [
      "an empty text inside",
      ["shape", 0.5, "", 1.5],
      "power price shape: multiplier 2 is an empty text before a number: write 0, or a word to end them",
    ],
    [
      "a series",
      ["monthly", 0.5, 1.5],
      'power price shape must be a number, or the word shape with multipliers to the right, got the text "monthly"',
    ],
  ])("%s is refused", (_, cells, message) => expect(() => shape(...cells)).toThrow(message));

  test("an error among the multipliers is passed on", () => {
    const error = new CellError("#N/A");
    expect(() => shape("shape", 1, error)).toThrow(error);
  });
});

test("an error in a month is passed on, one in the notes is not", () => {
  const error = new CellError("#REF!");
  expect(() => fees(0.1, error)).toThrow(error);
  expect(fees(0.1, "end", error)).toEqual([0.1]);
});

test("power prices that end with a word may be 0, as free power", () => {
  expect(read("power price", 0.05, 0, "end").usdPerKwh).toEqual([0.05, 0]);
});

test("a growth beside a series is refused, naming both", () => {
  const cells: Cell[][] = [...withSeries("btc price", 1, 2), ["btc price growth", 0.1]];
  expect(() => modelOf(cells, [])).toThrow(
    "btc price growth must be 0 or left out when btc price is a monthly series",
  );
  expect(modelOf(cells, [[["btc price growth"]], [[0]]]).btcPrice).toEqual([1, 2]);
});

describe("months in which the machines are off", () => {
  const site: Cell[][] = [
    ["btc price", 125000],
    ["difficulty", 1.4e14],
    ["subsidy", 3.125],
    ["hashrate", 1200],
    ["efficiency", 17.5],
    ["power price", 0.081],
    ["months", 12],
  ];
  const halfYear = [...Array<number>(7).fill(1), ...Array<number>(5).fill(0)];
  const npv = (cells: Cell[][]) => metricOf(modelOf(cells, []), "npv");
  /** USD that a month of running brings, by the definitions: coins a day at the price, less power. */
  const margin =
    ((1200e12 * 86_400 * 30.4375) / (1.4e14 * 2 ** 32)) * 3.125 * 125000 - 1200 * 0.0175 * 730.5 * 0.081;

  test("zeros at the end of an uptime or a hashrate count", () => {
    const byHand = halfYear.reduce((sum, up, month) => sum + (up * margin) / 1.1 ** ((month + 1) / 12), 0);
    expect(byHand).toBeWithin(5476.6, { absolute: 0.005 });
    expect(npv([...site, ["uptime", "monthly", ...halfYear]])).toBeWithin(byHand, { absolute: 5e-9 });
    const hashrates = halfYear.map((up) => 1200 * up);
    const without = site.filter(([name]) => name !== "hashrate");
    expect(npv([...without, ["hashrate", "monthly", ...hashrates]])).toBeWithin(byHand, { absolute: 5e-9 });
  });

  test("zeros at the start and in the middle count, too", () => {
    const uptime = [0, 0, 1, 0, 1];
    const byHand = [...uptime, ...Array<number>(7).fill(1)].reduce(
      (sum, up, month) => sum + (up * margin) / 1.1 ** ((month + 1) / 12),
      0,
    );
    expect(npv([...site, ["uptime", "monthly", ...uptime]])).toBeWithin(byHand, { absolute: 5e-9 });
  });

  test("a lone 0 is refused, as it may be a blank cell", () => {
    for (const name of ["hashrate", "uptime", "subsidy"]) {
      const cells = [...golden1.filter(([known]) => known !== name), [name, 0]];
      expect(() => modelOf(cells, [])).toThrow(
        /must be above 0.*got 0 \(a blank cell reads as 0 in desktop Excel\)/,
      );
    }
    expect(modelOf([...golden1, ["subsidy", "monthly", 3.125, 0]], []).subsidy).toEqual([3.125, 0]);
  });
});
