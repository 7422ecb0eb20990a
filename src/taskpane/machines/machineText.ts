import type { Machine } from "../../data/machines";
import { wordsOf } from "../controls/listSearch";
import { decimal } from "../format";

const units = [
  ["TH/s", 1],
  ["GH/s", 1e-3],
  ["MH/s", 1e-6],
  ["KH/s", 1e-9],
] as const;

const trimmed = (value: number) => {
  const decimals = value < 10 ? 2 : value < 1000 ? 1 : 0;
  return decimal(value, decimals)
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
};

/** "234 TH/s", and the smaller units where they fit better. */
export function hashrateText({ hashrateTh }: Machine): string {
  const [unit, size] = units.find(([, th]) => hashrateTh >= th) ?? ["KH/s", 1e-9];
  return `${trimmed(hashrateTh / size)} ${unit}`;
}

/** "15 J/TH", in joules per unit of the machine's own hashrate. */
export function efficiencyText({ hashrateTh, jPerTh }: Machine): string {
  const [unit, size] = units.find(([, th]) => hashrateTh >= th) ?? ["KH/s", 1e-9];
  return `${trimmed(jPerTh * size)} J/${unit.replace("/s", "")}`;
}

export const powerText = ({ powerW }: Machine) => `${decimal(powerW, 0)} W`;

/** "Jan 2026", or that it is not known. */
export function releaseText({ release }: Machine): string {
  const [year, month] = release.split("-");
  if (year === undefined || month === undefined) return "release not known";
  return new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" }).format(
    Date.UTC(Number(year), Number(month) - 1, 1),
  );
}

/** The machines in which every word of the query occurs, the newest first. */
export function machinesFound(machines: readonly Machine[], query: string): readonly Machine[] {
  const words = wordsOf(query);
  const texts = (machine: Machine) =>
    [machine.name, machine.maker, machine.algorithm, machine.cooling, machine.release, releaseText(machine)]
      .join("\n")
      .toLowerCase();
  return machines
    .filter((machine) => words.every((word) => texts(machine).includes(word)))
    .sort((a, b) => b.release.localeCompare(a.release) || a.jPerTh - b.jPerTh);
}
