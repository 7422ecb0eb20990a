import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { useRef, type ReactNode } from "react";
import {
  addressOf,
  type Outcome,
  type Place,
  type Target,
  type Workbook,
  type Written,
} from "../../workbook/workbook";
import type { Host } from "../host";
import { InsertMessage } from "./insertMessage";
import { useInsertion } from "./useInsertion";

const useStyles = makeStyles({
  bar: {
    display: "flex",
    flexDirection: "column",
    flexShrink: 0,
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    maxHeight: "70vh",
    overflowY: "auto",
    boxSizing: "border-box",
    "@media (max-height: 480px)": { maxHeight: "none", overflowY: "visible" },
  },
  line: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    justifyContent: "space-between",
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
  },
  cell: { flexGrow: 1, color: tokens.colorNeutralForeground2, overflowWrap: "anywhere" },
  button: { flexGrow: 1 },
  address: { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold },
  note: { margin: 0, color: tokens.colorNeutralForeground2 },
});

interface Props {
  readonly host: Host;
  readonly selected: Place | undefined;
  /** Name of the region, for screen readers. */
  readonly label: string;
  readonly write: (workbook: Workbook, target: Target) => Promise<Outcome>;
  /** What is said after success: a sentence, and more in small print. */
  readonly confirmation: (written: Written) => readonly string[];
  readonly isReady?: boolean;
  readonly children?: ReactNode;
}

/** The foot of a view: what will be inserted where, the button, and what came of it. */
export function InsertBar(props: Props) {
  const { host, label, children } = props;
  const styles = useStyles();
  return (
    <section className={styles.bar} aria-label={label}>
      {children}
      {host.kind === "workbook" ? (
        <Controls {...props} workbook={host.workbook} />
      ) : (
        <p className={styles.note}>Inserting needs Excel: open this pane there with Home &gt; Hashcell.</p>
      )}
    </section>
  );
}

function Controls({
  workbook,
  selected,
  write,
  confirmation,
  isReady = true,
}: Props & { workbook: Workbook }) {
  const styles = useStyles();
  const button = useRef<HTMLButtonElement>(null);
  const { progress, insert, close } = useInsertion(workbook, write);
  const returnToButton = () => button.current?.focus();
  return (
    <>
      <InsertMessage
        progress={progress}
        confirmation={confirmation}
        onAnswer={(target) => {
          insert(target);
          returnToButton();
        }}
        onClose={() => {
          close();
          returnToButton();
        }}
      />
      <div className={styles.line}>
        <span className={styles.cell}>
          Selected:{" "}
          <span className={styles.address}>{selected === undefined ? "none" : addressOf(selected)}</span>
        </span>
        <Button
          ref={button}
          appearance="primary"
          className={styles.button}
          disabledFocusable={progress.kind === "busy" || !isReady}
          onClick={() => insert({ kind: "selection" })}
        >
          {progress.kind === "busy"
            ? "Inserting …"
            : `Insert${selected === undefined ? "" : ` into ${selected.range}`}`}
        </Button>
      </div>
    </>
  );
}
