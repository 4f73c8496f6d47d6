import {hashed, keyBytes, keyFormat, keyNamespace, keyPublicKey} from "@oasis-node/primitives/keyFormat";

const entity = hashed(keyPublicKey);
const node = hashed(keyPublicKey);
const runtime = hashed(keyNamespace);

/** State keys of the registry (consensus-core §5.1). */
export const registryKeys = {
  /** Signed entity. */
  entity: keyFormat(0x10, entity),
  /** Node signed by several keys. */
  node: keyFormat(0x11, node),
  /** Empty value. */
  nodeByEntity: keyFormat(0x12, entity, node),
  /** Active runtime. */
  runtime: keyFormat(0x13, runtime),
  /** By the 20 bytes that the engine knows: public key of the node, raw. */
  nodeByConsensusAddress: keyFormat(0x14, keyBytes),
  nodeStatus: keyFormat(0x15, node),
  parameters: keyFormat(0x16),
  /** By consensus, P2P or TLS key: public key of the node, raw. */
  nodeBySubkey: keyFormat(0x17, hashed(keyPublicKey)),
  suspendedRuntime: keyFormat(0x18, runtime),
  /** Empty value. Never removed. */
  runtimeByEntity: keyFormat(0x19, entity, runtime),
  /** Public key of the node, raw. */
  nodeByBeaconPoint: keyFormat(0x1a, hashed(keyBytes)),
} as const;
