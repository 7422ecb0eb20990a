import { tokens } from "@fluentui/react-components";
import { useEffect, useState, type RefObject } from "react";
import { hasCanvas } from "./useChart";

/** What a chart is drawn with, as a canvas takes it. */
export interface ChartLook {
  readonly ground: string;
  readonly text: string;
  readonly grid: string;
  readonly cursor: string;
  /** Of the first line, the second, the third. */
  readonly lines: readonly [string, string, string];
  readonly fontFamily: string;
}

/** Colours of the lines, in the theme; dashes distinguish them where colours do not. */
export const lineTokens = [
  tokens.colorBrandStroke1,
  tokens.colorNeutralForeground3,
  tokens.colorPaletteRedBorderActive,
] as const;

const themed = {
  ground: tokens.colorNeutralBackground1,
  text: tokens.colorNeutralForeground2,
  grid: tokens.colorNeutralStroke3,
  cursor: tokens.colorNeutralForeground1,
  lines: lineTokens,
};

/** The user's own colours, where the system forces them. */
const forced = {
  ground: "Canvas",
  text: "CanvasText",
  grid: "GrayText",
  cursor: "CanvasText",
  lines: ["Highlight", "CanvasText", "CanvasText"] as const,
};

const isForced = () => window.matchMedia("(forced-colors: active)").matches;

/** The look of the theme around an element. */
function lookOf(element: HTMLElement): ChartLook {
  const { ground, text, grid, cursor, lines } = isForced() ? forced : themed;
  const before = element.style.color;
  const resolved = (colour: string) => {
    element.style.color = colour;
    return getComputedStyle(element).color;
  };
  const look: ChartLook = {
    ground: resolved(ground),
    text: resolved(text),
    grid: resolved(grid),
    cursor: resolved(cursor),
    lines: [resolved(lines[0]), resolved(lines[1]), resolved(lines[2])],
    fontFamily: getComputedStyle(element).fontFamily,
  };
  element.style.color = before;
  return look;
}

/**
 * The look of a chart's element, as it follows the theme of the pane and the system's colours; undefined until it is
 * known, and on pages without canvases.
 */
export function useChartLook(element: RefObject<HTMLElement>): ChartLook | undefined {
  const [look, setLook] = useState<ChartLook>();
  const follow = () => {
    if (element.current === null || !hasCanvas()) return;
    const next = lookOf(element.current);
    setLook((known) => (JSON.stringify(known) === JSON.stringify(next) ? known : next));
  };
  // A change of theme renders the whole pane again.
  useEffect(follow);
  useEffect(() => {
    if (!hasCanvas()) return undefined;
    const queries = ["(forced-colors: active)", "(prefers-color-scheme: dark)"].map((query) =>
      window.matchMedia(query),
    );
    for (const query of queries) query.addEventListener("change", follow);
    return () => {
      for (const query of queries) query.removeEventListener("change", follow);
    };
  }, []);
  return look;
}
