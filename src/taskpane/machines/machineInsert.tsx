import { Field, makeStyles, Select } from "@fluentui/react-components";
import { useState } from "react";
import type { Machine } from "../../data/machines";
import { seriesFacts } from "../../data/series";
import type { MarketStore } from "../../data/store";
import { addressOf, type Place } from "../../workbook/workbook";
import { listText } from "../format";
import type { Host } from "../host";
import { InsertAs } from "../inserting/insertAs";
import { InsertBar } from "../inserting/insertBar";
import { minesBitcoin, type Site } from "./machineValue";
import { modelBlock, modelPlace, unknownTo } from "./modelBlock";

const useStyles = makeStyles({ field: { minWidth: 0 } });

const modes = [
  {
    id: "values",
    label: "Model block, values",
    hint: "Inputs with the market's values as of now, and what the machine is worth by them.",
  },
  {
    id: "formulas",
    label: "Model block, MARKET formulas",
    hint: "The same with price, difficulty, height and fees that follow the market, except in a frozen workbook.",
  },
] as const;
type Mode = (typeof modes)[number]["id"];

interface Props {
  readonly host: Host;
  readonly selected: Place | undefined;
  readonly market: MarketStore;
  readonly chosen: readonly Machine[];
  readonly site: Site | undefined;
}

/** A chosen machine on its way into the workbook, as a model block. */
export function MachineInsert({ host, selected, market, chosen, site }: Props) {
  const styles = useStyles();
  const [mode, setMode] = useState<Mode>("values");
  const [name, setName] = useState<string>();
  const offered = chosen.filter(minesBitcoin);
  const machine = offered.find((one) => one.name === name) ?? offered[0];
  const quote = (series: Parameters<MarketStore["quote"]>[0]) => market.quote(series);
  const missing = unknownTo(quote);
  const table =
    machine === undefined || site === undefined || missing.length > 0
      ? undefined
      : modelBlock(machine, site, quote, mode);
  return (
    <InsertBar
      host={host}
      selected={selected}
      label="Insert the model block"
      write={(workbook, target) =>
        workbook.insertTable(table ?? { headers: [], rows: [], formats: [] }, target)
      }
      confirmation={({ place }) => [
        `Model block written to ${addressOf(place)}.`,
        ...(table === undefined
          ? []
          : [`Its model, for your formulas: =MINING.MINER_NPV(${addressOf(modelPlace(place, table))}).`]),
      ]}
      isReady={table !== undefined}
    >
      {offered.length > 1 && (
        <Field label="Machine" className={styles.field}>
          <Select value={machine?.name} onChange={(_event, { value }) => setName(value)}>
            {offered.map((one) => (
              <option key={one.name} value={one.name}>
                {one.name}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <InsertAs
        modes={modes.map((one) => ({ ...one, hint: hintOf(chosen, machine, site, missing) ?? one.hint }))}
        picked={mode}
        onPick={setMode}
      />
    </InsertBar>
  );
}

/** What is still missing, as a sentence. */
function hintOf(
  chosen: readonly Machine[],
  machine: Machine | undefined,
  site: Site | undefined,
  missing: ReturnType<typeof unknownTo>,
): string | undefined {
  if (chosen.length === 0) return "Choose a machine first.";
  if (machine === undefined) return "Choose a SHA-256 machine: the model covers bitcoin mining.";
  if (site === undefined) return "Enter power price and PUE first.";
  if (missing.length === 0) return undefined;
  return `Not known: ${listText(missing.map((series) => seriesFacts[series].label.toLowerCase()))}. Load live data first.`;
}
