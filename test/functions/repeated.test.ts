import type { MarketReader } from "../../src/data/market";
import { catalogue } from "../../src/functions/catalogue";
import { bind } from "../../src/functions/bind";
import { define, type Definition, type RecordFunction } from "../../src/functions/define";
import { number, optional, vector } from "../../src/functions/parameters";
import { remembered } from "../../src/functions/repeated";
import { model, output, overrides } from "../../src/functions/vocabulary";
import { exampleCall } from "../../src/functions/formulaCall";
import { argumentsFor, callOn, expectResult, liveMarket, market } from "./host";

const described = {
  group: "Costs and accounting",
  summary: "",
  formula: "",
  sources: [],
  examples: [],
  seeAlso: [],
} as const;

/** A record of the sum of a range, with the calls that were computed; each test has its own. */
function counting() {
  const { calls, definition } = counted();
  return { calls, compute: computeOf(definition) };
}

function counted() {
  const calls: unknown[] = [];
  const definition = define({
    ...described,
    name: "SUM_OF",
    parameters: { values: vector("", ""), factor: optional(number("", ""), 1), output },
    returns: { shape: "record", rows: { total: ["Total", ""], count: ["Count", ""] } },
    compute: ({ values, factor }) => {
      calls.push([[...values], factor]);
      if (values.includes(-1)) throw new RangeError("-1");
      return { total: factor * values.reduce((a, b) => a + b, 0), count: values.length };
    },
  });
  return { calls, definition };
}

const computeOf = (definition: RecordFunction) => {
  const compute = remembered(definition);
  return (given: unknown) => compute(given as never, market);
};

describe("equal calls share one result", () => {
  test("whatever field they ask for, but not with the whole record", () => {
    const { calls, compute } = counting();
    const given = () => ({ values: [1, 2, 3], factor: 2, output: "Total" as string | undefined });
    const first = compute(given());
    expect(first).toEqual({ total: 12, count: 3 });
    expect(compute({ ...given(), output: "Count" })).toBe(first);
    expect(calls).toHaveLength(1);
    compute({ ...given(), output: undefined });
    compute({ ...given(), output: undefined });
    expect(calls).toHaveLength(2);
  });

  test("and content is compared once: the rows of a lifted call give the same range", () => {
    const { calls, compute } = counting();
    let looks = 0;
    const values = () => [
      {
        get price() {
          looks++;
          return 1;
        },
      },
    ];
    const given = (range: unknown) => ({ values: range, factor: 2 });
    const first = compute(given(values()));
    const range = values();
    expect(compute(given(range))).toBe(first);
    const looksOfOne = looks;
    for (let row = 0; row < 10; row++) expect(compute(given(range))).toBe(first);
    expect(calls).toHaveLength(1);
    expect(looks).toBe(looksOfOne);
  });

  test("by content: a number more, another number, another factor, 0 and -0, TRUE and 1", () => {
    const { calls, compute } = counting();
    const all = () => [
      { values: [1, 2], factor: 2 },
      { values: [1, 2, 0], factor: 2 },
      { values: [1, 2], factor: 3 },
      { values: [1, 2], factor: 0 },
      { values: [1, 2], factor: -0 },
      { values: [1, NaN], factor: 2 },
      { values: Float64Array.of(1, 5), factor: 2 },
      { values: [{ a: 1 }, new Map([["b", [1]]])], factor: 2 },
      { values: [{ a: 1 }, new Map([["b", [2]]])], factor: 2 },
      { values: [{ a: true }, new Map([["b", [1]]])], factor: 2 },
      { values: [{ a: 1, b: 1 }, new Map([["b", [1]]])], factor: 2 },
    ];
    const results = all().map(compute);
    expect(calls).toHaveLength(all().length);
    const again = all().map(compute);
    expect(calls).toHaveLength(all().length);
    for (const [place, result] of again.entries()) expect(result).toBe(results[place]);
  });

  test("functions, and errors of cells, are only the same as themselves", () => {
    const { calls, compute } = counting();
    const lazily = () => 1;
    for (const later of [lazily, lazily, () => 1]) compute({ values: [1], factor: later });
    for (const error of [new Error("#N/A"), new Error("#N/A")]) compute({ values: [1], factor: error });
    expect(calls).toHaveLength(4);
  });

  test("what is thrown is computed again", () => {
    const { calls, compute } = counting();
    for (let time = 0; time < 2; time++)
      expect(() => compute({ values: [-1], factor: 1 })).toThrow(RangeError);
    expect(calls).toHaveLength(2);
  });
});

test("cells that show a field each compute once, by themselves and lifted", () => {
  const { calls, definition } = counted();
  const bound = bind(definition, market);
  const values = () => [[1], [2], [3]];
  expect(bound(values(), [[2]], [["Total"]])).toEqual([[12]]);
  expect(bound(values(), [[2]], [["Count"]])).toEqual([[3]]);
  expect(bound(values(), [[2]], [["Total", "Count", "total"]])).toEqual([[12, 3, 12]]);
  expect(calls).toHaveLength(1);
  expect(bound(values(), [[2], [3]], [["Total"]])).toEqual([[12], [18]]);
  expect(calls).toHaveLength(2);
  expect(bound(values(), [[2]])).toEqual([
    ["Total", 12],
    ["Count", 3],
  ]);
});

test("a range that the host has filled with other numbers is another", () => {
  const { definition } = counted();
  const bound = bind(definition, market);
  const values = [[1], [2], [3]];
  expect(bound(values, [[1]], [["Total"]])).toEqual([[6]]);
  const [first = []] = values;
  first[0] = 5;
  expect(bound(values, [[1]], [["Total"]])).toEqual([[10]]);
  values.push([1]);
  expect(bound(values, [[1]], [["Total"]])).toEqual([[11]]);
});

test("only the last calls are kept, and none that is large", () => {
  const { calls, compute } = counting();
  const many = Array.from({ length: 40 }, (_, index) => ({ values: [index], factor: 1 }));
  for (const given of many) compute(given);
  for (const given of many.slice(-16).reverse()) compute(given);
  expect(calls).toHaveLength(40);
  compute(many[0]);
  expect(calls).toHaveLength(41);
  const large = { values: new Array<number>(200_001).fill(1), factor: 1 };
  compute(large);
  compute(large);
  expect(calls).toHaveLength(43);
  compute(many[0]);
  expect(calls).toHaveLength(43);
});

describe("computed each time", () => {
  const single = define({
    ...described,
    name: "SINGLE",
    parameters: { x: number("", ""), xs: optional(vector("", "")), output },
    returns: { shape: "record", rows: { x: ["X", ""] } },
    compute: ({ x }) => ({ x }),
  });
  const onMarket = define({
    ...described,
    name: "ON_MARKET",
    parameters: { model, overrides },
    returns: { shape: "table", columns: [] },
    compute: (_given, reader: MarketReader) => [[reader.now()]],
  });

  test("records of single cells, and what reads the market", () => {
    expect(remembered(single)).toBe(single.compute);
    expect(remembered(onMarket)).toBe(onMarket.compute);
    for (const definition of catalogue)
      if (definition.streams && definition.returns.shape !== "scalar")
        expect(remembered(definition as RecordFunction)).toBe(definition.compute);
  });
});

/** Of the functions that read a range and answer with several values, those that compute some of their examples twice. */
function computingAgain(): string[] {
  return catalogue.filter(isSharing).flatMap((definition) => {
    const { name, compute, examples } = definition as RecordFunction;
    let calls = 0;
    const counted = (given: never, reader: MarketReader) => {
      calls++;
      return compute(given, reader);
    };
    const counting = {
      ...definition,
      compute: Object.defineProperty(counted, "length", { value: compute.length }),
    };
    const again = examples.filter(({ formula, cells, fetched }) => {
      const bound = bind(counting as RecordFunction, fetched === undefined ? market : liveMarket(fetched));
      const call = () => bound(...argumentsFor(definition, exampleCall(formula, cells).given));
      const first = call();
      const before = calls;
      expect(call()).toEqual(first);
      return calls > before;
    });
    expect(calls).toBeGreaterThan(0);
    return again.length > 0 ? [name] : [];
  });
}

const isSharing = ({ returns, parameters }: Definition) =>
  returns.shape !== "scalar" && Object.values(parameters).some(({ shape }) => shape !== "cell");

test("functions that read a range and answer with several values compute equal calls once", () => {
  // Both are records that need no range: it may be left out.
  expect(computingAgain()).toEqual(["OPTION_GREEKS", "HASHPRICE_FORWARD"]);
});

/** Frozen as far as a result goes: a change would throw. */
function frozen<T>(result: T): T {
  if (Array.isArray(result) || (typeof result === "object" && result !== null && !(result instanceof Error)))
    for (const part of Object.values(result)) frozen(part);
  return Object.freeze(result);
}

test("no result is changed on its way into the cells", () => {
  for (const definition of catalogue) {
    if (definition.returns.shape === "scalar") continue;
    const { compute, examples } = definition as RecordFunction;
    const freezing = {
      ...definition,
      compute: (given: never, reader: MarketReader) => frozen(compute(given, reader)),
    };
    for (const { formula, cells, fetched } of examples) {
      const reader = fetched === undefined ? market : liveMarket(fetched);
      const args = argumentsFor(definition, exampleCall(formula, cells).given);
      expect(bind(freezing as RecordFunction, reader)(...args)).toEqual(bind(definition, reader)(...args));
    }
  }
});

test("no function reads the market that does not say so", () => {
  const unread = new Proxy({} as MarketReader, {
    get: () => {
      throw new Error("the market was read");
    },
  });
  for (const { compute, examples } of catalogue) {
    if (compute.length > 1) continue;
    for (const example of examples) {
      const { name, given } = exampleCall(example.formula, example.cells);
      expectResult(callOn(unread, name, ...given), example);
    }
  }
});
