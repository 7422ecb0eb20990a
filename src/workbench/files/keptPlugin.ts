import type {
  CellPosition,
  CoreCommand,
  Model,
  RangeAdapterFunctions,
  WorkbookData,
} from "@odoo/o-spreadsheet";
import * as v from "valibot";
import { drawnChart, type KeptParts, type KeptSheet } from "./keptParts";
import { isTrue } from "./xmlTree";

/** Where a workbook's data hold what is kept of its file. */
const KEY = "hashcellKept";

const texts = v.array(v.string());
const attributes = v.record(v.string(), v.string());
const breaks = v.array(v.object({ cell: v.string(), attributes }));

const keptSchema = v.object({
  core: v.string(),
  custom: v.string(),
  app: attributes,
  sheets: v.record(
    v.string(),
    v.object({
      properties: v.string(),
      view: attributes,
      print: v.string(),
      rowBreaks: breaks,
      columnBreaks: breaks,
      titles: texts,
      area: texts,
      validations: v.array(
        v.object({ rule: v.optional(v.string()), ranges: texts, attributes, formulas: texts }),
      ),
      charts: v.array(
        v.object({
          figure: v.optional(v.string()),
          xml: v.string(),
          references: texts,
          drawn: v.optional(v.object({ definition: v.string(), ranges: texts })),
        }),
      ),
    }),
  ),
});

/** Under this name the spreadsheet gives what is kept. */
const GETTER = "getHashcellKept";

const nothing: KeptParts = { core: "", custom: "", app: {}, sheets: {} };

/** What is kept of the file that a workbook was opened from; nothing where it comes from none. */
export function keptIn(data: object): KeptParts {
  const found: unknown = Reflect.get(data, KEY);
  if (found === undefined) return nothing;
  const { success, output } = v.safeParse(keptSchema, found);
  return success ? output : nothing;
}

/** Puts what is kept of a file into the data of the workbook that is opened from it. */
export const withKept = (data: WorkbookData, kept: KeptParts): WorkbookData =>
  Object.assign(data, { [KEY]: kept });

export function keptOf({ getters }: Model): KeptParts {
  const kept: unknown = Reflect.get(getters, GETTER);
  return typeof kept === "function" ? (kept as () => KeptParts)() : nothing;
}

/** What the file says of what may be typed into a cell, for when it is selected. */
export function promptAt(model: Model, { sheetId, col, row }: CellPosition): string | undefined {
  const { toZone, isInside } = o_spreadsheet.helpers;
  const rules = keptOf(model).sheets[sheetId]?.validations ?? [];
  return rules.find(
    ({ attributes, ranges }) =>
      isTrue(attributes.showInputMessage) && ranges.some((range) => isInside(col, row, toZone(range))),
  )?.attributes.prompt;
}

/** What the file says when a cell refuses an entry: what it has for that, or else for when the cell is selected. */
export function refusalAt(model: Model, position: CellPosition): string | undefined {
  const { id } = model.getters.getValidationRuleForCell(position) ?? {};
  const rules = keptOf(model).sheets[position.sheetId]?.validations ?? [];
  const attributes = rules.find(({ rule }) => rule !== undefined && rule === id)?.attributes ?? {};
  const { showErrorMessage, error } = attributes;
  return isTrue(showErrorMessage) && error !== undefined ? error : promptAt(model, position);
}

/**
 * Teaches the spreadsheet to carry what is kept of a file: its addresses follow the cells, through undo and redo as well,
 * and it is a part of the workbook's data, as drafts keep them. Call it once, before the first model.
 */
export function carryKeptParts(): void {
  class KeptPlugin extends o_spreadsheet.CorePlugin<{ kept: KeptParts }> {
    static override getters = [GETTER];
    kept = nothing;

    [GETTER](): KeptParts {
      return this.kept;
    }

    override import(data: WorkbookData): void {
      const kept = keptIn(data);
      const sheets = Object.entries(kept.sheets).map(
        ([id, sheet]) => [id, this.withDrawn(id, sheet)] as const,
      );
      this.kept = { ...kept, sheets: Object.fromEntries(sheets) };
    }

    override export(data: WorkbookData): void {
      if (this.kept !== nothing) Object.assign(data, { [KEY]: this.kept });
    }

    override handle(command: CoreCommand): void {
      if (command.type !== "DUPLICATE_SHEET") return;
      const sheet = this.kept.sheets[command.sheetId];
      // The copies of its charts are others.
      if (sheet !== undefined)
        this.change({ ...this.kept.sheets, [command.sheetIdTo]: { ...sheet, charts: [] } });
    }

    override adaptRanges(functions: RangeAdapterFunctions): void {
      const sheets = Object.entries(this.kept.sheets).map(
        ([id, sheet]) => [id, adaptedSheet(id, sheet, functions)] as const,
      );
      if (sheets.length > 0) this.change(Object.fromEntries(sheets));
    }

    private change(sheets: KeptParts["sheets"]): void {
      this.history.update("kept", { ...this.kept, sheets });
    }

    /** With what the spreadsheet made of the charts. A chart that has gone in the meantime is not kept. */
    private withDrawn(id: string, sheet: KeptSheet): KeptSheet {
      const ids = new Map(
        this.getters.getChartIds(id).map((chart) => [this.getters.getFigureIdFromChartId(chart), chart]),
      );
      const charts = sheet.charts.flatMap((chart) => {
        const own = ids.get(chart.figure ?? "");
        if (own === undefined) return [];
        return [{ ...chart, drawn: chart.drawn ?? drawnChart(this.getters.getChartDefinition(own)) }];
      });
      return { ...sheet, charts };
    }
  }
  o_spreadsheet.registries.corePluginRegistry.add("hashcell_kept", KeptPlugin);
}

function adaptedSheet(id: string, sheet: KeptSheet, functions: RangeAdapterFunctions): KeptSheet {
  const { adaptRangeString, adaptFormulaString } = functions;
  const adapted = (range: string) => {
    const change = adaptRangeString(id, range);
    return change.changeType === "REMOVE" ? [] : [change.range];
  };
  const all = (ranges: readonly string[]) => ranges.flatMap(adapted);
  const moved = (places: KeptSheet["rowBreaks"]) =>
    places.flatMap((place) => adapted(place.cell).map((cell) => ({ ...place, cell })));
  const formulas = (given: readonly string[]) =>
    given.map((formula) => adaptFormulaString(id, `=${formula}`).slice(1));
  return {
    ...sheet,
    rowBreaks: moved(sheet.rowBreaks),
    columnBreaks: moved(sheet.columnBreaks),
    titles: all(sheet.titles),
    area: all(sheet.area),
    validations: sheet.validations.map((rule) => ({
      ...rule,
      ranges: all(rule.ranges),
      formulas: formulas(rule.formulas),
    })),
    charts: sheet.charts.map((chart) => ({
      ...chart,
      references: formulas(chart.references),
      ...(chart.drawn !== undefined && {
        // A range that has gone is not among those of the chart: it is another one then.
        drawn: {
          ...chart.drawn,
          ranges: chart.drawn.ranges.map((range) => adaptRangeString(id, range).range),
        },
      }),
    })),
  };
}
