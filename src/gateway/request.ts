import * as v from "valibot";
import { MS_PER_DAY } from "../core/calendar";
import { FIRST_MOMENT, LAST_MOMENT } from "./history";
import { momentIn } from "./moments";
import { Problem } from "./problem";

// What may stand in an address or a body. What does not fit is refused by its name, with the rule.

const DATE = /^\d{4}-\d\d-\d\d$/;

/** The moment of a text; of a date its start or its end. Undefined for what is none. */
function momentOf(text: string, edge: "start" | "end"): number | undefined {
  const moment = momentIn(text);
  return moment !== undefined && edge === "end" && DATE.test(text) ? moment + MS_PER_DAY - 1 : moment;
}

const inTime = (moment: number | undefined) =>
  moment !== undefined && moment >= FIRST_MOMENT && moment <= LAST_MOMENT;

/** What a parameter of an address is for the OpenAPI document, where the schema of its text says too little. */
const shown = (openapi: Readonly<Record<string, unknown>>) =>
  v.metadata<string, { readonly openapi: typeof openapi }>({ openapi });

/** A date, of which the start or the end counts, or a moment. */
export const momentText = (edge: "start" | "end", what: string) => {
  const rule = "must be a date as 2026-01-31, or a moment as 2026-01-31T12:00:00Z, from 2009 to 2099";
  return v.pipe(
    v.string(rule),
    v.check((text) => inTime(momentOf(text, edge)), rule),
    shown({
      type: "string",
      description: `${what}: a date as 2026-01-31, of which the ${edge} counts, or a moment as 2026-01-31T12:00:00Z, from 2009-01-01 to 2099-12-31; without an offset it is UTC`,
      examples: ["2026-01-31", "2026-01-31T12:00:00Z"],
    }),
    v.transform((text) => momentOf(text, edge) ?? NaN),
  );
};

/** A number of rows, as an address has it. */
export const countText = (most: number, usual: number, description: string) => {
  const rule = `must be a whole number from 1 to ${most}`;
  return v.pipe(
    v.string(rule),
    v.regex(/^[1-9]\d{0,6}$/, rule),
    v.check((text) => Number(text) <= most, rule),
    shown({ type: "integer", minimum: 1, maximum: most, default: usual, description }),
    v.transform(Number),
  );
};

/** What a schema makes of the parameters of an address. Throws a Problem that names the first fault. */
export const parametersIn = <S extends v.GenericSchema>(schema: S, given: unknown): v.InferOutput<S> =>
  read(schema, given, (path) => `The parameter ${path}`);

/** What a schema makes of a body. Throws a Problem that names the first fault. */
export const bodyIn = <S extends v.GenericSchema>(schema: S, given: unknown): v.InferOutput<S> =>
  read(schema, given, (path) => (path === "" ? "The body" : `In the body ${path}`));

function read<S extends v.GenericSchema>(
  schema: S,
  given: unknown,
  named: (path: string) => string,
): v.InferOutput<S> {
  const { success, output, issues } = v.safeParse(schema, given, { abortEarly: true });
  if (success) return output;
  const [issue] = issues;
  const path = (issue.path ?? []).map(({ key }) => String(key)).join(".");
  throw new Problem(400, `${named(path.slice(0, 60))} ${ruleOf(issue)}.`);
}

function ruleOf({ type, message, expected, input }: v.BaseIssue<unknown>): string {
  if (type === "strict_object" && expected === "never") return "is not known here";
  if (input === undefined) return "is missing";
  const got = typeof input === "string" ? `, got "${input.slice(0, 60)}"` : "";
  // Schemas that have a rule say it; what is left are kinds of values.
  return message.startsWith("must ")
    ? message + got
    : `must be of another kind (${expected ?? "another value"})`;
}
