import { checksum, NAMESPACE, unescaped } from "../core/keptText";
import { UnavailableError } from "../core/errors";
import { readFreeze, type Freeze } from "../data/freeze";
import type { Quote } from "../data/market";
import { customPartIn } from "./customPart";
import { FileError } from "./fileError";
import type { Workbook } from "./workbook";
import { attributeOf, textBetween } from "./xml";

/** The market that a frozen workbook keeps; undefined where it is not frozen. Throws a `FileError` where it is damaged. */
export function frozenMarket(workbook: Workbook): Freeze | undefined {
  const found = customPartIn(workbook, NAMESPACE, "frozen");
  if (found === undefined) return undefined;
  const { xml, root, path } = found;
  const characters = root.kind === "empty" ? "" : textBetween(xml, root.end, xml.text.lastIndexOf("</"));
  const isWhole =
    attributeOf(xml, root, "length") === String(characters.length) &&
    attributeOf(xml, root, "checksum") === String(checksum(characters));
  if (!isWhole) throw new FileError(`${path} is damaged: it has the frozen market values of the workbook`);
  return freezeOf(unescaped(characters), path);
}

/** What a text of a freeze holds. Throws a `FileError`. */
export function freezeOf(text: string, part: string): Freeze {
  try {
    return readFreeze(text);
  } catch (error) {
    if (error instanceof UnavailableError) throw new FileError(`${part}: ${error.message}`);
    throw error;
  }
}

/** A value of one moment, of the market or of a series of a team's own. */
export interface FrozenValue extends Pick<Quote, "value" | "asOf" | "source"> {
  readonly series: string;
}

/** The latest values that a frozen market has. */
export const frozenValues = ({ content: { quotes, kept } }: Freeze): readonly FrozenValue[] => [
  ...quotes,
  ...Object.entries(kept ?? {}).flatMap(([series, { quote }]) =>
    quote === undefined ? [] : [{ series, ...quote }],
  ),
];
