import { Button, makeStyles, ProgressBar, tokens } from "@fluentui/react-components";
import { decimal } from "../format";
import { useLayoutStyles } from "../layout";

const useStyles = makeStyles({
  progress: {
    display: "flex",
    flexDirection: "column",
    alignItems: "flex-start",
    gap: tokens.spacingVerticalS,
    marginBlock: tokens.spacingVerticalS,
  },
  bar: { alignSelf: "stretch" },
});

interface Props {
  /** What is being done: "Entering formulas". */
  readonly label: string;
  readonly done: number;
  readonly total: number;
  readonly onCancel: () => void;
}

/** How far long work is, and the button that ends it. */
export function Progress({ label, done, total, onCancel }: Props) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  return (
    <div className={styles.progress}>
      <p className={layout.text}>
        {total > 1 ? `${label}: ${decimal(done, 0)} of ${decimal(total, 0)}` : `${label} …`}
      </p>
      <ProgressBar className={styles.bar} value={total > 1 ? done / total : undefined} aria-label={label} />
      <Button size="small" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}
