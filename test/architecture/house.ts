/**
 * The house, lowest floor first: a package may depend on packages of lower floors only (ARCHITECTURE.md). Rooms that
 * do not exist yet are named, so that the order is decided once.
 */
export const floors: readonly (readonly string[])[] = [
  ["primitives"],
  ["mkvs"],
  ["state-transition"],
  ["runtime"],
  ["consensus"],
  // Reads light blocks.
  ["paratime-sdk"],
  ["rpc"],
  ["worker"],
  ["node"],
  ["localnet"],
  ["cli"],
];

/**
 * Doors beside a room's `index.ts`, by what they are the path of: applications read each other's state; who only encodes and
 * decodes loads wire types without what works on them; and a program that calls one service loads one table.
 */
export const sideDoors: readonly RegExp[] = [
  /^state-transition\/src\/[^/]+\/state\.ts$/,
  /^state-transition\/src\/[^/]+\/types\/index\.ts$/,
  /^rpc\/src\/services\/[^/]+\.ts$/,
];

/** Node's own modules that a package may use; what reaches disk, network or threads is allowed room by room. */
export const pureModules: readonly string[] = ["node:crypto", "node:util", "node:buffer"];

/** The top floors put things together and face people: they reach what they need. */
export const outsidePackages: readonly string[] = ["node", "localnet", "cli"];

/** The rooms of the other floors that do reach the outside, what they use for it, and why they may. */
export const outsideRooms: Readonly<Record<string, readonly string[]>> = {
  // The machine's clock.
  "primitives/src/clock": ["node:timers/promises"],
  // The file signer is the one place that reads and writes keys.
  "primitives/src/signers": ["node:fs/promises", "node:path"],
  // Bulk verification runs on threads, as many as the machine has processors.
  "primitives/src/ed25519": ["node:worker_threads", "node:os", "node:timers/promises"],
  // Node databases and checkpoint files are the durable part of the store; long work lets others run in between.
  "mkvs/src/db": ["node:fs", "node:path", "node:timers/promises"],
  "mkvs/src/checkpoint": ["node:fs/promises", "node:path", "node:timers/promises"],
  // Runtimes are processes in a sandbox; the protocol with them runs over any stream.
  "runtime/src/protocol": ["node:stream"],
  "runtime/src/sandbox": [
    "node:child_process",
    "node:fs",
    "node:fs/promises",
    "node:net",
    "node:os",
    "node:path",
    "node:stream",
  ],
  "runtime/src/provisioner": ["node:stream"],
  // Enclaves and their signatures are files; the device and the service that they need are looked for.
  "runtime/src/sgx": ["node:fs", "node:fs/promises"],
  // Long batches let an abort come in; a ParaTime's process talks to its host over a socket and logs to stderr.
  "paratime-sdk/src/dispatcher": ["node:timers/promises"],
  "paratime-sdk/src/process": ["node:fs", "node:net"],
  // Long blocks let others run in between.
  "consensus/src/blockStore": ["node:zlib"],
  "consensus/src/embedded": ["node:timers/promises"],
  // Storage of runtimes knows the names of its files; long answers let others run in between.
  "worker/src/storage": ["node:path", "node:timers/promises"],
  // gRPC is HTTP/2 over sockets of the file system and of the network.
  "rpc/src/server": ["node:fs", "node:fs/promises", "node:events", "node:http2", "node:net", "node:tls"],
  "rpc/src/client": ["node:http2", "node:net", "node:tls", "node:timers/promises"],
  "rpc/src/tls": ["node:tls"],
};
