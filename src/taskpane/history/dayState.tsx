import { useState } from "react";
import { dayOf, MS_PER_DAY } from "../../core/calendar";
import type { HistoryField } from "../../data/series";
import { addressOf } from "../../workbook/workbook";
import { useTime } from "../clock";
import { DateField } from "./dateField";
import { FactList } from "../controls/factList";
import { dayText, listText } from "../format";
import { lastKnown } from "./historyDays";
import { fieldFacts } from "./historyFields";
import { dayFields, dayTable } from "./historyTables";
import type { ViewProps } from "../host";
import { InsertAs } from "../inserting/insertAs";
import { InsertBar } from "../inserting/insertBar";
import { useLayoutStyles } from "../layout";
import { LoadPrompt } from "../controls/loadPrompt";
import { useMarket, useTopics } from "../desk/useDesk";

const modes = [
  { id: "values", label: "Values", hint: "Label, value, unit and note: these cells never change." },
  {
    id: "formulas",
    label: "MARKET formulas",
    hint: "A MARKET formula with the date for each value; it uses what is loaded.",
  },
] as const;
type Mode = (typeof modes)[number]["id"];

const dayTopics = dayFields.flatMap((field) => fieldFacts[field].topics);

/** The network on a day of the past. */
export function DayState({ host, selected, desk, isShown }: ViewProps) {
  const layout = useLayoutStyles();
  const { market } = desk;
  useMarket(market);
  useTime();
  const [picked, pick] = useState<number>();
  const [mode, setMode] = useState<Mode>("values");
  useTopics(market, dayTopics, isShown);
  const today = dayOf(market.now());
  const day = picked ?? lastKnown((at) => market.day("btc.price", at), today - 1) ?? today - 1;
  const value = (field: HistoryField) => market.day(field, day);
  const unknown = dayFields.filter((field) => value(field) === undefined);
  const date = dayText(day * MS_PER_DAY);
  const absent = unknown.filter((field) => fieldFacts[field].topics.length > 0);
  const unrecorded = unknown.filter((field) => fieldFacts[field].topics.length === 0);
  return (
    <>
      <div className={layout.scroll} role="region" aria-label="Network on a day" tabIndex={0}>
        <DateField
          label="Day, UTC"
          day={day}
          onDay={pick}
          problem={day >= today ? "Enter a past day." : undefined}
        />
        <h3 className={layout.heading}>End of {date}</h3>
        <FactList
          facts={dayFields.map((field) => {
            const known = value(field);
            const { label, text } = fieldFacts[field];
            return [label, known === undefined ? "not known" : text(known)];
          })}
        />
        {absent.length > 0 && day < today ? (
          <LoadPrompt desk={desk} missing={`Not loaded for ${date}: ${labelsOf(absent)}.`} />
        ) : null}
        <p className={layout.soft}>
          {unrecorded.length > 0 ? `No source gives the ${labelsOf(unrecorded)} of ${date}. ` : ""}
          Hashrate is an estimate from the blocks of the day; hashprice counts only the subsidy, in USD per
          PH/s per day.
        </p>
      </div>
      <InsertBar
        host={host}
        selected={selected}
        label="Insert the day"
        write={(workbook, target) => workbook.insertTable(dayTable(day, value, mode), target)}
        confirmation={({ place }) => [`The network on ${date} written to ${addressOf(place)}.`]}
        isReady={unknown.length < dayFields.length && day < today}
      >
        <InsertAs modes={modes} picked={mode} onPick={setMode} />
      </InsertBar>
    </>
  );
}

const labelsOf = (fields: readonly HistoryField[]) =>
  listText(fields.map((field) => fieldFacts[field].label.toLowerCase().replace(/,.*/, "")));
