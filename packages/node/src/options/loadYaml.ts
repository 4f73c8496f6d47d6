import {createRequire} from "node:module";

type Yaml = typeof import("yaml");

/** The YAML library, loaded when the first file is read: most commands have none, and loading takes tens of milliseconds. */
export function loadYaml(): Yaml {
  const load: (name: "yaml") => Yaml = createRequire(import.meta.url);
  return load("yaml");
}
