import { columnLetters } from "../../../src/formula/tokens";
import { walk } from "../../../src/formula/formula";
import {
  cellIn,
  cellsOfArea,
  readBy,
  textOf,
  type Book,
  type BookCell,
  type BookSheet,
  type Chart,
} from "./bookModel";
import { areasOf, areaText, isIn, type Area } from "./formulas";
import {
  at,
  fast,
  finding,
  hasFormula,
  icaew,
  isAbout,
  isChecks,
  isDashboard,
  isInputs,
  isModel,
  type Rule,
} from "./rule";

interface CheckLine {
  readonly row: number;
  readonly name: string;
  readonly value: BookCell | undefined;
  readonly result: BookCell | undefined;
  readonly advice: BookCell | undefined;
}

interface CheckTable {
  readonly sheet: BookSheet;
  readonly missingHeads: readonly string[];
  readonly lines: readonly CheckLine[];
}

const HEADS = { name: /^check/i, value: /^value/i, result: /^result/i, advice: /what to do/i } as const;

/** The lines of the sheet Checks, under their heads. */
function checkTable(book: Book): CheckTable | undefined {
  const sheet = book.sheet("Checks");
  if (sheet === undefined) return undefined;
  for (let row = 4; row <= Math.min(30, sheet.lastRow); row++) {
    const heads = new Map<number, string>();
    for (let column = 1; column <= sheet.lastColumn; column++)
      heads.set(column, textOf(cellIn(sheet, row, column)));
    const columnOf = (head: RegExp) => [...heads].find(([, text]) => head.test(text))?.[0];
    const places = {
      name: columnOf(HEADS.name),
      value: columnOf(HEADS.value),
      result: columnOf(HEADS.result),
      advice: columnOf(HEADS.advice),
    };
    const missingHeads = Object.entries(places).flatMap(([what, column]) =>
      column === undefined ? [what] : [],
    );
    if (missingHeads.length > 1) continue;
    const lines: CheckLine[] = [];
    const cell = (line: number, column: number | undefined) => cellIn(sheet, line, column ?? 0);
    for (let line = row + 1; line <= sheet.lastRow; line++) {
      const name = textOf(cell(line, places.name)).trim();
      const [value, result, advice] = [
        cell(line, places.value),
        cell(line, places.result),
        cell(line, places.advice),
      ];
      if (name === "" && value?.formula === undefined && result?.formula === undefined) continue;
      lines.push({ row: line, name, value, result, advice });
    }
    return { sheet, missingHeads, lines };
  }
  return { sheet, missingHeads: Object.keys(HEADS), lines: [] };
}

const checkLines = (book: Book) => checkTable(book)?.lines ?? [];

/** Calls of a check's formula, and of the cells of the sheet Checks that it reads. */
function callsOf(cell: BookCell | undefined): string[] {
  if (cell?.formula === undefined) return [];
  return cell.formula.reading.calls.map(({ name }) => name.toUpperCase());
}

/** What must be checked: a word for it, and how it shows. */
const NEEDED_CHECKS: readonly (readonly [what: string, isIt: (book: Book, line: CheckLine) => boolean])[] = [
  [
    "money adds up, by Excel's own functions",
    (_book, { name, value }) =>
      /npv|value|cash|balance|total|revenue|cost|sum|foot|bill|payout|coin|debt|lot|margin/i.test(name) &&
      callsOf(value).some((call) => ["NPV", "XNPV", "SUM", "SUMPRODUCT", "SUMIFS", "SUMIF"].includes(call)),
  ],
  [
    "no error anywhere",
    (_book, { name, value }) =>
      /error/i.test(name) &&
      callsOf(value).some((call) => ["ISERROR", "ISERR", "ISNA", "ERROR.TYPE"].includes(call)),
  ],
  [
    "dates rise",
    (_book, { name }) =>
      /date|month|period|day|hour|time/i.test(name) &&
      /ris|order|follow|increas|gap|sequence|consecutive|missing/i.test(name),
  ],
  [
    "the state of the market",
    (_book, { name, value }) =>
      /market/i.test(name) ||
      [...(value?.formula?.reading.names ?? [])].some((one) => one.startsWith("market")),
  ],
];

/** Labels that the sheet About needs, with text beside or below them. */
const ABOUT: readonly (readonly [what: string, label: RegExp])[] = [
  ["purpose", /^purpose/i],
  ["sign convention", /^sign convention/i],
  ["units", /^units/i],
  ["how to use it", /^(how to use|step 1)/i],
  ["limits", /^limits|^limitations/i],
  ["sources", /^sources/i],
  ["version log", /^version log|^versions/i],
  ["market", /^market/i],
];

/** Of bars with a heading. */
const HEADING_FILL = "0F6C5C";
const FIGURE_SIZE = 16;
const UNIT_IN_FORMAT = /[$€£%]|"[^"]+"|[yd]{2,4}|mmm|E\+/i;
const UNIT_WORDS =
  /\b(BTC|USD|sats?|coins?|[TPE]H(\/s)?|J\/TH|[kMG]Wh?|W|hours?|days?|weeks?|months?|years?|blocks?|machines?|sites?|lots?|percent|per|ratio|times|number)\b|[$%]/i;

/** The figures of the dashboard: large, below their names. */
function figures(sheet: BookSheet): BookCell[] {
  return [...sheet.cells.values()].filter(
    (cell) =>
      cell.style.size >= FIGURE_SIZE && cell.row > 3 && (cell.formula !== undefined || textOf(cell) !== ""),
  );
}

function* everyChart(book: Book): Generator<{ sheet: BookSheet; chart: Chart; name: string; place: string }> {
  for (const sheet of book.sheets)
    for (const [index, chart] of sheet.charts.entries())
      yield {
        sheet,
        chart,
        name: chart.title === "" ? `chart ${index + 1}` : `chart "${chart.title}"`,
        place: chart.over === undefined ? "A1" : `${columnLetters(chart.over.left)}${chart.over.top}`,
      };
}

const sizeOf = (areas: readonly Area[] | undefined) =>
  (areas ?? []).reduce(
    (sum, { top, bottom, left, right }) => sum + (bottom - top + 1) * (right - left + 1),
    0,
  );

const overlap = (one: Area, other: Area) =>
  one.top <= other.bottom && other.top <= one.bottom && one.left <= other.right && other.left <= one.right;

/** What stands on the sheets Dashboard, Checks and About, and on charts. */
export const sheetRules: readonly Rule[] = [
  {
    id: "checks-table",
    title: "Each check has a name, a value, a result and what to do",
    source: icaew("Include checks"),
    *check(book) {
      const table = checkTable(book);
      if (table === undefined) return;
      for (const head of table.missingHeads)
        yield finding(table.sheet, "A6", `has no column for the ${head}; add it`);
      if (table.lines.length < NEEDED_CHECKS.length)
        yield finding(
          table.sheet,
          "A7",
          `has ${table.lines.length} checks; check what is listed in the standards`,
        );
      for (const { row, name, value, result, advice } of table.lines) {
        if (name === "") yield finding(table.sheet, `A${row}`, "the check has no name; say what is checked");
        if (value?.formula === undefined)
          yield finding(table.sheet, `B${row}`, "the check has no formula for its value; write it");
        if (result?.formula === undefined)
          yield finding(
            table.sheet,
            `D${row}`,
            "the result is typed or missing; let a formula compare the value",
          );
        else if (
          value !== undefined &&
          !readBy(book, result).some(
            (area) => area.sheet === table.sheet.name && isIn(value.row, value.column, area),
          )
        )
          yield at(result, "the result does not read the value beside it; compare that");
        if (advice === undefined || (advice.formula === undefined && textOf(advice) === ""))
          yield finding(table.sheet, `E${row}`, "the check does not say what to do when it fails; say it");
      }
    },
  },
  {
    id: "checks-tolerance",
    title: "Each check compares with a tolerance",
    source: icaew("Include checks"),
    *check(book) {
      for (const { result } of checkLines(book))
        if (
          result?.formula !== undefined &&
          ![...result.formula.reading.names].some((name) => name.includes("tolerance"))
        )
          yield at(result, "the result uses no tolerance; compare with the input check_tolerance");
    },
  },
  {
    id: "checks-can-fail",
    title: "Each check looks at the model",
    source: icaew("Include checks"),
    *check(book) {
      for (const { value } of checkLines(book))
        if (value?.formula !== undefined && !readBy(book, value).some(({ sheet }) => sheet !== "Checks"))
          yield at(
            value,
            "the check reads nothing of the model, so it cannot fail; let it read what it checks",
          );
    },
  },
  {
    id: "checks-pass",
    title: "All checks pass in the file",
    source: icaew("Review and test your models"),
    *check(book) {
      for (const { result, name } of checkLines(book))
        if (textOf(result) !== "OK" && result !== undefined)
          yield at(result, `the check "${name}" shows ${textOf(result) || "nothing"}; find out why`);
    },
  },
  {
    id: "checks-verdict",
    title: "The name checks_verdict stands for one sentence on all checks",
    source: icaew("Include a master check"),
    *check(book) {
      const table = checkTable(book);
      const area = book.named("checks_verdict")?.areas?.[0];
      if (area?.sheet !== "Checks" || table === undefined) {
        yield finding("Names", "checks_verdict", "refers to no cell of the sheet Checks; define it there");
        return;
      }
      const verdict = cellIn(table.sheet, area.top, area.left);
      if (verdict?.formula === undefined) {
        yield finding(table.sheet, areaText(area), "the verdict is no formula; let it count the results");
        return;
      }
      const areas = readBy(book, verdict);
      for (const { result } of table.lines)
        if (
          result !== undefined &&
          !areas.some((one) => one.sheet === "Checks" && isIn(result.row, result.column, one))
        )
          yield at(result, "the verdict leaves this check out; let it read all results");
    },
  },
  {
    id: "checks-needed",
    title: "Money, errors, dates and the market are checked",
    source: icaew("Include checks"),
    *check(book) {
      const lines = checkLines(book);
      for (const [what, isIt] of NEEDED_CHECKS)
        if (!lines.some((line) => isIt(book, line)))
          yield finding(
            "Checks",
            "A7",
            `no check that ${what.startsWith("the") ? "says" : ""} ${what}; add one`.replace("  ", " "),
          );
    },
  },
  {
    id: "checks-errors-everywhere",
    title: "The check for errors covers each formula of the model",
    source: icaew("Include checks"),
    *check(book) {
      const areas = checkLines(book)
        .filter(({ name, value }) => /error/i.test(name) && value !== undefined)
        .flatMap(({ value }) => (value === undefined ? [] : readBy(book, value)));
      for (const sheet of book.sheets) {
        if (!isModel(sheet)) continue;
        const own = areas.filter((area) => area.sheet === sheet.name);
        for (const cell of sheet.cells.values()) {
          if (
            cell.formula === undefined ||
            cell.row <= 3 ||
            own.some((area) => isIn(cell.row, cell.column, area))
          )
            continue;
          yield at(cell, "the check for errors leaves this formula out; widen its range");
          break;
        }
      }
    },
  },
  {
    id: "about-says",
    title: "About states purpose, use, sign convention, units, limits, sources, versions and market",
    source: icaew("Include user guidance"),
    *check(book) {
      const sheet = book.sheet("About");
      if (sheet === undefined) return;
      for (const [what, label] of ABOUT) {
        const cell = [...sheet.cells.values()].find(
          (one) => one.column === 1 && one.row > 3 && label.test(textOf(one)),
        );
        const says =
          cell !== undefined &&
          [0, 1].some((down) =>
            [1, 2, 3].some((right) => textOf(cellIn(sheet, cell.row + down, cell.column + right)) !== ""),
          );
        if (!says)
          yield finding(
            sheet,
            cell === undefined ? "A5" : `A${cell.row}`,
            `does not state the ${what}; state it`,
          );
      }
    },
  },
  {
    id: "about-sheets",
    title: "About lists each sheet with what it is for",
    source: icaew("Make navigation simple"),
    *check(book) {
      const sheet = book.sheet("About");
      if (sheet === undefined) return;
      const said = new Map(
        [...sheet.cells.values()]
          .filter(({ column, style }) => column === 1 && style.fill !== HEADING_FILL)
          .map((cell) => [
            textOf(cell),
            textOf(cellIn(sheet, cell.row, 2)) || textOf(cellIn(sheet, cell.row, 3)),
          ]),
      );
      for (const { name } of book.sheets)
        if (name !== "About" && (said.get(name) ?? "") === "")
          yield finding(sheet, "A5", `does not say what the sheet ${name} is for; list it`);
      let [isList, seen] = [false, 0];
      for (let row = 4; row <= sheet.lastRow; row++) {
        const label = textOf(cellIn(sheet, row, 1));
        if (/^sheets$/i.test(label)) isList = true;
        else if (label === "" || cellIn(sheet, row, 1)?.style.fill === HEADING_FILL) isList = false;
        else if (isList && book.sheet(label) === undefined)
          yield finding(sheet, `A${row}`, `lists a sheet ${label}, which does not exist; correct the list`);
        else if (isList) seen++;
      }
      if (seen === 0) yield finding(sheet, "A5", 'has no list under the heading "Sheets"; add it');
    },
  },
  {
    id: "about-market",
    title: "About shows the market in use: live, frozen or typed, and as of when",
    source: icaew("Identify and separate forecast or dummy data"),
    *check(book) {
      const sheet = book.sheet("About");
      if (sheet === undefined) return;
      const shown = [...sheet.cells.values()].some(
        (cell) =>
          cell.formula !== undefined &&
          /live|cached|derived|built in|frozen|typed/i.test(textOf(cell)) &&
          /as of/i.test(textOf(cell)),
      );
      if (!shown)
        yield finding(sheet, "A5", "no formula shows the state of the market and its day; add =market_state");
    },
  },
  {
    id: "about-versions",
    title: "The version log has a version, a date and what changed",
    source: icaew("Include user guidance"),
    *check(book) {
      const sheet = book.sheet("About");
      if (sheet === undefined) return;
      const head = [...sheet.cells.values()].find(
        (cell) => cell.column === 1 && /^version/i.test(textOf(cell)),
      );
      if (head === undefined) return;
      const [version, date, what] = [1, 2, 3].map((column) => textOf(cellIn(sheet, head.row + 1, column)));
      if (!/\d/.test(version ?? "") || !/^\d{4}-\d\d(-\d\d)?$/.test(date ?? "") || (what ?? "") === "")
        yield finding(
          sheet,
          `A${head.row + 1}`,
          "the newest version lacks its number, its date or what changed; state them",
        );
    },
  },
  {
    id: "dashboard-figures",
    title: "The dashboard shows six figures, each with its name and its unit",
    source: fast("2.05 Presentation sheets"),
    *check(book) {
      const sheet = book.sheet("Dashboard");
      if (sheet === undefined) return;
      const shown = figures(sheet);
      if (shown.length < 6)
        yield finding(sheet, "A7", `shows ${shown.length} large figures; a board asks for six`);
      for (const cell of shown) {
        const name = textOf(cellIn(sheet, cell.row - 1, cell.column));
        const note = textOf(cellIn(sheet, cell.row + 1, cell.column));
        if (name === "") yield at(cell, "the figure has no name above it; name it");
        if (
          !UNIT_IN_FORMAT.test(cell.style.format) &&
          !UNIT_WORDS.test(`${name} ${note} ${cell.value?.kind === "text" ? textOf(cell) : ""}`)
        )
          yield at(cell, "the figure has no unit in its format, its name or its note; state it");
      }
    },
  },
  {
    id: "dashboard-shows",
    title: "The dashboard only shows: each figure is a formula that takes a result from elsewhere",
    source: fast("2.05 Presentation sheets"),
    *check(book) {
      const sheet = book.sheet("Dashboard");
      if (sheet === undefined) return;
      for (const cell of figures(sheet)) {
        if (!hasFormula(cell)) {
          yield at(cell, "the figure is typed; take it from the model");
          continue;
        }
        if (!readBy(book, cell).some(({ sheet: source }) => source !== sheet.name))
          yield at(cell, "the figure reads no other sheet; take it from the model");
        const { tree } = cell.formula.reading;
        const calculates =
          tree !== undefined &&
          [...walk(tree)].some(
            (node) =>
              node.type === "binary" &&
              ["+", "-", "*", "/", "^"].includes(node.op) &&
              // Another unit of the same figure is no calculation.
              !(["*", "/"].includes(node.op) && node.right.type === "number"),
          );
        if (calculates)
          yield at(cell, "the figure is calculated here; calculate it on a sheet of outputs and link to it");
      }
    },
  },
  {
    id: "dashboard-charts",
    title: "The dashboard has at least two charts",
    source: fast("2.05 Presentation sheets"),
    *check({ sheets }) {
      for (const sheet of sheets)
        if (isDashboard(sheet) && sheet.charts.length < 2)
          yield finding(sheet, "A10", `has ${sheet.charts.length} charts; show at least two`);
    },
  },
  {
    id: "chart-title",
    title: "Each chart has a title, and more than one series have names",
    source: icaew("Use clear and meaningful labels"),
    *check(book) {
      for (const { sheet, chart, name, place } of everyChart(book)) {
        if (chart.title.trim() === "") yield finding(sheet, place, `${name} has no title; say what it shows`);
        if (chart.series.length > 1 && chart.series.some((one) => one.name.trim() === "" && !one.isInvisible))
          yield finding(sheet, place, `a series of ${name} has no name; name it`);
      }
    },
  },
  {
    id: "chart-axes",
    title: "Each axis of a chart has a title or a number format with its unit",
    source: icaew("Use clear units"),
    *check(book) {
      for (const { sheet, chart, name, place } of everyChart(book)) {
        if (!["lineChart", "barChart", "scatterChart", "areaChart"].includes(chart.type)) continue;
        const shown = chart.axes.filter(({ isDeleted }) => !isDeleted);
        if (shown.length < 2) yield finding(sheet, place, `${name} shows fewer than two axes; show both`);
        const isBare = ({ title, format }: Chart["axes"][number]) =>
          title.trim() === "" && (format === "" || format === "General");
        const bare = shown.filter(isBare);
        // The names of categories are labels themselves; the figures beside them are not.
        if (bare.length > 1 || (chart.type === "scatterChart" && bare.length > 0))
          yield finding(sheet, place, `an axis of ${name} has neither title nor format; add them`);
        if (
          !shown.some(({ title }) => title.trim() !== "") &&
          !UNIT_WORDS.test(/\(([^)]*)\)/.exec(chart.title)?.[1] ?? "") &&
          shown.every(({ format }) => !UNIT_IN_FORMAT.test(format))
        )
          yield finding(sheet, place, `nothing at ${name} says the unit; add a title to its axis`);
      }
    },
  },
  {
    id: "chart-data",
    title: "Each chart shows numbers that are there",
    source: icaew("Build traceable references"),
    *check(book) {
      for (const { sheet, chart, name, place } of everyChart(book)) {
        if (chart.series.length === 0) yield finding(sheet, place, `${name} has no series; give it data`);
        for (const series of chart.series) {
          const values = areasOf(series.values);
          if (values === undefined) {
            yield finding(
              sheet,
              place,
              `${name} takes values from "${series.values}", which is no range; correct it`,
            );
            continue;
          }
          const missing = values.find((area) => book.sheet(area.sheet ?? "") === undefined);
          if (missing !== undefined) {
            yield finding(
              sheet,
              place,
              `${name} reads the sheet ${missing.sheet ?? ""}, which does not exist; correct it`,
            );
            continue;
          }
          const cells = values.flatMap((area) => [...cellsOfArea(book, area)]);
          const numbers = cells.filter(({ value }) => value?.kind === "number").length;
          if (numbers === 0)
            yield finding(sheet, place, `${name} reads ${series.values}, where no numbers are; correct it`);
          else if (numbers < sizeOf(values) / 10)
            yield finding(
              sheet,
              place,
              `${name} reads ${series.values}, which is mostly empty; correct the range`,
            );
          const broken = cells.find(({ value }) => value?.kind === "error" && value.text !== "#N/A");
          if (broken !== undefined) yield at(broken, `is an error that ${name} shows; correct it`);
          const labels = areasOf(series.labels);
          if (series.labels === "")
            yield finding(sheet, place, `a series of ${name} has no labels; give it some`);
          else if (sizeOf(labels) !== sizeOf(values))
            yield finding(
              sheet,
              place,
              `${name} has ${sizeOf(labels)} labels for ${sizeOf(values)} values; use the same cells`,
            );
        }
      }
    },
  },
  {
    id: "chart-place",
    title: "No chart covers cells or another chart",
    source: icaew("Use clear formatting"),
    *check(book) {
      for (const sheet of book.sheets)
        for (const [index, { over, title }] of sheet.charts.entries()) {
          if (over === undefined) continue;
          const other = sheet.charts.find(
            (one, place) => place > index && one.over !== undefined && overlap(over, one.over),
          );
          if (other !== undefined)
            yield finding(sheet, areaText(over), `the chart "${title}" overlaps "${other.title}"; move one`);
          for (const cell of cellsOfArea(book, { ...over, sheet: sheet.name }))
            if (textOf(cell) !== "") {
              yield at(cell, `the chart "${title}" covers this cell; move the chart`);
              break;
            }
        }
    },
  },
  {
    id: "kinds-apart",
    title: "The sheets Dashboard, Checks and About hold no inputs",
    source: fast("1.02 Sheet organisation"),
    *check({ sheets }) {
      for (const sheet of sheets)
        if (isInputs(sheet) && (isDashboard(sheet) || isChecks(sheet) || isAbout(sheet)))
          yield finding(sheet, "A1", "has the tab of inputs; inputs stand on sheets of their own");
        else if (!isInputs(sheet) && sheet.validations.length > 0)
          yield finding(
            sheet,
            areaText(sheet.validations[0]?.areas[0] ?? { top: 1, left: 1, bottom: 1, right: 1 }),
            "something may be typed on a sheet that has no inputs; move it to Inputs",
          );
    },
  },
];
