import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { catalogue } from "../src/functions/catalogue";
import { functionsJson } from "../src/functions/generate/functionsJson";

type Matrix = (number | string)[][];

/** Loads the built functions where there is nothing but ECMAScript and CustomFunctions. */
function loadBuilt(): Map<string, (...given: unknown[]) => Matrix> {
  const functions = new Map<string, (...given: unknown[]) => Matrix>();
  class BareError {
    constructor(
      readonly code: string,
      readonly message: string,
    ) {}
  }
  const CustomFunctions = {
    associate: (id: string, run: (...given: unknown[]) => Matrix) => functions.set(id, run),
    Error: BareError,
  };
  runInNewContext(readFileSync("dist/functions.js", "utf8"), { CustomFunctions });
  return functions;
}

test("dist/functions.js runs in a bare script context and associates every function", () => {
  const functions = loadBuilt();
  expect([...functions.keys()]).toEqual(catalogue.map(({ name }) => name));
  const hashprice = functions.get("HASHPRICE")?.([[100000]], [[1e14]], [[3.125]], null, null);
  // 10^15 x 86400 / (10^14 x 2^32) x 3.125 x 100000
  expect(hashprice?.[0]?.[0]).toBeCloseTo(62.8642737865448, 10);
  expect(() => functions.get("HASHPRICE")?.([["abc"]], [[1e14]], [[3.125]])).toThrow(
    expect.objectContaining({ code: "#VALUE!", message: 'btc_price must be a number, got the text "abc"' }),
  );
});

test("dist/functions.json is what the definitions say", () => {
  const built = JSON.parse(readFileSync("dist/functions.json", "utf8"));
  expect(built).toEqual(functionsJson(catalogue, "https://localhost:3000/"));
});
