import { childrenOf, type Formula } from "../../formula/formula";
import { bare } from "../../formula/printed";
import { plainName, sheetsNamed } from "./compile";
import type { GridSheet } from "./grid";
import { relativeArea, type Place, type RelativeArea } from "./references";
import { structured, type Table } from "./tables";
import { NotComputed } from "./values";

/** What a formula refers to, read from its text. */
export interface Precedents {
  readonly areas: readonly RelativeArea[];
  /** Whether some of it is found only while computing. */
  readonly isDynamic: boolean;
}

/** What names and sheets stand for. */
export interface Known {
  readonly sheets: readonly GridSheet[];
  readonly tables: ReadonlyMap<string, Table>;
  precedentsOfName(name: string, sheet: GridSheet): Precedents | undefined;
}

/** Functions that find what they refer to. */
const FINDING = new Set(["offset", "indirect", "anchorarray", "cell"]);

export function precedentsOf(tree: Formula, home: Place, known: Known): Precedents {
  const areas: RelativeArea[] = [];
  let isDynamic = false;
  const open: Formula[] = [tree];
  /** Those of a sheet that is not there, or of another workbook, are none. */
  const sheetsOf = (sheet: string | undefined): readonly (GridSheet | undefined)[] => {
    if (sheet === undefined) return [undefined];
    try {
      return sheetsNamed(sheet, known.sheets);
    } catch (error) {
      if (error instanceof NotComputed) return [];
      throw error;
    }
  };
  const addName = (name: string, sheet: string | undefined) => {
    const from = sheetsOf(sheet)[0] ?? home.sheet;
    const named = known.precedentsOfName(plainName(name), from);
    if (named === undefined) return;
    for (const area of named.areas) areas.push(area);
    isDynamic ||= named.isDynamic;
  };
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    switch (node.type) {
      case "ref":
        for (const sheet of sheetsOf(node.sheet)) areas.push(relativeArea(node.ref, home, sheet));
        continue;
      case "table":
        try {
          const { reach } = structured(node.text, known.tables);
          if (reach === undefined) isDynamic = true;
          else areas.push(reach);
        } catch (error) {
          if (!(error instanceof NotComputed)) throw error;
          isDynamic = true;
        }
        continue;
      case "name":
        addName(node.name, node.sheet);
        continue;
      case "call":
        addName(node.name, node.sheet);
        isDynamic ||= FINDING.has(plainName(node.name));
        break;
      case "spill":
        isDynamic = true;
        break;
      case "binary": {
        if (![":", ":.", ".:", ".:."].includes(node.op)) break;
        const [start, end] = [bare(node.left), bare(node.right)];
        if (start.type === "ref" && end.type === "ref" && (end.sheet ?? start.sheet) === start.sheet) {
          for (const sheet of sheetsOf(start.sheet))
            areas.push(relativeArea(`${start.ref}:${end.ref}`, home, sheet));
          continue;
        }
        isDynamic = true;
      }
    }
    for (const child of childrenOf(node)) open.push(child);
  }
  return { areas, isDynamic };
}
