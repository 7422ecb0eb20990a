import {
  Button,
  Field,
  Link,
  makeStyles,
  mergeClasses,
  Select,
  Textarea,
  tokens,
} from "@fluentui/react-components";
import { useId, useState } from "react";
import { LARGEST_BODY } from "../../data/feed/request";
import { type Provider, providerFacts, providers, type Route } from "../../data/providers/provider";
import type { Desk } from "../desk/desk";
import { Fold } from "../controls/fold";
import { useCopy } from "../controls/useCopy";
import { useLayoutStyles } from "../layout";

const useStyles = makeStyles({
  parts: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalM,
    paddingBlock: tokens.spacingVerticalS,
  },
  line: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: tokens.spacingHorizontalM },
  file: { maxWidth: "100%", boxSizing: "border-box", font: "inherit", color: "inherit" },
  address: { marginBottom: tokens.spacingVerticalS, userSelect: "all" },
});

/** For machines that may not reach a source from Excel: takes an answer that the user has saved from a browser. */
export function ImportResponse({ desk }: { readonly desk: Desk }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const [picked, setPicked] = useState("");
  const route = desk.routes.find(({ id }) => id === picked) ?? desk.routes[0];
  if (route === undefined) return null;
  return (
    <Fold title="Import a saved response">
      <div className={styles.parts}>
        <p className={layout.text}>
          If Excel cannot reach a source but a browser can: open the address, save what it shows, and import
          it here. It is checked like an answer from the source.
        </p>
        <Field label="What it is">
          <Select value={route.id} onChange={(_event, { value }) => setPicked(value)}>
            {providers.map((provider) => (
              <Answers key={provider} provider={provider} routes={desk.routes} />
            ))}
          </Select>
        </Field>
        <Address key={`address ${route.id}`} address={desk.addressOf(route)} />
        <Given key={route.id} desk={desk} route={route} />
      </div>
    </Fold>
  );
}

/** What can be asked of a provider, whose name need not be in each line. */
function Answers({ provider, routes }: { provider: Provider; routes: readonly Route[] }) {
  const own = routes.filter((route) => route.provider === provider);
  const { label } = providerFacts[provider];
  if (own.length === 0) return null;
  return (
    <optgroup label={label}>
      {own.map((route) => (
        <option key={route.id} value={route.id}>
          {route.label.replace(` from ${label}`, "")}
        </option>
      ))}
    </optgroup>
  );
}

/** The address to open, as a link, as text, and on its way to the clipboard. */
function Address({ address }: { address: string }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const { shown, message, copy } = useCopy<HTMLParagraphElement>(address, "address");
  return (
    <div>
      <p ref={shown} className={mergeClasses(layout.code, styles.address)}>
        {address}
      </p>
      <div className={styles.line}>
        <Link href={address} target="_blank" rel="noopener noreferrer">
          Open the address in a browser
        </Link>
        <Button size="small" onClick={() => void copy()}>
          Copy
        </Button>
        <span className={layout.soft} role="status">
          {message}
        </span>
      </div>
    </div>
  );
}

/** A saved response: as a file, or pasted. */
function Given({ desk, route }: { desk: Desk; route: Route }) {
  const layout = useLayoutStyles();
  const styles = useStyles();
  const fileId = useId();
  const [pasted, setPasted] = useState({ text: "", at: 0 });
  const [unread, setUnread] = useState<string>();
  const takeFile = (file: File | undefined) => {
    if (file === undefined) return;
    if (file.size > LARGEST_BODY) {
      setUnread("The file is over 10 MB, larger than any response: choose the file that you saved.");
      return;
    }
    setUnread(undefined);
    file.text().then(
      (text) => void desk.importResponse(route, text, file.lastModified),
      () => setUnread("The file cannot be read: save the response again, or paste it below."),
    );
  };
  return (
    <>
      <div>
        <label htmlFor={fileId}>Saved file</label>
        <br />
        <input
          id={fileId}
          type="file"
          accept=".json,.txt,application/json,text/plain"
          className={styles.file}
          onChange={({ target }) => {
            takeFile(target.files?.[0]);
            // The same file can be given again after it was corrected.
            target.value = "";
          }}
        />
        {unread === undefined ? null : (
          <p className={layout.text} role="alert">
            {unread}
          </p>
        )}
      </div>
      <Field label="Or the text of the response">
        <Textarea
          rows={3}
          resize="vertical"
          spellCheck={false}
          value={pasted.text}
          onChange={(_event, { value }) => setPasted({ text: value, at: Date.now() })}
        />
      </Field>
      <div>
        <Button
          disabledFocusable={pasted.text.trim() === ""}
          onClick={() => void desk.importResponse(route, pasted.text, pasted.at)}
        >
          Import the text
        </Button>
      </div>
    </>
  );
}
