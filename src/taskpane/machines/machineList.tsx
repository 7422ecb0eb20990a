import { Input, makeStyles, mergeClasses, tokens, typographyStyles } from "@fluentui/react-components";
import { useMemo } from "react";
import type { Machine } from "../../data/machines";
import { walkThrough } from "../controls/listSearch";
import { useLayoutStyles } from "../layout";
import { efficiencyText, hashrateText, machinesFound, powerText, releaseText } from "./machineText";

const useStyles = makeStyles({
  search: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXS },
  item: {
    display: "flex",
    alignItems: "flex-start",
    gap: tokens.spacingHorizontalS,
    margin: `0 calc(-1 * ${tokens.spacingHorizontalS})`,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    cursor: "pointer",
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  off: { cursor: "default" },
  box: {
    flexShrink: 0,
    width: "16px",
    height: "16px",
    margin: "2px 0 0",
    accentColor: tokens.colorCompoundBrandBackground,
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "1px" },
  },
  name: { ...typographyStyles.body1Strong, display: "block", overflowWrap: "anywhere" },
  facts: { ...typographyStyles.caption1, display: "block", color: tokens.colorNeutralForeground2 },
});

/** How many machines fit side by side in a narrow pane. */
const MOST_COMPARED = 3;

interface Props {
  readonly machines: readonly Machine[];
  readonly query: string;
  readonly chosen: readonly Machine[];
  readonly onQuery: (query: string) => void;
  readonly onTurn: (machine: Machine) => void;
}

/** The machines that a search finds, of which some are chosen. */
export function MachineList({ machines, query, chosen, onQuery, onTurn }: Props) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const found = useMemo(() => machinesFound(machines, query), [machines, query]);
  const isFull = chosen.length >= MOST_COMPARED;
  return (
    <div onKeyDown={walkThrough("input:not(:disabled)")}>
      <div className={styles.search}>
        <Input
          type="search"
          aria-label="Search machines"
          placeholder="Search: s21, hydro, scrypt, 2025 …"
          value={query}
          onChange={(_event, { value }) => onQuery(value)}
        />
        <p className={layout.soft} role="status">
          {found.length === 0
            ? "No machine matches all of these words: try fewer or other words."
            : `${found.length} of ${machines.length} machines. ${isFull ? `${MOST_COMPARED} are chosen: remove one to choose another.` : `Choose up to ${MOST_COMPARED} to compare.`}`}
        </p>
      </div>
      <ul className={layout.plainList} aria-label="Machines">
        {found.map((machine) => {
          const isChosen = chosen.includes(machine);
          const isOff = isFull && !isChosen;
          return (
            <li key={machine.name}>
              <label className={mergeClasses(styles.item, isOff && styles.off)}>
                <input
                  type="checkbox"
                  className={styles.box}
                  checked={isChosen}
                  disabled={isOff}
                  onChange={() => onTurn(machine)}
                />
                <span>
                  <span className={styles.name}>{machine.name}</span>
                  <span className={styles.facts}>{factsOf(machine)}</span>
                </span>
              </label>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function factsOf(machine: Machine): string {
  const facts = [
    hashrateText(machine),
    powerText(machine),
    efficiencyText(machine),
    machine.cooling,
    releaseText(machine),
  ];
  if (machine.algorithm !== "SHA-256") facts.push(machine.algorithm);
  return facts.join(" · ");
}
