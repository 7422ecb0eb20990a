/** The elements of a name, whatever their namespace is called. */
export const elements = (parent: Document | Element, name: string): Element[] => [
  ...parent.getElementsByTagNameNS("*", name),
];

/** The first child of a name. Sheets have many cells: no list is made of their children. */
export function childOf(parent: Element, name: string): Element | undefined {
  for (let child = parent.firstElementChild; child !== null; child = child.nextElementSibling)
    if (child.localName === name) return child;
  return undefined;
}

/** The text of all runs. What tells how to read Japanese aloud is none of it. */
export const textOf = (element: Element) =>
  elements(element, "t")
    .filter(({ parentElement }) => parentElement?.localName !== "rPh")
    .map(({ textContent }) => textContent ?? "")
    .join("");

/** Colours with an opacity that Excel does not look at, and openpyxl leaves at 0, become opaque. */
export function makeOpaque(document: Document): void {
  for (const element of document.querySelectorAll("[rgb]")) {
    const colour = element.getAttribute("rgb") ?? "";
    if (/^[\da-f]{8}$/i.test(colour)) element.setAttribute("rgb", `FF${colour.slice(2)}`);
  }
}
