/** A series of a chart: whole addresses, with the sheet. */
export interface Series {
  /** What the legend says. */
  readonly name: string;
  readonly values: string;
  /** Six hexadecimal digits; a colour of the palette where it is left out. */
  readonly colour?: string;
  /** A broken line, as for the bounds of a fan. */
  readonly isDashed?: boolean;
  /** How a series of a mixed chart is drawn; the kind of the chart where it is left out. */
  readonly as?: "line" | "column";
  /** Not drawn itself: it lifts the one that is stacked on it, in a waterfall or around the base of a tornado. */
  readonly isInvisible?: boolean;
}

/** A chart on a sheet. */
export interface Chart {
  /**
   * line: over labels. column: bars upwards, stacked where it says so. bar: lying bars, the first label on top.
   * scatter: lines over numbers.
   */
  readonly kind: "line" | "column" | "bar" | "scatter";
  readonly isStacked?: boolean;
  readonly title: string;
  /** Labels of the points, or their numbers in a scatter chart: a whole address. */
  readonly labels: string;
  readonly series: readonly Series[];
  /** x is the axis of the labels, on the left where bars lie; y is that of the values. */
  readonly xTitle?: string;
  readonly yTitle?: string;
  /** Number formats of Excel for the axes. */
  readonly xFormat?: string;
  readonly yFormat?: string;
  /** The cells that it covers: "B10:H28". */
  readonly over: string;
}
