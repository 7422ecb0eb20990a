/** @jest-environment jsdom */
import { excelWorkbook } from "../../src/workbook/excel";
import { tableSeries } from "../../src/workbook/registeredTables";
import type { Table } from "../../src/workbook/workbook";
import {
  content,
  emptySheets,
  names,
  openInOffice,
  refused,
  select,
  shown,
  type,
  type OfficeHost,
} from "../workbench/officeHost";

const table: Table = {
  headers: ["Label", "Value", "Twice", "As of"],
  rows: [
    ["=HYPERLINK(1)", 85956.45, { formula: "=C3*2" }, 46000],
    ["Fees 2026-01-01", -3, { formula: "=C4*2" }, 46000.5],
  ],
  formats: ["General", "General", "0.0", "yyyy-mm-dd"],
  rowFormats: { 1: ["#,##0.00", "0.00E+00"] },
  names: [
    { row: 0, column: 1, name: "BTC_PRICE" },
    { row: 1, column: 1, name: "BTC_FEES" },
  ],
};
const place = { sheet: "Model", range: "B2:E4" };

let office: OfficeHost;
beforeEach(() => {
  office = openInOffice(emptySheets("Model", "Inputs"));
  select(office.model, "B2");
});
const cell = (address: string) => shown(office.model, `Model!${address}`);

test("a table goes to the selected cell: texts as texts, formulas, formats, a bold header and names", async () => {
  expect(await excelWorkbook.insertTable(table, { kind: "selection" })).toEqual({
    status: "written",
    place,
    names: ["BTC_PRICE", "BTC_FEES"],
    moved: [],
    kept: [],
  });
  expect(cell("B2")).toMatchObject({ value: "Label", isBold: true });
  expect(cell("B3")).toMatchObject({ value: "=HYPERLINK(1)", isBold: false });
  expect(cell("B4").value).toBe("Fees 2026-01-01");
  expect(cell("C3")).toMatchObject({ value: 85956.45, text: "85,956.45" });
  expect(cell("C4")).toMatchObject({ value: -3, text: "-3.00e+00" });
  expect(cell("D3")).toMatchObject({ value: 171912.9, format: "0.0" });
  expect(cell("E4").text).toBe("2025-12-09");
  expect(names(office.model)).toEqual({ BTC_PRICE: "Model!C3", BTC_FEES: "Model!C4" });
});

test("a table is one step to undo, and columns are as wide as their texts", async () => {
  const width = () => office.model.getters.getColSize("s1", 1);
  const before = width();
  await excelWorkbook.insertTable(table, { kind: "selection" });
  expect(width()).not.toBe(before);
  office.model.dispatch("REQUEST_UNDO");
  expect(content(office.model, "Model!B2")).toBe("");
  expect(names(office.model)).toEqual({});
  expect(width()).toBe(before);
});

test.each(["x", "0", '=""'])(
  "a cell that holds %j is not overwritten, but the place comes back",
  async (held) => {
    type(office.model, "Model!E4", held);
    expect(await excelWorkbook.insertTable(table, { kind: "selection" })).toEqual({
      status: "occupied",
      place,
    });
    expect(content(office.model, "Model!B2")).toBe("");
    expect(names(office.model)).toEqual({});
  },
);

test("replacing writes to the place that was agreed, wherever the selection is by then", async () => {
  type(office.model, "Model!B2", "x");
  select(office.model, "H9");
  expect(await excelWorkbook.insertTable(table, { kind: "replace", place })).toMatchObject({ place });
  expect(cell("B2").value).toBe("Label");
  expect(content(office.model, "Model!H9")).toBe("");
});

test("a new sheet takes the table at A1 and comes to the front", async () => {
  const outcome = await excelWorkbook.insertTable(table, { kind: "newSheet" });
  expect(outcome.place.range).toBe("A1:D3");
  const front = office.model.getters.getActiveSheetId();
  expect(office.model.getters.getSheetName(front)).toBe(outcome.place.sheet);
  expect(["Model", "Inputs"]).not.toContain(outcome.place.sheet);
});

test("names given before are moved and reported; one that the user gave to another cell stays", async () => {
  await excelWorkbook.insertTable(table, { kind: "selection" });
  select(office.model, "B9");
  const outcome = await excelWorkbook.insertTable(table, { kind: "selection" });
  expect(outcome).toMatchObject({ moved: ["BTC_PRICE", "BTC_FEES"], kept: [] });
  expect(names(office.model)).toEqual({ BTC_PRICE: "Model!C10", BTC_FEES: "Model!C11" });

  const other = openInOffice({ ...emptySheets("Inputs"), namedRanges: { BTC_PRICE: "Inputs!A1" } });
  expect(await excelWorkbook.insertTable(table, { kind: "newSheet" })).toMatchObject({
    names: ["BTC_FEES"],
    moved: [],
    kept: ["BTC_PRICE"],
  });
  expect(names(other.model).BTC_PRICE).toBe("Inputs!A1");
});

test("formulas refer to the cells where the table is", async () => {
  const sums: Table = {
    headers: ["a", "b"],
    rows: [
      [3, { refers: ({ cell, fixed }) => `=${cell(0, 0)}/SUM(${fixed(0, 0)}:${fixed(1, 0)})` }],
      [1, { refers: ({ cell, fixed }) => `=${cell(1, 0)}/SUM(${fixed(0, 0)}:${fixed(1, 0)})` }],
    ],
    formats: ["0", "0%"],
  };
  await excelWorkbook.insertTable(sums, { kind: "selection" });
  expect([cell("C3").text, cell("C4").text]).toEqual(["75%", "25%"]);
  await excelWorkbook.insertTable(sums, { kind: "replace", place: { sheet: "Inputs", range: "F9" } });
  expect(content(office.model, "Inputs!G11")).toBe("=F11/SUM($F$10:$F$11)");
});

test("heads are filled and inputs blue; what replaces them leaves nothing of that", async () => {
  const given: Table = {
    headers: ["Input", "Value"],
    rows: [
      ["Price", 60000],
      ["Result", "Value"],
      ["Twice", { refers: ({ cell }) => `=2*${cell(0, 1)}` }],
    ],
    formats: ["General", "#,##0"],
    inputs: [{ row: 0, column: 1, rows: 1, columns: 1 }],
    heads: [1],
  };
  await excelWorkbook.insertTable(given, { kind: "selection" });
  const style = (col: number, row: number) =>
    office.model.getters.getCell({ sheetId: "s1", col, row })?.style;
  expect(style(2, 1)).toMatchObject({ bold: true, fillColor: "#E6F2EF", align: "right" });
  expect(style(1, 3)).toMatchObject({ bold: true, fillColor: "#E6F2EF" });
  expect(style(2, 2)).toMatchObject({ textColor: "#0B4FA8", fillColor: "#EEF4FF" });
  expect(style(2, 4)?.textColor).toBeUndefined();
  const plain = { ...given, inputs: [], heads: [] };
  await excelWorkbook.insertTable(plain, { kind: "replace", place: { sheet: "Model", range: "B2:C5" } });
  expect(style(2, 2)).toMatchObject({ textColor: "#000000", fillColor: "" });
  expect(style(1, 3)).toMatchObject({ bold: false, fillColor: "" });
});

test("a column that is in use elsewhere on the sheet keeps its width", async () => {
  const width = (column: number) => office.model.getters.getColSize("s1", column);
  office.model.dispatch("RESIZE_COLUMNS_ROWS", {
    ...{ sheetId: "s1", elements: [1, 2, 3, 4], size: 77, dimension: "COL" },
  });
  type(office.model, "Model!B40", "mine");
  type(office.model, "Model!C1", "mine");
  const long = "a text of a source that is given with all its ingredients";
  const wide = { headers: ["a", "b", "c", "d"], rows: [[long, 1, long, 1]], formats: [] };
  await excelWorkbook.insertTable(wide, { kind: "selection" });
  expect([width(1), width(2), width(3)]).toEqual([77, 77, 333]);
  expect(width(4)).not.toBe(77);
  expect(office.model.getters.getCell({ sheetId: "s1", col: 1, row: 2 })?.style?.wrapping).toBeUndefined();
});

describe("a table with a chart", () => {
  const days = [46_346, 46_347, 46_348];
  const history: Table = {
    headers: ["Date (UTC)", "Price (USD)"],
    rows: days.map((day, index) => [day, 90_000 + 1000 * index]),
    formats: ["yyyy-mm-dd", "#,##0"],
    chart: {
      ...{ title: "Bitcoin price", axis: "dates", valueTitle: "USD" },
      cells: { row: 0, column: 0, rows: 3, columns: 2 },
    },
  };
  const charts = () => office.model.getters.getChartIds("s1");
  const figure = () => office.model.getters.getFigures("s1").map(({ col, row }) => [col, row]);

  test("draws it beside itself, and both are undone at once", async () => {
    await excelWorkbook.insertTable(history, { kind: "selection" });
    const [id = "", ...others] = charts();
    expect(others).toEqual([]);
    expect(office.model.getters.getChartDefinition(id)).toMatchObject({
      type: "line",
      title: { text: "Bitcoin price" },
      legendPosition: "none",
      axesDesign: { y: { title: { text: "USD" } } },
      dataSource: { labelRange: "Model!B2:B5", dataSetsHaveTitle: true, dataSets: [{ dataRange: "C2:C5" }] },
    });
    // Column E and row 2: a column stays free between.
    expect(figure()).toEqual([[4, 1]]);
    // 420 points by 270.
    expect(office.model.getters.getFigures("s1")).toMatchObject([{ width: 560, height: 360 }]);
    office.model.dispatch("REQUEST_UNDO");
    expect([charts(), content(office.model, "Model!B2")]).toEqual([[], ""]);
    office.model.dispatch("REQUEST_REDO");
    expect(charts()).toEqual([id]);
  });

  test("draws it below where cells beside it are in use, and not over cells", async () => {
    type(office.model, "Model!L3", "mine");
    await excelWorkbook.insertTable(history, { kind: "selection" });
    expect(figure()).toEqual([[1, 6]]);
    office.model.dispatch("REQUEST_UNDO");
    type(office.model, "Model!C20", "mine");
    await excelWorkbook.insertTable(history, { kind: "selection" });
    expect([charts(), cell("C3").value]).toEqual([[], 90_000]);
  });

  test("does so at the edge of what the sheet shows", async () => {
    select(office.model, "Y2");
    await excelWorkbook.insertTable(history, { kind: "selection" });
    expect(figure()).toEqual([[27, 1]]);
    office.model.dispatch("REQUEST_UNDO");
    expect(charts()).toEqual([]);
  });

  test("replaces its chart when it is replaced, and no other", async () => {
    await excelWorkbook.insertTable(history, { kind: "selection" });
    const [before] = charts();
    select(office.model, "B30");
    await excelWorkbook.insertTable(history, { kind: "selection" });
    const place = { sheet: "Model", range: "B2:C5" };
    await excelWorkbook.insertTable(history, { kind: "replace", place });
    expect(charts()).toHaveLength(2);
    expect(charts()).not.toContain(before);
  });

  test("draws none of two values", async () => {
    const { chart } = history;
    const rows = history.rows.slice(1);
    const cells = { row: 0, column: 0, rows: 2, columns: 2 };
    await excelWorkbook.insertTable(
      { ...history, rows, ...(chart && { chart: { ...chart, cells } }) },
      { kind: "selection" },
    );
    expect([charts(), cell("C3").value]).toEqual([[], 91_000]);
  });

  test("is written where Excel is too old for the chart", async () => {
    office.intercept = (request) => {
      const index = request.Actions.findIndex(({ ObjectPathId }) =>
        /SetXAxisValues|GetItemAt/.test(request.ObjectPaths[String(ObjectPathId)]?.Name ?? ""),
      );
      if (index < 0) return undefined;
      // As Excel does: what comes before has been done.
      office.host.answer({ ...request, Actions: request.Actions.slice(0, index) });
      const answer = refused(request, "ApiNotFound", index);
      return {
        ...answer,
        Error: { ...answer.Error, Location: "ChartSeries.setXAxisValues" } as typeof answer.Error,
      };
    };
    const outcome = await excelWorkbook.insertTable(history, { kind: "selection" });
    expect(outcome).toMatchObject({ status: "written", place: { range: "B2:C5" } });
    expect(cell("C5").value).toBe(92_000);
  });

  test("is refused with what Excel says of its cells", async () => {
    office.intercept = (request) =>
      request.Actions.some(({ Name }) => Name === "Formulas") ? refused(request, "AccessDenied") : undefined;
    await expect(excelWorkbook.insertTable(history, { kind: "selection" })).rejects.toThrow(/protected/);
  });
});

test("the result of a formula is drawn once it has spilled", async () => {
  const { model } = office;
  type(model, "Model!F2", "Date");
  type(model, "Model!G2", "Price");
  for (const row of [3, 4, 5]) {
    type(model, `Model!F${row}`, String(46_343 + row));
    type(model, `Model!G${row}`, String(row));
  }
  type(model, "Model!B2", "=TRANSPOSE(TRANSPOSE(F2:G5))");
  const chart = { title: "Bitcoin price", axis: "dates" } as const;
  await excelWorkbook.chartResult({ sheet: "Model", range: "B2" }, chart);
  expect(cell("C2").isBold).toBe(true);
  expect(cell("C3").isBold).toBe(false);
  // F and G are in the way beside it.
  expect(model.getters.getFigures("s1")).toMatchObject([{ col: 1, row: 6 }]);
  const [id = ""] = model.getters.getChartIds("s1");
  expect(model.getters.getChartDefinition(id)).toMatchObject({
    dataSource: { labelRange: "Model!B2:B5", dataSetsHaveTitle: true, dataSets: [{ dataRange: "C2:C5" }] },
  });
  await excelWorkbook.chartResult({ sheet: "Model", range: "F9" }, chart);
  expect(model.getters.getChartIds("s1")).toHaveLength(1);
});

test("long texts, and columns that are said to give them, are wrapped at 250 points", async () => {
  const rows = [
    ["short", "a text of a source that is given with all its ingredients", { formula: "=1" }, "ten"],
  ];
  const long = { headers: ["a", "b", "c", "d"], rows, formats: [], wraps: [2] };
  await excelWorkbook.insertTable(long, { kind: "selection" });
  const { getters } = office.model;
  const width = (column: number) => getters.getColSize("s1", column);
  // The spreadsheet measures in pixels, of which a point is four thirds.
  expect([width(2), width(3)]).toEqual([333, 333]);
  expect(Math.max(width(1), width(4))).toBeLessThan(200);
  const wrapping = (col: number) => getters.getCell({ sheetId: "s1", col, row: 2 })?.style?.wrapping;
  expect([1, 2, 3, 4].map(wrapping)).toEqual([undefined, "wrap", "wrap", undefined]);
  expect(getters.getCell({ sheetId: "s1", col: 4, row: 2 })?.style?.verticalAlign).toBe("top");
});

test("2,000 rows are written whole, and undone at once", async () => {
  const rows = Array.from({ length: 2000 }, (_, row) => [
    row,
    row / 7,
    `Day ${row}`,
    { formula: `=A${row + 2}*2` },
    "a text",
    row * 1e6,
    true,
    1 - row,
  ]);
  const headers = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const large = { headers, rows, formats: headers.map(() => "General") };
  select(office.model, "A1");
  expect(await excelWorkbook.insertTable(large, { kind: "selection" })).toMatchObject({
    place: { sheet: "Model", range: "A1:H2001" },
  });
  for (const row of [0, 999, 1000, 1999]) {
    const values = ["A", "B", "C", "D", "H"].map((column) => cell(`${column}${row + 2}`).value);
    expect(values).toEqual([row, row / 7, `Day ${row}`, row * 2, 1 - row]);
  }
  office.model.dispatch("REQUEST_UNDO");
  expect(content(office.model, "Model!A1") + content(office.model, "Model!H2001")).toBe("");
});

test("what is too large for one request goes in several, by the characters that are sent", async () => {
  // JSON writes this one with six.
  const rows = Array.from({ length: 300 }, (_, row) => [`${row} ${"\u0001".repeat(3_400)}`]);
  await excelWorkbook.insertTable({ headers: ["a"], rows, formats: ["General"] }, { kind: "selection" });
  const sizes = office.requests.map((request) => JSON.stringify(request).length);
  expect(sizes.filter((size) => size > 1e6).length).toBeGreaterThan(2);
  expect(Math.max(...sizes)).toBeLessThan(2_500_000);
  for (const row of [0, 99, 150, 299]) expect(cell(`B${row + 3}`).value).toBe(rows[row]?.[0]);
});

test("a locked sheet is refused with a sentence, and stays as it is", async () => {
  office.model.dispatch("LOCK_SHEET", { sheetId: "s1" });
  await expect(excelWorkbook.insertTable(table, { kind: "selection" })).rejects.toThrow(/unprotect/i);
  expect(content(office.model, "Model!B2")).toBe("");
});

const series = ["btc.price", "btc.fees"];
const market: Table = {
  headers: ["Label", "Value", "Unit"],
  rows: [
    ["Bitcoin price", 60000, "USD"],
    ["Fees", 0.1, "BTC"],
  ],
  formats: ["General", "0.00", "General"],
  series,
};
interface Values {
  readonly "btc.price": number;
  readonly "btc.fees": number;
}
const latest = (values: Values) => (name: string) =>
  name === "btc.price" ? ["Bitcoin price", values["btc.price"], "USD"] : ["Fees", values["btc.fees"], "BTC"];
const update = (values: Values = { "btc.price": 61000, "btc.fees": 0.1 }) =>
  excelWorkbook.updateTables(latest(values));

describe("a table with series", () => {
  beforeEach(() => excelWorkbook.insertTable(market, { kind: "selection" }));

  test("has a name of its own and only its cells that change are written", async () => {
    expect(names(office.model)).toEqual({ HASHCELL_MARKET: "Model!B2:D4" });
    office.requests.length = 0;
    expect(await update()).toEqual({ updated: [{ sheet: "Model", range: "B2:D4" }], left: [] });
    expect(cell("C3")).toMatchObject({ value: 61000, text: "61000.00" });
    const written = office.requests.flatMap(({ Actions }) =>
      Actions.filter(({ ActionType }) => ActionType === 4),
    );
    expect(written.map(({ ArgumentInfo }) => ArgumentInfo?.Arguments)).toEqual([[[[61000]]]]);
    expect(await update()).toEqual({ updated: [], left: [] });
  });

  test("keeps a row that is not given", async () => {
    expect(await excelWorkbook.updateTables(() => undefined)).toEqual({ updated: [], left: [] });
    expect(cell("C3").value).toBe(60000);
  });

  test("reports which rows were written, and what they held", async () => {
    const onWritten = jest.fn();
    const values = { "btc.price": 61000, "btc.fees": 0.1 };
    await excelWorkbook.updateTables(latest(values), onWritten);
    await excelWorkbook.updateTables(latest(values), onWritten);
    type(office.model, "Model!C3", "=1+1");
    await excelWorkbook.updateTables(latest({ ...values, "btc.fees": 0.2 }), onWritten);
    office.model.dispatch("LOCK_SHEET", { sheetId: "s1" });
    await excelWorkbook.updateTables(latest({ ...values, "btc.fees": 0.3 }), onWritten);
    expect(onWritten.mock.calls).toEqual([["btc.price", ["Bitcoin price", 60000, "USD"]]]);
  });

  test("gives its series, each once, as long as it is there", async () => {
    const given = () => excelWorkbook.tableSeries();
    expect(await given()).toEqual(series);
    select(office.model, "F2");
    const more = { ...market, series: ["btc.fees", "ltc.price"] };
    await excelWorkbook.insertTable(more, { kind: "selection" });
    expect(await given()).toEqual(["btc.price", "btc.fees", "ltc.price"]);
    office.model.dispatch("DELETE_NAMED_RANGE", { name: "HASHCELL_MARKET" });
    expect(await given()).toEqual(["btc.fees", "ltc.price"]);
    office.model.dispatch("ADD_COLUMNS_ROWS", {
      sheetId: "s1",
      sheetName: "Model",
      dimension: "COL",
      base: 0,
      quantity: 1,
      position: "before",
    });
    expect(await given()).toEqual(["btc.fees", "ltc.price"]);
    office.model.dispatch("DELETE_SHEET", { sheetId: "s1", sheetName: "Model" });
    expect(await given()).toEqual([]);
  });

  test("whose cells were deleted, of which Excel keeps the name, has no series", async () => {
    const registered = JSON.parse(String(office.settings.get("hashcell.tables"))) as Record<string, unknown>;
    const value = JSON.stringify({ ...registered, HASHCELL_MARKET_2: registered.HASHCELL_MARKET });
    const items = [{ name: "HASHCELL_MARKET", value: "=Model!#REF!" }];
    const load = () => undefined;
    const workbook = {
      settings: { getItemOrNullObject: () => ({ load, isNullObject: false, value }) },
      names: { load, items },
    };
    const context = { workbook, sync: () => Promise.resolve() } as unknown as Excel.RequestContext;
    expect(await tableSeries(context)).toEqual([]);
    items.push({ name: "HASHCELL_MARKET_2", value: "=Model!$B$2:$D$4" });
    expect(await tableSeries(context)).toEqual(series);
  });

  test("is found where it was moved, on a sheet that was renamed", async () => {
    const { model } = office;
    const rows = { sheetId: "s1", sheetName: "Model", dimension: "ROW", base: 0, quantity: 3 } as const;
    model.dispatch("ADD_COLUMNS_ROWS", { ...rows, position: "before" });
    model.dispatch("RENAME_SHEET", { sheetId: "s1", oldName: "Model", newName: "Model 2026" });
    expect(await update()).toEqual({ updated: [{ sheet: "Model 2026", range: "B5:D7" }], left: [] });
    expect(shown(model, "Model 2026!C6").value).toBe(61000);
  });

  test("can have others beside it", async () => {
    select(office.model, "F2");
    await excelWorkbook.insertTable({ ...market, rows: market.rows.slice(0, 1) }, { kind: "selection" });
    expect(names(office.model)).toMatchObject({ HASHCELL_MARKET_2: "Model!F2:H3" });
    expect((await update()).updated).toHaveLength(2);
    expect([cell("C3").value, cell("G3").value]).toEqual([61000, 61000]);
  });

  test("is forgotten when it is written over", async () => {
    await excelWorkbook.insertTable(table, { kind: "replace", place });
    expect(Object.keys(names(office.model))).toEqual(["BTC_PRICE", "BTC_FEES"]);
    expect(await update()).toEqual({ updated: [], left: [] });
    expect(cell("C3").value).toBe(85956.45);
  });

  test.each([
    ["header", () => type(office.model, "Model!C2", "My value"), /columns were changed/],
    ["row label", () => type(office.model, "Model!B4", "My fees"), /labels were changed/],
    ["number of rows", () => removeRow(3), /added or removed/],
    ["cell that holds a formula", () => type(office.model, "Model!C3", "=1+1"), /formula/],
  ])("whose %s the user changed is left alone", async (_what, change, reason) => {
    change();
    const before = content(office.model, "Model!C3");
    const outcome = await update();
    expect(outcome.updated).toEqual([]);
    expect(outcome.left).toMatchObject([{ name: "HASHCELL_MARKET" }]);
    expect(outcome.left[0]?.reason).toMatch(reason);
    expect(content(office.model, "Model!C3")).toBe(before);
    expect((await update()).left).toHaveLength(1);
  });

  test("whose name was deleted is reported once", async () => {
    office.model.dispatch("DELETE_NAMED_RANGE", { name: "HASHCELL_MARKET" });
    expect(await update()).toMatchObject({ updated: [], left: [{ reason: /name was deleted/ }] });
    expect(cell("C3").value).toBe(60000);
    expect(await update()).toEqual({ updated: [], left: [] });
  });

  test("on a locked sheet does not keep others from being written", async () => {
    office.model.dispatch("ACTIVATE_SHEET", { sheetIdFrom: "s1", sheetIdTo: "s2" });
    select(office.model, "A1");
    await excelWorkbook.insertTable(market, { kind: "selection" });
    office.model.dispatch("LOCK_SHEET", { sheetId: "s1" });
    const { updated, left } = await update();
    expect(updated).toEqual([{ sheet: "Inputs", range: "A1:C3" }]);
    expect(left).toMatchObject([{ name: "HASHCELL_MARKET" }]);
    expect(left[0]?.reason).toMatch(/unprotect/i);
    expect([cell("C3").value, shown(office.model, "Inputs!B2").value]).toEqual([60000, 61000]);
  });

  test("shows that there is no value, and the next one", async () => {
    await update({ "btc.price": NaN, "btc.fees": 0.1 });
    expect(cell("C3").value).toBe("#N/A");
    await update({ "btc.price": 7, "btc.fees": 0.1 });
    expect(cell("C3").value).toBe(7);
  });

  test("whose memory is damaged is not touched", async () => {
    office.settings.set("hashcell.tables", '{"HASHCELL_MARKET":{"headers":["Label"],"rows":[{"series":1}]}}');
    expect(await update()).toEqual({ updated: [], left: [] });
    office.settings.set("hashcell.tables", "{");
    expect(await update()).toEqual({ updated: [], left: [] });
  });
});

function removeRow(row: number): void {
  office.model.dispatch("REMOVE_COLUMNS_ROWS", {
    sheetId: "s1",
    sheetName: "Model",
    dimension: "ROW",
    elements: [row],
  });
}

test("what Excel refuses leaves no name behind", async () => {
  office.intercept = (request) =>
    request.Actions.some(({ Name }) => Name === "Formulas")
      ? refused(request, "MergedRangeConflict")
      : undefined;
  await expect(excelWorkbook.insertTable(market, { kind: "selection" })).rejects.toThrow(/unmerge/);
  expect(office.settings.size).toBe(0);
});
