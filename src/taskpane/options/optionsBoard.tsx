import { Field, makeStyles, Radio, RadioGroup, Select, tokens } from "@fluentui/react-components";
import { useState } from "react";
import { MS_PER_DAY } from "../../core/calendar";
import type { OptionChain } from "../../data/market";
import type { MarketStore } from "../../data/store";
import type { Place } from "../../workbook/workbook";
import { dayText, momentText } from "../format";
import type { Host } from "../host";
import { useLayoutStyles } from "../layout";
import { NumberField } from "../controls/numberField";
import { optionsOf, pricedPuts, protectionOf, timeTo, usd, type Expiry } from "./optionChain";
import { OptionsInsert } from "./optionsInsert";
import { PutPayoff } from "./putPayoff";
import { StrikeTable } from "./strikeTable";
import { problemOf, typedNumber, valueOf } from "../controls/typedNumber";

const useStyles = makeStyles({
  inputs: {
    display: "grid",
    gridTemplateColumns: "repeat(2, minmax(0, 1fr))",
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
  },
  wide: { gridColumn: "1 / -1" },
  answer: { marginTop: tokens.spacingVerticalM },
  note: { marginTop: tokens.spacingVerticalS },
});

interface Props {
  readonly host: Host;
  readonly selected: Place | undefined;
  readonly market: MarketStore;
  readonly chain: OptionChain;
  /** At least one. */
  readonly expiries: readonly Expiry[];
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
}

/** How far off the expiry is that is shown first, in days: a quarter is what is usually hedged. */
const FIRST_SHOWN_DAYS = 80;

/** An expiry of the chain: what protects a cost, its payoff, all strikes. */
export function OptionsBoard({ host, selected, market, chain, expiries, now }: Props) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const [pickedAt, pickAt] = useState<number>();
  const [type, setType] = useState<"put" | "call">("put");
  const [costText, setCostText] = useState("");
  const [productionText, setProductionText] = useState("1");
  const [pickedStrike, pickStrike] = useState<number>();
  const expiry =
    expiries.find(({ at }) => at === pickedAt) ??
    expiries.find(({ at }) => at - now >= FIRST_SHOWN_DAYS * MS_PER_DAY) ??
    expiries[expiries.length - 1];
  if (expiry === undefined) return null;
  const cost = typedNumber(costText, { atLeast: 0 });
  const production = typedNumber(productionText, { above: 0 });
  const puts = pricedPuts(expiry);
  const protection = protectionOf(puts, valueOf(cost));
  const put = puts.find(({ strike }) => strike === pickedStrike) ?? protection.put;
  return (
    <>
      <div className={layout.scroll} role="region" aria-label="Options" tabIndex={0}>
        <h2 className={layout.hidden}>Options</h2>
        <div className={styles.inputs}>
          <Field label="Expiry" hint={hintOf(expiry)} className={styles.wide}>
            <Select
              value={String(expiry.at)}
              onChange={(_event, { value }) => {
                pickAt(Number(value));
                pickStrike(undefined);
              }}
            >
              {expiries.map(({ at }) => (
                <option key={at} value={at}>
                  {dayText(at)} · {timeTo(at, now)}
                </option>
              ))}
            </Select>
          </Field>
          <NumberField
            label="Cost per BTC, USD"
            text={costText}
            onText={(text) => {
              setCostText(text);
              pickStrike(undefined);
            }}
            problem={costText === "" ? undefined : problemOf(cost)}
            placeholder="such as 60,000"
          />
          <NumberField
            label="BTC to hedge"
            text={productionText}
            onText={setProductionText}
            problem={problemOf(production)}
          />
        </div>
        <p className={`${layout.text} ${styles.answer}`} role="status">
          {protection.sentence}
        </p>
        {put !== undefined && (
          <PutPayoff put={put} cost={valueOf(cost)} production={valueOf(production)} now={now} />
        )}
        <h3 className={layout.heading}>Strikes</h3>
        <RadioGroup
          layout="horizontal"
          aria-label="Kind of option"
          value={type}
          onChange={(_event, { value }) => setType(value === "call" ? "call" : "put")}
        >
          <Radio value="put" label="Puts" />
          <Radio value="call" label="Calls" />
        </RadioGroup>
        <StrikeTable
          caption={`${type === "put" ? "Puts" : "Calls"} of ${dayText(expiry.at)}: prices in BTC over USD, open interest in BTC`}
          options={optionsOf(expiry, type)}
          protecting={type === "put" ? protection.put?.strike : undefined}
          picked={type === "put" ? { strike: put?.strike, onPick: pickStrike } : undefined}
        />
        <p className={`${layout.soft} ${styles.note}`}>
          {chain.source}, {momentText(chain.asOf)}. Volatility is implied by the mark price. Select a put's
          strike to draw its payoff.
        </p>
      </div>
      <OptionsInsert
        host={host}
        selected={selected}
        market={market}
        chain={chain}
        expiry={expiry}
        put={put}
        cost={valueOf(cost)}
        production={valueOf(production)}
      />
    </>
  );
}

const hintOf = ({ options }: Expiry) => {
  const forward = options[0]?.forward;
  return forward === undefined ? undefined : `Forward ${usd(forward)}`;
};
