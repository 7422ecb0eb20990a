import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  type ChartConfiguration,
} from "chart.js";
import { useEffect, useRef, type RefObject } from "react";

Chart.register(LineController, LineElement, PointElement, LinearScale);

export type LineConfiguration = ChartConfiguration<"line", { x: number; y: number }[]>;
export type LineChart = Chart<"line", { x: number; y: number }[]>;

/** Pages without canvases show only the texts beside the chart. */
export const hasCanvas = () => "CanvasRenderingContext2D" in window;

/**
 * Draws a chart on the canvas and destroys it with that. `configure` gives undefined while there is nothing to draw;
 * another function draws again.
 */
export function useChart(
  canvas: RefObject<HTMLCanvasElement>,
  configure: () => LineConfiguration | undefined,
): RefObject<LineChart> {
  const shown = useRef<LineChart | null>(null);
  useEffect(() => {
    const configuration = hasCanvas() ? configure() : undefined;
    if (canvas.current === null || configuration === undefined) return undefined;
    const chart: LineChart = new Chart(canvas.current, configuration);
    shown.current = chart;
    return () => {
      shown.current = null;
      chart.destroy();
    };
  }, [canvas, configure]);
  return shown;
}
