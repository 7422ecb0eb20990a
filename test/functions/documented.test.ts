import { catalogue } from "../../src/functions/catalogue";
import { documented } from "../../src/functions/documented";
import { help } from "../../src/functions/help";

test("the documented functions are those of the catalogue, field by field", () => {
  expect(documented).toEqual(catalogue.map((definition) => ({ remarks: [], ...definition })));
});

// The build writes it so into the pane's script.
test("nothing of the help is lost in JSON", () => {
  expect(JSON.parse(JSON.stringify(help))).toEqual(help);
});
