import { makeStyles, mergeClasses, tokens, typographyStyles } from "@fluentui/react-components";
import { useId, useState, type ReactNode } from "react";

const useStyles = makeStyles({
  title: { ...typographyStyles.body1Strong, margin: 0 },
  button: {
    display: "flex",
    alignItems: "baseline",
    gap: tokens.spacingHorizontalS,
    boxSizing: "border-box",
    width: "100%",
    padding: `${tokens.spacingVerticalS} 0`,
    border: "none",
    backgroundColor: "transparent",
    color: tokens.colorNeutralForeground1,
    font: "inherit",
    textAlign: "start",
    cursor: "pointer",
    ":hover": { color: tokens.colorNeutralForeground1Hover, textDecorationLine: "underline" },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px" },
  },
  mark: { display: "inline-block", flexShrink: 0, width: "10px", color: tokens.colorNeutralForeground3 },
  open: { transform: "rotate(90deg)" },
});

interface Props {
  readonly title: string;
  /** Rendered only while it is unfolded. */
  readonly children: ReactNode;
}

/** A part of a view that is folded away until it is asked for. */
export function Fold({ title, children }: Props) {
  const styles = useStyles();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  return (
    <section>
      <h2 className={styles.title}>
        <button
          type="button"
          className={styles.button}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          <span className={mergeClasses(styles.mark, isOpen && styles.open)} aria-hidden="true">
            ›
          </span>
          {title}
        </button>
      </h2>
      <div id={id} hidden={!isOpen}>
        {isOpen ? children : null}
      </div>
    </section>
  );
}
