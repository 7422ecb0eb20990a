import type { Plugin } from "chart.js";
import type { ChartLook } from "./colours";
import { compact, type Ticks } from "./ticks";
import { thinned } from "./thinned";
import type { LineConfiguration } from "./useChart";

export interface Line {
  readonly label: string;
  /** One for each x; NaN is a gap. */
  readonly values: readonly number[];
}

export interface Mark {
  readonly x: number;
  readonly label: string;
}

interface LineData {
  /** Ascending. */
  readonly x: readonly number[];
  /** At most three. */
  readonly lines: readonly Line[];
  /** Vertical lines with a label. */
  readonly marks: readonly Mark[];
  readonly ticks: (from: number, to: number, atMost: number) => Ticks;
}

/** How each line is drawn, whatever its colour; in pixels drawn and left out. */
export const dashes: readonly (readonly number[])[] = [[], [5, 4], [2, 3]];

const FONT_SIZE = 12;
/** Width of a label of the x axis with the room that it needs. */
const LABEL_PX = 64;
const Y_LABELS_PX = 44;
const MOST_POINTS = 700;

/** The chart; `cursor` gives the index that the reader points at. */
export function lineConfiguration(
  data: LineData,
  look: ChartLook,
  cursor: () => number | undefined,
): LineConfiguration {
  const { x, lines } = data;
  const font = { family: look.fontFamily, size: FONT_SIZE };
  let across: Ticks = { at: [], text: String };
  const texts = { color: look.text, font, maxRotation: 0 };
  return {
    type: "line",
    data: {
      datasets: lines.map(({ label, values }, at) => ({
        label,
        borderColor: look.lines[at],
        borderWidth: at === 0 ? 2 : 1.5,
        borderDash: [...(dashes[at] ?? [])],
        pointRadius: 0,
        borderJoinStyle: "round" as const,
        order: at,
        data: pointsOf(x, values),
      })),
    },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      events: [],
      layout: { padding: { top: 4, right: 4 } },
      scales: {
        x: {
          type: "linear",
          min: x[0],
          max: x.at(-1),
          bounds: "data",
          border: { color: look.grid },
          grid: { display: false },
          ticks: {
            ...texts,
            autoSkip: false,
            callback: (value) => across.text(Number(value)),
          },
          afterBuildTicks: (axis) => {
            across = data.ticks(
              axis.min,
              axis.max,
              Math.max(Math.floor((axis.chart.width - Y_LABELS_PX) / LABEL_PX), 2),
            );
            axis.ticks = across.at.map((value) => ({ value }));
          },
        },
        y: {
          type: "linear",
          border: { display: false },
          grid: { color: look.grid },
          ticks: {
            ...texts,
            maxTicksLimit: 6,
            padding: 4,
            callback: (value, _at, [first, second]) =>
              compact(
                Number(value),
                first === undefined || second === undefined ? 0 : Math.abs(second.value - first.value),
              ),
          },
        },
      },
    },
    plugins: [overlay(data, look, cursor)],
  };
}

/** As many of the points as a chart can show; NaN is a gap. */
function pointsOf(x: readonly number[], values: readonly number[]): { x: number; y: number }[] {
  const drawn = new Set(thinned(values, MOST_POINTS / 2));
  return x.flatMap((at, index) => {
    const value = values[index];
    return value !== undefined && drawn.has(index) ? [{ x: at, y: value }] : [];
  });
}

/** Draws the marks, and the cursor with a dot on each line. */
function overlay(data: LineData, look: ChartLook, cursor: () => number | undefined): Plugin<"line"> {
  return {
    id: "overlay",
    afterDatasetsDraw: ({ ctx, chartArea: { left, right, top, bottom }, scales }) => {
      const { x: across, y: up } = scales;
      if (across === undefined || up === undefined) return;
      const upright = (x: number, dash: number[]) => {
        ctx.beginPath();
        ctx.setLineDash(dash);
        ctx.moveTo(x, top);
        ctx.lineTo(x, bottom);
        ctx.stroke();
      };
      ctx.save();
      ctx.font = `${FONT_SIZE}px ${look.fontFamily}`;
      ctx.fillStyle = look.text;
      ctx.strokeStyle = look.text;
      ctx.lineWidth = 1;
      for (const mark of data.marks) {
        const at = across.getPixelForValue(mark.x);
        if (at < left || at > right) continue;
        upright(at, [3, 3]);
        ctx.textAlign = at > (left + right) / 2 ? "right" : "left";
        ctx.fillText(mark.label, at + (ctx.textAlign === "right" ? -4 : 4), top + FONT_SIZE);
      }
      const index = cursor();
      const pointed = index === undefined ? undefined : data.x[index];
      if (index !== undefined && pointed !== undefined) {
        ctx.strokeStyle = look.cursor;
        const at = across.getPixelForValue(pointed);
        upright(at, []);
        data.lines.forEach(({ values }, line) => {
          const value = values[index];
          if (value === undefined || !Number.isFinite(value)) return;
          ctx.beginPath();
          ctx.fillStyle = look.lines[line] ?? look.cursor;
          ctx.arc(at, up.getPixelForValue(value), 4, 0, 2 * Math.PI);
          ctx.fill();
          ctx.stroke();
        });
      }
      ctx.restore();
    },
  };
}
