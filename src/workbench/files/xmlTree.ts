import { SaxesParser } from "saxes";
import { counted } from "./limits";
import { FileMistake, tooLarge } from "./limits";

export interface XmlAttribute {
  readonly prefix: string;
  readonly localName: string;
  readonly namespace: string;
  value: string;
}

/** An element of a part. Workers have no DOM, and a DOM of many cells takes more memory than their values. */
export class XmlElement {
  readonly nodes: (XmlElement | string)[] = [];

  constructor(
    readonly localName: string,
    readonly namespace: string,
    readonly attributes: XmlAttribute[] = [],
    readonly parent?: XmlElement,
  ) {}

  /** Elements right within this one. */
  get children(): XmlElement[] {
    return this.nodes.filter((node) => node instanceof XmlElement);
  }

  get text(): string {
    return this.nodes.map((node) => (typeof node === "string" ? node : node.text)).join("");
  }

  /** An attribute of no namespace. */
  attribute(name: string): string | undefined {
    return this.attributes.find(({ localName, prefix }) => localName === name && prefix === "")?.value;
  }

  set(name: string, value: string): void {
    const present = this.attributes.find(({ localName, prefix }) => localName === name && prefix === "");
    if (present === undefined) this.attributes.push({ prefix: "", localName: name, namespace: "", value });
    else present.value = value;
  }

  removeAttribute(name: string): void {
    const index = this.attributes.findIndex(({ localName, prefix }) => localName === name && prefix === "");
    if (index >= 0) this.attributes.splice(index, 1);
  }

  /** Adds an element of the same namespace at the end. */
  add(name: string, attributes: Readonly<Record<string, string>> = {}, text = ""): XmlElement {
    const element = new XmlElement(name, this.namespace, [], this);
    for (const [key, value] of Object.entries(attributes)) element.set(key, value);
    if (text !== "") element.nodes.push(text);
    this.nodes.push(element);
    return element;
  }

  /** Takes out children. */
  removeWhere(isGone: (child: XmlElement) => boolean): void {
    const kept = this.nodes.filter((node) => typeof node === "string" || !isGone(node));
    if (kept.length === this.nodes.length) return;
    this.nodes.length = 0;
    for (const node of kept) this.nodes.push(node);
  }
}

/** The elements of a name within another, whatever their namespace is called. */
export function elements(parent: XmlElement, name: string): XmlElement[] {
  const found: XmlElement[] = [];
  collect(parent, ({ localName }) => localName === name, found);
  return found;
}

export function collect(
  parent: XmlElement,
  isWanted: (element: XmlElement) => boolean,
  found: XmlElement[],
): void {
  for (const node of parent.nodes) {
    if (typeof node === "string") continue;
    if (isWanted(node)) found.push(node);
    collect(node, isWanted, found);
  }
}

/** Whether an attribute means true. */
export const isTrue = (flag: string | undefined) => flag === "1" || flag === "true";

export const childOf = (parent: XmlElement, name: string): XmlElement | undefined =>
  parent.nodes.find((node): node is XmlElement => typeof node !== "string" && node.localName === name);

/** Colours with an opacity that Excel does not look at, and openpyxl leaves at 0, become opaque. */
export function makeOpaque(root: XmlElement): void {
  const coloured: XmlElement[] = [];
  collect(root, (element) => element.attribute("rgb") !== undefined, coloured);
  for (const element of coloured) {
    const colour = element.attribute("rgb") ?? "";
    if (/^[\da-f]{8}$/i.test(colour)) element.set("rgb", `FF${colour.slice(2)}`);
  }
}

const DEEPEST = 100;
const MOST_ATTRIBUTES = 200;
/** Elements and texts kept at a time: a tree of more would take more memory than the page has. */
const MOST_NODES = 1_000_000;

/** Called with each element when it ends; what it takes is not kept. */
export type TakeElement = (element: XmlElement) => boolean;

/**
 * Reads a part in linear time. Undefined where it is not well formed, or declares a document type, which no workbook
 * has and which may grow without bounds. Throws a `FileMistake` where it is larger, or nested more deeply, than any
 * workbook is.
 */
export function parsedXml(text: string, takes: TakeElement = () => false): XmlElement | undefined {
  try {
    return parse(text, takes);
  } catch (error) {
    if (error instanceof FileMistake) throw error;
    return undefined;
  }
}

function parse(text: string, takes: TakeElement): XmlElement | undefined {
  const parser = new SaxesParser({ xmlns: true, position: false });
  let root: XmlElement | undefined;
  let current: XmlElement | undefined;
  let attributes = 0;
  let nodes = 0;
  // By open element: the nodes that came before it.
  const nodesBefore: number[] = [];
  const countNode = () => {
    if (++nodes > MOST_NODES)
      throw tooLarge(`one of its parts holds more than ${counted(MOST_NODES)} elements besides cells`);
  };
  parser.on("doctype", () => {
    throw new Error("no part of a workbook");
  });
  parser.on("opentagstart", () => void (attributes = 0));
  parser.on("attribute", () => {
    if (++attributes > MOST_ATTRIBUTES)
      throw tooLarge(`one of its parts has an element with more than ${MOST_ATTRIBUTES} attributes`);
  });
  parser.on("opentag", ({ local, uri, attributes: given }) => {
    if (nodesBefore.push(nodes) > DEEPEST)
      throw tooLarge(`one of its parts holds elements in more than ${DEEPEST} others`);
    countNode();
    const element = new XmlElement(local, uri, attributesOf(given), current);
    current?.nodes.push(element);
    root ??= element;
    current = element;
  });
  const addText = (piece: string) => {
    countNode();
    current?.nodes.push(piece);
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const ended = current;
    const before = nodesBefore.pop();
    current = ended?.parent;
    if (ended !== undefined && before !== undefined && takes(ended)) {
      current?.nodes.pop();
      nodes = before;
    }
  });
  parser.write(text).close();
  return root;
}

interface GivenAttribute {
  readonly prefix: string;
  readonly local: string;
  readonly uri: string;
  readonly value: string;
}

function attributesOf(given: Readonly<Record<string, GivenAttribute>>): XmlAttribute[] {
  const attributes: XmlAttribute[] = [];
  for (const name in given) {
    const attribute = given[name];
    if (attribute === undefined || attribute.prefix === "xmlns" || name === "xmlns") continue;
    const { prefix, local, uri, value } = attribute;
    attributes.push({ prefix, localName: local, namespace: uri, value });
  }
  return attributes;
}
