/** @jest-environment jsdom */
import { Model, type CellPosition } from "@odoo/o-spreadsheet";
import { looks } from "../../../src/workbench/example/sheet";
import { isError } from "../../../src/workbench/grid/errors";
import { content, shown } from "../officeHost";
import { addressOf, cellAt, evaluated, filledCells, openExample } from "./exampleBook";

/** What is typed first into a cell that is blue: as a person writes it, not as a program would. */
const anyEdits = ["80%", "80 %", "0.8", "0", "60000", "60,000", "", "2027-03-31", "about 5"];

/** What may be typed into the inputs of the model and the hedge, by the cell's label and, without one here, by how it looks. */
const legal: Readonly<Record<string, readonly string[]>> = {
  "start date": ["2027-03-31", "2028-02-29", "46388"],
  "start month": ["1", "6", "6.0"],
  months: ["36", "36.0", "120"],
  discounting: ["periodic", "Dated"],
  "loan months": ["24", "60"],
  pue: ["1.1", "110%"],
  depreciation: ["sln", "MACRS3", "none"],
  "tax rate": ["0", "25%", "25 %", "0.25"],
  "pool fee": ["0", "2%", "2 %", "0.02"],
  "hashrate degradation": ["0", "5%", "5 %", "0.05"],
  Assumption: ["North", "Site 2"],
  Policy: ["sell_all", "hold", "0.3", "30%"],
  Scheme: ["fpps", "solo"],
  "Hashrate of the pool": ["40000000", "35,000,000"],
  "From (date)": ["2026-01-08", "46030.5"],
  "Difficulty (T)": ["150", "1.4E2"],
  Type: ["put", "future", "inverse call"],
  Years: ["1", "0.8"],
  "Quantity (BTC)": ["20", "-4.5", "0"],
  Premium: ["fair", "0", "2,500"],
};
const byLook: Readonly<Record<"percent" | "number", readonly string[]>> = {
  percent: ["80%", "80 %", "0.8", "75.5%"],
  number: ["60000", "60,000", "$60,000", "0.8"],
};

let model: Model;
let blank: Model;
beforeAll(() => {
  model = openExample();
  blank = new Model({ sheets: [{ id: "blank", cells: {} }] });
  // Whether an edit is refused does not depend on how many markets are drawn after it.
  const simulated = model.getters
    .getSheetIds()
    .flatMap((sheetId) => filledCells(model, sheetId))
    .filter((position) => /^=MINING\.SIM_PORTFOLIO\(.*,500\)$/.test(contentAt(position)));
  expect(simulated).toHaveLength(1);
  for (const position of simulated) {
    model.dispatch("UPDATE_CELL", {
      ...position,
      content: contentAt(position).replace(",500)", ",20)"),
    });
  }
});

const contentAt = (position: CellPosition) => content(model, addressOf(model, position));

/** The value that a text becomes when it is typed into an empty cell of a format. */
function typedInto(format: string | undefined, text: string): string {
  const cell = { sheetId: "blank", col: 0, row: 0 };
  blank.dispatch("UPDATE_CELL", { ...cell, content: "", format: format ?? "" });
  blank.dispatch("UPDATE_CELL", { ...cell, content: text });
  const { type, value } = evaluated(blank, cell);
  return `${type} ${String(value)}`;
}

interface Input {
  readonly position: CellPosition;
  readonly address: string;
  readonly legal: readonly string[];
}

/** The blue cells of a sheet. */
function inputs(sheetId: string): Input[] {
  return filledCells(model, sheetId).flatMap((position) => {
    if (model.getters.getCell(position)?.style?.fillColor !== looks.input.fillColor) return [];
    const look = model.getters.getCell(position)?.format?.endsWith("%") ? "percent" : "number";
    const address = addressOf(model, position);
    return [{ position, address, legal: legal[labelOf(position)] ?? byLook[look] }];
  });
}

test("edits are the same where they become the same value", () => {
  expect(["80%", "80 %", "0.8", "75.5%"].map((text) => typedInto("0.0%", text))).toEqual([
    "number 0.8",
    "number 0.8",
    "number 0.8",
    "number 0.755",
  ]);
  expect(["60,000", "$60,000", "2027-03-31"].map((text) => typedInto("#,##0", text))).toEqual([
    "number 60000",
    "number 60000",
    "number 46477",
  ]);
  expect(["", "about 5"].map((text) => typedInto("0.0%", text))).toEqual(["empty null", "text about 5"]);
});

/** What a row begins with, or else the head of the column: the nearest text above, but for one in another input. */
function labelOf({ sheetId, col, row }: CellPosition): string {
  const name = evaluated(model, { sheetId, col: 1, row }).value;
  if (col > 1 && typeof name === "string" && name !== "") return name;
  for (let above = row - 1; above >= 0; above--) {
    const position = { sheetId, col, row: above };
    const { value } = evaluated(model, position);
    const isInput = model.getters.getCell(position)?.style?.fillColor === looks.input.fillColor;
    if (typeof value === "string" && value !== "" && !isInput) return value;
  }
  return "";
}

interface Fault {
  readonly address: string;
  readonly value: string;
  readonly message: string;
}

/** The errors that `sheets` show after each edit of an input, which then holds again what it held. */
function faultsAfter(
  edits: Iterable<string>,
  { position, address }: Input,
  sheets: readonly string[],
): ReadonlyMap<string, readonly Fault[]> {
  const format = () => model.getters.getCell(position)?.format;
  const before = { content: content(model, address), format: format() };
  // To undo it would compute all the sheets again.
  const restore = () => model.dispatch("UPDATE_CELL", { ...position, ...before });
  const found = new Map<string, readonly Fault[]>();
  const byValue = new Map<string, readonly Fault[]>();
  for (const edit of edits) {
    // Formulas see only the value: each is tried once, however it is written.
    const value = typedInto(before.format, edit);
    let faults = byValue.get(value);
    if (faults === undefined) {
      model.dispatch("UPDATE_CELL", { ...position, content: edit });
      faults = sheets.flatMap(faultsOn);
      byValue.set(value, faults);
    }
    found.set(edit, faults);
    // The next edit takes the place of this one, but not of the format that it brought.
    if (format() !== before.format) restore();
  }
  restore();
  return found;
}

const faultsOn = (sheetId: string): Fault[] =>
  filledCells(model, sheetId).flatMap((cell) => {
    const shown = evaluated(model, cell);
    if (!isError(shown)) return [];
    return [{ address: addressOf(model, cell), value: String(shown.value), message: shown.message ?? "" }];
  });

/** An honest answer that there is none, such as a site that does not pay back. */
const isAnswer = ({ value, message }: Fault) => value === "#N/A" && message !== "";

/** What the grid says of its own functions, which Excel would not. */
const isOurs = ({ message }: Fault) => message !== "" && !/^The (function|divisor)/.test(message);

/** The sheets before the tour. */
const site = () => model.getters.getSheetIds().slice(0, 7);
/** Those that an edit on one of them can reach: all refer to the first three, none to the others. */
const reachedFrom = (sheetId: string) => (site().indexOf(sheetId) < 3 ? site() : [sheetId]);

describe("the site's inputs", () => {
  let tried: readonly { input: Input; faults: ReturnType<typeof faultsAfter> }[] = [];
  beforeAll(() => {
    tried = site()
      .flatMap(inputs)
      .map((input) => ({
        input,
        faults: faultsAfter(
          new Set([...input.legal, ...anyEdits]),
          input,
          reachedFrom(input.position.sheetId),
        ),
      }));
  });

  test("take what people type first", () => {
    expect(tried.length).toBeGreaterThan(30);
    const broken = tried.flatMap(({ input, faults }) =>
      input.legal.flatMap((edit) => {
        const left = faults.get(edit)?.filter((fault) => !isAnswer(fault)) ?? [];
        return left.length === 0 ? [] : [{ input: input.address, edit, faults: left }];
      }),
    );
    expect(broken).toEqual([]);
  });

  test("refuse what they do not take in words that say what to write", () => {
    const silent = tried.flatMap(({ input, faults }) =>
      [...faults].flatMap(([edit, left]) =>
        left.length > 0 && !left.some(isOurs)
          ? [{ input: input.address, edit, faults: left.slice(0, 3) }]
          : [],
      ),
    );
    expect(silent).toEqual([]);
  });
});

/**
 * At the ends of a row or column of numbers a word is its head or a remark: the numbers count without it. In a series of
 * a table of models it is so at any place, as in a model block.
 */
const deck = ["Prices!C82", "Prices!D82", "Prices!E82", "Prices!F82"];
const ends = [
  "Costs!B29",
  "Costs!B36",
  "Costs!E63",
  "Costs!E79",
  ...deck,
  "Hedging!B107",
  "Hedging!C107",
  "Allocation!B22",
  "Allocation!B25",
];

test("a word in a number's place is refused with its name on every sheet of the tour", () => {
  const tour = model.getters.getSheetIds().slice(7);
  expect(tour.length).toBeGreaterThan(5);
  const tried = tour.flatMap((sheetId) =>
    inputs(sheetId).map((input) => {
      const faults = faultsAfter(["about 5"], input, [sheetId]).get("about 5") ?? [];
      return { input: input.address, faults, silent: faults.filter((fault) => !isOurs(fault)) };
    }),
  );
  expect(tried.filter(({ silent }) => silent.length > 0)).toEqual([]);
  expect(tried.filter(({ faults }) => faults.length === 0).map(({ input }) => input)).toEqual(ends);
});

describe("the strike of the hedge", () => {
  const strike = () => cellAt(model, "Put hedge!G10");
  const shownAt = (address: string) => shown(model, `Put hedge!${address}`);
  afterAll(() => void model.dispatch("UPDATE_CELL", { ...strike(), content: "85%" }));

  test.each([
    ["80%", 0.8],
    ["80 %", 0.8],
    ["0.8", 0.8],
    ["1.15", 1.15],
  ])("%s is a share of the forward", (edit, share) => {
    model.dispatch("UPDATE_CELL", { ...strike(), content: edit });
    // 85,956.45 USD grown by 4 % a year for half a year: production begins with the second quarter.
    expect(shownAt("H10").value).toBeCloseTo(share * 85956.45 * Math.exp(0.02), 6);
    expect(shownAt("G10").text).toBe(`${(100 * share).toFixed(1)}%`);
  });

  test.each(["60000", "60,000", "", "0", "-5%", "2027-03-31", "low"])("%j says what to write", (edit) => {
    model.dispatch("UPDATE_CELL", { ...strike(), content: edit });
    expect(shownAt("H10").value).toBe(
      "Write a share of the forward in G10, such as 80%; for a price, =60000/F10.",
    );
  });

  test("a price as a share gives that price", () => {
    model.dispatch("UPDATE_CELL", { ...strike(), content: "=60000/F10" });
    expect(shownAt("H10").value).toBeCloseTo(60000, 8);
    expect(Number(shownAt("E22").value)).toBeGreaterThan(0);
  });
});
