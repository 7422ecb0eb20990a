import { hashcost } from "../economics/hashcost";
import { sum } from "../numeric/sum";

export interface FleetCost {
  readonly name: string;
  /** EH/s; above 0. */
  readonly hashrateEh: number;
  readonly jPerTh: number;
  readonly usdPerKwh: number;
  readonly pue: number;
}

interface CurvePoint extends FleetCost {
  /** USD per PH/s per day. */
  readonly hashcost: number;
  /** EH/s of this fleet and all cheaper ones. */
  cumulativeEh: number;
  /** 1 if the fleet would run, 0 if not; undefined without a hashprice. */
  readonly inTheMoney: number | undefined;
}

/**
 * Fleets by rising cost of power per unit of hashrate, as the industry's supply curve; equals keep their order.
 *
 * A fleet runs when `hashprice` (USD per PH/s per day) covers its hashcost. The last entry is all of them as one:
 * efficiency, hashcost and the share that runs are averages by hashrate, PUE by the energy of the machines and the
 * price by the energy metered, so that it has the hashcost of its own efficiency, PUE and price.
 */
export function hashcostCurve(fleets: readonly FleetCost[], hashprice?: number): CurvePoint[] {
  const points = fleets.map((fleet) => pointOf(fleet, hashprice)).sort((a, b) => a.hashcost - b.hashcost);
  let cumulativeEh = 0;
  for (const point of points) point.cumulativeEh = cumulativeEh += point.hashrateEh;
  return [...points, total(points)];
}

/** A fleet's point, field by field: to spread objects took three quarters of the time of 200,000 fleets. */
function pointOf({ name, hashrateEh, jPerTh, usdPerKwh, pue }: FleetCost, hashprice?: number): CurvePoint {
  const cost = hashcost({ jPerTh, usdPerKwh, pue, opexUsdPerPhDay: 0, unit: "PH" });
  const inTheMoney = hashprice === undefined ? undefined : Number(hashprice >= cost);
  return { name, hashrateEh, jPerTh, usdPerKwh, pue, hashcost: cost, cumulativeEh: 0, inTheMoney };
}

function total(points: readonly CurvePoint[]): CurvePoint {
  const hashrateEh = sum(points.map((point) => point.hashrateEh));
  const average = (of: (point: CurvePoint) => number, weight: (point: CurvePoint) => number) =>
    sum(points.map((point) => weight(point) * of(point))) / sum(points.map(weight));
  const hashrate = (point: CurvePoint) => point.hashrateEh;
  const power = (point: CurvePoint) => point.hashrateEh * point.jPerTh;
  const metered = (point: CurvePoint) => power(point) * point.pue;
  const priced = points.every(({ inTheMoney }) => inTheMoney !== undefined);
  return {
    name: "Total",
    hashrateEh,
    jPerTh: average(({ jPerTh }) => jPerTh, hashrate),
    usdPerKwh: average(({ usdPerKwh }) => usdPerKwh, metered),
    pue: average(({ pue }) => pue, power),
    hashcost: average((point) => point.hashcost, hashrate),
    cumulativeEh: hashrateEh,
    inTheMoney: priced ? average(({ inTheMoney }) => inTheMoney ?? 0, hashrate) : undefined,
  };
}
