import type { Format } from "./looks";
import { type Kind, Page } from "./page";

interface Figure {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  /** Without "=". */
  readonly formula: string;
  readonly format?: Format;
  /** How it is found or what it is; a formula begins with "=". */
  readonly how: string;
}

const HEAD_ROW = 5;

/** A sheet of single figures with names, one below the other in groups. */
export class FigurePage extends Page {
  private row = HEAD_ROW + 1;

  constructor(name: string, kind: Kind, title: string, explanation: string, how: string) {
    super(name, kind, title, explanation);
    this.putRow(`A${HEAD_ROW}`, ["Figure"], "leftHead");
    this.putRow(`B${HEAD_ROW}`, ["Value", "Unit"], "head");
    this.putRow(`D${HEAD_ROW}`, [how], "leftHead");
    this.frozenAt = `A${HEAD_ROW + 1}`;
    this.printing.titleRows = `1:${HEAD_ROW}`;
  }

  group(title: string): void {
    if (this.row > HEAD_ROW + 1) this.row += 1;
    this.section(this.row, "A", "D", title);
    this.row += 1;
  }

  figure({ name, label, unit, formula, format, how }: Figure): void {
    const { row } = this;
    this.row += 1;
    this.put(`A${row}`, label, "label");
    this.put(`B${row}`, `=${formula}`, this.kind === "output" ? "strong" : "figure", format);
    this.put(`C${row}`, unit, "unit");
    this.put(`D${row}`, how, "note");
    this.call(name, `B${row}`);
  }
}
