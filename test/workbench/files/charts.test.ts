/** @jest-environment jsdom */
import "../textCoding";
import { readFileSync } from "node:fs";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
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
  expect(new Set(before.map(({ type }) => type))).toEqual(new Set(["line", "bar"]));
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

/** A workbook with a chart, as the spreadsheet saves it, that has this plot instead. */
async function withPlot(plot: string): Promise<OfficeHost> {
  const parts = unzipSync(await workbookBytes(chart({})));
  const path = "xl/charts/chart1.xml";
  const xml = strFromU8(parts[path] ?? new Uint8Array());
  const changed = xml.replace(/<c:plotArea>.*<\/c:plotArea>/s, `<c:plotArea><c:layout/>${plot}</c:plotArea>`);
  return openInOffice(openedFile(readFile(zipSync({ ...parts, [path]: strToU8(changed) }))).data);
}

/** What the legend says; it leaves out what has no name. */
function legend({ model: { getters } }: OfficeHost): string[] {
  const [id = ""] = getters.getChartIds(getters.getActiveSheetId());
  const runtime = getters.getChartRuntime(id);
  if (!("chartJsConfig" in runtime)) throw new Error("no chart");
  const { data, options } = runtime.chartJsConfig;
  const drawn = { data, isDatasetVisible: () => true };
  return (options?.plugins?.legend?.labels?.generateLabels?.(drawn as never) ?? []).map(({ text }) => text);
}

const reference = (kind: string, range: string) => `<c:${kind}><c:f>Data!${range}</c:f></c:${kind}>`;

describe("a scatter chart", () => {
  const fill = '<a:solidFill><a:srgbClr val="0F6C5C"/></a:solidFill>';
  const line = `<a:ln w="19050">${fill}</a:ln>`;
  const dots = `${fill}<a:ln><a:noFill/></a:ln>`;
  const scatter = (shape: string, name: string, style = "lineMarker") =>
    `<c:scatterChart><c:scatterStyle val="${style}"/><c:ser><c:idx val="0"/><c:order val="0"/><c:tx>${name}</c:tx>` +
    `<c:spPr>${shape}</c:spPr><c:marker><c:symbol val="none"/></c:marker><c:xVal>${reference("numRef", "$A$2:$A$9")}</c:xVal>` +
    `<c:yVal>${reference("numRef", "$B$2:$B$9")}</c:yVal></c:ser><c:axId val="1"/><c:axId val="2"/></c:scatterChart>` +
    '<c:valAx><c:axId val="1"/><c:axPos val="b"/></c:valAx><c:valAx><c:axId val="2"/><c:axPos val="l"/></c:valAx>';

  test.each([
    ["lines", scatter(line, "<c:v>Price</c:v>"), "line"],
    ["dots", scatter(dots, "<c:v>Price</c:v>"), "scatter"],
    ["dots by its style", scatter("", "<c:v>Price</c:v>", "marker"), "scatter"],
  ])("with %s is drawn with them, over numbers", async (_what, plot, type) => {
    expect(charts(await withPlot(plot))).toMatchObject([
      {
        type,
        labelsAsText: false,
        dataSource: { labelRange: "Data!A2:A9", dataSets: [{ dataRange: "B2:B9" }] },
      },
    ]);
  });

  test("is over its numbers where a cell has the name of its series", async () => {
    const office = await withPlot(scatter(line, reference("strRef", "$B$1")));
    expect(charts(office)).toMatchObject([
      {
        type: "line",
        dataSource: {
          dataSetsHaveTitle: true,
          labelRange: "Data!A1:A9",
          dataSets: [{ dataRange: "B1:B9" }],
        },
      },
    ]);
    expect(legend(office)).toEqual(["price"]);
  });

  /** ISO 29500-1, annex A.5.1: CT_ScatterChart and CT_ScatterSer are sequences. */
  test.each([
    ["lines", line],
    ["dots", dots],
  ])("with %s is one in a copy", async (_what, shape) => {
    const office = await withPlot(scatter(shape, "<c:v>Price</c:v>"));
    const { bytes, charts: after } = await saved(office);
    expect(after()).toEqual(charts(office).map(likewise));
    const xml = strFromU8(unzipSync(bytes)["xl/charts/chart1.xml"] ?? new Uint8Array());
    const root = new DOMParser().parseFromString(xml, "application/xml");
    const parts = (name: string) =>
      [...(root.getElementsByTagName(`c:${name}`)[0]?.children ?? [])].map(({ localName }) => localName);
    expect(parts("plotArea")).toEqual(["layout", "scatterChart", "valAx", "valAx", "spPr"]);
    expect(parts("scatterChart")).toEqual(["scatterStyle", "varyColors", "ser", "dLbls", "axId", "axId"]);
    const series = ["idx", "order", "tx", "spPr", "marker", "dLbls", "xVal", "yVal", "smooth"];
    expect(parts("ser")).toEqual(series);
    expect(parts("xVal")).toEqual(["numRef"]);
  });
});

test("bars that only lift others have no name in the legend, and none in that of a copy", async () => {
  const bars = (index: number, name: string) =>
    `<c:ser><c:idx val="${index}"/><c:order val="${index}"/><c:tx><c:v>${name}</c:v></c:tx>` +
    `<c:val>${reference("numRef", "$B$2:$B$9")}</c:val></c:ser>`;
  const plot = `<c:barChart><c:barDir val="col"/><c:grouping val="stacked"/>${bars(0, "\u00a0")}${bars(1, "Level")}<c:axId val="1"/><c:axId val="2"/></c:barChart>`;
  const axes =
    '<c:catAx><c:axId val="1"/><c:axPos val="b"/></c:catAx><c:valAx><c:axId val="2"/><c:axPos val="l"/></c:valAx>';
  const office = await withPlot(plot + axes);
  expect(legend(office)).toEqual(["Level"]);
  const { bytes } = await saved(office);
  expect(legend(openInOffice(openedFile(readFile(bytes)).data))).toEqual(["Level"]);
});
