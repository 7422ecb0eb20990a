import { textOf } from "../../core/errors";
import { greatest } from "../../core/numeric/extremes";
import { excelName } from "../arguments";
import { groups, type CellParameter, type Definition, type Example } from "../define";
import { isVector, VECTOR_NOTE } from "../parameters";
import { labelOf } from "../records";
import { needsSentence, OVERRIDES_SENTENCE } from "./nativeSentences";
import { signature } from "./signature";

const escaped = (text: string) =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="help.css">
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

/** What a user must know of a function that reads the market. */
const STREAM_NOTE =
  "It reads the market data that the Hashcell pane holds for this workbook and updates whenever that changes: a cell fetches nothing itself, and ten thousand cells cause no more requests than one. In a frozen workbook nothing changes.";

const list = (items: readonly string[]) =>
  items.length === 0 ? "" : `<ul>\n${items.map((item) => `<li>${escaped(item)}</li>`).join("\n")}\n</ul>`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  `<div class="wide"><table>\n<thead><tr>${head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join("")}</tr></thead>\n<tbody>\n${rows
    .map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`)
    .join("\n")}\n</tbody>\n</table></div>`;

/** A name of a workbook and the formula that it stands for, in lines. */
interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** A function in Excel's own functions, or why it has no such form. */
export type NativeHelp =
  | (NamedText & {
      readonly overrides?: string | undefined;
      readonly differs: readonly string[];
      readonly needs: readonly (NamedText & { readonly what: string })[];
    })
  | { readonly why: string };

/** The help page of a function, as HTML without scripts. */
export function helpPage(
  definition: Definition,
  catalogue: readonly Definition[],
  native: NativeHelp,
): string {
  const { name, summary, formula, remarks = [], sources, examples } = definition;
  return page(
    `MINING.${name} – Hashcell`,
    `<p class="path"><a href="index.html">Functions</a> › ${escaped(definition.group)}</p>
<h1>MINING.${name}</h1>
<p class="summary">${escaped(summary)}.</p>
<pre class="signature">=MINING.${escaped(signature(definition))}</pre>
<h2>Arguments</h2>
${argumentsTable(definition)}
<h2>What it returns</h2>
${resultSection(definition)}
${definition.streams ? `<p>${STREAM_NOTE}</p>` : ""}
<h2>Formula</h2>
<p class="formula">${escaped(formula)}</p>
${list(remarks)}
<h2>Examples</h2>
${examples.map(exampleSection).join("\n")}
<h2>Errors</h2>
${list(errorsOf(definition))}
<h2 id="native">In Excel's own functions</h2>
${nativeSection(native)}
<h2>Sources</h2>
${list(sources)}
<h2>See also</h2>
<p>${relatedTo(definition, catalogue).map(linkTo).join(", ")}</p>`,
  );
}

function nativeSection(native: NativeHelp): string {
  if ("why" in native) return `<p>${escaped(native.why)}</p>`;
  const { name, text, overrides, differs, needs } = native;
  const all = needs.length === 0 ? "it" : "it and the names that it needs";
  const parts = [
    `<p>The same computation without the add-in, for Microsoft 365 and Excel 2024.</p>
<ul>
<li><b>To send a workbook to somebody without Hashcell</b>: <b>Make portable</b> in the pane's Workbook view, or
<code>hashcell portable</code> on the command line. The copy then has ${all}.</li>
<li><b>To check a result by hand</b>: choose Formulas &gt; Name Manager &gt; New, enter <code>${name}</code> as the name and paste
the text into Refers to; the pane's Functions view copies it in one line. Then use <code>${name}</code> like a function.</li>
</ul>`,
    `<pre class="native">${escaped(text)}</pre>`,
  ];
  if (overrides !== undefined)
    parts.push(`<p>${OVERRIDES_SENTENCE}</p>`, `<pre class="native">${escaped(overrides)}</pre>`);
  if (differs.length > 0) parts.push("<p>Where it differs from the add-in's function:</p>", list(differs));
  const what = differs.length > 0 ? "What else differs" : "What differs";
  parts.push(`<p><a href="index.html#native">${what} for all such formulas</a></p>`);
  if (needs.length > 0) {
    parts.push(`<p>${needsSentence(needs.length)}</p>`);
    for (const other of needs)
      parts.push(
        `<details><summary><code>${other.name}</code> ${escaped(other.what)}</summary><pre class="native">${escaped(other.text)}</pre></details>`,
      );
  }
  return parts.join("\n");
}

/** The functions that a definition names, then those that name it: the pages of both link to each other. */
function relatedTo({ name, seeAlso }: Definition, catalogue: readonly Definition[]): string[] {
  const naming = catalogue.filter((other) => other.seeAlso.includes(name)).map((other) => other.name);
  return [...new Set([...seeAlso, ...naming])];
}

/** A link to the page of a function. */
const linkTo = (name: string) => `<a href="${name}.html">${name}</a>`;

function argumentsTable({ parameters }: Definition): string {
  const rows = Object.entries(parameters).map(([key, parameter]) => [
    `<code>${excelName(key)}</code>`,
    escaped(isVector(parameter) ? `${parameter.doc}. ${VECTOR_NOTE}` : parameter.doc),
    escaped(parameter.unit),
    escaped(parameter.optional ? (parameter.fallbackText ?? "may be left out") : "required"),
    escaped(parameter.rule),
  ]);
  if (rows.length === 0) return "<p>None.</p>";
  return `${table(["Argument", "Meaning", "Unit", "Default", "Rule"], rows)}\n${blankNote(parameters)}`;
}

/** What a blank cell means: 0, where 0 is legal. It is not the same as an argument that is left out. */
function blankNote(parameters: Definition["parameters"]): string {
  const zeros = Object.entries(parameters).flatMap(([key, parameter]) =>
    parameter.shape === "cell" && parameter.isNumber && readsZero(parameter) ? [excelName(key)] : [],
  );
  if (zeros.length === 0) return "";
  return `<p>A blank cell is 0, not the default, for ${zeros.join(", ")}. Where 0 is meaningless, a blank cell is refused.</p>`;
}

function readsZero({ read }: CellParameter<unknown>): boolean {
  try {
    return read(0, "") === 0;
  } catch {
    return false;
  }
}

function resultSection({ returns }: Definition): string {
  switch (returns.shape) {
    case "scalar":
      return `<p>One number: ${escaped(returns.unit)}. Where an argument is a range, one number for each of its cells.</p>`;
    case "record":
      return `<p>Two columns, label and value. With <code>${returns.selector ?? "output"}</code> set to a label, it returns only that value, and every argument may be a range.</p>
${list(Object.values(returns.rows).map(labelOf))}${detailSection(returns.detail?.columns)}`;
    case "table":
      return `<p>A table that spills, with these columns:</p>\n${list(returns.columns)}`;
  }
}

function detailSection(columns: readonly string[] | undefined): string {
  if (columns === undefined) return "";
  return `\n<p>With <code>detail</code> set to TRUE, a table instead, with these columns:</p>\n${list(columns)}`;
}

function exampleSection({ formula, cells, result, note }: Example): string {
  const value = Array.isArray(result)
    ? table([], result.map(escapedRow))
    : `<p class="result">${escaped(String(result))}</p>`;
  return `<section class="example"><p>${escaped(note)}</p>
<pre>${escaped(formula)}</pre>
${value}
${cells === undefined ? "" : cellsSection(cells)}</section>`;
}

const escapedRow = (row: readonly (string | number | boolean)[]) => row.map((cell) => escaped(textOf(cell)));

function cellsSection(cells: NonNullable<Example["cells"]>): string {
  const letters = Array.from({ length: greatest(cells.map((row) => row.length)) }, (_, column) =>
    String.fromCharCode(65 + column),
  );
  const block = table(letters, cells.map(escapedRow));
  return `<details><summary>The cells it refers to, from A1</summary>${block}</details>`;
}

/** The errors that the shapes of a function's arguments and result can lead to, and how to fix each. */
function errorsOf({ parameters, returns, streams }: Definition): string[] {
  const given = Object.entries(parameters);
  const errors: string[] = [];
  const positive = given.find(([, { shape, rule }]) => shape === "cell" && rule.startsWith("must be above"));
  if (positive !== undefined) {
    const [key, { rule }] = positive;
    const name = excelName(key);
    errors.push(
      `#VALUE! "${name} ${rule}, got 0 (a blank cell reads as 0 in desktop Excel)": fill in the cell that ${name} refers to.`,
    );
  }
  if (given.some(([, parameter]) => parameter.shape !== "cell" || parameter.isNumber))
    errors.push(
      `#VALUE! "... must be a number, got the text ...": the cell holds text; enter it as a number.`,
    );
  const range = given.find(([key, { shape }]) => shape === "range" && key !== "model");
  if (range !== undefined)
    errors.push(
      `#VALUE! "${excelName(range[0])}, row 3, ...": fix that row of the range; the message continues with the rule and what was found.`,
    );
  if ("model" in parameters)
    errors.push(
      `#VALUE! "model must give ...": add the assumptions it names. "must be a known assumption": the message gives the nearest known name.`,
    );
  if ("overrides" in parameters)
    errors.push(`#VALUE! "overrides must be pairs ...": after the model pass name, value, name, value.`);
  if (returns.shape === "record" && returns.total === undefined) {
    const selector = returns.selector ?? "output";
    errors.push(
      `#VALUE! "must be one cell unless ${selector} is given": name one row with ${selector}, or pass single cells.`,
    );
  }
  if (streams)
    errors.push(
      `#N/A "... is not loaded: open the Hashcell pane and load live data": do so; in a frozen workbook, refresh it in the pane. Until then the cell shows no substitute.`,
    );
  errors.push("#N/A comes with the reason why there is no answer: change the inputs that it names.");
  errors.push("#NUM!: the inputs are legal but too large or too small for the method.");
  if (given.length > 0)
    errors.push("Any other error comes from a cell that an argument refers to and is passed on unchanged.");
  return errors;
}

/** What Excel does not do with the functions of add-ins, and what to use instead. */
const inExcel = `<h2 id="in-excel">In Excel</h2>
<p>Excel runs the functions of add-ins separately from its own, so some of its tools do not reach them:</p>
${table(
  ["What does not work", "What happens", "What to use instead"],
  [
    [
      "Goal Seek and Solver",
      "they stop at a wrong value, without a warning",
      `${linkTo("BREAKEVEN")} for a machine's price, power price, difficulty or efficiency; ${linkTo("STRESS_TEST")} for the value of any assumption at which a model breaks even`,
    ],
    [
      "Data tables (What-If Analysis)",
      "their cells show #VALUE!",
      `${linkTo("SENSITIVITY_GRID")} for two assumptions, ${linkTo("SENSITIVITY")} for many, ${linkTo("SCENARIOS")} for whole cases`,
    ],
    [
      "Conditional formats and data validation",
      "a rule with such a function never applies",
      "the formula in a cell of its own, and a rule that refers to that cell",
    ],
    [
      "Evaluate Formula, and F9 on a part of a formula",
      "the function shows as #VALUE!",
      `the parts in cells of their own; without <code>output</code> a function shows all its values, and ${linkTo("MODEL")} the assumptions as they were read`,
    ],
    ["Evaluate in VBA", "it returns an error", "a cell with the formula, whose value the macro reads"],
  ],
)}
<h3>Blank cells</h3>
<p>Excel for Windows and Mac passes a blank cell as 0, Excel on the web as empty. Where 0 is legal, a blank in a
range is therefore one more value: ten results and ten blank cells are twenty. End a range where its values end:</p>
<ul>
<li><code>A2:.A999</code> or <code>TRIMRANGE(A2:A999)</code> end at the last filled cell (Microsoft 365);</li>
<li><code>A2:INDEX(A2:A999,COUNT(A2:A999))</code> does so in every version of Excel, for numbers without gaps;</li>
<li>a table column, such as <code>Prices[Close]</code>, has no blanks at its end.</li>
</ul>
<p>The pane counts the blank cells of the selected range beside every function that takes one.</p>
<h3>Error cells</h3>
<p>An error in a cell that an argument refers to is passed on by the function. An add-in's function can return only
#VALUE!, #N/A, #DIV/0!, #NUM! and #NULL!: #REF!, #NAME?, #SPILL! and #CALC! become #VALUE!, with a text that names them.
Hover over the cell to read the text of #VALUE! and #N/A.</p>
<h3>The 1904 date system</h3>
<p>A workbook may count its dates from 1904 (File &gt; Options &gt; Advanced &gt; Use 1904 date system; files from old Macs do). It
passes 1 January 2024 as 43830, which is 31 December 2019 for every function: the difference is 1462 days. The pane
warns of such a workbook. Turn the option off and enter the dates again, or add 1462 to a date before passing it to a
function, as in <code>MARKET("btc.price", A2+1462)</code>.</p>
<h3>Sizes</h3>
<p>One call takes about 4 MB and returns as much: some 200,000 numbers, such as 40,000 rows of five arguments.
A larger result is refused, with the number of rows that fit; with larger arguments Excel may show #BUSY! forever. Split
longer data into several calls. Whole columns are too long: write <code>A2:.A999</code> for <code>A:A</code>.</p>`;

/** The list of all functions, by group, and what holds for all of them. */
export function helpIndex(catalogue: readonly Definition[], commonDifferences: readonly string[]): string {
  const used = groups.filter((group) => catalogue.some((definition) => definition.group === group));
  const sections = used.map((group) => {
    const rows = catalogue
      .filter((definition) => definition.group === group)
      .map(({ name, summary }) => [`<a href="${name}.html">${name}</a>`, escaped(summary)]);
    return `<h2>${escaped(group)}</h2>\n${table(["Function", "What it gives"], rows)}`;
  });
  return page(
    "Functions – Hashcell",
    `<h1>Hashcell functions</h1>\n<p><a href="#in-excel">In Excel: what does not work, blanks, errors, dates and sizes</a></p>
<p><a href="#native">In Excel's own functions: where results differ</a></p>
${sections.join("\n")}
${inExcel}
<h2 id="native">In Excel's own functions</h2>
<p>Most functions can also be computed without the add-in, by a formula on their help page. Such a formula differs from
the function in this:</p>
${list(commonDifferences)}`,
  );
}
