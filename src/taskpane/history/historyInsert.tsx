import { useState } from "react";
import type { HistoryField } from "../../data/series";
import type { Interval } from "../../functions/market/days";
import { addressOf, type Place } from "../../workbook/workbook";
import { counted } from "../format";
import type { Dated } from "./historyDays";
import type { Span } from "./historyNotes";
import { historyFormula, historyTable } from "./historyTables";
import type { Host } from "../host";
import { InsertAs } from "../inserting/insertAs";
import { InsertBar } from "../inserting/insertBar";
import { insertFormula } from "../inserting/insertFormula";

const modes = [
  {
    id: "values",
    label: "Values",
    hint: "Dates and values as they stand now: these cells never change.",
  },
  {
    id: "formula",
    label: "HISTORY formula",
    hint: "One formula that spills the table and takes what is loaded; in a frozen workbook it does not change.",
  },
] as const;
type Mode = (typeof modes)[number]["id"];

interface Props {
  readonly host: Host;
  readonly selected: Place | undefined;
  readonly field: HistoryField;
  readonly span: Span;
  readonly interval: Interval;
  readonly values: readonly Dated[];
  readonly isReady: boolean;
}

/** Values over time on their way into the workbook. */
export function HistoryInsert({ host, selected, field, span, interval, values, isReady }: Props) {
  const [mode, setMode] = useState<Mode>("values");
  return (
    <InsertBar
      host={host}
      selected={selected}
      label="Insert the history"
      write={(workbook, target) =>
        mode === "values"
          ? workbook.insertTable(historyTable(field, values), target)
          : insertFormula(workbook, historyFormula(field, span.from, span.to, interval), target)
      }
      confirmation={({ place }) => [
        `${mode === "values" ? counted(values.length, "value") : "Formula"} written to ${addressOf(place)}.`,
      ]}
      isReady={isReady}
    >
      <InsertAs modes={modes} picked={mode} onPick={setMode} />
    </InsertBar>
  );
}
