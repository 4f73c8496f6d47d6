import {join} from "node:path";
import {engineAddress, upperHex} from "@oasis-node/consensus/tendermint";
import {readFileAt} from "@oasis-node/node/files";
import {identityFiles} from "@oasis-node/node/identity";
import {stringifyJson} from "@oasis-node/primitives/json";
import {type PublicKey, publicKeyFromPem} from "@oasis-node/primitives/signature";
import {type CommandContext, type CommandRun, failuresOf, orFail} from "../framework/index.ts";
import type {addressOptions} from "./options.ts";

const failed = failuresOf("cmd/identity/tendermint");
/** Bytes of an address that make its fingerprint. */
const fingerprintSize = 6;

/** `identity tendermint show-node-address`. */
export const showNodeAddress: CommandRun<typeof addressOptions> = (context) =>
  show(context, identityFiles.p2pPublicKey, "Node's tendermint address");

/** `identity tendermint show-consensus-address`. */
export const showConsensusAddress: CommandRun<typeof addressOptions> = (context) =>
  show(context, identityFiles.consensusPublicKey, "Consensus' (validator's) tendermint address");

async function show(
  context: CommandContext<typeof addressOptions>,
  keyFile: string,
  title: string,
): Promise<void> {
  const {options, environment} = context;
  const address = engineAddress(await readPublicKey(context, keyFile));
  const text = upperHex(address);
  const fingerprint = upperHex(address.subarray(0, fingerprintSize));
  if (options.json) environment.stdout.write(`${stringifyJson({address: text, fingerprint})}\n`);
  else if (options.verbose) environment.stdout.write(`${title}: ${text} (fingerprint: ${fingerprint})\n`);
  else environment.stdout.write(`${text}\n`);
}

/** Without a data directory the file is looked for in the working directory. */
async function readPublicKey(
  {common, environment}: CommandContext<typeof addressOptions>,
  keyFile: string,
): Promise<PublicKey> {
  return orFail(
    async () => {
      const bytes = await readFileAt(join(common.datadir, keyFile), environment);
      return publicKeyFromPem(new TextDecoder().decode(bytes));
    },
    (err) => failed("failed to open node's public key", {err, key_file: keyFile}),
  );
}
