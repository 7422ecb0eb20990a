import { makeStyles } from "@fluentui/react-components";
import { useCallback, useRef } from "react";
import { useChartLook, type ChartLook } from "./colours";
import { thinned } from "./thinned";
import { useChart, type LineConfiguration } from "./useChart";
import { greatest, least } from "../../core/numeric/extremes";

const WIDTH = 96;
const HEIGHT = 28;

const useStyles = makeStyles({
  frame: { flexShrink: 0, width: `${WIDTH}px`, height: `${HEIGHT}px`, lineHeight: 0 },
});

interface Props {
  /** Evenly spaced, the oldest first. */
  readonly values: readonly number[];
  /** What the line shows, in words. */
  readonly label: string;
}

/** A line as large as a word; nothing where there are fewer than two values. */
export function Sparkline({ values, label }: Props) {
  const styles = useStyles();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const look = useChartLook(frame);
  const configure = useCallback(
    () => (look === undefined || values.length < 2 ? undefined : configurationOf(values, look)),
    [values, look],
  );
  useChart(canvas, configure);
  if (values.length < 2) return null;
  return (
    <div ref={frame} role="img" aria-label={label} className={styles.frame}>
      <canvas ref={canvas} width={WIDTH} height={HEIGHT} aria-hidden="true" />
    </div>
  );
}

function configurationOf(values: readonly number[], look: ChartLook): LineConfiguration {
  const drawn = new Set(thinned(values, WIDTH / 2));
  const points = values.map((y, x) => ({ x, y })).filter(({ x }) => drawn.has(x));
  const last = points.length - 1;
  return {
    type: "line",
    data: {
      datasets: [
        {
          data: points,
          borderColor: look.lines[0],
          borderWidth: 1.5,
          borderJoinStyle: "round",
          pointRadius: (point) => (point.dataIndex === last ? 2 : 0),
          pointBackgroundColor: look.lines[0],
          pointBorderWidth: 0,
        },
      ],
    },
    options: {
      responsive: false,
      animation: false,
      events: [],
      layout: { padding: 3 },
      scales: {
        x: { type: "linear", display: false, min: 0, max: values.length - 1 },
        // Left to itself, the axis would round out to steps as large as the line is high.
        y: { type: "linear", display: false, ...range(values) },
      },
    },
  };
}

function range(values: readonly number[]): { min?: number; max?: number } {
  const [min, max] = [least(values), greatest(values)];
  return min < max ? { min, max } : {};
}
