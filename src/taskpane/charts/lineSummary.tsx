import { useLayoutStyles } from "../layout";
import type { Line } from "./lineConfiguration";

interface Props {
  readonly label: string;
  readonly x: readonly number[];
  readonly xText: (x: number) => string;
  readonly lines: readonly Line[];
  readonly yText: (value: number) => string;
}

/** What a chart shows, as a table for those who do not see it. */
export function LineSummary({ label, x, xText, lines, yText }: Props) {
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
              {summary(line.values).map((index, column) => (
                <td key={column}>
                  {index === undefined
                    ? "no value"
                    : `${yText(line.values[index] ?? NaN)}, ${xText(x[index] ?? NaN)}`}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Indices of the first, last, lowest and highest value; undefined where there is none. */
export function summary(values: readonly number[]): readonly (number | undefined)[] {
  const known = values.flatMap((value, index) => (Number.isFinite(value) ? index : []));
  if (known.length === 0) return [undefined, undefined, undefined, undefined];
  const best = (isBetter: (a: number, b: number) => boolean) =>
    known.reduce((kept, index) => (isBetter(values[index] ?? NaN, values[kept] ?? NaN) ? index : kept));
  return [known[0], known.at(-1), best((a, b) => a < b), best((a, b) => a > b)];
}
