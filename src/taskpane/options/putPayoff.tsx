import { useMemo } from "react";
import { putHedge } from "../../core/hedging/putHedge";
import { floorOf } from "../../core/hedging/protectingPut";
import { LineChart } from "../charts/lineChart";
import { FactList } from "../controls/factList";
import { dayText, decimal } from "../format";
import { useLayoutStyles } from "../layout";
import { payoffOf, usd, yearsTo, type PricedPut } from "./optionChain";

interface Props {
  readonly put: PricedPut;
  /** USD per BTC. */
  readonly cost: number | undefined;
  /** BTC. */
  readonly production: number | undefined;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
}

/** What a put does for the revenue of a coin, and what it costs. */
export function PutPayoff({ put, cost, production, now }: Props) {
  const layout = useLayoutStyles();
  const { strike, premium, premiumBtc, quote } = put;
  const { forward } = quote;
  const picture = useMemo(() => {
    const { prices, withPut, without } = payoffOf({ strike, premium }, forward);
    const costLine = cost === undefined ? [] : [{ label: "Cost", values: prices.map(() => cost) }];
    return {
      prices,
      lines: [{ label: "With the put", values: withPut }, { label: "Without", values: without }, ...costLine],
    };
  }, [strike, premium, forward, cost]);
  const breakEven = cost === undefined ? undefined : breakEvenOf(put, cost);
  const marks = useMemo(
    () =>
      breakEven === undefined || breakEven === 0
        ? [{ x: strike, label: "strike" }]
        : [
            { x: strike, label: "strike" },
            { x: breakEven, label: "break-even" },
          ],
    [strike, breakEven],
  );
  return (
    <section aria-label={`Put at ${usd(strike)}`}>
      <h3 className={layout.heading}>
        Put at {usd(strike)}, {dayText(quote.expiry)}
      </h3>
      <LineChart
        label="Revenue per BTC by price at expiry"
        x={picture.prices}
        xText={atPrice}
        lines={picture.lines}
        marks={marks}
        yText={usd}
        restAt={picture.prices.indexOf(strike)}
      />
      <FactList facts={factsOf(put, cost, production, now)} />
      <p className={layout.soft}>
        {quote.ask === undefined ? "There is no ask: the mark is used instead. " : ""}
        Options on this exchange are settled in bitcoin: the premium of {decimal(premiumBtc, 4)} BTC is shown
        in USD at the forward. PUT_HEDGE prices in USD, by Black&apos;s formula at the volatility of the mark.
      </p>
    </section>
  );
}

const atPrice = (price: number) => `At ${usd(price)}`;

/** Lowest price at expiry in USD at which a coin with the put covers its cost; 0 where the floor does. */
const breakEvenOf = (put: PricedPut, cost: number) => (floorOf(put) >= cost ? 0 : cost + put.premium);

function factsOf(
  put: PricedPut,
  cost: number | undefined,
  production: number | undefined,
  now: number,
): (readonly [string, string])[] {
  const { quote, premium, premiumBtc } = put;
  const model = modelPremium(put, now);
  const facts: (readonly [string, string])[] = [
    [`Premium per BTC, ${quote.ask === undefined ? "mark" : "ask"}`, usd(premium)],
    ["Premium per BTC, PUT_HEDGE", usd(model)],
    ["Floor per BTC, after premium", usd(floorOf(put))],
  ];
  if (cost !== undefined) {
    const breakEven = breakEvenOf(put, cost);
    facts.push(["Break-even price", breakEven === 0 ? "none needed" : usd(breakEven)]);
    facts.push(["Break-even without the put", usd(cost)]);
  }
  if (production !== undefined) {
    const coins = `${decimal(premiumBtc * production, 4)} BTC`;
    facts.push([`Premium for ${production} BTC`, `${usd(premium * production)}, ${coins}`]);
    facts.push(["Lowest revenue", usd(floorOf(put) * production)]);
  }
  return facts;
}

/** What the inserted PUT_HEDGE takes as the premium, in USD per BTC. */
function modelPremium({ quote, strike }: PricedPut, now: number): number {
  const { forward, volatility } = quote;
  return putHedge({
    production: 1,
    hedgeRatio: 1,
    contractBtc: 0,
    forward,
    strike,
    years: yearsTo(quote.expiry, now),
    volatility,
    rate: 0,
    costPerBtc: 0,
    settlement: "usd",
  }).premium;
}
