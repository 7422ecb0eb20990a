import { makeStyles, tokens } from "@fluentui/react-components";
import type { Problem } from "../desk/desk";
import { Fold } from "../controls/fold";
import { counted } from "../format";
import { useLayoutStyles } from "../layout";

const MANY = 2;

const useStyles = makeStyles({
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
});

/** The sources that did not answer as they should, with what to do; many are folded away. */
export function ProblemList({ problems }: { readonly problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  if (problems.length < MANY) return <Sentences problems={problems} />;
  return (
    <Fold title={`${counted(problems.length, "source")} did not answer`}>
      <Sentences problems={problems} />
    </Fold>
  );
}

function Sentences({ problems }: { readonly problems: readonly Problem[] }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  return (
    <ul className={styles.list} aria-label="Sources that did not answer">
      {problems.map(({ label, message }) => (
        <li key={`${label} ${message}`} className={layout.text}>
          <strong>{label}:</strong> {message}
        </li>
      ))}
    </ul>
  );
}
