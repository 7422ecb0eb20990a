import { useRef, useState } from "react";
import type { Definition } from "../../functions/define";
import type { Place } from "../../workbook/workbook";
import { FunctionDetail } from "./functionDetail";
import { FunctionList } from "./functionList";
import type { Host } from "../host";

interface Props {
  readonly host: Host;
  readonly selected: Place | undefined;
  readonly catalogue: readonly Definition[];
}

/** The catalogue: searched and listed, or one function of it. */
export function FunctionsView({ host, selected, catalogue }: Props) {
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<Definition>();
  /** The function that was left last: the keyboard goes back to it. */
  const left = useRef<string>(undefined);
  if (chosen === undefined) {
    return (
      <FunctionList
        catalogue={catalogue}
        query={query}
        focused={left.current}
        onQuery={setQuery}
        onChoose={setChosen}
      />
    );
  }
  const goBack = () => {
    left.current = chosen.name;
    setChosen(undefined);
  };
  return (
    <FunctionDetail key={chosen.name} definition={chosen} host={host} selected={selected} onBack={goBack} />
  );
}
