import { Button, Field, makeStyles, Select, tokens } from "@fluentui/react-components";
import { useMemo, useState } from "react";
import { dayOf, FIRST_DAY, MS_PER_DAY } from "../../core/calendar";
import { historyFields, isOwnName } from "../../data/series";
import { daysBetween, intervals, type Interval } from "../../functions/market/days";
import { addressOf, type Place } from "../../workbook/workbook";
import { LineChart } from "../charts/lineChart";
import { dayTicks } from "../charts/ticks";
import { useTime } from "../clock";
import { DateField } from "./dateField";
import { counted, dayText } from "../format";
import { datedValues, firstKnown, lastKnown, type Dated } from "./historyDays";
import {
  dayOfQuantity,
  fieldFacts,
  historyName,
  quantityNamed,
  type HistoryName,
  type Quantity,
} from "./historyFields";
import { missingFrom, sourceNote, type Span } from "./historyNotes";
import { historyChart, historyFormula, historyTable } from "./historyTables";
import type { Host, ViewProps } from "../host";
import { InsertAs } from "../inserting/insertAs";
import { InsertBar } from "../inserting/insertBar";
import { insertFormula } from "../inserting/insertFormula";
import { useLayoutStyles } from "../layout";
import { ownSeries } from "../ownSeries";
import { LoadPrompt } from "../controls/loadPrompt";
import { useMarket, useTopics } from "../desk/useDesk";

const useStyles = makeStyles({
  inputs: {
    display: "grid",
    gridTemplateColumns: "repeat(2, minmax(0, 1fr))",
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
  },
  wide: { gridColumn: "1 / -1", minWidth: 0 },
  select: { minWidth: 0, "& select": { minWidth: 0, width: "100%", textOverflow: "ellipsis" } },
  spans: {
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalXS,
    margin: `${tokens.spacingVerticalS} 0 ${tokens.spacingVerticalM}`,
  },
  span: { minWidth: 0, flexGrow: 1 },
});

/** Spans that end with the last value; 0 is all. */
const spans = [
  { days: 30, label: "30 days" },
  { days: 365, label: "1 year" },
  { days: 1826, label: "5 years" },
  { days: 0, label: "All" },
] as const;
type Length = (typeof spans)[number]["days"];

/** Values of a quantity over time. */
export function HistoryRange({ host, selected, desk, isShown }: ViewProps) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const { market } = desk;
  const shown = useMarket(market);
  useTime();
  const [name, setName] = useState<HistoryName>("btc.price");
  const [interval, setInterval] = useState<Interval>("day");
  const [picked, pick] = useState<Length | Span>(365);
  // `shown` is another object when what the market holds may have changed.
  const quantity = useMemo(() => quantityNamed(name, market), [market, shown, name]);
  const { label, text, topics } = quantity;
  useTopics(market, topics, isShown);
  const today = dayOf(market.now());
  const { span, values, x, lines, missing, note } = useMemo(() => {
    const value = (day: number) => dayOfQuantity(name, day, market);
    const asked = typeof picked === "number" ? spanOf(value, picked, today) : picked;
    // A length ends with the last value: whatever is missing after it counts.
    const until = typeof picked === "number" ? today - 1 : asked.to;
    const isLegal = asked.from <= asked.to && asked.to < today;
    const days = isLegal ? daysBetween(asked.from, asked.to, interval) : [];
    const found = datedValues(value, days);
    return {
      span: asked,
      values: found,
      x: found.map(({ day }) => day),
      lines: [{ label, values: found.map((one) => one.value) }],
      missing: isLegal ? missingFrom(value, { ...asked, to: until }, days) : undefined,
      note: sourceNote(name, asked, market),
    };
  }, [market, shown, name, picked, interval, today, label]);
  const own = ownSeries(market);
  const isGone = isOwnName(name) && market.kept?.[name] === undefined;
  const optionText = (series: string, text: string) =>
    own.some(([other, kept]) => other !== series && kept.label === text) ? `${text} (${series})` : text;
  const problem =
    span.from > span.to
      ? "Enter a date on or after the first."
      : span.to >= today
        ? "Enter a past day, in UTC."
        : undefined;
  return (
    <>
      <div className={layout.scroll} role="region" aria-label="Values over time" tabIndex={0}>
        <div className={styles.inputs}>
          <Field label="Quantity" className={styles.wide}>
            <Select
              className={styles.select}
              value={name}
              onChange={(_event, { value }) => setName(historyName(value))}
            >
              {historyFields.map((field) => (
                <option key={field} value={field}>
                  {fieldFacts[field].label}
                </option>
              ))}
              {own.length > 0 ? (
                <optgroup label="Your team's series">
                  {own.map(([series, kept]) => (
                    <option key={series} value={series}>
                      {optionText(series, kept.label)}
                    </option>
                  ))}
                </optgroup>
              ) : null}
              {isGone ? <option value={name}>{name}</option> : null}
            </Select>
          </Field>
          <DateField label="From" day={span.from} onDay={(from) => pick({ from, to: span.to })} />
          <DateField
            label="To"
            day={span.to}
            onDay={(to) => pick({ from: span.from, to })}
            problem={problem}
          />
          <Field label="How often" className={styles.wide}>
            <Select value={interval} onChange={(_event, { value }) => setInterval(intervalNamed(value))}>
              {intervals.map((name) => (
                <option key={name} value={name}>
                  {intervalLabels[name]}
                </option>
              ))}
            </Select>
          </Field>
        </div>
        <div className={styles.spans} role="group" aria-label="Length up to the last value">
          {spans.map(({ days, label: name }) => (
            <Button
              key={days}
              size="small"
              className={styles.span}
              appearance={picked === days ? "primary" : "secondary"}
              aria-pressed={picked === days}
              onClick={() => pick(days)}
            >
              {name}
            </Button>
          ))}
        </div>
        {values.length > 1 && (
          <LineChart label={label} x={x} xText={dateText} lines={lines} yText={text} ticks={dayTicks} />
        )}
        {values.length === 1 &&
          values.map(({ day, value }) => (
            <p key={day} className={layout.text}>{`${dateText(day)}: ${text(value)}`}</p>
          ))}
        {missing?.after === undefined ? null : topics.length > 0 ? (
          <LoadPrompt desk={desk} missing={missing.after} />
        ) : (
          <p className={layout.text}>{missing.after} No source gives later ones.</p>
        )}
        <p className={layout.soft}>
          {[
            `${counted(values.length, "value")}, each at the end of a UTC day.`,
            ...(missing?.others ?? []),
            ...(note === undefined ? [] : [note]),
          ].join(" ")}
        </p>
      </div>
      <HistoryInsert
        host={host}
        selected={selected}
        quantity={quantity}
        span={span}
        interval={interval}
        values={values}
        isReady={problem === undefined && values.length > 0}
      />
    </>
  );
}

function spanOf(value: (day: number) => number | undefined, days: Length, today: number): Span {
  const to = lastKnown(value, today - 1) ?? today - 1;
  if (days > 0) return { from: to - days + 1, to };
  return { from: firstKnown(value, FIRST_DAY, to) ?? FIRST_DAY, to };
}

const intervalLabels: Readonly<Record<Interval, string>> = {
  day: "Every day",
  week: "Every seventh day",
  month: "The same day of every month",
};

const dateText = (day: number) => dayText(day * MS_PER_DAY);
const intervalNamed = (text: string): Interval => intervals.find((name) => name === text) ?? "day";

const modes = [
  {
    id: "values",
    label: "Values",
    hint: "Dates and values as of now, which never change, and a chart.",
  },
  {
    id: "formula",
    label: "HISTORY formula",
    hint: "One formula that spills the table from what is loaded, and a chart; in a frozen workbook it does not change.",
  },
] as const;
type Mode = (typeof modes)[number]["id"];

interface InsertProps {
  readonly host: Host;
  readonly selected: Place | undefined;
  readonly quantity: Quantity;
  readonly span: Span;
  readonly interval: Interval;
  readonly values: readonly Dated[];
  readonly isReady: boolean;
}

/** Values over time on their way into the workbook. */
function HistoryInsert({ host, selected, quantity, span, interval, values, isReady }: InsertProps) {
  const [mode, setMode] = useState<Mode>("values");
  return (
    <InsertBar
      host={host}
      selected={selected}
      label="Insert the history"
      write={async (workbook, target) => {
        if (mode === "values") return workbook.insertTable(historyTable(quantity, values), target);
        const outcome = await insertFormula(
          workbook,
          historyFormula(quantity, span.from, span.to, interval),
          target,
        );
        // Where Excel is too old for the chart, the formula is kept anyway.
        if (outcome.status === "written")
          await workbook.chartResult(outcome.place, historyChart(quantity)).catch(() => undefined);
        return outcome;
      }}
      confirmation={({ place }) => [
        `${mode === "values" ? counted(values.length, "value") : "Formula"} written to ${addressOf(place)}.`,
      ]}
      isReady={isReady}
    >
      <InsertAs modes={modes} picked={mode} onPick={setMode} />
    </InsertBar>
  );
}
