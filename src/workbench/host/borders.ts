import type { BorderPosition, BorderStyle } from "@odoo/o-spreadsheet";
import { textArgument } from "./arguments";
import { hostObject, type ObjectType } from "./objects";
import type { RangeState } from "./range";
import { invalidArgument } from "./requestError";

interface BorderState extends RangeState {
  readonly position: BorderPosition;
}

const positions: Readonly<Record<string, BorderPosition>> = {
  EdgeTop: "top",
  EdgeBottom: "bottom",
  EdgeLeft: "left",
  EdgeRight: "right",
  InsideHorizontal: "h",
  InsideVertical: "v",
};

const styles: Readonly<Record<string, BorderStyle>> = {
  Continuous: "thin",
  Dash: "dashed",
  Dot: "dotted",
  Double: "medium",
};

export const bordersType: ObjectType<RangeState> = {
  name: "RangeBorderCollection",
  children: {
    GetItem: (state, [name]) => {
      const position = positions[textArgument(name, "index")];
      if (position === undefined) throw invalidArgument(`border ${String(name)}`);
      return hostObject(borderType, { ...state, position });
    },
  },
};

const borderType: ObjectType<BorderState> = {
  name: "RangeBorder",
  setters: {
    Style: (state, name) =>
      draw(state, { style: name === "None" ? undefined : (styles[String(name)] ?? "thin") }),
    Color: (state, color) => draw(state, { style: "thin", color: textArgument(color, "color") }),
    Weight: (state, weight) =>
      draw(state, { style: weight === "Thick" ? "thick" : weight === "Medium" ? "medium" : "thin" }),
  },
};

function draw(
  { book, sheetId, zone, position }: BorderState,
  border: { style?: BorderStyle; color?: string },
): void {
  const target = [{ ...zone }];
  const described = border.style === undefined ? { position: "clear" as const } : { position, ...border };
  book.done(book.model.dispatch("SET_ZONE_BORDERS", { sheetId, target, border: described }));
}
