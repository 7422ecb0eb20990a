import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
} from "react";
import { useLayoutStyles } from "../layout";
import { lineTokens, useChartLook } from "./colours";
import { dashes, lineConfiguration, type Line, type Mark } from "./lineConfiguration";
import { numberTicks, type Ticks } from "./ticks";
import { useChart } from "./useChart";

const useStyles = makeStyles({
  chart: { position: "relative" },
  readout: {
    ...typographyStyles.caption1,
    margin: `0 0 ${tokens.spacingVerticalXS}`,
    color: tokens.colorNeutralForeground2,
    fontVariantNumeric: "tabular-nums",
    overflowWrap: "anywhere",
  },
  frame: {
    ...typographyStyles.caption1,
    position: "relative",
    height: "200px",
    width: "100%",
    overflow: "hidden",
    touchAction: "pan-y",
    borderRadius: tokens.borderRadiusMedium,
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  legend: {
    ...typographyStyles.caption1,
    display: "flex",
    flexWrap: "wrap",
    gap: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalM}`,
    margin: `${tokens.spacingVerticalXS} 0 0`,
    padding: 0,
    listStyleType: "none",
    color: tokens.colorNeutralForeground2,
  },
  legendItem: { display: "flex", alignItems: "center", gap: tokens.spacingHorizontalXS },
  swatch: { flexShrink: 0, fill: "none", strokeWidth: "2px" },
  first: { stroke: lineTokens[0], "@media (forced-colors: active)": { stroke: "Highlight" } },
  second: { stroke: lineTokens[1], "@media (forced-colors: active)": { stroke: "CanvasText" } },
  third: { stroke: lineTokens[2], "@media (forced-colors: active)": { stroke: "CanvasText" } },
});

interface Props {
  /** What the chart shows, for screen readers. */
  readonly label: string;
  /** Ascending. */
  readonly x: readonly number[];
  /** "11 Feb 2026" or "60,000 USD". */
  readonly xText: (x: number) => string;
  /** At most three, with a value for each x; NaN is a gap. */
  readonly lines: readonly Line[];
  /** Vertical lines, each with a label. */
  readonly marks?: readonly Mark[];
  /** A value with its unit. */
  readonly yText: (value: number) => string;
  /** Index of the x that is read out until another is picked; the last without it. */
  readonly restAt?: number;
  /** The labels below the x axis: `dayTicks` for days. */
  readonly ticks?: (from: number, to: number, atMost: number) => Ticks;
}

const noMarks: readonly Mark[] = [];

/**
 * Lines over a common x. The pointer and the arrow keys pick an x: what is there is read out above; a table of the
 * first, last, lowest and highest values replaces the picture for screen readers.
 */
export function LineChart({
  label,
  x,
  xText,
  lines,
  marks = noMarks,
  yText,
  restAt,
  ticks = numberTicks,
}: Props) {
  const styles = useStyles();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [cursor, setCursor] = useState<number>();
  const drawn = useRef<number>(undefined);
  const look = useChartLook(frame);
  const data = useMemo(() => ({ x, lines, marks, ticks }), [x, lines, marks, ticks]);
  const configure = useCallback(
    () => (look === undefined ? undefined : lineConfiguration(data, look, () => drawn.current)),
    [data, look],
  );
  const chart = useChart(canvas, configure);
  useEffect(() => setCursor(undefined), [x]);
  useEffect(() => {
    drawn.current = cursor;
    chart.current?.draw();
  }, [chart, cursor]);
  const last = x.length - 1;
  const at = Math.min(cursor ?? restAt ?? last, last);
  const said = readout(at, x, xText, lines, yText);
  const point = ({ clientX, currentTarget }: PointerEvent<HTMLElement>) => {
    const across = chart.current?.scales.x;
    if (across === undefined) return;
    const value = across.getValueForPixel(clientX - currentTarget.getBoundingClientRect().left);
    if (value !== undefined) setCursor(nearest(x, value));
  };
  const walk = (event: KeyboardEvent) => {
    const next = steppedTo(event.key, at, last);
    if (next === undefined) return;
    event.preventDefault();
    setCursor(next);
  };
  return (
    <div className={styles.chart}>
      <p className={styles.readout}>{said}</p>
      <div
        ref={frame}
        className={styles.frame}
        role="slider"
        tabIndex={0}
        aria-label={`${label}, chart`}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={at}
        aria-valuetext={said}
        onKeyDown={walk}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setCursor(undefined)}
        onBlur={() => setCursor(undefined)}
      >
        <canvas ref={canvas} aria-hidden="true" />
      </div>
      {lines.length > 1 && <Legend labels={lines.map((line) => line.label)} />}
      <LineSummary label={label} x={x} xText={xText} lines={lines} yText={yText} />
    </div>
  );
}

function readout(
  index: number,
  x: readonly number[],
  xText: (x: number) => string,
  lines: readonly Line[],
  yText: (value: number) => string,
): string {
  const at = x[index];
  if (at === undefined) return "";
  const values = lines.map(({ label, values: all }) => {
    const value = all[index];
    const text = value !== undefined && Number.isFinite(value) ? yText(value) : "no value";
    return lines.length > 1 ? `${label} ${text}` : text;
  });
  return `${xText(at)}: ${values.join(" · ")}`;
}

/** Where a key leads from an index; undefined for other keys. */
function steppedTo(key: string, from: number, last: number): number | undefined {
  const leap = Math.max(Math.round(last / 10), 1);
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowDown: -1,
    ArrowRight: 1,
    ArrowUp: 1,
    PageDown: -leap,
    PageUp: leap,
    Home: -last,
    End: last,
  };
  const step = steps[key];
  return step === undefined ? undefined : Math.min(Math.max(from + step, 0), last);
}

/** Index of the x that is nearest to a value; the earlier one of two. */
function nearest(x: readonly number[], value: number): number {
  const after = x.findIndex((one) => one > value);
  if (after < 0) return x.length - 1;
  if (after === 0) return 0;
  const [left, right] = x.slice(after - 1, after + 1);
  return left !== undefined && right !== undefined && value - left <= right - value ? after - 1 : after;
}

/** Which line is which. */
function Legend({ labels }: { labels: readonly string[] }) {
  const styles = useStyles();
  const strokes = [styles.first, styles.second, styles.third];
  return (
    <ul className={styles.legend} aria-hidden="true">
      {labels.map((label, index) => (
        <li key={label} className={styles.legendItem}>
          <svg width="24" height="8" className={styles.swatch}>
            <path
              d="M0 4H24"
              className={strokes[index]}
              strokeDasharray={dashes[index]?.join(" ") || undefined}
            />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}

/** What a chart shows, as a table for those who cannot see it. */
function LineSummary({
  label,
  x,
  xText,
  lines,
  yText,
}: Pick<Props, "label" | "x" | "xText" | "lines" | "yText">) {
  const layout = useLayoutStyles();
  return (
    <div className={layout.hidden}>
      <table>
        <caption>{`${label}: summary`}</caption>
        <thead>
          <tr>
            {["Line", "First", "Last", "Lowest", "Highest"].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.label}>
              <th scope="row">{line.label}</th>
              {summary(x, line.values).map((point, column) => (
                <td key={column}>
                  {point === undefined ? "no value" : `${yText(point.value)}, ${xText(point.at)}`}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Point {
  readonly at: number;
  readonly value: number;
}

/** The first, last, lowest and highest value with its x; undefined where there is none. */
function summary(x: readonly number[], values: readonly number[]): readonly (Point | undefined)[] {
  let first: Point | undefined;
  let last: Point | undefined;
  let lowest: Point | undefined;
  let highest: Point | undefined;
  for (const [index, at] of x.entries()) {
    const value = values[index];
    if (value === undefined || !Number.isFinite(value)) continue;
    last = { at, value };
    first ??= last;
    if (lowest === undefined || value < lowest.value) lowest = last;
    if (highest === undefined || value > highest.value) highest = last;
  }
  return [first, last, lowest, highest];
}
