import * as v from "valibot";
import { FileError } from "./fileError";
import { addCustomPart, checksum, customPartIn } from "./customPart";
import type { Conversion } from "./reports";
import type { Workbook } from "./workbook";
import { attributeOf, escaped, escapedValue, textBetween, type Edit } from "./xml";
import type { TakenOut } from "./zip";

// What a workbook was before it was made portable is kept in a custom XML part of its own, which Excel and LibreOffice
// carry along. ISO 29500-1, 15.2.5 and 22.5.

const NAMESPACE = "urn:hashcell:portable";

/** Raised when an earlier version could not restore from it. */
const FORMAT = 1;
const LONGEST = 100_000_000;

const place = v.pipe(v.number(), v.integer(), v.minValue(0));

const cellSchema = v.object({
  /** "B3". */
  at: v.string(),
  /** Its first tag, what stands between that and the formula, and the formula's element, as they were. */
  tag: v.string(),
  gap: v.optional(v.string(), ""),
  formula: v.string(),
  /** The cell whose formula filled it; it had none of its own, and `formula` is empty. */
  filledBy: v.optional(v.string()),
  /** Whether it has a formula or a value now. */
  now: v.picklist(["formula", "value"]),
  /** Of what it holds now; see `prints.ts`. */
  print: place,
  /** The same after a program that writes 16 digits, where that is another. */
  by16: v.optional(place),
});
export type OriginalCell = v.InferOutput<typeof cellSchema>;

const sheetSchema = v.object({
  name: v.string(),
  id: v.string(),
  cells: v.array(cellSchema),
  /** See `landmarks.ts`; where all cells have formulas, none are needed. */
  landmarks: v.array(v.tuple([place, place, place])),
});
export type OriginalSheet = v.InferOutput<typeof sheetSchema>;

const formulaSchema = v.object({
  kind: v.picklist(["name", "column"]),
  name: v.string(),
  was: v.string(),
  print: place,
});

/** A piece of a part as it is now, and the text that stood there. */
const undoSchema = v.object({ start: place, length: place, was: v.string() });

const keptSchema = v.object({
  sheets: v.array(sheetSchema),
  cover: v.object({ name: v.string(), path: v.string() }),
  /** The names that were added, as the file holds them. */
  names: v.array(v.object({ name: v.string(), text: v.string() })),
  /** Formulas outside the cells that were converted: as they were, and the print of what they are now. */
  formulas: v.optional(v.array(formulaSchema), []),
  /** Other parts that were changed: a checksum of each as it is now, and how to undo the changes. */
  parts: v.array(v.object({ path: v.string(), now: place, undo: v.array(undoSchema) })),
  /** Paths of the parts that were added. */
  added: v.array(v.string()),
  /** Parts that were taken out, packed, in base 64. */
  takenOut: v.array(
    v.object({ path: v.string(), after: v.string(), record: v.string(), listed: v.string() }),
  ),
  /** Of the part with the records of spilling formulas, as it is now; 0 where there is none. */
  metadata: place,
});
export type Kept = v.InferOutput<typeof keptSchema>;

/** Adds the part. What it keeps is asked for when the file is saved. */
export function addOriginals(workbook: Workbook, conversion: Conversion, kept: () => Kept): void {
  const { grade, version, at } = conversion;
  addCustomPart(workbook, {
    namespace: NAMESPACE,
    seed: `${grade} ${version} ${at}`,
    text: () => originalsXml(conversion, JSON.stringify(kept())),
  });
}

const originalsXml = ({ grade, version, at }: Conversion, json: string) =>
  `<portable xmlns="${NAMESPACE}" format="${FORMAT}" version="${escapedValue(version)}" grade="${grade}" at="${at}" ` +
  `checksum="${checksum(json)}">${escaped(json)}</portable>`;

interface Originals extends Conversion {
  readonly path: string;
  /** The part that leads to it; "" is the file itself. */
  readonly from: string;
  readonly propertiesPath?: string;
  /** Throws a `FileError` where they are damaged, or a later version wrote them. */
  kept(): Kept;
}

const conversionSchema = v.object({
  grade: v.picklist(["values", "lambda", "classic"]),
  version: v.pipe(v.string(), v.nonEmpty()),
  at: v.pipe(v.string(), v.digits(), v.transform(Number)),
});

/** Undefined where the workbook was not made portable. */
export function originalsIn(workbook: Workbook): Originals | undefined {
  const found = customPartIn(workbook, NAMESPACE, "portable");
  if (found === undefined) return undefined;
  const { xml, root, path, from, propertiesPath } = found;
  const attribute = (name: string) => attributeOf(xml, root, name);
  const damaged = () =>
    new FileError(`${path}, which keeps the original formulas, is damaged: use an earlier copy`);
  const conversion = v.safeParse(conversionSchema, {
    grade: attribute("grade"),
    version: attribute("version"),
    at: attribute("at"),
  });
  if (!conversion.success) throw damaged();
  const { grade, version, at } = conversion.output;
  return {
    grade,
    version,
    at,
    path,
    from,
    ...(propertiesPath === undefined ? {} : { propertiesPath }),
    kept() {
      const format = Number(attribute("format"));
      if (format > FORMAT)
        throw new FileError(
          `${path} was written by Hashcell ${version}, and this version cannot read it: restore the workbook with that version or a later one`,
        );
      const json = textBetween(xml, root.end, xml.text.lastIndexOf("</"));
      if (json.length > LONGEST || String(checksum(json)) !== attribute("checksum")) throw damaged();
      const kept = v.safeParse(keptSchema, parsedJson(json));
      if (format !== FORMAT || !kept.success) throw damaged();
      return kept.output;
    },
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** How to undo edits of a text, in the text that they lead to. */
export function undone(text: string, edits: readonly Edit[]): Kept["parts"][number]["undo"] {
  let shift = 0;
  return [...edits]
    .sort((a, b) => a.start - b.start)
    .map((edit) => {
      const undo = {
        start: edit.start + shift,
        length: edit.text.length,
        was: text.slice(edit.start, edit.end),
      };
      shift += edit.text.length - (edit.end - edit.start);
      return undo;
    });
}

export function keptTakenOut({ path, after, record, listed }: TakenOut): Kept["takenOut"][number] {
  return { path, after, record: base64(record), listed: base64(listed) };
}

export function takenOutOf({ path, after, record, listed }: Kept["takenOut"][number]): TakenOut {
  return { path, after, record: bytesOf(record), listed: bytesOf(listed) };
}

function base64(bytes: Uint8Array): string {
  let characters = "";
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return btoa(characters);
}

const bytesOf = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
