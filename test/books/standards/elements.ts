import { attributesOf, tagsOf, textBetween, type Xml } from "../../../src/workfile/xml";

/** An element of a small part, with all in it. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  /** Its own text; "" where it holds elements. */
  text: string;
}

/** The root of a part. */
export function elementTree(xml: Xml): Element {
  const root: Element = { name: "", attributes: new Map(), children: [], text: "" };
  const open: { element: Element; end: number }[] = [{ element: root, end: 0 }];
  for (const tag of tagsOf(xml)) {
    const parent = open.at(-1);
    if (tag.kind === "close") {
      open.pop();
      if (parent?.element.children.length === 0)
        parent.element.text = textBetween(xml, parent.end, tag.start);
      continue;
    }
    const attributes = new Map(attributesOf(xml, tag).map(({ name, value }) => [name, value]));
    const element: Element = { name: tag.local, attributes, children: [], text: "" };
    parent?.element.children.push(element);
    if (tag.kind === "open") open.push({ element, end: tag.end });
  }
  return root.children[0] ?? root;
}

/** All elements of a name below an element, in order. */
export function below(element: Element | undefined, name: string): Element[] {
  const found: Element[] = [];
  for (const child of element?.children ?? []) {
    if (child.name === name) found.push(child);
    found.push(...below(child, name));
  }
  return found;
}

export const child = (element: Element | undefined, name: string): Element | undefined =>
  element?.children.find((one) => one.name === name);

export const attribute = (element: Element | undefined, name: string): string | undefined =>
  element?.attributes.get(name);

export const isOn = (value: string | undefined) => value === "1" || value === "true";

/** All text in an element. */
export const textIn = (element: Element | undefined): string =>
  element === undefined ? "" : element.text + element.children.map(textIn).join("");
