import {join} from "node:path";
import {type FileIdentity, loadIdentity} from "@oasis-node/node/identity";
import {toMilliseconds} from "@oasis-node/primitives/clock";
import {prepareContext, publicKeyFromText, signingContexts} from "@oasis-node/primitives/signature";
import {MultiSignedNode} from "@oasis-node/state-transition/node";
import {writeJsonFile} from "../files/index.ts";
import {type CommandContext, type CommandRun, orFail} from "../framework/index.ts";
import {signerFactory} from "../signing/index.ts";
import {nodeDescriptor} from "./nodeDescriptor.ts";
import {nodeFailure} from "./nodeFailure.ts";
import type {nodeInitOptions} from "./options.ts";

/** Registration of a node for a genesis document, in the node's directory (cli-config-grpc §2.1). */
const nodeGenesisFile = "node_genesis.json";

/** `registry node init`: the identity is written before the other flags are looked at, as in the reference. */
export const nodeInit: CommandRun<typeof nodeInitOptions> = async (context) => {
  const {options, common, environment} = context;
  const id = options["node.entity_id"];
  if (id === "") throw nodeFailure("missing --node.entity_id command-line argument");
  const entityId = await orFail(
    () => publicKeyFromText(id),
    (err) => nodeFailure("malformed entity ID", {err}),
  );
  const directory = common.datadir === "" ? environment.cwd : common.datadir;
  const identity = await loadOrMake(context, directory);
  const descriptor = nodeDescriptor(options, entityId, identity);
  const signers = [
    identity.nodeSigner,
    identity.p2pSigner,
    identity.consensusSigner,
    identity.tlsKeys().current,
  ];
  const signed = await orFail(
    () => MultiSignedNode.sign(signers, prepareContext(signingContexts.registerNode), descriptor),
    (err) => nodeFailure("failed to sign node genesis registration", {err}),
  );
  await orFail(
    () => writeJsonFile(join(directory, nodeGenesisFile), MultiSignedNode.envelope, signed, environment),
    (err) => nodeFailure("failed to write signed node genesis registration", {err}),
  );
};

async function loadOrMake(
  {options, environment}: CommandContext<typeof nodeInitOptions>,
  directory: string,
): Promise<FileIdentity> {
  const signers = await orFail(
    () => signerFactory(options, {directory, cwd: environment.cwd}, ["node", "p2p", "consensus"]),
    (err) => nodeFailure("failed to initialize signer backend", {err}),
  );
  const {clock, entropy} = environment;
  return orFail(
    () =>
      loadIdentity({
        directory,
        random: entropy,
        now: () => toMilliseconds(clock.now()),
        generate: true,
        persistTls: false,
        signers,
      }),
    (err) => nodeFailure("failed to load or generate node identity", {err}),
  );
}
