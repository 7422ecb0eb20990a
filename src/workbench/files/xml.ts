/** The XML of a workbook's parts is patched as text: what is not understood stays as it is. */

export const escaped = (text: string) =>
  text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/[\t\n\r]/g, (space) => `&#${space.charCodeAt(0)};`);

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

export const unescaped = (xml: string) =>
  xml.replace(
    /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi,
    (entity, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return named[name] ?? entity;
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
