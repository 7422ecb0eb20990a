import { excelName } from "../../functions/arguments";
import type { Definition, Group } from "../../functions/define";
import { wordsOf } from "../controls/listSearch";

/** Everything about a function that a search looks through, in lower case. */
function searchable({
  name,
  group,
  summary,
  parameters,
  formula,
  remarks = [],
  examples,
}: Definition): string {
  const given = Object.entries(parameters).map(([key, { doc }]) => `${excelName(key)} ${doc}`);
  const notes = examples.map(({ note }) => note);
  const texts = [name, name.replace(/_/g, " "), group, summary, ...given, formula, ...remarks, ...notes];
  return texts.join("\n").toLowerCase();
}

/** The functions in which every word of the query occurs; those with more of it in the name come first. */
export function found(catalogue: readonly Definition[], query: string): readonly Definition[] {
  const words = wordsOf(query.replace(/^=?mining\./i, ""));
  const hits = catalogue.filter((definition) => {
    const text = searchable(definition);
    return words.every((word) => text.includes(word));
  });
  const wordsInName = ({ name }: Definition) =>
    words.filter((word) => name.toLowerCase().includes(word)).length;
  return [...hits].sort((a, b) => wordsInName(b) - wordsInName(a));
}

interface Section {
  readonly group: Group;
  readonly definitions: readonly Definition[];
}

/** The functions by group, the group of the best hit first. */
export function sections(definitions: readonly Definition[]): Section[] {
  const groups = [...new Set(definitions.map(({ group }) => group))];
  return groups.map((group) => ({
    group,
    definitions: definitions.filter((definition) => definition.group === group),
  }));
}
