import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readBook } from "./bookModel";
import { breaches, plantAll } from "./planted";
import { findings, rules } from "./rules";

const FOLDER = "src/books/files";
/** Of what is planted into a workbook, so much is found at least. */
const LEAST_FOUND = 0.9;
/** Of all breaches, so many fit any finished workbook. */
const LEAST_PLANTED = 0.75;

/** The tour is no model: what it may break, and why. */
const TOUR = "tour.xlsx";
const tourMayBreak: Readonly<Record<string, string>> = {
  "sheet-order": "it has a list of contents in place of a dashboard",
  "opens-first": "it opens on that list",
  "blue-is-input": "each example has its inputs beside it",
  "typed-number": "the same",
  "typed-constant": "examples are formulas as one types them to try a function",
  "array-constant": "the same",
  "error-value": "some examples show what has no answer, with the reason below",
  "checks-needed": "it has no money, dates or market of its own",
  "checks-errors-everywhere": "its checks count the answers that are missing",
  "print-width": "answers of more columns print to column L",
  "about-market": "it has no switch of the market",
};

const files = readdirSync(FOLDER).filter((name) => name.endsWith(".xlsx"));
const fileOf = (name: string) => new Uint8Array(readFileSync(join(FOLDER, name)));

describe("the rules", () => {
  test("have each a name of its own, a title and a source", () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { title, source } of rules) {
      expect(title).toMatch(/^[A-Z].*[^.]$/);
      expect(source).toMatch(/^(FAST|ICAEW|Excel)/);
    }
  });

  test("are each broken by something that is planted", () => {
    const broken = new Set(breaches.map(({ rule }) => rule));
    expect(rules.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([]);
    const known = new Set(rules.map(({ id }) => id));
    expect(breaches.map(({ rule }) => rule).filter((rule) => !known.has(rule))).toEqual([]);
  });
});

test("the tour keeps every rule but those that a tour cannot", () => {
  const broken = findings(readBook(fileOf(TOUR)));
  expect(
    broken.filter(({ rule }) => !(rule.id in tourMayBreak)).map(({ rule, text }) => `${rule.id}: ${text}`),
  ).toEqual([]);
  // An exception that is no longer needed goes.
  const ids = new Set(broken.map(({ rule }) => rule.id));
  expect(Object.keys(tourMayBreak).filter((id) => !ids.has(id))).toEqual([]);
});

for (const name of files.filter((file) => file !== TOUR))
  describe(name, () => {
    test("keeps every rule", () => {
      expect(findings(readBook(fileOf(name))).map(({ rule, text }) => `${rule.id}: ${text}`)).toEqual([]);
    });

    test("has at least nine of ten planted breaches found", () => {
      const outcomes = plantAll(fileOf(name));
      const missed = outcomes
        .filter(({ isFound }) => !isFound)
        .map(({ breach }) => `${breach.rule}: ${breach.what}`);
      if (missed.length > 0) console.log(`${name}, not found of ${outcomes.length}:\n${missed.join("\n")}`);
      expect(outcomes.length).toBeGreaterThanOrEqual(LEAST_PLANTED * breaches.length);
      expect(1 - missed.length / outcomes.length).toBeGreaterThanOrEqual(LEAST_FOUND);
    });
  });
