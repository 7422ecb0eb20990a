/** Texts that stand in their cells, as some programs write them: the import of the spreadsheet leaves them out. */
const INLINE = /<c\b([^>]*?)\st="inlineStr"([^>]*)>\s*<is>([\s\S]*?)<\/is>\s*<\/c>/g;

/** A sheet's XML with such texts as plain values, which the import reads. Formatting within a text is lost. */
export function withPlainTexts(sheetXml: string): string {
  return sheetXml.replace(INLINE, (_match, before: string, after: string, content: string) => {
    const texts = [...content.matchAll(/<t(?:\s[^>]*)?>([\s\S]*?)<\/t>/g)].map(([, text = ""]) => text);
    return `<c${before} t="str"${after}><v>${texts.join("")}</v></c>`;
  });
}
