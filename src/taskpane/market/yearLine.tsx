import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { useMemo } from "react";
import { dayOf, MS_PER_DAY } from "../../core/calendar";
import { seriesFacts, type Series } from "../../data/series";
import type { MarketStore } from "../../data/store";
import { Sparkline } from "../charts/sparkline";
import { counted, dayText } from "../format";
import { firstKnown, yearOf } from "../history/historyDays";
import { presentationOf } from "../presentation";
import { useMarket } from "../desk/useDesk";

const useStyles = makeStyles({
  line: { display: "flex", alignItems: "center", columnGap: tokens.spacingHorizontalS },
  caption: {
    ...typographyStyles.caption1,
    margin: 0,
    color: tokens.colorNeutralForeground3,
    overflowWrap: "anywhere",
  },
});

/** A line that ends this many days before the value may end at another level. */
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
  const year = useMemo(() => {
    if (line === undefined) return undefined;
    const approximate = (day: number) => market.approximateDay(line.field, day);
    const found = yearOf((day) => market.day(line.field, day) ?? approximate(day)?.value, today);
    if (found === undefined) return undefined;
    const marked = firstKnown((day) => approximate(day)?.value, found.first.day, found.last.day);
    const note = marked === undefined ? undefined : approximate(marked)?.note;
    const words = marked === undefined ? "" : `, ${note} from ${dayText(marked * MS_PER_DAY)}`;
    return { ...found, words };
  }, [shown, market, line, today]);
  if (line === undefined || year === undefined) return null;
  const { first, last, words } = year;
  const { text } = presentationOf(series);
  const [from, to] = [dayText(first.day * MS_PER_DAY), dayText(last.day * MS_PER_DAY)];
  const ends = `from ${text(first.value)} to ${text(last.value)}`;
  const quote = market.quote(series);
  const behind = quote === undefined ? 0 : dayOf(quote.asOf) - last.day;
  return (
    <>
      <div className={styles.line}>
        <Sparkline values={year.values} label={`${from} to ${to}${line.but}${words}: ${ends}`} />
        <p className={styles.caption} aria-hidden="true">
          year to {to}
          {line.but}
          {words}
        </p>
      </div>
      {behind < BEHIND_DAYS ? null : (
        <p className={styles.caption}>
          The line ends at {text(last.value)}, {counted(behind, "day")} before this value.
          {market.state.kind === "frozen" ? "" : " History loads the days since."}
        </p>
      )}
    </>
  );
}
