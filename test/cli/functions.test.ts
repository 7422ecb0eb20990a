import { Command } from "commander";
import { addFunctions } from "../../src/cli/functions";
import { excelName } from "../../src/functions/arguments";
import { catalogue } from "../../src/functions/catalogue";
import { nativeNames, notNative } from "../../src/native/forms";
import published from "../functions/published.json";
import { BUILD_MS, emptyFolder, hashcell } from "./command";

const folder = emptyFolder();
beforeAll(() => {
  // Builds the command; what it says of that does not come between the lines that the tests read.
  hashcell(folder, ["--version"]);
}, BUILD_MS);

const functions = (...words: string[]) => hashcell(folder, ["functions", ...words]);

const names = nativeNames();

/** A text without the places where it was broken into lines. */
const unbroken = (text: string) => text.replace(/\s+/g, " ");

/** The same in this process, for many of them. */
function inProcess(...words: string[]): string {
  let said = "";
  const write = jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
  try {
    const program = new Command().exitOverride();
    addFunctions(program);
    program.parse(["functions", ...words], { from: "user" });
  } finally {
    write.mockRestore();
  }
  return said;
}

test("every published function is listed in its group", () => {
  const { status, stdout, stderr } = functions();
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const listed = [...stdout.matchAll(/^ {2}([A-Z_0-9]+) {2,}\S/gm)].map(([, name]) => name);
  expect([...listed].sort()).toEqual(Object.keys(published).sort());
  const groups = stdout.split("\n\n").map((section) => section.split("\n"));
  expect(groups.find((lines) => lines.some((line) => /^ {2}HASHPRICE /.test(line)))?.[0]).toBe(
    "Unit economics",
  );
  const entries = JSON.parse(functions("--json").stdout) as {
    name: string;
    group: string;
    summary: string;
  }[];
  expect(entries.map(({ name }) => name)).toEqual(listed);
  expect(entries.find(({ name }) => name === "HASHPRICE")).toEqual({
    name: "HASHPRICE",
    group: "Unit economics",
    summary: "Expected revenue of a unit of hashrate for a day, before the pool fee",
  });
});

test("a function is explained: arguments with unit, default and rule, result, examples, native form", () => {
  const { status, stdout } = functions("HASHPRICE");
  expect(status).toBe(0);
  expect(unbroken(stdout)).toContain(
    "fees_btc Transaction fees. [BTC per block; default 0; must be at least 0]",
  );
  expect(stdout).toContain("One number: USD per unit per day.");
  expect(stdout).toMatch(/=MINING\.HASHPRICE\(85956\.45, .*\)\n {2}gives 40\.89879156/);
  expect(stdout).toMatch(/MINING_HASHPRICE =\n {4}LAMBDA\(btc_price, difficulty/);
  expect(stdout).toMatch(/^ {8}blocks_per_day, hashes \* 86400/m);
});

test.each(["hashprice", "MINING.HASHPRICE", "=mining.hashprice(1, 2)", "MINING_HASHPRICE", " HASHPRICE "])(
  "%s is HASHPRICE as well",
  (name) => expect(functions(name).stdout).toBe(functions("HASHPRICE").stdout),
);

test("lines end at the width of a page, but for formulas and tables", () => {
  const lines = functions("POWER_BILL").stdout.split("\n");
  const native = lines.findIndex((line) => line.startsWith("Native form"));
  for (const line of lines.slice(0, native)) expect(line.length).toBeLessThanOrEqual(100);
});

test.each(catalogue.map(({ name }) => name))("all that help says of %s is there", (name) => {
  const definition = catalogue.find((known) => known.name === name);
  if (definition === undefined) throw new Error(name);
  const text = unbroken(inProcess(name));
  const { summary, parameters, examples, sources, remarks = [] } = definition;
  const facts = [summary, ...examples.map(({ formula }) => formula), ...sources, ...remarks];
  for (const fact of facts) expect(text).toContain(unbroken(fact));
  for (const [key, { doc, unit, rule }] of Object.entries(parameters)) {
    expect(text).toContain(`${excelName(key)} ${unbroken(doc)}. [${unit}`);
    expect(text).toContain(unbroken(rule));
  }
  const described = JSON.parse(inProcess(name, "--json")) as Record<string, unknown> & {
    arguments: { name: string; required: boolean }[];
    native: { name: string; needs: string[] } | null;
  };
  expect(described.arguments.map(({ name: argument }) => argument).join(", ")).toBe(
    (published as Record<string, string>)[name],
  );
  expect(described.native === null).toBe(!names.has(`MINING_${name}`));
  if (described.native !== null)
    for (const needed of described.native.needs) expect(names.has(needed)).toBe(true);
  else expect(text).toContain(`None, since ${notNative[name] ?? ""}. In a portable`);
});

test("a table that is wider than the page has its columns as lines, and cells are listed once", () => {
  const text = inProcess("MINER_CASHFLOWS");
  expect(text).toMatch(/^ {4}Net cash \(USD\) +-4000 +522\.5506706\d*$/m);
  expect(text).toContain(
    "gives, in its first 3 columns,\n    Month  Height (block)  Subsidy (BTC per block)\n",
  );
  expect(text.match(/^ {4}start height +1042000$/gm)).toHaveLength(1);
  expect(text).toContain("where the cells from A1 hold the same as in example 1.");
});

test("a model with overrides is shown, and where the halving is", () => {
  const text = inProcess("MINER_CASHFLOWS");
  expect(text).toContain('=MINING_MINER_CASHFLOWS(MINING_WITH(model, {"capex", 0; "tax rate", 0}))');
  expect(unbroken(text)).toMatch(/MINING_SUBSIDIES The mean subsidy [^.]*\. The halving is here/);
});

test("a name of the native forms is explained", () => {
  const { status, stdout } = functions("mining_row_of");
  expect(status).toBe(0);
  expect(stdout).toMatch(/^MINING_ROW_OF\nThe place of the label/);
  expect(stdout).toMatch(/^ {2}MINING_ROW_OF =\n {4}LAMBDA\(labels, output,\n/m);
  expect(stdout).toContain("It needs this name, which");
  expect(stdout).toMatch(/^ {4}MINING_TEXT_KEY {2}What is compared of a label/m);
  expect(JSON.parse(functions("MINING_ROW_OF", "--json").stdout)).toMatchObject({
    name: "MINING_ROW_OF",
    needs: ["MINING_TEXT_KEY"],
  });
});

test.each([
  ["hshprice", "; did you mean HASHPRICE?"],
  ["HASH", "; did you mean HASHPRICE or HASHCOST or HASHPRICE_CURVE?"],
  ["MINING.MINER_NPW", expect.stringMatching(/^; did you mean MINER_NPV/)],
  ["NOPE", ""],
  ["zzzzzzzzzzzz", ""],
  ["x".repeat(5000), ""],
])("the name %s is unknown, with those that may be meant", (name, meant) => {
  const { status, stdout, stderr } = functions(name);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  const [, said] =
    /^hashcell: no function is called ".*"(.*)\n\(hashcell functions lists all of them\)\n$/.exec(stderr) ??
    [];
  expect(said).toEqual(meant);
  expect(stderr.length).toBeLessThan(300);
});

test.each([
  [["functions", "A", "B"], "too many arguments for 'functions'"],
  [["functions", "--jsn"], "unknown option '--jsn'"],
  [["function"], "unknown command 'function'\n(Did you mean functions?)"],
])("%j is refused as wrong usage", (words, message) => {
  const { status, stdout, stderr } = hashcell(folder, words);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr.startsWith(`hashcell: ${message}`)).toBe(true);
});

test("without a command the help comes on standard error", () => {
  const { status, stdout, stderr } = hashcell(folder, []);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(/^Usage: hashcell /);
});

test("the help of a command has its exit codes", () => {
  for (const words of [
    ["help", "functions"],
    ["functions", "--help"],
  ]) {
    const { status, stdout } = hashcell(folder, words);
    expect(status).toBe(0);
    expect(stdout).toMatch(/Exit codes:\n {2}0 +done\n {2}2 +wrong usage\n {2}70 +a fault in Hashcell\n/);
  }
});
