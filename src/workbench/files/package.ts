import { FileMistake } from "./limits";
import { elements, parsedXml, type TakeElement, type XmlElement } from "./xmlTree";
import type { Zip } from "./zip";

/** Where one part of a workbook leads to. */
export interface Relation {
  readonly id: string;
  /** The last word of its type: "worksheet", "hyperlink". */
  readonly kind: string;
  /** The part's path, or an address outside the file as it was written. */
  readonly target: string;
  readonly isExternal: boolean;
}

/** The parts of a workbook's file, by path. ISO 29500-2: names differ in more than case, targets may be relative or not. */
export class Package {
  private readonly paths: ReadonlyMap<string, string>;
  /** Those that were asked for, by path. */
  private readonly known = new Map<string, readonly Relation[]>();

  constructor(private readonly zip: Zip) {
    this.paths = new Map(zip.paths.map((path) => [path.toLowerCase(), path]));
  }

  get allPaths(): readonly string[] {
    return [...this.paths.values()];
  }

  has(path: string): boolean {
    return this.paths.has(path.toLowerCase());
  }

  bytes(path: string): Uint8Array {
    return this.zip.read(this.paths.get(path.toLowerCase()) ?? path);
  }

  /** A part's text without its declaration, which is about bytes. */
  text(path: string): string {
    return decoded(this.bytes(path));
  }

  /** Throws a `FileMistake` that names the part when it is not XML. What `takes` takes is not kept. */
  xml(path: string, takes?: TakeElement): XmlElement {
    const root = parsedXml(this.text(path), takes);
    if (root === undefined)
      throw new FileMistake(`This workbook is damaged: ${path} in it is not valid XML.`);
    return root;
  }

  /** Where a part leads to; "" for the file itself. */
  relations(path: string): readonly Relation[] {
    const relations = this.known.get(path) ?? this.readRelations(path);
    this.known.set(path, relations);
    return relations;
  }

  private readRelations(path: string): readonly Relation[] {
    const at = path.lastIndexOf("/") + 1;
    const folder = path.slice(0, at);
    const file = `${folder}_rels/${path.slice(at)}.rels`;
    if (!this.has(file)) return [];
    return elements(this.xml(file), "Relationship").map((element) => {
      const target = element.attribute("Target") ?? "";
      const isExternal = element.attribute("TargetMode") === "External";
      return {
        id: element.attribute("Id") ?? "",
        kind: (element.attribute("Type") ?? "").replace(/^.*\//, ""),
        target: isExternal ? target : resolved(target, folder),
        isExternal,
      };
    });
  }
}

/** The path that a target means, seen from a folder. */
function resolved(target: string, folder: string): string {
  const plain = unquoted(target).replace(/\\/g, "/");
  const steps: string[] = [];
  for (const step of (plain.startsWith("/") ? plain : folder + plain).split("/")) {
    if (step === "..") steps.pop();
    else if (step !== "" && step !== ".") steps.push(step);
  }
  return steps.join("/");
}

function unquoted(target: string): string {
  try {
    return decodeURI(target);
  } catch {
    return target;
  }
}

function decoded(bytes: Uint8Array): string {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  return text.replace(/^\ufeff/, "").replace(/^\s*<\?xml[^>]*\?>/, "");
}

/** UTF-8, UTF-16 with or without a mark, or what the declaration says. */
function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return "utf-16be";
  const start = new TextDecoder().decode(bytes.subarray(0, 200));
  const declared = /^\ufeff?\s*<\?xml[^>]*\sencoding=["']([\w-]+)["']/.exec(start)?.[1] ?? "utf-8";
  return /^(utf-8|iso-8859-\d+|windows-125\d|us-ascii)$/i.test(declared) ? declared : "utf-8";
}
