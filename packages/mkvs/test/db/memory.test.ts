import {openMemoryNodeDb} from "../../src/db/index.ts";
import {namespace} from "./fixtures.ts";
import {describeNodeDb} from "./nodeDbConformance.ts";

describeNodeDb({
  name: "memory",
  open: (options) => openMemoryNodeDb({namespace, ...options}),
  close: async () => {},
});
