import {command, entitySignerOptions, group} from "../framework/index.ts";

/** `signer` and its command. */
export const signerCommands = group({
  name: "signer",
  short: "work with the keys of entities",
  commands: [
    command({
      name: "export",
      short: "write a descriptor without nodes for the key that is there",
      options: entitySignerOptions,
      load: async () => (await import("./signerExport.ts")).signerExport,
    }),
  ],
});
