import {join} from "node:path";
import type {SignStateFile} from "@oasis-node/consensus/embedded";
import {readPrivateFile, replacePrivateFile} from "../dataDirectory/index.ts";

const fileName = "oasis_priv_validator.json";

/** Where validators of the reference keep what they signed last, in the directory of the chain (cli-config-grpc §2.1). */
export function signStateFile(directory: string): SignStateFile {
  const path = join(directory, fileName);
  return {
    read: async () => (await readPrivateFile(path))?.text ?? null,
    write: (text) => replacePrivateFile(path, text),
  };
}
