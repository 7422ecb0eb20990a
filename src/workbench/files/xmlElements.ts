/** The elements of a name, whatever their namespace is called. */
export const elements = (parent: Document | Element, name: string): Element[] => [
  ...parent.getElementsByTagNameNS("*", name),
];

/** The text of all runs. What tells how to read Japanese aloud is none of it. */
export const textOf = (element: Element) =>
  elements(element, "t")
    .filter(({ parentElement }) => parentElement?.localName !== "rPh")
    .map(({ textContent }) => textContent ?? "")
    .join("");
