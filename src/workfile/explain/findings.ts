import { assumptionNamed } from "../../core/cashflow/assumptionNames";
import { assumptions } from "../../core/cashflow/assumptions";
import { InputError } from "../../core/errors";
import { excelName } from "../../functions/arguments";
import { documented } from "../../functions/documented";
import { doubtOf, mismatchOf } from "./doubts";
import {
  isError,
  isRange,
  type Argument,
  type Assumption,
  type Call,
  type CellName,
  type Finding,
  type Label,
  type Plain,
  type Precedent,
  type PrecedentRange,
  type ShownError,
  type Value,
} from "./explanation";

// What a reader should look at first: what is wrong and what to do, then what looks wrong.

/** With its full stop; most begin with the name of an argument, which stays as it is. */
const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

const named = ({ at }: CellName, label: Label | undefined) =>
  label === undefined ? at : `${label.text}, ${at}`;

interface About {
  readonly saved: Plain;
  readonly value: Value | undefined;
  readonly calls: readonly Call[];
  readonly precedents: readonly (Precedent | PrecedentRange)[];
}

export function findingsOf({ saved, value, calls, precedents }: About): Finding[] {
  const error = isError(value) ? value : value === undefined && isError(saved) ? saved : undefined;
  const wrong =
    error !== undefined
      ? errorFindings(error, calls, precedents)
      : isError(saved)
        ? unreadFindings(saved, calls.length > 0)
        : [];
  const doubts = calls.flatMap((call) => {
    const isOdd = call.native?.isSame === false && call.native.differs === undefined && error === undefined;
    return [...doubtsOf(call), ...(isOdd ? [differentForm(call)] : [])];
  });
  return unique([...wrong, ...doubts]);
}

const differentForm = ({ name }: Call): Finding => ({
  kind: "doubt",
  text: `MINING.${name} and its form in Excel's own functions give different results: see "In Excel's own functions".`,
});

/** What looks wrong about what a function was given. */
function doubtsOf(call: Call): Finding[] {
  return [...call.arguments.flatMap((argument) => argumentFindings(argument, call)), ...modelFindings(call)];
}

/** What looks wrong about a cell in the formulas that use it, each once, with the first formula that does. */
export function usersFindings(
  cell: CellName,
  users: readonly { readonly user: CellName; readonly calls: readonly Call[] }[],
): Finding[] {
  const findings = new Map<string, Finding>();
  for (const { user, calls } of users)
    for (const { text, cell: about } of calls.flatMap(doubtsOf))
      if (about?.at === cell.at && !findings.has(text))
        findings.set(text, { kind: "doubt", text: `For ${user.at}, ${text}`, cell: user });
  return [...findings.values()];
}

function unique(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ text, cell }) => {
    const key = `${text} ${cell?.at ?? ""}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function errorFindings(
  error: ShownError,
  calls: readonly Call[],
  precedents: readonly (Precedent | PrecedentRange)[],
): Finding[] {
  const source = precedents
    .flatMap((precedent) => (isRange(precedent) ? precedent.cells : [precedent]))
    .find(({ value }) => isError(value) && value.error === error.error);
  if (source !== undefined)
    return [
      {
        kind: "error",
        text: `${error.error} comes from ${named(source, source.label)}, which shows it: fix that cell first.`,
        cell: source,
      },
    ];
  const text =
    error.text ?? calls.map(({ value }) => (isError(value) ? value.text : undefined)).find(Boolean);
  if (text === undefined) return [bareFinding(error.error, precedents)];
  const row = calls.map(({ model }) => model?.refusedAt).find((at) => at !== undefined);
  if (row !== undefined)
    return [{ kind: "error", text: `${error.error}: ${sentence(text)} Change ${row.at}.`, cell: row }];
  const blamed = blamedArgument(text, calls);
  const cell = blamed === undefined ? undefined : cellOf(blamed.argument);
  const place =
    blamed === undefined
      ? ""
      : cell === undefined
        ? ` Change ${blamed.argument.name} in the formula: ${blamed.argument.text}.`
        : ` Change ${named(cell, labelOf(blamed.argument))}, which gives ${blamed.argument.name}.`;
  return [
    {
      kind: "error",
      text: `${error.error}: ${sentence(text)}${place}`,
      ...(cell === undefined ? {} : { cell }),
    },
  ];
}

function bareFinding(code: string, precedents: readonly (Precedent | PrecedentRange)[]): Finding {
  const text = `${code}: ${remedy(code)}`;
  if (code !== "#DIV/0!") return { kind: "error", text };
  const zeros = precedents.filter(
    (one): one is Precedent => !isRange(one) && (one.value === null || one.value === 0),
  );
  const [zero] = zeros;
  if (zero === undefined || zeros.length > 1) return { kind: "error", text };
  const what = zero.value === null ? "blank" : "0";
  return {
    kind: "error",
    text: `${code}: something is divided by 0 or by a blank cell. ${named(zero, zero.label)}, is ${what}.`,
    cell: zero,
  };
}

/** A message begins with the name of the argument that it is about, or of the assumption. */
function blamedArgument(text: string, calls: readonly Call[]): { argument: Argument } | undefined {
  for (const call of calls) {
    const argument = call.arguments.find(
      ({ name }) =>
        text.startsWith(`${name} `) || text.startsWith(`${name},`) || text.includes(` in ${name}`),
    );
    if (argument !== undefined) return { argument };
  }
  const model = calls.flatMap(({ arguments: args }) => args).find(({ name }) => name === "model");
  return model === undefined ? undefined : { argument: model };
}

const cellOf = ({ origin }: Argument): CellName | undefined =>
  origin.kind === "cell" ? origin.cell : origin.kind === "range" ? origin.range : undefined;
const labelOf = ({ origin }: Argument): Label | undefined =>
  origin.kind === "cell" ? origin.cell.label : origin.kind === "range" ? origin.label : undefined;

function remedy(code: string): string {
  switch (code) {
    case "#DIV/0!":
      return "something is divided by 0 or by a blank cell: look at the steps for the divisor.";
    case "#VALUE!":
      return "a text stands where a number is due, or ranges do not fit each other: look at the steps for the first error.";
    case "#REF!":
      return "a cell that the formula referred to was deleted, or the place is outside the sheet: enter the reference again.";
    case "#NAME?":
      return "the formula has a name or a function that the workbook does not know: check its spelling, and that the add-in is installed.";
    case "#N/A":
      return "a value was looked up and is not there, or a function has no answer: look at the steps for the first error.";
    case "#NUM!":
      return "the numbers are legal and the method finds no result for them: look for a value in another unit or with the wrong sign.";
    case "#NULL!":
      return "two ranges have no cell in common: write a comma between them.";
    case "#SPILL!":
      return "the result needs cells that hold something: clear them or move the formula.";
    case "#CALC!":
      return "the formula gives an empty list or a function without its arguments.";
    case "#BUSY!":
    case "#GETTING_DATA":
      return "the add-in had not answered when the workbook was saved: open it in Excel with the add-in, and enter the formula again if it stays.";
    default:
      return "look at the steps for the first error.";
  }
}

/** What the workbook shows is an error, and the formula gives a value here. */
function unreadFindings({ error }: ShownError, isMining: boolean): Finding[] {
  const isUnread = error === "#NAME?" || error === "#BUSY!" || error === "#GETTING_DATA";
  const why = !isUnread
    ? "it was last calculated with other values. Calculate the workbook again."
    : isMining
      ? "the add-in was not there, or had not answered. Enter the formula again, or repair the workbook in the Hashcell pane under Workbook."
      : "the spreadsheet that calculated it does not know one of its functions.";
  return [{ kind: "error", text: `The workbook shows ${error}, although the formula has a value: ${why}` }];
}

const keys = new Map(
  documented.map(({ name, parameters }) => [
    name,
    new Map(Object.keys(parameters).map((key) => [excelName(key), key])),
  ]),
);

function argumentFindings(argument: Argument, { name: fn }: Call): Finding[] {
  const { name, unit, origin, value } = argument;
  const key = keys.get(fn)?.get(name) ?? name;
  const cell = cellOf(argument);
  const where = cell === undefined ? {} : { cell };
  const what = cell === undefined ? name : `${name} (${named(cell, labelOf(argument))})`;
  const findings: Finding[] = [];
  const say = (text: string | undefined) => {
    if (text !== undefined) findings.push({ kind: "doubt", text: sentence(`${what}: ${text}`), ...where });
  };
  if (origin.kind === "cell" && origin.cell.kind === "blank" && unit !== "text")
    say("the cell is blank, which counts as 0");
  const numbers = numbersOf(value);
  const [first] = numbers;
  if (first === undefined) return findings;
  const labelUnit = labelOf(argument)?.unit;
  const mismatch =
    labelUnit === undefined || name === "model"
      ? undefined
      : mismatchOf(labelUnit, { value: first, unit, key });
  // What the sheet says is sure; what the number looks like is a guess.
  const doubts = numbers.map((number) => doubtOf({ value: number, unit, key }));
  say(mismatch ?? doubts.find((doubt) => doubt !== undefined));
  return findings;
}

function numbersOf(value: Value | undefined): number[] {
  if (typeof value === "number") return [value];
  if (typeof value === "object" && value !== null && "first" in value)
    return value.first.flat().filter((cell) => typeof cell === "number");
  return [];
}

function modelFindings({ model }: Call): Finding[] {
  if (model === undefined) return [];
  const checked = model.assumptions.flatMap((assumption): Finding[] =>
    assumption.check === undefined
      ? []
      : [
          {
            kind: "doubt",
            text: checkText(assumption),
            ...(assumption.cell === undefined ? {} : { cell: assumption.cell }),
          },
        ],
  );
  return checked;
}

const checkText = ({ name, check = "", cell }: Assumption) =>
  sentence(`${cell === undefined ? name : `${name}, ${cell.at}`}: ${check}`);

/** What looks wrong about a typed-in value, by what the sheet calls it. */
export function constantFindings(cell: Precedent): Finding[] {
  const { label, value } = cell;
  if (label === undefined || typeof value !== "number") return [];
  const assumption = assumptionOf(label.text);
  const unit = label.unit ?? assumption?.unit ?? "";
  const text = doubtOf({ value, unit, key: assumption?.key ?? "" });
  return text === undefined ? [] : [{ kind: "doubt", text: sentence(`${label.text}: ${text}`) }];
}

function assumptionOf(name: string): { key: string; unit: string } | undefined {
  try {
    const key = assumptionNamed(name)?.key;
    return key === undefined ? undefined : { key, unit: assumptions[key].unit };
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
