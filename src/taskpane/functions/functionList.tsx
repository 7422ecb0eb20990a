import { Input, makeStyles, mergeClasses, tokens, typographyStyles } from "@fluentui/react-components";
import { useLayoutEffect, useRef } from "react";
import type { Definition } from "../../functions/define";
import { walkThrough } from "../controls/listSearch";
import { useLayoutStyles } from "../layout";
import { found, sections } from "./search";

const useStyles = makeStyles({
  search: {
    display: "flex",
    flexDirection: "column",
    flexShrink: 0,
    gap: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalS}`,
  },
  results: { paddingTop: 0 },
  group: {
    ...typographyStyles.caption1Strong,
    margin: `${tokens.spacingVerticalM} 0 ${tokens.spacingVerticalXS}`,
    color: tokens.colorNeutralForeground2,
  },
  item: {
    display: "block",
    boxSizing: "border-box",
    width: `calc(100% + 2 * ${tokens.spacingHorizontalM})`,
    margin: `0 calc(-1 * ${tokens.spacingHorizontalM})`,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    border: "none",
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    backgroundColor: "transparent",
    color: tokens.colorNeutralForeground1,
    textAlign: "start",
    cursor: "pointer",
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px" },
  },
  name: { ...typographyStyles.body1Strong, display: "block", overflowWrap: "anywhere" },
  summary: { ...typographyStyles.caption1, display: "block", color: tokens.colorNeutralForeground2 },
});

interface Props {
  readonly catalogue: readonly Definition[];
  readonly query: string;
  /** Name of the function that takes the keyboard when the list appears. */
  readonly focused: string | undefined;
  readonly onQuery: (query: string) => void;
  readonly onChoose: (definition: Definition) => void;
}

/** The search box, and the functions that it finds by group. */
export function FunctionList({ catalogue, query, focused, onQuery, onChoose }: Props) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const root = useRef<HTMLDivElement>(null);
  const hits = found(catalogue, query);
  useLayoutEffect(() => {
    if (focused !== undefined) root.current?.querySelector<HTMLElement>(`[data-name="${focused}"]`)?.focus();
  }, [focused]);
  return (
    <div ref={root} className={layout.column} onKeyDown={walkThrough("input, [data-name]")}>
      <div className={styles.search}>
        <Input
          type="search"
          aria-label="Search functions"
          placeholder="Search: hashprice, halving, npv …"
          value={query}
          onChange={(_event, { value }) => onQuery(value)}
        />
        <p className={layout.soft} role="status">
          {hits.length === 0
            ? "No function matches all of these words: try fewer or other words."
            : `${hits.length} of ${catalogue.length} functions`}
        </p>
      </div>
      <div
        className={mergeClasses(layout.scroll, styles.results)}
        role="region"
        aria-label="Functions"
        tabIndex={-1}
      >
        {sections(hits).map(({ group, definitions }) => (
          <section key={group}>
            <h2 className={styles.group}>{group}</h2>
            <ul className={layout.plainList}>
              {definitions.map((definition) => (
                <li key={definition.name}>
                  <button
                    type="button"
                    className={styles.item}
                    data-name={definition.name}
                    onClick={() => onChoose(definition)}
                  >
                    <span className={styles.name}>{definition.name}</span>
                    <span className={styles.summary}>{definition.summary}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}
