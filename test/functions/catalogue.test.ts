import { parseTree } from "custom-functions-metadata/lib/parseTree";
import { catalogue } from "../../src/functions/catalogue";
import { groups } from "../../src/functions/define";
import { functionsJson, type FunctionMetadata } from "../../src/functions/generate/functionsJson";
import { exampleCall } from "../../src/functions/formulaCall";
import { isVector } from "../../src/functions/parameters";
import { callOn, expectResult, liveMarket, market } from "./host";

/** Functions whose vectors may differ in length. */
const independent = ["PRICE_FAN", "SENSITIVITY_GRID"];

const names = catalogue.map(({ name }) => name);
const { functions } = functionsJson(catalogue, "https://example.org/");

describe("the catalogue", () => {
  test("has unique, legal names in the order of the groups", () => {
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Z][A-Z0-9_]*$/);
    const order = catalogue.map(({ group }) => groups.indexOf(group));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test.each(catalogue)("$name documents itself", (definition) => {
    for (const text of [definition.summary, definition.formula, ...definition.sources])
      expect(text.trim()).not.toBe("");
    expect(definition.sources.length).toBeGreaterThan(0);
    expect(definition.examples.length).toBeGreaterThan(0);
    expect(definition.summary).not.toMatch(/[.]$/);
    for (const other of definition.seeAlso)
      if (!names.includes(other)) throw new Error(`seeAlso: there is no function called ${other}`);
    for (const { doc, rule } of Object.values(definition.parameters)) expect(doc && rule).not.toBe("");
  });

  test.each(catalogue)("$name has no required argument after an optional one", ({ parameters }) => {
    const optional = Object.values(parameters).map((parameter) => parameter.optional);
    expect(optional).toEqual([...optional].sort((a, b) => Number(a) - Number(b)));
  });

  test.each(catalogue)("$name: argument names are those of Excel", ({ parameters }) => {
    for (const name of Object.keys(parameters))
      if (!/^[a-z][A-Za-z0-9]*$/.test(name))
        throw new Error(`${name}: write it like btcPrice, which is btc_price in Excel`);
  });

  test.each(catalogue)(
    "$name: vectors of which each place is one thing skip the same cells",
    (definition) => {
      const { name, parameters, together } = definition;
      const vectors = Object.entries(parameters).filter(([, given]) => isVector(given) && !given.optional);
      if (vectors.length > 1 && !independent.includes(name) && together === undefined)
        throw new Error(
          `say in "together" that ${vectors.map(([key]) => key).join(" and ")} belong together by their place, or add ${name} to those whose vectors do not`,
        );
    },
  );

  const examples = catalogue.flatMap(({ examples }) => examples);
  test.each(examples)("$formula", (example) => {
    const { name, given } = exampleCall(example.formula, example.cells);
    const reader = example.fetched === undefined ? market : liveMarket(example.fetched);
    expectResult(callOn(reader, name, ...given), example);
  });
});

describe("functions.json", () => {
  /** The definitions as a developer would have written them for Microsoft's own generator. */
  const source = functions.map(jsDocOf).join("\n");

  test("is what Microsoft's parser makes of the same signatures", () => {
    const parsed = parseTree(source, "functions.ts");
    expect(parsed.extras.flatMap(({ errors }) => errors)).toEqual([]);
    expect(parsed.functions).toEqual(functions);
  });

  test("streams what reads the market, and nothing else", () => {
    const streamed = functions.filter(({ options }) => options?.stream).map(({ name }) => name);
    expect(streamed).toEqual(["MARKET", "HISTORY", "MARKET_STATUS", "ABOUT", "OPTION_CHAIN"]);
  });

  test("marks as cancelable what may run for long, and nothing else", () => {
    const cancelable = functions.filter(({ options }) => options?.cancelable).map(({ name }) => name);
    expect(cancelable).toEqual(catalogue.filter(({ steps }) => steps !== undefined).map(({ name }) => name));
    expect(cancelable).toEqual(expect.arrayContaining(["CASHFLOW_AT_RISK", "HAZARD_LOSS", "SIM_MINER"]));
  });

  test("what may run for long, in a worker that knows no market, reads none", () => {
    const long = catalogue.filter(({ steps }) => steps !== undefined);
    expect(long.filter(({ streams, compute }) => streams === true || compute.length > 1)).toEqual([]);
  });

  test("asks Excel to hand errors over", () => {
    expect(functionsJson(catalogue, "https://example.org/").allowErrorForDataTypeAny).toBe(true);
  });
});

function jsDocOf({ id, description, helpUrl, parameters, options }: FunctionMetadata): string {
  const types = { repeating: "any[][][]", single: "any[][]" };
  const type = (repeating?: true) => (repeating ? types.repeating : types.single);
  const taken = parameters.map(
    ({ name, optional, repeating }) => `${name}${optional ? "?" : ""}: ${type(repeating)}`,
  );
  const streamed = "invocation: CustomFunctions.StreamingInvocation<any[][]>";
  const last = options?.cancelable ? ["invocation: CustomFunctions.CancelableInvocation"] : [];
  const head = options?.stream
    ? `(${[...taken, streamed].join(", ")}): void {}`
    : `(${[...taken, ...last].join(", ")}): any[][] { return []; }`;
  return `/**
 * ${description}
 * @customfunction ${id}
${parameters.map((parameter) => ` * @param ${parameter.name} ${parameter.description}`).join("\n")}
 * @helpurl ${helpUrl}
 */
function f${id}${head}`;
}
