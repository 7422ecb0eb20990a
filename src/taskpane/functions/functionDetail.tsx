import {
  Button,
  Field,
  Link,
  makeStyles,
  mergeClasses,
  Textarea,
  tokens,
  typographyStyles,
} from "@fluentui/react-components";
import { useLayoutEffect, useRef, useState } from "react";
import type { Definition } from "../../functions/define";
import { signature } from "../../functions/generate/signature";
import { isVector } from "../../functions/parameters";
import { labelOf } from "../../functions/records";
import { addressOf, type Place } from "../../workbook/workbook";
import { ArgumentTable } from "./argumentTable";
import { BlankCount } from "./blankCount";
import { ExampleItem } from "./exampleItem";
import { firstFormula } from "./firstFormula";
import type { Host } from "../host";
import { NativeForm } from "./nativeForm";
import { InsertBar } from "../inserting/insertBar";
import { insertFormula } from "../inserting/insertFormula";
import { useLayoutStyles } from "../layout";

const useStyles = makeStyles({
  back: { alignSelf: "flex-start", marginLeft: `calc(-1 * ${tokens.spacingHorizontalM})` },
  name: {
    ...typographyStyles.subtitle1,
    margin: `${tokens.spacingVerticalXS} 0`,
    overflowWrap: "anywhere",
    ":focus": { outline: "none" },
  },
  summary: { marginBottom: tokens.spacingVerticalM },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
  editor: { "& textarea": { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 } },
  link: { display: "inline-block", marginTop: tokens.spacingVerticalL },
});

interface Props {
  readonly definition: Definition;
  readonly host: Host;
  readonly selected: Place | undefined;
  readonly onBack: () => void;
}

/** One function: what it takes and gives, examples, and its formula on the way into a cell. */
export function FunctionDetail({ definition, host, selected, onBack }: Props) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const [formula, setFormula] = useState(() => firstFormula(definition));
  const title = useRef<HTMLHeadingElement>(null);
  const editor = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => title.current?.focus(), []);
  const takesVectors = Object.values(definition.parameters).some(isVector);
  const isFormula = formula.trim().startsWith("=");
  const use = (example: string) => {
    setFormula(example);
    editor.current?.focus();
  };
  return (
    <>
      <div className={layout.scroll} role="region" aria-label={definition.name} tabIndex={0}>
        <Button appearance="transparent" size="small" className={styles.back} onClick={onBack}>
          <span aria-hidden="true">‹&nbsp;</span>All functions
        </Button>
        <h2 ref={title} tabIndex={-1} className={styles.name}>
          {definition.name}
        </h2>
        <p className={mergeClasses(layout.text, styles.summary)}>{definition.summary}.</p>
        <p className={layout.code}>=MINING.{signature(definition)}</p>
        <h3 className={layout.heading}>What it returns</h3>
        <Result definition={definition} />
        <h3 className={layout.heading}>Arguments</h3>
        <ArgumentTable definition={definition} />
        <h3 className={layout.heading}>Examples</h3>
        <ul className={layout.plainList}>
          {definition.examples.map((example) => (
            <ExampleItem key={example.formula} example={example} onUse={use} />
          ))}
        </ul>
        <h3 className={layout.heading}>In Excel’s own functions</h3>
        <NativeForm name={definition.name} />
        <h3 className={layout.heading}>Sources</h3>
        <ul className={styles.list}>
          {definition.sources.map((source) => (
            <li key={source} className={layout.text}>
              {source}
            </li>
          ))}
        </ul>
        <Link className={styles.link} href={`help/${definition.name}.html`} target="_blank" rel="noopener">
          Help page of {definition.name}: formula, conventions, errors
        </Link>
      </div>
      <InsertBar
        host={host}
        selected={selected}
        label="Insert the formula"
        write={(workbook, target) => insertFormula(workbook, formula.trim(), target)}
        confirmation={({ place }) => [`Formula written to ${addressOf(place)}.`]}
        isReady={isFormula}
      >
        <Field
          label="Formula"
          hint={hintOf(definition)}
          validationState={isFormula ? "none" : "error"}
          validationMessage={isFormula ? undefined : "Begin the formula with ="}
        >
          <Textarea
            ref={editor}
            className={styles.editor}
            resize="vertical"
            rows={2}
            spellCheck={false}
            value={formula}
            onChange={(_event, { value }) => setFormula(value)}
          />
        </Field>
        {takesVectors && <BlankCount host={host} selected={selected} />}
      </InsertBar>
    </>
  );
}

function hintOf({ parameters, examples }: Definition): string | undefined {
  if (examples[0]?.cells !== undefined) return "Replace the example's range with your own cells.";
  const isFree = Object.values(parameters).every(({ optional }) => optional);
  return isFree ? undefined : "Replace the example's values with your own values or cells.";
}

function Result({ definition: { returns } }: { definition: Definition }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  if (returns.shape === "scalar") return <p className={layout.text}>One value: {returns.unit}.</p>;
  const isRecord = returns.shape === "record";
  const lines = isRecord ? Object.values(returns.rows).map(labelOf) : returns.columns;
  const details = isRecord ? returns.detail?.columns : undefined;
  return (
    <>
      <p className={layout.text}>
        {isRecord ? "Labels and values; output picks one of them:" : "A table with the columns:"}
      </p>
      <ul className={styles.list}>
        {lines.map((line) => (
          <li key={line} className={layout.text}>
            {line}
          </li>
        ))}
      </ul>
      {details !== undefined && (
        <p className={layout.text}>With detail TRUE, a table instead: {details.join("; ")}.</p>
      )}
    </>
  );
}
