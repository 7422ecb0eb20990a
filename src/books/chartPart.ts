import { columnLetters } from "../formula/tokens";
import { escaped, escapedValue } from "../workfile/xml";
import { placeOf } from "./address";
import type { Chart, Series } from "./charts";
import { columnPixels } from "./columns";
import { placed, type Page } from "./page";
import type { Values } from "./values";

/** What the charts' values are, so that a viewer which calculates nothing shows them; undefined before that is known. */
export interface ChartCells {
  readonly values: Values | undefined;
  /** The number format of a cell, in Excel's code. */
  readonly format: (sheet: string, cell: string) => string | undefined;
}

const CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart";
const DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PLACES = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

const PALETTE = ["0F6C5C", "E08A1E", "0B4FA8", "B10E1E", "7A5195", "8A8D91"];
const [TEXT, LINE, GRID] = ["404040", "A6A6A6", "E3E6E5"];

/** The axes of labels, or of the numbers across, and of values. */
const [LABELS, VALUES] = [500_000_001, 500_000_002];

interface Drawn extends Series {
  readonly kind: Chart["kind"];
  readonly colour: string;
}

/** A chart's part. The order of the elements is that of ISO 29500-1, annex A.5.1. */
export function chartXml(chart: Chart, cells: ChartCells): string {
  const series = drawnSeries(chart);
  const [bars, lines] = [
    series.filter(({ kind }) => kind === "column" || kind === "bar"),
    series.filter(({ kind }) => kind === "line" || kind === "scatter"),
  ];
  // Their places among all count: those that the legend leaves out are named by them.
  const ordered = [...bars, ...lines];
  const write = (drawn: readonly Drawn[]) =>
    drawn.map((one) => seriesXml(chart, one, ordered.indexOf(one), cells)).join("");
  return (
    `<c:chartSpace xmlns:c="${CHART}" xmlns:a="${DRAWING}" xmlns:r="${RELATIONS}">` +
    '<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart>' +
    titleXml(chart.title, 1300, "0") +
    '<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>' +
    (bars.length === 0 ? "" : barsXml(chart, write(bars))) +
    (lines.length === 0 ? "" : linesXml(chart, write(lines))) +
    axesXml(chart) +
    "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:plotArea>" +
    legendXml(ordered, chart.kind === "bar") +
    '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>' +
    `<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>${lineXml(GRID, 9525)}</c:spPr>` +
    `<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>${textXml("a:defRPr", 900, false)}</a:pPr>` +
    '<a:endParaRPr lang="en-US"/></a:p></c:txPr></c:chartSpace>'
  );
}

function drawnSeries(chart: Chart): Drawn[] {
  let next = 0;
  return chart.series.map((series) => ({
    ...series,
    kind: series.as ?? chart.kind,
    colour:
      series.colour ?? (series.isInvisible === true ? "FFFFFF" : (PALETTE[next++ % PALETTE.length] ?? TEXT)),
  }));
}

function barsXml(chart: Chart, series: string): string {
  const isStacked = chart.isStacked === true;
  return (
    `<c:barChart><c:barDir val="${chart.kind === "bar" ? "bar" : "col"}"/>` +
    `<c:grouping val="${isStacked ? "stacked" : "clustered"}"/><c:varyColors val="0"/>${series}` +
    `<c:gapWidth val="${isStacked ? 50 : 60}"/>${isStacked ? '<c:overlap val="100"/>' : ""}${AXIS_IDS}</c:barChart>`
  );
}

const AXIS_IDS = `<c:axId val="${LABELS}"/><c:axId val="${VALUES}"/>`;

function linesXml(chart: Chart, series: string): string {
  return chart.kind === "scatter"
    ? `<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>${series}${AXIS_IDS}</c:scatterChart>`
    : `<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>${series}<c:marker val="1"/>${AXIS_IDS}</c:lineChart>`;
}

function seriesXml(chart: Chart, series: Drawn, place: number, cells: ChartCells): string {
  const isLine = series.kind === "line" || series.kind === "scatter";
  const isScatter = series.kind === "scatter";
  const labels = dataXml(chart.labels, cells, chart.xFormat);
  const values = numbersXml(series.values, cells, chart.yFormat);
  return (
    `<c:ser><c:idx val="${place}"/><c:order val="${place}"/><c:tx><c:v>${nameOf(series)}</c:v></c:tx>` +
    `<c:spPr>${isLine ? drawnLine(series) : drawnBar(series)}</c:spPr>` +
    (isLine ? '<c:marker><c:symbol val="none"/></c:marker>' : '<c:invertIfNegative val="0"/>') +
    (isScatter
      ? `<c:xVal>${labels}</c:xVal><c:yVal>${values}</c:yVal>`
      : `<c:cat>${labels}</c:cat><c:val>${values}</c:val>`) +
    `${isLine ? '<c:smooth val="0"/>' : ""}</c:ser>`
  );
}

/**
 * One that is not drawn has no name either: programs do not agree on which entry of a legend is whose where bars lie, so
 * that none is taken out there.
 */
const nameOf = ({ isInvisible, name }: Drawn) => (isInvisible === true ? "\u00a0" : escaped(name));

function drawnLine({ isInvisible, isDashed, colour }: Drawn): string {
  if (isInvisible === true) return INVISIBLE_LINE;
  const dash = isDashed === true ? '<a:prstDash val="dash"/>' : "";
  return `<a:ln w="${isDashed === true ? 19050 : 25400}" cap="rnd">${fillXml(colour)}${dash}<a:round/></a:ln>`;
}

/** The workbench takes a series' colour from the first fill it finds, and would choose one where there is none. */
const INVISIBLE_LINE =
  '<a:ln w="9525"><a:solidFill><a:srgbClr val="FFFFFF"><a:alpha val="0"/></a:srgbClr></a:solidFill></a:ln>';

const drawnBar = ({ isInvisible, colour }: Drawn) =>
  isInvisible === true ? `<a:noFill/>${INVISIBLE_LINE}` : `${fillXml(colour)}<a:ln><a:noFill/></a:ln>`;

const fillXml = (colour: string) => `<a:solidFill><a:srgbClr val="${colour}"/></a:solidFill>`;
const lineXml = (colour: string, width: number) => `<a:ln w="${width}">${fillXml(colour)}</a:ln>`;

/** Labels: numbers, such as dates, where all that is shown is numbers. */
function dataXml(address: string, cells: ChartCells, format: string | undefined): string {
  const { sheet, cells: places } = placeOf(address);
  const shown = places.map((cell) => cells.values?.shown(sheet, cell).value ?? null);
  const isText = shown.some((value) => typeof value === "string");
  return isText ? textsXml(address, shown) : numbersXml(address, cells, format);
}

function textsXml(address: string, shown: readonly (string | number | boolean | null)[]): string {
  const points = shown.map((value, index) => (value === null ? "" : pointXml(index, String(value))));
  return (
    `<c:strRef><c:f>${escaped(address)}</c:f>` +
    `<c:strCache><c:ptCount val="${shown.length}"/>${points.join("")}</c:strCache></c:strRef>`
  );
}

const pointXml = (index: number, text: string) => `<c:pt idx="${index}"><c:v>${escaped(text)}</c:v></c:pt>`;

function numbersXml(address: string, { values, format }: ChartCells, wanted: string | undefined): string {
  const { sheet, cells } = placeOf(address);
  const code = wanted ?? format(sheet, cells[0] ?? "") ?? "General";
  const points = cells.map((cell, index) => {
    const value = values?.shown(sheet, cell).value;
    return typeof value === "number" ? pointXml(index, String(value)) : "";
  });
  const cache =
    values === undefined
      ? ""
      : `<c:numCache><c:formatCode>${escaped(code)}</c:formatCode><c:ptCount val="${cells.length}"/>${points.join("")}</c:numCache>`;
  return `<c:numRef><c:f>${escaped(address)}</c:f>${cache}</c:numRef>`;
}

function axesXml(chart: Chart): string {
  const { xTitle, yTitle, xFormat, yFormat } = chart;
  const isLying = chart.kind === "bar";
  const labels = {
    id: LABELS,
    other: VALUES,
    position: isLying ? "l" : "b",
    title: xTitle,
    format: xFormat,
    // The first label is to be on top.
    isReversed: isLying,
    hasGrid: false,
    crosses: "autoZero",
    // At the edge, not amid bars below zero.
    labelsAt: "low",
  };
  const values = {
    id: VALUES,
    other: LABELS,
    position: isLying ? "b" : "l",
    title: yTitle,
    format: yFormat,
    isReversed: false,
    hasGrid: true,
    // Where the labels begin on top, their end is at the bottom.
    crosses: isLying ? "max" : "autoZero",
    labelsAt: isLying ? "nextTo" : "low",
  };
  if (chart.kind === "scatter")
    return `<c:valAx>${axisXml(labels)}${BETWEEN_NUMBERS}</c:valAx><c:valAx>${axisXml(values)}${BETWEEN_NUMBERS}</c:valAx>`;
  const isBars = chart.kind !== "line" || chart.series.some(({ as }) => as === "column");
  return (
    `<c:catAx>${axisXml(labels)}<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>` +
    `<c:valAx>${axisXml(values)}<c:crossBetween val="${isBars ? "between" : "midCat"}"/></c:valAx>`
  );
}

const BETWEEN_NUMBERS = '<c:crossBetween val="midCat"/>';

interface Axis {
  readonly id: number;
  readonly other: number;
  readonly position: string;
  readonly title: string | undefined;
  readonly format: string | undefined;
  readonly isReversed: boolean;
  readonly hasGrid: boolean;
  readonly crosses: string;
  readonly labelsAt: string;
}

function axisXml(axis: Axis): string {
  const { id, other, position, title, format, isReversed, hasGrid, crosses, labelsAt } = axis;
  const numberFormat =
    format === undefined
      ? '<c:numFmt formatCode="General" sourceLinked="1"/>'
      : `<c:numFmt formatCode="${escapedValue(format)}" sourceLinked="0"/>`;
  return (
    `<c:axId val="${id}"/><c:scaling><c:orientation val="${isReversed ? "maxMin" : "minMax"}"/></c:scaling>` +
    `<c:delete val="0"/><c:axPos val="${position}"/>` +
    (hasGrid ? `<c:majorGridlines><c:spPr>${lineXml(GRID, 9525)}</c:spPr></c:majorGridlines>` : "") +
    (title === undefined ? "" : titleXml(title, 900, position === "l" ? "-5400000" : "0")) +
    `${numberFormat}<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="${labelsAt}"/>` +
    `<c:spPr>${hasGrid ? "<a:ln><a:noFill/></a:ln>" : lineXml(LINE, 9525)}</c:spPr>` +
    `<c:crossAx val="${other}"/><c:crosses val="${crosses}"/>`
  );
}

function titleXml(text: string, size: number, rotation: string): string {
  const isBold = size > 1000;
  return (
    `<c:title><c:tx><c:rich><a:bodyPr rot="${rotation}" vert="horz"/><a:lstStyle/><a:p><a:pPr>${textXml("a:defRPr", size, isBold)}</a:pPr>` +
    `<a:r>${textXml("a:rPr", size, isBold)}<a:t>${escaped(text)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>`
  );
}

/** A font, in hundredths of a point. */
const textXml = (element: string, size: number, isBold: boolean) =>
  `<${element}${element === "a:rPr" ? ' lang="en-US"' : ""} sz="${size}" b="${isBold ? 1 : 0}">${fillXml(TEXT)}` +
  `<a:latin typeface="Calibri"/></${element}>`;

function legendXml(series: readonly Drawn[], isLying: boolean): string {
  const isHidden = ({ isInvisible }: Drawn) => isInvisible === true;
  if (series.filter((one) => !isHidden(one)).length < 2) return "";
  const hidden = series.flatMap((one, index) =>
    isHidden(one) && !isLying
      ? [`<c:legendEntry><c:idx val="${index}"/><c:delete val="1"/></c:legendEntry>`]
      : [],
  );
  return `<c:legend><c:legendPos val="b"/>${hidden.join("")}<c:overlay val="0"/></c:legend>`;
}

/** The part that places a sheet's charts over its cells. Their relations are rId1, rId2 and so on. */
export function drawingXml({ charts, widths }: Page): string {
  const anchors = charts.map(({ over, title }, index) => {
    const [first = over, last = first] = over.split(":");
    const end = placed(last);
    // It ends a little before the next one begins.
    const gap = columnPixels(widths[columnLetters(end.column)]) - GAP;
    return (
      '<xdr:twoCellAnchor editAs="oneCell">' +
      cornerXml("from", placed(first), 0) +
      cornerXml("to", { column: end.column, row: end.row + 1 }, gap) +
      `<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="${index + 2}" name="Chart ${index + 1}" ` +
      `descr="${escapedValue(title)}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>` +
      '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>' +
      `<a:graphic><a:graphicData uri="${CHART}"><c:chart xmlns:c="${CHART}" xmlns:r="${RELATIONS}" r:id="rId${index + 1}"/>` +
      "</a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>"
    );
  });
  return `<xdr:wsDr xmlns:xdr="${PLACES}" xmlns:a="${DRAWING}">${anchors.join("")}</xdr:wsDr>`;
}

/** In pixels, and in English Metric Units. */
const [GAP, PIXEL] = [8, 9525];

function cornerXml(name: string, { column, row }: { column: number; row: number }, pixels: number): string {
  return (
    `<xdr:${name}><xdr:col>${column - 1}</xdr:col><xdr:colOff>${Math.round(pixels * PIXEL)}</xdr:colOff>` +
    `<xdr:row>${row - 1}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:${name}>`
  );
}
