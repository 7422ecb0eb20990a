import { canonicalXml } from "./canonicalXml";
import type { KeptChart } from "./keptParts";
import { linesOverNumbers } from "../workbookData";
import { childOf, collect, elements, parsedXml, type XmlElement } from "./xmlTree";

interface ChartTitle {
  readonly text: string;
  readonly bold?: boolean;
  /** In points. */
  readonly fontSize?: number;
}

/** What the import of the spreadsheet leaves out of a chart. */
export interface ChartLooks {
  readonly title: ChartTitle | undefined;
  /** Titles of the axes: y is on the left, y1 on the right. */
  readonly axes: Readonly<Partial<Record<"x" | "y" | "y1", { readonly title: ChartTitle }>>>;
  /** In the order of the import. */
  readonly series: readonly SeriesLooks[];
  readonly hidesMarkers: boolean;
  /** Whether a scatter chart joins its points. */
  readonly joinsPoints: boolean;
  /** Whether labels are evenly spaced, whatever they are; dates on a time axis are not. */
  readonly labelsAreTexts: boolean;
}

interface SeriesLooks {
  /** Whether it is measured on the right. */
  readonly isOnRight: boolean;
  /** Whether its name is blank, as that of bars which only lift others; without one it would get a number for a name. */
  readonly isNameBlank: boolean;
}

/** A place on a sheet: so many pixels into a cell. */
interface Place {
  readonly column: number;
  readonly row: number;
  readonly x: number;
  readonly y: number;
}

/** A chart with the places of its corners, where it reaches from cell to cell. */
export interface PlacedChart {
  readonly looks: ChartLooks;
  readonly from: Place | undefined;
  readonly to: Place | undefined;
  /** Its part, for a copy; undefined where that cannot be put back. */
  readonly original: KeptChart | undefined;
}

/** English Metric Units. */
const EMU_PER_PIXEL = 9525;

/** A corner of a drawing's anchor, "from" or "to". */
export function placeOf(anchor: XmlElement, corner: string): Place | undefined {
  const place = childOf(anchor, corner);
  if (place === undefined) return undefined;
  const number = (name: string) => Number(childOf(place, name)?.text ?? 0);
  const [x, y] = [number("colOff") / EMU_PER_PIXEL, number("rowOff") / EMU_PER_PIXEL];
  return { column: number("col"), row: number("row"), x, y };
}

const AXIS = /^(cat|val|date|ser)Ax$/;

export function chartLooks(root: XmlElement): ChartLooks {
  const chart = childOf(root, "chart");
  const plotArea = chart && childOf(chart, "plotArea");
  const parts = plotArea?.children ?? [];
  const axes = parts.filter(({ localName }) => AXIS.test(localName));
  const plots = parts.filter(({ localName }) => localName.endsWith("Chart"));
  // The import of two kinds in one chart takes bars first.
  const inOrder = [...plots].sort(
    (one, other) => Number(other.localName === "barChart") - Number(one.localName === "barChart"),
  );
  const series = inOrder.flatMap((plot) => elements(plot, "ser").map((element) => ({ plot, element })));
  const right = axes.find((axis) => axis.localName === "valAx" && valueOf(axis, "axPos") === "r");
  const isRight = (plot: XmlElement) =>
    right !== undefined &&
    plot.children.some(
      (child) => child.localName === "axId" && child.attribute("val") === valueOf(right, "axId"),
    );
  const lines = series.filter(({ plot }) => /^(line|scatter)Chart$/.test(plot.localName));
  return {
    title: chart && titleOf(chart),
    axes: axisTitles(axes, right),
    series: series.map(({ plot, element }) => ({
      isOnRight: isRight(plot),
      isNameBlank: hasBlankName(element),
    })),
    hidesMarkers: lines.length > 0 && lines.every(({ element }) => hasNoMarkers(element)),
    joinsPoints: series.length > 0 && series.every(({ plot, element }) => joinsPoints(plot, element)),
    labelsAreTexts: axes.some(({ localName }) => localName === "catAx"),
  };
}

function axisTitles(axes: readonly XmlElement[], right: XmlElement | undefined): ChartLooks["axes"] {
  const shown = axes.filter((axis) => valueOf(axis, "delete") !== "1");
  const lies = (axis: XmlElement) => /^[bt]$/.test(valueOf(axis, "axPos") ?? "");
  const found = {
    x: shown.find((axis) => axis.localName !== "valAx") ?? shown.find(lies),
    y: shown.find((axis) => axis.localName === "valAx" && axis !== right && valueOf(axis, "axPos") === "l"),
    y1: right,
  };
  const titles: Partial<Record<"x" | "y" | "y1", { title: ChartTitle }>> = {};
  for (const key of ["x", "y", "y1"] as const) {
    const title = found[key] && titleOf(found[key]);
    if (title !== undefined) titles[key] = { title };
  }
  return titles;
}

function titleOf(parent: XmlElement): ChartTitle | undefined {
  const title = childOf(parent, "title");
  const text =
    title === undefined
      ? ""
      : elements(title, "t")
          .map((run) => run.text)
          .join("");
  if (title === undefined || text === "") return undefined;
  const [look] = [...elements(title, "rPr"), ...elements(title, "defRPr")];
  const size = Number(look?.attribute("sz") ?? 0) / 100;
  return {
    text,
    ...(look?.attribute("b") !== undefined && { bold: look.attribute("b") === "1" }),
    ...(size > 0 && { fontSize: size }),
  };
}

const valueOf = (element: XmlElement, name: string) => childOf(element, name)?.attribute("val");

function hasNoMarkers(series: XmlElement): boolean {
  const marker = childOf(series, "marker");
  return marker !== undefined && valueOf(marker, "symbol") === "none";
}

/** A name that is a reference has no `v` of its own. */
function hasBlankName(series: XmlElement): boolean {
  const name = childOf(series, "tx");
  const text = name && childOf(name, "v");
  return text !== undefined && text.text.trim() === "";
}

/** Excel says of every scatter chart that it has lines, and takes them from the series where it is to have dots only. */
function joinsPoints(plot: XmlElement, series: XmlElement): boolean {
  if (plot.localName !== "scatterChart" || valueOf(plot, "scatterStyle") === "marker") return false;
  const shape = childOf(series, "spPr");
  const line = shape && childOf(shape, "ln");
  return line === undefined || childOf(line, "noFill") === undefined;
}

/** Charts of a sheet as the spreadsheet has them, as far as the looks concern it. */
export interface ChartDefinition {
  readonly type?: string;
  readonly title?: object;
  readonly axesDesign?: object;
  readonly dataSource?: { readonly dataSets?: readonly { readonly dataSetId: string }[] };
  readonly dataSetStyles?: Readonly<Record<string, object>>;
}

const WITH_AXES = ["line", "bar", "combo", "scatter"];

/** An imported chart with what the import left out. */
export function dressedChart(imported: ChartDefinition, looks: ChartLooks): ChartDefinition {
  const chart =
    imported.type === "scatter" && looks.joinsPoints ? { ...imported, ...linesOverNumbers } : imported;
  const title = { ...chart.title, ...(looks.title ?? { text: "" }) };
  if (!WITH_AXES.includes(chart.type ?? "")) return { ...chart, title };
  const styles = (chart.dataSource?.dataSets ?? []).map(({ dataSetId }, index) => {
    const { isOnRight = false, isNameBlank = false } = looks.series[index] ?? {};
    const style = { ...chart.dataSetStyles?.[dataSetId], yAxisId: isOnRight ? "y1" : "y" };
    return [dataSetId, { ...style, ...(isNameBlank && { label: "" }) }] as const;
  });
  return {
    ...chart,
    title,
    axesDesign: looks.axes,
    dataSetStyles: Object.fromEntries(styles),
    ...((chart.type === "line" || chart.type === "combo") && { hideDataMarkers: looks.hidesMarkers }),
    ...(chart.type === "line" && { labelsAsText: looks.labelsAreTexts }),
  };
}

/**
 * For the import, which takes the first texts of a scatter chart for the numbers along its axis, and would take the name
 * of a series: puts those numbers first, as if they were texts.
 */
export function putNumbersFirst(root: XmlElement): void {
  for (const plot of elements(root, "scatterChart"))
    for (const series of elements(plot, "ser")) {
      const across = childOf(series, "xVal");
      const numbers = across && childOf(across, "numRef");
      if (across === undefined || numbers === undefined) continue;
      across.nodes.length = 0;
      const texts = across.add("strRef");
      for (const node of numbers.nodes) texts.nodes.push(node);
      sort(series, (child) => (child === across ? 0 : 1));
    }
}

/** The order that the schema requires and Excel insists on. ISO 29500-1, annex A.5.1. */
const SERIES =
  "idx order tx spPr invertIfNegative explosion marker dPt dLbls trendline errBars cat xVal val yVal smooth shape";
const AXIS_PARTS =
  "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr " +
  "txPr crossAx crosses crossesAt auto lblAlgn lblOffset noMultiLvlLbl crossBetween majorUnit minorUnit";
const PLOT = "barDir scatterStyle grouping varyColors ser dLbls gapWidth overlap marker axId".split(" ");
const orders: Readonly<Record<string, readonly string[]>> = {
  chartSpace: ["roundedCorners", "chart", "spPr", "txPr"],
  barChart: PLOT,
  lineChart: PLOT,
  scatterChart: PLOT,
  ser: SERIES.split(" "),
  catAx: AXIS_PARTS.split(" "),
  valAx: AXIS_PARTS.split(" "),
  scaling: ["logBase", "orientation", "max", "min"],
};

/** What the spreadsheet's export leaves out of a chart. */
export interface SavedLooks {
  readonly hidesMarkers: boolean;
  /** Whether its lines are over numbers, which the export takes for texts. */
  readonly isOverNumbers: boolean;
  /** The numbers of the series that have a blank name. */
  readonly blankNames: readonly number[];
}

/** A chart's part of the spreadsheet's export, in the order of the schema and with what the export leaves out. */
export function savedChart(xml: string, looks: SavedLooks): string {
  const { hidesMarkers, isOverNumbers, blankNames } = looks;
  const root = parsedXml(isOverNumbers ? asScatter(xml) : xml);
  if (root === undefined) return xml;
  const all: XmlElement[] = [root];
  collect(root, () => true, all);
  for (const element of all) {
    const { localName } = element;
    const order = orders[localName];
    if (localName === "ser" && blankNames.includes(Number(valueOf(element, "idx"))))
      element.add("tx").add("v", {}, "\u00a0");
    if (localName === "valAx") element.removeWhere((child) => child.localName === "auto");
    if (localName === "plotArea")
      sort(element, (child) => (AXIS.test(child.localName) ? 1 : child.localName === "spPr" ? 2 : 0));
    else if (order !== undefined) sort(element, (child) => rank(order, child.localName));
    if (hidesMarkers && localName === "marker" && element.parent?.localName === "ser") {
      element.nodes.length = 0;
      element.add("symbol", { val: "none" });
    }
  }
  return canonicalXml(root);
}

/** Lines over numbers are a scatter chart in Excel. */
const asScatter = (xml: string) =>
  xml
    .replace(/<c:grouping\b[^>]*>/g, '<c:scatterStyle val="lineMarker"/>')
    .replace(/<c:cat>[\s\S]*?<\/c:cat>/g, (labels) => labels.replaceAll("c:strRef>", "c:numRef>"))
    .replace(/(<\/?c:)(lineChart|catAx|cat|val)>/g, (_tag, start: string, name: string) => {
      return `${start}${scatterNames[name] ?? name}>`;
    });
const scatterNames: Readonly<Record<string, string>> = {
  lineChart: "scatterChart",
  catAx: "valAx",
  cat: "xVal",
  val: "yVal",
};

const rank = (order: readonly string[], name: string) => {
  const at = order.indexOf(name);
  return at < 0 ? order.length : at;
};

function sort(element: XmlElement, place: (child: XmlElement) => number): void {
  const children = element.children.sort((one, other) => place(one) - place(other));
  element.nodes.length = 0;
  for (const child of children) element.nodes.push(child);
}
