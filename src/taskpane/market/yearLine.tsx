import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { useMemo } from "react";
import { dayOf, MS_PER_DAY } from "../../core/calendar";
import { seriesFacts, type Series } from "../../data/series";
import type { MarketStore } from "../../data/store";
import { Sparkline } from "../charts/sparkline";
import { counted, dayText } from "../format";
import { presentationOf } from "../presentation";
import { useMarket } from "../desk/useDesk";
import { yearOf } from "./yearOf";

const useStyles = makeStyles({
  line: { display: "flex", alignItems: "center", columnGap: tokens.spacingHorizontalS },
  caption: {
    ...typographyStyles.caption1,
    margin: 0,
    color: tokens.colorNeutralForeground3,
    overflowWrap: "anywhere",
  },
});

/** A line that ends so many days before the value may end elsewhere than there. */
const BEHIND_DAYS = 3;

interface Props {
  readonly market: MarketStore;
  readonly series: Series;
}

/** The year of a series as a small line, for series that have a history. */
export function YearLine({ market, series }: Props) {
  const styles = useStyles();
  const shown = useMarket(market);
  const line = seriesFacts[series].yearLine;
  const today = dayOf(market.now());
  const year = useMemo(
    () => (line === undefined ? undefined : yearOf((day) => market.day(line.field, day), today)),
    [shown, market, line, today],
  );
  if (line === undefined || year === undefined) return null;
  const { values, first, last } = year;
  const { text } = presentationOf(series);
  const span = `${dayText(first * MS_PER_DAY)} to ${dayText(last * MS_PER_DAY)}`;
  const ends = `from ${text(values[0] ?? NaN)} to ${text(values.at(-1) ?? NaN)}`;
  const behind = dayOf(market.quote(series)?.asOf ?? 0) - last;
  return (
    <>
      <div className={styles.line}>
        <Sparkline values={values} label={`${span}${line.but}: ${ends}`} />
        <p className={styles.caption} aria-hidden="true">
          year to {dayText(last * MS_PER_DAY)}
          {line.but}
        </p>
      </div>
      {behind < BEHIND_DAYS ? null : (
        <p className={styles.caption}>
          The line ends at {text(values.at(-1) ?? NaN)}, {counted(behind, "day")} before this value.
          {market.state.kind === "frozen" ? "" : " History loads the days since."}
        </p>
      )}
    </>
  );
}
