import { least } from "../../core/numeric/extremes";
import { parse, walk, withEdits } from "../../formula/formula";
import { rewritten } from "../../formula/miningCalls";
import { stored } from "../../formula/stored";
import { FormulaError } from "../../formula/tokens";
import { classicCall } from "../../native/classic";
import { called, nativeCall } from "../../native/forms";
import { fullAddress, sheetPrefix } from "../addresses";
import type { FormulaCell } from "../evaluate/grid";
import { ErrorValue, type Scalar } from "../evaluate/scalar";
import { frozenValues } from "../frozenMarket";
import { addLastSheet, freeSheetName, type SheetRow } from "../lastSheet";
import { nameEdits, namePlan } from "../names";
import { withRenamed } from "../rewriting";
import { COMPUTED, isSameResult } from "../sameResult";
import { ownFormula, typedFormula } from "../typedFormula";
import { takeOutSignature } from "../signature";
import { finished, type Steps } from "../steps";
import type { Workbook } from "../workbook";
import { dayText, momentText } from "../wording";
import type { Audit, AuditLine } from "./audit";
import { findingKinds, type Finding } from "./finding";
import { countsOf, coverageOf } from "./report";

// The audit as the last sheet of the workbook: each MINING cell beside the same formula in Excel's own functions, live.

const NAME = "Audit";
const MOST_FORMULA = 8000;

interface Facts {
  readonly at: number;
  readonly version: string;
}

/** A workbook as a file, with the name of the sheet. */
interface Copy {
  readonly file: Uint8Array;
  readonly sheet: string;
}

/** The workbook with the sheet. */
export const withAuditSheet = (workbook: Workbook, audit: Audit, facts: Facts): Copy =>
  finished(sheetSteps(workbook, audit, facts));

/** The same in small steps, of which the last ones change the workbook. */
export function* sheetSteps(workbook: Workbook, audit: Audit, { at, version }: Facts): Steps<Copy> {
  const { file, main } = workbook;
  const name = freeSheetName(workbook, NAME);
  const natives: (string | undefined)[] = [];
  for (const [done, { cell, coverage }] of audit.lines.entries()) {
    yield { label: "Writing the native forms", done, of: audit.lines.length };
    natives.push(coverage === "none" ? undefined : liveForm(cell));
  }
  const plan = namePlan(
    workbook,
    natives.flatMap((native) => called(native ?? "")),
  );
  const formulas: (string | undefined)[] = [];
  for (const native of natives) {
    yield undefined;
    formulas.push(native === undefined ? undefined : stored(withRenamed(native, plan.renamed)));
  }
  const rows = rowsOf(audit, formulas, { at, version });
  const { edit } = addLastSheet(workbook, name, { rows, widths: WIDTHS });
  file.edit(main, [edit, ...nameEdits(workbook, plan, true)]);
  for (const { kind, target, isExternal } of file.relations(main))
    if (kind === "calcChain" && !isExternal) file.takeOut(target, main);
  takeOutSignature(workbook);
  return { file: file.saved(), sheet: name };
}

/** A cell's formula in Excel's own functions, to be read from another sheet: without LAMBDA where that can be. */
function liveForm(cell: FormulaCell): string | undefined {
  try {
    const text = onOtherSheet(ownFormula(cell), cell);
    if (text === undefined) return undefined;
    const classic = rewritten(text, (name, args) => classicCall(name, args));
    const found =
      classic.left.length === 0 && classic.text.length <= MOST_FORMULA
        ? classic.text
        : rewritten(text, (name, args) => nativeCall(name, args)).text;
    return found.length > MOST_FORMULA || /MINING\.|_xldudf_MINING/i.test(found) ? undefined : found;
  } catch (error) {
    if (error instanceof FormulaError) return undefined;
    throw error;
  }
}

/** A formula with the sheet said of each reference; undefined where it means something else on another sheet. */
function onOtherSheet(text: string, { sheet }: FormulaCell): string | undefined {
  const edits: { start: number; end: number; text: string }[] = [];
  const prefix = sheetPrefix(sheet.name);
  const seconds = new Set<unknown>();
  for (const node of walk(parse(text))) {
    if (node.type === "table" || node.type === "spill") return undefined;
    if (node.type === "call" && node.args.length === 0 && /^(?:ROW|COLUMN|CELL|SHEET)$/i.test(node.name))
      return undefined;
    if (node.type === "binary" && node.op === ":") seconds.add(node.right);
    if (node.type === "ref" && node.sheet === undefined && !seconds.has(node))
      edits.push({ start: node.start, end: node.start, text: prefix });
  }
  return withEdits(text, edits);
}

const text = (value: Scalar | undefined): string | number =>
  value === undefined || value === null
    ? ""
    : value instanceof ErrorValue
      ? value.code
      : typeof value === "boolean"
        ? String(value).toUpperCase()
        : value;

const HEAD = [
  "Cell",
  "Formula",
  "Value",
  "Native recomputation",
  "Difference",
  "Status",
  "Coverage",
  "By Hashcell",
  "Saved value",
  "Note",
];

const coverages = { classic: "in any Excel", native: "with LAMBDA", none: "no native form" } as const;

function rowsOf(
  { lines, findings, formulas, computed, freeze }: Audit,
  natives: readonly (string | undefined)[],
  { at, version }: { readonly at: number; readonly version: string },
): SheetRow[] {
  const shownFindings = findings;
  const firstFinding = 12;
  const lastFinding = firstFinding + Math.max(shownFindings.length, 1) - 1;
  const firstLine = lastFinding + 4;
  const lastLine = firstLine + Math.max(lines.length, 1) - 1;
  const statuses = `F${firstLine}:F${lastLine}`;
  const severities = `A${firstFinding}:A${lastFinding}`;
  const made = lines.map((line, index) => lineRow(line, natives[index], firstLine + index));
  const differing = made.filter(({ status }) => status === "differs").length;
  const { error: errors, warning: warnings } = countsOf(findings);
  const verdict =
    differing + errors === 0
      ? warnings === 0
        ? "In order"
        : `In order, ${warnings} to look at`
      : `${differing + errors} to correct, ${warnings} to look at`;
  const wrong = `COUNTIF(${statuses},"differs")+COUNTIF(${severities},"error")`;
  const doubtful = `COUNTIF(${severities},"warning")`;
  const { classic, native, none } = coverageOf(lines);
  return [
    { cells: ["Audit by Hashcell"], style: "title" },
    { cells: [] },
    {
      cells: [
        "Master check",
        {
          formula: `IF(${wrong}=0,IF(${doubtful}=0,"In order","In order, "&${doubtful}&" to look at"),${wrong}&" to correct, "&${doubtful}&" to look at")`,
          value: verdict,
        },
      ],
      style: "head",
    },
    {
      cells: ["Version and date", `${version}, ${momentText(at)}`],
    },
    { cells: ["Formulas", `${computed} of ${formulas} were computed again`] },
    {
      cells: [
        "MINING cells",
        `${lines.length}: ${classic} with a native form for any Excel, ${native} with LAMBDA, ${none} with none`,
      ],
    },
    {
      cells: [
        "Market",
        freeze === undefined
          ? "Not frozen: cells that show it change from day to day"
          : `Frozen, as of ${dayText(freeze.frozenAt)}; the oldest value is of ${dayText(least([freeze.frozenAt, ...frozenValues(freeze).map(({ asOf }) => asOf)]))}`,
      ],
    },
    {
      cells: [
        "How to read it",
        "Value, native recomputation, difference and status are live; findings are of the day of the audit.",
      ],
    },
    { cells: [] },
    { cells: ["Findings"], style: "head" },
    { cells: ["Severity", "What is wrong", "Cell", "Kind", "What to do"], style: "head" },
    ...(shownFindings.length === 0
      ? [{ cells: ["None"] }]
      : shownFindings.map((finding): SheetRow => ({ cells: findingCells(finding), style: "wrapped" }))),
    { cells: [] },
    { cells: ["Every MINING cell"], style: "head" },
    { cells: HEAD, style: "head" },
    ...(made.length === 0 ? [{ cells: ["No cell calls a MINING function"] }] : made.map(({ row }) => row)),
  ];
}

const findingCells = ({ severity, kind, place, message, advice }: Finding) => [
  severity,
  message,
  place === undefined ? "" : fullAddress(place),
  findingKinds[kind],
  advice,
];

function lineRow(
  line: AuditLine,
  native: string | undefined,
  row: number,
): { row: SheetRow; status: string } {
  const { cell, coverage, computed, saved, why } = line;
  const place = fullAddress(cell);
  const value = text(cell.sheet.value(cell.row, cell.column));
  const shownValue = cell.sheet.value(cell.row, cell.column) instanceof ErrorValue ? "error" : value;
  const own = line.native;
  const nativeValue = own === undefined ? "" : own instanceof ErrorValue ? "error" : text(own);
  const difference =
    typeof shownValue === "number" && typeof nativeValue === "number" ? shownValue - nativeValue : "";
  const status = statusOf(shownValue, native === undefined ? undefined : nativeValue, line.rounding);
  const [c, d] = [`C${row}`, `D${row}`];
  const share = COMPUTED.toFixed(9);
  const rounding = line.rounding === 0 ? "" : `,${line.rounding}`;
  const live =
    native === undefined
      ? `IF(${c}="error","error","no native form")`
      : `IF(${c}="error","error",IF(${d}="error","native form gives an error",IF(AND(ISNUMBER(${c}),ISNUMBER(${d})),IF(ABS(${c}-${d})<=MAX(${share}*ABS(${c}),${share}*ABS(${d})${rounding}),"agrees","differs"),IF(${c}=${d},"agrees","differs"))))`;
  return {
    status,
    row: {
      cells: [
        place,
        typedFormula(cell),
        { formula: `IF(ISERROR(${place}),"error",${place})`, value: shownValue },
        native === undefined ? undefined : { formula: `IFERROR(${native},"error")`, value: nativeValue },
        native === undefined
          ? undefined
          : { formula: `IF(AND(ISNUMBER(${c}),ISNUMBER(${d})),${c}-${d},"")`, value: difference },
        { formula: live, value: status },
        coverages[coverage],
        computed === undefined ? "" : text(computed),
        text(saved),
        why ?? "",
      ],
    },
  };
}

function statusOf(value: string | number, native: string | number | undefined, rounding: number): string {
  if (value === "error") return "error";
  if (native === undefined) return "no native form";
  if (native === "error") return "native form gives an error";
  return isSameResult(value, native, rounding) ? "agrees" : "differs";
}

const WIDTHS = [22, 60, 22, 24, 40, 26, 16, 18, 18, 40];
