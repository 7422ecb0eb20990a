import type { Relation } from "./package";
import { collect, elements, type XmlElement } from "./xmlTree";

/** What a file holds that the workbench does not show, or not write into a saved copy; by what leads to it. */
const byRelation: Readonly<Record<string, string>> = {
  vbaProject: "macros",
  pivotTable: "pivot tables (their values stay)",
  comments: "comments",
  threadedComment: "comments",
  slicer: "slicers",
  timeline: "slicers",
  externalLink: "links to other workbooks (their last values stay)",
  ctrlProp: "form controls",
  control: "form controls",
  oleObject: "embedded documents",
  package: "embedded documents",
  connections: "data connections",
  queryTable: "data connections",
  powerPivotData: "the data model",
  chartEx: "charts of a kind that only Excel draws",
  diagramData: "diagrams",
  origin: "the digital signature",
};

/** Elements of a sheet's part. */
const byElement: Readonly<Record<string, (element: XmlElement) => string | undefined>> = {
  sparklineGroup: () => "sparklines",
  sheetProtection: () => "sheet protection",
  cfRule: (rule) => (unknownRules.has(rule.attribute("type") ?? "") ? "some conditional formats" : undefined),
  dataValidation: (rule) =>
    unknownValidations.has(rule.attribute("type") ?? "") ? "some data validation rules" : undefined,
};
const unknownRules = new Set(["aboveAverage", "containsErrors", "notContainsErrors", "timePeriod"]);
const unknownValidations = new Set(["time", "textLength"]);

const shapes = new Set(["sp", "cxnSp", "grpSp"]);
const picturesOfOldWindows = /\.(emf|wmf|tiff?)$/i;

/** Gathers what is left out of a workbook, for one sentence to the user. */
export class LeftOut {
  private readonly found = new Set<string>();

  relations(relations: readonly Relation[]): void {
    for (const { kind, target } of relations) {
      this.add(byRelation[kind]);
      if (kind === "image" && picturesOfOldWindows.test(target))
        this.add("pictures that browsers cannot draw");
    }
  }

  sheet(root: XmlElement): void {
    const telling: XmlElement[] = [];
    collect(root, ({ localName }) => localName in byElement, telling);
    for (const element of telling) this.add(byElement[element.localName]?.(element));
  }

  drawing(root: XmlElement): void {
    const drawn: XmlElement[] = [];
    collect(root, ({ localName }) => shapes.has(localName), drawn);
    if (drawn.length > 0) this.add("shapes");
  }

  /** Names that stand for formulas or constants; Excel's own begin with `_xlnm.`. */
  names(workbook: XmlElement, read: Readonly<Record<string, string>>): void {
    const isLost = (element: XmlElement) => {
      const name = element.attribute("name") ?? "";
      return !name.startsWith("_xlnm.") && !(name in read);
    };
    if (elements(workbook, "definedName").some(isLost)) this.add("names for formulas and constants");
  }

  sentence(): string | undefined {
    if (this.found.size === 0) return undefined;
    return `Not shown, or missing from a copy saved here: ${[...this.found].join(", ")}.`;
  }

  private add(what: string | undefined): void {
    if (what !== undefined) this.found.add(what);
  }
}
