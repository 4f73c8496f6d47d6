import {networkInterfaces} from "node:os";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {
  type ConsensusAddress,
  ipFromText,
  ipv4Bytes,
  type NodeAddress,
} from "@oasis-node/state-transition/node";
import type {OwnAddresses} from "@oasis-node/worker/registration";
import type {NodeConfig} from "../config/index.ts";

/** Where the node can be reached, by its configuration and the machine's interfaces (cli-config-grpc §1.2). */
export function ownAddresses({consensus, workers}: NodeConfig, p2pKey: PublicKey): OwnAddresses {
  return {
    consensus: async () => consensusAddresses(consensus, p2pKey),
    client: async () => {
      const {addresses, port} = workers.client;
      return addresses.length > 0 ? addresses : interfaceAddresses(port);
    },
    p2p: async () => workers.p2p.addresses,
  };
}

/** What others are told; the listening address when nothing else is said. */
function consensusAddresses({external, listen}: NodeConfig["consensus"], id: PublicKey): ConsensusAddress[] {
  const {host, port} = external ?? listen;
  const isAny = host === "" || host === "0.0.0.0";
  const [outbound] = isAny ? interfaceAddresses(port) : [];
  const ip = outbound?.ip ?? ipFromText(host);
  return ip === null ? [] : [{id, address: {ip, port: BigInt(port), zone: ""}}];
}

/** Addresses of the machine's interfaces but the loopback ones; IPv4 in 4 bytes (cli-config-grpc §2.3). */
function interfaceAddresses(port: number): NodeAddress[] {
  return Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({internal}) => !internal)
    .flatMap(({address}) => {
      const ip = ipFromText(address);
      return ip === null ? [] : [{ip: ipv4Bytes(ip) ?? ip, port: BigInt(port), zone: ""}];
    });
}
