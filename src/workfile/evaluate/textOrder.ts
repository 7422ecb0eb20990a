import { compareTexts } from "./compare";

// Texts as Excel's searches and sorts see them: without case, signs before digits before letters.

/** Texts that Excel takes for the same have the same key. */
export function textKey(text: string): string {
  const small = text.toLowerCase();
  return isPlain(small) ? small : small.normalize("NFKC").toUpperCase().toLowerCase();
}

const isPlain = (text: string) => /^[\x20-\x7e]*$/.test(text);

/** Signs in the order of Microsoft's page "Sort data in a range or table". */
const SIGNS = ' !"#$%&()*,./:;?@[\\]^_`{|}~+<=>';

/** Below 0, 0 or above 0; undefined where it is not known what Excel makes of the texts. */
export function orderOfTexts(a: string, b: string): number | undefined {
  if (a === b) return 0;
  const [left, right] = [textKey(a), textKey(b)];
  if (left === right) return 0;
  if (!IGNORED.test(left) && !IGNORED.test(right)) return orderOfKeys(left, right);
  // Sorting passes over hyphens and apostrophes. Whether searching does is not known, so both must agree.
  const without = orderOfKeys(left.replace(EVERY_IGNORED, ""), right.replace(EVERY_IGNORED, ""));
  const passed = without === 0 ? left.length - right.length : without;
  const counted = orderOfKeys(left, right);
  if (passed === undefined || counted === undefined) return undefined;
  return Math.sign(passed) === Math.sign(counted) && passed !== 0 ? passed : undefined;
}

const IGNORED = /['-]/;
const EVERY_IGNORED = /['-]/g;

/** Marks above and below letters count only where the letters are the same. */
const bareLetters = (text: string) => (isPlain(text) ? text : text.normalize("NFD").replace(/\p{M}/gu, ""));

function orderOfKeys(a: string, b: string): number | undefined {
  const left = Array.from(bareLetters(a));
  const right = Array.from(bareLetters(b));
  const shorter = Math.min(left.length, right.length);
  for (let index = 0; index < shorter; index++) {
    const [x = "", y = ""] = [left[index], right[index]];
    if (x !== y) return orderOfCharacters(x, y);
  }
  return left.length === right.length ? compareTexts(a, b) : left.length - right.length;
}

function orderOfCharacters(a: string, b: string): number | undefined {
  const [left, right] = [classOf(a), classOf(b)];
  if (left === undefined || right === undefined) return undefined;
  if (left !== right) return left - right;
  if (left > 0) return compareTexts(a, b);
  if (IGNORED.test(a)) return -1;
  if (IGNORED.test(b)) return 1;
  return SIGNS.indexOf(a) - SIGNS.indexOf(b);
}

/** 0 for a sign, 1 for a digit, 2 for a letter. */
function classOf(character: string): number | undefined {
  if (SIGNS.includes(character) || IGNORED.test(character)) return 0;
  if (/[0-9]/.test(character)) return 1;
  return /\p{L}/u.test(character) ? 2 : undefined;
}
