import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { catalogue } from "../../src/functions/catalogue";
import { help, type FunctionHelp } from "../../src/functions/help";

/** All that the help says of a function, text by text. */
function textsOf(of: FunctionHelp): string[] {
  const { summary, formula, remarks = [], sources, examples, docs, units, resultUnit = "" } = of;
  const ofExamples = examples.flatMap((example) => [example.formula, example.note]);
  const ofParameters = [...Object.values(docs), ...Object.values(units)];
  return [summary, formula, ...remarks, ...sources, ...ofExamples, ...ofParameters, resultUnit];
}

/** A script's text without what a text in it may be quoted by. */
const unquoted = (text: string) => text.replace(/["'`\\]/g, "");

const scriptNamed = (name: RegExp) => {
  const file = readdirSync("dist").find((found) => name.test(found));
  return unquoted(readFileSync(`dist/${file}`, "utf8"));
};

/** Words that cells need too. */
const SHORT = 30;

test("functions.js has nothing of the help, and the pane's script all of it", () => {
  const [functions, pane] = [scriptNamed(/^functions\.js$/), scriptNamed(/^taskpane\..*\.js$/)];
  const texts = Object.values(help).flatMap(textsOf).map(unquoted);
  expect(texts.length).toBeGreaterThan(1500);
  expect(texts.filter((text) => !pane.includes(text))).toEqual([]);
  const long = texts.filter((text) => text.length > SHORT);
  expect(long.filter((text) => functions.includes(text.slice(0, SHORT)))).toEqual([]);
});

/** A page's text without its tags. */
const shownText = (page: string) =>
  page
    .replace(/<[^>]*>/g, "\n")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&");

test.each(catalogue)("the help page of $name has all of its help", ({ name }) => {
  const page = shownText(readFileSync(`dist/help/${name}.html`, "utf8"));
  const found = help[name];
  if (found === undefined) throw new Error(`${name} has no help`);
  expect(textsOf(found).filter((text) => !page.includes(text))).toEqual([]);
});

test("functions.js, for which every cell waits, is under 133 kB when it is packed", () => {
  expect(gzipSync(readFileSync("dist/functions.js"), { level: 9 }).length).toBeLessThan(133_000);
});
