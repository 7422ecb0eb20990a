/** In saving, the XML of a workbook's parts is patched as text. */

export const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
export const PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";

export const escaped = (text: string) => (/[&<>"\t\n\r]/.test(text) ? escapedAll(text) : text);

const escapedAll = (text: string) =>
  text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/[\t\n\r]/g, (space) => `&#${space.charCodeAt(0)};`);

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

export const unescaped = (xml: string) =>
  xml.replace(
    /&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi,
    (entity, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? entity;
      const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
    },
  );

/** Puts an element before the end of the document's root. */
export function appended(xml: string, root: string, element: string): string {
  const end = xml.lastIndexOf(`</${root}>`);
  if (end < 0) throw new Error(`a part of the workbook has no end of ${root}`);
  return xml.slice(0, end) + element + xml.slice(end);
}
