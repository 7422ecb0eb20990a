import { escaped } from "../workfile/xml";

/** The texts of a workbook's cells, each once. */
export class SharedTexts {
  private readonly places = new Map<string, number>();
  private uses = 0;

  /** The place of a text, to be asked once for each cell. */
  place(text: string): number {
    this.uses++;
    const place = this.places.get(text) ?? this.places.size;
    this.places.set(text, place);
    return place;
  }

  /** The part's content. */
  xml(): string {
    const items = [...this.places.keys()].map((text) => {
      const keepsSpaces = /^\s|\s$|\n/.test(text) ? ' xml:space="preserve"' : "";
      // A text may look like the code of a character.
      return `<si><t${keepsSpaces}>${escaped(text.replace(/_(?=x[\da-f]{4}_)/gi, "_x005F_"))}</t></si>`;
    });
    return (
      '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ' +
      `count="${this.uses}" uniqueCount="${this.places.size}">${items.join("")}</sst>`
    );
  }
}
