import {toMilliseconds} from "@oasis-node/primitives/clock";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {connect} from "@oasis-node/rpc/client";
import {storageService} from "@oasis-node/rpc/services";
import {ipToText, type Node} from "@oasis-node/state-transition/node";
import {RegisteredNodes, type StorageConnection} from "@oasis-node/worker/storageClient";
import type {ParatimeSurroundings} from "./surroundings.ts";

const commonName = "oasis-node";

/** The storage nodes of a ParaTime but this one, reached with the keys that they have registered. */
export function remoteStorageNodes(
  runtimeId: Namespace,
  {chain, identity, clock, random, logger}: ParatimeSurroundings,
): RegisteredNodes {
  const now = (): number => toMilliseconds(clock.now());
  return new RegisteredNodes({
    registry: chain.apis.registry,
    runtimeId,
    ownKey: identity.nodeSigner.publicKey,
    connect: (node) => connectTo(node, () => identity.tlsCredentials(), now),
    clock,
    random,
    logger,
  });
}

/** By the first of a node's addresses: it has the same under its current and its next key. */
function connectTo(
  {tls}: Node,
  credentials: () => ReturnType<ParatimeSurroundings["identity"]["tlsCredentials"]>,
  now: () => number,
): StorageConnection {
  const [first] = tls.addresses ?? [];
  // A descriptor without addresses leads nowhere, which a call will tell.
  const host = ipToText(first?.address.ip ?? new Uint8Array(4)) ?? "0.0.0.0";
  const address = `${host.includes(":") ? `[${host}]` : host}:${first?.address.port ?? 1n}`;
  const keys = () => [tls.pubKey, tls.nextPubKey];
  const client = connect(address, {tls: {keys, commonName, credentials, now}});
  return {api: client.api(storageService), close: () => client.close()};
}
