import { catalogue } from "../../src/functions/catalogue";
import { argumentsOf } from "../../src/functions/arguments";
import { bind } from "../../src/functions/bind";
import { hashcost } from "../../src/functions/economics/hashcost";
import { exampleCall } from "../../src/functions/formulaCall";
import { errorOf, ExcelError, market, one } from "./host";

/** As Excel hands them over: everything as a range. */
const asRanges = (given: readonly unknown[]) =>
  given.map((value) => (value === null || Array.isArray(value) ? value : [[value]]));

/** What Excel passes after the arguments (custom-functions-runtime, CustomFunctions.Invocation). */
const invocation = () => ({ functionName: "F", address: "Sheet1!B2", isInValuePreview: false });

const called = catalogue.filter(({ streams }) => !streams);

describe("a call by yesterday's functions.json, which knows fewer arguments", () => {
  test.each(called)("$name takes the invocation for none of its arguments", (definition) => {
    const run = bind(definition, market);
    const { given } = exampleCall(definition.examples[0]?.formula ?? "", definition.examples[0]?.cells);
    const required = Object.values(definition.parameters).filter(({ optional, shape }) => {
      return !optional && shape !== "repeating";
    }).length;
    for (let count = required; count <= Object.keys(definition.parameters).length; count++) {
      const args = asRanges(given.slice(0, count));
      const outcome = (raw: readonly unknown[]) => {
        try {
          return run(...raw);
        } catch (error) {
          return error;
        }
      };
      expect(outcome([...args, invocation()])).toEqual(outcome(args));
    }
  });

  test("an error or a data type in the last place is an argument, not the invocation", () => {
    const last = (raw: unknown) => argumentsOf(hashcost, [[[15]], raw])[1]?.cells;
    expect(last(new ExcelError("#REF!"))).toHaveLength(1);
    expect(last({ type: "Double", basicValue: 0.05 })).toHaveLength(1);
    expect(last({ type: "WebImage", address: "https://example.com/a.png" })).toHaveLength(1);
    expect(last(invocation())).toBeNull();
  });
});

describe("an error in an argument", () => {
  const rest = [1e14, 3.125];

  test.each(["#VALUE!", "#N/A", "#DIV/0!", "#NUM!", "#NULL!"])("%s is passed on", (code) => {
    expect(errorOf("HASHPRICE", new ExcelError(code), ...rest)).toMatch(
      new RegExp(`^${code.replace("/", "\\/")} there is ${code.replace("/", "\\/")} in btc_price`),
    );
  });

  test.each(["#REF!", "#NAME?", "#SPILL!", "#CALC!", "#FIELD!", "#CONNECT!", "#BUSY!"])(
    "%s, which Excel does not take back, becomes #VALUE! and is named",
    (code) => {
      for (const cell of [new ExcelError(code), code])
        expect(errorOf("HASHPRICE", cell, ...rest)).toBe(`#VALUE! there is ${code} in btc_price`);
    },
  );

  test("is said with its place: in a vector, a table, a model and a pair of words", () => {
    const broken = new ExcelError("#REF!");
    expect(errorOf("VAR_CVAR", [[1], [2], [broken], [4]])).toBe("#VALUE! there is #REF! in pnl, value 3");
    expect(errorOf("FLEET", [[10, 200, broken]])).toBe("#VALUE! there is #REF! in units, value 3");
    const model = [
      ["hashrate", 100],
      ["power price", broken],
    ];
    expect(errorOf("MINER_NPV", model)).toBe("#VALUE! there is #REF! in model, row 2, column 2");
  });

  test("says through how many functions it came only once", () => {
    const first = new ExcelError("#N/A", "there is #N/A in btc_price: no price on 1 January 2009");
    expect(errorOf("HASHPRICE", first, ...rest)).toBe(`#N/A ${first.message}`);
  });

  test("no function hands out an error that Excel does not take", () => {
    for (const definition of called) {
      const { given } = exampleCall(definition.examples[0]?.formula ?? "", definition.examples[0]?.cells);
      given.forEach((value, at) => {
        if (value === null) return;
        const cells = Array.isArray(value) ? (value as unknown[][]) : [[value]];
        for (const [row, column] of [
          [0, 0],
          [cells.length - 1, (cells[0]?.length ?? 1) - 1],
        ] as const) {
          const broken = cells.map((line) => [...line]);
          (broken[row] ?? [])[column] = new ExcelError("#SPILL!");
          const args = [...given];
          args[at] = broken;
          const seen = JSON.stringify(outcomeOf(definition, args), codes);
          expect([definition.name, at, seen.includes('"code #SPILL!"')]).toEqual([
            definition.name,
            at,
            false,
          ]);
        }
      });
    }
  });
});

const codes = (_key: string, value: unknown) => (value instanceof ExcelError ? `code ${value.code}` : value);

function outcomeOf(definition: (typeof catalogue)[number], args: readonly unknown[]): unknown {
  try {
    return bind(definition, market)(...asRanges(args));
  } catch (error) {
    return error;
  }
}

describe("data types", () => {
  test("a number with a format of its own is its number", () => {
    const price = {
      type: "FormattedNumber",
      basicType: "Double",
      basicValue: 100000,
      numberFormat: "$#,##0",
    };
    expect(one("HASHPRICE", [[price]], 1e14, 3.125)).toBeWithin(62.8642737865448, { absolute: 5e-11 });
  });

  test("a stock, a currency, an array says what to point at instead", () => {
    const advice =
      "#VALUE! there is #VALUE! in btc_price: if the cell holds a stock, a currency or another data type, use one of its fields: A2.Price";
    const stock = {
      type: "Entity",
      text: "BTC/USD",
      basicType: "Error",
      basicValue: "#VALUE!",
      properties: {},
    };
    const array = { type: "Array", basicValue: [[1]] };
    // Excel 2021 and 2024, and any Excel unless functions.json asks for more, hand over the error only.
    for (const cell of [stock, array, new ExcelError("#VALUE!")])
      expect(errorOf("HASHPRICE", [[cell]], 1e14, 3.125)).toBe(advice);
  });
});

describe("whole columns and rows", () => {
  const column = Array.from({ length: 1_048_576 }, () => [0]);

  test.each([
    ["HASHPRICE", [column, 1e14, 3.125], "btc_price"],
    ["VAR_CVAR", [column], "pnl"],
    ["FLEET", [column], "units"],
  ] as const)("%s answers A:A with what to type", (name, given, argument) => {
    expect(errorOf(name, ...given)).toBe(
      `#VALUE! ${argument} is a whole column: use only its rows, as A2:A999, or A2:.A999, which leaves out blank ends (as TRIMRANGE does)`,
    );
  });

  test("1:1 too, and a whole column among the overrides", () => {
    const row = [new Array(16_384).fill(0)];
    expect(errorOf("VAR_CVAR", row)).toBe("#VALUE! pnl is a whole row: use only its cells, as B2:Z2");
    expect(errorOf("MINER_NPV", [["hashrate", 100]], "btc price", column)).toMatch(/is a whole column/);
  });
});
