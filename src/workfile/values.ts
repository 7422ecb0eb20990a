import { richText, type Cell } from "./cells";
import { tagsOf, type Tag, type Xml } from "./xml";

/** What a cell shows. A date is its number. */
export interface CellValue {
  readonly kind: "number" | "text" | "boolean" | "error";
  readonly text: string;
}

/** The texts that cells share, by their places. */
export function sharedTexts(xml: Xml | undefined): readonly string[] {
  const texts: string[] = [];
  let open: Tag | undefined;
  if (xml === undefined) return texts;
  for (const tag of tagsOf(xml)) {
    if (tag.local !== "si") continue;
    if (tag.kind === "open") open = tag;
    else {
      texts.push(open === undefined ? "" : richText(xml, open.end, tag.start));
      open = undefined;
    }
  }
  return texts;
}

/** Undefined where the file holds no value for it. */
export function valueOf({ attributes, value }: Cell, shared: readonly string[]): CellValue | undefined {
  if (value === undefined) return undefined;
  const type = attributes.find(({ name }) => name === "t")?.value ?? "n";
  switch (type) {
    case "s":
      return { kind: "text", text: shared[Number(value)] ?? "" };
    case "str":
    case "inlineStr":
      return { kind: "text", text: value };
    case "b":
      return { kind: "boolean", text: value === "1" || value === "true" ? "TRUE" : "FALSE" };
    case "e":
      return { kind: "error", text: value };
    case "d":
      return value === "" ? undefined : { kind: "text", text: value };
    default:
      // Programs that do not calculate write a formula's value as nothing.
      return value.trim() === "" ? undefined : { kind: "number", text: String(Number(value)) };
  }
}
