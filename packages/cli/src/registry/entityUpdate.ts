import {parseJsonFile, readFileAt} from "@oasis-node/node/files";
import {documentChecks} from "@oasis-node/node/genesis";
import {BytesMap, equal, toBase64} from "@oasis-node/primitives/bytes";
import {fromJson} from "@oasis-node/primitives/cbor";
import {
  type PublicKey,
  prepareContext,
  publicKeyFromText,
  signingContexts,
} from "@oasis-node/primitives/signature";
import type {Entity} from "@oasis-node/state-transition/entity";
import {MultiSignedNode} from "@oasis-node/state-transition/node";
import {type CommandContext, type CommandRun, orFail} from "../framework/index.ts";
import {entityDirectory, entitySigner, gatesOf, saveEntity} from "../signing/index.ts";
import {entityFailure, writeEntityGenesis} from "./entityGenesis.ts";
import type {entityUpdateOptions} from "./options.ts";

type Context = CommandContext<typeof entityUpdateOptions>;

/** `registry entity update`: the nodes given replace those that were there. */
export const entityUpdate: CommandRun<typeof entityUpdateOptions> = async (context) => {
  const {options, environment} = context;
  const {entity: before, signer} = await orFail(
    () => entitySigner(context),
    (err) => entityFailure("failed to load entity", {err}),
  );
  try {
    const nodes = await nodesOf(context, before);
    const entity = {...before, nodes: nodes.length === 0 ? null : nodes};
    const directory = entityDirectory(options, environment.cwd);
    await orFail(
      () => saveEntity(directory, entity, environment),
      (err) => entityFailure("failed to persist entity descriptor", {err}),
    );
    await writeEntityGenesis(directory, entity, signer, environment);
    context.logger.module("cmd/registry/entity").info("updated entity", {entity: toBase64(entity.id)});
  } finally {
    signer.reset();
  }
};

/** The nodes of the options, each once, in their order (the reference's is random). */
async function nodesOf(context: Context, entity: Entity): Promise<PublicKey[]> {
  const {options} = context;
  const nodes = new BytesMap<PublicKey, true>();
  for (const id of options["entity.node.id"]) {
    const key = await orFail(
      () => publicKeyFromText(id),
      (err) => entityFailure("failed to parse node ID", {err, node_id: id}),
    );
    nodes.set(key, true);
  }
  for (const path of options["entity.node.descriptor"])
    nodes.set(await nodeOfDescriptor(context, entity, path), true);
  return [...nodes.keys()];
}

async function nodeOfDescriptor(context: Context, entity: Entity, path: string): Promise<PublicKey> {
  const bytes = await orFail(
    () => readFileAt(path, context.environment),
    (err) => entityFailure("failed to read node descriptor", {err, path}),
  );
  const signed = await orFail(
    () => fromJson(MultiSignedNode.envelope, parseJsonFile(bytes)),
    (err) => entityFailure("failed to parse signed node descriptor", {err}),
  );
  const [first] = signed.signatures ?? [];
  if (first === undefined) throw entityFailure("node genesis descriptor is missing signatures");
  const {verifier} = documentChecks(gatesOf(context.common));
  const node = await orFail(
    () => MultiSignedNode.open(verifier, prepareContext(signingContexts.registerNode), signed),
    (err) => entityFailure("failed to validate signed node descriptor", {err}),
  );
  if (!equal(node.entityId, entity.id)) {
    const ids = {entity_id: toBase64(entity.id), node_entity_id: toBase64(node.entityId)};
    throw entityFailure("entity ID mismatch, node does not belong to this entity", ids);
  }
  if (!equal(first.publicKey, node.id)) {
    const signer = toBase64(first.publicKey);
    throw entityFailure("node genesis descriptor is not self signed", {signer});
  }
  return node.id;
}
