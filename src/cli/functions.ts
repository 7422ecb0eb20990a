import type { Command } from "commander";
import { editDistance } from "../core/editDistance";
import { textOf } from "../core/errors";
import { greatest } from "../core/numeric/extremes";
import { excelName } from "../functions/arguments";
import { documented } from "../functions/documented";
import { groups, NAMESPACE, type Definition, type Example } from "../functions/define";
import { signature } from "../functions/generate/signature";
import { labelOf } from "../functions/records";
import { laidOut } from "../formula/laidOut";
import { nativeName } from "../native/compose";
import { nativeNames, notNative } from "../native/forms";
import { helperMeaning, helpersOf, overridesExample } from "../native/shown";
import { EXIT, exitCodeHelp, Failure } from "./exit";
import { columns, print, quoted, width, wrapped } from "./text";

export function addFunctions(program: Command): void {
  program
    .command("functions")
    .summary("list the functions, or explain one")
    .description("List the functions by group, or explain one: arguments, result, examples and native form.")
    .argument(
      "[name]",
      "the function, such as HASHPRICE, or a name of the native forms, such as MINING_ROW_OF",
    )
    .option("--json", "print JSON for programs")
    .addHelpText("after", exitCodeHelp(["done", "usage", "bug"]))
    .action((name: string | undefined, { json }: { json?: boolean }) => {
      const answer = name === undefined ? listed() : explained(name);
      print(json ? JSON.stringify(answer.facts, null, 2) : answer.text);
    });
}

/** What the command prints, for programs and for people. */
interface Answer {
  readonly facts: unknown;
  readonly text: string;
}

function explained(given: string): Answer {
  const name = given.trim().toUpperCase().replace(/^=/, "").replace(/\(.*$/s, "");
  const names = nativeNames();
  const definition = documented.find((known) => known.name === name.replace(/^MINING[._]/, ""));
  if (definition !== undefined) {
    const native = nativeForm(nativeName(definition.name), names);
    return { facts: factsOf(definition, native), text: explanation(definition, native) };
  }
  const helper = nativeForm(name, names);
  if (helper !== undefined)
    return { facts: helper, text: `${helper.name}\n${wrapped(helper.what)}\n\n${nativeText(helper)}` };
  const near = nearest(name.replace(/^MINING[._]/, ""));
  const meant = near.length === 0 ? "" : `; did you mean ${near.join(" or ")}?`;
  throw new Failure(
    EXIT.usage,
    `no function is called ${quoted(given)}${meant}\n(hashcell functions lists all of them)`,
  );
}

/** A name that a portable workbook holds, and the others that it needs. */
interface NativeForm {
  readonly name: string;
  readonly what: string;
  readonly formula: string;
  readonly needs: readonly string[];
}

function nativeForm(name: string, names: ReadonlyMap<string, string>): NativeForm | undefined {
  const formula = names.get(name);
  if (formula === undefined) return undefined;
  return { name, what: helperMeaning(name), formula, needs: helpersOf(name) };
}

/** At most three names that may be meant: those that begin with the text or contain it, and those that differ little. */
function nearest(text: string): string[] {
  const most = Math.floor(text.length / 3);
  if (text === "" || text.length > 40) return [];
  return documented
    .map(({ name }) => {
      const contains = text.length >= 3 && name.includes(text);
      const distance = name.startsWith(text) ? -2 : contains ? -1 : editDistance(text, name);
      return { name, distance };
    })
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

function listed(): Answer {
  const sections = groups.flatMap((group) => {
    const members = documented.filter((definition) => definition.group === group);
    if (members.length === 0) return [];
    return [`${group}\n${columns(members.map(({ name, summary }) => [name, summary]))}`];
  });
  const end = `${documented.length} functions. In a cell: =${NAMESPACE}.NAME(...). Explain one: hashcell functions NAME`;
  const facts = documented.map(({ name, group, summary }) => ({ name, group, summary }));
  return { facts, text: [...sections, wrapped(end)].join("\n\n") };
}

/** What programs get of a function. */
function factsOf(definition: Definition, native: NativeForm | undefined) {
  const { name, group, summary, formula, remarks = [], sources, examples, seeAlso, parameters } = definition;
  return {
    name,
    group,
    summary,
    signature: signature(definition),
    arguments: Object.entries(parameters).map(
      ([key, { doc, unit, rule, optional, fallbackText, shape }]) => ({
        name: excelName(key),
        meaning: doc,
        unit,
        rule,
        required: !optional,
        default: fallbackText ?? null,
        takes: shape,
      }),
    ),
    returns: resultOf(definition),
    formula,
    remarks,
    examples: examples.map(({ formula: text, result, note, cells }) => ({
      formula: text,
      result,
      note,
      cells,
    })),
    sources,
    seeAlso,
    native: native ?? null,
  };
}

function resultOf({ returns }: Definition) {
  switch (returns.shape) {
    case "scalar":
      return { shape: returns.shape, unit: returns.unit };
    case "record":
      return {
        shape: returns.shape,
        selector: returns.selector ?? "output",
        rows: Object.values(returns.rows).map(([label, unit]) => ({ label, unit })),
      };
    case "table":
      return { shape: returns.shape, columns: returns.columns };
  }
}

function explanation(definition: Definition, native: NativeForm | undefined): string {
  const { name, group, summary, formula, remarks = [], sources, examples, seeAlso } = definition;
  const sections = [
    `${NAMESPACE}.${name}  (${group})\n${wrapped(`${summary}.`)}`,
    wrapped(`=${NAMESPACE}.${signature(definition)}`, "  "),
    `Arguments\n${argumentsText(definition)}`,
    `What it returns\n${resultText(definition)}`,
    `Formula\n${[formula, ...remarks].map((text) => wrapped(text, "  ")).join("\n")}`,
    `Examples\n${examples.map((_, index) => exampleText(definition, index)).join("\n\n")}`,
    native === undefined
      ? `Native form\n${wrapped(`None, since ${notNative[name] ?? "none was written"}. In a portable workbook its cells become values.`, "  ")}`
      : `Native form, for Microsoft 365 and Excel 2024\n${nativeText(native, overridesExample(definition))}`,
    `Sources\n${sources.map((text) => wrapped(text, "  ")).join("\n")}`,
    `See also\n${wrapped(seeAlso.join(", "), "  ")}`,
  ];
  return sections.join("\n\n");
}

function nativeText({ name, formula, needs }: NativeForm, overrides?: string): string {
  const parts = [`  ${name} =\n${laidOut(formula).replace(/^(?=.)/gm, "    ")}`];
  if (overrides !== undefined) parts.push(`  Overrides become a part of the model:\n    ${overrides}`);
  if (needs.length === 0) parts.push("  It needs no other name.");
  else
    parts.push(
      wrapped(
        `It needs ${needs.length === 1 ? "this name" : `these ${needs.length} names`}, which hashcell functions NAME shows and hashcell portable adds:`,
        "  ",
      ) +
        `\n${columns(
          needs.map((other) => [other, helperMeaning(other)]),
          "    ",
        )}`,
    );
  return parts.join("\n\n");
}

function argumentsText({ parameters }: Definition): string {
  const rows = Object.entries(parameters).map(([key, { doc, unit, rule, optional, fallbackText }]) => {
    const need = !optional
      ? "required"
      : fallbackText === undefined
        ? "may be left out"
        : `default ${fallbackText}`;
    const facts = [unit, need, rule].filter((text) => text !== "").join("; ");
    return [excelName(key), `${doc}. [${facts}]`];
  });
  return rows.length === 0 ? "  none" : columns(rows);
}

function resultText({ returns }: Definition): string {
  const items = (texts: readonly string[]) => texts.map((text) => wrapped(text, "    ")).join("\n");
  switch (returns.shape) {
    case "scalar":
      return wrapped(
        `One number: ${returns.unit}. Where an argument is a range, one number for each of its cells.`,
        "  ",
      );
    case "record": {
      const selector = returns.selector ?? "output";
      const rows = items(Object.values(returns.rows).map(labelOf));
      const intro = `Two columns, label and value; with ${selector} set to a label only that value:`;
      const detail = returns.detail?.columns;
      const table =
        detail === undefined
          ? ""
          : `\n  With detail set to TRUE, a table with these columns:\n${items(detail)}`;
      return `${wrapped(intro, "  ")}\n${rows}${table}`;
    }
    case "table":
      return `  A table that spills, with these columns:\n${items(returns.columns)}`;
  }
}

function exampleText({ examples, returns }: Definition, index: number): string {
  const example = examples[index];
  if (example === undefined) return "";
  const { formula, result, note, cells } = example;
  const all = returns.shape === "table" ? returns.columns.length : 0;
  const some = typeof result === "object" ? (result[0]?.length ?? 0) : 0;
  const part = some > 0 && some < all ? `, in its first ${some === 1 ? "column" : `${some} columns`},` : "";
  const shown = typeof result === "object" ? `${part}\n${table(result)}` : ` ${textOf(result)}`;
  return `${wrapped(note, "  ")}\n${wrapped(formula, "    ")}\n  gives${shown}${cellsText(cells, examples.slice(0, index))}`;
}

/** The cells that an example reads, unless one before it has the same. */
function cellsText(cells: Example["cells"], before: readonly Example[]): string {
  if (cells === undefined) return "";
  const text = table(cells);
  const same = before.findIndex((other) => other.cells !== undefined && table(other.cells) === text);
  if (same < 0) return `\n  where the cells from A1 hold:\n${text}`;
  return `\n  where the cells from A1 hold the same as in example ${same + 1}.`;
}

/** A table; one that is wider than a line has its columns as lines. */
function table(given: readonly (readonly (string | number | boolean)[])[]): string {
  const rows = given.map((row) => row.map(textOf));
  const [head = []] = rows;
  const lengths = head.map((_, column) => greatest(rows.map((row) => row[column]?.length ?? 0)) + 2);
  const isWide = rows.length < head.length && lengths.reduce((sum, length) => sum + length, 4) > width();
  return columns(isWide ? head.map((_, column) => rows.map((row) => row[column] ?? "")) : rows, "    ");
}
