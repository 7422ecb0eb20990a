import type { Bounds } from "../core/numeric/bounds";
import { excelName } from "../functions/arguments";
import type { Definition, Parameter, RecordFunction, Row, Rows } from "../functions/define";
import { labelOf } from "../functions/records";
import type { NativeForm } from "./form";

/** A name and its formula, as LET takes them. */
type Pair = readonly [name: string, formula: string];

/** Excel's name for the native form of a function. */
export const nativeName = (functionName: string) => `MINING_${functionName}`;

/**
 * An argument's name in a LAMBDA: as in Excel's call, except where it looks like a cell (`vol1` is `vol_1`) or is the name
 * of an old macro function or of LAMBDA itself (`yield` is `yield_rate`).
 */
function argumentName(key: string): string {
  const name = excelName(key);
  if (/^(?:return|value|yield|lambda)$/.test(name)) return `${name}_rate`;
  return isLikeCell(name) ? name.replace(/(\d+)$/, "_$1") : name;
}

/** The LAMBDAs of a function: its own, and where it gives a table by period those behind it. */
export function composedNames(definition: Definition, form: NativeForm): Readonly<Record<string, string>> {
  const name = nativeName(definition.name);
  const { returns } = definition;
  if (form.byPeriod === undefined || returns.shape !== "record")
    return { [name]: composed(definition, form) };
  return periodNames(definition, returns, form, form.byPeriod);
}

/** The complete LAMBDA of a function: arguments, defaults, checks, what computes, and the shape of the answer. */
function composed(definition: Definition, form: NativeForm): string {
  // Overrides are part of the model that is passed.
  const parameters = Object.entries(definition.parameters)
    .filter(([, { shape }]) => shape !== "repeating")
    .map(([key, parameter]) => [argumentName(key), parameter] as const);
  const pairs: Pair[] = [];
  const { together = [] } = definition;
  const isLinedUpHere =
    together.length > 0 && !together.some((key) => form.asGiven?.includes(argumentName(key)) === true);
  if (isLinedUpHere) pairs.push(["lined_up", linedUp(definition.parameters, together)]);
  for (const [name, parameter] of parameters) {
    const value = form.asGiven?.includes(name) ? name : valueOf(name, parameter);
    if (value !== name || form.called?.[name] !== undefined) pairs.push([form.called?.[name] ?? name, value]);
  }
  for (const step of Object.entries(form.steps ?? {})) pairs.push(step);
  const checks = [
    ...(isLinedUpHere ? ["lined_up"] : []),
    ...checksOf(definition, form),
    ...(form.requires ?? []).map((condition) => `(${condition})`),
  ];
  if (checks.length > 0) pairs.push(["allowed", checks.join(" * ")]);
  const answer = answerOf(definition, form, pairs);
  // Beside a vector or a table no argument is a range of cells: sums over both would mix them.
  const condition = hasRange(definition) ? "AND(allowed, SUM(1 + 0 * allowed) = 1)" : "allowed";
  const checked = checks.length === 0 ? answer : `IF(${condition}, ${answer}, #VALUE!)`;
  const body =
    pairs.length === 0
      ? checked
      : `LET(${pairs.map(([name, formula]) => `${name}, ${formula}`).join(", ")}, ${checked})`;
  const names = parameters.map(([name, { optional }]) => (optional ? `[${name}]` : name));
  return `LAMBDA(${[...names, body].join(", ")})`;
}

/**
 * A record that is a table by period where any argument is a row or column. One LAMBDA gives the values at some places
 * of the record: a column of periods and a row of places make a table of values.
 */
function periodNames(
  definition: Definition,
  { rows, selector = "output" }: RecordFunction["returns"],
  { steps = {}, answer, requires = [], defaults = {}, words = {}, empty }: NativeForm,
  byPeriod: string,
): Readonly<Record<string, string>> {
  if (typeof answer === "string") throw new Error(`${definition.name}: a formula for each row answers`);
  const name = nativeName(definition.name);
  const parameters = Object.entries(definition.parameters)
    .map(([key, parameter]) => [argumentName(key), parameter] as const)
    .filter(([argument]) => argument !== selector);
  const names = parameters.map(([argument]) => argument);
  const wordsOf = ([argument, parameter]: readonly [string, Parameter<unknown>]) => {
    const known = words[argument] ?? (parameter.shape === "cell" ? parameter.words : undefined);
    return known === undefined ? argument : `${argument}, {${known.map(quoted).join(",")}}`;
  };

  const within = parameters.flatMap(([argument, parameter]) => {
    const check = argument in defaults ? undefined : checkOf(argument, { ...parameter, fallbackText: "" });
    return check === undefined ? [] : [check];
  });
  const checks = [...within, ...requires.map((condition) => `(${condition})`)];
  const values = Object.entries(rows).map(([key]) => [excelName(key), answer[key] ?? ""] as const);
  const bound = [...Object.entries(steps), ["allowed", checks.join(" * ")], ...values].flat().join(", ");
  const chain = chosen(values.map(([row]) => row));
  const filled = empty === undefined ? chain : `IF(${empty}, "", ${chain})`;

  const given = (argument: string, parameter: Parameter<unknown>) => {
    const check = argument in defaults ? checkOf(argument, { ...parameter, optional: false }) : undefined;
    return check === undefined ? argument : `IF(${check}, ${argument}, #VALUE!)`;
  };
  const resolved = parameters.flatMap(([argument, parameter]) => {
    if (!parameter.optional) return [];
    const fallback = defaults[argument] ?? parameter.fallbackText ?? "";
    return [argument, `IF(ISOMITTED(${argument}), ${fallback}, ${given(argument, parameter)})`];
  });
  const labels = `{${Object.values(rows)
    .map((row) => quoted(labelOf(row)))
    .join(";")}}`;
  const extents = parameters.map((parameter) => `MINING_EXTENT(${wordsOf(parameter)})`).join(", ");
  const periods = parameters.map((parameter) => `MINING_PERIODS(${wordsOf(parameter)})`).join(", ");
  const table = `IF(MINING_LINED_UP(VSTACK(${extents})), ${name}_TABLE(labels, ${periods}), #VALUE!)`;
  const picked = `LET(picked, ${name}_VALUES(${names.join(", ")}, MINING_ROW_OF(labels, ${selector})), IF(picked = "", NA(), picked))`;
  const optional = parameters.map(([argument, parameter]) =>
    parameter.optional ? `[${argument}]` : argument,
  );
  const body = `IF(SEQUENCE(SUM(BYROW(HSTACK(${names.join(", ")}), LAMBDA(line, 1)))), ${name}_VALUES(${names.join(", ")}, SEQUENCE(1, ${values.length})))`;
  return {
    [`${name}_VALUES`]: `LAMBDA(${names.join(", ")}, place, LET(${bound}, IF(allowed, ${filled}, #VALUE!)))`,
    [`${name}_TABLE`]: `LAMBDA(labels, ${names.join(", ")}, LET(body, ${body}, ${byPeriod}))`,
    [name]: `LAMBDA(${optional.join(", ")}, [${selector}], LET(${[...resolved, "labels", labels].join(", ")}, IF(ISOMITTED(${selector}), ${table}, ${picked})))`,
  };
}

/** Whether vectors whose values are paired by position begin and end at the same cell. */
function linedUp(parameters: Definition["parameters"], keys: readonly string[]): string {
  const extents = keys.map((key) => {
    const name = argumentName(key);
    return parameters[key]?.optional === true
      ? `IF(ISOMITTED(${name}), "", MINING_EXTENT(${name}))`
      : `MINING_EXTENT(${name})`;
  });
  return `MINING_LINED_UP(VSTACK(${extents.join(", ")}))`;
}

/** Whether it gives several values from a whole row, column or table. */
const hasRange = ({ parameters, returns }: Definition) =>
  returns.shape !== "scalar" && Object.values(parameters).some(({ shape }) => shape === "range");

/** An argument as the form sees it: its default where it was left out, a vector as a column of numbers. */
function valueOf(name: string, parameter: Parameter<unknown>): string {
  const isVector = parameter.shape === "range" && parameter.isVector === true;
  if (parameter.optional && parameter.fallbackText === undefined) return name;
  const value = isVector ? `MINING_VECTOR(${name})` : name;
  return parameter.fallbackText === undefined || parameter.fallbackText === ""
    ? value
    : `IF(ISOMITTED(${name}), ${parameter.fallbackText}, ${value})`;
}

/** One factor for each argument that has bounds or words: 0 where the argument is not within them. */
function checksOf({ parameters, ignores }: Definition, { asGiven = [], called = {} }: NativeForm): string[] {
  return Object.entries(parameters).flatMap(([key, parameter]) => {
    const name = argumentName(key);
    const check = checkOf(called[name] ?? name, parameter);
    if (check === undefined || asGiven.includes(name)) return [];
    const ignored = Object.entries(ignores?.when ?? {}).filter(([, keys]) => keys.includes(key));
    if (ignores === undefined || ignored.length === 0) return [check];
    const unread = ignored.map(([word]) => `(${argumentName(ignores.by)} = "${word}")`).join(" + ");
    // Otherwise an error in a cell that is not read would count.
    return [`IF(${unread}, 1, ${check})`];
  });
}

function checkOf(name: string, parameter: Parameter<unknown>): string | undefined {
  const isLeftOut = parameter.optional && parameter.fallbackText === undefined;
  if (parameter.shape === "repeating") return undefined;
  if (parameter.shape === "range") {
    if (parameter.bounds === undefined || isLeftOut) return undefined;
    // Vectors are checked as a whole.
    return `AND(${within(name, parameter.bounds, parameter.isVector)})`;
  }
  // A text that is read otherwise, such as a strike of "90%", is checked by the form.
  if (!parameter.isNumber && parameter.words === undefined) return undefined;
  const test =
    parameter.words === undefined
      ? parameter.bounds && within(name, parameter.bounds)
      : `(${parameter.words.map((word) => `(${name} = "${word}")`).join(" + ")})`;
  if (test === undefined) return undefined;
  return isLeftOut ? `IF(ISOMITTED(${name}), 1, ${test})` : test;
}

/** Larger than any number that a cell is likely to hold; Excel takes texts and TRUE for larger still. */
const LARGEST = "9E307";

/**
 * Whether a value is within bounds, each as a factor. An error in it becomes one of the factors', so that there is always
 * one; what may be no number has one more.
 */
function within(name: string, { above, atLeast, below, atMost, whole }: Bounds, isNumber = false): string {
  const tests: string[] = [];
  if (above !== undefined) tests.push(`(${name} > ${excelNumber(above)})`);
  if (atLeast !== undefined) tests.push(`(${name} >= ${excelNumber(atLeast)})`);
  if (below !== undefined) tests.push(`(${name} < ${excelNumber(below)})`);
  if (atMost !== undefined) tests.push(`(${name} <= ${excelNumber(atMost)})`);
  // A whole number is a number.
  if (whole === true) tests.push(`(${name} = INT(${name}))`);
  else if (tests.length === 0 || (!isNumber && below === undefined && atMost === undefined))
    tests.push(`(${name} < ${LARGEST})`);
  return tests.join(" * ");
}

/** Excel keeps 15 digits of a constant. */
const excelNumber = (value: number) =>
  String(Number(value.toPrecision(15)))
    .toUpperCase()
    .replace("E+", "E");

/** The answer in its shape; for a record and a table it binds names of its own in `pairs`. */
function answerOf(definition: Definition, form: NativeForm, pairs: Pair[]): string {
  const { returns } = definition;
  if (returns.shape === "record") {
    const record =
      typeof form.answer === "string"
        ? columnRecordOf(returns, form.answer, pairs)
        : recordOf(definition, returns, form.answer, pairs);
    if (form.detail === undefined || returns.detail === undefined) return record;
    const table = `VSTACK({${returns.detail.columns.map(quoted).join(",")}}, ${form.detail})`;
    return `IF(detail, IF(ISOMITTED(output), ${table}, #VALUE!), ${record})`;
  }
  if (typeof form.answer !== "string") throw new Error(`${definition.name}: one formula answers`);
  if (returns.shape !== "table") return form.answer;
  const header = form.header ?? `{${returns.columns.map(quoted).join(",")}}`;
  if (!("headers" in definition.parameters)) return `VSTACK(${header}, ${form.answer})`;
  pairs.push(["body", form.answer]);
  return `IF(headers, VSTACK(${header}, body), body)`;
}

const isName = (formula: string) => /^[a-z_][a-z0-9_]*$/.test(formula);
/** Names that Excel reads as a cell, such as p95. */
const isLikeCell = (name: string) => /^[a-z]{1,3}\d+$/.test(name) || /^[rc]$/.test(name);

function recordOf(
  definition: Definition,
  { rows, selector = "output" }: RecordFunction["returns"],
  answer: Readonly<Record<string, string>>,
  pairs: Pair[],
): string {
  const taken = new Set([
    ...Object.keys(definition.parameters).map(argumentName),
    ...pairs.map(([name]) => name),
  ]);
  const values: string[] = [];
  for (const [key, row] of Object.entries(rows)) {
    const formula = answer[key];
    if (formula === undefined) throw new Error(`no native formula for the row ${key}`);
    let name = formula;
    if (!isName(formula)) {
      name = excelName(key);
      if (taken.has(name) || isLikeCell(name)) name = `its_${name}`;
      pairs.push([name, formula]);
    }
    const missing = missingOf(row, definition.parameters);
    if (missing === undefined) values.push(name);
    else if (missing === "") values.push(`IF(ISOMITTED(${selector}), IFNA(${name}, ""), ${name})`);
    else values.push(`IF(${missing}, IF(ISOMITTED(${selector}), "", NA()), ${name})`);
  }
  pairs.push(["labels", labelsOf(rows)]);
  const place = `IF(ISOMITTED(${selector}), SEQUENCE(${values.length}), MINING_ROW_OF(labels, ${selector}))`;
  pairs.push(["place", place], ["answer", chosen(values)]);
  // A range as an argument would give columns of another length.
  const table = hasRange(definition)
    ? "HSTACK(labels, answer)"
    : "IF(SUM(1 + 0 * allowed) = 1, HSTACK(labels, answer), #VALUE!)";
  return `IF(ISOMITTED(${selector}), ${table}, answer)`;
}

/** The same for a formula that gives all rows in one column. */
function columnRecordOf(
  { rows, selector = "output" }: RecordFunction["returns"],
  answer: string,
  pairs: Pair[],
): string {
  pairs.push(["labels", labelsOf(rows)], ["values", answer]);
  return (
    `IF(ISOMITTED(${selector}), HSTACK(labels, values), ` +
    `MAP(MINING_ROW_OF(labels, ${selector}), LAMBDA(place, INDEX(values, place))))`
  );
}

/**
 * When a row is empty: the condition that the optional arguments that it needs were left out. It is "" where such an
 * argument has a default: then the form itself gives NA().
 */
function missingOf([, , needs]: Row, parameters: Definition["parameters"]): string | undefined {
  if (needs === undefined) return undefined;
  const [first = "", joint = "", second = ""] = needs.split(/ (and|or) /);
  const needed = [first, ...(second === "" ? [] : [second])];
  const hasDefault = Object.entries(parameters).some(
    ([key, { fallbackText }]) => needed.includes(excelName(key)) && fallbackText !== undefined,
  );
  if (hasDefault) return "";
  return needed.map((name) => `ISOMITTED(${name})`).join(joint === "or" ? " * " : " + ");
}

/**
 * The formula whose place is `place`, or the error that `place` is. CHOOSE would do, but engines differ in how it takes
 * several places at once.
 */
function chosen(formulas: readonly string[]): string {
  return formulas.reduceRight(
    (rest, formula, index) => `IF(place = ${index + 1}, ${formula}, ${rest})`,
    "place",
  );
}

const labelsOf = (rows: Rows) =>
  `{${Object.values(rows)
    .map((row) => quoted(labelOf(row)))
    .join(";")}}`;

const quoted = (text: string) => `"${text.replace(/"/g, '""')}"`;
