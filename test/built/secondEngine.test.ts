import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { catalogue } from "../../src/functions/catalogue";
import { exampleCall } from "../../src/functions/formulaCall";

// The built functions in a second engine, QuickJS: what they answer must be the same to the last bit.

/** Runs in either engine: answers calls in JSON, numbers by their bits, which JSON would not keep. */
const HOST = `
const functions = new Map();
class BareError {
  constructor(code, message) {
    this.code = code;
    this.message = message;
  }
}
globalThis.CustomFunctions = { associate: (id, run) => functions.set(id, run), Error: BareError };
const view = new DataView(new ArrayBuffer(8));
function written(value) {
  if (typeof value === "number") {
    view.setFloat64(0, value);
    return value + " " + view.getBigUint64(0).toString(16);
  }
  if (value instanceof BareError) return value.code + " " + value.message;
  return Array.isArray(value) ? value.map(written) : value;
}
globalThis.answers = (calls) =>
  JSON.stringify(
    JSON.parse(calls).map(([name, given]) => {
      try {
        return written(functions.get(name)(...given, {}));
      } catch (error) {
        return error instanceof BareError ? written(error) : String(error);
      }
    }),
  );
`;
const BUILT = readFileSync("dist/functions.js", "utf8");

type Call = readonly [name: string, given: readonly unknown[]];

/** Counts the modules of WebAssembly that run. */
const COUNTED = `
globalThis.running = 0;
WebAssembly.Instance = class extends WebAssembly.Instance {
  constructor(...given) {
    super(...given);
    running++;
  }
};
`;

function inV8(calls: readonly Call[]): string[] {
  const context = { running: 0 };
  runInNewContext(COUNTED + HOST + BUILT, context);
  const asked = JSON.stringify(calls);
  const answers = runInNewContext("answers(asked)", Object.assign(context, { asked })) as string;
  // Simulations in WebAssembly are held against those in TypeScript: QuickJS has no WebAssembly.
  expect(context.running).toBe(1);
  return JSON.parse(answers) as string[];
}

function inQuickJs(calls: readonly Call[]): string[] {
  return JSON.parse(
    evaluated([HOST, BUILT, `answers(${JSON.stringify(JSON.stringify(calls))})`]),
  ) as string[];
}

/** The value of the last script, a text, in QuickJS. */
function evaluated(scripts: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["-r", "./.config/typescript.cjs", "test/built/quickJs.ts"],
    { input: JSON.stringify(scripts), encoding: "utf8", maxBuffer: 1e9 },
  );
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** A single value as the range of one cell that Excel makes of it. */
const matrix = (value: unknown) => (value === null || Array.isArray(value) ? value : [[value]]);

/** A call with other numbers in it: shares, rates and prices, but no counts, days or names. */
function varied(given: unknown, factor: number): unknown {
  if (Array.isArray(given)) return given.map((part) => varied(part, factor));
  const isVaried = typeof given === "number" && (!Number.isInteger(given) || given > 50_000);
  return isVaried ? given * factor : given;
}

/** They draw thousands of numbers: once is enough. */
const DRAWN = /^(SIM_|CASHFLOW_AT_RISK|HAZARD_LOSS)/;
/** Draws a million: half a minute in the second engine. */
const TOO_MANY = '=MINING.HAZARD_LOSS({"Outage", 2, 100, 0}, 0.95, FALSE)';

/** The examples of functions that answer at once, as they stand and with other numbers. */
const calls = catalogue
  .filter(({ streams }) => streams !== true)
  .flatMap(({ name, examples }) =>
    examples
      .filter(({ fetched, formula }) => fetched === undefined && formula !== TOO_MANY)
      .flatMap(({ formula, cells }): Call[] => {
        const given = exampleCall(formula, cells).given.map(matrix);
        const factors = DRAWN.test(name) ? [1] : [1, 0.961, 1.0137, 0.52, 1.83];
        return factors.map((factor) => [name, given.map((part) => varied(part, factor))]);
      }),
  );

test("the same bits in V8 and in QuickJS", () => {
  const [own, other] = [inV8(calls), inQuickJs(calls)];
  for (const [index, [name, given]] of calls.entries())
    expect({ name, given, answer: other[index] }).toEqual({ name, given, answer: own[index] });
  const numbers = JSON.stringify(own).match(/"-?[\d.e+-]+ [\da-f]+"/g) ?? [];
  expect(numbers.length).toBeGreaterThan(3000);
});

// Else the test above would say nothing.
test("the engines' own functions differ", () => {
  const text = "Array.from({ length: 2000 }, (_, index) => Math.exp((index - 1000) / 97.3)).join()";
  expect(evaluated([text])).not.toBe(runInNewContext(text));
});
