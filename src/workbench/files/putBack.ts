import type { Model } from "@odoo/o-spreadsheet";
import { columnIndex, quotedSheetName } from "../host/addresses";
import {
  drawnChart,
  filled,
  isSame,
  type KeptChart,
  type KeptParts,
  type KeptSheet,
  type KeptValidation,
} from "./keptParts";
import { appended, DECLARATION, escaped, unescaped } from "./xml";
import { isTrue } from "./xmlTree";

/** Puts what was kept of a file into the parts of its copy, which are patched as text. */

/** A sheet's part, with what is kept of it. */
export function withKeptSheet(xml: string, kept: KeptSheet, rules: readonly SavedRule[]): string {
  const { properties, view, print, rowBreaks, columnBreaks, validations } = kept;
  let written = properties === "" ? xml : withProperties(xml, properties);
  written = written.replace(/<sheetView\b/, `<sheetView${attributesXml(view)}`);
  written = withValidations(written, rules, validations);
  const rows = breaksXml("rowBreaks", rowBreaks, (cell) => Number(/\d+/.exec(cell)?.[0]) - 1);
  const columns = breaksXml("colBreaks", columnBreaks, (cell) =>
    columnIndex(/[A-Z]+/.exec(cell)?.[0] ?? "A"),
  );
  return beforeFirst(written, AFTER_PRINT, print + rows + columns);
}

/** What stands behind the set-up of the print in a sheet's part. ISO 29500-1, section 18.3.1.99. */
const AFTER_PRINT =
  "customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF picture oleObjects controls webPublishItems tableParts extLst";
const AFTER_VALIDATIONS = `hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks ${AFTER_PRINT}`;

/** Puts text before the first of these elements that follow the cells. */
function beforeFirst(xml: string, names: string, text: string): string {
  if (text === "") return xml;
  const cells = Math.max(0, xml.lastIndexOf("</sheetData>"));
  const found = new RegExp(`<(?:${names.replaceAll(" ", "|")})\\b`).exec(xml.slice(cells));
  const at = found === null ? xml.lastIndexOf("</worksheet>") : cells + found.index;
  return at < 0 ? xml : xml.slice(0, at) + text + xml.slice(at);
}

function withProperties(xml: string, properties: string): string {
  const end = xml.indexOf("</sheetPr>");
  if (end >= 0) return xml.slice(0, end) + properties + xml.slice(end);
  const empty = /<sheetPr\s*\/>/;
  const element = `<sheetPr>${properties}</sheetPr>`;
  if (empty.test(xml)) return xml.replace(empty, () => element);
  return xml.replace(/<worksheet\b[^>]*>/, (start) => start + element);
}

const attributesXml = (attributes: Readonly<Record<string, string>>) =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join("");

function breaksXml(list: string, breaks: KeptSheet["rowBreaks"], placeOf: (cell: string) => number): string {
  const places = breaks
    .map(({ cell, attributes }) => ({ place: placeOf(cell), attributes }))
    .filter(({ place }) => place >= 1);
  if (places.length === 0) return "";
  const written = places.map(({ place, attributes }) => `<brk id="${place}"${attributesXml(attributes)}/>`);
  const manual = places.filter(({ attributes }) => isTrue(attributes.man)).length;
  return `<${list} count="${places.length}" manualBreakCount="${manual}">${written.join("")}</${list}>`;
}

/** A rule of data validation as the spreadsheet saves it, in its order. */
interface SavedRule {
  readonly id: string;
  readonly isBlocking?: boolean | undefined;
}

/** Those that the export writes for each rule; the others are the file's. */
const OWN = new Set(["type", "operator", "sqref"]);

function withValidations(xml: string, rules: readonly SavedRule[], kept: readonly KeptValidation[]): string {
  let index = 0;
  const own = [...xml.matchAll(/<dataValidation\b/g)].length;
  // Where the export has left a rule out, it is not known which is which.
  const byRule = own === rules.length ? kept : [];
  const written = xml.replace(/<dataValidation\b([^>]*)>/g, (element, attributes: string) => {
    const rule = rules[index++];
    const original = byRule.find((validation) => rule !== undefined && validation.rule === rule.id);
    if (rule === undefined || original === undefined) return element;
    return `<dataValidation${attributesXml(merged(attributes, original, rule))}>`;
  });
  const others = kept
    .filter(({ rule, ranges }) => rule === undefined && ranges.length > 0)
    .map(({ ranges, attributes, formulas }) => {
      const texts = formulas.map(
        (text, place) => `<formula${place + 1}>${escaped(text)}</formula${place + 1}>`,
      );
      return `<dataValidation${attributesXml({ ...attributes, sqref: ranges.join(" ") })}>${texts.join("")}</dataValidation>`;
    });
  if (others.length === 0) return written;
  const all = `count="${own + others.length}"`;
  if (own > 0)
    return written
      .replace(/(<dataValidations\b[^>]*?)count="\d+"/, (_list, start: string) => start + all)
      .replace("</dataValidations>", () => `${others.join("")}</dataValidations>`);
  const list = `<dataValidations ${all}>${others.join("")}</dataValidations>`;
  return beforeFirst(
    written.replace(/<dataValidations\b[^>]*(?:\/>|>\s*<\/dataValidations>)/, ""),
    AFTER_VALIDATIONS,
    list,
  );
}

/** The attributes of a rule that the user may have changed, with the texts that the file had. */
function merged(
  attributes: string,
  { attributes: original }: KeptValidation,
  { isBlocking = false }: SavedRule,
): Record<string, string> {
  const present = Object.fromEntries(
    [...attributes.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]),
  );
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(original)) if (!OWN.has(name)) result[name] = value;
  const style = original.errorStyle ?? "stop";
  if (isBlocking === (style === "warning")) result.errorStyle = isBlocking ? "stop" : "warning";
  for (const name of OWN) {
    const value = present[name];
    if (value !== undefined) result[name] = unescaped(value);
  }
  // To the spreadsheet, whole numbers are any numbers.
  if (original.type === "whole" && result.type === "decimal") result.type = "whole";
  return result;
}

/** The names that belong to sheets: what is printed, and on each page. `sheets` are in the order of the copy. */
export function printNamesXml(
  sheets: readonly { readonly name: string; readonly kept: KeptSheet | undefined }[],
): string {
  const named = (name: string, place: number, sheet: string, ranges: readonly string[] = []) =>
    ranges.length === 0
      ? ""
      : `<definedName name="${name}" localSheetId="${place}">${escaped(
          ranges.map((range) => `${quotedSheetName(sheet)}!${range}`).join(","),
        )}</definedName>`;
  return sheets
    .map(
      ({ name, kept }, place) =>
        named("_xlnm.Print_Area", place, name, kept?.area) +
        named("_xlnm.Print_Titles", place, name, kept?.titles),
    )
    .join("");
}

/** The chart's part as the file had it, where the spreadsheet still draws it as it did at first. */
export function originalChart(model: Model, figure: string, kept: readonly KeptChart[]): string | undefined {
  const { getters } = model;
  const original = kept.find((chart) => chart.figure === figure);
  const id = getters.getChartIdFromFigureId(figure);
  if (original?.drawn === undefined || id === undefined) return undefined;
  if (!isSame(original.drawn, drawnChart(getters.getChartDefinition(id)))) return undefined;
  return DECLARATION + filled(original.xml, original.references.map(escaped));
}

const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";

/** A workbook's parts with the properties of the file among them. */
export function withFileProperties(
  parts: Readonly<Record<string, string>>,
  { core, custom, app }: KeptParts,
): Record<string, string> {
  const appXml = Object.entries(app)
    .map(([name, value]) => `<${name}>${escaped(value)}</${name}>`)
    .join("");
  const all = [
    {
      path: "docProps/core.xml",
      xml: core,
      type: "application/vnd.openxmlformats-package.core-properties+xml",
      relation: `${PACKAGE}/relationships/metadata/core-properties`,
    },
    {
      path: "docProps/app.xml",
      xml: appXml === "" ? "" : `<Properties xmlns="${OFFICE}/extended-properties">${appXml}</Properties>`,
      type: "application/vnd.openxmlformats-officedocument.extended-properties+xml",
      relation: `${OFFICE}/relationships/extended-properties`,
    },
    {
      path: "docProps/custom.xml",
      xml: custom,
      type: "application/vnd.openxmlformats-officedocument.custom-properties+xml",
      relation: `${OFFICE}/relationships/custom-properties`,
    },
  ].filter(({ xml }) => xml !== "");
  if (all.length === 0) return { ...parts };
  const types = all.map(({ path, type }) => `<Override PartName="/${path}" ContentType="${type}"/>`);
  const relations = all.map(
    ({ path, relation }, index) =>
      `<Relationship Id="rIdProperties${index + 1}" Type="${relation}" Target="${path}"/>`,
  );
  return {
    ...parts,
    ...Object.fromEntries(all.map(({ path, xml }) => [path, DECLARATION + xml])),
    "[Content_Types].xml": appended(parts["[Content_Types].xml"] ?? "", "Types", types.join("")),
    "_rels/.rels": appended(parts["_rels/.rels"] ?? "", "Relationships", relations.join("")),
  };
}
