import type { Command } from "commander";
import { readBook, unsavedCells } from "../workfile/evaluate/book";
import { Evaluation } from "../workfile/evaluate/evaluation";
import { library } from "../workfile/evaluate/functions/library";
import { miningFunctions } from "../workfile/evaluate/mining";
import { explain } from "../workfile/explain/explain";
import {
  isMany,
  isRange,
  type Argument,
  type Call,
  type Explanation,
  type Finding,
  type ModelFacts,
  type Precedent,
  type PrecedentRange,
  type Step,
} from "../workfile/explain/explanation";
import { cellNamed } from "../workfile/explain/place";
import {
  agreementText,
  isSaid,
  kindText,
  labelText,
  measuredText,
  nativeText,
  originText,
  rangeText,
  sizeText,
  valueText,
} from "../workfile/explain/words";
import { frozenMarket } from "../workfile/frozenMarket";
import { nodeCompression } from "../workfile/nodeCompression";
import { hiddenSheets } from "../workfile/sheetStates";
import { numberText } from "../workfile/wording";
import { openWorkbook, type Workbook } from "../workfile/workbook";
import { EXIT, exitCodeHelp, Failure } from "./exit";
import { convertedInput } from "./files";
import { marketIn, marketOf, type GivenMarket } from "./market";
import { columns, print, wrapped } from "./text";

interface Options {
  readonly market?: string;
  readonly json?: boolean;
}

export function addExplain(program: Command): void {
  program
    .command("explain")
    .summary("explain a cell: its formula step by step, its inputs, what was assumed")
    .description(
      "Say where the value of a cell comes from: its formula step by step with the values, each argument of a MINING function with its unit and its cell, what was assumed by default, the same result in Excel's own functions, the cells that it refers to with those that are typed in, and what looks wrong. Nothing is written.",
    )
    .argument("<input>", "the workbook (.xlsx, .xlsm)")
    .argument("<cell>", "its address, such as 'Inputs!B4', or a name of the workbook")
    .option("--market <file>", "market values: a frozen workbook, or its values as .json")
    .option("--json", "print everything as JSON")
    .addHelpText("after", exitCodeHelp(["done", "usage", "input", "partly", "bug"]))
    .action(async (input: string, cell: string, { market, json }: Options) => {
      const given = market === undefined ? undefined : await marketIn(market);
      const explanation = await convertedInput(input, (bytes) =>
        explained(openWorkbook(bytes, nodeCompression), cell, given),
      );
      if (explanation.left !== undefined) process.exitCode = EXIT.partly;
      print(json ? JSON.stringify(explanation, null, 2) : report(explanation));
    });
}

function explained(workbook: Workbook, cell: string, given: GivenMarket | undefined): Explanation {
  const freeze = given === undefined ? frozenMarket(workbook) : undefined;
  const market = given ?? (freeze && marketOf(freeze));
  const evaluation = new Evaluation(readBook(workbook), {
    excel: library,
    mining: miningFunctions(market?.reader),
  });
  for (const unsaved of unsavedCells(evaluation.book)) unsaved.state = "due";
  evaluation.run();
  const named = cellNamed(evaluation, cell);
  if ("problem" in named) throw new Failure(EXIT.usage, named.problem);
  const { place } = named;
  if (!workbook.sheets.some(({ name }) => name === place.sheet.name))
    throw new Failure(EXIT.usage, `${place.sheet.name} is a sheet without cells, such as a chart`);
  return explain(evaluation, place, {
    formWidth: LINE,
    isHidden: hiddenSheets(workbook).has(place.sheet.name),
  });
}

/** Characters in a line of a form. */
const LINE = 96;
/** Of each list, so many lines; --json has all. */
const [MOST_STEPS, MOST_CELLS, MOST_LINES_OF_FORM] = [16, 16, 12];

function report(explanation: Explanation): string {
  const { findings, calls, steps, moreSteps, precedents } = explanation;
  return [
    heading(explanation),
    ...section("Look at", findings.length === 0 ? [] : [findings.map(findingText).join("\n")]),
    ...calls.map((call, index) =>
      callText(call, calls.findIndex(({ name }) => name === call.name) === index),
    ),
    ...section("Step by step", steps.length < 2 ? [] : [stepsText(steps, moreSteps)]),
    ...section("Cells that it refers to", precedents.length === 0 ? [] : [precedentsText(precedents)]),
    ...usersText(explanation),
  ].join("\n\n");
}

const section = (title: string, parts: readonly string[]) =>
  parts.length === 0 ? [] : [`${title}:\n${parts.join("\n")}`];

function heading(explanation: Explanation): string {
  const { at, label, kind, formula, filledBy, fills, saved, isHidden } = explanation;
  const title = label === undefined ? at : `${at}  ${labelText(label)}`;
  const hidden = isHidden ? ["  Its sheet is hidden."] : [];
  if (formula === undefined) {
    const what =
      kind === "blank"
        ? "It is blank."
        : `It has no formula: ${measuredText(saved, explanation.unit)} is typed in.`;
    return [title, ...hidden, wrapped(what, "  ")].join("\n");
  }
  const { value } = explanation;
  return [
    title,
    ...hidden,
    wrapped(formula, "  "),
    ...(filledBy === undefined ? [] : [`  The formula is in ${filledBy.at}.`]),
    ...(fills === undefined ? [] : [`  Its result fills ${fills.at}.`]),
    wrapped(
      value === undefined || explanation.agrees !== true
        ? agreementText(explanation) + marketText(explanation)
        : `= ${sentence(measuredText(value, explanation.unit))} ${agreementText(explanation)}`,
      "  ",
    ),
  ].join("\n");
}

const sentence = (text: string) => (text.endsWith("...") ? text : `${text}.`);

/** A market can be given to the command. */
const marketText = ({ left = "" }: Explanation) =>
  left.includes("shows the market") ? " --market gives one." : "";

const findingText = ({ kind, text }: Finding) => {
  const lines = wrapped(text, "    ").trimStart();
  return `  ${kind === "error" ? "!" : "?"} ${lines}`;
};

/** The form of a function and its sources are shown once. */
function callText(call: Call, isFirst: boolean): string {
  const { name, summary, unit, model, sources, native } = call;
  const rows = call.arguments.map(argumentRow);
  const lines = [
    wrapped(
      `MINING.${name}: ${summary}${isSaid(unit) ? `, ${unit.startsWith("per ") ? "" : "in "}${unit}` : ""}`,
    ),
    ...(rows.length === 0 ? [] : [columns(rows)]),
    ...(call.value === undefined
      ? ["  The formula did not need it, or could not calculate it."]
      : [`  = ${measuredText(call.value, unit)}`]),
    ...(model === undefined ? [] : [modelText(model)]),
    ...(native === undefined || (call.value === undefined && !isFirst) ? [] : nativeLines(native, isFirst)),
    ...(isFirst ? [wrapped(`Source: ${sources.join("; ")}`, "  ")] : []),
  ];
  return lines.join("\n");
}

function argumentRow(argument: Argument): string[] {
  const { name, unit, value, origin } = argument;
  const place = origin.kind === "cell" ? origin.cell.at : origin.kind === "range" ? origin.range.at : "";
  const from = [place, originText(argument)].filter((part) => part !== "").join(", ");
  const shown =
    value === undefined
      ? "-"
      : unit === "range" && isMany(value)
        ? sizeText(value)
        : measuredText(value, unit);
  return [name, shown, from];
}

function modelText({ assumptions, headings, refused }: ModelFacts): string {
  if (refused !== undefined) return wrapped(`The model cannot be read: ${refused}`, "  ");
  const valueOf = ({ value, series, unit }: ModelFacts["assumptions"][number]) =>
    series === undefined
      ? measuredText(value, unit).replace(/^"|"$/g, "")
      : `${series.slice(0, 3).map(numberText).join(", ")}, ... ${unit}`;
  const stated = assumptions.filter(({ source, check }) => source !== "default" || check !== undefined);
  const others = assumptions.filter((one) => !stated.includes(one));
  const rows = stated.map((one) => [
    one.name,
    valueOf(one),
    [one.cell?.at ?? one.source, one.check].filter((part) => part !== undefined).join("; "),
  ]);
  return [
    "  The model as it is read:",
    columns(rows, "    "),
    ...(others.length === 0
      ? []
      : [
          wrapped(
            `Assumed by default: ${others.map((one) => `${one.name} ${one.value === "" ? "none" : valueOf(one)}`).join(", ")}`,
            "    ",
          ),
        ]),
    ...(headings.length === 0 ? [] : [wrapped(`Taken for headings: ${headings.join(", ")}`, "    ")]),
  ].join("\n");
}

function nativeLines(native: NonNullable<Call["native"]>, isFirst: boolean): string[] {
  const { call, name, formula } = native;
  if (call === undefined || formula === undefined)
    return [wrapped(`In Excel's own functions: ${nativeText(native)}`, "  ")];
  const lines = `${name} ${formula}`.split("\n");
  const more = lines.length - MOST_LINES_OF_FORM;
  const result = native.value === undefined ? nativeText(native) : `= ${nativeText(native)}`;
  const said = wrapped(`In Excel's own functions: ${call} ${result}`, "  ");
  const known = (native.differs ?? []).map((sentence) => wrapped(sentence, "    "));
  if (!isFirst) return [said, ...known];
  return [
    said,
    ...known,
    ...lines.slice(0, MOST_LINES_OF_FORM).map((line) => `    ${line}`),
    ...(more > 0
      ? [`    and ${more} more lines: hashcell functions ${name?.replace(/^MINING_/, "") ?? ""} shows them`]
      : []),
  ];
}

function stepsText(steps: readonly Step[], moreSteps: number): string {
  const shown = steps.length > MOST_STEPS ? steps.slice(0, MOST_STEPS - 1) : steps;
  const rows = shown.map((step, index) => stepLine(step, index + 1));
  const last = steps.at(-1);
  const more = steps.length + moreSteps - shown.length;
  if (more > 0 && last !== undefined) rows.push(`  ... ${more} more (--json lists them)`);
  return rows.join("\n");
}

function stepLine({ name, text, filled, value, times }: Step, number: number): string {
  const what = name === undefined ? text : `${name}: ${text}`;
  const parts = [what, ...(filled === undefined ? [] : [`= ${filled}`]), `= ${valueText(value)}`];
  const often = times > 1 ? ` (the first of ${times} times)` : "";
  const start = `  ${String(number).padStart(2)}  `;
  return start + wrapped(parts.join(" ") + often, " ".repeat(start.length)).trimStart();
}

function precedentsText(precedents: readonly (Precedent | PrecedentRange)[]): string {
  const rows = precedents.slice(0, MOST_CELLS).map((precedent) => {
    const { at, label } = precedent;
    const name = label === undefined ? "" : labelText(label);
    if (isRange(precedent)) return [at, name, rangeText(precedent)];
    const { value, formula, kind } = precedent;
    const how = kind === "formula" && formula !== undefined ? `by ${formula}` : kindText(precedent);
    return [at, name, `${measuredText(value, label?.unit)}, ${how}`];
  });
  const more = precedents.length - rows.length;
  return columns(rows) + (more > 0 ? `\n  and ${more} more (--json lists them)` : "");
}

function usersText({ usedBy, kind, formula }: Explanation): string[] {
  const { count, first } = usedBy;
  if (count === 0) return formula === undefined || kind === "filled" ? ["No formula refers to it."] : [];
  const more = count - first.length;
  const named = first.map(({ at }) => at).join(", ");
  return [
    wrapped(
      `${count === 1 ? "1 formula refers" : `${count.toLocaleString("en-US")} formulas refer`} to it: ${named}${more > 0 ? ` and ${more.toLocaleString("en-US")} more` : ""}`,
    ),
  ];
}
