import { inputCheckSheet, isRight } from "../inputCheck";
import type { InputPage } from "../inputs";
import type { MonthPage } from "../months";
import { type Page, placed, type Rule } from "../page";

type Allows = Rule["allows"];

/**
 * The sheet "Input check": each input against what it must be for the model to compute. Bounds that are only plausible
 * are left to the rules of the cells.
 */
export function inputCheckPage({ inputs }: InputPage, typed: MonthPage): Page {
  return inputCheckSheet([
    ...inputs.map((input) => ({
      ...input,
      value: input.name,
      where: input.place,
      wrong: wrong(input.name, input.allows),
    })),
    ...typed.rules.map(({ range, title, allows, prompt }) => {
      const months = typed.at(range);
      const outside = outsides(allows).map((test) => `+COUNTIF(${months},"${test}")`);
      return {
        label: title,
        value: `COUNT(${months})`,
        format: "count" as const,
        where: `${typed.name}, row ${placed(range.split(":")[0] ?? "").row}`,
        wrong: `SUMPRODUCT(--ISTEXT(${months}))${outside.join("")}`,
        prompt,
      };
    }),
  ]);
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

function wrong(name: string, allows: Allows): string {
  if (allows.kind !== "whole" && allows.kind !== "decimal") return `IF(${isRight(name, allows)},0,1)`;
  const tests = [
    ...outsides(allows).map((test) => name + test),
    ...(allows.kind === "whole" ? [`${name}<>INT(${name})`] : []),
  ];
  return `IF(ISNUMBER(${name}),${tests.length === 0 ? "0" : `IF(OR(${tests.join(",")}),1,0)`},1)`;
}
