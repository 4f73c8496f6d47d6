export {ConsensusAddress, NodeAddress, TlsAddress} from "./address.ts";
export {Capabilities, CapabilityTee, teeHardware} from "./capabilities.ts";
export {consensusAddress} from "./consensusAddress.ts";
export {ipFromText, ipToText, ipv4Bytes} from "./ip.ts";
export {
  BeaconInfo,
  ConsensusInfo,
  MultiSignedNode,
  Node,
  NodeError,
  NodeRuntime,
  nodeVersion,
  P2pInfo,
  TlsInfo,
  validateNode,
} from "./node.ts";
export {
  hasReservedRoles,
  hasRoles,
  isSingleRole,
  nodeRoles,
  RolesMask,
  rolesFromText,
  rolesToText,
} from "./roles.ts";
export {isGlobalUnicast, isRoutable} from "./routable.ts";
