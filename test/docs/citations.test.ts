import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const filesIn = (folder: string, ending: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => ending.test(name))
    .map((name) => join(folder, name));

const text = (file: string) => readFileSync(file, "utf8");

test.each(filesIn("docs", /\.md$/))("%s names only files and folders that are there", (page) => {
  const paths = [...text(page).matchAll(/`((?:src|test|docs|\.config)\/[\w./-]+)`/g)].map(([, path]) => path);
  expect(paths.filter((path) => !existsSync(path ?? ""))).toEqual([]);
});

/** Sections of the page of formulas, and the functions that they are about. */
const sections = new Set(
  [...text("docs/formulas.md").matchAll(/^##+ (.+)$/gm)].flatMap(([, heading = ""]) =>
    heading.split(/[:,] /),
  ),
);
const code = ["src", "test"].flatMap((folder) => filesIn(folder, /\.tsx?$/));

test("comments cite sections of docs/formulas.md that are there", () => {
  const cited = code.flatMap((file) =>
    [...text(file).matchAll(/docs\/formulas\.md, ([A-Z][A-Za-z_ ]*)/g)].map(([, section = ""]) =>
      section.trim(),
    ),
  );
  expect(cited.length).toBeGreaterThan(20);
  expect([...new Set(cited)].filter((section) => !sections.has(section))).toEqual([]);
});

test("comments cite no page that is not there", () => {
  const pages = code.flatMap((file) => [
    ...text(file).matchAll(/(?:\/\/|\*).*?((?:[\w-]+\/)*[\w-]+\.md)\b/g),
  ]);
  expect(pages.map(([, page]) => page).filter((page) => !existsSync(page ?? ""))).toEqual([]);
});
