import { Button, makeStyles, mergeClasses, tokens, typographyStyles } from "@fluentui/react-components";
import type { BlockReward } from "../../core/economics/hashprice";
import type { Machine } from "../../data/machines";
import { decimal } from "../format";
import { useLayoutStyles } from "../layout";
import { efficiencyText, hashrateText, powerText, releaseText } from "./machineText";
import { machineDay, minesBitcoin, type MachineDay, type Site } from "./machineValue";

const useStyles = makeStyles({
  table: {
    ...typographyStyles.caption1,
    width: "100%",
    tableLayout: "fixed",
    borderCollapse: "collapse",
    fontVariantNumeric: "tabular-nums",
  },
  caption: {
    ...typographyStyles.caption1,
    paddingTop: tokens.spacingVerticalM,
    textAlign: "start",
    color: tokens.colorNeutralForeground2,
  },
  cell: {
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalXXS}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    textAlign: "end",
    verticalAlign: "top",
    overflowWrap: "anywhere",
    fontWeight: tokens.fontWeightRegular,
  },
  corner: { width: "84px" },
  label: { textAlign: "start", color: tokens.colorNeutralForeground2 },
  name: { ...typographyStyles.caption1Strong, display: "block" },
  profit: {
    ...typographyStyles.caption1Strong,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalXXS}`,
  },
  loss: { color: tokens.colorPaletteRedForeground1 },
  remove: { minWidth: 0, paddingInline: tokens.spacingHorizontalXS },
  notes: { marginTop: tokens.spacingVerticalS },
});

interface Props {
  /** One to three. */
  readonly machines: readonly Machine[];
  /** Undefined while the market does not know it. */
  readonly reward: BlockReward | undefined;
  /** Undefined while it is not given. */
  readonly site: Site | undefined;
  readonly onRemove: (machine: Machine) => void;
}

const facts: readonly (readonly [string, (machine: Machine) => string])[] = [
  ["Hashrate", hashrateText],
  ["Power", powerText],
  ["Efficiency", efficiencyText],
  ["Release", releaseText],
  ["Cooling", ({ cooling }) => cooling],
];

const money = (value: number) => `${value < 0 ? "−" : ""}${decimal(Math.abs(value), 2)}`;
const PROFIT = "Profit, USD a day";
const values: readonly (readonly [string, (day: MachineDay) => string])[] = [
  ["Revenue, USD a day", ({ revenue }) => money(revenue)],
  ["Power cost, USD a day", ({ powerCost }) => money(powerCost)],
  [PROFIT, ({ profit }) => money(profit)],
  [
    "Break-even, USD/kWh",
    ({ breakevenUsdPerKwh: price }) => (price === undefined ? "none" : decimal(price, 4)),
  ],
];

const isLoss = (day: MachineDay | undefined) => day !== undefined && day.profit < 0;

/** Machines side by side: what they are, and what a day of them brings. */
export function MachineTable({ machines, reward, site, onRemove }: Props) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const days = machines.map((machine) =>
    reward === undefined || site === undefined || !minesBitcoin(machine)
      ? undefined
      : machineDay(machine, reward, site),
  );
  const others = machines.filter((machine) => !minesBitcoin(machine));
  return (
    <>
      <table className={styles.table}>
        <caption className={styles.caption}>Running all day, before any pool fee</caption>
        <thead>
          <tr>
            <td className={mergeClasses(styles.cell, styles.corner)} />
            {machines.map((machine) => (
              <th key={machine.name} scope="col" className={styles.cell}>
                <span className={styles.name}>{machine.name}</span>
                <Button
                  size="small"
                  appearance="transparent"
                  className={styles.remove}
                  aria-label={`Remove ${machine.name}`}
                  onClick={() => onRemove(machine)}
                >
                  Remove
                </Button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {facts.map(([label, text]) => (
            <Row key={label} label={label} cells={machines.map((machine) => text(machine))} />
          ))}
          {values.map(([label, text]) => (
            <Row
              key={label}
              label={label}
              cells={days.map((day) => (day === undefined ? "not valued" : text(day)))}
              isStrong={label === PROFIT}
              isLoss={(index) => isLoss(days[index])}
            />
          ))}
        </tbody>
      </table>
      <div className={styles.notes}>
        {others.map(({ name, algorithm }) => (
          <p key={name} className={layout.soft}>
            {name} mines {algorithm}, not SHA-256: bitcoin&apos;s hashprice does not apply.
          </p>
        ))}
        {machines.map(({ name, source }) => (
          <p key={name} className={layout.soft}>
            {name}: {source}
          </p>
        ))}
      </div>
    </>
  );
}

interface RowProps {
  readonly label: string;
  readonly cells: readonly string[];
  readonly isStrong?: boolean;
  readonly isLoss?: (index: number) => boolean;
}

function Row({ label, cells, isStrong = false, isLoss }: RowProps) {
  const styles = useStyles();
  return (
    <tr>
      <th scope="row" className={mergeClasses(styles.cell, styles.label)}>
        {label}
      </th>
      {cells.map((cell, index) => (
        <td
          key={index}
          className={mergeClasses(
            styles.cell,
            isStrong && styles.profit,
            isStrong && isLoss?.(index) === true && styles.loss,
          )}
        >
          {cell}
        </td>
      ))}
    </tr>
  );
}
