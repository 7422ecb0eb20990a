import { textKey } from "./textOrder";
import { NotComputed } from "./values";

// Texts with * for any characters, ? for one, and ~ before one of the three that stands for itself.

type Part = { readonly type: "any" | "one" } | { readonly type: "letter"; readonly letter: string };

/** Whether a text has any of the three. */
export const hasWildcards = (text: string) => /[*?~]/.test(text);

/** Whether whole texts are as a pattern has it, without case. */
export function wildcardTest(pattern: string): (text: string) => boolean {
  const { parts, isDoubtful } = partsOf(textKey(pattern));
  const literal = textKey(pattern);
  const hasOne = parts.some(({ type }) => type === "one");
  return (text) => {
    const key = textKey(text);
    if (hasOne && (key.length !== text.length || /[\ud800-\udfff]/.test(key)))
      throw new NotComputed("? beside a character of several parts is not computed");
    const isMatch = matches(parts, key);
    if (isDoubtful && (isMatch || key === literal))
      throw new NotComputed("a ~ before an ordinary character is not computed");
    return isMatch;
  };
}

function partsOf(pattern: string): { parts: Part[]; isDoubtful: boolean } {
  const parts: Part[] = [];
  let isDoubtful = false;
  for (let index = 0; index < pattern.length; index++) {
    const letter = pattern.charAt(index);
    if (letter === "*") parts.push({ type: "any" });
    else if (letter === "?") parts.push({ type: "one" });
    else if (letter !== "~") parts.push({ type: "letter", letter });
    else {
      const next = pattern.charAt(index + 1);
      if (next !== "" && "*?~".includes(next)) {
        parts.push({ type: "letter", letter: next });
        index++;
      } else isDoubtful = true;
    }
  }
  return { parts, isDoubtful };
}

/** Goes back to the last * only: those before it have all that they need. */
function matches(parts: readonly Part[], text: string): boolean {
  let part = 0;
  let place = 0;
  let star = -1;
  let from = 0;
  while (place < text.length) {
    const next = parts[part];
    if (next?.type === "any") {
      star = part++;
      from = place;
    } else if (next?.type === "one" || (next?.type === "letter" && next.letter === text.charAt(place))) {
      part++;
      place++;
    } else if (star >= 0) {
      part = star + 1;
      place = ++from;
    } else return false;
  }
  while (parts[part]?.type === "any") part++;
  return part === parts.length;
}
