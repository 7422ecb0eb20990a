import { DivisionByZeroError } from "../errors";

interface ProductionCost {
  btcMined: number;
  powerUsd: number;
  /** Curtailment and demand-response credits. */
  creditsUsd: number;
  /** Site cost in cash other than power. */
  otherCashUsd: number;
  /** Overhead: selling, general and administrative. */
  sgaUsd: number;
  /** Depreciation and amortisation, or sustaining capex. */
  daUsd: number;
}

/** Cost of a bitcoin mined in USD, from power alone to all that is spent. Throws DivisionByZeroError without coins. */
export function costPerBtc({ btcMined, powerUsd, creditsUsd, otherCashUsd, sgaUsd, daUsd }: ProductionCost) {
  if (btcMined === 0) throw new DivisionByZeroError();
  const netPower = powerUsd - creditsUsd;
  const direct = netPower + otherCashUsd;
  const cash = direct + sgaUsd;
  return {
    netPower: netPower / btcMined,
    directCash: direct / btcMined,
    cashWithOverhead: cash / btcMined,
    allIn: (cash + daUsd) / btcMined,
  };
}
