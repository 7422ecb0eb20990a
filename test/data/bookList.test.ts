import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { bookFile, bookList } from "../../src/data/bookList";

const book = {
  name: "pool-audit",
  title: "Pool audit",
  purpose: "Checks payouts.",
  sheets: ["About"],
  size: 9,
};

test("a list is read, and what it holds besides is left out", () => {
  expect(bookList(JSON.stringify([{ ...book, more: 1 }]))).toEqual([book]);
  expect(bookList("[]")).toEqual([]);
});

test.each([
  ["no JSON", "<html>"],
  ["no list", JSON.stringify(book)],
  ["a name that leads elsewhere", JSON.stringify([{ ...book, name: "../secret" }])],
  ["a name with a space", JSON.stringify([{ ...book, name: "pool audit" }])],
  ["no title", JSON.stringify([{ ...book, title: "" }])],
  ["no sheets", JSON.stringify([{ ...book, sheets: [] }])],
  ["no size", JSON.stringify([{ ...book, size: 0 }])],
])("%s is not a list of workbooks", (_what, json) => expect(bookList(json)).toBeUndefined());

describe("the finished workbooks", () => {
  const folder = "src/books/files";
  const listed = () => bookList(readFileSync(join(folder, "list.json"), "utf8"));

  test("list.json names exactly the files beside it, each once", () => {
    const files = readdirSync(folder).filter((name) => name !== "list.json");
    expect(
      listed()
        ?.map(({ name }) => bookFile(name))
        .sort(),
    ).toEqual(files.sort());
    expect(files.length).toBeGreaterThan(0);
  });

  test("and says how large they are", () => {
    const sizes = listed()?.map(({ name }) => statSync(join(folder, bookFile(name))).size);
    expect(listed()?.map(({ size }) => size)).toEqual(sizes);
  });
});
