/** @jest-environment jsdom */
import { act, cleanup, configure, screen, within } from "@testing-library/react";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { conversion } from "../../../src/taskpane/workbook/copies";
import { WorkbookError, type FileOutlets } from "../../../src/workbook/workbook";
import "../../workbench/textCoding";
import "../../../src/taskpane/laterScript";
import { faults } from "../openView";
import { content } from "../someMarket";
import { openWorkbookView } from "./openWorkbookView";

// The first conversion of a file of tests compiles all native forms, which a busy machine takes its time for.
configure({ asyncUtilTimeout: 15_000 });

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** A workbook of one sheet, Model, with these formulas and the values that they showed, one below the other from A1. */
function book(...cells: readonly (readonly [formula: string, value: number | undefined])[]): Uint8Array {
  const rows = cells.map(([formula, value], index) => {
    const shown = value === undefined ? "" : `<v>${value}</v>`;
    return `<row r="${index + 1}"><c r="A${index + 1}"><f>${formula}</f>${shown}</c></row>`;
  });
  const parts: Record<string, string> = {
    "[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${OFFICE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${OFFICE}.worksheet+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="Model" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `<worksheet xmlns="${MAIN}"><sheetData>${rows.join("")}</sheetData></worksheet>`,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)])));
}

const HASHCOST = ["_xldudf_MINING_HASHCOST(13.5,0.05)", 16.2] as const;
const MARKET = ["_xldudf_MINING_MARKET(&quot;btc.price&quot;)", 85956.45] as const;
const UNSAVED = ["_xldudf_MINING_MARKET(&quot;btc.fees&quot;)", undefined] as const;

async function open(bytes: Uint8Array, name = "Site model.xlsx") {
  const opened = await openWorkbookView();
  opened.fake.state.file = { name, bytes };
  return opened;
}

const button = (name: string | RegExp) => screen.getByRole("button", { name });
const dialog = () => screen.getByRole("dialog", { name: "Make a portable copy" });

async function openDialog(bytes: Uint8Array, name?: string) {
  const opened = await open(bytes, name);
  await opened.user.click(button("Make a portable copy …"));
  await within(dialog()).findByText(/cells? calls? Hashcell|needs no add-in|made portable on/);
  return opened;
}

/** Makes the copy, and opens it as Excel would: gives its bytes. */
async function make(opened: Awaited<ReturnType<typeof open>>): Promise<Uint8Array> {
  await opened.user.click(button("Make the copy"));
  await screen.findByText(/^The copy is ready/);
  await opened.user.click(button("Open as a new workbook"));
  await screen.findByText(/^Excel opens it/);
  const [bytes] = opened.fake.workbook.openFile.mock.lastCall ?? [];
  if (bytes === undefined) throw new Error("nothing was opened");
  return bytes;
}

const part = (bytes: Uint8Array, path: string) => strFromU8(unzipSync(bytes)[path] ?? new Uint8Array());
const sheet = (bytes: Uint8Array) => part(bytes, "xl/worksheets/sheet1.xml");

test("the sections on the open workbook come before the long list of others", async () => {
  await open(book(HASHCOST));
  const names = screen.getAllByRole("heading", { level: 2 }).map(({ textContent }) => textContent);
  expect(names).toEqual(["Make portable", "Audit", "Verify", "Repair", "Restore", "New workbook"]);
});

test("each grade says how many cells get it, and which Excel the file will need", async () => {
  await openDialog(book(HASHCOST, HASHCOST, MARKET, UNSAVED));
  const box = dialog();
  within(box).getByText("4 cells call Hashcell. In the copy they become:");
  const hints = within(box)
    .getAllByRole("radio")
    .map((radio) => (radio as HTMLInputElement).labels?.[0]?.textContent);
  expect(hints).toEqual([
    "Formulas with LAMBDA2 formulas and 1 value; 1 cell left. For Microsoft 365, Excel 2024 or Excel for the web.",
    expect.stringMatching(/^Classic formulas.*For any Excel from 2013 on, or LibreOffice\.$/),
    "Values3 values; 1 cell left. For any Excel, or LibreOffice.",
  ]);
  expect(within(box).getByRole("radio", { name: /^Formulas with LAMBDA/ })).toBeChecked();
});

test("each cell is listed with what becomes of it, and why", async () => {
  const { user } = await openDialog(book(HASHCOST, MARKET, UNSAVED));
  await user.click(button("All 3 cells"));
  const listed = () =>
    within(dialog())
      .getAllByRole("listitem")
      .map(({ textContent }) => textContent);
  expect(listed()).toEqual([
    "Model!A1: formula=MINING.HASHCOST(13.5,0.05)",
    expect.stringMatching(/^Model!A2: value=MINING\.MARKET\("btc\.price"\).*MARKET has no .*\.$/),
    expect.stringMatching(/^Model!A3: stays as it is=MINING\.MARKET\("btc\.fees"\).*holds no value/),
  ]);
  await user.click(screen.getByRole("radio", { name: /^Values/ }));
  expect(listed()[0]).toMatch(/^Model!A1: value/);
});

test("the copy has formulas and values, says when and by what, and the workbook stays as it is", async () => {
  const bytes = book(HASHCOST, MARKET);
  const before = bytes.slice();
  const opened = await openDialog(bytes);
  opened.showMarket({ kind: "live" }, content);
  const copy = await make(opened);
  expect(Buffer.compare(bytes, before)).toBe(0);
  screen.getByText(/^The copy is ready: 1 formula and 1 value\. It is for Microsoft 365/);
  expect(sheet(copy)).toContain("MINING_HASHCOST(");
  expect(sheet(copy)).not.toContain("_xldudf_");
  expect(sheet(copy)).toContain("<v>85956.45</v>");
  const cover = part(copy, "xl/worksheets/sheet2.xml");
  expect(cover).toContain("2026-11-23");
  expect(cover).toMatch(/live/);
});

test("as values, no formula stays", async () => {
  const opened = await openDialog(book(HASHCOST, MARKET));
  await opened.user.click(screen.getByRole("radio", { name: /^Values/ }));
  expect(sheet(await make(opened))).not.toContain("<f>");
});

describe("a copy for a client", () => {
  const FIXED =
    "Cells that took something from the sheets left out hold fixed values: what they showed on 23 Nov 2026, 12:00 UTC. The market in the pane is as of 5 Oct 2026, 09:41 UTC, built in.";
  const NEEDS_NONE = `No cell of these sheets calls Hashcell: the copy needs no add-in. ${FIXED}`;

  /** A workbook with the sheets Model and Costs, of which Model refers to Costs. */
  const twoSheets = () => withCosts(unzipSync(book(HASHCOST, ["Costs!A1*2", 84])));
  function withCosts(files: Record<string, Uint8Array>): Uint8Array {
    const text = (path: string) => strFromU8(files[path] ?? new Uint8Array());
    const parts = {
      "[Content_Types].xml": text("[Content_Types].xml").replace(
        "</Types>",
        `<Override PartName="/xl/worksheets/sheet2.xml" ContentType="${OFFICE}.worksheet+xml"/></Types>`,
      ),
      "xl/workbook.xml": text("xl/workbook.xml").replace(
        "</sheets>",
        '<sheet name="Costs" sheetId="2" r:id="rId2"/></sheets>',
      ),
      "xl/_rels/workbook.xml.rels": text("xl/_rels/workbook.xml.rels").replace(
        "</Relationships>",
        `<Relationship Id="rId2" Type="${RELATIONS}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`,
      ),
      "xl/worksheets/sheet2.xml": `<worksheet xmlns="${MAIN}"><sheetData><row r="1"><c r="A1"><v>42</v></c></row></sheetData></worksheet>`,
    };
    return zipSync({
      ...files,
      ...Object.fromEntries(Object.entries(parts).map(([path, xml]) => [path, strToU8(xml)])),
    });
  }

  test("takes three steps: sheets, formulas, name and author", async () => {
    const opened = await openDialog(twoSheets());
    const { user } = opened;
    const headings = within(dialog()).getAllByRole("heading", { level: 3 });
    expect(headings.map(({ textContent }) => textContent)).toEqual([
      "1. Sheets",
      "2. Formulas",
      "3. Name and author",
    ]);
    await user.click(screen.getByRole("checkbox", { name: "Costs" }));
    screen.getByText(/^1 sheet left out: nothing of them is in the file/);
    await user.click(await screen.findByRole("radio", { name: /^Values/ }));
    await user.clear(screen.getByLabelText("File name"));
    await user.type(screen.getByLabelText("File name"), "Offer");
    await user.type(screen.getByLabelText("Author"), "Ada");
    const copy = await make(opened);
    expect(part(copy, "xl/workbook.xml")).not.toContain("Costs");
    expect(sheet(copy)).toContain("<v>84</v>");
    expect(sheet(copy)).not.toContain("<f>");
    expect(part(copy, "docProps/core.xml")).toContain("Ada</dc:creator>");
    screen.getByRole("button", { name: "1 cell that referred to sheets left out" });
  });

  test("with sheets that call nothing of the add-in needs no conversion", async () => {
    const opened = await openDialog(twoSheets());
    await opened.user.click(screen.getByRole("checkbox", { name: "Model" }));
    await screen.findByText(NEEDS_NONE);
    const headings = within(dialog()).getAllByRole("heading", { level: 3 });
    expect(headings.map(({ textContent }) => textContent)).toEqual(["1. Sheets", "2. Name and author"]);
    const copy = await make(opened);
    screen.getByText("The copy is ready. It needs no add-in.");
    expect(part(copy, "xl/workbook.xml")).not.toContain("Model");
  });

  test("counts the formulas that are left once the other sheets are gone", async () => {
    const ofCosts = ["_xldudf_MINING_HASHCOST(Costs!A1,0.05)", 50.4] as const;
    const { user } = await openDialog(withCosts(unzipSync(book(HASHCOST, ofCosts))));
    screen.getByText("2 cells call Hashcell. In the copy they become:");
    await user.click(screen.getByRole("checkbox", { name: "Costs" }));
    await screen.findByText("1 cell calls Hashcell. In the copy they become:");
    expect(screen.getByRole("radio", { name: /^Formulas with LAMBDA\s*1 formula\./ })).toBeVisible();
    await user.click(button("All sheets"));
    screen.getByText("2 cells call Hashcell. In the copy they become:");
  });

  test("with sheets that called the add-in with what was left out needs none either", async () => {
    const files = unzipSync(book(["_xldudf_MINING_HASHCOST(Costs!A1,0.05)", 50.4]));
    const opened = await openDialog(withCosts(files));
    await opened.user.click(screen.getByRole("checkbox", { name: "Costs" }));
    await screen.findByText(NEEDS_NONE);
    const copy = await make(opened);
    screen.getByText(`The copy is ready. It needs no add-in. ${FIXED}`);
    expect(sheet(copy)).toContain("<v>50.4</v>");
    expect(sheet(copy)).not.toContain("<f");
  });

  test.each([
    [
      "no sheet",
      async ({ user }: Awaited<ReturnType<typeof open>>) => user.click(button("None")),
      "Choose at least one sheet.",
    ],
    [
      "no name",
      async ({ user }: Awaited<ReturnType<typeof open>>) => user.clear(screen.getByLabelText("File name")),
      "Give the copy a name.",
    ],
    [
      "a name that no file can have",
      async ({ user }: Awaited<ReturnType<typeof open>>) =>
        user.type(screen.getByLabelText("File name"), "?"),
      "A file’s name cannot hold ?",
    ],
  ])("with %s cannot be made, and says why", async (_what, spoil, message) => {
    const opened = await openDialog(twoSheets());
    await spoil(opened);
    expect(screen.getAllByText(message)).not.toEqual([]);
    expect(button("Make the copy")).toHaveAttribute("aria-disabled", "true");
    expect(button("Make the copy")).toHaveAccessibleDescription(message);
    await opened.user.click(button("Make the copy"));
    expect(screen.queryByText(/^The copy is ready/)).toBeNull();
  });

  test.each([
    ["Workbook.xlsx", "Site valuation", "Site valuation (portable)"],
    ["Workbook.xlsx", "Power 50/50", "Power 50-50 (portable)"],
    ["Workbook.xlsx", "", "Workbook (portable)"],
    ["Site model.xlsx", "Site valuation", "Site model (portable)"],
  ])("of %s with the title %p is called %p", async (file, title, expected) => {
    const { copyOfSheets } = await conversion();
    await openDialog(copyOfSheets(book(HASHCOST), { title }).file, file);
    expect(screen.getByLabelText("File name")).toHaveValue(expected);
  });
});

describe("what can be done with the copy", () => {
  const names = () =>
    screen.queryAllByRole("button", { name: /^(Open as|Download)/ }).map(({ textContent }) => textContent);

  const made = async (outlets: Partial<FileOutlets>, name?: string, grade = /^Formulas with LAMBDA/) => {
    const opened = await open(book(HASHCOST), name);
    opened.fake.state.outlets = { canOpen: true, canDownload: true, isExcel: true, ...outlets };
    await opened.user.click(button("Make a portable copy …"));
    await opened.user.click(await screen.findByRole("radio", { name: grade }));
    await opened.user.click(await screen.findByRole("button", { name: "Make the copy" }));
    await screen.findByText(/^The copy is ready/);
    return opened;
  };

  test.each([
    ["in Excel on Windows and on the web", true, true, "Book.xlsx", ["Open as a new workbook", "Download"]],
    ["on a Mac", true, false, "Book.xlsx", ["Open as a new workbook"]],
    ["with macros, which Excel opens no copy of", true, true, "Book.xlsm", ["Download"]],
    ["with macros on a Mac", true, false, "Book.xlsm", []],
  ])("%s", async (_where, canOpen, canDownload, name, expected) => {
    await made({ canOpen, canDownload }, name);
    expect(names()).toEqual(expected);
    expect(screen.queryByText(/^This Excel neither opens/) !== null).toBe(expected.length === 0);
  });

  const LACKS = /^Open it in Excel: the workbench lacks some of the functions/;

  test.each([
    ["LAMBDA", /^Formulas with LAMBDA/],
    ["classic", /^Classic formulas/],
  ])(
    "in the workbench, which does not know all of %s, it is downloaded, with the reason",
    async (_, grade) => {
      await made({ isExcel: false }, undefined, grade);
      expect(names()).toEqual(["Download"]);
      screen.getByText(LACKS);
    },
  );

  test("in the workbench values are opened", async () => {
    await made({ isExcel: false }, undefined, /^Values/);
    expect(names()).toEqual(["Open as a new workbook", "Download"]);
    expect(screen.queryByText(LACKS)).toBeNull();
  });

  test("what is opened has the name as its title, since it has no other", async () => {
    const opened = await openDialog(book(HASHCOST));
    await opened.user.clear(screen.getByLabelText("File name"));
    await opened.user.type(screen.getByLabelText("File name"), "Offer & terms");
    expect(part(await make(opened), "docProps/core.xml")).toContain("Offer &amp; terms</dc:title>");
  });

  test("it is downloaded under a name of its own", async () => {
    const { user } = await made({ canOpen: false, canDownload: true });
    const urls = { createObjectURL: jest.fn(() => "blob:copy"), revokeObjectURL: jest.fn() };
    Object.assign(URL, urls);
    const saved: string[] = [];
    const click = jest.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      saved.push(`${this.download} ${this.href}`);
    });
    await user.click(button("Download"));
    expect(saved).toEqual(["Site model (portable).xlsx blob:copy"]);
    click.mockRestore();
  });

  test("where Excel does not open it, it is said what else to do", async () => {
    const { user, fake } = await made({ canOpen: true, canDownload: true });
    fake.workbook.openFile.mockRejectedValueOnce(new WorkbookError("Excel did not open the copy."));
    await user.click(button("Open as a new workbook"));
    await screen.findByText("Excel did not open the copy.");
  });
});

test("a workbook that does not call the add-in needs no copy, which is said", async () => {
  await openDialog(book(["SUM(1,2)", 3]));
  within(dialog()).getByText(/the workbook needs no add-in as it is/);
  expect(screen.queryByRole("button", { name: "Make the copy" })).toBeNull();
});

test("a portable workbook must be restored first", async () => {
  const opened = await openDialog(book(HASHCOST));
  const copy = await make(opened);
  await opened.user.click(button("Close"));
  opened.fake.state.file = { name: "Copy.xlsx", bytes: copy };
  await opened.user.click(button("Make a portable copy …"));
  await screen.findByText(/^This workbook was made portable on 23 Nov 2026 by Hashcell .*: restore it/);
  expect(screen.queryByRole("button", { name: "Make the copy" })).toBeNull();
});

test.each([
  ["what is no workbook", strToU8("hello"), /^The file is not an Excel workbook/],
  [
    "a damaged one",
    book(HASHCOST).slice(0, 300),
    /^The file is incomplete, its end is missing: copy or download it again/,
  ],
])("%s is refused with a sentence", async (_what, bytes, text) => {
  const { user } = await open(bytes);
  await user.click(button("Make a portable copy …"));
  const [message] = await within(dialog()).findAllByText(text, { selector: "[role=status] p" });
  expect(message?.textContent).toMatch(/^[A-Z[].*[.!?]$/);
  expect(message?.textContent).not.toMatch(/Something went wrong in the pane itself/);
});

test("a file that Excel does not give, and a cancelled reading, leave a dialog that can be closed", async () => {
  const { user, fake } = await open(book(HASHCOST));
  fake.workbook.file.mockRejectedValueOnce(
    new WorkbookError("Excel did not give the workbook as a file: save it."),
  );
  await user.click(button("Make a portable copy …"));
  await within(dialog()).findByText(/^Excel did not give/);
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(button("Make a portable copy …")).toHaveFocus();
  fake.state.file = undefined;
  await user.click(button("Make a portable copy …"));
  await act(() => Promise.resolve());
  expect(screen.queryByRole("button", { name: "Make the copy" })).toBeNull();
});

describe("restoring", () => {
  const portable = async () => make(await openDialog(book(HASHCOST, MARKET)));
  const region = () => screen.getByRole("region", { name: "Restore" });

  test("the open workbook gets its formulas again, in a copy", async () => {
    const bytes = await portable();
    cleanup();
    const { user, fake } = await open(bytes, "Site model (portable).xlsx");
    await user.click(button("Restore this workbook"));
    await within(region()).findByText(
      /^Site model \(restored\)\.xlsx is ready: 2 cells have their formulas again, as on 23 Nov 2026/,
    );
    await user.click(within(region()).getByRole("button", { name: "Open as a new workbook" }));
    await within(region()).findByText(/^Excel opens it/);
    const [copy = new Uint8Array()] = fake.workbook.openFile.mock.lastCall ?? [];
    expect(sheet(copy)).toBe(sheet(book(HASHCOST, MARKET)));
  });

  test("so does a file, whose cells that were changed are left and listed", async () => {
    const bytes = await portable();
    cleanup();
    const files = unzipSync(bytes);
    const changed = sheet(bytes).replace("<v>85956.45</v>", "<v>90000</v>");
    const edited = zipSync({ ...files, "xl/worksheets/sheet1.xml": strToU8(changed) });
    const { user } = await open(book(HASHCOST));
    const file = new File([new Uint8Array(edited)], "From a client.xlsx");
    Object.assign(file, { arrayBuffer: () => Promise.resolve(edited.slice().buffer) });
    await user.upload(screen.getByLabelText("Or a portable workbook from a file"), file);
    await within(region()).findByText(
      /^From a client \(restored\)\.xlsx is ready: 1 cell has its formula again/,
    );
    await user.click(button("1 cell left as it is"));
    expect(within(region()).getByRole("listitem")).toHaveTextContent(
      /^Model!A2: not restored=MINING\.MARKET/,
    );
  });

  test("a workbook that keeps no formulas is refused with what to do", async () => {
    const { user } = await open(book(HASHCOST));
    await user.click(button("Restore this workbook"));
    await within(region()).findByText(/^The workbook keeps no original formulas/);
  });

  test("a file that cannot be read is refused too", async () => {
    const { user } = await open(book(HASHCOST));
    const file = new File([], "Gone.xlsx");
    Object.assign(file, { arrayBuffer: () => Promise.reject(new Error("gone")) });
    await user.upload(screen.getByLabelText("Or a portable workbook from a file"), file);
    await within(region()).findByText(/^The file cannot be read/);
  });
});

test("the accessibility checker finds nothing in the view and the dialog", async () => {
  const opened = await openDialog(book(HASHCOST, MARKET, UNSAVED));
  await opened.user.click(button("All 3 cells"));
  expect(await faults(document.body)).toEqual([]);
  await make(opened);
  expect(await faults(document.body)).toEqual([]);
});
