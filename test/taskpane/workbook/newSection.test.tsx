/** @jest-environment jsdom */
import { screen, within } from "@testing-library/react";
import { WorkbookError, type Workbook } from "../../../src/workbook/workbook";
import "../../workbench/textCoding";
import { fakeWorkbook } from "../fakeWorkbook";
import { openWorkbookView } from "./openWorkbookView";

const books = [
  {
    name: "site-valuation",
    title: "Site valuation",
    purpose: "Whether to build a site.",
    sheets: ["Dashboard", "Inputs"],
    size: 4,
  },
  { name: "pool-audit", title: "Pool audit", purpose: "What a pool owes.", sheets: ["Audit"], size: 4 },
];
const bytes = new Uint8Array([80, 75, 3, 4]);

/** What the folder of workbooks answers: a text, bytes or a status; undefined because there is no connection. */
type Answer = string | Uint8Array | number | undefined;
const folder = new Map<string, Answer>();
const asked: string[] = [];

function answer(path: string): Promise<Response> {
  asked.push(path);
  const found = folder.has(path) ? folder.get(path) : 404;
  if (found === undefined) return Promise.reject(new TypeError("Failed to fetch"));
  const response = {
    ok: typeof found !== "number",
    status: typeof found === "number" ? found : 200,
    text: () => Promise.resolve(String(found)),
    arrayBuffer: () =>
      Promise.resolve(found instanceof Uint8Array ? found.slice().buffer : new ArrayBuffer(0)),
  };
  return Promise.resolve(response as Response);
}

beforeEach(() => {
  folder.clear();
  asked.length = 0;
  folder.set("books/list.json", JSON.stringify(books));
  for (const { name } of books) folder.set(`books/${name}.xlsx`, bytes);
  Object.assign(globalThis, { fetch: (path: string) => answer(path) });
});
afterEach(() => Reflect.deleteProperty(globalThis, "fetch"));

/** In an Excel that can do only so much with a file. */
function openIn(outlets: ReturnType<Workbook["fileOutlets"]>) {
  const { workbook } = fakeWorkbook();
  workbook.fileOutlets.mockReturnValue({ ...outlets });
  return openWorkbookView({ kind: "workbook", workbook });
}

const section = () => screen.getByRole("region", { name: "New workbook" });
const button = (name: string) => within(section()).findByRole("button", { name });

test("each workbook is listed with what it is for and how many sheets it has", async () => {
  await openWorkbookView();
  await button("Open Site valuation");
  const items = within(section()).getAllByRole("listitem");
  expect(items.map(({ textContent }) => textContent)).toEqual([
    "Site valuationWhether to build a site.2 sheetsOpen",
    "Pool auditWhat a pool owes.1 sheetOpen",
  ]);
});

test("Open gives Excel the file of that workbook", async () => {
  const { user, fake } = await openWorkbookView();
  await user.click(await button("Open Pool audit"));
  await within(section()).findByText(/^Pool audit opens as a new workbook/);
  expect(fake.workbook.openFile.mock.calls).toEqual([[bytes]]);
  expect(asked).toEqual(["books/list.json", "books/pool-audit.xlsx"]);
});

test("where Excel refuses, the reason is shown and the file can be downloaded", async () => {
  const { user, fake } = await openWorkbookView();
  fake.workbook.openFile.mockRejectedValueOnce(
    new WorkbookError("Excel did not open it. Download it instead."),
  );
  await user.click(await button("Open Pool audit"));
  await within(section()).findByText("Excel did not open it. Download it instead.");
  await button("Download Pool audit");
  expect(within(section()).queryByRole("button", { name: "Download Site valuation" })).toBeNull();
});

test("an Excel that opens no files gets them as downloads", async () => {
  const opened = await openIn({ canOpen: false, canDownload: true, isExcel: true });
  const saved: string[] = [];
  Object.assign(URL, { createObjectURL: () => "blob:x", revokeObjectURL: () => undefined });
  const click = jest.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    saved.push(this.download);
  });
  await opened.user.click(await button("Download Site valuation"));
  await within(section()).findByText("Site valuation.xlsx is downloaded: open it in Excel.");
  expect(saved).toEqual(["Site valuation.xlsx"]);
  expect(within(section()).queryByRole("button", { name: /^Open/ })).toBeNull();
  click.mockRestore();
});

test("an Excel that can do neither is told another way", async () => {
  await openIn({ canOpen: false, canDownload: false, isExcel: true });
  await within(section()).findByText(/^This Excel can neither open a workbook from here nor save one/);
  expect(within(section()).queryByRole("button")).toBeNull();
});

test("without a workbook beside the pane, the files can be downloaded", async () => {
  await openWorkbookView({ kind: "none" });
  await button("Download Pool audit");
});

test.each<[string, Answer, RegExp]>([
  ["no connection", undefined, /could not be loaded: check the connection, then try again\.$/],
  ["a server in trouble", 503, /could not be loaded \(503\): check the connection/],
  ["no such folder", 404, /has no finished workbooks: ask whoever installed it/],
  ["something else in its place", "<html>", /cannot be read: ask whoever installed Hashcell/],
])(
  "the list with %s: a sentence says what to do, and it can be tried again",
  async (_what, found, sentence) => {
    folder.set("books/list.json", found);
    const { user } = await openWorkbookView();
    await within(section()).findByText(sentence);
    folder.set("books/list.json", JSON.stringify(books));
    await user.click(await button("Try again"));
    await button("Open Site valuation");
  },
);

test.each<[string, Answer, RegExp]>([
  ["no connection", undefined, /^The file of “Pool audit” could not be loaded: check the connection/],
  ["a missing file", 404, /^The file of “Pool audit” is missing in this installation/],
])("a workbook with %s is not opened, and a sentence says what to do", async (_what, found, sentence) => {
  folder.set("books/pool-audit.xlsx", found);
  const { user, fake } = await openWorkbookView();
  await user.click(await button("Open Pool audit"));
  await within(section()).findByText(sentence);
  expect(fake.workbook.openFile).not.toHaveBeenCalled();
  folder.set("books/pool-audit.xlsx", bytes);
  await user.click(await button("Open Pool audit"));
  expect(fake.workbook.openFile).toHaveBeenCalledTimes(1);
});
