import {
  Badge,
  Link,
  makeStyles,
  mergeClasses,
  MessageBar,
  MessageBarBody,
  tokens,
  typographyStyles,
} from "@fluentui/react-components";
import { Fragment, useEffect, type ReactNode } from "react";
import {
  isError,
  isMany,
  isRange,
  type Argument,
  type Assumption,
  type Call,
  type CellName,
  type Explanation,
  type Finding,
  type ModelFacts,
  type NativeResult,
  type Precedent,
  type PrecedentRange,
  type Step,
  type Value,
} from "../../workfile/explain/explanation";
import {
  agreementText,
  docText,
  kindText,
  labelText,
  measuredText,
  nativeText,
  originText,
  rangeText,
  sizeText,
} from "../../workfile/explain/words";
import { numberText } from "../../workfile/wording";
import { Fold } from "../controls/fold";
import { useLayoutStyles } from "../layout";

const useStyles = makeStyles({
  label: { ...typographyStyles.body1Strong, margin: 0, overflowWrap: "anywhere" },
  formula: { margin: `${tokens.spacingVerticalS} 0` },
  value: { ...typographyStyles.subtitle1, margin: 0, overflowWrap: "anywhere" },
  findings: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalXS,
    marginTop: tokens.spacingVerticalM,
  },
  body: { whiteSpace: "normal", overflowWrap: "anywhere", paddingBlock: tokens.spacingVerticalXS },
  sentence: { margin: 0 },
  list: { margin: 0, padding: 0, listStyleType: "none" },
  item: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) auto",
    columnGap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  wide: { gridColumn: "1 / -1" },
  end: { textAlign: "end", maxWidth: "180px", overflowWrap: "anywhere", fontVariantNumeric: "tabular-nums" },
  strong: { fontWeight: tokens.fontWeightSemibold },
  odd: { color: tokens.colorStatusWarningForeground1, fontWeight: tokens.fontWeightSemibold },
  link: { ...typographyStyles.body1, textAlign: "start", overflowWrap: "anywhere" },
  small: { ...typographyStyles.caption1, textAlign: "start", overflowWrap: "anywhere" },
  steps: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
  step: { padding: `${tokens.spacingVerticalXS} 0` },
  form: { maxHeight: "50vh", overflowY: "auto" },
  block: { display: "block", marginTop: tokens.spacingVerticalXXS },
  result: { margin: `${tokens.spacingVerticalS} 0` },
  badges: { marginInlineStart: tokens.spacingHorizontalXS },
});

type Follow = (cell: CellName) => void;

interface Props {
  readonly explanation: Explanation;
  readonly onFollow: Follow;
  /** Computes the functions in Excel's own functions too. */
  readonly onNeeded: () => void;
}

/** What is said of a cell: first what to look at, then the functions, the steps and the cells that it refers to. */
export function ExplanationText({ explanation, onFollow, onNeeded }: Props) {
  const { findings, calls, steps, moreSteps, precedents, usedBy } = explanation;
  return (
    <>
      <Head explanation={explanation} onFollow={onFollow} />
      <Findings findings={findings} onFollow={onFollow} />
      {calls.map((call, index) => (
        // Calls may be alike; their order never changes.
        <CallText
          key={`${index} ${call.text}`}
          call={call}
          isAll={`=${call.text}` === explanation.formula}
          onFollow={onFollow}
          onNeeded={onNeeded}
        />
      ))}
      {steps.length < 2 ? null : <Steps steps={steps} more={moreSteps} />}
      {precedents.length === 0 ? null : (
        <Section title="Cells that it refers to">
          <Precedents precedents={precedents} onFollow={onFollow} />
        </Section>
      )}
      <Users usedBy={usedBy} onFollow={onFollow} />
    </>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const layout = useLayoutStyles();
  return (
    <section aria-label={title}>
      <h3 className={layout.heading}>{title}</h3>
      {children}
    </section>
  );
}

function CellLink({
  cell,
  onFollow,
  small = false,
  children,
}: {
  readonly cell: CellName;
  readonly onFollow: Follow;
  readonly small?: boolean;
  readonly children?: ReactNode;
}) {
  const styles = useStyles();
  return (
    <Link as="button" inline className={small ? styles.small : styles.link} onClick={() => onFollow(cell)}>
      {children ?? cell.at}
    </Link>
  );
}

function Head({ explanation, onFollow }: Omit<Props, "onNeeded">) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const { label, formula, filledBy, fills, saved, value, unit, kind, isHidden, agrees } = explanation;
  return (
    <>
      {label === undefined ? null : <p className={styles.label}>{labelText(label)}</p>}
      {isHidden ? <p className={layout.soft}>Its sheet is hidden.</p> : null}
      {formula === undefined ? null : <p className={mergeClasses(layout.code, styles.formula)}>{formula}</p>}
      {filledBy === undefined ? null : (
        <p className={layout.text}>
          The formula is in <CellLink cell={filledBy} onFollow={onFollow} />, and fills this cell too.
        </p>
      )}
      <p className={styles.value}>
        {measuredText(value !== undefined && agrees === true ? value : saved, unit)}
      </p>
      <p className={layout.soft}>
        {formula !== undefined
          ? agreementText(explanation)
          : kind === "blank"
            ? "It is blank and has no formula."
            : "It is typed in and has no formula."}
      </p>
      {fills === undefined ? null : <p className={layout.soft}>{`Its result fills ${fills.cell}.`}</p>}
    </>
  );
}

function Findings({
  findings,
  onFollow,
}: {
  readonly findings: readonly Finding[];
  readonly onFollow: Follow;
}) {
  const styles = useStyles();
  if (findings.length === 0) return null;
  return (
    <section aria-label="What to look at" className={styles.findings}>
      {findings.map(({ kind, text, cell }) => (
        <MessageBar key={text} intent={kind === "error" ? "error" : "warning"} layout="multiline">
          <MessageBarBody className={styles.body}>
            <p className={styles.sentence}>
              {text}{" "}
              {cell === undefined ? null : (
                <CellLink cell={cell} onFollow={onFollow}>
                  Go to {cell.at}
                </CellLink>
              )}
            </p>
          </MessageBarBody>
        </MessageBar>
      ))}
    </section>
  );
}

interface CallProps extends Pick<Props, "onNeeded"> {
  readonly call: Call;
  /** Whether it is the whole formula, whose result is said above. */
  readonly isAll: boolean;
  readonly onFollow: Follow;
}

function CallText({ call, isAll, onFollow, onNeeded }: CallProps) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const { name, summary, unit, sources, model, native, value } = call;
  return (
    <Section title={`MINING.${name}`}>
      <p className={layout.text}>{`${summary}.`}</p>
      {isAll ? null : (
        <p className={layout.soft}>
          {value === undefined
            ? "The formula did not need it, or could not calculate it."
            : `Result: ${measuredText(value, unit)}`}
        </p>
      )}
      <ul className={styles.list} aria-label={`Arguments of ${name}`}>
        {call.arguments.map((argument) => (
          <ArgumentItem key={argument.name} argument={argument} onFollow={onFollow} />
        ))}
      </ul>
      {model === undefined ? null : <Model model={model} onFollow={onFollow} />}
      <Fold title="In Excel’s own functions">
        <Native native={native} onNeeded={onNeeded} />
      </Fold>
      <Fold title="Formula and sources">
        <p className={layout.text}>{call.formula}</p>
        {sources.map((source) => (
          <p key={source} className={layout.soft}>
            {source}
          </p>
        ))}
      </Fold>
    </Section>
  );
}

function ArgumentItem({ argument, onFollow }: { readonly argument: Argument; readonly onFollow: Follow }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const { name, unit, origin, value, rule } = argument;
  const cell = origin.kind === "cell" ? origin.cell : origin.kind === "range" ? origin.range : undefined;
  return (
    <li className={styles.item}>
      <code className={mergeClasses(layout.mono, styles.strong)}>{breakable(name)}</code>
      <span className={mergeClasses(styles.end, styles.strong)}>{shownValue(value, unit)}</span>
      <span className={mergeClasses(layout.soft, styles.wide)}>
        {cell === undefined ? null : (
          <>
            <CellLink cell={cell} onFollow={onFollow} small />
            {originText(argument) === "" ? "" : ", "}
          </>
        )}
        {originText(argument)}
      </span>
      <span className={mergeClasses(layout.soft, styles.wide)}>{`${docText(argument)}; ${rule}.`}</span>
    </li>
  );
}

/** A name that may go on in the next line after each of its words. */
const breakable = (name: string): ReactNode =>
  name.split("_").map((word, index) => (
    <Fragment key={index}>
      {index === 0 ? null : (
        <>
          _<wbr />
        </>
      )}
      {word}
    </Fragment>
  ));

function shownValue(value: Value | undefined, unit: string): string {
  if (value === undefined) return "none";
  return unit === "range" && isMany(value) ? sizeText(value) : measuredText(value, unit);
}

function Model({ model, onFollow }: { readonly model: ModelFacts; readonly onFollow: Follow }) {
  const layout = useLayoutStyles();
  const { assumptions, headings, refused } = model;
  if (refused !== undefined) return <p className={layout.text}>{`The model cannot be read: ${refused}.`}</p>;
  const stated = assumptions.filter(({ source, check }) => source !== "default" || check !== undefined);
  const others = assumptions.filter((assumption) => !stated.includes(assumption));
  return (
    <>
      <Fold title={`The model as it is read: ${stated.length} assumptions`}>
        <Assumptions assumptions={stated} onFollow={onFollow} />
      </Fold>
      {others.length === 0 ? null : (
        <Fold title={`Assumed by default: ${others.length}`}>
          <Assumptions assumptions={others} onFollow={onFollow} />
        </Fold>
      )}
      {headings.length === 0 ? null : (
        <p className={layout.soft}>{`Rows that were taken for headings: ${headings.join(", ")}.`}</p>
      )}
    </>
  );
}

function Assumptions({
  assumptions,
  onFollow,
}: {
  readonly assumptions: readonly Assumption[];
  readonly onFollow: Follow;
}) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {assumptions.map((assumption) => {
        const { name, cell, check, source } = assumption;
        return (
          <li key={name} className={styles.item}>
            <span>{name}</span>
            <span className={styles.end}>{assumptionText(assumption)}</span>
            {cell === undefined && source !== "override" ? null : (
              <span className={mergeClasses(layout.soft, styles.wide)}>
                {cell === undefined ? (
                  "replaced by an override"
                ) : (
                  <CellLink cell={cell} onFollow={onFollow} small />
                )}
              </span>
            )}
            {check === undefined ? null : (
              <span className={mergeClasses(styles.wide, styles.odd)}>{check}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function assumptionText({ value, series, unit }: Assumption): string {
  if (series !== undefined) return `${series.slice(0, 3).map(numberText).join(", ")}, … ${unit}`;
  if (value === "") return "none";
  return typeof value === "string" ? value : measuredText(value, unit);
}

/** It is computed when it is looked at, as it may take seconds. */
function Native({
  native,
  onNeeded,
}: { readonly native: NativeResult | undefined } & Pick<Props, "onNeeded">) {
  const isMissing = native === undefined;
  useEffect(() => {
    if (isMissing) onNeeded();
  }, [isMissing, onNeeded]);
  const layout = useLayoutStyles();
  const styles = useStyles();
  if (native === undefined) return <p className={layout.soft}>Calculating …</p>;
  const { call, name, formula } = native;
  return (
    <>
      {call === undefined ? null : <p className={layout.code}>{`=${call}`}</p>}
      <p className={mergeClasses(layout.text, styles.result)}>
        {native.value === undefined ? nativeText(native) : `Result: ${nativeText(native)}`}
      </p>
      {(native.differs ?? []).map((difference) => (
        <p key={difference} className={layout.text}>
          {difference}
        </p>
      ))}
      {formula === undefined ? null : (
        <pre
          className={mergeClasses(layout.code, styles.form)}
          tabIndex={0}
          role="region"
          aria-label={`Formula of ${name}`}
        >
          {`${name}\n${formula}`}
        </pre>
      )}
    </>
  );
}

function Steps({ steps, more }: { readonly steps: readonly Step[]; readonly more: number }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  return (
    <Section title="Step by step">
      <ol className={styles.steps}>
        {steps.map(({ name, text, filled, value, times }, index) => (
          <li key={`${index} ${text}`} className={styles.step}>
            {name === undefined ? null : <span className={styles.strong}>{`${name}: `}</span>}
            <code className={layout.mono}>{text}</code>
            {filled === undefined ? null : (
              <span className={mergeClasses(layout.soft, styles.block)}>{`= ${filled}`}</span>
            )}
            <span className={mergeClasses(styles.block, isError(value) ? styles.odd : styles.strong)}>
              {`= ${measuredText(value)}${times > 1 ? `, the first of ${numberText(times)} times` : ""}`}
            </span>
          </li>
        ))}
      </ol>
      {more === 0 ? null : <p className={layout.soft}>{`${numberText(more)} more steps are not listed.`}</p>}
    </Section>
  );
}

function Precedents({
  precedents,
  onFollow,
}: {
  readonly precedents: readonly (Precedent | PrecedentRange)[];
  readonly onFollow: Follow;
}) {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {precedents.map((precedent) =>
        isRange(precedent) ? (
          <RangeItem key={precedent.at} range={precedent} onFollow={onFollow} />
        ) : (
          <PrecedentItem key={precedent.at} precedent={precedent} onFollow={onFollow} />
        ),
      )}
    </ul>
  );
}

function PrecedentItem({
  precedent,
  onFollow,
}: {
  readonly precedent: Precedent;
  readonly onFollow: Follow;
}) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const { label, value, kind, formula } = precedent;
  return (
    <li className={styles.item}>
      <span>
        <CellLink cell={precedent} onFollow={onFollow} />
        {kind === "constant" ? (
          <Badge appearance="tint" color="informative" className={styles.badges}>
            typed in
          </Badge>
        ) : null}
      </span>
      <span className={styles.end}>{measuredText(value, label?.unit)}</span>
      {label === undefined ? null : (
        <span className={mergeClasses(layout.text, styles.wide)}>{labelText(label)}</span>
      )}
      {kind === "constant" ? null : (
        <span className={mergeClasses(layout.soft, styles.wide)}>{formula ?? kindText(precedent)}</span>
      )}
    </li>
  );
}

function RangeItem({ range, onFollow }: { readonly range: PrecedentRange; readonly onFollow: Follow }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const { cells, label } = range;
  return (
    <li className={styles.item}>
      <CellLink cell={range} onFollow={onFollow} />
      <span className={styles.end}>{sizeText(range)}</span>
      <span className={mergeClasses(layout.soft, styles.wide)}>
        {[label === undefined ? "" : labelText(label), rangeText(range)]
          .filter((text) => text !== "")
          .join(": ")}
      </span>
      {cells.length === 0 ? null : (
        <div className={styles.wide}>
          <Fold title={`The first ${cells.length} of its cells`}>
            <Precedents precedents={cells} onFollow={onFollow} />
          </Fold>
        </div>
      )}
    </li>
  );
}

function Users({
  usedBy: { count, first },
  onFollow,
}: {
  readonly usedBy: Explanation["usedBy"];
  readonly onFollow: Follow;
}) {
  const layout = useLayoutStyles();
  const more = count - first.length;
  return (
    <Section title="Formulas that refer to it">
      {count === 0 ? <p className={layout.text}>None.</p> : null}
      <p className={layout.text}>
        {first.map((cell, index) => (
          <span key={cell.at}>
            {index === 0 ? "" : ", "}
            <CellLink cell={cell} onFollow={onFollow} />
          </span>
        ))}
        {more > 0 ? ` and ${numberText(more)} more` : ""}
      </p>
    </Section>
  );
}
