import * as v from "valibot";
import { UnavailableError } from "../../core/errors";
import { providerFacts, type Provider } from "../feed/route";

/** Characters of a provider's own words that a message quotes. */
const LONGEST_QUOTE = 120;

/**
 * Text of a provider as a message or a label may show it: on one line, without tags and invisible characters, cut
 * where it is long.
 */
export function plain(text: string, longest = LONGEST_QUOTE): string {
  const line = text
    .slice(0, 10 * longest)
    .replace(/<[^<>]*>/g, " ")
    .replace(/[\s\p{C}\p{Z}<>]+/gu, " ")
    .trim();
  const characters = [...line];
  return characters.length > longest ? `${characters.slice(0, longest).join("").trimEnd()}...` : line;
}

/** The error for what a provider says is wrong, in its own words. */
export function complaint(provider: Provider, words: string): UnavailableError {
  const quoted = plain(words);
  const { label } = providerFacts[provider];
  return new UnavailableError(quoted === "" ? `${label} reports an error` : `${label} says: ${quoted}`);
}

/** The body in the form that `schema` describes; fields that it does not name are left out. */
export function shaped<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, body, { abortEarly: true });
  if (result.success) return result.output;
  if (body === undefined || body === null || body === "") throw new UnavailableError("the answer is empty");
  if (typeof body === "string") throw new UnavailableError(notData(body));
  throw new UnavailableError(`the answer has an unexpected form: ${problem(result.issues[0])}`);
}

function notData(text: string): string {
  if (/^\s*</.test(text)) return "the answer is a web page, not data";
  return `the answer is not data but the text "${plain(text, 60)}"`;
}

function problem(issue: v.BaseIssue<unknown>): string {
  const field = plain(v.getDotPath(issue) ?? "", 60) || "it";
  if (issue.input === undefined) return `${field} is missing`;
  const got = `${field} is ${described(issue.input)}`;
  return issue.kind === "schema"
    ? `${got}, not ${inWords(issue.expected)}`
    : `${got}, which is not ${issue.message}`;
}

/** What a schema expects, from valibot's name for it. */
function inWords(expected: string | null): string {
  switch (expected) {
    case "number":
      return "a number";
    case "string":
      return "a text";
    case "Array":
      return "a list";
    case "Object":
      return "a group of fields";
    default:
      return "what it should be";
  }
}

function described(input: unknown): string {
  if (input === null) return "empty";
  if (Array.isArray(input)) return input.length === 0 ? "an empty list" : "a list";
  if (typeof input === "string") return `the text "${plain(input, 30)}"`;
  return typeof input === "object" ? "a group of fields" : `${typeof input} ${plain(String(input), 30)}`;
}

/** A number that may be left out or empty. */
export const maybeNumber = v.nullish(v.number());

/** A decimal number written as a text: "56.10", without exponents. */
export const decimalText = v.pipe(
  v.string(),
  v.regex(/^-?\d{1,15}(\.\d{1,20})?$/, "a decimal number"),
  v.transform(Number),
);

/** A whole number written as a text, exact as a double. */
export const wholeText = v.pipe(
  v.string(),
  v.regex(/^-?\d{1,16}$/, "a whole number"),
  v.transform(Number),
  v.safeInteger("a number that can be held exactly"),
);

/** A whole number, exact as a double. */
export const whole = v.pipe(v.number(), v.safeInteger("a whole number"));
