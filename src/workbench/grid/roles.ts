/** What an element is to screen readers, and to the keyboard: attributes by name, as it is at the moment. */
type Attributes = (element: Element) => Readonly<Record<string, string>>;

const isActive = (element: Element) => String(element.classList.contains("active"));
const labelled = (label: string): Attributes => {
  return () => ({ "aria-label": label });
};
const textbox = (label: string): Attributes => {
  return () => ({ role: "textbox", "aria-label": label, tabindex: "0" });
};
const button = (label: string): Attributes => {
  return () => ({ role: "button", "aria-label": label, tabindex: "0" });
};

/** The parts of the spreadsheet that have no role or name of their own, by selector. */
const parts: Readonly<Record<string, Attributes>> = {
  ".o-topbar-topleft": () => ({ role: "menubar", "aria-label": "Menus" }),
  ".o-topbar-menu": (menu) => ({
    role: "menuitem",
    "aria-haspopup": "menu",
    "aria-expanded": isActive(menu),
    tabindex: menu.previousElementSibling === null ? "0" : "-1",
  }),
  ".o-menu": () => ({ role: "menu" }),
  ".o-menu-item": (item) => ({
    role: "menuitem",
    "aria-disabled": String(item.classList.contains("disabled")),
  }),
  "span.o-toolbar-button[title]": (tool) => ({
    role: "button",
    // A name of its own would hide the text that is seen.
    ...(tool.textContent.trim() === "" ? { "aria-label": tool.getAttribute("title") ?? "" } : {}),
  }),
  ".o-sheet-list": () => ({ role: "tablist", "aria-label": "Sheets" }),
  ".o-sheet": (sheet) => ({
    role: "tab",
    "aria-selected": isActive(sheet),
    "aria-label": sheet.getAttribute("title") ?? "",
    tabindex: sheet.classList.contains("active") ? "0" : "-1",
  }),
  ".o-add-sheet": button("Add a sheet"),
  ".o-list-sheets": button("All sheets"),
  ".o-named-range-selector-container input": labelled("Name box: the selected cell, or a cell to go to"),
  '.o-font-size[max="300"]': labelled("Zoom, in percent"),
  '.o-font-size[max="400"]': labelled("Font size"),
  ".o-grid-add-rows-input": labelled("Number of rows to add"),
  ".o-topbar-composer-container .o-composer": textbox("Formula bar"),
  ".o-grid .o-composer": textbox("Selected cell"),
};

/** What moves with the arrow keys among its like, and is pressed with Enter or the space bar. */
const PRESSED = ".o-topbar-menu, .o-sheet, .o-add-sheet, .o-list-sheets";

/** Gives the parts of the spreadsheet their roles and names, as it draws them, and opens them to the keyboard. */
export function giveRoles(grid: HTMLElement): void {
  let isDue = false;
  const give = () => {
    isDue = false;
    for (const [selector, attributes] of Object.entries(parts)) {
      for (const part of grid.querySelectorAll(selector)) setAll(part, attributes(part));
    }
  };
  new MutationObserver(() => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(give);
  }).observe(grid, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
  grid.addEventListener("keydown", (event) => {
    const { target, key } = event;
    // A sheet's name is typed in its tab.
    if (!(target instanceof HTMLElement) || !target.matches(PRESSED) || target.isContentEditable) return;
    if (key === "Enter" || key === " ") press(target);
    else if (key === "ArrowLeft") besides(grid, target, -1)?.focus();
    else if (key === "ArrowRight") besides(grid, target, 1)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/** As the mouse does it: some parts go by its button, others by the click. */
function press(part: HTMLElement): void {
  for (const type of ["pointerdown", "pointerup"])
    part.dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true }));
  part.click();
}

function setAll(part: Element, attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (part.getAttribute(name) !== value) part.setAttribute(name, value);
  }
}

function besides(grid: HTMLElement, part: HTMLElement, step: number): HTMLElement | undefined {
  const role = part.getAttribute("role") ?? "";
  const all = [...grid.querySelectorAll<HTMLElement>(PRESSED)].filter(
    (other) => other.getAttribute("role") === role,
  );
  return all[all.indexOf(part) + step];
}
