import fc from "fast-check";
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
    const names = fc.constantFrom("fees", "hashrate", "uptime", "btc price", "power price", "other opex");
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
    "an uptime above 1",
    "uptime",
    [1, 97],
    "uptime, month 2, must be at most 1, got 97: is it 97 %? write 0.97",
  ],
])("%s is refused", (_, name, cells, message) => expect(() => read(name, ...cells)).toThrow(message));

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
