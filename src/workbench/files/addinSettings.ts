import { RELATIONSHIPS } from "./canonicalXml";
import { FileMistake } from "./limits";
import type { Package } from "./package";
import { appended, DECLARATION, escaped, PACKAGE_RELATIONS } from "./xml";
import { elements, type XmlElement } from "./xmlTree";

/**
 * Where Excel keeps the settings that an add-in gives to a workbook: in a part for each add-in, as properties whose
 * values are JSON. [MS-OWEXML], sections 2.1 and 2.2.
 */

/** The `Id` of manifest.xml: Excel gives the settings to the add-in that has it. */
export const ADDIN_ID = "212f8551-72f7-4e46-89af-21378bfe749b";

export type AddinSettings = Map<string, unknown>;

const EXTENSION = "xl/webextensions/webextension1.xml";
const PANES = "xl/webextensions/taskpanes.xml";
const PANES_RELATIONS = "xl/webextensions/_rels/taskpanes.xml.rels";
const EXTENSION_TYPE = "application/vnd.ms-office.webextension+xml";
const PANES_TYPE = "application/vnd.ms-office.webextensiontaskpanes+xml";

const NAMESPACES = "http://schemas.microsoft.com/office/webextensions";
const OFFICE_RELATIONS = "http://schemas.microsoft.com/office/2011/relationships";

/** A workbook's parts with the settings in them. */
export function withSettings(
  parts: Readonly<Record<string, string>>,
  settings: ReadonlyMap<string, unknown>,
): Record<string, string> {
  if (settings.size === 0) return { ...parts };
  return {
    ...parts,
    "[Content_Types].xml": appended(parts["[Content_Types].xml"] ?? "", "Types", contentTypes),
    "_rels/.rels": appended(parts["_rels/.rels"] ?? "", "Relationships", panesRelation),
    [PANES]: panesXml,
    [PANES_RELATIONS]: panesRelationsXml,
    [EXTENSION]: extensionXml(settings),
  };
}

const contentTypes =
  `<Override PartName="/${EXTENSION}" ContentType="${EXTENSION_TYPE}"/>` +
  `<Override PartName="/${PANES}" ContentType="${PANES_TYPE}"/>`;

const panesRelation = `<Relationship Id="rIdTaskPanes" Type="${OFFICE_RELATIONS}/webextensiontaskpanes" Target="${PANES}"/>`;

const panesRelationsXml =
  `${DECLARATION}<Relationships xmlns="${PACKAGE_RELATIONS}">` +
  `<Relationship Id="rId1" Type="${OFFICE_RELATIONS}/webextension" Target="webextension1.xml"/></Relationships>`;

/** The pane is not opened with the file: users without the add-in are not asked to install it. */
const panesXml =
  `${DECLARATION}<wetp:taskpanes xmlns:wetp="${NAMESPACES}/taskpanes/2010/11">` +
  `<wetp:taskpane dockstate="right" visibility="0" width="350" row="1">` +
  `<wetp:webextensionref xmlns:r="${RELATIONSHIPS}" r:id="rId1"/></wetp:taskpane></wetp:taskpanes>`;

/** The reference to a sideloaded add-in; Excel itself finds the version that is installed. */
function extensionXml(settings: ReadonlyMap<string, unknown>): string {
  const properties = [...settings].map(
    ([key, value]) => `<we:property name="${escaped(key)}" value="${escaped(jsonOf(value))}"/>`,
  );
  return (
    `${DECLARATION}<we:webextension xmlns:we="${NAMESPACES}/webextension/2010/11" id="{${ADDIN_ID}}">` +
    `<we:reference id="${ADDIN_ID}" version="1.5.0.0" store="developer" storeType="Registry"/>` +
    `<we:alternateReferences/><we:properties>${properties.join("")}</we:properties>` +
    `<we:bindings/><we:snapshot xmlns:r="${RELATIONSHIPS}"/></we:webextension>`
  );
}

/** JSON has no word for undefined; the type of `stringify` does not say so. */
const jsonOf = (value: unknown) => (value === undefined ? "null" : JSON.stringify(value));

export interface SettingsRead {
  readonly settings: AddinSettings;
  /** What could not be read, as sentences. */
  readonly warnings: readonly string[];
}

/** The add-in's settings in a workbook. Excel may keep several parts of one add-in: the first with any counts. */
export function settingsIn(source: Package): SettingsRead {
  const warnings: string[] = [];
  const readable = <T>(read: () => T, otherwise: T): T => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof FileMistake)) throw error;
      warnings.push("Some add-in data in this workbook is damaged and was left out.");
      return otherwise;
    }
  };
  for (const path of readable(() => extensionPaths(source), [])) {
    const settings = readable(() => settingsOf(source.xml(path)), new Map<string, unknown>());
    if (settings.size > 0) return { settings, warnings };
  }
  return { settings: new Map(), warnings };
}

const leadingTo = (source: Package, from: string, kind: string) =>
  source
    .relations(from)
    .filter((relation) => relation.kind === kind)
    .map(({ target }) => target);

const extensionPaths = (source: Package): string[] =>
  leadingTo(source, "", "webextensiontaskpanes").flatMap((panes) => leadingTo(source, panes, "webextension"));

/** The settings of a part; empty when it is another add-in's. */
function settingsOf(extension: XmlElement): AddinSettings {
  const isOurs = elements(extension, "reference").some(
    (reference) => reference.attribute("id")?.toLowerCase() === ADDIN_ID,
  );
  const properties = isOurs ? elements(extension, "property") : [];
  return new Map(
    properties.map((property) => [
      property.attribute("name") ?? "",
      settingValue(property.attribute("value") ?? ""),
    ]),
  );
}

/** Anything that is not JSON stays unchanged: a reader of the setting will not take it for missing. */
function settingValue(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
