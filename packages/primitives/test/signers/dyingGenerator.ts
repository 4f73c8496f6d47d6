import {open} from "node:fs/promises";
import {FileSignerFactory} from "@oasis-node/primitives/signers";

/**
 * Generates a key and is killed on the way, at the first call of a method of open files. Arguments: directory, method
 * (`chmod`, `writeFile` or `sync`).
 */
const [directory = "", method = ""] = process.argv.slice(2);

await using handle = await open("/dev/null");
Object.defineProperty(Object.getPrototypeOf(handle), method, {
  value: () => {
    process.kill(process.pid, "SIGKILL");
  },
});
await new FileSignerFactory(directory, ["node"]).generate("node", (length) => new Uint8Array(length));
