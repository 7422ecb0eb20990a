import { makeStyles, Radio, RadioGroup, tokens } from "@fluentui/react-components";
import { useRef, useState } from "react";
import { hashprice } from "../../core/economics/hashprice";
import { type Machine, machines } from "../../data/machines";
import type { Topic } from "../../data/series";
import { decimal } from "../format";
import type { ViewProps } from "../host";
import { useLayoutStyles } from "../layout";
import { LoadPrompt } from "../controls/loadPrompt";
import { MachineInsert } from "./machineInsert";
import { MachineList } from "./machineList";
import { MachineTable } from "./machineTable";
import { rewardOf } from "./machineValue";
import { NumberField } from "../controls/numberField";
import { problemOf, typedNumber, valueOf } from "../controls/typedNumber";
import { useMarket, useTopics } from "../desk/useDesk";

const useStyles = makeStyles({
  inputs: {
    display: "grid",
    gridTemplateColumns: "repeat(2, minmax(0, 1fr))",
    gap: tokens.spacingHorizontalM,
    margin: `${tokens.spacingVerticalS} 0`,
  },
  kinds: { flexShrink: 0, padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS} 0` },
});

const topics: readonly Topic[] = ["price"];

/** Mining machines: searched, compared at a power price, and inserted as a model block. */
export function MachinesView({ host, selected, desk, isShown }: ViewProps) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const { market } = desk;
  useMarket(market);
  const region = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<readonly Machine[]>([]);
  const [isAsked, setComparing] = useState(false);
  const isComparing = isAsked && chosen.length > 0;
  const [powerText, setPowerText] = useState("0.05");
  const [pueText, setPueText] = useState("1");
  useTopics(market, topics, isShown);
  const power = typedNumber(powerText);
  const pue = typedNumber(pueText, { atLeast: 1 });
  const usdPerKwh = valueOf(power);
  const ratio = valueOf(pue);
  const site = usdPerKwh === undefined || ratio === undefined ? undefined : { usdPerKwh, pue: ratio };
  const reward = rewardOf((series) => market.quote(series));
  const turn = (machine: Machine) =>
    setChosen((before) =>
      before.includes(machine) ? before.filter((other) => other !== machine) : [...before, machine],
    );
  // Its button goes with the machine: the keyboard stays in the view.
  const takeOut = (machine: Machine) => {
    turn(machine);
    region.current?.focus();
  };
  return (
    <>
      <h2 className={layout.hidden}>Mining machines</h2>
      <RadioGroup
        className={styles.kinds}
        layout="horizontal"
        aria-label="What to show"
        value={isComparing ? "compare" : "find"}
        onChange={(_event, { value }) => setComparing(value === "compare")}
      >
        <Radio value="find" label="Find machines" />
        <Radio value="compare" label={`Compare (${chosen.length})`} disabled={chosen.length === 0} />
      </RadioGroup>
      <div
        ref={region}
        className={layout.scroll}
        role="region"
        aria-label={isComparing ? "Comparison" : "Machines found"}
        tabIndex={0}
      >
        {isComparing ? (
          <>
            <div className={styles.inputs}>
              <NumberField
                label="USD per kWh"
                text={powerText}
                onText={setPowerText}
                problem={problemOf(power)}
              />
              <NumberField label="PUE" text={pueText} onText={setPueText} problem={problemOf(pue)} />
            </div>
            {reward === undefined ? (
              <LoadPrompt desk={desk} missing="Price, difficulty, subsidy or fees are not known yet." />
            ) : (
              <p className={layout.soft}>
                At a hashprice of {decimal(hashprice({ ...reward, unit: "PH" }), 2)} USD per PH/s per day:
                bitcoin at {decimal(reward.btcPrice, 0)} USD, {decimal(reward.subsidyBtc, 3)} BTC of subsidy
                and {decimal(reward.feesBtc, 3)} BTC of fees a block. Market shows how old these are.
              </p>
            )}
            <MachineTable machines={chosen} reward={reward} site={site} onRemove={takeOut} />
          </>
        ) : (
          <MachineList machines={machines()} query={query} chosen={chosen} onQuery={setQuery} onTurn={turn} />
        )}
      </div>
      <MachineInsert host={host} selected={selected} market={market} chosen={chosen} site={site} />
    </>
  );
}
