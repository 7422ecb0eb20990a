import type { InputPage } from "../inputs";
import type { MonthPage } from "../months";
import { Page, quoted, type Rule } from "../page";

const FIRST = 6;
type Allows = Rule["allows"];

/**
 * The sheet "Input check": each input against what it must be for the model to compute, as pasting goes round the rules
 * of cells. Bounds that are only plausible are left to those rules.
 */
export function inputCheckPage(inputs: InputPage, typed: MonthPage): Page {
  const page = new Page(
    "Input check",
    "calculation",
    "Check of the inputs",
    "Each input against its rule, since what is pasted or filled is not stopped by the cell; 1 or more is wrong, 0 is right",
  );
  Object.assign(page.widths, { A: 40, B: 16, C: 10, D: 110 });
  page.putRow("A5", ["Input"], "leftHead");
  page.putRow("B5", ["Where", "Wrong"], "head");
  page.putRow("D5", ["What may be typed"], "leftHead");
  page.frozenAt = "A6";
  page.printing.titleRows = "1:5";
  let row = FIRST;
  const line = (source: Page, { range, prompt }: Rule, where: string, wrong: string) => {
    const label = source.cells.get(`A${range.replace(/\D.*?(\d+).*/, "$1")}`)?.content ?? "";
    page.put(`A${row}`, label, "label");
    page.put(`B${row}`, where, "unit");
    page.put(`C${row}`, `=${wrong}`, "figure", "flag");
    page.put(`D${row}`, prompt, "note");
    row += 1;
  };
  const nameOf = new Map([...inputs.names].map(([name, cell]) => [cell, name]));
  for (const rule of inputs.rules) {
    const name = nameOf.get(rule.range) ?? inputs.at(rule.range);
    line(inputs, rule, `${quoted(inputs.name)}!${rule.range}`, `IF(${isRight(name, rule.allows)},0,1)`);
  }
  for (const rule of typed.rules) {
    const months = typed.at(rule.range);
    const outside = outsides(rule.allows).map((test) => `+COUNTIF(${months},"${test}")`);
    const where = `${typed.name}, row ${rule.range.replace(/\D.*?(\d+).*/, "$1")}`;
    line(typed, rule, where, `SUMPRODUCT(--ISTEXT(${months}))${outside.join("")}`);
  }
  const [labels, places, wrong, prompts] = ["A", "B", "C", "D"].map(
    (letter) => `${letter}${FIRST}:${letter}${row - 1}`,
  );
  const first = (range: string | undefined) => `INDEX(${range},MATCH(TRUE,INDEX(${wrong}>0,0),0))`;
  page.put("A4", "Inputs that are wrong", "strongLabel");
  page.put("B4", "inputs", "unit");
  page.put("C4", `=SUM(${wrong})`, "strong", "count");
  page.put(
    "D4",
    `=IF(C4>0,"First correct "&${first(labels)}&" ("&${first(places)}&"): "&${first(prompts)},"")`,
    "text",
  );
  page.call("inputs_wrong", "C4");
  page.call("correct_first", "D4");
  page.marks.push({ range: `C${FIRST}:C${row - 1}`, formula: `C${FIRST}>0`, look: "red" });
  return page;
}

/** What a number must not be. A bound between 0 and 1, such as 0.001 or 0.99, stands for 0 or 1 not reached. */
function outsides(allows: Allows): string[] {
  if (allows.kind !== "whole" && allows.kind !== "decimal") return [];
  const { least = -Infinity, most = Infinity } = allows;
  const low = least === 0 || least === 1 || least === -1 ? [`<${least}`] : [];
  const nearLow = least > 0 && least < 1 ? ["<=0"] : least < 0 && least > -1 ? ["<=-1"] : [];
  const high = most === 1 ? [">1"] : most > 0.9 && most < 1 ? [">=1"] : [];
  return [...low, ...nearLow, ...high];
}

const OPPOSITE: Readonly<Record<string, string>> = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" };

function isRight(name: string, allows: Allows): string {
  if (allows.kind === "list") return `OR(${allows.values.map((value) => `${name}="${value}"`).join(",")})`;
  if (allows.kind === "listFrom" || allows.kind === "any") return `${name}<>""`;
  const bounds = [
    ...outsides(allows).map((test) => name + test.replace(/^[<>]=?/, (sign) => OPPOSITE[sign] ?? sign)),
    ...(allows.kind === "whole" ? [`${name}=INT(${name})`] : []),
    ...(allows.kind === "date" ? [`${name}>=1`] : []),
  ];
  // AND reads all that stands in it, and a text is no number to compare or to round.
  return bounds.length === 0 ? `ISNUMBER(${name})` : `IF(ISNUMBER(${name}),AND(${bounds.join(",")}),FALSE)`;
}
