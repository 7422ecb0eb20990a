/** @jest-environment jsdom */
import "../textCoding";
import { readFileSync } from "node:fs";
import { strFromU8, unzipSync } from "fflate";
import { openedFile } from "../../../src/workbench/files/openWorkbook";
import { workbookBytes } from "../../../src/workbench/files/saveCopy";
import { readFile } from "../../../src/workbench/files/xlsx";
import { lineChart, workbookData, type LineChartOptions } from "../../../src/workbench/workbookData";
import { openInOffice, type OfficeHost } from "../officeHost";

/** What a reader sees of the charts, in the order of the sheets. */
function charts({ model: { getters } }: OfficeHost) {
  const figures = getters.getSheetIds().flatMap((sheetId) => getters.getFigures(sheetId));
  return figures.map(({ id, width, height, col, row }) => {
    const chart: object = getters.getChartDefinition(getters.getChartIdFromFigureId(id) ?? "");
    const {
      type,
      title,
      dataSource,
      dataSetStyles,
      axesDesign,
      legendPosition,
      labelsAsText,
      hideDataMarkers,
    } = JSON.parse(JSON.stringify(chart).replace(/#[\da-f]{6}/gi, (colour) => colour.toUpperCase())) as {
      [key: string]: unknown;
      axesDesign?: Record<string, { title?: { text?: string } }>;
    };
    const axes = Object.fromEntries(
      ["x", "y", "y1"].map((axis) => [axis, axesDesign?.[axis]?.title?.text ?? ""]),
    );
    return {
      type,
      title,
      dataSource,
      dataSetStyles,
      axes,
      legendPosition,
      labelsAsText,
      hideDataMarkers,
      width,
      height,
      col,
      row,
    };
  });
}

const saved = async (office: OfficeHost) => {
  const bytes = await workbookBytes(office);
  const { data, warnings } = openedFile(readFile(bytes));
  return { bytes, warnings, charts: () => charts(openInOffice(data)) };
};

/** The file keeps sizes by cells, whose widths it rounds. */
const likewise = ({ width, height, ...rest }: ReturnType<typeof charts>[number]): unknown => ({
  ...rest,
  width: about(width),
  height: about(height),
});
const about = (size: number) => ({ asymmetricMatch: (other: number) => Math.abs(other - size) < 8 });

test("the charts of a finished workbook come back as they were", async () => {
  const bytes = new Uint8Array(readFileSync("src/books/files/site-valuation.xlsx"));
  // The spreadsheet is there once something was opened.
  openInOffice();
  const office = openInOffice(openedFile(readFile(bytes)).data);
  const before = charts(office);
  expect(before.length).toBeGreaterThan(8);
  expect(new Set(before.map(({ type }) => type))).toEqual(new Set(["line", "bar", "scatter"]));
  expect(before.filter(({ title }) => JSON.stringify(title) === "{}")).toEqual([]);
  const copy = await saved(office);
  expect(copy.charts()).toEqual(before.map(likewise));
});

const chart = (options: Partial<LineChartOptions>) =>
  openInOffice(
    workbookData([
      {
        id: "s",
        name: "Data",
        cells: { A1: "day", B1: "price", C1: "difficulty", A2: "1", B2: "2", C2: "3" },
        charts: [
          {
            id: "c",
            column: 4,
            row: 2,
            width: 400,
            height: 300,
            definition: lineChart({
              title: "Price & difficulty",
              labels: "Data!A1:A9",
              series: [
                { range: "Data!B1:B9", color: "#0F6C5C" },
                { range: "Data!C1:C9", color: "#B4009E", isOnRight: true },
              ],
              ...options,
            }),
          },
        ],
      },
    ]),
  );

test("axes on the right, titles of axes, colours and legends come back", async () => {
  const office = chart({ xTitle: "day", yTitle: "USD" });
  const before = charts(office);
  expect(before).toMatchObject([
    { dataSetStyles: { 0: { yAxisId: "y" }, 1: { yAxisId: "y1" } }, legendPosition: "top" },
  ]);
  expect((await saved(office)).charts()).toEqual(before.map(likewise));
});

/** ISO 29500-1, annex A.5.1: CT_LineSer, CT_CatAx, CT_ValAx and CT_PlotArea are sequences. */
test("the parts of a saved chart stand in the order of the schema", async () => {
  const { bytes } = await saved(chart({ xTitle: "day", yTitle: "USD" }));
  const xml = strFromU8(unzipSync(bytes)["xl/charts/chart1.xml"] ?? new Uint8Array());
  const root = new DOMParser().parseFromString(xml, "application/xml");
  const parts = (name: string) =>
    [...root.getElementsByTagName(`c:${name}`)].map(({ children }) =>
      [...children].map(({ localName }) => localName),
    );
  expect(parts("plotArea")[0]).toEqual([
    "layout",
    "lineChart",
    "lineChart",
    "catAx",
    "valAx",
    "catAx",
    "valAx",
    "spPr",
  ]);
  expect(parts("ser")[0]).toEqual(["idx", "order", "tx", "spPr", "marker", "dLbls", "cat", "val", "smooth"]);
  const axis = ["axId", "scaling", "delete", "axPos", "majorGridlines", "title", "numFmt", "majorTickMark"];
  const end = ["minorTickMark", "tickLblPos", "txPr", "crossAx", "crosses"];
  expect(parts("catAx")[0]).toEqual([...axis, ...end, "auto"]);
  expect(parts("valAx")[0]).toEqual([...axis, ...end, "crossBetween"]);
  expect([...root.documentElement.children].map(({ localName }) => localName)).toEqual([
    "roundedCorners",
    "chart",
    "spPr",
  ]);
});
