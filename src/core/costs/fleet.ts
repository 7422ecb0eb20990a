import { NoAnswerError } from "../errors";
import { sum } from "../numeric/sum";
import { watts, type PowerUnit } from "./machinePower";

export interface MachineGroup {
  /** Number of machines. */
  count: number;
  /** TH/s of a machine. */
  hashrateTh: number;
  /** Power of a machine in `powerUnit`. */
  power: number;
  powerUnit: PowerUnit;
  /** Share of the time that it runs. */
  uptime: number;
}

/**
 * A fleet as one machine. Hashrate, power and efficiency are nameplate; hashrate after downtime and energy allow for
 * uptime. Facility power and energy are at the meter.
 */
export function fleet({ units, pue }: { units: readonly MachineGroup[]; pue: number }) {
  const groups = units.map(({ count, hashrateTh, power, powerUnit, uptime }) => ({
    machines: count,
    hashrateTh: count * hashrateTh,
    watts: count * watts(power, powerUnit, hashrateTh),
    uptime,
  }));
  const hashrate = sum(groups.map((group) => group.hashrateTh));
  const itWatts = sum(groups.map((group) => group.watts));
  const runningWatts = sum(groups.map((group) => group.watts * group.uptime));
  return {
    machines: sum(groups.map((group) => group.machines)),
    hashrate,
    runningHashrate: sum(groups.map((group) => group.hashrateTh * group.uptime)),
    itPower: itWatts / 1000,
    facilityPower: (itWatts / 1000) * pue,
    efficiency: hashrate === 0 ? new NoAnswerError("there is no hashrate to divide by") : itWatts / hashrate,
    energy: (runningWatts * 24 * pue) / 1e6,
  };
}
