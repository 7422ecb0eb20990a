/** A number as somebody typed it, or what is wrong with it, as a sentence. */
type TypedNumber = { readonly value: number } | { readonly problem: string };

interface Rule {
  readonly atLeast?: number;
  readonly above?: number;
}

const GROUPED = /^-?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/;
const PLAIN = /^-?(\d+\.?\d*|\.\d+)(e-?\d+)?$/i;

/** Reads "86,000.5"; a comma that may be a decimal one is asked about rather than guessed. */
export function typedNumber(text: string, { atLeast, above }: Rule = {}): TypedNumber {
  const trimmed = text.trim();
  if (trimmed === "") return { problem: "Enter a number." };
  if (!PLAIN.test(trimmed) && !GROUPED.test(trimmed))
    return { problem: "Use a point for decimals, such as 0.05." };
  const value = Number(trimmed.replace(/,/g, ""));
  if (!Number.isFinite(value)) return { problem: "Enter a smaller number." };
  if (atLeast !== undefined && value < atLeast) return { problem: `Enter a number of at least ${atLeast}.` };
  if (above !== undefined && value <= above) return { problem: `Enter a number above ${above}.` };
  return { value };
}

/** The number, or undefined where there is none. */
export const valueOf = (typed: TypedNumber) => ("value" in typed ? typed.value : undefined);

/** What is wrong, or undefined. */
export const problemOf = (typed: TypedNumber) => ("problem" in typed ? typed.problem : undefined);
